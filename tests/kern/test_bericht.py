"""One report, two files: both say the same, and both can be read by those who do not see."""

import io
import zipfile

import pytest
from docx import Document
from pypdf import PdfReader

from kern.bericht import Abschnitt, Bericht, als_docx, als_pdf

pytestmark = pytest.mark.rein
BERICHT = Bericht(
    titel="Sachstand",
    art="Anlage zur Vorlage",
    wo="Stand 01.02.2026",
    fuss="Landkreis Musterkreis",
    abschnitte=(
        Abschnitt("Zahlen", ("Was zählt.",), ("Was", "Wert"), (("Kinder", "1.587"), ("Anteil", "=23,2 %")), (2, 1), "Quelle: Amt"),
        Abschnitt("Ziele", ("Nah dran <b>sein</b>.",)),
    ),
    leer="Noch nichts.",
)


def words_of(dokument):
    yield from (absatz.text for absatz in dokument.paragraphs)
    yield from (zelle.text for tabelle in dokument.tables for reihe in tabelle.rows for zelle in reihe.cells)


def test_both_say_the_same():
    pdf = " ".join(" ".join(seite.extract_text() for seite in PdfReader(io.BytesIO(als_pdf(BERICHT))).pages).split())
    docx = " ".join(words_of(Document(io.BytesIO(als_docx(BERICHT)))))

    for wort in ("Sachstand", "Anlage zur Vorlage", "Stand 01.02.2026", "1.587", "=23,2 %", "Quelle: Amt", "Nah dran <b>sein</b>."):
        assert wort in pdf, wort
        assert wort in docx, wort


def test_the_docx_has_headings_marked_header_rows_a_title_and_a_language():
    dokument = Document(io.BytesIO(als_docx(BERICHT)))

    assert [(a.style.name, a.text) for a in dokument.paragraphs if a.style.name.startswith(("Title", "Heading"))] == [
        ("Title", "Sachstand"),
        ("Heading 1", "Zahlen"),
        ("Heading 1", "Ziele"),
    ]
    first, second, _ = dokument.tables[0].rows
    assert "w:tblHeader" in first._tr.xml
    assert "w:tblHeader" not in second._tr.xml
    assert (dokument.core_properties.title, dokument.core_properties.language) == ("Sachstand", "de-DE")
    assert 'w:lang w:val="de-DE"' in zipfile.ZipFile(io.BytesIO(als_docx(BERICHT))).read("word/styles.xml").decode()


@pytest.mark.parametrize("zeichen", ["\x01", "\x0b", "\x85", "\ufffe", "\ud800"])
def test_characters_no_document_may_hold_are_left_out(zeichen):
    bericht = Bericht("Titel", "", "", f"Fuß{zeichen}", (Abschnitt("Kopf", (f"Ab{zeichen}satz",)),), "leer")

    assert "Absatz" in " ".join(words_of(Document(io.BytesIO(als_docx(bericht)))))


def test_without_a_section_it_says_so():
    leer = Bericht("Titel", "Art", "Wo", "Fuß", (), "Noch nichts.")

    assert "Noch nichts." in PdfReader(io.BytesIO(als_pdf(leer))).pages[0].extract_text()
    assert "Noch nichts." in " ".join(words_of(Document(io.BytesIO(als_docx(leer)))))
