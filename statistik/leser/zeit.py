"""Days as statistics files write them."""

import re
from datetime import date

MONATE = ("januar", "februar", "märz", "april", "mai", "juni", "juli", "august", "september", "oktober", "november", "dezember")
TAG_IM_TEXT = rf"(\d{{1,2}}\.\d{{1,2}}\.\d{{4}}|(?:{'|'.join(MONATE)}) \d{{4}})"
FRUEHESTES, SPAETESTES = 1950, 2100


def stichtag(text: str, im_jahr: str = "12-31") -> date | None:
    """The day a text means; None where it means none. A month is its last day, a year its `im_jahr` (month-day).

    >>> stichtag("31.12.2018"), stichtag("2025-06"), stichtag("2022"), stichtag("Dezember 2017")
    (datetime.date(2018, 12, 31), datetime.date(2025, 6, 30), datetime.date(2022, 12, 31), datetime.date(2017, 12, 31))
    """
    text = text.strip().casefold()
    if treffer := re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", text):
        return _tag(int(treffer[3]), int(treffer[2]), int(treffer[1]))
    if treffer := re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})(?:[t ]00:00(?::00)?)?", text):
        return _tag(int(treffer[1]), int(treffer[2]), int(treffer[3]))
    if treffer := re.fullmatch(r"(\d{4})", text):
        return _tag(int(treffer[1]), *map(int, im_jahr.split("-")))
    if treffer := re.fullmatch(r"(\d{4})-(\d{2})|(\d{1,2})[./](\d{4})", text):
        return _monatsende(int(treffer[1] or treffer[4]), int(treffer[2] or treffer[3]))
    if (treffer := re.fullmatch(r"([a-zä]+)\.? (\d{4})", text)) and len(treffer[1]) >= 3:
        monat = next((i for i, name in enumerate(MONATE, start=1) if name.startswith(treffer[1])), None)
        return _monatsende(int(treffer[2]), monat) if monat else None
    return None


def _tag(jahr: int, monat: int, tag: int) -> date | None:
    try:
        return date(jahr, monat, tag) if FRUEHESTES <= jahr <= SPAETESTES else None
    except ValueError:
        return None


def _monatsende(jahr: int, monat: int) -> date | None:
    if not 1 <= monat <= 12:
        return None
    erster = _tag(jahr + monat // 12, monat % 12 + 1, 1)
    return date.fromordinal(erster.toordinal() - 1) if erster else None


def nennt(text: str) -> str:
    """The one full day or month that stands anywhere in a text, as written: a proposal, no more."""
    gefunden = set(re.findall(TAG_IM_TEXT, text, re.IGNORECASE))
    return gefunden.pop() if len(gefunden) == 1 else ""


def steht_in(text: str) -> str:
    """The one full day or month that a text names as its Stichtag, as written; empty where there is none or more than one.

    >>> steht_in("Bevölkerung am 31.12.2019 (Gebietsstand 31.12.2020)"), steht_in("erstellt im Dezember 2020")
    ('31.12.2019', '')
    """
    gefunden = set(re.findall(rf"(?:\bStichtag:?|\bam|\bzum|,|^|Berichtsmonat:?) *{TAG_IM_TEXT}\b", text, re.IGNORECASE))
    return gefunden.pop() if len(gefunden) == 1 else ""
