"""Published figures stay as they are; what we compute stands beside them and says so."""

from datetime import date
from decimal import Decimal

import pytest

from kommunen.auswertung import kacheln, programmzahl, widersprueche
from kommunen.models import Kennzahl
from tests.factories import make_kennzahl, make_kommune

TAG = {"stichtag": date(2017, 5, 31), "genauigkeit": "tag"}
MONAT = {"stichtag": date(2017, 3, 1), "genauigkeit": "monat"}


def tile(kommune, title):
    return next(k for k in kacheln(kommune.kennzahlen.all()) if k.titel.startswith(title))


@pytest.mark.parametrize(
    ("residents", "children", "share"),
    [(75097, 6839, "9.11"), (1171052, 97538, "8.33"), (174000, 16667, "9.58")],
    ids=["Lüneburg", "Region Hannover", "Gifhorn"],
)
def test_a_count_of_children_has_its_share_beside_it(kommune, residents, children, share):
    make_kennzahl(kommune, "einwohner", residents)
    make_kennzahl(kommune, "kinder_u10", children)

    kachel = tile(kommune, "Kinder unter 10")

    assert kachel.eigene.wert.quantize(Decimal("0.01")) == Decimal(share)
    assert kachel.eigene.grundlage == "der Bevölkerung"


def test_a_quota_that_does_not_fit_its_count_says_so_and_stays_as_published(kommune):
    make_kennzahl(kommune, "kinder_u10", 6839, **TAG)
    make_kennzahl(kommune, "sgb2_kinder_u10", 1587, **MONAT)
    make_kennzahl(kommune, "sgb2_quote_u10", 24, naeherung="etwa", **MONAT)

    kachel = tile(kommune, "SGB-II-Quote")

    assert kachel.wert == "etwa 24\u202f%"
    assert kachel.eigene.wert.quantize(Decimal("0.1")) == Decimal("23.2")
    assert kachel.eigene.notiz == "weicht ab; Stichtage verschieden: März 2017 und 31.05.2017"


def test_a_quota_that_fits_its_count_says_so_too(kommune):
    make_kennzahl(kommune, "kinder_u10", 16667)
    make_kennzahl(kommune, "sgb2_kinder_u10", 1503)
    make_kennzahl(kommune, "sgb2_quote_u10", 9, nachkommastellen=1)

    kachel = tile(kommune, "SGB-II-Quote")

    assert (kachel.wert, kachel.eigene.notiz) == ("9,0\u202f%", "stimmt überein")


def test_a_quota_without_stichtag_is_not_set_against_children_of_another_year(kommune):
    make_kennzahl(kommune, "kinder_u10", 97538, stichtag=date(2017, 6, 30), genauigkeit="tag")
    make_kennzahl(kommune, "sgb2_quote_u10", "20.7", nachkommastellen=1, quelle="Sozialbericht 2015")

    kachel = tile(kommune, "SGB-II-Quote")

    assert kachel.eigene is None
    assert kachel.herkunft == "ohne Stichtag, Sozialbericht 2015"
    assert kachel.hinweise == ("Definition nicht genannt", "Die Kinderzahl daneben ist vom 30.06.2017")


def test_a_share_of_a_rounded_number_says_so(kommune):
    make_kennzahl(kommune, "einwohner", 174000, naeherung="gerundet")
    make_kennzahl(kommune, "kinder_u10", 16667)

    assert tile(kommune, "Kinder unter 10").eigene.notiz == "auf gerundeter Grundlage"
    assert tile(kommune, "Einwohner").hinweise == ("Gerundet veröffentlicht",)


def test_a_figure_without_source_and_stichtag_is_shown_as_such(kommune):
    make_kennzahl(kommune, "einwohner", 75097)

    assert tile(kommune, "Einwohner").herkunft == "ohne Stichtag, ohne Quellenangabe"


@pytest.mark.parametrize("status", Kennzahl.OHNE_WERT)
def test_a_secret_or_missing_value_is_a_word_and_never_zero(kommune, status):
    make_kennzahl(kommune, "kinder_u10", 500)
    make_kennzahl(kommune, "sgb2_kinder_u10", None, status=status)

    kachel = tile(kommune, "Kinder unter 10 Jahren im SGB-II-Bezug")

    assert kachel.wert == Kennzahl.Status(status).label
    assert not any(zeichen.isdigit() for zeichen in kachel.wert)
    assert kachel.eigene is None


def test_of_two_values_for_one_thing_none_is_chosen(kommune):
    make_kennzahl(kommune, "einwohner", 1000)
    make_kennzahl(kommune, "einwohner", 2000)
    make_kennzahl(kommune, "kinder_u10", 100)

    assert len(kacheln(kommune.kennzahlen.all())) == 3
    assert tile(kommune, "Kinder unter 10").eigene is None


@pytest.mark.parametrize(
    ("residents", "children", "sgb2", "named"),
    [
        ([1000], [1000], [1000], []),
        ([1000], [1001], [1001], ["Kinder unter 10 Jahren (1.001)"]),
        ([1000], [100], [101], ["Kinder unter 10 Jahren im SGB-II-Bezug (101)"]),
        ([1000, 5000], [1001], [], []),
        ([], [100], [None], []),
    ],
    ids=["all of them", "children", "children with SGB II", "two values for the whole", "a value that is secret"],
)
def test_no_part_can_be_larger_than_its_whole(kommune, residents, children, sgb2, named):
    for art, values in {"einwohner": residents, "kinder_u10": children, "sgb2_kinder_u10": sgb2}.items():
        for value in values:
            make_kennzahl(kommune, art, value, status="as_published" if value else "secret")

    assert [said.split(" sind mehr")[0] for said in widersprueche(kommune.kennzahlen.all())] == named


@pytest.mark.parametrize(("part", "whole"), [(0, 1000), (10, 0)])
def test_nothing_is_divided_by_or_made_of_zero(kommune, part, whole):
    make_kennzahl(kommune, "einwohner", whole)
    make_kennzahl(kommune, "kinder_u10", part)

    assert tile(kommune, "Kinder unter 10").eigene is None


def test_the_programme_counts_no_child_twice_and_no_draft(django_assert_num_queries):
    region, other = make_kommune(), make_kommune()
    town = make_kommune(obere=region)
    draft = make_kommune(profil={"is_published": False})
    make_kennzahl(region, "kinder_u10", 97538, stichtag=date(2017, 6, 30), genauigkeit="tag")
    make_kennzahl(other, "kinder_u10", 6839, **TAG)
    make_kennzahl(town, "kinder_u10", 5000)
    make_kennzahl(draft, "kinder_u10", 7000)

    with django_assert_num_queries(1):
        zahl = programmzahl()

    assert (zahl.summe, zahl.teile) == (104377, 2)
    assert zahl.herkunft == "Eigene Berechnung: Summe aus 2 Profilen, Stichtage von 31.05.2017 bis 30.06.2017"
