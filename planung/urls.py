from django.urls import include, path, re_path

from planung.views import bausteine, kette, listen, sozialraeume, untersuchungen, vorhaben, wirkung

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
    path("kommunen/<slug:slug>/planung/sozialraeume/", sozialraeume.sozialraeume, name="sozialraeume"),
    path("kommunen/<slug:slug>/planung/sozialraeume/neu/", sozialraeume.sozialraum, name="sozialraum_neu"),
    path("kommunen/<slug:slug>/planung/sozialraeume/zahlen-loeschen/", sozialraeume.zahlen_loeschen, name="zahlen_loeschen"),
    path("kommunen/<slug:slug>/planung/sozialraeume/<slug:schluessel>/", sozialraeume.sozialraum, name="sozialraum"),
    path("kommunen/<slug:slug>/planung/listen/angebote/", listen.einlesen, {"art": "angebote"}, name="angebote_einlesen"),
    path("kommunen/<slug:slug>/planung/listen/zahlen/", listen.einlesen, {"art": "sozialraumzahlen"}, name="zahlen_einlesen"),
    re_path(
        r"^kommunen/(?P<slug>[-\w]+)/planung/listen/(?P<art>angebote|sozialraumzahlen)\.(?P<endung>csv|xlsx)$",
        listen.export,
        name="listen_export",
    ),
    path("kommunen/<slug:slug>/planung/wirkung/", wirkung.wirkung, name="wirkung"),
    path("kommunen/<slug:slug>/planung/wirkung/modell.pdf", wirkung.wirkung_pdf, name="wirkung_pdf"),
    path("kommunen/<slug:slug>/planung/wirkung/karten/neu/", wirkung.karte, name="karte_neu"),
    path("kommunen/<slug:slug>/planung/wirkung/karten/<slug:schluessel>/", wirkung.karte, name="karte"),
    path("kommunen/<slug:slug>/planung/massnahmen/neu/", wirkung.massnahme, name="massnahme_neu"),
    path("kommunen/<slug:slug>/planung/massnahmen/<slug:schluessel>/", wirkung.massnahme, name="massnahme"),
    path("kommunen/<slug:slug>/planung/untersuchungen/neu/", untersuchungen.bearbeiten, name="untersuchung_neu"),
    path("kommunen/<slug:slug>/planung/untersuchungen/<slug:schluessel>/", untersuchungen.untersuchung, name="untersuchung"),
    path(
        "kommunen/<slug:slug>/planung/untersuchungen/<slug:schluessel>/bearbeiten/",
        untersuchungen.bearbeiten,
        name="untersuchung_bearbeiten",
    ),
    path(
        "kommunen/<slug:slug>/planung/untersuchungen/<slug:schluessel>/empfehlungen/neu/",
        untersuchungen.empfehlung,
        name="empfehlung_neu",
    ),
    path(
        "kommunen/<slug:slug>/planung/untersuchungen/<slug:schluessel>/empfehlungen/<slug:zeile>/",
        untersuchungen.empfehlung,
        name="empfehlung",
    ),
    path("kommunen/<slug:slug>/planung/vorhaben/neu/", vorhaben.vorhaben_bearbeiten, name="vorhaben_neu"),
    path("kommunen/<slug:slug>/planung/vorhaben/<slug:schluessel>/", include(eines)),
]
