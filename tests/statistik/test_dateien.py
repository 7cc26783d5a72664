"""Files right and wrong: each is read right or refused in words that help, and read again it changes nothing."""

import re

import pytest

from statistik import actions, eingang
from statistik.leser import deuten
from statistik.models import Lieferung, Messwert
from tests.statistik.dateien import (
    FAELLE,
    FLACH_NEU,
    FLACH_NEU_ZUORDNUNG,
    FREMD,
    FREMD_ZUORDNUNG,
    GENESIS,
    GENESIS_SPALTE,
    KOPF,
    NACH_2011,
    SPALTEN_ZUORDNUNG,
    TAG,
    annehmen,
    arten,
    liefern,
    stand,
    vorlage,
    xlsx,
)

pytestmark = pytest.mark.usefixtures("zahlen")


@pytest.mark.parametrize("fall", [fall for fall in FAELLE if fall.ablehnung], ids=lambda fall: fall.name)
def test_a_file_that_is_none_is_refused_in_words_and_nothing_of_it_kept(fall):
    with pytest.raises(eingang.LieferungFehler) as refusal:
        annehmen(fall.inhalt, **fall.mehr)

    assert re.search(fall.ablehnung, str(refusal.value))
    assert not Lieferung.objects.exists()


@pytest.mark.parametrize("fall", [fall for fall in FAELLE if not fall.ablehnung], ids=lambda fall: fall.name)
def test_a_file_is_read_right_and_the_second_time_changes_nothing(fall):
    liefern(fall.inhalt, **fall.mehr)
    assert stand() == fall.werte
    before = list(Messwert.objects.order_by("pk").values_list())

    liefern(fall.inhalt, **fall.mehr)

    assert list(Messwert.objects.order_by("pk").values_list()) == before


def test_the_collection_is_large_enough_to_mean_something():
    assert len(FAELLE) >= 40
    assert len({fall.name for fall in FAELLE}) == len(FAELLE)


# What an attacker of our own found: files that were read, and wrong. Each is now refused, asked about or read right.


def gelesen(inhalt, **mehr):
    lieferung = annehmen(inhalt, **mehr)
    return arten(lieferung) if lieferung.pruefung else {"gefragt"}


def test_half_of_a_sum_is_not_the_sum():
    nur_jungen = "\n".join(";".join(zeile.split(";")[:4]) for zeile in GENESIS_SPALTE.split("\n"))

    assert gelesen(nur_jungen) == {"gefragt"}


def test_a_sum_and_its_parts_are_not_added():
    text = "AGS;zusammen;Jungen;Mädchen\n03101;300;160;140\n03102;200;90;110\n"
    reihen = {"zusammen": "kinder_u15", "Jungen": "kinder_u15", "Mädchen": "kinder_u15"}

    assert "doppelt_gezaehlt" in gelesen(text, zuordnung=deuten.Zuordnung(reihen, "AGS", stichtag="31.12.2019"))


def test_a_column_for_each_year_is_a_day_and_no_part():
    liefern(
        "AGS;2018;2019\n03101;248292;249406\n03102;1;2\n",
        zuordnung=deuten.Zuordnung({"2018": "einwohner", "2019": "einwohner"}, "AGS"),
    )

    assert stand()["03101", "einwohner", "31.12.2018"] == 248292
    assert stand()["03101", "einwohner", "31.12.2019"] == 249406


def test_a_percentage_in_excel_is_what_excel_shows():
    def prozent(buch):
        buch.active["D2"].number_format = "0.00%"

    liefern(xlsx(KOPF.split(";"), ["03101", TAG, "sgb2_quote_u15", 0.2398, "Prozent", "", "BA", "", ""], aendern=prozent))

    assert stand() == {("03101", "sgb2_quote_u15", TAG): 23.98}


@pytest.mark.parametrize("einheit", ["Tausend", "1000", "Promille", "Haushalte"])
def test_a_unit_nobody_expects_is_an_error(einheit):
    assert gelesen(vorlage(f"03101;{TAG};einwohner;104;{einheit}")) == {"einheit_falsch"}
    assert "einheit_falsch" in gelesen(FLACH_NEU.replace("251804;Anzahl", f"251;{einheit}"), zuordnung=FLACH_NEU_ZUORDNUNG)
    assert "einheit_falsch" in gelesen(GENESIS.replace("(Anzahl)", f"({einheit})"))


