"""A Lieferung from its arrival to its withdrawal: nothing counts before it is taken over, and what was comes back exactly."""

import hashlib
from datetime import date

import numpy as np
import pytest
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext

from statistik import actions, eingang
from statistik.models import Herkunft, Lieferung, Messwert
from tests.statistik.dateien import GENESIS, annehmen, datei, liefern, stand, vorlage

pytestmark = pytest.mark.usefixtures("zahlen")


def einwohner(**werte):
    return vorlage(*(f"{ags.removeprefix('g')};31.12.2019;einwohner;{wert}" for ags, wert in werte.items()))


def rows():
    """Every row with all it holds: what "exactly as before" means."""
    return sorted(Messwert.objects.gueltig().values_list())


def test_what_was_read_counts_only_when_it_is_taken_over():
    lieferung = annehmen(einwohner(g03101=249406))
    assert not Messwert.objects.exists()

    actions.uebernehmen(lieferung)

    messwert = Messwert.objects.get()
    assert (messwert.wert, messwert.stichtag, messwert.status) == (249406, date(2019, 12, 31), "final")
    assert (messwert.herkunft.quelle, messwert.herkunft.tabelle, messwert.herkunft.stand) == ("Landesamt", "T1", "2025")
    assert messwert.herkunft.lieferung == lieferung


def test_the_file_is_kept_byte_by_byte_with_its_checksum():
    inhalt = GENESIS.encode("cp1252")
    lieferung = liefern(inhalt, name="12411-01-01-4.csv")

    with lieferung.datei.open() as behalten:
        assert behalten.read() == inhalt
    assert lieferung.sha256 == hashlib.sha256(inhalt).hexdigest()
    assert (lieferung.dateiname, lieferung.groesse) == ("12411-01-01-4.csv", len(inhalt))
    assert (lieferung.quelle, lieferung.stand, lieferung.lizenz) == (
        "Statistische Ämter des Bundes und der Länder", "21.03.2020, 12:15:06", "dl-de/by-2-0",
    )  # fmt: skip


def test_the_very_same_file_is_recognised():
    lieferung = liefern(einwohner(g03101=249406))

    assert eingang.schon_da(datei(einwohner(g03101=249406))) == lieferung
    assert eingang.schon_da(datei(einwohner(g03101=249407))) is None


def test_only_what_differs_is_written_and_the_older_value_stays_in_the_table():
    liefern(einwohner(g03101=249406, g03102=104291))
    zweite = annehmen(einwohner(g03101=249500, g03102=104291, g03103=124371))

    assert [zweite.summen[name] for name in ("neu", "geaendert", "gleich")] == [1, 1, 1]
    actions.uebernehmen(zweite)

    assert {ags: wert for (ags, _, _), wert in stand().items()} == {"03101": 249500, "03102": 104291, "03103": 124371}
    assert Messwert.objects.count() == 4
    assert Messwert.objects.get(gilt=False).wert == 249406


def test_withdrawing_brings_back_exactly_what_stood_before():
    liefern(einwohner(g03101=249406, g03102=104291))
    before = rows()
    zweite = liefern(einwohner(g03101=249500, g03103="*"))
    assert rows() != before

    assert actions.zuruecknehmen(zweite, als="Fachadministration") == (2, [])

    assert rows() == before
    zweite.refresh_from_db()
    assert (zweite.zustand, zweite.zurueckgenommen_als) == ("zurueckgenommen", "Fachadministration")


def test_confirm_withdraw_and_confirm_again():
    erste = liefern(einwohner(g03101=249406))
    actions.zuruecknehmen(erste)
    assert not stand()

    liefern(einwohner(g03101=249406))

    assert stand() == {("03101", "einwohner", "31.12.2019"): 249406}


def test_any_lieferung_can_be_withdrawn_and_a_later_one_stays_in_force():
    erste, zweite, dritte = (liefern(einwohner(g03101=wert)) for wert in (100_000, 110_000, 120_000))

    actions.zuruecknehmen(zweite)
    assert stand()["03101", "einwohner", "31.12.2019"] == 120_000
    actions.zuruecknehmen(dritte)
    assert stand()["03101", "einwohner", "31.12.2019"] == 100_000
    actions.zuruecknehmen(erste)
    assert not stand()


