from django.urls import path

from betrieb import views

app_name = "betrieb"
urlpatterns = [
    path("lebt", views.lebt, name="lebt"),
    path("bereit", views.bereit, name="bereit"),
]
