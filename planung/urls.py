from django.urls import include, path

from planung.views import bausteine, kette, vorhaben

app_name = "planung"


def zeilen(pfad, art):
    """Addresses of the rows of one kind."""
    return [
        path(f"{pfad}/neu/", vorhaben.zeile, {"art": art}, name=f"{art}_neu"),
        path(f"{pfad}/<slug:zeile>/", vorhaben.zeile, {"art": art}, name=art),
    ]


eines = [
    path("", vorhaben.vorhaben, name="vorhaben"),
    path("bearbeiten/", vorhaben.vorhaben_bearbeiten, name="vorhaben_bearbeiten"),
    *zeilen("phasen", "phase"),
    *zeilen("foerderung", "foerderung"),
    *zeilen("ressourcen", "ressource"),
    *zeilen("beteiligte", "beteiligung"),
]

urlpatterns = [
    path("kommunen/<slug:slug>/planung/", bausteine.planung, name="planung"),
    path("kommunen/<slug:slug>/planung/zeigen/", bausteine.zeigen, name="zeigen"),
    path("kommunen/<slug:slug>/planung/bausteine/<slug:kennung>/", bausteine.baustein, name="baustein"),
    path("kommunen/<slug:slug>/planung/kette/", kette.kette, name="kette"),
    path("kommunen/<slug:slug>/planung/kette/angebote/neu/", kette.angebot, name="angebot_neu"),
    path("kommunen/<slug:slug>/planung/kette/angebote/<slug:schluessel>/", kette.angebot, name="angebot"),
    path("kommunen/<slug:slug>/planung/kette/uebergaenge/<int:nummer>/", kette.uebergang, name="uebergang"),
    path("kommunen/<slug:slug>/planung/vorhaben/neu/", vorhaben.vorhaben_bearbeiten, name="vorhaben_neu"),
    path("kommunen/<slug:slug>/planung/vorhaben/<slug:schluessel>/", include(eines)),
]
