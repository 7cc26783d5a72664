"""Fills a database with sides that have accepted to rate, and prints their links: `python -m tests.bogenlast 300`."""

import json
import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "praeventionsketten.settings")
django.setup()

from kooperation.models import Zugang  # noqa: E402 -- after Django is ready
from tests.factories import make_dialog, make_gebiet, make_kommune  # noqa: E402
from tests.kooperation.partner import Partner  # noqa: E402

kommune = make_kommune(gebiet=make_gebiet(name="Musterkreis", ars="03999"), slug="musterkreis")
sides = [seite for _ in range(int(sys.argv[1]) // 2) for seite in make_dialog(kommune).paar]
first = sides[0]
browser = Partner(SERVER_NAME="127.0.0.1")
browser.open(first, "einschaetzen")
session = browser.cookies["sessionid"].value
print(json.dumps({"session": session, "bogen": first.schluessel, "links": [[s.schluessel, Zugang.neu(s)] for s in sides]}))  # noqa: T201
