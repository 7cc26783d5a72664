"""Numbers as people in German offices type them."""

import re
from decimal import Decimal

MUSTER = re.compile(r"(?P<ganz>[1-9]\d{0,2}(?:[.\s\u00a0\u202f]\d{3})+|\d+)(?:,(?P<bruch>\d+))?", re.ASCII)
MISSVERSTAENDLICH = re.compile(r"\d+\.\d+")  # a point that groups no thousands


class ZahlFehler(ValueError):
    """The message says what to type instead."""


def zahl_lesen(text: str) -> tuple[Decimal, int]:
    """A German number and its decimal places as typed: "1.587" is (1587, 0), "23,20" is (23.20, 2).

    Raises ZahlFehler, also for "1.5" and "0.500", which may be meant for 1,5 and 0,500 or be a slip of the finger.
    """
    text = text.strip()
    treffer = MUSTER.fullmatch(text)
    if treffer:
        bruch = treffer["bruch"] or ""
        ganz = re.sub(r"\D", "", treffer["ganz"])
        return Decimal(f"{ganz}.{bruch}" if bruch else ganz), len(bruch)
    if MISSVERSTAENDLICH.fullmatch(text):
        raise ZahlFehler(f"„{text}“ ist nicht eindeutig. Bitte schreiben Sie Dezimalstellen mit Komma: {text.replace('.', ',')}")
    raise ZahlFehler(f"„{text}“ ist keine Zahl. Zum Beispiel: 1.587 oder 23,2")
