"""The Wirkungsmodell as a picture: cards in their columns, lines only to the right."""

import pytest

from grafik.wirkung import BREITE, Karte, wirkungsbild

pytestmark = pytest.mark.rein
SPALTEN = ["Einsatz", "Tun", "Strukturen", "Familien", "Kommune"]


def test_cards_of_a_column_stand_below_each_other_and_do_not_touch():
    bild = wirkungsbild(
        SPALTEN, [Karte("a", 1, "Kurz"), Karte("b", 1, "Ein langer Satz, der umbrochen werden muss, " * 4), Karte("c", 1, "x")]
    )
    a, b, c = bild.kaesten

    assert a.x == b.x == c.x
    assert a.y + a.hoehe < b.y
    assert b.y + b.hoehe < c.y <= bild.hoehe - c.hoehe
    assert len(b.zeilen) > 5
    assert all(b.y < y < b.y + b.hoehe for y, _ in b.zeilen)


def test_five_columns_fill_the_width():
    bild = wirkungsbild(SPALTEN, [Karte(str(n), n, "x") for n in range(5)])

    assert [kasten.x for kasten in bild.kaesten] == [x for x, _ in bild.koepfe]
    assert bild.kaesten[-1].x + bild.kaesten[-1].breite == pytest.approx(BREITE, abs=0.2)


def test_a_line_leads_from_side_to_side_and_never_back_or_into_nothing():
    bild = wirkungsbild(SPALTEN, [Karte("a", 0, "x", ("b", "weg")), Karte("b", 3, "y", ("a", "b"))])
    a, b = bild.kaesten

    (weg,) = bild.wege
    assert weg.startswith(f"M{a.x + a.breite:.1f} {a.y + a.hoehe / 2:.1f}C")
    assert weg.endswith(f" {b.x:.1f} {b.y + b.hoehe / 2:.1f}")


def test_without_a_card_there_is_no_picture():
    assert wirkungsbild(SPALTEN, []) is None
