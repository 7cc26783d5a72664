"""`manage.py statistik_einlesen`: for the console and for programs."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from statistik.models import Lieferung, Messwert
from tests.statistik.dateien import FREMD, GENESIS, annehmen, vorlage

pytestmark = pytest.mark.usefixtures("zahlen")


@pytest.fixture
def run(tmp_path):
    def run(*inhalte, **optionen):
        pfade = []
        for nummer, inhalt in enumerate(inhalte):
            pfad = tmp_path / f"{nummer}.csv"
            pfad.write_bytes(inhalt if isinstance(inhalt, bytes) else inhalt.encode())
            pfade.append(str(pfad))
        ausgabe = StringIO()
        try:
            call_command("statistik_einlesen", *pfade, stdout=ausgabe, stderr=StringIO(), **optionen)
        except CommandError as fehler:
            ausgabe.write(f"\nFEHLER {fehler}")
        return ausgabe.getvalue()

    return run


EIN = vorlage("03101;31.12.2019;einwohner;249406")


def test_it_takes_over_what_is_clear_and_says_what_it_did(run):
    gesagt = run(GENESIS.encode("cp1252"))

    assert "Tabelle aus GENESIS oder der Regionaldatenbank, Windows-1252, 7 Zeilen" in gesagt
    assert "4 neu, 0 geändert, 0 unverändert" in gesagt
    assert "Gebiet gibt es nicht mehr: 1-mal, Zeile 11" in gesagt
    assert Messwert.objects.count() == 4


def test_a_trial_writes_nothing_at_all(run, settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "media")
    (bericht,) = json.loads(run(EIN, probe=True, json=True))

    expected = {"format": "vorlage", "kodierung": "UTF-8", "zeilen": 1, "neu": 1, "geaendert": 0, "gleich": 0, "abgelehnt": 0}
    assert bericht | expected == bericht
    assert bericht["ergebnis"] == "probe"
    assert not Lieferung.objects.exists()
    assert not Messwert.objects.exists()
    assert not (tmp_path / "media").exists()


def test_the_report_names_line_and_words_of_what_was_noticed(run):
    (bericht,) = json.loads(run(vorlage("03101;31.12.2019;einwohner;zwölf"), probe=True, json=True))

    (hinweis,) = bericht["hinweise"]
    assert (hinweis["art"], hinweis["schwere"], hinweis["zeilen"], hinweis["anzahl"]) == ("zahl_unlesbar", "fehler", [2], 1)
    assert hinweis["beispiele"] == ["„zwölf“ ist keine Zahl und kein Zeichen, das das Portal kennt."]


def test_the_same_file_again_is_recognised(run):
    run(EIN)

    assert "Genau diese Datei ist schon eingelesen" in run(EIN)
    assert Lieferung.objects.count() == 1


@pytest.mark.parametrize(
    ("inhalt", "grund"),
    [
        (vorlage("3101;31.12.2019;einwohner;249406"), "Führende Null fehlt"),
        (vorlage("03101;31.12.2019;einwohner;zwölf"), "keine Zahl"),
        (FREMD, "muss einmal in der Verwaltung zugeordnet werden"),
    ],
)
def test_what_a_person_has_to_decide_waits_for_her(run, inhalt, grund):
    gesagt = run(inhalt)

    lieferung = Lieferung.objects.get()
    assert grund in gesagt
    assert f"Wartet auf Ihre Entscheidung: /admin/statistik/lieferung/{lieferung.pk}/" in gesagt
    assert "FEHLER Nicht übernommen: 0.csv." in gesagt
    assert lieferung.ist_offen
    assert not Messwert.objects.exists()


def test_one_bad_file_does_not_stop_the_others(run):
    gesagt = run(b"%PDF-1.7", EIN)

    assert "0.csv: Das ist ein PDF." in gesagt
    assert Messwert.objects.count() == 1


def test_a_file_that_is_not_there_is_said():
    with pytest.raises(CommandError, match=r"gibtesnicht\.csv"):
        call_command("statistik_einlesen", "gibtesnicht.csv", stdout=StringIO(), stderr=StringIO())


def test_a_file_whose_check_was_interrupted_goes_on_where_it_stood(run):
    """As after `kill -9` between checking and writing (tests/last): the Lieferung is there, nothing of it counts."""
    annehmen(EIN)

    assert "1 neu" in run(EIN)

    assert Lieferung.objects.get().zustand == "uebernommen"
    assert Messwert.objects.count() == 1
