"""Fills a database with a large network for the benchmark and prints the keys to reach it: `python -m tests.netzlast`."""

import json
import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "praeventionsketten.settings")
django.setup()

from tests.conftest import angemeldet  # noqa: E402 -- after Django is ready
from tests.factories import make_gebiet, make_grosses_netz, make_kommune, make_nutzer  # noqa: E402

kommune = make_kommune(gebiet=make_gebiet(name="Musterkreis", ars="03999"), slug="musterkreis")
gruppe, einrichtung = make_grosses_netz(kommune)
session = angemeldet(make_nutzer(coordinates=[kommune])).cookies["sessionid"].value
mitglied = gruppe.mitgliedschaften.first().schluessel
keys = {"slug": kommune.slug, "gruppe": gruppe.schluessel, "einrichtung": einrichtung.schluessel, "mitglied": mitglied}
print(json.dumps(keys | {"session": session}))  # noqa: T201
