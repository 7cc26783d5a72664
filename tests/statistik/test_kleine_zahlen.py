"""Counts of one to nine are never public, nor is what would reveal them."""

from datetime import date

import pytest

from statistik import actions
from statistik.models import Gebiet, Indikator, Messwert
from tests.statistik.dateien import liefern, vorlage

pytestmark = pytest.mark.usefixtures("zahlen")


def lieferung(gebiet=None, ags="03101", **werte):
    return liefern(
        vorlage(*(f"{ags};31.12.2019;{kennung};{wert}" for kennung, wert in werte.items())),
        gebiet=gebiet,
        entscheidungen=dict.fromkeys(("klein", "zu_viele", "quote_anders", "sprung", "bruchteil"), "uebernehmen"),
    )


def hidden():
    return set(Messwert.objects.gueltig().filter(ist_klein=True).values_list("indikator__kennung", flat=True))


def public():
    kennungen = dict(Indikator.objects.values_list("pk", "kennung"))
    return {kennungen[zeile.indikator_id] for zeile in Messwert.objects.oeffentlich() if zeile.zustand != "secret"}


@pytest.mark.parametrize(("wert", "sichtbar"), [(0, True), (1, False), (9, False), (10, True), ("*", False)])
def test_one_to_nine_people_in_need_are_hidden(wert, sichtbar):
    lieferung(sgb2_kinder_u15=wert)

    assert bool(public()) == sichtbar


def test_a_hidden_count_looks_like_one_the_source_keeps_secret():
    lieferung(sgb2_kinder_u15=5, sgb2_kinder_u18="*")

    assert {(zeile.zahl, zeile.zustand) for zeile in Messwert.objects.oeffentlich()} == {(None, "secret")}


def test_small_counts_of_the_population_are_public_when_an_office_publishes_them():
    lieferung(kinder_u3=7)

    assert public() == {"kinder_u3"}


def test_of_a_kommunes_own_figures_every_small_count_is_hidden(kommune):
    lieferung(gebiet=kommune.gebiet, ags=kommune.gebiet.ags, kinder_u3=7)

    assert not public()


def test_a_share_that_gives_a_small_count_away_is_hidden_with_it():
    lieferung(sgb2_kinder_u15=5, kinder_u15=1000, sgb2_quote_u15="0,5")

    assert public() == {"kinder_u15"}


def test_a_share_alone_gives_it_away_too():
    lieferung(kinder_u15=1000, sgb2_quote_u15="0,5")

    assert public() == {"kinder_u15"}


def test_two_age_groups_with_few_people_between_them_are_not_both_public():
    lieferung(sgb2_kinder_u10=100, sgb2_kinder_u15=104, sgb2_kinder_u18=140)

    assert public() == {"sgb2_kinder_u15", "sgb2_kinder_u18"}


def test_a_hidden_part_takes_a_second_one_with_it(kommune):
    ags = kommune.gebiet.ags
    lieferung(gebiet=kommune.gebiet, ags=ags, kinder_u3=7, kinder_3_6=40, kinder_6_10=60, kinder_u10=107)

    assert "kinder_u3" in hidden()
    assert len(hidden() & {"kinder_3_6", "kinder_6_10"}) == 1  # which one is drawn


def test_the_smallest_number_that_is_public_is_a_setting(settings):
    settings.STATISTIK_MINDESTZAHL = 20
    lieferung(sgb2_kinder_u15=15)

    assert not public()


def test_what_comes_back_by_a_withdrawal_is_marked_anew():
    lieferung(sgb2_kinder_u15=104, sgb2_kinder_u18=140)
    zweite = lieferung(sgb2_kinder_u18=110)
    assert hidden() == {"sgb2_kinder_u15"}

    actions.zuruecknehmen(zweite)

    assert not hidden()


@pytest.fixture
def land_und_kreise():
    """What each of the 45 Kreise and the Land say; 7 in one Kreis could be had by subtracting."""
    kreise = [kreis.ags for kreis in Gebiet.objects.gueltig(on=date(2019, 12, 31)).kreise()]
    werte = {ags: 7 if ags == "03101" else 1000 + nummer for nummer, ags in enumerate(kreise)}
    return werte | {"03": sum(werte.values())}


@pytest.mark.parametrize("klein", ["uebernehmen", "auslassen"])
def test_a_small_kreis_cannot_be_had_from_the_land_and_the_others(land_und_kreise, klein):
    zeilen = [f"{ags};31.12.2019;sgb2_kinder_u15;{wert}" for ags, wert in land_und_kreise.items()]
    liefern(vorlage(*zeilen), entscheidungen={"klein": klein})

    ags = dict(Gebiet.objects.values_list("pk", "ags"))
    offen = {ags[zeile.gebiet_id]: zeile.zahl for zeile in Messwert.objects.oeffentlich() if zeile.zahl is not None}

    assert "03101" not in offen
    assert len(offen) == 44  # the Land, and 43 of 45: a second Kreis is hidden with the small one
    assert offen["03"] - sum(wert for ags, wert in offen.items() if ags != "03") >= 10


def test_a_part_that_is_missing_cannot_be_had_from_the_sum(kommune):
    lieferung(gebiet=kommune.gebiet, ags=kommune.gebiet.ags, kinder_3_6=40, kinder_6_10=60, kinder_u10=107)

    assert len(public() & {"kinder_3_6", "kinder_6_10"}) == 1  # which one is drawn
    assert "kinder_u10" in public()


def test_a_hidden_sum_cannot_be_added_up_again(kommune):
    lieferung(
        gebiet=kommune.gebiet, ags=kommune.gebiet.ags, kinder_u3=50, kinder_3_6=40, kinder_6_10=60, kinder_u10=150, kinder_u15=157
    )

    assert "kinder_u10" in hidden()
    assert len(public() & {"kinder_u3", "kinder_3_6", "kinder_6_10"}) < 3
