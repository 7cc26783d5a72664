"""The six life phases as one chain of long rings, each with its symbol: the number of its sides counts the phase."""

from dataclasses import dataclass
from math import acos, cos, degrees, pi, sin

from grafik.kette import BOGEN, bogen

BREITE, HOEHE, RADIUS, SCHRITT, RAND = 114, 44, 22, 100, 4


@dataclass(frozen=True)
class Glied:
    """One ring: `x` of its left edge, symbol and the arcs that hook it to its neighbours (SVG paths)."""

    nummer: int
    x: int
    zeichen: str
    einzeln: str
    halo: str = ""
    ueber_halo: str = ""
    ueber: str = ""


@dataclass(frozen=True)
class Phasenbild:
    breite: int
    hoehe: int
    glieder: tuple[Glied, ...]


def zeichen(seiten: int, x: float, y: float, r: float) -> str:
    """SVG path of a symbol around (x, y): 1 a dot, 2 a lens, from 3 on a polygon with that many sides."""
    if seiten == 1:
        k = r * 0.62
        return f"M{x - k:.1f} {y:.1f}a{k:.1f} {k:.1f} 0 1 0 {2 * k:.1f} 0a{k:.1f} {k:.1f} 0 1 0 {-2 * k:.1f} 0z"
    if seiten == 2:
        return f"M{x:.1f} {y - r:.1f}Q{x + r:.1f} {y:.1f} {x:.1f} {y + r:.1f}Q{x - r:.1f} {y:.1f} {x:.1f} {y - r:.1f}z"
    drehung = -pi / 2 if seiten != 4 else -pi / 4
    ecken = [(x + r * cos(drehung + 2 * pi * i / seiten), y + r * sin(drehung + 2 * pi * i / seiten)) for i in range(seiten)]
    return "M" + "L".join(f"{ex:.1f} {ey:.1f}" for ex, ey in ecken) + "z"


def phasenbild(anzahl: int) -> Phasenbild:
    mitte = HOEHE / 2 + RAND
    kreuzung = degrees(acos((2 * RADIUS - (BREITE - SCHRITT)) / 2 / RADIUS))
    glieder = []
    for i in range(anzahl):
        x = RAND + i * SCHRITT
        links, rechts = x + RADIUS, x + BREITE - RADIUS
        letztes = i == anzahl - 1
        glieder.append(
            Glied(
                nummer=i + 1,
                x=x,
                zeichen=zeichen(i + 1, x + BREITE / 2, mitte, 9.5),
                einzeln=zeichen(i + 1, 32, 36, 12),
                halo=bogen(links, mitte, RADIUS, 111, 249) if i else "",
                ueber_halo="" if letztes else bogen(rechts, mitte, RADIUS, kreuzung - BOGEN, kreuzung + BOGEN),
                ueber="" if letztes else bogen(rechts, mitte, RADIUS, kreuzung - BOGEN - 2, kreuzung + BOGEN + 2),
            )
        )
    return Phasenbild(2 * RAND + (anzahl - 1) * SCHRITT + BREITE, HOEHE + 2 * RAND, tuple(glieder))
