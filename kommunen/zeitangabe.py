"""A day that is known to the day, the month or the year: Stichtage are rarely more exact than their source."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

MONATE = (
    "Januar", "Februar", "März", "April", "Mai", "Juni",
    "Juli", "August", "September", "Oktober", "November", "Dezember",
)  # fmt: skip


class Genauigkeit(StrEnum):
    TAG = "tag"
    MONAT = "monat"
    JAHR = "jahr"


@dataclass(frozen=True, order=True)
class Zeitangabe:
    """`datum` is the first day of what is meant: March 2017 is 2017-03-01 with precision MONAT."""

    datum: date
    genauigkeit: Genauigkeit

    def __str__(self):
        match self.genauigkeit:
            case Genauigkeit.TAG:
                return f"{self.datum:%d.%m.%Y}"
            case Genauigkeit.MONAT:
                return f"{MONATE[self.datum.month - 1]} {self.datum.year}"
        return str(self.datum.year)
