"""What the check sees before anything is written: keys, names, duplicates, impossible and surprising figures."""

import random

import numpy as np
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as profil
from hypothesis import strategies as st

from statistik import actions, eingang
from statistik.leser import deuten
from statistik.leser.einlesen import einlesen
from statistik.leser.rohtabelle import LeseFehler
from statistik.leser.werte import OHNE_WERT
from statistik.leser.zeit import stichtag
from statistik.models import Gebiet, Indikator, Messwert
from statistik.pruefung.bestand import NUMMER
from statistik.pruefung.ergebnis import WAS
from statistik.pruefung.gebiete import Verzeichnis
from statistik.pruefung.pruefen import pruefen
from tests.factories import make_gebiet
from tests.statistik.dateien import FAELLE, GENESIS, annehmen, arten, liefern, stand, vorlage

pytestmark = pytest.mark.usefixtures("zahlen")

JAHR, VORJAHR = "31.12.2019", "31.12.2018"


def zeile(ags, wert, kennung="einwohner", tag=JAHR):
    return f"{ags};{tag};{kennung};{wert}"


def befund(lieferung, art):
    """(lines, what is particular about them) of one kind of Befund."""
    pruefung = actions.pruefung(lieferung)
    gefunden = [b for b in pruefung.befunde if b.art == art]
    return [n for b in gefunden for n in pruefung.zeile[b.stellen].tolist()], [a for b in gefunden for a in b.angaben]


def saetze(lieferung, art):
    return [text for kind, text in actions.pruefung(lieferung).hinweise if kind == art]


def test_a_key_without_its_zero_is_proposed_and_never_applied_by_itself():
    lieferung = annehmen(vorlage(zeile("3151", 176523), zeile("03101", 249406)))

    assert befund(lieferung, "nullen") == ([2], ["3151 → 03151 Landkreis Gifhorn"])
    assert lieferung.summen["neu"] == 1
    with pytest.raises(eingang.LieferungFehler, match="Bitte entscheiden Sie noch: Führende Null fehlt"):
        actions.uebernehmen(lieferung)
    assert not Messwert.objects.exists()


def test_a_jobcenter_is_no_kreis():
    lieferung = annehmen(vorlage(zeile("t03102", 5)))

    assert befund(lieferung, "jobcenter") == ([2], ["„t03102“"])
    assert not stand()


def test_a_dissolved_kreis_names_its_successor_and_can_be_kept_as_not_meaningful():
    text = GENESIS.encode("cp1252")
    lieferung = annehmen(text)
    _, angaben = befund(lieferung, "aufgeloest")
    assert angaben == ["Landkreis Göttingen: bis 31.10.2016, aufgegangen in: Landkreis Göttingen"]

    liefern(text, entscheidungen={"aufgeloest": "nicht_sinnvoll"})

    assert stand()["03152", "einwohner", "31.12.2018"] == "not_meaningful"


def test_a_name_that_means_another_place_is_shown_and_stays_out_until_decided():
    text = GENESIS.replace("Braunschweig, Kreisfreie Stadt", "Salzgitter, Stadt")
    lieferung = annehmen(text)

    assert befund(lieferung, "name_anders")[1] == ["Datei: Salzgitter, Stadt; Portal: Stadt Braunschweig"]
    assert actions.pruefung(lieferung).offen({}) == ["name_anders"]


@pytest.mark.parametrize(
    "name", ["Bad Lauterberg im Harz, St", "Brome, SG", "Lüneburg, Hansestadt", "Oldenburg (Oldb), kreisfreie Stadt", ""]
)
def test_titles_additions_and_cut_off_names_are_no_other_place(name):
    ganz = {
        "Bad": "Bad Lauterberg im Harz, Stadt",
        "Bro": "Brome",
        "Lün": "Lüneburg, Hansestadt",
        "Old": "Oldenburg (Oldenburg), Stadt",
    }
    gebiet = make_gebiet(name=ganz.get(name[:3], "Irgendwo"), ars="031590999003", ebene="gemeinde", typ="Stadt")

    assert not Verzeichnis().heisst_anders(gebiet.pk, name)


