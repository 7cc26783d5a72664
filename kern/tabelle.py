"""Tables from outside, read so strictly that nothing is wrong without notice: German CSV and XLSX.

Every refusal is a TabelleFehler whose message names line and column and says what to do. What is written can be opened in a
spreadsheet without any cell becoming a formula.
"""

import csv
import io
import json
import re
from dataclasses import dataclass
from itertools import islice

from kern.begrenzt import AblehnungFehler, ausfuehren

TRENNER = ";,\t"
GEFAEHRLICH = tuple("=+-@\t\r\n＝＋－＠")  # OWASP, CSV injection; some spreadsheets read the full-width ones alike
DOPPELT_KODIERT = re.compile("Ã[¤¶¼Ÿ„–œ]|â€|Â[§°]|ï¿½|\ufffd")
DOS = re.compile(r"[a-z][„”][a-z]")  # ä and ö of the old DOS code page, read as Windows-1252
MEISTE_ZEILEN = 200_000
LAENGSTES_BLATT = 1_048_576  # lines a spreadsheet has, empty ones included
GROESSTE_LISTE = 5 * 1024 * 1024  # bytes
ZU_GROSS = "Die Datei ist größer als 5 MB. Bitte speichern Sie nur die Tabelle in eine neue Datei."
FREMDE_ART = {b"%PDF-": "eine PDF-Datei", b"<": "eine Web- oder XML-Datei", b"{\\rtf": "ein Textdokument"}
MEISTE_MELDUNGEN = 20


class TabelleFehler(Exception):
    """The table is refused; the message is for the person who brought it."""


@dataclass(frozen=True)
class Tabelle:
    """`zeilen` are (line in the file from 1, cells as text); every row has as many cells as `kopf`."""

    kopf: tuple[str, ...]
    zeilen: tuple[tuple[int, tuple[str, ...]], ...]


def csv_lesen(daten: bytes) -> Tabelle:
    """CSV as German offices write it: UTF-8 with or without BOM, or Windows-1252; semicolon, comma or tab."""
    return tabelle(csv_zeilen(daten))


def liste_lesen(datei, kopf_unter: int = 1) -> list[tuple[int, list[str]]]:
    """The rows of an uploaded list (a Django File), CSV or XLSX by what is in it; more than GROESSTE_LISTE is not even read."""
    if datei.size > GROESSTE_LISTE:
        raise TabelleFehler(ZU_GROSS)
    daten = datei.read()
    return xlsx_zeilen(daten) if daten.startswith(b"PK\x03\x04") else csv_zeilen(daten, kopf_unter)


def csv_zeilen(daten: bytes, kopf_unter: int = 1) -> list[tuple[int, list[str]]]:
    """(line from 1, cells) of the lines in which something stands, of any shape.

    `kopf_unter`: among how many lines the one is that tells the delimiter.
    """
    text, _ = text_lesen(daten)
    erste = list(islice(io.StringIO(text.lstrip("\r\n"), newline=None), kopf_unter))
    trenner = max(TRENNER, key=lambda zeichen: max((zeile.count(zeichen) for zeile in erste), default=0))
    if not any(trenner in zeile for zeile in erste):
        trenner = ";"  # a single column
    leser = csv.reader(io.StringIO(text, newline=""), delimiter=trenner, strict=True)
    zeilen = []
    try:
        anfang = 1
        for zellen in leser:
            if any(zellen):
                zeilen.append((anfang, [wie_getippt(zelle.strip()) for zelle in zellen]))
            anfang = leser.line_num + 1
            if anfang > LAENGSTES_BLATT:
                raise TabelleFehler(
                    "Die Datei hat mehr Zeilen als eine Tabelle. Bitte speichern Sie nur die Liste in eine neue Datei."
                )
    except csv.Error as fehler:
        raise TabelleFehler(
            f"Ab Zeile {anfang} ist die Datei nicht lesbar: Ein Anführungszeichen ist nicht geschlossen oder steht falsch. "
            "Bitte prüfen Sie diese Zeile."
        ) from fehler
    return zeilen


def text_lesen(daten: bytes) -> tuple[str, str]:
    """(text, name of its encoding): UTF-8 with or without BOM, else Windows-1252; anything doubtful is a TabelleFehler."""
    if daten.startswith(b"PK\x03\x04"):
        raise TabelleFehler("Das ist eine Excel-Datei, keine CSV-Datei. Bitte wählen Sie oben das Format „xlsx“.")
    for anfang, art in FREMDE_ART.items():
        if daten[:200].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(anfang):
            raise TabelleFehler(f"Das ist {art} und keine Tabelle. Bitte speichern Sie die Tabelle als CSV oder Excel.")
    if b"\x00" in daten:
        raise TabelleFehler("Das ist keine Textdatei. Bitte speichern Sie die Tabelle als CSV (Trennzeichen Semikolon, UTF-8).")
    kodierung = "UTF-8"
    try:
        text = daten.decode("utf-8-sig")
    except UnicodeDecodeError:
        kodierung = "Windows-1252"
        try:
            text = daten.decode("cp1252")
        except UnicodeDecodeError as fehler:
            zeile = daten[: fehler.start].count(b"\n") + 1
            raise TabelleFehler(f"Zeile {zeile}: Diese Zeichen sind weder UTF-8 noch Windows-1252.") from fehler
    if treffer := DOPPELT_KODIERT.search(text) or (DOS.search(text) if kodierung != "UTF-8" else None):
        zeile = text[: treffer.start()].count("\n") + 1
        raise TabelleFehler(
            f"Zeile {zeile}: „{treffer[0]}“ sieht nach falsch gespeicherten Umlauten aus. Bitte speichern Sie die Datei als UTF-8."
        )
    return text, kodierung


