"""Stichtage in the forms in which profiles write them."""

import re
from datetime import date

from kommunen.zeitangabe import MONATE, Genauigkeit, Zeitangabe

KURZ = ("jan", "feb", "mär", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "dez")
WORT = rf"(?:{'|'.join(MONATE)}|Jan|Feb|Mär|Mrz|Apr|Jun|Jul|Aug|Sept?|Okt|Nov|Dez)\b\.?"
TAG = r"\d{1,2}\.\s?\d{1,2}\.\s?(?:\d{4}|\d{2})(?!\d)"
TAG_MIT_WORT = rf"\d{{1,2}}\.\s?{WORT}\s+\d{{4}}"
MONAT = rf"{WORT}\s+\d{{4}}"
MONAT_IN_ZIFFERN = r"(?:0?[1-9]|1[0-2])[./](?:19|20)\d\d(?!\d)"
ISO = r"\d{4}-\d{2}-\d{2}(?!\d)"
JAHR = r"(?:19|20)\d\d(?!\d)"
WANN = r"(?:\b(?:Stand|Stichtag|zum|am|vom|per|im|Ende|Anfang|Mitte|Jahr)\b:?\s*){1,3}"
GENAU = re.compile(rf"(?P<wann>{WANN})?(?<![\d.,/])(?P<zeit>{ISO}|{TAG_MIT_WORT}|{TAG}|{MONAT_IN_ZIFFERN}|{MONAT})", re.IGNORECASE)
NUR_JAHR = re.compile(rf"(?P<wann>{WANN})(?P<zeit>{JAHR})", re.IGNORECASE)
STICHWORT = re.compile(r"\b(?:Stand|Stichtag|zum|per)\b", re.IGNORECASE)


def zeitangabe(text: str) -> Zeitangabe | None:
    """ "31.05.2017", "31. Mai 2017", "2017-05-31", "März 2017", "3/2017" or "2017"; None for days that do not exist."""
    zahlen = [int(zahl) for zahl in re.findall(r"\d+", text)]
    wort = re.search(r"[^\W\d_]+", text)
    monat = KURZ.index(wort[0][:3].lower().replace("mrz", "mär")) + 1 if wort else 0
    match zahlen:
        case [jahr, m, tag] if re.fullmatch(ISO, text):
            teile, genauigkeit = (jahr, m, tag), Genauigkeit.TAG
        case [tag, m, jahr]:
            teile, genauigkeit = (jahr + 2000 if jahr < 100 else jahr, m, tag), Genauigkeit.TAG
        case [tag, jahr] if monat:
            teile, genauigkeit = (jahr, monat, tag), Genauigkeit.TAG
        case [m, jahr]:
            teile, genauigkeit = (jahr, m, 1), Genauigkeit.MONAT
        case [jahr]:
            teile, genauigkeit = (jahr, monat or 1, 1), Genauigkeit.MONAT if monat else Genauigkeit.JAHR
        case _:
            return None
    try:
        return Zeitangabe(date(*teile), genauigkeit)
    except ValueError:
        return None


def stichtage(text: str, nur_mit_stichwort: bool = False) -> tuple[list[Zeitangabe], str]:
    """All days, months and years named as a time, without repeats, and the text without them.

    A bare year is a time only where nothing else stands ("(2016)"): "Sozialbericht 2015" is a title. In a source,
    where `nur_mit_stichwort` is set, so is any day that is not called Stand or Stichtag.
    """
    gefunden: list[Zeitangabe] = []

    def nehmen(treffer: re.Match) -> str:
        if nur_mit_stichwort and not STICHWORT.search(treffer["wann"] or ""):
            return treffer[0]
        zeit = zeitangabe(treffer["zeit"])
        if zeit and zeit not in gefunden:
            gefunden.append(zeit)
        return " "

    if re.fullmatch(rf"\s*{JAHR}\s*", text):
        return [Zeitangabe(date(int(text), 1, 1), Genauigkeit.JAHR)], ""
    rest = NUR_JAHR.sub(nehmen, GENAU.sub(nehmen, text))
    return gefunden, rest.strip(" ,;:") if gefunden else rest
