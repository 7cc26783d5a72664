"""A point in time is as exact as it is known, and "who was there in March 2019" counts what may have been."""

import pytest

from netzwerke.models import Mitgliedschaft
from netzwerke.zeitpunkt import ZeitpunktFehler, als_text, aus_text, gilt_am, zeitraum
from tests.factories import make_gruppe, make_mitglied

pytestmark = pytest.mark.rein


@pytest.mark.parametrize(
    ("typed", "stored", "shown"),
    [
        ("2019", "2019", "2019"), ("März 2019", "2019-03", "März 2019"), ("3/2019", "2019-03", "März 2019"),
        ("15.03.2019", "2019-03-15", "15.03.2019"), ("15. März 2019", "2019-03-15", "15.03.2019"), ("", "", ""),
        ("2019-12", "2019-12", "Dezember 2019"), ("2019-12-24", "2019-12-24", "24.12.2019"),
    ],
)  # fmt: skip
def test_what_people_type_keeps_its_precision(typed, stored, shown):
    assert (aus_text(typed), als_text(stored)) == (stored, shown)


@pytest.mark.parametrize(
    "typed", ["bald", "31.02.2019", "2019-02-31", "2019-13", "März", "2019 bis 2020", "1.1.1850", "im Frühjahr"]
)
def test_what_is_no_point_in_time_is_said(typed):
    with pytest.raises(ZeitpunktFehler, match="verstehen wir nicht"):
        aus_text(typed)


def test_a_span_reads_like_german():
    assert zeitraum("2017", "2019-03") == "2017 bis März 2019"
    assert (zeitraum("2017-05-01", ""), zeitraum("", "2019"), zeitraum("", "")) == ("seit 01.05.2017", "bis 2019", "")


@pytest.mark.parametrize(
    ("von", "bis", "at", "there"),
    [
        ("", "", "2019-03", True), ("2019", "", "2019-03", True), ("2020", "", "2019-03", False),
        ("2019-03-20", "", "2019-03", True), ("2019-03-20", "", "2019-03-15", False), ("2019-03-20", "", "2019", True),
        ("2019-04", "", "2019-03-31", False), ("2019-04", "", "2019-04-01", True), ("", "2019-03", "2019-03-31", True),
        ("", "2019-03", "2019-04", False), ("", "2019", "2019-12-31", True), ("", "2019", "2020", False),
        ("", "2019-03-10", "2019-03", True), ("", "2019-03-10", "2019-03-11", False), ("", "2018-12-31", "2019", False),
        ("2018", "2018", "2018-06-01", True), ("2018-10", "2019-02", "2019-01", True), ("2019-12", "", "2019-11-30", False),
    ],
)  # fmt: skip
def test_who_was_there(kommune, von, bis, at, there):
    mitglied = make_mitglied(make_gruppe(kommune), funktion="Leitung", von=von, bis=bis)

    assert (mitglied in Mitgliedschaft.objects.filter(gilt_am(at))) == there