def test_the_lsn_key_of_a_samtgemeinde_is_understood():
    make_gebiet(name="Brome", ars="031515402", ags="", ebene="verband", typ="Samtgemeinde")
    lieferung = annehmen(vorlage(zeile("03151402", 16116)))

    assert befund(lieferung, "lsn_schluessel")[1] == ["03151402 → 031515402"]
    assert lieferung.summen["neu"] == 1


def test_hannover_in_a_table_of_kreise_is_taken_as_a_town_and_never_counted_twice():
    kreise = {k.ags: 1000 for k in Gebiet.objects.gueltig(on=stichtag(VORJAHR)).kreise()}
    zeilen = [zeile(ags, wert, tag=VORJAHR) for ags, wert in kreise.items()]
    text = vorlage(*zeilen, zeile("03", 45_000, tag=VORJAHR), zeile("03241001", 538, tag=VORJAHR))
    lieferung = annehmen(text)

    assert befund(lieferung, "stadt_im_kreis")[0] == [48]
    assert "Die Summe der 45 Kreise ist 45.000 und stimmt mit dem Landeswert überein." in saetze(lieferung, "summe_stimmt")[0]


def test_a_sum_of_kreise_that_differs_from_the_land_is_said():
    zeilen = [zeile(k.ags, 1000, tag=VORJAHR) for k in Gebiet.objects.gueltig(on=stichtag(VORJAHR)).kreise()]
    lieferung = annehmen(vorlage(*zeilen, zeile("03", 45_007, tag=VORJAHR)))

    assert "das Land hat 45.007 (Unterschied -7)" in saetze(lieferung, "summe_anders")[0]


def test_a_secret_kreis_is_never_summed():
    kreise = list(Gebiet.objects.gueltig(on=stichtag(VORJAHR)).kreise())
    zeilen = [zeile(k.ags, "*" if k.ags == "03101" else 1000, "sgb2_kinder_u15", VORJAHR) for k in kreise]
    lieferung = annehmen(vorlage(*zeilen, zeile("03", 44_000, "sgb2_kinder_u15", VORJAHR)))

    assert not saetze(lieferung, "summe_anders")
    assert not saetze(lieferung, "summe_stimmt")


def test_a_single_secret_part_that_could_be_computed_is_pointed_out():
    lieferung = annehmen(
        vorlage(
            *(
                zeile("03101", wert, kennung)
                for kennung, wert in (("kinder_u3", "."), ("kinder_3_6", 100), ("kinder_6_10", 120), ("kinder_u10", 300))
            )
        )
    )
    assert befund(lieferung, "rueckrechenbar") == ([2], ["aus „Kinder unter 10 Jahren“ und den anderen Altersgruppen"])

    kreis = make_gebiet(name="Kleinkreis", ars="03998", ebene="kreis")
    for nummer in (1, 2, 3):
        make_gebiet(name=f"Ort {nummer}", ars=f"03998000{nummer:04}", ags=f"0399800{nummer}", ebene="gemeinde", parent=kreis)
    werte = {"03998": 60, "03998001": "*", "03998002": 20, "03998003": 30}
    lieferung = annehmen(vorlage(*(zeile(ags, wert, "sgb2_kinder_u15") for ags, wert in werte.items())))
    assert befund(lieferung, "rueckrechenbar")[0] == [3]

    werte["03998002"] = "*"
    lieferung = annehmen(vorlage(*(zeile(ags, wert, "sgb2_kinder_u15") for ags, wert in werte.items())))
    assert not befund(lieferung, "rueckrechenbar")[0]


