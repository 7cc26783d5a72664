"""The result of a round as files: a table to calculate with, pictures for a talk."""

from grafik.text import umbrechen
from grafik.verlauf import HOEHE as VERLAUF_HOEHE
from grafik.verteilung import HOEHE
from kern.tabelle import csv_schreiben, xlsx_schreiben
from kooperation.auswertung.erhebung import Auswertung, Verteilung
from kooperation.models import Erhebung
from kooperation.templatetags.erhebungen import verlaufsbild, verteilungsbild

KOPF = [
    "Erhebung", "abgeschlossen am", "Fassung des Instruments", "eingeladen", "abgegeben", "Code", "Kriterium",
    "Stufe 1", "Stufe 2", "Stufe 3", "Stufe 4", "Stufe 5", "kann ich nicht einschätzen", "passt für uns nicht", "ohne Antwort",
    "mittlere Stufe", "mittlere Hälfte von", "mittlere Hälfte bis", "Hinweis",
]  # fmt: skip
ABSTAND = 56  # above each picture, for its title
TITEL, ZEILE, BREITE = 22, 28, 520  # size, line and width of the file's own title


def tabelle(ergebnis: Auswertung, endung: str) -> tuple[str | bytes, str]:
    """(content, media type): a row for each Kriterium of each round, the earlier rounds of the series first."""
    zeilen = [_zeile(runde.erhebung, v) for runde in ergebnis.runden for v in runde.verteilungen]
    if endung == "csv":
        return csv_schreiben(KOPF, zeilen), "text/csv; charset=utf-8"
    return xlsx_schreiben(KOPF, zeilen), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _zeile(erhebung: Erhebung, v: Verteilung) -> list:
    mitte = [v.mitte.mitte, v.mitte.von, v.mitte.bis] if v.mitte else [None] * 3
    wann = f"{erhebung.geschlossen_am:%d.%m.%Y}"
    kopf = [
        erhebung.titel,
        wann,
        erhebung.instrument.fassung,
        erhebung.eingeladen,
        erhebung.boegen,
        v.kriterium.code,
        v.kriterium.name,
    ]
    return [*kopf, *(v.stufen or [None] * 5), *v.ohne_zahlen, *mitte, v.hinweis]


def bild(ergebnis: Auswertung, name: str) -> dict | None:
    """What `grafik/<name>.svg` needs; None where there is nothing to draw."""
    if name == "verteilung":
        teile, hoehe = [verteilungsbild(v, ergebnis) for v in ergebnis.mit_bild], HOEHE
    else:
        teile, hoehe = [verlaufsbild(v, ergebnis) for v in ergebnis.mit_verlauf], VERLAUF_HOEHE
    if not teile:
        return None
    orte = [(ABSTAND + i * (hoehe + ABSTAND), teil) for i, teil in enumerate(teile)]
    zeilen = umbrechen(ergebnis.erhebung.titel, TITEL, BREITE)
    kopf = 40 + ZEILE * len(zeilen)  # height above the first picture's place
    titel = [(ZEILE * (i + 1) - kopf, zeile) for i, zeile in enumerate(zeilen)]
    rahmen = {"kopf": -kopf, "hoehe": kopf + len(teile) * (hoehe + ABSTAND)}
    return {"teile": orte, "titel": titel, "rahmen": rahmen, "auswertung": ergebnis}
