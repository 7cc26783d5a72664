"""Several cells that make one value: columns that are added, rows that stand there twice, age groups that make a larger one."""

import numpy as np

from statistik.leser import werte
from statistik.leser.einlesen import ZEITZELLE
from statistik.models import Indikator
from statistik.pruefung.bestand import NUMMER
from statistik.pruefung.ergebnis import AUSGELASSEN, NEU, NICHT_BETROFFEN
from statistik.pruefung.lauf import Lauf

# of several parts with a value, the least certain says how certain the sum is
GEWISSHEIT = (werte.FINAL, werte.REVISED, werte.PRELIMINARY, werte.ESTIMATED)


def herkunft_der_summe(teil: np.ndarray) -> np.ndarray:
    """The code of a source, for sums formed from such parts: it keeps them apart and can be turned back (`teil`)."""
    return -2 - teil


def teil(kode: int) -> int:
    return kode if kode >= 0 else -2 - kode


def zusammenfassen(lauf: Lauf) -> None:
    """Several columns of a file may make one Indikator ("männlich" and "weiblich"): they are added, if all have a value."""
    aus_spalten = []
    for indikator, nummern in _mehrfache(lauf):
        stellen = np.flatnonzero(np.isin(lauf.zellen.reihe, nummern) & lauf.eingeordnet)
        if not len(stellen):
            continue
        if indikator.art != Indikator.Art.ANZAHL:
            lauf.melden("nicht_addierbar", stellen)
            continue
        _eine_summe(lauf, stellen, nummern)
        aus_spalten.append(f"„{indikator.titel}“ aus {len(nummern)}")
    if aus_spalten:
        lauf.hinweise.append(("summiert", f"Spalten der Datei zusammengezählt: {', '.join(aus_spalten)}."))


def _mehrfache(lauf: Lauf) -> list[tuple[Indikator, list[int]]]:
    """Indikatoren to which more than one kind of column is tied; columns named by their day are no parts of each other."""
    nach_kennung: dict[str, list[int]] = {}
    for nummer, (titel, kennung) in enumerate(lauf.zellen.reihen):
        if not ZEITZELLE.fullmatch(titel):
            nach_kennung.setdefault(kennung, []).append(nummer)
    indikatoren = {i.kennung: i for i in lauf.indikatoren.values()}
    return [(indikatoren[k], nummern) for k, nummern in nach_kennung.items() if len(nummern) > 1 and k in indikatoren]


def _eine_summe(lauf: Lauf, stellen: np.ndarray, nummern: list[int]) -> None:
    orte, erste, wo, anzahl = np.unique(lauf.orte(stellen), return_index=True, return_inverse=True, return_counts=True)
    tafel = np.full((len(orte), len(nummern)), np.nan)
    tafel[wo, np.searchsorted(nummern, lauf.zellen.reihe[stellen])] = lauf.wert[stellen]
    vollstaendig = anzahl == len(nummern)
    summe = tafel.sum(axis=1)
    if len(nummern) > 2 and vollstaendig.any():
        groesster = np.nanmax(np.where(np.isnan(tafel), -1, tafel), axis=1)
        if (summe[vollstaendig] == 2 * groesster[vollstaendig]).all() and summe[vollstaendig].any():
            lauf.melden("doppelt_gezaehlt", stellen)  # one of the columns is the sum of the others
            return
    fertig = stellen[erste][vollstaendig]
    rest = np.ones(len(stellen), bool)
    rest[erste] = False
    lauf.status[fertig] = _status(lauf, stellen, wo, len(orte), ohne_wert=np.isnan(summe))[vollstaendig]
    lauf.wert[fertig] = summe[vollstaendig]
    lauf.zeichen[fertig] = 0  # the sign of one part says nothing of the sum
    lauf.was[stellen[rest & vollstaendig[wo]]] = NICHT_BETROFFEN
    lauf.melden("nicht_summierbar", stellen[~vollstaendig[wo]])
    lauf.was[stellen[~vollstaendig[wo]]] = AUSGELASSEN


def _status(lauf: Lauf, stellen: np.ndarray, wo: np.ndarray, anzahl: int, *, ohne_wert: np.ndarray) -> np.ndarray:
    """For each sum: the least certain of its parts; without a value, why all are without, else secret, else unknown."""
    rang = np.full(anzahl, 0)
    for stufe, status in enumerate(GEWISSHEIT):
        np.maximum.at(rang, wo, np.where(lauf.status[stellen] == NUMMER[status], stufe, 0))
    gewiss = np.array([NUMMER[status] for status in GEWISSHEIT])[rang]
    kleinster, groesster = np.full(anzahl, 127), np.full(anzahl, -1)
    np.minimum.at(kleinster, wo, lauf.status[stellen])
    np.maximum.at(groesster, wo, lauf.status[stellen])
    geheim = np.bincount(wo, lauf.status[stellen] == NUMMER[werte.SECRET], anzahl) > 0
    offen = np.where(kleinster == groesster, kleinster, np.where(geheim, NUMMER[werte.SECRET], NUMMER[werte.UNKNOWN]))
    return np.where(ohne_wert, offen, gewiss).astype("i1")


