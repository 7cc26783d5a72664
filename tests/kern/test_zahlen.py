"""Numbers as people type them: what may mean two things is asked about, never guessed."""

from decimal import Decimal

import pytest

from kern.zahlen import ZahlFehler, zahl_lesen

pytestmark = pytest.mark.rein


@pytest.mark.parametrize(
    ("typed", "number", "places"),
    [
        ("1587", "1587", 0),
        ("1.587", "1587", 0),
        ("1 171 052", "1171052", 0),
        ("1.171.052,5", "1171052.5", 1),
        (" 23,20 ", "23.20", 2),
        ("0,500", "0.500", 3),
        ("007", "7", 0),
    ],
)
def test_a_number_is_read_with_its_places(typed, number, places):
    assert zahl_lesen(typed) == (Decimal(number), places)


@pytest.mark.parametrize(
    ("typed", "meant"), [("1.5", "1,5"), ("0.500", "0,500"), ("0.050", "0,050"), ("00.123", "00,123"), ("16.6675", "16,6675")]
)
def test_a_point_that_groups_no_thousands_is_asked_about(typed, meant):
    with pytest.raises(ZahlFehler, match=f"nicht eindeutig. Bitte schreiben Sie Dezimalstellen mit Komma: {meant}"):
        zahl_lesen(typed)


@pytest.mark.parametrize("typed", ["", "viele", "1,5,2", "1.23.456", "-5", "1e3", "٣"])
def test_what_is_no_number_is_said(typed):
    with pytest.raises(ZahlFehler, match="ist keine Zahl"):
        zahl_lesen(typed)
