"""What stands in the portal today, as columns of numbers that can be looked up by (Indikator, Stichtag, Gebiet)."""

from dataclasses import dataclass

import numpy as np

from statistik.models import Messwert

NULLTAG = np.datetime64("1950-01-01", "D").astype("i8")
BLOCK = 20_000
MEISTE_GENANNTE = 500
STATUS = list(Messwert.Status.values)
NUMMER = {status: nummer for nummer, status in enumerate(STATUS)}


STELLE_INDIKATOR, STELLE_TAG = 47, 31
NUR_INDIKATOR = 0xFFFF << STELLE_INDIKATOR


def schluessel(indikator: np.ndarray, tag: np.ndarray, gebiet: np.ndarray) -> np.ndarray:
    """One number for each place in the table: 16 bits of Indikator, 16 of days since 1950, 31 of Gebiet."""
    tage = tag.astype("M8[D]").astype("i8") - NULLTAG
    return (indikator.astype("i8") << STELLE_INDIKATOR) | (tage << STELLE_TAG) | gebiet.astype("i8")


@dataclass(frozen=True)
class Bestand:
    """Sorted by `ort`. `pk` is the row that stands, `status` points into STATUS; `zeichen` is left to the database."""

    ort: np.ndarray
    wert: np.ndarray
    status: np.ndarray
    pk: np.ndarray

    def stellen(self, orte: np.ndarray) -> np.ndarray:
        """For each place where it stands here, -1 where it does not."""
        if not len(self.ort):
            return np.full(len(orte), -1)
        stelle = np.searchsorted(self.ort, orte).clip(max=len(self.ort) - 1)
        return np.where(self.ort[stelle] == orte, stelle, -1)

    def werte(self, orte: np.ndarray) -> np.ndarray:
        """NaN where there is no value."""
        stelle = self.stellen(orte)
        return np.where(stelle >= 0, self.wert[stelle], np.nan) if len(self.wert) else np.full(len(orte), np.nan)


def sortiert(ort: np.ndarray, wert: np.ndarray, status: np.ndarray, pk: np.ndarray) -> Bestand:
    reihenfolge = np.argsort(ort, kind="stable")
    return Bestand(ort[reihenfolge], wert[reihenfolge], status[reihenfolge], pk[reihenfolge])


def gleich(wert: np.ndarray, status: np.ndarray, anderer: np.ndarray, anderer_status: np.ndarray) -> np.ndarray:
    """Do two columns say the same, where no value is a statement too?"""
    return (status == anderer_status) & ((wert == anderer) | (np.isnan(wert) & np.isnan(anderer)))


def wenige(gebiete: set[int]) -> set[int] | None:
    """For the filter of a query: None, all areas, where they are too many to name."""
    return gebiete if len(gebiete) < MEISTE_GENANNTE else None


def laden(indikatoren: set[int], von, bis, *, ist_amtlich: bool, gebiete: set[int] | None = None) -> Bestand:
    """All values that stand for these Indikatoren between two days, read piece by piece."""
    zeilen = Messwert.objects.gueltig().filter(indikator__in=indikatoren, stichtag__range=(von, bis), ist_amtlich=ist_amtlich)
    if gebiete is not None:
        zeilen = zeilen.filter(gebiet__in=gebiete)
    teile = []
    block = []
    for zeile in zeilen.order_by().values_list("indikator_id", "stichtag", "gebiet_id", "wert", "status", "pk").iterator(BLOCK):
        block.append(zeile)
        if len(block) == BLOCK:
            teile.append(_spalten(block))
            block = []
    teile.append(_spalten(block))
    return sortiert(*(np.concatenate(spalte) for spalte in zip(*teile, strict=True)))


def _spalten(block: list) -> tuple[np.ndarray, ...]:
    if not block:
        return np.zeros(0, "i8"), np.zeros(0), np.zeros(0, "i1"), np.zeros(0, "i8")
    indikator, tag, gebiet, wert, status, pk = zip(*block, strict=True)
    ort = schluessel(np.array(indikator, "i8"), np.array(tag, "M8[D]"), np.array(gebiet, "i8"))
    zahlen = np.array([np.nan if w is None else w for w in wert])
    return ort, zahlen, np.array([NUMMER[s] for s in status], "i1"), np.array(pk, "i8")
