from django.urls import path

from betrieb import views

app_name = "betrieb"
urlpatterns = [
    path(".well-known/security.txt", views.sicherheitskontakt, name="sicherheitskontakt"),
    path("status/lebt", views.lebt, name="lebt"),
    path("status/bereit", views.bereit, name="bereit"),
]
