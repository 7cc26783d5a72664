from django.urls import include, path, re_path

from kooperation.views import blatt, bogen, dialog, einladung, erhebung, koordination, teilnahme

app_name = "kooperation"

kommune = [
    path("", koordination.kooperation, name="kooperation"),
    path("bogen.pdf", koordination.leerer_bogen, name="leerer_bogen"),
    path("anfragen/", koordination.anfragen, name="anfragen"),
    path("dienststelle/<int:pk>/", koordination.dienststelle, name="dienststelle"),
    path("dialoge/neu/", koordination.dialog_neu, name="dialog_neu"),
    path("dialoge/<slug:schluessel>/", koordination.begleiten, name="begleiten"),
    path("erhebungen/neu/", erhebung.erhebung_neu, name="erhebung_neu"),
    path("erhebungen/<slug:schluessel>/", erhebung.erhebung, name="erhebung"),
    path("erhebungen/<slug:schluessel>/bericht.pdf", erhebung.bericht, name="bericht"),
    re_path(r"^erhebungen/(?P<schluessel>\w+)/zahlen\.(?P<endung>csv|xlsx)$", erhebung.tabelle, name="erhebung_tabelle"),
    re_path(r"^erhebungen/(?P<schluessel>\w+)/(?P<bild>verteilung|verlauf)\.svg$", erhebung.bild, name="erhebung_bild"),
]

# one side of a Dialog; its key says which, the session whether it may
seite = [
    path("", dialog.dialog, name="dialog"),
    path("blatt/", blatt.blatt, name="blatt"),
    path("bestaetigen/", blatt.bestaetigen, name="bestaetigen"),
    path("vereinbarungen/<slug:vereinbarung>/", blatt.stand, name="stand"),
    path("zusage/", dialog.zusage, name="zusage"),
    path("verlaengern/", dialog.verlaengern, name="verlaengern"),
    path("links/", dialog.links, name="links"),
    path("fortsetzen/", dialog.fortsetzen, name="fortsetzen"),
    path("kooperationsblatt.pdf", blatt.kooperationsblatt, name="kooperationsblatt"),
    path("naechster-dialog.ics", blatt.naechster, name="naechster"),
]

urlpatterns = [
    path("kommunen/<slug:slug>/kooperation/", include(kommune)),
    path("einladung/<str:token>/", einladung.einladung, name="einladung"),
    path("bogen/<slug:schluessel>/", bogen.bogen, name="bogen"),
    path("bogen/<slug:schluessel>/zuruecknehmen/", bogen.zuruecknehmen, name="zuruecknehmen"),
    path("bogen/<slug:schluessel>/antworten.pdf", bogen.antworten, name="antworten"),
    path("teilnahme/<slug:schluessel>/", teilnahme.teilnahme, name="teilnahme"),
    path("teilnahme/<slug:schluessel>/zusage/", teilnahme.zusage, name="zusage_anonym"),
    path("teilnahme/<slug:schluessel>/bericht.pdf", teilnahme.bericht, name="teilnahme_bericht"),
    path("dialoge/", dialog.dialoge, name="dialoge"),
    path("dialoge/schliessen/", dialog.schliessen, name="schliessen"),
    path("dialoge/<slug:schluessel>/", include(seite)),
]
