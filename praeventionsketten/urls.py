from django.contrib import admin
from django.urls import include, path

from praeventionsketten import views
from praeventionsketten.kalender import kalender

handler500 = "praeventionsketten.views.fehler"

urlpatterns = [
    path("", views.start, name="start"),
    path("", include("kommunen.urls")),
    path("", include("netzwerke.urls")),
    path("", include("kooperation.urls")),
    path("", include("planung.urls")),
    path("", include("gremien.urls")),
    path("kommunen/<slug:slug>/", views.kommune, name="kommune"),
    path("kommunen/<slug:slug>/vorschau/", views.vorschau, name="vorschau"),
    path("kommunen/<slug:slug>/uebergabe/", views.uebergabe, name="uebergabe"),
    path("termine.ics", kalender, name="kalender"),
    path("kommunen/<slug:slug>/termine.ics", kalender, name="kalender_kommune"),
    path("meine/", views.meine, name="meine"),
    path("meine/<slug:slug>/", views.meine_kommune, name="meine_kommune"),
    path("profil-einlesen/", views.profil_einlesen, name="profil_einlesen"),
    path("profil-einlesen/<int:pk>/", views.einlesung, name="einlesung"),
    path("rueckmeldung/", views.rueckmeldung, name="rueckmeldung"),
    path("impressum/", views.seite, {"template": "seiten/impressum.html"}, name="impressum"),
    path("datenschutz/", views.seite, {"template": "seiten/datenschutz.html"}, name="datenschutz"),
    path("barrierefreiheit/", views.seite, {"template": "seiten/barrierefreiheit.html"}, name="barrierefreiheit"),
    path("hilfe/", views.hilfe, name="hilfe"),
    path("hilfe/<slug:thema>/", views.kapitel, name="kapitel"),
    # admin and feeds name no icon of their own
    path("favicon.ico", views.zeichen, name="favicon"),
    path("daten/", include("praeventionsketten.daten.urls")),
    path("", include("betrieb.urls")),
    path("konto/", include("konten.urls")),
    path("admin/", admin.site.urls),
]
