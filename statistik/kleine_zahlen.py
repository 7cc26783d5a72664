"""Small counts are never public, nor is what would reveal them.

Counts of people in need below STATISTIK_MINDESTZAHL (and any such count a Kommune delivers itself) are kept, but marked; with
them what would give them away by adding and subtracting (verbergen.py), and every share from which they could be computed.
A share speaks of people, too: with the population it is measured against it is a count. That count stands among the others even
where nobody delivered it, and a share that may stand for a few people is hidden, allowing for a population that differs a little.

What a Kommune counts itself is hidden where the official figure of the same place and day is; both stand on one page.
"""

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np
from django.conf import settings
from django.utils.crypto import salted_hmac

from statistik import schreiben
from statistik.leser.werte import SECRET
from statistik.models import Gebiet, Indikator, Messwert
from statistik.pruefung import bestand
from statistik.pruefung.gebiete import Verzeichnis
from statistik.verbergen import Gleichung, Tafel

BASIS_TAGE = 1100  # a population of another day will do where there is none of this one
SPIELRAUM = 0.05  # the office's population may differ from the one the portal has
Ebene = Gebiet.Ebene


def markieren(*, von: date, bis: date, ist_amtlich: bool) -> None:
    """Bring the marks up to date for all values that stand between two days. Takes part in the transaction around it."""
    if ist_amtlich:
        _Marken(von, bis, ist_amtlich=True).setzen()
    if not ist_amtlich or Messwert.objects.gueltig().filter(ist_amtlich=False, stichtag__range=(von, bis)).exists():
        _Marken(von, bis, ist_amtlich=False).setzen()


def alle_markieren() -> None:
    """After another STATISTIK_MINDESTZAHL, or when an Indikator hangs together with others in a new way."""
    markieren(von=date(1950, 1, 1), bis=date(2129, 1, 1), ist_amtlich=True)


