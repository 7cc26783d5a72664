from django.urls import include, path

from planung.views import bausteine, vorhaben

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
    path("kommunen/<slug:slug>/planung/bausteine/oeffentlich/", bausteine.oeffentlich, name="bausteine_oeffentlich"),
    path("kommunen/<slug:slug>/planung/bausteine/<slug:kennung>/", bausteine.baustein, name="baustein"),
    path("kommunen/<slug:slug>/planung/vorhaben/neu/", vorhaben.vorhaben_bearbeiten, name="vorhaben_neu"),
    path("kommunen/<slug:slug>/planung/vorhaben/<slug:schluessel>/", include(eines)),
]
