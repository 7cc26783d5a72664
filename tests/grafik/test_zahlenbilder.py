"""Lines, classes and the strip: geometry that does not lie."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grafik.klassen import ANZAHL, klassen
from grafik.linien import OBEN, RECHTS, UNTEN, Eingabe, Stelle, linien
from grafik.streifen import streifen

pytestmark = pytest.mark.rein


def jahr(zahl):
    return date(zahl, 12, 31)


def reihe(*werte, name="Gifhorn", neu=()):
    return Eingabe(name, "selbst", [Stelle(jahr(2015 + i), wert, i in neu) for i, wert in enumerate(werte)])


def test_the_axis_of_shares_begins_at_zero_and_an_index_is_drawn_around_what_occurs():
    assert linien([reihe(9.0, 9.5)]).teilung[0] == (0, UNTEN)
    assert [wert for wert, _ in linien([reihe(100.0, 103.2)], ab_null=False).teilung] == [100, 101, 102, 103, 104]


def test_time_runs_true_to_scale():
    stellen = [Stelle(jahr(2015), 1.0), Stelle(jahr(2016), 1.0), Stelle(jahr(2020), 1.0)]
    (x1, _), (x2, _), (x3, _) = linien([Eingabe("a", "selbst", stellen)]).linien[0].punkte

    assert (x3 - x2) / (x2 - x1) == pytest.approx(4, abs=0.1)


def test_no_line_crosses_a_gap():
    bild = linien([reihe(9.0, 9.2, None, 9.4, 9.6)])

    assert len(bild.linien[0].strecken) == 2
    assert len(bild.linien[0].punkte) == 4
    assert len(bild.linien[0].luecken) == 1


def test_no_line_crosses_a_break_and_the_break_is_marked_between_both_days():
    bild = linien([reihe(9.0, 9.2, 8.1, 8.2, neu=(2,))])
    (linie,) = bild.linien

    assert len(linie.strecken) == 2
    assert linie.punkte[1][0] < bild.brueche[0] < linie.punkte[2][0]


def test_names_beside_the_lines_do_not_touch():
    bild = linien([reihe(9.0, 9.1, name=name) for name in "abcd"])
    hoehen = sorted(linie.schild_y for linie in bild.linien)

    assert all(b - a >= 19 for a, b in pairwise(hoehen))
    assert hoehen[-1] <= UNTEN


def test_without_any_value_there_is_no_picture():
    assert linien([reihe(None, None)]) is None
    assert klassen([]) is None
    assert streifen([3.0], 3.0) is None


@given(st.lists(st.floats(0, 1e7), min_size=1, max_size=40))
def test_every_point_lies_inside_the_picture(werte):
    bild = linien([reihe(*werte)])

    assert all(OBEN <= y <= UNTEN and x <= RECHTS for x, y in bild.linien[0].punkte)


@given(st.lists(st.floats(0, 100).map(lambda wert: round(wert, 2)), min_size=1, max_size=60))
def test_every_value_lies_in_the_class_the_legend_names(werte):
    gruppen = klassen(werte, 2)

    assert len(gruppen.spannen) <= ANZAHL
    for wert in werte:
        stufe = gruppen.stufe(wert)
        von, bis = gruppen.spannen[stufe - 1]
        assert von <= wert < bis or (stufe == len(gruppen.spannen) and von <= wert <= bis)


def test_classes_hold_about_as_many_areas_each():
    gruppen = klassen([float(i) for i in range(45)], 0)

    assert [sum(gruppen.stufe(i) == stufe for i in range(45)) for stufe in range(1, 6)] == [9] * 5
