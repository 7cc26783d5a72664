"""Fills a database with counted rounds of so many sheets: `python -m tests.erhebungslast 10 100000`; prints where to see them."""

import json
import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "praeventionsketten.settings")
django.setup()

from django.test import Client  # noqa: E402 -- after Django is ready

from kern import siegel  # noqa: E402
from kooperation.actions import erhebung as actions  # noqa: E402
from kooperation.models import Erhebung  # noqa: E402
from kooperation.urne import Antwort, Urne  # noqa: E402
from tests.factories import make_erhebung, make_gebiet, make_kommune, make_nutzer, over  # noqa: E402


def counted(kommune, sheets):
    """A round with as many sheets in its ballot box, counted by the portal."""
    runde = make_erhebung(kommune)
    urne = Urne.leer([kriterium.code for kriterium in runde.instrument.vorlage.kriterien])
    for i in range(sheets):
        urne.einwerfen({code: Antwort(str((i * (n + 3)) % 5 + 1)) for n, code in enumerate(urne.zaehler)})
    Erhebung.objects.filter(pk=runde.pk).update(urne=siegel.versiegeln(urne.als_json(), actions.URNE))
    over(runde)
    actions.auszaehlen(erhebung=runde)
    return Erhebung.objects.select_related("instrument", "kommune").get(pk=runde.pk)


if __name__ == "__main__":
    kommune = make_kommune(gebiet=make_gebiet(name="Musterkreis", ars="03999"), slug="musterkreis")
    browser = Client(SERVER_NAME="127.0.0.1")
    browser.force_login(make_nutzer(coordinates=[kommune]), backend="django.contrib.auth.backends.ModelBackend")
    pages = {
        sheets: f"/kommunen/musterkreis/kooperation/erhebungen/{counted(kommune, int(sheets)).schluessel}/"
        for sheets in sys.argv[1:]
    }
    print(json.dumps({"session": browser.cookies["sessionid"].value, "seiten": pages}))  # noqa: T201
