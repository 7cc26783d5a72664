"""Small counts are never public, nor is what would reveal them.

Counts of people in need below STATISTIK_MINDESTZAHL (and any such count a Kommune delivers itself) are kept, but marked. With
them is marked what gives them away: the share computed from one; another part, where a sum and what else of it is public leave
less than that; the smaller of two age groups, one of which begins the other, with so few between them. That is looked for within
a place, and between a Land, its Kreise and their Gemeinden.

Not looked for: what two different sources give away together, one by a count and the other by a share.
"""

import numpy as np
import pandas as pd
from django.conf import settings

from statistik import schreiben
from statistik.models import Indikator, Messwert
from statistik.pruefung import bestand
from statistik.pruefung.gebiete import Verzeichnis


def markieren(*, von, bis, ist_amtlich: bool) -> None:
    """Bring the marks up to date for all values that stand between two days. Takes part in the transaction around it."""
    indikatoren = {i.pk: i for i in Indikator.objects.prefetch_related("teile")}
    geschuetzt = {pk for pk, i in indikatoren.items() if i.ist_geschuetzt or not ist_amtlich}
    gemeint = geschuetzt | {i.nenner_id for pk, i in indikatoren.items() if pk in geschuetzt and i.nenner_id}
    da = bestand.laden(gemeint, von, bis, ist_amtlich=ist_amtlich)
    if not len(da.ort):
        return
    tafel = pd.DataFrame({
        "ort": da.ort & ~bestand.NUR_INDIKATOR, "indikator": da.ort >> bestand.STELLE_INDIKATOR, "wert": da.wert, "pk": da.pk,
    })  # fmt: skip
    werte = tafel.set_index(["ort", "indikator"])["wert"].unstack("indikator")
    klein = _Klein(werte, {pk: indikatoren[pk] for pk in werte.columns}, geschuetzt).finden()
    soll = klein.to_numpy()[werte.index.get_indexer(tafel["ort"]), werte.columns.get_indexer(tafel["indikator"])]
    markiert = Messwert.objects.gueltig().filter(ist_klein=True, indikator__in=gemeint, stichtag__range=(von, bis))
    ist = np.isin(da.pk, list(markiert.values_list("pk", flat=True)))
    schreiben.aendern(da.pk[soll & ~ist], ist_klein=True)
    schreiben.aendern(da.pk[~soll & ist], ist_klein=False)


class _Klein:
    """`werte`: places (day and area) x Indikatoren. `klein`: the same shape, True where nobody may see the value."""

    def __init__(self, werte: pd.DataFrame, indikatoren: dict[int, Indikator], geschuetzt: set[int]) -> None:
        self.werte, self.indikatoren, self.geschuetzt = werte, indikatoren, geschuetzt
        self.grenze = settings.STATISTIK_MINDESTZAHL
        self.anzahlen = [pk for pk, i in indikatoren.items() if i.ist_anzahl and pk in geschuetzt]
        self.verzeichnis = Verzeichnis()
        self.klein = pd.DataFrame(data=False, index=werte.index, columns=werte.columns)

    def finden(self) -> pd.DataFrame:
        werte = self.werte[self.anzahlen]
        self.klein[self.anzahlen] = (werte > 0) & (werte < self.grenze)
        vorher = -1
        while vorher != (vorher := int(self.klein.to_numpy().sum())):  # what is hidden may make more to be hidden
            self._altersgruppen()
            for summe in self.anzahlen:
                self._teile(summe, [t.pk for t in self.indikatoren[summe].teile.all() if t.pk in self.werte])
            self._gebiete()
        for pk, indikator in self.indikatoren.items():
            if indikator.zaehler_id and pk in self.geschuetzt:
                self._anteil(pk, indikator)
        return self.klein

    def _altersgruppen(self) -> None:
        for innen in self.anzahlen:
            for aussen in self.anzahlen:
                if _beginnt(self.indikatoren[innen], self.indikatoren[aussen]):
                    dazwischen = self.werte[aussen] - self.werte[innen]
                    verraet = (dazwischen > 0) & (dazwischen < self.grenze) & ~self.klein[aussen]
                    self.klein[innen] |= verraet

    def _teile(self, summe: int, teile: list[int]) -> None:
        """Part and sum: what is left of the sum after the public parts, and a hidden sum of public parts."""
        if not teile:
            return
        offen = self.werte[teile].where(~self.klein[teile])
        rest = self.werte[summe] - offen.sum(axis=1)
        alle = offen.notna().all(axis=1) & (len(teile) == self.indikatoren[summe].teile.count())
        verraten = (~self.klein[summe] & ~alle & (rest > 0) & (rest < self.grenze)) | (self.klein[summe] & alle)
        for ort in self.werte.index[verraten & (offen > 0).any(axis=1)]:
            kleinster = offen.loc[ort].where(offen.loc[ort] > 0).idxmin()
            self.klein.loc[ort, kleinster] = True

    def _gebiete(self) -> None:
        """The same between an area and those it consists of. Only around what is hidden or missing there is something to see."""
        for indikator in self.anzahlen:
            spalte = self.werte[indikator].dropna()
            offen = spalte[~self.klein.loc[spalte.index, indikator]]
            for tag, gruppe in offen.groupby(offen.index.to_numpy() >> bestand.STELLE_TAG):
                basis = int(tag) << bestand.STELLE_TAG
                werte = dict(zip((gruppe.index.to_numpy() - basis).tolist(), gruppe.tolist(), strict=True))
                for pk in self._verraeterische(werte):
                    self.klein.loc[basis + pk, indikator] = True

    def _verraeterische(self, werte: dict[int, float]) -> list[int]:
        """Of the public values of one day by area: those to hide because sum and parts leave less than the limit."""
        gefunden = []
        for (ahne, _), teile in self.verzeichnis.nachkommen.items():
            bekannt = {pk: werte[pk] for pk in teile if pk in werte}
            if ahne in werte and bekannt and len(bekannt) < len(teile) and 0 < werte[ahne] - sum(bekannt.values()) < self.grenze:
                gefunden.append(min((pk for pk in bekannt if bekannt[pk]), key=bekannt.__getitem__, default=ahne))
        return gefunden

    def _anteil(self, anteil: int, indikator: Indikator) -> None:
        if indikator.zaehler_id in self.werte:
            self.klein[anteil] |= self.klein[indikator.zaehler_id]
        if indikator.nenner_id in self.werte:
            gezaehlt = np.round(self.werte[anteil] * self.werte[indikator.nenner_id] / 100)
            self.klein[anteil] |= (gezaehlt > 0) & (gezaehlt < self.grenze)


def _beginnt(innen: Indikator, aussen: Indikator) -> bool:
    """Is the one age group the beginning of the other, counted in the same way?"""
    if None in (innen.alter_unter, aussen.alter_unter) or innen.gezaehlt != aussen.gezaehlt:
        return False
    return (innen.alter_von or 0) == (aussen.alter_von or 0) and innen.alter_unter < aussen.alter_unter
