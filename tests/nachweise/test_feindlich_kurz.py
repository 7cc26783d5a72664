"""The hostile files that are quickly made, at the door of documents and at the one of lists, in every run."""

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from kern.tabelle import GROESSTE_LISTE, TabelleFehler, csv_lesen, liste_lesen
from kommunen.dateien import DateiFehler, datei_pruefen
from tests.nachweise.feindlich import DATEIEN, FREMD

BILDER = ("Bild und Archiv", "Bild und PHP")
DOKUMENTE = [
    "PDF mit Skript", "PDF mit Knopf", "PDF startet Programm", "PDF mit Programm darin", "PDF mit Kennwort", "PDF im Kreis",
    "PDF, tief verschachtelt", "PDF und Archiv", "HTML vor dem PDF", "Word mit Makros", "Word mit Objekt",
    "Word mit fremder Vorlage", "Entität, die wächst", "Entität von draußen", "Pfade aus dem Archiv hinaus",
    "übereinander liegende Dateien", "EICAR", "Verknüpfung", "Text mit Basic", "zwei Millionen Formate",
]  # fmt: skip


@pytest.mark.parametrize("name", DOKUMENTE)
def test_a_document_that_does_or_brings_something_is_refused(name):
    with pytest.raises(DateiFehler):
        datei_pruefen(DATEIEN[name][1]())


@pytest.mark.parametrize("name", BILDER)
def test_a_picture_is_written_anew_without_what_it_brought(name):
    inhalt = DATEIEN[name][1]()
    assert FREMD in inhalt

    assert FREMD not in datei_pruefen(inhalt)[2]


@pytest.mark.parametrize("anfang", [b"%PDF-1.7\na;b\n", b"<html>a;b\n", b"{\\rtf1 a;b\n"])
def test_what_is_no_table_is_not_read_as_one(anfang):
    with pytest.raises(TabelleFehler, match="und keine Tabelle"):
        csv_lesen(anfang)


def test_a_list_without_end_is_not_read_to_its_end():
    with pytest.raises(TabelleFehler, match="mehr Zeilen als eine Tabelle"):
        csv_lesen(b"a;b\n" + b"\n" * 1_100_000)


def test_a_list_that_is_too_large_is_not_even_opened(login, kommune):
    class Zu(ContentFile):
        def read(self, *args):
            raise AssertionError

    gross = Zu(b"x" * (GROESSTE_LISTE + 1), name="a.csv")
    with pytest.raises(TabelleFehler, match="größer als 5 MB"):
        liste_lesen(gross)

    datei = ContentFile(b"x" * (GROESSTE_LISTE + 1), name="a.csv")
    page = login("fachadmin").post(reverse("admin:kommunen_kontakt_import"), {"format": "0", "import_file": datei})
    assert "größer als 5 MB" in page.content.decode()
