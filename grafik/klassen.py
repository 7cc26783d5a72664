"""Five classes for a map, with bounds that people can read."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

ANZAHL = 5


@dataclass(frozen=True)
class Klassen:
    """`grenzen`: lower bounds of the second to the last class, rising; `von` and `bis` the smallest and the largest value."""

    grenzen: tuple[float, ...]
    von: float
    bis: float
    stellen: int

    def stufe(self, wert: float) -> int:
        """From 1: the class of a value as it is written, so that no page shows a value outside its class."""
        return bisect_right(self.grenzen, round(wert, self.stellen)) + 1

    @property
    def spannen(self) -> list[tuple[float, float]]:
        """(from, below) of each class; the last ends with the largest value, which belongs to it."""
        return list(zip((self.von, *self.grenzen), (*self.grenzen, self.bis), strict=True))


def klassen(werte: Sequence[float], stellen: int = 1) -> Klassen | None:
    """Classes with about as many values in each (quantiles), bounds rounded to `stellen` places. None without values.

    Equal values are never parted, so there may be fewer than five.

    >>> klassen([4, 6, 8, 10, 12, 14, 16, 18, 20, 22]).grenzen
    (8.0, 12.0, 16.0, 20.0)
    >>> klassen([3, 3, 3]).spannen
    [(3, 3)]
    """
    if not werte:
        return None
    sortiert = sorted(round(wert, stellen) for wert in werte)
    grenzen = {sortiert[len(sortiert) * i // ANZAHL] for i in range(1, ANZAHL)}
    return Klassen(tuple(float(g) for g in sorted(grenzen - {sortiert[0]})), sortiert[0], sortiert[-1], stellen)
