"""Bytes of an uploaded file become rows of cells; what is no table of figures is refused in words."""

import csv
import io
import lzma
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from kern.begrenzt import AblehnungFehler
from kern.tabelle import TabelleFehler, text_lesen
from kern.xlsx import zeilen_lesen
from statistik.leser.rohtabelle import LeseFehler

MEISTE_BYTES = 60 * 1024 * 1024
MEISTE_ZEILEN_XLSX = 200_000
LAENGSTE_ZELLE = 20_000  # characters; footnotes are long
LAENGSTE_ZEILE = 200_000
TRENNER = {";": "Semikolon", "\t": "Tabulator", ",": "Komma"}
ZEILEN_FUER_TRENNER = 40
KAPUTT = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, RuntimeError, OSError, ValueError, EOFError)

FREMDES = (
    (b"%PDF", "Das ist ein PDF. Bitte laden Sie dieselbe Tabelle bei der Quelle als CSV oder Excel herunter."),
    (b"\xd0\xcf\x11\xe0", "Das ist eine Excel-Datei in der alten Form (.xls). Bitte speichern Sie sie als .xlsx."),
    (b"\xff\xfe", "Die Datei ist als UTF-16 gespeichert. Bitte speichern Sie sie als CSV UTF-8."),
    (b"\xfe\xff", "Die Datei ist als UTF-16 gespeichert. Bitte speichern Sie sie als CSV UTF-8."),
    (b"{", "Das ist eine JSON-Datei. Bitte laden Sie dieselbe Tabelle bei der Quelle als CSV oder Excel herunter."),
    (b"[", "Das ist eine JSON-Datei. Bitte laden Sie dieselbe Tabelle bei der Quelle als CSV oder Excel herunter."),
    (b"<", "Das ist eine Internetseite und keine Tabelle, auch wenn der Name auf .csv endet. "
           "Vermutlich hat die Quelle statt der Datei eine Anmelde- oder Fehlerseite geschickt."),
)  # fmt: skip


@dataclass
class Eingabe:
    """`zeilen` gives (line in the file from 1, cells), once. For XLSX `kodierung` says so and there is no delimiter."""

    zeilen: Iterator[tuple[int, list[str]]]
    kodierung: str
    trenner: str = ""


def oeffnen(daten: bytes) -> Eingabe:
    """Raises LeseFehler."""
    if not daten.strip():
        raise LeseFehler("Die Datei ist leer.")
    if len(daten) > MEISTE_BYTES:
        raise LeseFehler(zu_gross(len(daten)))
    if daten.startswith(b"PK\x03\x04"):
        return _gepackt(daten)
    anfang = daten[:200].removeprefix(b"\xef\xbb\xbf").lstrip()
    for zeichen, meldung in FREMDES:
        if daten.startswith(zeichen) or anfang.startswith(zeichen):
            raise LeseFehler(meldung)
    return _csv(daten)


def zu_gross(groesse: int) -> str:
    return (
        f"Die Datei hat {groesse / 1024 / 1024:.0f} MB, möglich sind {MEISTE_BYTES // 1024 // 1024} MB. "
        "Bitte laden Sie weniger Jahre oder weniger Merkmale auf einmal herunter."
    )


def _gepackt(daten: bytes) -> Eingabe:
    """An XLSX, or a ZIP with one CSV in it."""
    try:
        archiv = zipfile.ZipFile(io.BytesIO(daten))
        if "[Content_Types].xml" in archiv.namelist():
            return Eingabe(_xlsx(daten), "Excel")
        dateien = [eintrag for eintrag in archiv.infolist() if not eintrag.is_dir() and "__MACOSX" not in eintrag.filename]
        if len(dateien) != 1:
            raise LeseFehler(f"Das ZIP-Archiv enthält {len(dateien)} Dateien. Bitte packen Sie es aus und wählen Sie eine davon.")
        if dateien[0].flag_bits & 1:
            raise LeseFehler("Das ZIP-Archiv ist mit einem Passwort geschützt. Bitte packen Sie es aus.")
        if dateien[0].file_size > MEISTE_BYTES:
            raise LeseFehler(zu_gross(dateien[0].file_size))
        with archiv.open(dateien[0]) as datei:
            inhalt = datei.read(MEISTE_BYTES + 1)  # what the archive says of its size may be wrong
    except KAPUTT as fehler:
        raise LeseFehler("Das ZIP-Archiv ist beschädigt. Bitte laden Sie es noch einmal herunter.") from fehler
    if inhalt.startswith(b"PK\x03\x04"):
        raise LeseFehler("Im ZIP-Archiv steckt noch ein Archiv oder eine Excel-Datei. Bitte packen Sie es aus.")
    return oeffnen(inhalt)


def _xlsx(daten: bytes) -> Iterator[tuple[int, list[str]]]:
    try:
        yield from enumerate(zeilen_lesen(daten, MEISTE_ZEILEN_XLSX), start=1)
    except AblehnungFehler as fehler:
        raise LeseFehler(str(fehler)) from fehler


def _csv(daten: bytes) -> Eingabe:
    try:
        text, kodierung = text_lesen(daten)
    except TabelleFehler as fehler:
        raise LeseFehler(str(fehler)) from fehler
    trenner = _trenner(text[:100_000])
    del text  # the reader decodes piece by piece: a whole file as io.StringIO would take four bytes a character
    strom = io.TextIOWrapper(io.BytesIO(daten), encoding="utf-8-sig" if kodierung == "UTF-8" else "cp1252", newline="")
    return Eingabe(_zeilen(strom, trenner), kodierung, trenner)


def _trenner(anfang: str) -> str:
    """The sign that parts the cells in most of the first lines."""
    zeilen = [zeile for zeile in anfang.splitlines()[:ZEILEN_FUER_TRENNER] if zeile.strip()]
    return max(TRENNER, key=lambda zeichen: (sum(zeichen in z for z in zeilen), sum(z.count(zeichen) for z in zeilen)))


def _begrenzt(strom: io.TextIOWrapper) -> Iterator[str]:
    """Its lines, none of them longer than a table needs: millions of cells in one would be gigabytes."""
    nummer = 0
    while zeile := strom.readline(LAENGSTE_ZEILE + 1):
        nummer += 1
        if len(zeile) > LAENGSTE_ZEILE:
            raise LeseFehler(f"Zeile {nummer} hat mehr als {LAENGSTE_ZEILE} Zeichen. So lang ist keine Zeile einer Tabelle.")
        yield zeile


def _zeilen(strom: io.TextIOWrapper, trenner: str) -> Iterator[tuple[int, list[str]]]:
    csv.field_size_limit(LAENGSTE_ZELLE)
    leser = csv.reader(_begrenzt(strom), delimiter=trenner, strict=True)
    anfang = 1
    try:
        for zellen in leser:
            yield anfang, zellen
            anfang = leser.line_num + 1
    except csv.Error as fehler:
        if "field larger" in str(fehler):
            grund = f"Eine Zelle hat mehr als {LAENGSTE_ZELLE} Zeichen. Vermutlich ist ein Anführungszeichen nicht geschlossen."
        else:
            grund = "Ein Anführungszeichen ist nicht geschlossen oder steht falsch."
        raise LeseFehler(f"Ab Zeile {anfang} ist die Datei nicht lesbar: {grund} Bitte prüfen Sie diese Zeile.") from fehler