@pytest.mark.parametrize("davor", ["erstellt im Dezember 2020", "Gebietsstand: 31.12.2020", "Abruf: 31.12.2020"])
def test_any_date_above_a_table_is_not_its_day(davor):
    ohne_tag = GENESIS.replace(";;Stichtag;Stichtag;Stichtag\n;;31.12.2018;31.12.2018;31.12.2018\n", "").replace(
        "Tiefe:", f"{davor} Tiefe:"
    )

    assert gelesen(ohne_tag) == {"gefragt"}


def test_a_month_in_a_row_of_its_own_belongs_to_its_year():
    text = GENESIS.replace(";;Stichtag;Stichtag;Stichtag", ";;2018;2018;2018").replace(
        "31.12.2018;31.12.2018;31.12.2018", "Juni;Juni;Juni"
    )
    lieferung = annehmen(text)

    assert {f"{tag:%d.%m.%Y}" for tag in actions.pruefung(lieferung).tag.tolist() if tag} == {"30.06.2018"}


def test_the_filled_sheet_is_read_wherever_it_begins():
    def zweites(buch):
        buch.active.insert_rows(1, 8)
        buch.create_sheet("alt").append(["03101", TAG, "einwohner", 777])

    with pytest.raises(eingang.LieferungFehler, match="mehrere Blätter"):
        annehmen(xlsx(KOPF.split(";"), ["03101", TAG, "einwohner", 5], aendern=zweites))


def test_a_sum_is_as_certain_as_its_least_certain_part():
    text = GENESIS_SPALTE.replace("3478;3300", "3478;3300p").replace("1777;.", "x;x")
    liefern(text, zuordnung=SPALTEN_ZUORDNUNG)

    assert Messwert.objects.gueltig().get(gebiet__ags="03101").status == "preliminary"
    assert Messwert.objects.gueltig().get(gebiet__ags="03101").zeichen == ""
    assert stand()["03102", "kinder_u3", TAG] == "not_meaningful"


def test_a_column_of_quality_becomes_the_status():
    text = "\n".join(f"{zeile};{'value_q' if not n else 'p'}" for n, zeile in enumerate(FLACH_NEU.strip().split("\n")))
    liefern(text, zuordnung=FLACH_NEU_ZUORDNUNG, entscheidungen=NACH_2011)

    assert set(Messwert.objects.values_list("status", flat=True)) == {"preliminary"}


@pytest.mark.parametrize("wert", ["0.239", "0 123", "00.123"])
def test_a_group_of_thousands_does_not_begin_with_zero(wert):
    assert gelesen(vorlage(f"03101;{TAG};einwohner;{wert}")) == {"zahl_unlesbar"}


def test_value_and_status_that_contradict_each_other_are_an_error():
    assert gelesen(vorlage(f"03101;{TAG};einwohner;249406p;Personen;endgültig")) == {"status_falsch"}


def test_more_different_words_than_a_small_number_holds():
    zeilen = [f"03101;{TAG};x{n};1" for n in range(66_000)]
    lieferung = annehmen(vorlage(f"03101;{TAG};einwohner;1000", *zeilen, f"03102;{TAG};x_ueber;4711"))

    assert lieferung.summen["neu"] == 1


@pytest.mark.parametrize(("schluessel", "name"), [("03403", "Oldenburg, Landkreis"), ("03458", "Oldenburg, kreisfreie Stadt")])
def test_stadt_and_landkreis_of_one_name_are_not_confused(schluessel, name):
    text = GENESIS.replace("03101;      Braunschweig, Kreisfreie Stadt", f"{schluessel};      {name}")

    assert "name_anders" in gelesen(text)


def test_a_base_that_becomes_smaller_than_its_part_is_noticed():
    liefern(vorlage(f"03101;{TAG};sgb2_kinder_u15;4312"))

    assert "zu_viele" in gelesen(vorlage(f"03101;{TAG};kinder_u15;3067"))


def test_a_remark_below_a_table_is_no_row():
    liefern(FREMD + "Quelle: Bundesagentur\n", zuordnung=FREMD_ZUORDNUNG)

    assert len(stand()) == 4


def test_a_tab_in_a_source_is_a_blank():
    liefern(f'ags;stichtag;indikator;wert;quelle\n03101;{TAG};einwohner;5000;"Landes\tamt"\n')

    assert Messwert.objects.get().herkunft.quelle == "Landes amt"
