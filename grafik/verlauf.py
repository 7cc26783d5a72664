"""A step from one to five over several rounds, with the middle half as a bar. Geometry for an SVG of 540 by 190."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

BREITE, HOEHE = 540, 190
LINKS, RECHTS, UNTEN, SCHRITT = 52, 488, 150, 30  # x of the first and the last round; y of step 1; distance of two steps


@dataclass(frozen=True)
class Stelle:
    """One round: its x, and for what is shown the y of the middle and of both ends of the middle half."""

    x: int
    text: str
    y: int | None
    oben: int | None
    unten: int | None


@dataclass(frozen=True)
class Strecke:
    """Between two rounds that follow each other; `bruch` where what was asked changed in between."""

    x1: int
    y1: int
    x2: int
    y2: int
    bruch: bool


@dataclass(frozen=True)
class Bild:
    linien: tuple[tuple[int, int], ...]  # (step, y)
    stellen: tuple[Stelle, ...]
    strecken: tuple[Strecke, ...]
    brueche: tuple[int, ...]  # x


def hoehe(stufe: int) -> int:
    return UNTEN - SCHRITT * (stufe - 1)


def verlauf(punkte: Sequence[tuple[str, tuple[int, int, int] | None]], brueche: Sequence[int] = ()) -> Bild:
    """`punkte` are (label, (middle, from, to) or None) in order; `brueche` are gaps between rounds, 0 after the first.

    A round that shows nothing leaves a hole, no line crosses it.

    >>> bild = verlauf([("2025", (2, 2, 3)), ("2026", (3, 2, 4))], [0])
    >>> bild.strecken[0].y1, bild.strecken[0].y2, bild.strecken[0].bruch, bild.brueche
    (120, 90, True, (270,))
    """
    weit = (RECHTS - LINKS) / max(1, len(punkte) - 1)
    orte = [round(LINKS + weit * i) if len(punkte) > 1 else BREITE // 2 for i in range(len(punkte))]
    stellen = tuple(
        Stelle(x, text, hoehe(m[0]), hoehe(m[2]), hoehe(m[1])) if m else Stelle(x, text, None, None, None)
        for x, (text, m) in zip(orte, punkte, strict=True)
    )
    strecken = tuple(
        Strecke(a.x, a.y, b.x, b.y, i in brueche)
        for i, (a, b) in enumerate(pairwise(stellen))
        if a.y is not None and b.y is not None
    )
    return Bild(
        tuple((stufe, hoehe(stufe)) for stufe in range(1, 6)),
        stellen,
        strecken,
        tuple(round((orte[i] + orte[i + 1]) / 2) for i in brueche),
    )
