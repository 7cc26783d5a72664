"""Names that mean the same institution are found; names that do not are left alone."""

import pytest

from netzwerke.namen import Bekannt, Verzeichnis, einrichtung_in, orte, steckt_in

pytestmark = pytest.mark.rein


def found(name, *known, an=(), places=()):
    verzeichnis = Verzeichnis([Bekannt(other, (other,), orte(places)) for other in known])
    return [(treffer.kennung, treffer.gleich) for treffer in verzeichnis.suchen([name], orte(an))]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("KiTa Sonnenschein e. V.", "Kindertagesstätte „Sonnenschein“"), ("Kindergarten St. Marien", "Kita Sankt Marien"),
        ("GS Am Park", "Grundschule am Park"), ("Sozial-Planung", "Sozialplanung"), ("FB Jugend", "Fachbereich Jugend"),
        ("JUGENDAMT", "Jugendamt"), ("Gesundheitsamt des Landkreises", "Gesundheitsamt Landkreis"),
        ("Ev. Beratungsstelle", "Evangelische Beratungsstelle"), ("Frühe Hilfen", "Fruehe Hilfen"),
        ("Verein für Kinder gGmbH", "Kinder"), ("DRK Kita", "Deutsches Rotes Kreuz Kindertagesstätte"),
    ],
)  # fmt: skip
def test_the_same_name_in_another_spelling(one, other):
    assert found(one, other) == [(other, True)]
    assert found(other, one) == [(one, True)]


@pytest.mark.parametrize(
    ("one", "other"),
    [("Kita Sonnenschein", "Kita Sonenschein"), ("Grundschule Pusteblume Nord", "Grundschule Pusteblume")],
)
def test_a_similar_name_is_pointed_out_and_not_taken_for_the_same(one, other):
    assert found(one, other) == [(other, False)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kita 1", "Kita 2"), ("Grundschule Pusteblume Süd", "Grundschule Pusteblume Ost"), ("Jugendamt", "Gesundheitsamt"),
        ("Kita Sonnenschein", "Kita Regenbogen"), ("", "Jugendamt"), ("???", "Jugendamt"), ("IGS Mitte", "Grundschule Mitte"),
    ],
)  # fmt: skip
def test_different_institutions_stay_apart(one, other):
    assert found(one, other) == []


def test_the_same_name_in_another_place_is_another_institution():
    assert found("Grundschule Mitte", "Grundschule Mitte", an=["21335"], places=["30169", "Hannover"]) == []
    assert found("Grundschule Mitte", "Grundschule Mitte", an=["30169"], places=["30169", "Hannover"]) != []
    assert found("Grundschule Mitte", "Grundschule Mitte", an=["21335"]) != []  # nobody knows where the other is


def test_the_surest_comes_first_and_one_that_is_asked_for_is_no_double_of_itself():
    verzeichnis = Verzeichnis([Bekannt(1, ("Kita Sonenschein",)), Bekannt(2, ("Kita Sonnenschein",))])

    assert [t.kennung for t in verzeichnis.suchen(["Kita Sonnenschein"])] == [2, 1]
    assert [t.kennung for t in verzeichnis.suchen(["Kita Sonnenschein"], ausser=2)] == [1]


def test_an_earlier_name_is_as_good_as_the_present_one():
    verzeichnis = Verzeichnis([Bekannt(1, ("Stabsstelle Qualitätsmanagement", "Stabsstelle 05"))])

    assert verzeichnis.suchen(["Stabsstelle 05"])[0].gleich


@pytest.mark.parametrize(
    ("function", "institution"),
    [
        ("Leitung des Fachbereichs Jugend", "Fachbereich Jugend"), ("Bereichsleitung Soziale Dienste", "Bereich Soziale Dienste"),
        ("Bereichsleitung im Gesundheitsamt", "Gesundheitsamt"), ("Vertreter*in Landesschulbehörde", "Landesschulbehörde"),
        ("Vertreter*in des Ausschusses für Jugendhilfe", "Ausschuss für Jugendhilfe"), ("Gesundheitsamt", "Gesundheitsamt"),
        ("Fachkraft aus den Frühen Hilfen", "Frühe Hilfen"), ("Stabsstelle Kita-Fachberatung", "Stabsstelle Kita-Fachberatung"),
        ("Dezernentin Bildung, Jugend und Soziales", ""), ("Koordinator*innen", ""), ("Stadträt*innen/ Sozialdezernent*innen", ""),
    ],
)  # fmt: skip
def test_the_institution_a_function_speaks_of_is_suggested(function, institution):
    assert einrichtung_in(function) == institution


def test_a_function_may_say_its_institution_already():
    assert steckt_in("Bereich Soziale Dienste", "Bereichsleitung Soziale Dienste")
    assert not steckt_in("Stabsstelle Qualitätsmanagement", "Koordination der Präventionsketten")
