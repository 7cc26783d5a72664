from datetime import time
from decimal import Decimal

import pytest
from django.template import Context, Template

from kern.templatetags.schreibweise import am_anfang, knapp, prozent, stueck, uhrzeit, zahl

pytestmark = pytest.mark.rein


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0, "0"),
        (999, "999"),
        (75097, "75.097"),
        (1171052, "1.171.052"),
        (Decimal("9.5000"), "9,5"),
        (Decimal("121044.0000"), "121.044"),
        (None, ""),
    ],
)
def test_numbers_have_a_thousands_point_and_a_decimal_comma(value, written):
    assert zahl(value) == written


@pytest.mark.parametrize(("value", "written"), [(Decimal("23.205"), "23,2\u202f%"), (Decimal(9), "9,0\u202f%"), (None, "")])
def test_shares_have_one_place_and_a_thin_space(value, written):
    assert prozent(value) == written


@pytest.mark.parametrize(("value", "written"), [(time(9, 0), "9"), (time(9, 30), "9.30"), (None, "")])
def test_times_are_written_as_people_say_them(value, written):
    assert uhrzeit(value) == written


@pytest.mark.parametrize(
    ("value", "written"), [(0, "0"), (250_000, "250.000"), (1_000_000, "1\u00a0Mio."), (7_500_000.0, "7,5\u00a0Mio.")]
)
def test_an_axis_is_short_of_room(value, written):
    assert knapp(value) == written


@pytest.mark.parametrize(("count", "words"), [(0, "0 Zeilen"), (1, "1 Zeile"), (2, "2 Zeilen"), (2000, "2.000 Zeilen")])
def test_what_is_counted_agrees_with_its_number(count, words):
    assert stueck(count, "Zeile", "Zeilen") == words
    assert Template("{{ count|stueck:'Zeile,Zeilen' }}").render(Context({"count": count})) == words


@pytest.mark.parametrize(("count", "words"), [(1, "Eine Datei fehlt"), (2, "Zwei Dateien fehlen"), (13, "13 Dateien fehlen")])
def test_a_sentence_begins_with_a_word(count, words):
    assert am_anfang(count, "Eine Datei fehlt", "Dateien fehlen") == words