def doppelte(lauf: Lauf, *, je_spalte: bool = False) -> None:
    """The same place twice: with one value it counts once, with two nobody can say which is right.

    `je_spalte`: before columns are added, the same place may well stand there once for each of them.
    """
    stellen = np.flatnonzero(lauf.eingeordnet)
    orte = lauf.orte(stellen)
    if je_spalte:
        orte = np.unique(np.stack([orte, lauf.zellen.reihe[stellen]]), axis=1, return_inverse=True)[1]
    reihenfolge = np.argsort(orte, kind="stable")
    gleich_davor = np.zeros(len(orte), bool)
    gleich_davor[1:] = orte[reihenfolge][1:] == orte[reihenfolge][:-1]
    if not gleich_davor.any():
        return
    gruppe = np.cumsum(~gleich_davor) - 1
    sortiert = stellen[reihenfolge]
    anfang = np.flatnonzero(~gleich_davor)
    wert, status = np.nan_to_num(lauf.wert[sortiert], nan=-1e300), lauf.status[sortiert]
    verschieden = (np.bincount(gruppe, (wert != wert[anfang][gruppe]) | (status != status[anfang][gruppe])) > 0)[gruppe]
    zeilen = lauf.zeile[sortiert]
    auch = np.where(
        zeilen == zeilen[anfang][gruppe], zeilen[np.minimum(anfang + 1, len(zeilen) - 1)][gruppe], zeilen[anfang][gruppe]
    )
    lauf.melden("doppelt", sortiert[verschieden], [f"auch Zeile {zeile}" for zeile in auch[verschieden]])
    gleiche = sortiert[gleich_davor & ~verschieden]
    lauf.melden("doppelt_gleich", gleiche)
    lauf.was[gleiche] = NICHT_BETROFFEN


def teile_summieren(lauf: Lauf) -> None:
    """ "unter 10" from "unter 3", "3 bis 6" and "6 bis 10", where the file brings all parts and not the sum itself."""
    vorhandene = set(np.unique(lauf.indikator[lauf.eingeordnet]).tolist())
    aus_teilen: list[str] = []
    for summe in sorted((i for i in lauf.indikatoren.values() if i.pk not in vorhandene), key=lambda i: i.position):
        teile = [teil.pk for teil in summe.teile.all()]
        if teile and set(teile) <= vorhandene and (anzahl := _aus_teilen(lauf, summe, teile)):
            aus_teilen.append(f"„{summe.titel}“ aus {len(teile)} Altersgruppen ({anzahl}-mal)")
    if aus_teilen:
        lauf.hinweise.append(("summiert", f"Nicht in der Datei, vom Portal gebildet: {', '.join(aus_teilen)}."))


def _aus_teilen(lauf: Lauf, summe: Indikator, teile: list[int]) -> int:
    """Adds the rows of one sum; how many."""
    stellen = np.flatnonzero(lauf.eingeordnet & np.isin(lauf.indikator, teile))
    ort = lauf.tag[stellen].astype("i8") * 2**31 + lauf.gebiet[stellen]
    orte, erste, wo, anzahl = np.unique(ort, return_index=True, return_inverse=True, return_counts=True)
    gesamt = np.bincount(wo, lauf.wert[stellen], len(orte))  # NaN where one part has no value
    geht = (anzahl == len(teile)) & ~np.isnan(gesamt)
    lauf.melden("nicht_summierbar", stellen[erste][~geht], [summe.titel] * int((~geht).sum()))
    ziel = stellen[erste][geht]
    lauf.anhaengen(
        zeile=lauf.zeile[ziel],
        was=np.full(len(ziel), NEU, "i1"),
        gebiet=lauf.gebiet[ziel],
        indikator=np.full(len(ziel), summe.pk, "i8"),
        tag=lauf.tag[ziel],
        wert=gesamt[geht],
        status=_status(lauf, stellen, wo, len(orte), ohne_wert=np.isnan(gesamt))[geht],
        herkunft=herkunft_der_summe(lauf.herkunft[ziel]).astype("i4"),
        zeichen=np.zeros(len(ziel), "i4"),
    )
    return len(ziel)
