from django.urls import include, path, re_path

from kommunen import lieferungen, termine, views, zahlen
from kommunen.beteiligte import views as beteiligte
from kommunen.redaktion import person
from kommunen.redaktion import views as redaktion

app_name = "kommunen"

abschnitt = [
    path("", redaktion.bearbeiten, name="bearbeiten"),
    path("verwerfen/", redaktion.verwerfen, name="verwerfen"),
    path("stimmt-noch/", redaktion.stimmt_noch, name="stimmt_noch"),
]

lieferungsseiten = [
    path("", lieferungen.lieferungen, name="lieferungen"),
    path("neu/", lieferungen.lieferung_neu, name="lieferung_neu"),
    re_path(r"^vorlage\.(?P<endung>csv|xlsx)$", lieferungen.vorlage, name="vorlage"),
    path("<int:pk>/", lieferungen.lieferung, name="lieferung"),
    path("<int:pk>/werte/", lieferungen.zeilen, name="zeilen"),
    path("<int:pk>/werte.csv", lieferungen.zeilen_csv, name="zeilen_csv"),
    path("<int:pk>/original/", lieferungen.original, name="original"),
]

urlpatterns = [
    path("kommunen/", views.liste, name="liste"),
    path("kommunen/<slug:slug>/bearbeiten/<slug:abschnitt>/", include(abschnitt)),
    path("kommunen/<slug:slug>/zahlen/", zahlen.seite, name="zahlen"),
    path("kommunen/<slug:slug>/zahlen.csv", zahlen.tabelle, name="zahlen_csv"),
    path("kommunen/<slug:slug>/zahlen/verlauf.svg", zahlen.verlauf, name="zahlen_svg"),
    path("kommunen/<slug:slug>/zahlen/zahlenblatt.pdf", zahlen.zahlenblatt, name="zahlenblatt"),
    path("kommunen/<slug:slug>/zahlen/lieferungen/", include(lieferungsseiten)),
    path("kommunen/<slug:slug>/kontakt/<slug:schluessel>/", person.ansprechperson, name="ansprechperson"),
    path("kommunen/<slug:slug>/veroeffentlichen/", redaktion.veroeffentlichen, name="veroeffentlichen"),
    path("kommunen/<slug:slug>/fassungen/", redaktion.fassungen, name="fassungen"),
    path("kommunen/<slug:slug>/fassungen/<slug:abschnitt>/<int:nummer>/", redaktion.fassung, name="fassung"),
    path("kommunen/<slug:slug>/beteiligte/", beteiligte.beteiligte, name="beteiligte"),
    path("kommunen/<slug:slug>/beteiligte/<int:pk>/", beteiligte.einladung_zuruecknehmen, name="einladung_zuruecknehmen"),
    path("kommunen/<slug:slug>/beteiligte/<int:pk>/beenden/", beteiligte.beenden, name="beenden"),
    path("kommunen/<slug:slug>/abgeben/", beteiligte.abgeben, name="abgeben"),
    path("konto/einladung/<str:token>/", beteiligte.einladung, name="einladung"),
    path("termine/", termine.termine, name="termine"),
    path("aktuelles/", termine.aktuelles, name="aktuelles"),
    path("aktuelles/feed/", termine.MeldungenFeed(), name="feed"),
    path("kommunen/<slug:slug>/aktuelles/feed/", termine.MeldungenFeed(), name="feed_kommune"),
    path("textvorschau/", redaktion.textvorschau, name="textvorschau"),
    path("downloads/<slug:schluessel>/", views.download, name="download"),
    path("fotos/<slug:schluessel>/", person.foto, name="foto"),
    path("dateien/<slug:schluessel>/", views.datei, name="datei"),
]
