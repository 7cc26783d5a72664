"""Two marks on one rail of five steps: where A and B stand. Pure geometry for an SVG of 540 by 76."""

from dataclasses import dataclass

BREITE, HOEHE, MITTE = 540, 76, 24
ERSTER, SCHRITT = 22, 124
NEBENEINANDER = 15  # how far two equal marks stand apart from their step


@dataclass(frozen=True)
class Schiene:
    """`a` and `b` are x coordinates, None where a side has no Stufe; `linie` is what lies between them, if anything does."""

    tritte: tuple[tuple[int, int], ...]  # (number, x)
    a: int | None
    b: int | None
    linie: tuple[int, int] | None


def schiene(a: int | None, b: int | None) -> Schiene:
    """
    >>> schiene(2, 4).linie, schiene(3, 3).a, schiene(3, 3).b, schiene(None, 1).linie
    ((146, 394), 255, 285, None)
    """
    orte = {nummer: ERSTER + SCHRITT * (nummer - 1) for nummer in range(1, 6)}
    x_a, x_b = (orte[stufe] if stufe else None for stufe in (a, b))
    linie = (min(x_a, x_b), max(x_a, x_b)) if x_a and x_b and x_a != x_b else None
    if x_a and x_a == x_b:
        x_a, x_b = x_a - NEBENEINANDER, x_a + NEBENEINANDER
    return Schiene(tuple(orte.items()), x_a, x_b, linie)
