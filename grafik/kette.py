"""The motif of the portal: rings that hold each other, as coordinates for SVG.

Every ring is drawn over the one before it; where the left one must pass over again at the lower crossing, a short
arc of it is drawn once more on top. A halo in the ground colour keeps the strokes apart.
"""

from dataclasses import dataclass
from math import acos, cos, degrees, radians, sin

BOGEN = 20  # degrees of the left ring redrawn to both sides of the lower crossing


@dataclass(frozen=True)
class Ring:
    """`x` is the centre; `halo` and `ueber` are SVG paths, empty where nothing is crossed."""

    x: float
    zustand: str
    halo: str = ""
    ueber_halo: str = ""
    ueber: str = ""


@dataclass(frozen=True)
class Kette:
    breite: float
    hoehe: float
    radius: float
    strich: float
    mitte: float
    ringe: tuple[Ring, ...]


def kette(anzahl: int, geschlossen: int | None = None, jetzt: int | None = None, radius: float = 8.6, strich: float = 3) -> Kette:
    """`anzahl` rings in a row, of which the first `geschlossen` are closed (all by default), `jetzt` the one that closes next."""
    abstand, rand = radius * 1.442, strich * 0.84
    mitte = radius + rand
    geschlossen = anzahl if geschlossen is None else geschlossen
    ringe = []
    for i in range(anzahl):
        x = mitte + i * abstand
        zustand = "jetzt" if i == jetzt else "zu" if i < geschlossen else "offen"
        halo = bogen(x, mitte, radius, 112, 248) if i else ""
        ueber, ueber_halo = "", ""
        if i < anzahl - 1:
            # the lower crossing with the next ring, seen from this ring's centre
            kreuzung = degrees(acos(abstand / 2 / radius))
            ueber_halo = bogen(x, mitte, radius, kreuzung - BOGEN, kreuzung + BOGEN)
            ueber = bogen(x, mitte, radius, kreuzung - BOGEN - 3, kreuzung + BOGEN + 3)
        ringe.append(Ring(round(x, 1), zustand, halo, ueber_halo, ueber))
    return Kette(round(2 * mitte + (anzahl - 1) * abstand, 1), round(2 * mitte, 1), radius, strich, round(mitte, 1), tuple(ringe))


def bogen(x: float, y: float, r: float, von: float, bis: float) -> str:
    """Arc clockwise from angle to angle, in degrees, 0 to the right and 90 below."""
    ax, ay, bx, by = x + r * cos(radians(von)), y + r * sin(radians(von)), x + r * cos(radians(bis)), y + r * sin(radians(bis))
    return f"M{ax:.1f} {ay:.1f}A{r:g} {r:g} 0 0 1 {bx:.1f} {by:.1f}"
