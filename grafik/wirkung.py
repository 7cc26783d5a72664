"""The Wirkungsmodell as a picture: columns of cards, and lines from what leads to what. Pure geometry."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from grafik.text import umbrechen

BREITE, LUFT, POLSTER = 1160, 44, 12
SCHRIFT, ZEILE = 15, 20
KOPF = 64  # for the names of the columns, two lines of them
ABSTAND = 18


@dataclass(frozen=True)
class Karte:
    schluessel: str
    spalte: int
    text: str
    fuehrt_zu: tuple[str, ...] = ()


@dataclass(frozen=True)
class Kasten:
    schluessel: str
    spalte: int
    x: float
    y: float
    breite: float
    hoehe: float
    zeilen: tuple[tuple[float, str], ...]  # (y of the line, its words)


@dataclass(frozen=True)
class Bild:
    breite: int
    hoehe: float
    koepfe: tuple[tuple[float, tuple[str, ...]], ...]  # (x, lines) of each column
    kaesten: tuple[Kasten, ...]
    wege: tuple[str, ...]  # SVG paths


def wirkungsbild(spalten: Sequence[str], karten: Sequence[Karte]) -> Bild | None:
    """None without a card. Cards keep their order; a link to a card that is not there is left out."""
    if not karten:
        return None
    breite = (BREITE - LUFT * (len(spalten) - 1)) / len(spalten)
    kaesten: dict[str, Kasten] = {}
    unten = [float(KOPF)] * len(spalten)
    for karte in karten:
        worte = umbrechen(karte.text, SCHRIFT, breite - 2 * POLSTER)
        hoehe = len(worte) * ZEILE + 2 * POLSTER
        x, y = karte.spalte * (breite + LUFT), unten[karte.spalte]
        zeilen = tuple((round(y + POLSTER + SCHRIFT + nummer * ZEILE, 1), wort) for nummer, wort in enumerate(worte))
        kaesten[karte.schluessel] = Kasten(
            karte.schluessel, karte.spalte, round(x, 1), round(y, 1), round(breite, 1), hoehe, zeilen
        )
        unten[karte.spalte] = y + hoehe + ABSTAND
    return Bild(
        breite=BREITE,
        hoehe=round(max(unten) - ABSTAND + 4, 1),
        koepfe=tuple((round(n * (breite + LUFT), 1), tuple(umbrechen(name, SCHRIFT, breite))) for n, name in enumerate(spalten)),
        kaesten=tuple(kaesten.values()),
        wege=tuple(_wege(karten, kaesten)),
    )


def _wege(karten: Sequence[Karte], kaesten: Mapping[str, Kasten]):
    """From the right side of a card to the left side of the other, in a curve that leaves and arrives level."""
    for karte in karten:
        von = kaesten[karte.schluessel]
        for ziel in karte.fuehrt_zu:
            if ziel not in kaesten or kaesten[ziel].spalte <= von.spalte:
                continue
            nach = kaesten[ziel]
            x1, y1, x2, y2 = von.x + von.breite, von.y + von.hoehe / 2, nach.x, nach.y + nach.hoehe / 2
            mitte = (x1 + x2) / 2
            yield f"M{x1:.1f} {y1:.1f}C{mitte:.1f} {y1:.1f} {mitte:.1f} {y2:.1f} {x2:.1f} {y2:.1f}"
