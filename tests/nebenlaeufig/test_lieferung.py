"""Several people take over deliveries at the same moment: one effect each, and nobody overwrites what she has not seen."""

from collections import Counter

import pytest
from django.core.management import call_command

from statistik import actions
from statistik.models import Lieferung, Messwert
from tests.nebenlaeufig.test_zugleich import at_once
from tests.statistik.dateien import annehmen, liefern, vorlage

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def zahlen():
    call_command("loaddata", "gebiete", "statistik", verbosity=0)


def kinds(results):
    return Counter(type(result).__name__ for result in results)


@pytest.mark.usefixtures("zahlen")
def test_fifty_clicks_take_a_delivery_over_once():
    lieferung = annehmen(vorlage("03101;31.12.2019;einwohner;249406"))

    results = at_once(lambda i: actions.uebernehmen(lieferung))

    assert kinds(results) == {"Lieferung": 1, "LieferungFehler": 49}
    assert Messwert.objects.count() == 1


@pytest.mark.usefixtures("zahlen")
def test_of_ten_deliveries_for_one_place_the_first_wins_and_the_others_are_told():
    lieferungen = [annehmen(vorlage(f"03101;31.12.2019;einwohner;{wert}")) for wert in range(1000, 1010)]

    results = at_once(lambda i: actions.uebernehmen(lieferungen[i]), count=10)

    assert kinds(results) == {"Lieferung": 1, "VeraltetFehler": 9}
    assert all("Seit der Vorschau" in str(result) for result in results if isinstance(result, Exception))
    assert Messwert.objects.gueltig().count() == 1


@pytest.mark.usefixtures("zahlen")
def test_withdrawing_and_taking_over_the_same_place_leave_one_value():
    erste = liefern(vorlage("03101;31.12.2019;einwohner;1000"))
    zweite = annehmen(vorlage("03101;31.12.2019;einwohner;1001"))

    results = at_once(lambda i: actions.zuruecknehmen(erste) if i else actions.uebernehmen(zweite), count=2, workers=2)

    uebernommen = isinstance(results[0], Lieferung)
    assert results[1] in ((0, []), (1, []))
    assert list(Messwert.objects.gueltig().values_list("wert", flat=True)) == ([1001] if uebernommen else [])
