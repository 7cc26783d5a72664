"""The one shape in which figures leave the portal, whatever the format: a row for each figure."""

from collections.abc import Iterable, Iterator

from kern.tabelle import csv_schreiben, xlsx_schreiben
from statistik.auswertung.zahlen import Zahl, Zahlen
from statistik.models import Gebiet

KOPF = (
    "indikator", "ags", "ars", "gebiet", "ebene", "stichtag", "wert", "einheit", "status", "grundlage", "eigene_berechnung",
    "quelle", "lizenz",
)  # fmt: skip
MEDIENART = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}


def zeilen(zahlen: Zahlen, auswahl: Iterable[Zahl] | None = None) -> Iterator[dict]:
    """By Indikator, area and day. `wert` is a number or None, `stichtag` a date; everything else is text or true and false."""
    auswahl = list(zahlen.werte.values() if auswahl is None else auswahl)
    gebiete = Gebiet.objects.in_bulk({zahl.gebiet for zahl in auswahl})
    auswahl.sort(key=lambda zahl: (zahl.indikator.position, zahl.indikator.kennung, gebiete[zahl.gebiet].ars, zahl.tag))
    for zahl in auswahl:
        gebiet = gebiete[zahl.gebiet]
        yield {
            "indikator": zahl.indikator.kennung,
            "ags": gebiet.ags,
            "ars": gebiet.ars,
            "gebiet": str(gebiet),
            "ebene": gebiet.ebene,
            "stichtag": zahl.tag,
            "wert": zahl.gerundet,
            "einheit": zahl.indikator.einheit,
            "status": zahl.status,
            "grundlage": zahl.grundlage,
            "eigene_berechnung": zahlen.ist_eigene(zahl),
            "quelle": zahlen.quelle(zahl),
            "lizenz": zahlen.lizenz(zahl),
        }


def datei(inhalt: Iterable[dict], endung: str) -> str | bytes:
    """As CSV for German spreadsheets (semicolon, decimal comma, BOM) or XLSX; keys stay text in both."""
    schreiben = {"csv": csv_schreiben, "xlsx": xlsx_schreiben}[endung]
    return schreiben(KOPF, ([_zelle(zeile[name]) for name in KOPF] for zeile in inhalt))


def _zelle(wert):
    """Days as ISO 8601, true and false as words that do not depend on the language of a spreadsheet."""
    if isinstance(wert, bool):
        return "ja" if wert else "nein"
    return wert if isinstance(wert, int | float | None) else str(wert)
