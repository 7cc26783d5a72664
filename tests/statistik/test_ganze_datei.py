"""Files that look right line by line and are wrong as a whole: whoever brings one has to say that it is meant so."""

import pytest

from statistik import actions, eingang
from statistik.models import Gebiet
from tests.statistik.dateien import annehmen, arten, liefern, stand, vorlage

pytestmark = pytest.mark.usefixtures("zahlen")


@pytest.fixture
def kreise():
    return list(Gebiet.objects.gueltig().kreise().filter(ars__startswith="03").values_list("ags", flat=True)[:12])


def tabelle(kreise, werte, kennung="kinder_u15", tag="31.12.2019"):
    return vorlage(*(f"{ags};{tag};{kennung};{wert}" for ags, wert in zip(kreise, werte, strict=True)))


def anzahlen(kreise, mal=1):
    return [(10_000 + 731 * n) * mal for n in range(len(kreise))]


def gefragt(lieferung, art):
    """Whether this has to be decided, and nothing is taken before."""
    with pytest.raises(eingang.LieferungFehler, match="Bitte entscheiden Sie noch"):
        actions.uebernehmen(lieferung, herkunft={"quelle": "Landesamt"})
    return art in arten(lieferung)


def test_fractions_in_place_of_percentages(kreise):
    datei = tabelle(kreise, [f"0,{10 + n}" for n in range(12)], "sgb2_quote_u15")

    assert gefragt(annehmen(datei), "bruchteil")
    assert stand() == {}
    liefern(datei, entscheidungen={"bruchteil": "auslassen"})
    assert stand() == {}


def test_one_figure_of_a_kommune_may_be_a_fraction_too(kommune):
    ags = kommune.gebiet.ags

    assert gefragt(annehmen(vorlage(f"{ags};31.12.2019;sgb2_quote_u10;0,14"), gebiet=kommune.gebiet), "bruchteil")


def test_shares_that_are_known_to_be_small_are_not_asked_about(kreise):
    liefern(tabelle(kreise, ["0,4"] * 12, "sgb2_quote_u15", "31.12.2018"), entscheidungen={"bruchteil": "uebernehmen"})

    assert "bruchteil" not in arten(annehmen(tabelle(kreise, ["0,5"] * 12, "sgb2_quote_u15")))


def test_percentages_in_place_of_counts(kreise):
    datei = tabelle(kreise, [f"{14 + n},06" for n in range(12)], "sgb2_kinder_u15")

    assert gefragt(annehmen(datei), "fast_nie_ganz")


def test_one_count_that_is_not_whole_among_many_is_only_pointed_out(kreise):
    lieferung = annehmen(tabelle(kreise, ["10,5", *range(2000, 2011)], "sgb2_kinder_u15"))

    assert "nicht_ganz" in arten(lieferung)
    assert "fast_nie_ganz" not in arten(lieferung)


@pytest.mark.parametrize("mal", [0.001, 0.5, 2])
def test_thousands_or_only_the_boys(kreise, mal):
    liefern(tabelle(kreise, anzahlen(kreise), tag="31.12.2018"))
    datei = tabelle(kreise, [round(wert) for wert in anzahlen(kreise, mal)])

    assert gefragt(annehmen(datei), "sprung_fast_ueberall")


def test_a_jump_in_one_kreis_is_only_pointed_out(kreise):
    liefern(tabelle(kreise, anzahlen(kreise), tag="31.12.2018"))
    lieferung = annehmen(tabelle(kreise, [99_000, *anzahlen(kreise)[1:]]))

    assert "sprung" in arten(lieferung)
    assert "sprung_fast_ueberall" not in arten(lieferung)


def test_figures_of_another_year(kreise):
    liefern(tabelle(kreise, anzahlen(kreise), tag="31.12.2015"))

    assert gefragt(annehmen(tabelle(kreise, anzahlen(kreise), tag="31.12.2019")), "wie_anderer_tag")


def test_the_same_file_once_more_is_of_its_own_year(kreise):
    liefern(tabelle(kreise, anzahlen(kreise)))

    assert arten(annehmen(tabelle(kreise, anzahlen(kreise)) + "\r\n")) & {"wie_anderer_tag", "ersetzt"} == set()


def test_a_file_older_than_its_day(kreise):
    zeilen = (
        f"{ags};31.12.2021;kinder_u15;{wert};;;Landesamt;T1;21.03.2020" for ags, wert in zip(kreise, anzahlen(kreise), strict=True)
    )

    assert gefragt(annehmen(vorlage(*zeilen)), "aelter")


def test_most_of_what_stands_would_become_something_else(kreise):
    liefern(tabelle(kreise, anzahlen(kreise)))
    anders = tabelle(kreise, [wert + 17 for wert in anzahlen(kreise)])

    assert gefragt(annehmen(anders), "ersetzt")
    davor = stand()
    liefern(anders, entscheidungen={"ersetzt": "auslassen"})
    assert stand() == davor
    liefern(anders + "\r\n", entscheidungen={"ersetzt": "uebernehmen"})
    assert stand() != davor


def test_a_few_corrections_are_not_asked_about(kreise):
    liefern(tabelle(kreise, anzahlen(kreise)))
    berichtigt = [wert + 17 * (n < 3) for n, wert in enumerate(anzahlen(kreise))]

    assert "ersetzt" not in arten(annehmen(tabelle(kreise, berichtigt)))
