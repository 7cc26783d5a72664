"""Small counts are never public, nor is what would reveal them.

Counts of one to STATISTIK_MINDESTZAHL - 1 persons in need (and any such count a Kommune delivers itself) are kept, but marked.
Marked with them is what gives them away: the share computed from one; the other part where sum and all other parts are known;
the smaller of two age groups one of which lies in the other, when what is between them is that small.
"""

import numpy as np
import pandas as pd
from django.conf import settings

from statistik import schreiben
from statistik.models import Indikator, Messwert
from statistik.pruefung import bestand


def markieren(*, von, bis, ist_amtlich: bool, gebiete: set[int] | None = None) -> None:
    """Bring the marks up to date for all values that stand between two days. Takes part in the transaction around it."""
    indikatoren = {i.pk: i for i in Indikator.objects.prefetch_related("teile")}
    geschuetzt = {pk for pk, i in indikatoren.items() if i.ist_geschuetzt or not ist_amtlich}
    gemeint = geschuetzt | {i.nenner_id for pk, i in indikatoren.items() if pk in geschuetzt and i.nenner_id}
    da = bestand.laden(gemeint, von, bis, ist_amtlich=ist_amtlich, gebiete=gebiete)
    if not len(da.ort):
        return
    ort = da.ort & ~bestand.NUR_INDIKATOR  # the place alone: day and Gebiet
    tafel = pd.DataFrame({"ort": ort, "indikator": da.ort >> bestand.STELLE_INDIKATOR, "wert": da.wert, "pk": da.pk})
    werte = tafel.set_index(["ort", "indikator"])["wert"].unstack("indikator")
    klein = _zu_verbergen(werte, {pk: indikatoren[pk] for pk in werte.columns}, geschuetzt)
    soll = klein.to_numpy()[werte.index.get_indexer(tafel["ort"]), werte.columns.get_indexer(tafel["indikator"])]
    markiert = Messwert.objects.gueltig().filter(ist_klein=True, indikator__in=gemeint, stichtag__range=(von, bis))
    ist = np.isin(da.pk, list(markiert.values_list("pk", flat=True)))
    schreiben.aendern(da.pk[soll & ~ist], ist_klein=True)
    schreiben.aendern(da.pk[~soll & ist], ist_klein=False)


def _zu_verbergen(werte: pd.DataFrame, indikatoren: dict[int, Indikator], geschuetzt: set[int]) -> pd.DataFrame:
    """Same shape as `werte` (places x Indikatoren): True where nobody may see the value."""
    grenze = settings.STATISTIK_MINDESTZAHL
    anzahlen = [pk for pk, i in indikatoren.items() if i.ist_anzahl and pk in geschuetzt]
    klein = pd.DataFrame(data=False, index=werte.index, columns=werte.columns)
    klein[anzahlen] = (werte[anzahlen] > 0) & (werte[anzahlen] < grenze)
    for innen in anzahlen:
        for aussen in anzahlen:
            if _liegt_in(indikatoren[innen], indikatoren[aussen]):
                dazwischen = werte[aussen] - werte[innen]
                klein[innen] |= (dazwischen > 0) & (dazwischen < grenze)
    for _ in anzahlen:  # each round may hide one more part, which may be a sum itself
        vorher = klein.to_numpy().sum()
        for summe in anzahlen:
            _zweiten_teil_verbergen(werte, klein, summe, [t.pk for t in indikatoren[summe].teile.all() if t.pk in werte])
        if klein.to_numpy().sum() == vorher:
            break
    for pk, indikator in indikatoren.items():
        if indikator.zaehler_id and pk in geschuetzt:
            _anteil_verbergen(werte, klein, pk, indikator)
    return klein


def _liegt_in(innen: Indikator, aussen: Indikator) -> bool:
    """Is the one age group the beginning of the other, counted in the same way?"""
    if None in (innen.alter_unter, aussen.alter_unter) or innen.gezaehlt != aussen.gezaehlt:
        return False
    return (innen.alter_von or 0) == (aussen.alter_von or 0) and innen.alter_unter < aussen.alter_unter


def _zweiten_teil_verbergen(werte: pd.DataFrame, klein: pd.DataFrame, summe: int, teile: list[int]) -> None:
    if len(teile) < 2:
        return
    allein = (klein[teile].sum(axis=1) == 1) & ~klein[summe] & werte[[summe, *teile]].notna().all(axis=1)
    if not allein.any():
        return
    sichtbar = werte.loc[allein, teile].where(~klein.loc[allein, teile])
    kleinster = (
        sichtbar.where(sichtbar > 0).idxmin(axis=1, skipna=True) if (sichtbar > 0).any(axis=1).all() else sichtbar.idxmin(axis=1)
    )
    for ort, teil in kleinster.items():
        klein.loc[ort, teil] = True


def _anteil_verbergen(werte: pd.DataFrame, klein: pd.DataFrame, anteil: int, indikator: Indikator) -> None:
    if indikator.zaehler_id in werte:
        klein[anteil] |= klein[indikator.zaehler_id]
    if indikator.nenner_id in werte:
        gezaehlt = werte[anteil] * werte[indikator.nenner_id] / 100
        klein[anteil] |= (np.round(gezaehlt) > 0) & (np.round(gezaehlt) < settings.STATISTIK_MINDESTZAHL)
