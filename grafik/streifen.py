"""Many values on one line, to see where one of them stands among the others. Geometry for an SVG of 400 by 64."""

from collections.abc import Sequence
from dataclasses import dataclass

BREITE, HOEHE = 400, 64
LINKS, RECHTS, MITTE = 14, 386, 34


@dataclass(frozen=True)
class Bild:
    """`punkte`: x of the others; `selbst`, `land`: x, None where there is no value; `enden`: (smallest, largest)."""

    punkte: tuple[int, ...]
    selbst: int | None
    land: int | None
    enden: tuple[float, float]
    breite: int = BREITE
    hoehe: int = HOEHE
    links: int = LINKS
    rechts: int = RECHTS
    mitte: int = MITTE


def streifen(andere: Sequence[float], selbst: float | None, land: float | None = None) -> Bild | None:
    """None with fewer than two values: there is nothing to stand among.

    >>> streifen([0, 10], 5).selbst
    200
    """
    alle = [*andere, *(wert for wert in (selbst, land) if wert is not None)]
    if len(andere) < 2 or min(alle) == max(alle):
        return None
    von, bis = min(alle), max(alle)

    def x(wert: float) -> int:
        return round(LINKS + (RECHTS - LINKS) * (wert - von) / (bis - von))

    punkte = tuple(x(wert) for wert in sorted(andere))
    return Bild(punkte, None if selbst is None else x(selbst), None if land is None else x(land), (von, bis))
