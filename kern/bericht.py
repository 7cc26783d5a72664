"""A report of headings, paragraphs and tables: as PDF/UA-1 to print, and as DOCX for those who must edit it."""

import io
import re
from dataclasses import asdict, dataclass

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from kern.pdf import setzen

NICHT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
BREITE = 17  # cm between the margins of an A4 page


@dataclass(frozen=True)
class Abschnitt:
    """A heading with paragraphs and perhaps a table with columns of these parts; `quelle` says where it comes from."""

    titel: str
    absaetze: tuple[str, ...] = ()
    kopf: tuple[str, ...] = ()
    zeilen: tuple[tuple[str, ...], ...] = ()
    breiten: tuple[int, ...] = ()
    quelle: str = ""


@dataclass(frozen=True)
class Bericht:
    """`art` and `wo` stand above the title, `fuss` below each page; `leer` is said where there is no Abschnitt."""

    titel: str
    art: str
    wo: str
    fuss: str
    abschnitte: tuple[Abschnitt, ...]
    leer: str


def als_pdf(bericht: Bericht) -> bytes:
    """PDF/UA-1, A4."""
    return setzen("abschnitte", asdict(bericht))


def als_docx(bericht: Bericht) -> bytes:
    """Real headings, header rows that are marked as such, German as its language: what makes a document accessible."""
    dokument = Document()
    eigenschaften = dokument.core_properties
    eigenschaften.title, eigenschaften.author, eigenschaften.comments = _xml(bericht.titel), "Präventionsketten Niedersachsen", ""
    eigenschaften.language = "de-DE"
    seite = dokument.sections[0]
    seite.page_width, seite.page_height = Cm(21), Cm(29.7)
    seite.left_margin = seite.right_margin = seite.top_margin = seite.bottom_margin = Cm(2)
    seite.footer.paragraphs[0].text = _xml(bericht.fuss)
    _sprache(dokument)
    dokument.styles["Normal"].font.size = Pt(10.5)
    dokument.add_paragraph(_xml(f"{bericht.art}. {bericht.wo}."))
    dokument.add_heading(_xml(bericht.titel), level=0)
    if not bericht.abschnitte:
        dokument.add_paragraph(_xml(bericht.leer))
    for abschnitt in bericht.abschnitte:
        dokument.add_heading(_xml(abschnitt.titel), level=1)
        for absatz in abschnitt.absaetze:
            dokument.add_paragraph(_xml(absatz))
        if abschnitt.zeilen:
            _tabelle(dokument, abschnitt)
        if abschnitt.quelle:
            dokument.add_paragraph().add_run(_xml(abschnitt.quelle)).italic = True
    ausgabe = io.BytesIO()
    dokument.save(ausgabe)
    return ausgabe.getvalue()


def _tabelle(dokument, abschnitt: Abschnitt) -> None:
    tabelle = dokument.add_table(rows=0, cols=len(abschnitt.kopf), style="Table Grid")
    tabelle.autofit = False
    for nummer, zeile in enumerate([abschnitt.kopf, *abschnitt.zeilen]):
        reihe = tabelle.add_row()
        for zelle, wert, teil in zip(reihe.cells, zeile, abschnitt.breiten, strict=True):
            zelle.width = Cm(BREITE * teil / sum(abschnitt.breiten))
            zelle.paragraphs[0].add_run(_xml(wert)).bold = nummer == 0
        if nummer == 0:
            kopfzeile = OxmlElement("w:tblHeader")
            kopfzeile.set(qn("w:val"), "true")
            reihe._tr.get_or_add_trPr().append(kopfzeile)
    dokument.add_paragraph()


def _sprache(dokument) -> None:
    eigenschaften = dokument.styles["Normal"].element.get_or_add_rPr()
    sprache = OxmlElement("w:lang")
    sprache.set(qn("w:val"), "de-DE")
    eigenschaften.append(sprache)


def _xml(text: str) -> str:
    return NICHT_IN_XML.sub("", text)
