from django.urls import include, path

from kooperation.views import blatt, bogen, dialog, einladung, koordination

app_name = "kooperation"

kommune = [
    path("", koordination.kooperation, name="kooperation"),
    path("bogen.pdf", koordination.leerer_bogen, name="leerer_bogen"),
    path("anfragen/", koordination.anfragen, name="anfragen"),
    path("dienststelle/<int:pk>/", koordination.dienststelle, name="dienststelle"),
    path("dialoge/neu/", koordination.dialog_neu, name="dialog_neu"),
    path("dialoge/<slug:schluessel>/", koordination.begleiten, name="begleiten"),
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
    path("dialoge/", dialog.dialoge, name="dialoge"),
    path("dialoge/schliessen/", dialog.schliessen, name="schliessen"),
    path("dialoge/<slug:schluessel>/", include(seite)),
]
