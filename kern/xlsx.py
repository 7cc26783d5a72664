"""Reads an XLSX; runs in a limited process (kern/begrenzt), never in the server's own."""

import io
import json
import zipfile
from datetime import date, datetime, time

from kern.archiv import HOECHSTENS, ist_bombe
from kern.begrenzt import AblehnungFehler

MEISTE_ZEICHEN = 20_000_000
MEISTE_ZELLEN = 3_000_000
GROESSTE_TEILE = {"xl/styles.xml": 10_000_000, "xl/sharedStrings.xml": 60_000_000}  # bytes of what is held as a whole
ZU_GROSS = "Diese Excel-Datei ist ausgepackt zu groß. Bitte speichern Sie nur die Tabelle in eine neue Datei."
KOPF_UNTER = 60  # rows among which the header stands, which is as wide as the table


def im_kind(daten: bytes, hoechstens: int) -> bytes:
    """JSON: a list of rows, each a list of cells as text. Raises AblehnungFehler."""
    return json.dumps(zeilen_lesen(daten, hoechstens)).encode()


def zeilen_lesen(daten: bytes, hoechstens: int) -> list[list[str]]:
    """The rows of the one sheet, each a list of cells as text. Raises AblehnungFehler."""
    try:
        return _zeilen(daten, hoechstens)
    except (AblehnungFehler, MemoryError):
        raise
    except Exception as fehler:  # a broken workbook breaks in a hundred ways, in libraries that name none of them
        raise AblehnungFehler("Das ist keine lesbare Excel-Datei (xlsx). Bitte speichern Sie sie noch einmal.") from fehler


def _zeilen(daten: bytes, hoechstens: int) -> list[list[str]]:
    import openpyxl

    with zipfile.ZipFile(io.BytesIO(daten)) as archiv:
        if ist_bombe(archiv) or any(teil.file_size > GROESSTE_TEILE.get(teil.filename, HOECHSTENS) for teil in archiv.infolist()):
            raise AblehnungFehler(ZU_GROSS)
    buch = openpyxl.load_workbook(io.BytesIO(daten), read_only=True)
    for blatt in buch.worksheets:
        blatt.reset_dimensions()  # what a file says of its size may be wrong; rows beyond it would silently be missing
    blaetter = [blatt for blatt in buch.worksheets if blatt.sheet_state == "visible" and not _ist_leer(blatt)]
    if len(blaetter) > 1:
        namen = ", ".join(blatt.title for blatt in blaetter)
        raise AblehnungFehler(f"Die Datei hat mehrere Blätter: {namen}. Bitte speichern Sie nur eines davon.")
    zeilen: list[list[str]] = []
    zeichen = zellen = 0
    for nummer, zeile in enumerate(blaetter[0].iter_rows() if blaetter else [], start=1):
        if nummer > hoechstens:
            raise AblehnungFehler(f"Die Datei hat mehr als {hoechstens} Zeilen.")
        zeilen.append([_zelle(zelle) for zelle in zeile])
        zeichen += sum(map(len, zeilen[-1]))
        zellen += len(zeile)
        if zeichen > MEISTE_ZEICHEN or zellen > MEISTE_ZELLEN:
            raise AblehnungFehler("Die Datei enthält zu viel Text für eine Liste. Bitte prüfen Sie, ob es die richtige ist.")
    breite = max((len(zeile) for zeile in zeilen[:KOPF_UNTER]), default=0)
    return [zeile + [""] * (breite - len(zeile)) for zeile in zeilen]


def _ist_leer(blatt) -> bool:
    return not any(zelle.value is not None for zeile in blatt.iter_rows(max_row=KOPF_UNTER) for zelle in zeile)


def _zelle(zelle) -> str:
    wert = zelle.value
    if wert is None:
        return ""
    ort = f"Zelle {getattr(zelle, 'coordinate', '?')}"
    if zelle.data_type == "f":
        raise AblehnungFehler(f"{ort} enthält eine Formel. Bitte fügen Sie den Inhalt als Wert ein.")
    if zelle.data_type == "e":
        raise AblehnungFehler(f"{ort} enthält einen Fehler ({wert}).")
    form = (zelle.number_format or "").lower()
    return _datum(wert, form) if isinstance(wert, date) else _wert(wert, form)


def _datum(wert: date, form: str) -> str:
    if "y" in form and "m" in form and "d" not in form:
        return f"{wert:%m/%Y}"  # a month is shown, whatever day is behind it
    ohne_uhrzeit = not isinstance(wert, datetime) or wert.time() == time()
    return f"{wert:%d.%m.%Y}" if ohne_uhrzeit else f"{wert:%d.%m.%Y %H:%M}"


def _wert(wert, form: str) -> str:
    if isinstance(wert, bool):
        return "ja" if wert else "nein"
    if isinstance(wert, int | float) and "%" in form:
        return f"{wert * 100:.10g} %".replace(".", ",")  # as the spreadsheet shows it
    if isinstance(wert, float):
        return str(int(wert)) if wert.is_integer() else repr(wert).replace(".", ",")
    return str(wert).strip()
