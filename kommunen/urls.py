from django.urls import path

from kommunen import views

app_name = "kommunen"
urlpatterns = [
    path("kommunen/", views.liste, name="liste"),
    path("downloads/<int:pk>/", views.download, name="download"),
]
