"""Fills a database with sides and prints their links: `python -m tests.bogenlast 300`; with "alle" all have accepted to rate."""

import json
import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "praeventionsketten.settings")
django.setup()

from kooperation.actions.dialog import zusagen  # noqa: E402 -- after Django is ready
from kooperation.models import Brief, Zugang  # noqa: E402
from tests.factories import make_dialog, make_gebiet, make_kommune  # noqa: E402
from tests.kooperation.partner import Partner  # noqa: E402

kommune = make_kommune(gebiet=make_gebiet(name="Musterkreis", ars="03999"), slug="musterkreis")
sides = [seite for _ in range(int(sys.argv[1]) // 2) for seite in make_dialog(kommune).paar]
first = sides[0]
for seite in sides if "alle" in sys.argv else ():
    zusagen(seite=seite, zusage="einschaetzen")
Brief.objects.all().delete()
browser = Partner(SERVER_NAME="127.0.0.1")
browser.open(first, "einschaetzen")
session = browser.cookies["sessionid"].value
print(json.dumps({"session": session, "bogen": first.schluessel, "links": [[s.schluessel, Zugang.neu(s)] for s in sides]}))  # noqa: T201