@pytest.mark.parametrize("verb", ["uebernehmen", "zuruecknehmen", "verwerfen"])
def test_a_verb_out_of_turn_changes_nothing(verb):
    lieferung = liefern(einwohner(g03101=249406))
    actions.zuruecknehmen(lieferung)
    before = rows()

    with pytest.raises(eingang.LieferungFehler):
        getattr(actions, verb)(lieferung)

    assert rows() == before


def test_nothing_is_overwritten_that_the_preview_did_not_show():
    langsam = annehmen(einwohner(g03101=111))
    liefern(einwohner(g03101=222))

    with pytest.raises(eingang.LieferungFehler, match="Seit der Vorschau"):
        actions.uebernehmen(langsam)
    assert stand()["03101", "einwohner", "31.12.2019"] == 222

    langsam = actions.neu_pruefen(langsam)
    assert langsam.summen["geaendert"] == 1
    actions.uebernehmen(langsam)
    assert stand()["03101", "einwohner", "31.12.2019"] == 111


def test_all_or_nothing():
    """The database itself ends it, in the middle of writing."""
    liefern(einwohner(g03101=1000))
    before = rows()
    lieferung = annehmen(einwohner(g03101=1001, g03102=104291))
    pruefung = actions.pruefung(lieferung)
    pruefung.spalten["gebiet"][:] = np.where(pruefung.gebiet == pruefung.gebiet[1], pruefung.gebiet[0], pruefung.gebiet)
    actions._ablegen(lieferung, pruefung)  # two rows for one place: the constraint refuses the second

    with pytest.raises((DatabaseError, eingang.LieferungFehler)):
        actions.uebernehmen(lieferung)

    assert rows() == before
    assert Lieferung.objects.get(pk=lieferung.pk).ist_offen


def test_a_value_that_becomes_secret_is_a_revision_too():
    liefern(vorlage("03101;31.12.2019;sgb2_kinder_u15;4312"))
    zweite = liefern(vorlage("03101;31.12.2019;sgb2_kinder_u15;*"))

    assert zweite.summen["geaendert"] == 1
    assert stand()["03101", "sgb2_kinder_u15", "31.12.2019"] == "secret"
    assert Messwert.objects.gueltig().get().zeichen == "*"


@pytest.mark.parametrize("zeilen", [3, 180])
def test_taking_over_costs_the_same_number_of_queries_for_few_and_for_many_rows(zeilen):
    tage = [f"31.12.{jahr}" for jahr in range(1960, 1960 + max(1, zeilen // 3))]
    lieferung = annehmen(vorlage(*(f"{ags};{tag};einwohner;1000" for ags in ("03101", "03102", "03103") for tag in tage)))

    with CaptureQueriesContext(connection) as captured:
        actions.uebernehmen(lieferung)

    assert Messwert.objects.count() == zeilen
    assert len(captured) <= 17


def test_sources_named_in_the_file_are_kept_apart():
    text = vorlage("03101;31.12.2019;einwohner;1;Personen;;LSN;A1;2020", "03102;31.12.2019;einwohner;2;Personen;;Destatis;B2;2021")
    liefern(text)

    assert {str(h) for h in Herkunft.objects.all()} == {"LSN, A1, Stand 2020", "Destatis, B2, Stand 2021"}


def test_own_figures_of_a_kommune_stand_beside_the_official_ones(kommune):
    liefern(vorlage(f"{kommune.gebiet.ags};31.12.2019;einwohner;5000"))
    eigene = liefern(
        vorlage(f"{kommune.gebiet.ags};31.12.2019;einwohner;5100", "03101;31.12.2019;einwohner;9"), gebiet=kommune.gebiet
    )

    assert sorted(Messwert.objects.gueltig().values_list("wert", "ist_amtlich")) == [(5000, True), (5100, False)]
    assert eigene.summen["abgelehnt"] == 1  # not her area


def test_a_kommune_uses_the_template(kommune):
    with pytest.raises(eingang.LieferungFehler, match="Vorlage"):
        annehmen(GENESIS, gebiet=kommune.gebiet)
