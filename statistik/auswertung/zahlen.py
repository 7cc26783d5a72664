"""Public figures of some Indikatoren and areas, with what has to be said about each; shares of our own are computed here."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

from kern.templatetags.schreibweise import SCHMALES_LEERZEICHEN, zahl_schreiben
from statistik.grundlage import WORTE, grundlage
from statistik.leser.werte import (
    ESTIMATED,
    FINAL,
    NOT_MEANINGFUL,
    OHNE_WERT,
    PRELIMINARY,
    REVISED,
    SECRET,
    UNKNOWN,
)  # fmt: skip
from statistik.models import Herkunft, Indikator, Messwert
from statistik.models.lieferung import stand_schreiben

SICHERHEIT = (FINAL, REVISED, PRELIMINARY, ESTIMATED)  # a computed value is as certain as its least certain side
STELLEN_EIGENER, ZEHNTEL = 1, Decimal("0.1")  # rounded once, here: page, file and map class say the same
MEISTE_STELLEN = 2
KURZ = {SECRET: "nicht veröffentlicht", UNKNOWN: "unbekannt", NOT_MEANINGFUL: "nicht sinnvoll", "follows": "folgt später"}


@dataclass(frozen=True, slots=True)
class Zahl:
    """`wert` is None where `status` says why there is none. `herkuenfte`: keys of Herkunft, two for a computed share.

    `grundlage`: the census it rests on, a key of grundlage.WORTE; empty where it rests on none. `stellen`: decimal places
    of what was loaded together, so that a column of published shares lines up; None for as many as the number has.
    """

    indikator: Indikator
    gebiet: int
    tag: date
    wert: float | None
    status: str
    herkuenfte: tuple[int, ...]
    grundlage: str = ""
    stellen: int | None = None

    @property
    def gerundet(self) -> float | None:
        """As it leaves the portal: as published, whole where it is a whole number; own shares with one decimal place."""
        if self.wert is None:
            return None
        return int(self.wert) if self.indikator.ist_anzahl and self.wert == int(self.wert) else self.wert

    @property
    def text(self) -> str:
        """As a page writes it: as published, own shares with one decimal place, in place of a missing value the reason."""
        if self.wert is None:
            return KURZ[self.status]
        zahl = zahl_schreiben(self.wert, self.stellen)
        return f"{zahl}{SCHMALES_LEERZEICHEN}%" if self.indikator.art == Indikator.Art.ANTEIL else zahl

    @property
    def statuswort(self) -> str:
        """What limits the value; nothing for a final one, or for a missing one, whose text is the reason."""
        return "" if self.status == FINAL or self.wert is None else Messwert.Status(self.status).label

    @property
    def grundlagenwort(self) -> str:
        return WORTE.get(self.grundlage, "")


@dataclass(frozen=True)
class Reihe:
    """One Indikator in one area over time. `brueche`: days from which on the figures rest on something else."""

    indikator: Indikator
    gebiet: int
    zahlen: tuple[Zahl, ...] = ()

    @property
    def brueche(self) -> tuple[Zahl, ...]:
        """The first figure after each break."""
        return tuple(danach for davor, danach in pairwise(self.zahlen) if davor.grundlage != danach.grundlage)

    @property
    def letzte(self) -> Zahl | None:
        """The newest that has a value, else the newest."""
        mit_wert = [zahl for zahl in self.zahlen if zahl.wert is not None]
        return (mit_wert or list(self.zahlen) or [None])[-1]

    @property
    def neueste(self) -> Zahl | None:
        """The newest, with a value or with the reason why there is none."""
        return self.zahlen[-1] if self.zahlen else None

    @property
    def hat_wert(self) -> bool:
        return any(zahl.wert is not None for zahl in self.zahlen)


@dataclass
class Zahlen:
    """What was loaded, to be asked by Indikator, area and day; `quellen` by key."""

    werte: dict[tuple[int, int, date], Zahl] = field(default_factory=dict)
    quellen: dict[int, Herkunft] = field(default_factory=dict)

    def reihe(self, indikator: Indikator, gebiet: int) -> Reihe:
        zahlen = [z for (i, g, _), z in self.werte.items() if i == indikator.pk and g == gebiet]
        return Reihe(indikator, gebiet, tuple(sorted(zahlen, key=lambda zahl: zahl.tag)))

    def zahl(self, indikator: Indikator, gebiet: int, tag: date) -> Zahl | None:
        return self.werte.get((indikator.pk, gebiet, tag))

    def tage(self, indikator: Indikator) -> list[date]:
        """Days for which at least one area has a value, the newest first."""
        return sorted(
            {tag for (i, _, tag), zahl in self.werte.items() if i == indikator.pk and zahl.wert is not None}, reverse=True
        )

    def quelle(self, zahl: Zahl) -> str:
        """As it has to be cited: source, table, date; for a sum or share the portal formed, that it did."""
        return self.zitate([zahl])[0]

    def zitate(self, zahlen: Iterable[Zahl]) -> list[str]:
        """The sources of several figures, each once; what only differs in its date stands together."""
        nach_art: dict[str, set[int]] = {}
        for zahl in zahlen:
            summe = "Eigene Berechnung, Summe aus Teilen: " if self.ist_eigene(zahl) else ""
            art = "Eigene Berechnung aus: " if zahl.indikator.eigene_berechnung else summe
            nach_art.setdefault(art, set()).update(zahl.herkuenfte)
        texte = []
        for art, pks in nach_art.items():
            worte = zusammengefasst([self.quellen[pk] for pk in sorted(pks)])
            texte += [f"{art}{'; '.join(worte)}"] if art else worte
        return texte

    def ist_eigene(self, zahl: Zahl) -> bool:
        """Did the portal compute it, or form it as a sum?"""
        return zahl.indikator.eigene_berechnung or any(self.quellen[pk].ist_summe for pk in zahl.herkuenfte)

    def lizenz(self, zahl: Zahl) -> str:
        """Of all it was made from; empty where one of them came without."""
        genannt = [self.quellen[pk].lieferung.lizenz for pk in zahl.herkuenfte]
        return ", ".join(dict.fromkeys(genannt)) if all(genannt) else ""


def zusammengefasst(quellen: list[Herkunft]) -> list[str]:
    """Sources as they are cited, those together that only differ in their date."""
    staende: dict[str, set[str]] = {}
    for herkunft in quellen:
        woher = ", ".join(filter(None, [herkunft.quelle, herkunft.tabelle]))
        staende.setdefault(woher, set()).update({herkunft.stand} - {""})
    nach_jahr = {woher: sorted(wann, key=lambda stand: stand.split(".")[::-1]) for woher, wann in staende.items()}
    return [", ".join(filter(None, [woher, stand_schreiben(", ".join(wann))])) for woher, wann in nach_jahr.items()]


def laden(indikatoren: Iterable[Indikator], *, gebiete=None, tag: date | None = None, ist_amtlich: bool = True) -> Zahlen:
    """Two queries, whatever is asked. `gebiete`: keys or a QuerySet of them, None for all; `tag`: one day, None for all."""
    indikatoren = list(indikatoren)
    gebraucht = {pk for i in indikatoren for pk in ((i.zaehler_id, i.nenner_id) if i.eigene_berechnung else (i.pk,))}
    zeilen = Messwert.objects.filter(indikator__in=gebraucht, ist_amtlich=ist_amtlich)
    if gebiete is not None:
        zeilen = zeilen.filter(gebiet__in=gebiete)
    if tag is not None:
        zeilen = zeilen.filter(stichtag=tag)
    roh = {(z.indikator_id, z.gebiet_id, z.stichtag): z for z in zeilen.oeffentlich()}
    quellen = Herkunft.objects.select_related("lieferung").only(
        "quelle", "tabelle", "stand", "ist_summe", "grundlage", "lieferung__lizenz"
    )
    zahlen = Zahlen(quellen=quellen.in_bulk({z.herkunft_id for z in roh.values()}))
    nach_indikator: dict[int, list] = {}
    for zeile in roh.values():
        nach_indikator.setdefault(zeile.indikator_id, []).append(zeile)
    for indikator in indikatoren:
        if indikator.eigene_berechnung:
            neue = [_anteil(indikator, zeile, roh, zahlen.quellen) for zeile in nach_indikator.get(indikator.zaehler_id, [])]
        else:
            zeilen_hier = nach_indikator.get(indikator.pk, [])
            stellen = None if indikator.ist_anzahl else _stellen(zeile.zahl for zeile in zeilen_hier)
            neue = [_gelesen(indikator, zeile, zahlen.quellen, stellen) for zeile in zeilen_hier]
        zahlen.werte |= {(indikator.pk, zahl.gebiet, zahl.tag): zahl for zahl in neue if zahl}
    return zahlen


def _stellen(werte: Iterable[float | None]) -> int:
    return min(MEISTE_STELLEN, max((len(repr(w).partition(".")[2].rstrip("0")) for w in werte if w is not None), default=0))


def _gelesen(indikator: Indikator, zeile, quellen: dict[int, Herkunft], stellen: int | None) -> Zahl:
    ruht_auf = grundlage(zeile.stichtag, quellen[zeile.herkunft_id].grundlage) if indikator.ruht_auf_zensus else ""
    return Zahl(indikator, zeile.gebiet_id, zeile.stichtag, zeile.zahl, zeile.zustand, (zeile.herkunft_id,), ruht_auf, stellen)


def _anteil(indikator: Indikator, zaehler, roh: dict, quellen: dict[int, Herkunft]) -> Zahl | None:
    """Zähler by Grundgesamtheit of the same day, in percent; none where the one or the other was never delivered.

    Two counts of the population that rest on different censuses are not divided by each other.
    """
    nenner = roh.get((indikator.nenner_id, zaehler.gebiet_id, zaehler.stichtag))
    if nenner is None:
        return None
    oben, unten = (grundlage(seite.stichtag, quellen[seite.herkunft_id].grundlage) for seite in (zaehler, nenner))
    passt = oben == unten or indikator.gezaehlt != Indikator.Gezaehlt.BEV
    wert, status = _geteilt(zaehler, nenner) if passt else (None, NOT_MEANINGFUL)
    return Zahl(
        indikator, zaehler.gebiet_id, zaehler.stichtag, wert, status, (zaehler.herkunft_id, nenner.herkunft_id),
        unten if indikator.ruht_auf_zensus else "", STELLEN_EIGENER,
    )  # fmt: skip


def _geteilt(zaehler, nenner) -> tuple[float | None, str]:
    fehlt = [zeile.zustand for zeile in (zaehler, nenner) if zeile.zustand in OHNE_WERT]
    if fehlt:
        return None, SECRET if SECRET in fehlt else fehlt[0]
    if not nenner.zahl:
        return None, NOT_MEANINGFUL
    anteil = Decimal(100) * Decimal(zaehler.zahl) / Decimal(nenner.zahl)
    return float(anteil.quantize(ZEHNTEL, ROUND_HALF_UP)), max(zaehler.zustand, nenner.zustand, key=SICHERHEIT.index)
