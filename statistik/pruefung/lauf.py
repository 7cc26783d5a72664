"""The check while it goes on: columns that are filled step by step, and what was noticed."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from statistik.leser import werte
from statistik.leser.deuten import Zellen
from statistik.models import Indikator
from statistik.pruefung.befunde import ARTEN, AUSLASSEN, FEHLER, Befund, gewaehlt
from statistik.pruefung.bestand import NUMMER, schluessel
from statistik.pruefung.ergebnis import ABGELEHNT, AUSGELASSEN, NEU
from statistik.pruefung.gebiete import KEINS, Verzeichnis


@dataclass
class Lauf:
    """The check while it goes on. `gut`: rows that no error keeps out and no decision left out."""

    zellen: Zellen
    verzeichnis: Verzeichnis
    indikatoren: dict[int, Indikator]
    entscheidungen: dict[str, str]
    ist_amtlich: bool = True
    grundlage: str = ""
    befunde: list[Befund] = field(default_factory=list)
    hinweise: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        anzahl = len(self.zellen)
        self.was = np.full(anzahl, NEU, "i1")
        self.gebiet = np.full(anzahl, KEINS, "i8")
        self.indikator = np.full(anzahl, -1, "i8")
        self.tag = np.full(anzahl, np.datetime64("NaT"), "M8[D]")
        self.wert = np.full(anzahl, np.nan)
        self.status = np.full(anzahl, NUMMER[werte.FINAL], "i1")
        self.zeile = self.zellen.zeile
        self.herkunft = self.zellen.kodes["herkunft"]
        self.zeichen = np.zeros(anzahl, "i4")
        self.zeichennummer = {"": 0}

    @property
    def gut(self) -> np.ndarray:
        return self.was == NEU

    def melden(self, art: str, wo: np.ndarray, angaben=None) -> None:
        """Note a Befund for the rows that are True in `wo` (or named by number) and do what follows from it.

        `angaben`: what is particular about each of them, as a list or a function of the numbers.
        """
        stellen = np.flatnonzero(wo) if wo.dtype == bool else wo
        if not len(stellen):
            return
        texte = angaben(stellen) if callable(angaben) else list(angaben or [])
        self.befunde.append(Befund(art, stellen.astype("i4"), texte))
        wahl = self.wahl(art)
        if ARTEN[art].schwere == FEHLER:
            self.was[stellen] = ABGELEHNT
        elif wahl == AUSLASSEN or (ARTEN[art].wahl and not wahl):
            self.was[stellen] = np.where(self.was[stellen] == ABGELEHNT, ABGELEHNT, AUSGELASSEN)

    def wahl(self, art: str) -> str:
        return gewaehlt(art, self.entscheidungen)

    def reihen(self, maske: np.ndarray) -> Iterator[tuple[Indikator, date, np.ndarray]]:
        """(Indikator, day, rows) for each pair that occurs among the rows of the mask."""
        stellen = np.flatnonzero(maske)
        if not len(stellen):
            return
        gruppe = self.indikator[stellen] * 2**32 + self.tag[stellen].astype("i8") + 2**31
        reihenfolge = np.argsort(gruppe, kind="stable")
        grenzen = np.flatnonzero(np.diff(gruppe[reihenfolge])) + 1
        for teil in np.split(stellen[reihenfolge], grenzen):
            yield self.indikatoren[int(self.indikator[teil[0]])], self.tag[teil[0]].item(), teil

    def anhaengen(self, **felder: np.ndarray) -> None:
        """Rows that the portal forms itself."""
        for name in ("zeile", "was", "gebiet", "indikator", "tag", "wert", "status", "herkunft", "zeichen"):
            setattr(self, name, np.concatenate([getattr(self, name), felder[name]]))

    @property
    def eingeordnet(self) -> np.ndarray:
        """Rows that are good and have an area."""
        return self.gut & (self.gebiet >= 0)

    def orte(self, stellen: np.ndarray) -> np.ndarray:
        return schluessel(self.indikator[stellen], self.tag[stellen], self.gebiet[stellen])

    def mit(self, **felder) -> np.ndarray:
        """Rows whose Indikator has these values."""
        return np.isin(
            self.indikator, [i.pk for i in self.indikatoren.values() if all(getattr(i, f) == w for f, w in felder.items())]
        )