def test_what_cannot_be_stays_out():
    lieferung = annehmen(vorlage(
        zeile("03101", "101", "sgb2_quote_u15"), zeile("03102", "-5"),
        zeile("03103", "5", tag="31.12.2099"), zeile("03151", "zwölf"),
        "03153;31.12.2019;einwohner;24;Prozent", "03154;31.12.2019;einwohner;24;;frisch",
    ))  # fmt: skip

    gefunden = {
        art: befund(lieferung, art)[0]
        for art in ("anteil_unmoeglich", "negativ", "zukunft", "zahl_unlesbar", "einheit_falsch", "status_falsch")
    }
    assert list(gefunden.values()) == [[2], [3], [4], [5], [6], [7]]
    assert (lieferung.summen["neu"], lieferung.summen["abgelehnt"]) == (0, 6)


def test_projected_persons_are_no_count():
    lieferung = annehmen(vorlage(zeile("03101", "5488,03327359", "sgb2_kinder_u15")))

    assert befund(lieferung, "fast_nie_ganz") == ([2], ["5.488,03327359"])
    assert actions.neu_pruefen(lieferung, entscheidungen={"fast_nie_ganz": "uebernehmen"}).summen["neu"] == 1


def test_more_children_in_need_than_children_stay_out_unless_decided():
    liefern(vorlage(zeile("03101", 300, "kinder_u15")))
    lieferung = annehmen(vorlage(zeile("03101", 301, "sgb2_kinder_u15")))

    assert befund(lieferung, "zu_viele")[1] == ["301 von 300 (Kinder unter 15 Jahren)"]
    assert lieferung.summen["ausgelassen"] == 1


def test_a_published_quota_is_recomputed_from_the_file_or_from_what_stands():
    liefern(vorlage(zeile("03101", 1000, "kinder_u15")))
    lieferung = annehmen(vorlage(zeile("03101", 140, "sgb2_kinder_u15"), zeile("03101", "14,6", "sgb2_quote_u15")))
    assert befund(lieferung, "quote_anders") == ([3], ["veröffentlicht 14,6, gerechnet 14"])

    lieferung = annehmen(vorlage(zeile("03101", 140, "sgb2_kinder_u15"), zeile("03101", "14,5", "sgb2_quote_u15")))
    assert "quote_anders" not in arten(lieferung)


@pytest.mark.parametrize(
    ("kennung", "vorher", "nachher", "faellt_auf"),
    [
        ("einwohner", "1000", "1300", False), ("einwohner", "1000", "1301", True), ("einwohner", "1000", "699", True),
        ("sgb2_kinder_u15", "20", "29", False), ("sgb2_kinder_u15", "20", "31", True),
        ("sgb2_quote_u15", "14", "19", False), ("sgb2_quote_u15", "14", "19,1", True),
    ],
)  # fmt: skip
def test_a_jump_against_the_year_before_is_shown(kennung, vorher, nachher, faellt_auf):
    in_einer_datei = annehmen(vorlage(zeile("03101", vorher, kennung, VORJAHR), zeile("03101", nachher, kennung)))
    assert ("sprung" in arten(in_einer_datei)) == faellt_auf

    liefern(vorlage(zeile("03101", vorher, kennung, VORJAHR)))
    assert ("sprung" in arten(annehmen(vorlage(zeile("03101", nachher, kennung))))) == faellt_auf


def test_missing_kreise_are_named():
    zeilen = [zeile(k.ags, 1000) for k in Gebiet.objects.gueltig().kreise() if k.ags not in ("03354", "03355")]

    assert saetze(annehmen(vorlage(*zeilen)), "unvollstaendig") == [
        "Einwohnerinnen und Einwohner, 31.12.2019: 43 von 45 Kreise; es fehlt: Landkreis Lüchow-Dannenberg, Landkreis Lüneburg."
    ]


def test_a_day_unlike_the_others_and_a_day_unlike_the_indikator_are_shown():
    zeilen = [zeile(k.ags, 1000, tag="31.12.2018" if k.ags == "03354" else JAHR) for k in Gebiet.objects.gueltig().kreise()]
    assert befund(annehmen(vorlage(*zeilen)), "stichtag_einzeln")[1] == ["31.12.2018"]

    lieferung = annehmen(vorlage(zeile("03101", 1000, tag="30.06.2019")))
    assert befund(lieferung, "stichtag_anders")[1] == ["30.06.2019; sonst: 31.12. eines Jahres"]


