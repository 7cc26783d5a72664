"""Makes a Kommune that takes files; prints the doors and the sessions of who may bring them: `python -m tests.dateilast`."""

import json
import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "praeventionsketten.settings")
django.setup()

from django.core.management import call_command  # noqa: E402 -- after Django is ready
from django.urls import reverse  # noqa: E402

from tests.conftest import angemeldet  # noqa: E402
from tests.factories import make_gebiet, make_gruppe, make_kommune, make_kontakt, make_nutzer, make_vorlage  # noqa: E402

call_command("loaddata", "statistik", verbosity=0)
kommune = make_kommune(gebiet=make_gebiet(name="Musterkreis", ars="03999"), slug="musterkreis")
people = {"koordination": make_nutzer(coordinates=[kommune]), "fachadmin": make_nutzer(is_staff=True)}
kontakt = make_kontakt(kommune)


def place(name, *args):
    return reverse(name, args=[kommune.slug, *args])


doors = {
    "Anlage": ("koordination", place("gremien:anlage_neu", make_vorlage(kommune).schluessel), "neue_datei"),
    "Protokoll": ("koordination", place("netzwerke:sitzung_neu", make_gruppe(kommune).schluessel), "neue_datei"),
    "Lieferung": ("koordination", place("kommunen:lieferung_neu"), "dateien"),
    "Angebote": ("koordination", place("planung:angebote_einlesen"), "datei"),
    "Einrichtungen": ("koordination", place("netzwerke:einrichtungen_einlesen"), "datei"),
    "Profil": ("koordination", reverse("profil_einlesen"), "datei"),
    "Kontakte": ("fachadmin", reverse("admin:kommunen_kontakt_import"), "import_file"),
    "Instrument": ("fachadmin", reverse("admin:kooperation_instrument_add"), "datei"),
}
sessions = {role: angemeldet(person).cookies["sessionid"].value for role, person in people.items()}
print(json.dumps({"sessions": sessions, "doors": doors}))  # noqa: T201
