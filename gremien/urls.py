from django.urls import include, path, re_path

from gremien.oparl import views as oparl
from gremien.views import bearbeiten, seiten

app_name = "gremien"

vorlage = [
    path("", seiten.vorlage, name="vorlage"),
    re_path(r"^sachstand\.(?P<endung>pdf|docx)$", seiten.sachstand, name="sachstand"),
    path("vorhaben/", bearbeiten.vorhaben, name="vorhaben_daraus"),
    path("angaben/", bearbeiten.teil, {"name": "angaben"}, name="angaben"),
    path("text/", bearbeiten.teil, {"name": "text"}, name="text"),
    path("finanzen/", bearbeiten.teil, {"name": "finanzen"}, name="finanzen"),
    path("beratungen/neu/", bearbeiten.zeile, {"art": "beratung"}, name="beratung_neu"),
    path("beratungen/<slug:zeile>/", bearbeiten.zeile, {"art": "beratung"}, name="beratung"),
    path("beschluss/neu/", bearbeiten.zeile, {"art": "beschlusspunkt"}, name="beschlusspunkt_neu"),
    path("beschluss/<slug:zeile>/", bearbeiten.zeile, {"art": "beschlusspunkt"}, name="beschlusspunkt"),
    path("anlagen/neu/", bearbeiten.zeile, {"art": "anlage"}, name="anlage_neu"),
    path("anlagen/<slug:zeile>/", bearbeiten.zeile, {"art": "anlage"}, name="anlage"),
    path("anlagen/<slug:anlage>/datei/", seiten.anlage, name="anlage_datei"),
]

schnittstelle = [
    path("system", oparl.system, name="oparl_system"),
    path("body", oparl.bodies, name="oparl_bodies"),
    path("body/<int:kommune>/<slug:art>", oparl.liste, name="oparl_liste"),
    path("<slug:art>/<slug:schluessel>", oparl.objekt, name="oparl_objekt"),
    re_path(r"^(?P<rest>[\s\S]*)$", oparl.unbekannt, name="oparl_unbekannt"),
]

urlpatterns = [
    path("oparl/v1.1/", include(schnittstelle)),
    path("kommunen/<slug:slug>/gremien/", seiten.gremien, name="gremien"),
    path("kommunen/<slug:slug>/gremien/vorlagen/neu/", bearbeiten.teil, {"name": "angaben"}, name="vorlage_neu"),
    path("kommunen/<slug:slug>/gremien/vorlagen/einlesen/", bearbeiten.einlesen, name="vorlage_einlesen"),
    path("kommunen/<slug:slug>/gremien/vorlagen/<slug:schluessel>/", include(vorlage)),
]
