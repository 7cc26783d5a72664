"""What stands in a cell of figures: a number, or a sign that says why there is none.

Whether a point groups thousands follows from the kind of Indikator for the whole column, never from the single cell:
among counts "1.234" is one thousand two hundred and thirty-four, among shares it is one and a quarter.
Signs after the rules of the statistical offices (DIN 55301) and, for "*", of the Bundesagentur für Arbeit.
"""

import re
from typing import NamedTuple

FINAL, PRELIMINARY, REVISED, ESTIMATED = "final", "preliminary", "revised", "estimated"
SECRET, UNKNOWN, NOT_MEANINGFUL, FOLLOWS = "secret", "unknown", "not_meaningful", "follows"
OHNE_WERT = (SECRET, UNKNOWN, NOT_MEANINGFUL, FOLLOWS)
STRICH, LEER = "strich", "leer"  # what "-" means a person decides; an empty cell says nothing

ZEICHEN = {
    ".": SECRET, "*": SECRET, "geheim": SECRET, "gesperrt": SECRET, "anonymisiert": SECRET,
    "x": NOT_MEANINGFUL, "nicht sinnvoll": NOT_MEANINGFUL, "entfällt": NOT_MEANINGFUL,
    "...": FOLLOWS, "…": FOLLOWS, "folgt": FOLLOWS, "folgt später": FOLLOWS,
    "/": UNKNOWN, "unbekannt": UNKNOWN, "n.v.": UNKNOWN, "n. v.": UNKNOWN, "k.a.": UNKNOWN, "k. a.": UNKNOWN,
    "nicht verfügbar": UNKNOWN, "keine angabe": UNKNOWN,
    "-": STRICH, "–": STRICH, "—": STRICH, "": LEER,
}  # fmt: skip
ZUSATZ = {"p": PRELIMINARY, "r": REVISED, "s": ESTIMATED, "e": FINAL}
WORTE = {
    "endgültig": FINAL, "vorläufig": PRELIMINARY, "berichtigt": REVISED, "revidiert": REVISED, "geschätzt": ESTIMATED,
    "geheim": SECRET, "unbekannt": UNKNOWN, "nicht sinnvoll": NOT_MEANINGFUL, "folgt": FOLLOWS, "folgt später": FOLLOWS,
    **ZUSATZ,
}  # fmt: skip
LEERZEICHEN = r" \u00a0\u2009\u202f"
GRUPPIERT = rf"[1-9]\d{{0,2}}(?:[.{LEERZEICHEN}]\d{{3}})+"
ANZAHL = re.compile(rf"(?P<minus>-?)(?P<ganz>{GRUPPIERT}|\d+)(?:,(?P<bruch>\d+))?")
ANTEIL = re.compile(rf"(?P<minus>-?)(?P<ganz>\d+|[1-9]\d{{0,2}}(?:[{LEERZEICHEN}]\d{{3}})+)(?:[.,](?P<bruch>\d+))?")
ANTEIL_GROSS = re.compile(r"(?P<minus>-?)(?P<ganz>\d{1,3}(?:\.\d{3})+),(?P<bruch>\d+)")
KOMMA_ALS_TAUSENDER = re.compile(r"-?\d{1,3}(?:,\d{3})+")
MEISTE_ZIFFERN = 15  # what a double holds exactly


class Wert(NamedTuple):
    """`wert` is None where `status` says why, or where `fehler` says what is wrong with the text. `zeichen`: the raw sign."""

    wert: float | None
    status: str = FINAL
    zeichen: str = ""
    fehler: str = ""


def deuten(text: str, ist_anzahl: bool) -> Wert:
    """What one cell means in a column of counts, or of shares and rates.

    >>> deuten("1.234", True).wert, deuten("1.234", False).wert, deuten("1 587", True).wert, deuten("-  23", True).wert
    (1234.0, 1.234, 1587.0, -23.0)
    >>> deuten("*", True)
    Wert(wert=None, status='secret', zeichen='*', fehler='')
    """
    if text.isascii() and text.isdigit() and len(text) <= MEISTE_ZIFFERN:
        return Wert(float(text))
    klein = text.strip().casefold()
    if klein in ZEICHEN:
        return Wert(None, ZEICHEN[klein], text.strip())
    return _zahl(text.strip(), ist_anzahl)


def _zahl(text: str, ist_anzahl: bool) -> Wert:
    status, zahl = FINAL, text
    if text[-1:].casefold() in ZUSATZ and text[:-1].strip()[-1:].isdigit():
        status, zahl = ZUSATZ[text[-1].casefold()], text[:-1].strip()
    elif text.startswith("(") and text.endswith(")"):  # the figure is uncertain
        status, zahl = ESTIMATED, text[1:-1].strip()
    if not ist_anzahl:
        zahl = zahl.removesuffix("%").rstrip()
    zahl = re.sub(r"^[-−–]\s*(?=\d)", "-", zahl)
    if ist_anzahl and KOMMA_ALS_TAUSENDER.fullmatch(zahl):
        return Wert(None, fehler=f"„{text}“ ist nicht eindeutig: Trennt das Komma Tausender oder Nachkommastellen?")
    muster = (ANZAHL,) if ist_anzahl else (ANTEIL, ANTEIL_GROSS)
    treffer = next((t for m in muster if (t := m.fullmatch(zahl))), None)
    if treffer is None:
        return Wert(None, fehler=_grund(text, zahl, ist_anzahl))
    ziffern = re.sub(r"\D", "", treffer["ganz"])
    bruch = treffer["bruch"] or ""
    if len((ziffern + bruch).lstrip("0")) > MEISTE_ZIFFERN + (2 if bruch else 0):
        return Wert(None, fehler=f"„{text[:40]}“ hat mehr Ziffern, als eine Statistik haben kann.")
    return Wert(float(f"{treffer['minus']}{ziffern}.{bruch or 0}"), status, text if status != FINAL else "")


def _grund(text: str, zahl: str, ist_anzahl: bool) -> str:
    kurz = text if len(text) <= 40 else f"{text[:40]}…"
    if ist_anzahl and re.fullmatch(r"-?\d+\.\d+", zahl):
        return f"„{kurz}“ ist nicht eindeutig: Bei Anzahlen trennt der Punkt Tausender. Nachkommastellen bitte mit Komma."
    if ist_anzahl and zahl.endswith("%"):
        return f"„{kurz}“ ist ein Anteil, hier wird eine Anzahl erwartet."
    return f"„{kurz}“ ist keine Zahl und kein Zeichen, das das Portal kennt."
