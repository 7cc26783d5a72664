"""What may be said of a number of Stufen, and how. Pure; the only place that knows how many answers it takes."""

from collections.abc import Sequence
from statistics import median_low

from kooperation.vorlage import STUFEN

GENUG_ANTWORTEN = 5  # for a median of a sheet, and for anything of an anonymous round


def unterer_median(stufen: list[int]) -> int | None:
    """The lower median (statistics.median_low) of at least five Stufen, else None."""
    return median_low(stufen) if len(stufen) >= GENUG_ANTWORTEN else None


def quantil(anzahlen: Sequence[int], viertel: int) -> int:
    """The Stufe below or at which at least so many quarters of the answers lie; `anzahlen` are counts of Stufe 1 to 5.

    Quantile by inverted distribution function (Hyndman & Fan 1996, type 1): always a Stufe that somebody chose.

    >>> quantil([1, 2, 0, 1, 0], 2), quantil([0, 0, 3, 0, 3], 2), quantil([0, 0, 3, 0, 3], 3)
    (2, 3, 5)
    """
    bis_hier = 0
    for stufe in range(1, STUFEN + 1):
        bis_hier += anzahlen[stufe - 1]
        if 4 * bis_hier >= viertel * sum(anzahlen):
            return stufe
    raise AssertionError("The last Stufe holds all answers.")
