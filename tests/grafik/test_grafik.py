import re

import pytest

from grafik.karte import niedersachsen
from grafik.kette import kette
from grafik.phasen import phasenbild, zeichen
from grafik.schiene import schiene
from grafik.text import trennbar

pytestmark = pytest.mark.rein


def test_the_map_has_45_kreise_each_with_its_number_inside_the_picture():
    karte = niedersachsen()

    assert len(karte.formen) == len(karte.lage) == len({form.ags for form in karte.formen}) == 45
    assert all(0 < form.x < karte.breite and 0 < form.y < karte.hoehe for form in karte.formen)
    assert "© GeoBasis-DE / BKG (Daten verändert)" in karte.quelle


def test_rings_are_closed_next_and_open():
    assert [ring.zustand for ring in kette(4, geschlossen=2, jetzt=2).ringe] == ["zu", "zu", "jetzt", "offen"]
    assert [ring.zustand for ring in kette(2).ringe] == ["zu", "zu"]


def test_each_ring_but_the_last_passes_over_the_next():
    ringe = kette(3).ringe

    assert [bool(ring.ueber) for ring in ringe] == [True, True, False]
    assert [bool(ring.halo) for ring in ringe] == [False, True, True]


@pytest.mark.parametrize("count", [1, 3, 8])
def test_a_chain_fits_its_picture(count):
    bild = kette(count)

    assert bild.ringe[-1].x + bild.radius + bild.strich / 2 <= bild.breite


@pytest.mark.parametrize("sides", [3, 4, 5, 6])
def test_the_symbol_of_a_phase_has_as_many_corners_as_its_number(sides):
    assert len(re.findall(r"[\d.]+ [\d.]+", zeichen(sides, 50, 50, 10))) == sides


def test_the_phases_are_one_chain():
    glieder = phasenbild(6).glieder

    assert [g.nummer for g in glieder] == [1, 2, 3, 4, 5, 6]
    assert glieder[-1].x + 114 < phasenbild(6).breite


@pytest.mark.parametrize(
    ("a", "b", "marks", "line"),
    [(2, 4, (146, 394), (146, 394)), (5, 1, (518, 22), (22, 518)), (3, 3, (255, 285), None), (None, 2, (None, 146), None)],
)
def test_two_marks_stand_on_their_steps_and_beside_each_other_where_they_are_equal(a, b, marks, line):
    rail = schiene(a, b)

    assert (rail.a, rail.b) == marks
    assert rail.linie == line
    assert [x for _, x in rail.tritte] == [22, 146, 270, 394, 518]


def test_long_words_may_break_where_german_allows_it():
    assert trennbar("Informationsmaterial").replace("\u00ad", "-") == "Informations-material"
    assert trennbar("zusammenarbeiten").replace("\u00ad", "-") == "zusammen-arbeiten"  # the patterns say zusam-me-n-a-r-beiten
    assert trennbar("Sprachkompetenzzentrum").replace("\u00ad", "-") == "Sprach-kompetenz-zentrum"
    assert trennbar("Kinderarztpraxis").replace("\u00ad", "-") == "Kinderarzt-praxis"
    assert trennbar("Ansprechpersonen benannt").replace("\u00ad", "-").endswith(" benannt")
    assert trennbar("Feste Termine") == "Feste Termine"
