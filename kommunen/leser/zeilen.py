"""Lines before anybody reads them: what cannot be seen is taken away, list markers are told from text."""

import re
import unicodedata

from kommunen.leser.ergebnis import Zeile

LAENGSTE_ZEILE = 4_000  # characters; longer ones are no entry of a list, and patterns would take their time over them
UNSICHTBAR = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
LEERZEICHEN = re.compile(r"[\u00a0\u2000-\u200a\u202f\u205f\u3000]")
# "- x", "-x", "• x", "o x", "1. x", "a) x"; a date ("12.12.") and a gender star are no markers.
PUNKT = re.compile(r"^\s*(?:[-–—](?=\s|[A-ZÄÖÜ])|[•·▪‣◦●■□»]|\*(?=\s)|o(?=\s+[A-ZÄÖÜ])|\d{1,2}[.)](?=\s+\D)|[a-z]\)(?=\s))\s*")
NUMMERIERT = re.compile(r"^\s*\d{1,2}[.)]\s")


def glatt(text: str) -> str:
    """The text as one sees it: umlauts in one piece, no soft hyphens, no zero-width signs, one kind of blank."""
    return LEERZEICHEN.sub(" ", unicodedata.normalize("NFC", text).translate(UNSICHTBAR))


def ist_punkt(text: str) -> bool:
    return bool(PUNKT.match(text)) or text.strip() in {"-", "–", "*"}


def ohne_punkt(text: str) -> str:
    return "" if text.strip() in {"-", "–", "*"} else PUNKT.sub("", text).strip()


def ist_nummeriert(text: str) -> bool:
    return bool(NUMMERIERT.match(text))


def zusammengerueckt(text: str) -> str:
    return " ".join(text.split())


def kurze(zeilen: list[Zeile]) -> list[Zeile]:
    """Those that may be entries; the others stay unplaced."""
    return [zeile for zeile in zeilen if zeile.text.strip() and len(zeile.text) <= LAENGSTE_ZEILE]
