"""How many chose each of five steps: bars, a ring for the middle, a line under the middle half. For an SVG of 540 by 170."""

from collections.abc import Sequence
from dataclasses import dataclass

HOEHE = 170
ERSTER, SCHRITT = 54, 108  # x of the first step's middle, distance of two steps
BALKEN, BODEN, HOECHSTER = 76, 96, 72  # width; y they stand on; height of the highest


@dataclass(frozen=True)
class Balken:
    """`mitte` is the x of its numbers, `oben` the y of its top."""

    anzahl: int
    x: int
    mitte: int
    oben: int
    hoehe: int


@dataclass(frozen=True)
class Bild:
    """`ring` is the x of the middle step; `strich` is (from, to) in x, `bereich` (from, width); None where there is none."""

    tritte: tuple[tuple[int, int], ...]  # (step, x)
    balken: tuple[Balken, ...]
    ring: int | None
    strich: tuple[int, int] | None
    bereich: tuple[int, int] | None


def ort(stufe: int) -> int:
    return ERSTER + SCHRITT * (stufe - 1)


def verteilung(
    anzahlen: Sequence[int] | None, hoechste: int, mitte: tuple[int, int, int] | None, bereich: tuple[int, int] | None = None
) -> Bild:
    """`hoechste` is the count as high as the picture; `mitte` (middle step, from, to); `bereich` a range instead of counts.

    >>> verteilung([0, 2, 4, 1, 0], 4, (3, 2, 3)).balken[2].hoehe, verteilung(None, 4, None, (1, 3)).bereich
    (72, (16, 292))
    """
    balken = tuple(
        Balken(n, ort(stufe) - BALKEN // 2, ort(stufe), BODEN - (h := round(HOECHSTER * n / hoechste)), h)
        for stufe, n in enumerate(anzahlen or (), 1)
    )
    strich = (ort(mitte[1]) - 22, ort(mitte[2]) + 22) if mitte else None
    weit = (ort(bereich[0]) - BALKEN // 2, SCHRITT * (bereich[1] - bereich[0]) + BALKEN) if bereich else None
    return Bild(tuple((stufe, ort(stufe)) for stufe in range(1, 6)), balken, ort(mitte[0]) if mitte else None, strich, weit)
