from django.urls import include, path, re_path

from netzwerke.views import einlesen, einrichtungen, gruppen, landschaft, sitzungen

app_name = "netzwerke"

sitzung = [
    path("neu/", sitzungen.sitzung_bearbeiten, name="sitzung_neu"),
    path("<slug:sitzung>/", sitzungen.sitzung, name="sitzung"),
    path("<slug:sitzung>/bearbeiten/", sitzungen.sitzung_bearbeiten, name="sitzung_bearbeiten"),
    path("<slug:sitzung>/protokoll/", sitzungen.protokoll, name="protokoll"),
    path("<slug:sitzung>/einladung.ics", sitzungen.kalendereintrag, name="kalendereintrag"),
]

gruppe = [
    path("", gruppen.gruppe, name="gruppe"),
    path("bearbeiten/", gruppen.gruppe_bearbeiten, name="gruppe_bearbeiten"),
    path("adressen.vcf", gruppen.adressen, name="adressen"),
    path("mitglieder/neu/", gruppen.mitglied_bearbeiten, name="mitglied_neu"),
    path("mitglieder/<slug:mitglied>/", gruppen.mitglied_bearbeiten, name="mitglied_bearbeiten"),
    path("mitglieder/<slug:mitglied>/ordnen/", gruppen.mitglied_ordnen, name="mitglied_ordnen"),
    path("sitzungen/", include(sitzung)),
]

netzwerk = [
    path("", landschaft.netzwerk, name="netzwerk"),
    path("verbindungen/", landschaft.verbindungen, name="verbindungen"),
    path("luecken/", landschaft.luecken, name="luecken"),
    path("zuordnen/", gruppen.zuordnen, name="zuordnen"),
    path("gruppen/neu/", gruppen.gruppe_bearbeiten, name="gruppe_neu"),
    path("gruppen/einlesen/", gruppen.gruppen_einlesen, name="gruppen_einlesen"),
    path("gruppen/<slug:schluessel>/", include(gruppe)),
    path("einrichtungen/", einrichtungen.einrichtungen, name="einrichtungen"),
    re_path(r"^einrichtungen\.(?P<endung>csv|xlsx)$", einrichtungen.export, name="export"),
    path("einrichtungen/neu/", einrichtungen.einrichtung_bearbeiten, name="einrichtung_neu"),
    path("einrichtungen/einlesen/", einlesen.einrichtungen_einlesen, name="einrichtungen_einlesen"),
    path("einrichtungen/doppelte/", einrichtungen.doppelte, name="doppelte"),
    path("einrichtungen/<slug:schluessel>/", einrichtungen.einrichtung, name="einrichtung"),
    path("einrichtungen/<slug:schluessel>/bearbeiten/", einrichtungen.einrichtung_bearbeiten, name="einrichtung_bearbeiten"),
    path("einrichtungen/<slug:schluessel>/zusammenfuehren/<slug:andere>/", einrichtungen.zusammenfuehren, name="zusammenfuehren"),
]

urlpatterns = [path("kommunen/<slug:slug>/netzwerk/", include(netzwerk))]