class _Marken:
    def __init__(self, von: date, bis: date, *, ist_amtlich: bool) -> None:
        self.von, self.bis, self.ist_amtlich = von, bis, ist_amtlich
        self.indikatoren = {i.pk: i for i in Indikator.objects.prefetch_related("teile")}
        self.geschuetzt = {pk for pk, i in self.indikatoren.items() if i.ist_geschuetzt or not ist_amtlich}
        self.anzahlen = [i for pk, i in self.indikatoren.items() if i.ist_anzahl and pk in self.geschuetzt]
        self.anteile = [i for pk, i in self.indikatoren.items() if not i.ist_anzahl and i.nenner_id and pk in self.geschuetzt]
        self.zusammensetzung = [
            (i.pk, pks) for i in self.anzahlen if (pks := [t.pk for t in i.teile.all()]) and set(pks) <= self.geschuetzt
        ]
        self.geschachtelt = [(i.pk, a.pk) for a in self.anzahlen for i in self.anzahlen if _beginnt(i, a)]
        self.verzeichnis = Verzeichnis()

    def setzen(self) -> None:
        da = bestand.laden(self.geschuetzt, self.von, self.bis, ist_amtlich=self.ist_amtlich)
        if not len(da.ort):
            return
        self.basis = self._grundgesamtheiten()
        tage = (da.ort >> bestand.STELLE_TAG) & 0xFFFF
        soll = np.zeros(len(da.ort), bool)
        for tag in np.unique(tage).tolist():
            stellen = np.flatnonzero(tage == tag)
            soll[stellen] = self._tag(da, stellen, (bestand.NULLTAG + tag).astype("M8[D]").item())
        ist = np.isin(da.pk, list(self._markiert(self.ist_amtlich).values_list("pk", flat=True)))
        schreiben.aendern(da.pk[soll & ~ist], ist_klein=True)
        schreiben.aendern(da.pk[~soll & ist], ist_klein=False)

    def _markiert(self, ist_amtlich: bool):
        marken = Messwert.objects.gueltig().filter(ist_klein=True, ist_amtlich=ist_amtlich)
        return marken.filter(stichtag__range=(self.von, self.bis))

    def _grundgesamtheiten(self) -> dict[tuple[int, int], list[tuple[date, float]]]:
        """(Indikator, area) -> populations that shares are measured against, by day; official where a Kommune has none."""
        nenner = {i.nenner_id for i in self.anteile}
        nenner |= {teil.pk for pk in nenner for teil in self.indikatoren[pk].teile.all()}
        gefunden: dict[tuple[int, int], dict[date, float]] = {}
        rand = timedelta(days=BASIS_TAGE)
        von, bis = max(self.von, date(1954, 1, 1)) - rand, min(self.bis, date(2120, 1, 1)) + rand
        for ist_amtlich in sorted({True, self.ist_amtlich}, reverse=True):
            zeilen = Messwert.objects.gueltig().filter(indikator__in=nenner, stichtag__range=(von, bis), ist_amtlich=ist_amtlich)
            for indikator, gebiet, tag, wert in zeilen.exclude(wert=None).values_list("indikator", "gebiet", "stichtag", "wert"):
                gefunden.setdefault((indikator, gebiet), {})[tag] = wert
        return {schluessel: sorted(werte.items()) for schluessel, werte in gefunden.items()}

    def _basis(self, indikator: int, gebiet: int, tag: date) -> float | None:
        """Of this day, else formed from its parts, else of the nearest day."""
        if werte := self.basis.get((indikator, gebiet)):
            return min(werte, key=lambda paar: abs((paar[0] - tag).days))[1]
        teile = [self.basis.get((teil.pk, gebiet)) for teil in self.indikatoren[indikator].teile.all()]
        if not teile or None in teile:
            return None
        return sum(min(werte, key=lambda paar: abs((paar[0] - tag).days))[1] for werte in teile if werte)

    def _tag(self, da: bestand.Bestand, stellen: np.ndarray, tag: date) -> np.ndarray:
        """Of the rows of one day: which have to be hidden."""
        orte = da.ort[stellen]
        zellen = list(zip((orte >> bestand.STELLE_INDIKATOR).tolist(), (orte & 0x7FFFFFFF).tolist(), strict=True))
        werte = dict(zip(zellen, da.wert[stellen].tolist(), strict=True))
        geheim = {z for z, s in zip(zellen, da.status[stellen].tolist(), strict=True) if bestand.STATUS[s] == SECRET}
        anzahlen = {z: w for z, w in werte.items() if w == w and self.indikatoren[z[0]].ist_anzahl}  # noqa: PLR0124
        heikle = self._anteile(werte, anzahlen, tag)
        tafel = Tafel(
            dict(anzahlen), list(self._gleichungen(anzahlen, tag)), settings.STATISTIK_MINDESTZAHL, self._los(tag),
            zwischen=set(), verborgen=self._amtlich_verborgen(tag) | {z for z in heikle if z in anzahlen},
        )  # fmt: skip
        verborgen = tafel.schuetzen()
        return np.array([self._muss(zelle, verborgen, heikle, geheim) for zelle in zellen])

    def _muss(self, zelle, verborgen, heikle, geheim) -> bool:
        indikator = self.indikatoren[zelle[0]]
        if indikator.ist_anzahl:
            return zelle in verborgen
        zaehler = (_gezaehlt(indikator), zelle[1])
        return zelle in heikle or zaehler in verborgen or zaehler in geheim

    def _anteile(self, werte: dict, anzahlen: dict, tag: date) -> set:
        """Shares that may stand for a few people; adds to `anzahlen` what the others stand for."""
        heikle = set()
        nach_indikator: dict[int, list[tuple[int, float]]] = {}
        for (pk, gebiet), wert in werte.items():
            nach_indikator.setdefault(pk, []).append((gebiet, wert))
        for indikator in self.anteile:
            pk = indikator.pk
            for gebiet, anteil in nach_indikator.get(pk, ()):
                if anteil != anteil:  # noqa: PLR0124 (NaN is not itself)
                    continue
                zaehler = (_gezaehlt(indikator), gebiet)
                if zaehler in anzahlen:
                    continue
                basis = self._basis(indikator.nenner_id, gebiet, tag)
                if basis is None:
                    if self.verzeichnis.ebene.get(gebiet) in (Ebene.GEMEINDE, Ebene.VERBAND):
                        heikle.add((pk, gebiet))
                    continue
                anzahlen[zaehler] = float(round(anteil * basis / 100))
                if self._ist_heikel(anteil, basis):
                    heikle |= {(pk, gebiet), zaehler}
        return heikle

    def _ist_heikel(self, anteil: float, basis: float) -> bool:
        """Could it be a few people, whatever was rounded and however the population was counted?"""
        stellen = len(repr(anteil).partition(".")[2].rstrip("0"))
        halb = 0.5 * 10 ** -max(1, stellen)
        von = (anteil - halb) * basis * (1 - SPIELRAUM) / 100
        return anteil > 0 and von < settings.STATISTIK_MINDESTZAHL

    def _amtlich_verborgen(self, tag: date) -> set:
        """What a Kommune counts itself does not show what the official figure hides."""
        if self.ist_amtlich:
            return set()
        marken = self._markiert(ist_amtlich=True) | Messwert.objects.gueltig().filter(ist_amtlich=True, status=SECRET)
        return set(marken.filter(stichtag=tag).values_list("indikator", "gebiet"))

    def _los(self, tag: date):
        return lambda zelle: salted_hmac("kleine_zahlen", f"{tag}{zelle}", algorithm="sha256").hexdigest()

    def _gleichungen(self, anzahlen: dict, tag: date) -> Iterator[Gleichung]:
        da: dict[int, set[int]] = {}
        for indikator, gebiet in anzahlen:
            da.setdefault(indikator, set()).add(gebiet)
        hierarchie = self.verzeichnis.hierarchie(tag)
        for indikator in self.anzahlen:
            hier = da.get(indikator.pk, set())
            for ganzes, teile in hierarchie:
                if ganzes in hier or any(teil in hier for teil in teile):
                    yield Gleichung((indikator.pk, ganzes), tuple((indikator.pk, teil) for teil in teile))
        for gebiet in {gebiet for _, gebiet in anzahlen}:
            for aussen, teile in self.zusammensetzung:
                yield Gleichung((aussen, gebiet), tuple((pk, gebiet) for pk in teile))
            for innen, aussen in self.geschachtelt:
                if (innen, gebiet) in anzahlen or (aussen, gebiet) in anzahlen:
                    yield Gleichung((aussen, gebiet), ((innen, gebiet), ("zwischen", innen, aussen, gebiet)))


def _gezaehlt(anteil: Indikator) -> int:
    """Key of what a share counts; a share without a Zähler of its own counts something nobody delivers."""
    return anteil.zaehler_id or -anteil.pk


def _beginnt(innen: Indikator, aussen: Indikator) -> bool:
    """Is the one age group the beginning of the other, counted in the same way?"""
    if None in (innen.alter_unter, aussen.alter_unter) or innen.gezaehlt != aussen.gezaehlt:
        return False
    return (innen.alter_von or 0) == (aussen.alter_von or 0) and innen.alter_unter < aussen.alter_unter
