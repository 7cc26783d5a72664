"""With eleven thousand Kommunen every page asks the database as often as with a handful."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gremien.oparl.bestand import abgleichen
from tests.messung import write
from tests.seitenlast import fuellen
from tests.test_access import ARGS, GET, shut

pytestmark = pytest.mark.lang
KOMMUNEN = 11_000  # as many as Germany has Gemeinden


@pytest.fixture
def asked(kommune, cast, login):
    """asked(): (role, address) -> how many queries its page takes, made anew."""
    browsers = {role: login(role) for role in ("anonym", "fachadmin")}

    def ask():
        counts = {}
        for name in sorted(GET):
            for role, browser in browsers.items():
                if GET[name][("anonym", "fachadmin").index(role) * 3] != 200:
                    continue
                with transaction.atomic():
                    url = reverse(name, args=ARGS[name](kommune, cast) if name in ARGS else [])
                    with CaptureQueriesContext(connection) as queries:
                        shut(browser.get(url, {"anders": len(counts)}))  # an address of its own: no answer was kept
                    counts[role, name] = len(queries)
                    transaction.set_rollback(True)
        return counts

    return ask


def test_no_page_asks_more_often_for_more_kommunen(asked, gebiete, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    fuellen(20)
    abgleichen()
    few = asked()
    fuellen(KOMMUNEN - 20, ab=20)
    many = asked()

    assert {place: (few[place], many[place]) for place in few if many[place] > few[place]} == {}
    write(
        f"Abfragen mit {KOMMUNEN:,} Kommunen (make test-lang)".replace(",", "."),
        [f"{len(few)} Seiten (ohne Konto und als Fachadministration): keine fragt die Datenbank öfter als mit 20."],
    )