def test_counts_of_one_to_nine_stay_out_unless_decided():
    lieferung = annehmen(
        vorlage(zeile("03101", 9, "sgb2_kinder_u15"), zeile("03102", 10, "sgb2_kinder_u15"), zeile("03103", 9, "kinder_u15"))
    )

    assert befund(lieferung, "klein")[0] == [2]
    assert (lieferung.summen["neu"], lieferung.summen["ausgelassen"]) == (2, 1)


def test_a_file_without_source_waits_until_somebody_names_it():
    lieferung = annehmen("ags;stichtag;indikator;wert\n03101;2019;einwohner;249406\n")

    with pytest.raises(eingang.LieferungFehler, match="Es fehlt die Quelle"):
        actions.uebernehmen(lieferung)
    lieferung.quelle = "Landesamt"
    lieferung.save()
    actions.uebernehmen(lieferung)
    assert stand() == {("03101", "einwohner", JAHR): 249406}


def test_age_groups_become_sums_where_all_parts_are_known():
    liefern(vorlage(*(
        zeile(ags, wert, kennung)
        for ags, letzter in (("03101", 40), ("03102", "."))
        for kennung, wert in (("kinder_u3", 30), ("kinder_3_6", 31), ("kinder_6_10", letzter))
    )))  # fmt: skip

    assert stand()["03101", "kinder_u10", JAHR] == 101
    assert ("03102", "kinder_u10", JAHR) not in stand()
    summe = Messwert.objects.gueltig().get(indikator__kennung="kinder_u10")
    assert summe.herkunft.ist_summe


def test_what_the_portal_computes_itself_cannot_be_delivered():
    assert "eigene_berechnung" in arten(annehmen(vorlage(zeile("03101", 14, "sgb2_quote_u15_eigen"))))


def test_a_new_indikator_needs_no_code():
    Indikator.objects.create(
        kennung="kita_plaetze",
        titel="Kita-Plätze",
        definition="Plätze",
        lesehilfe="So viele Plätze gibt es.",
        art="anzahl",
        einheit="Plätze",
    )

    liefern(vorlage("03101;31.12.2019;kita_plaetze;1.234;Plätze"))

    assert stand() == {("03101", "kita_plaetze", JAHR): 1234}


@profil(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck), database=None)
@given(st.integers(0, len(FAELLE) - 1), st.integers(0, 2**64))
def test_the_check_never_stumbles_over_what_the_reader_lets_through(welche, samen):
    """Files mutated at random, read here in the process; the long run is in tests/last."""
    fall = FAELLE[welche]
    inhalt = fall.inhalt if isinstance(fall.inhalt, bytes) else fall.inhalt.encode()
    zufall = random.Random(samen)
    for _ in range(2):
        wo = zufall.randrange(len(inhalt) + 1)
        teil = zufall.choice([b"-", b"9" * 30, b"1e309", b";", b"03", b"31.12.1850", b".", b"NaN", b"%", b"0", b"x"])
        inhalt = inhalt[:wo] + teil + inhalt[wo + zufall.randrange(2) :]
    try:
        roh = einlesen(inhalt)
        zellen = deuten.deuten(
            roh, fall.mehr.get("zuordnung", deuten.Zuordnung({r.titel: "einwohner" for r in deuten.reihen(roh)}))
        )
    except LeseFehler:
        return

    pruefung = pruefen(zellen, entscheidungen={})

    assert sum(pruefung.summen({})[was] for was in WAS) == len(pruefung)
    schreiben = pruefung.zu_schreiben
    ohne_wert = np.isin(pruefung.status[schreiben], [NUMMER[s] for s in OHNE_WERT])
    assert (np.isnan(pruefung.wert[schreiben]) == ohne_wert).all()
    assert (pruefung.gebiet[schreiben] > 0).all()
    assert not np.isnat(pruefung.tag[schreiben]).any()
    assert np.isfinite(pruefung.wert[schreiben][~ohne_wert]).all()
