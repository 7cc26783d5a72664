"""Two censuses, two populations: the portal never mistakes one for the other."""

from datetime import date

import pytest

from statistik import eingang
from statistik.grundlage import WORTE, aus_worten, grundlage
from statistik.models import Herkunft
from tests.statistik.dateien import GENESIS, annehmen, arten, liefern, vorlage

pytestmark = pytest.mark.usefixtures("zahlen")


def zeile(tag, kennung="einwohner", wert=250000):
    return vorlage(f"03101;{tag};{kennung};{wert}")


@pytest.mark.parametrize(
    ("tag", "gesagt", "ruht_auf"),
    [
        (date(2010, 12, 31), "", "Volkszählung 1987"),
        (date(2011, 12, 31), "", "Zensus 2011"),
        (date(2021, 12, 31), "zensus2022", "Zensus 2011"),
        (date(2022, 12, 31), "zensus2011", "Zensus 2011"),
        (date(2022, 12, 31), "zensus2022", "Zensus 2022"),
        (date(2023, 12, 31), "", "Grundlage unbekannt"),
        (date(2024, 6, 30), "", "Grundlage unbekannt"),
        (date(2024, 12, 31), "zensus2011", "Zensus 2022"),
    ],
)
def test_a_day_tells_the_census_but_for_some_years(tag, gesagt, ruht_auf):
    assert WORTE[grundlage(tag, gesagt)] == ruht_auf


@pytest.mark.parametrize(
    ("fussnote", "genannt"),
    [
        ("Ab 2011: Ergebnisse auf Grundlage des Zensus 2011.", "zensus2011"),
        ("Ergebnisse auf Grundlage des Zensus 2022.", "zensus2022"),
        ("Bis 2021: Zensus 2011. Ab dem Berichtsjahr 2022: Ergebnisse auf Grundlage des Zensus 2022.", "zensus2022"),
        ("Zensus 2011 und Zensus 2022 weichen voneinander ab.", ""),
        ("Fortschreibung des Bevölkerungsstandes", ""),
    ],
)
def test_footnotes_may_name_it(fussnote, genannt):
    assert aus_worten(["Bevölkerung", fussnote]) == genannt


@pytest.mark.parametrize(
    ("tag", "fragt"), [("31.12.2021", False), ("31.12.2022", True), ("31.12.2023", True), ("31.12.2024", False)]
)
def test_where_there_are_figures_of_two_kinds_somebody_has_to_say_which(tag, fragt):
    assert ("grundlage" in arten(annehmen(zeile(tag)))) == fragt


def test_without_an_answer_nothing_is_taken_over():
    with pytest.raises(eingang.LieferungFehler, match="Zensus 2011 oder Zensus 2022"):
        liefern(zeile("31.12.2022"))


def test_a_share_of_the_population_rests_on_it_too_and_a_count_of_people_in_need_does_not():
    assert "grundlage" in arten(annehmen(zeile("31.12.2022", "sgb2_quote_u15", "14,2")))
    assert "grundlage" not in arten(annehmen(zeile("31.12.2022", "sgb2_kinder_u15", 4000)))


def test_a_kommunes_own_register_rests_on_no_census(kommune):
    datei = zeile("31.12.2022").replace("03101", kommune.gebiet.ags)

    assert "grundlage" not in arten(annehmen(datei, gebiet=kommune.gebiet))


@pytest.mark.parametrize("antwort", ["zensus2011", "zensus2022", "unbekannt"])
def test_the_answer_is_kept_with_where_the_figures_come_from(antwort):
    liefern(zeile("31.12.2022"), entscheidungen={"grundlage": antwort})

    assert Herkunft.objects.get().grundlage == antwort


def test_what_the_file_says_need_not_be_asked():
    fussnote = "Ergebnisse auf Grundlage des Zensus 2022."
    text = GENESIS.replace("2018", "2022").replace("dem Zensus 2011", "der Fortschreibung")
    liefern(text.replace("eine zweite Zeile derselben Fußnote.", fussnote), entscheidungen={"aelter": "uebernehmen"})

    assert Herkunft.objects.get().grundlage == "zensus2022"