def xlsx_lesen(daten: bytes) -> Tabelle:
    """An XLSX with one sheet of plain values, read in a limited process. Formulas are refused: their value may be old."""
    return tabelle(xlsx_zeilen(daten))


def xlsx_zeilen(daten: bytes) -> list[tuple[int, list[str]]]:
    """(line from 1, cells) as they are, of any shape."""
    zu_gross = "Diese Excel-Datei braucht zu viel Speicher oder Zeit. Bitte speichern Sie nur die Tabelle in eine neue Datei."
    try:
        zeilen = json.loads(ausfuehren("kern.xlsx", daten, zu_gross=zu_gross, hoechstens=MEISTE_ZEILEN))
    except AblehnungFehler as fehler:
        raise TabelleFehler(str(fehler)) from fehler
    return list(enumerate(zeilen, start=1))


def tabelle(zeilen: list[tuple[int, list[str]]]) -> Tabelle:
    """Check the shape: a header without gaps and doubles, rows as wide as it is."""
    gefuellt = [(nummer, zellen) for nummer, zellen in zeilen if any(zellen)]
    if not gefuellt:
        raise TabelleFehler("Die Datei ist leer.")
    if len(gefuellt) > MEISTE_ZEILEN:
        raise TabelleFehler(f"Die Datei hat mehr als {MEISTE_ZEILEN:,} Zeilen. Bitte teilen Sie sie auf.".replace(",", "."))
    kopf = gefuellt[0][1]
    while kopf and not kopf[-1]:
        kopf = kopf[:-1]
    doppelt = sorted({name for name in kopf if kopf.count(name) > 1})
    if "" in kopf:
        raise TabelleFehler(f"Die Kopfzeile hat in Spalte {kopf.index('') + 1} keinen Namen.")
    if doppelt:
        raise TabelleFehler(f"Die Kopfzeile nennt doppelt: {', '.join(doppelt)}.")
    fehler, ergebnis = [], []
    for nummer, zellen in gefuellt[1:]:
        if any(zellen[len(kopf) :]) or len(zellen) < len(kopf):
            fehler.append(f"Zeile {nummer} hat {len(zellen)} statt {len(kopf)} Werte.")
        ergebnis.append((nummer, tuple(zellen[: len(kopf)])))
    melden(fehler)
    return Tabelle(tuple(kopf), tuple(ergebnis))


def wie_getippt(zelle: str) -> str:
    """Takes back what csv_schreiben put in front of a dangerous character."""
    return zelle[1:] if zelle.startswith("'") and _gefaehrlich(zelle) else zelle


def melden(fehler: list[str]) -> None:
    """Raise one TabelleFehler for all of them, if there are any."""
    if fehler:
        rest = len(fehler) - MEISTE_MELDUNGEN
        mehr = [f"… und {rest} weitere."] if rest > 0 else []
        raise TabelleFehler("\n".join(fehler[:MEISTE_MELDUNGEN] + mehr))


def csv_schreiben(kopf, zeilen) -> str:
    """Semicolons and a BOM, so that a double click opens it right; no cell can become a formula (OWASP, CSV injection)."""
    ausgabe = io.StringIO(newline="")
    schreiber = csv.writer(ausgabe, delimiter=";", lineterminator="\r\n")
    for zeile in [kopf, *zeilen]:
        schreiber.writerow([_csv_zelle(wert) for wert in zeile])
    return f"\ufeff{ausgabe.getvalue()}"


def _csv_zelle(wert) -> str:
    """A number with a decimal comma, as German spreadsheets read it; everything else is text."""
    if isinstance(wert, int | float) and not isinstance(wert, bool):
        return str(wert).replace(".", ",")
    return _sicher("" if wert is None else str(wert))


def _sicher(zelle: str) -> str:
    return f"'{zelle}" if _gefaehrlich(zelle) else zelle


def _gefaehrlich(zelle: str) -> bool:
    """Whatever apostrophes stand before it: what is written has to be read as it was."""
    return zelle.lstrip("'").startswith(GEFAEHRLICH)


def xlsx_schreiben(kopf, zeilen) -> bytes:
    """Every cell is text but for what is a number here: keys keep their zeros, nothing is a formula."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    buch = Workbook(write_only=True)
    blatt = buch.create_sheet("Tabelle")
    for zeile in [kopf, *zeilen]:
        zellen = []
        for wert in zeile:
            ist_zahl = isinstance(wert, int | float) and not isinstance(wert, bool)
            zelle = WriteOnlyCell(blatt, "" if wert is None else wert if ist_zahl else str(wert))
            zelle.data_type = "n" if ist_zahl else "s"
            zellen.append(zelle)
        blatt.append(zellen)
    ausgabe = io.BytesIO()
    buch.save(ausgabe)
    return ausgabe.getvalue()
