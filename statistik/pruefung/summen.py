"""Several cells that make one value: columns that are added, rows that stand there twice, age groups that make a larger one."""

import numpy as np

from statistik.leser import werte
from statistik.pruefung.bestand import NUMMER
from statistik.pruefung.ergebnis import AUSGELASSEN, NEU, NICHT_BETROFFEN
from statistik.pruefung.lauf import Lauf


def zusammenfassen(lauf: Lauf) -> None:
    """Several columns of a file may make one Indikator ("männlich" and "weiblich"): they are added, if all have a value."""
    reihen_je: dict[str, list[int]] = {}
    aus_spalten = []
    for nummer, (_, kennung) in enumerate(lauf.zellen.reihen):
        reihen_je.setdefault(kennung, []).append(nummer)
    for kennung, nummern in reihen_je.items():
        if len(nummern) < 2:
            continue
        stellen = np.flatnonzero(np.isin(lauf.zellen.reihe, nummern) & (lauf.gebiet >= 0) & lauf.gut)
        orte, erste, wo, anzahl = np.unique(lauf.orte(stellen), return_index=True, return_inverse=True, return_counts=True)
        verschiedene = np.zeros((len(orte), len(nummern)), bool)
        verschiedene[wo, np.searchsorted(nummern, lauf.zellen.reihe[stellen])] = True
        vollstaendig = verschiedene.all(axis=1) & (anzahl == len(nummern))
        summe = np.bincount(wo, lauf.wert[stellen], len(orte))  # NaN where one part has no value
        geheim = np.bincount(wo, lauf.status[stellen] == NUMMER[werte.SECRET], len(orte)) > 0
        ziel = stellen[erste]
        rest = np.ones(len(stellen), bool)
        rest[erste] = False
        lauf.was[stellen[rest & vollstaendig[wo]]] = NICHT_BETROFFEN
        fertig = ziel[vollstaendig]
        lauf.wert[fertig] = summe[vollstaendig]
        ohne = np.isnan(summe[vollstaendig])
        offen = np.where(geheim[vollstaendig], NUMMER[werte.SECRET], NUMMER[werte.UNKNOWN])
        lauf.status[fertig] = np.where(ohne, offen, lauf.status[fertig])
        lauf.melden("nicht_summierbar", stellen[~vollstaendig[wo]])
        lauf.was[stellen[~vollstaendig[wo]]] = AUSGELASSEN
        titel = next(i.titel for i in lauf.indikatoren.values() if i.kennung == kennung)
        aus_spalten.append(f"„{titel}“ aus {len(nummern)}")
    if aus_spalten:
        lauf.hinweise.append(("summiert", f"Spalten der Datei zusammengezählt: {', '.join(aus_spalten)}."))


def doppelte(lauf: Lauf) -> None:
    stellen = np.flatnonzero(lauf.gut & (lauf.gebiet >= 0))
    orte = lauf.orte(stellen)
    reihenfolge = np.argsort(orte, kind="stable")
    gleich_davor = np.zeros(len(orte), bool)
    gleich_davor[1:] = orte[reihenfolge][1:] == orte[reihenfolge][:-1]
    if not gleich_davor.any():
        return
    gruppe = np.cumsum(~gleich_davor) - 1
    sortiert = stellen[reihenfolge]
    anzahl = np.bincount(gruppe)
    wert, status = np.nan_to_num(lauf.wert[sortiert], nan=-1e300), lauf.status[sortiert]
    anfang = np.flatnonzero(~gleich_davor)
    verschieden = np.bincount(gruppe, (wert != wert[anfang][gruppe]) | (status != status[anfang][gruppe])) > 0
    zeilen = lauf.zeile[sortiert]
    erste_zeile = zeilen[anfang]
    lauf.melden(
        "doppelt",
        sortiert[verschieden[gruppe]],
        [
            f"auch Zeile {erste_zeile[g] if erste_zeile[g] != z else zeilen[anfang[g] + 1]}"
            for g, z in zip(gruppe[verschieden[gruppe]], zeilen[verschieden[gruppe]], strict=True)
        ],
    )
    gleiche = gleich_davor & ~verschieden[gruppe] & (anzahl[gruppe] > 1)
    lauf.melden("doppelt_gleich", sortiert[gleiche])
    lauf.was[sortiert[gleiche]] = NICHT_BETROFFEN


def teile_summieren(lauf: Lauf) -> None:
    """ "unter 10" from "unter 3", "3 bis 6" and "6 bis 10", where the file brings all parts and not the sum itself."""
    gut = np.flatnonzero(lauf.gut & (lauf.gebiet >= 0))
    if not len(gut):
        return
    vorhandene = set(np.unique(lauf.indikator).tolist())
    aus_teilen: list[str] = []
    for summe in sorted((i for i in lauf.indikatoren.values() if i.pk not in vorhandene), key=lambda i: i.position):
        teile = [teil.pk for teil in summe.teile.all()]
        if not teile or not set(teile) <= vorhandene:
            continue
        stellen = gut[np.isin(lauf.indikator[gut], teile)]
        orte, erste, wo, anzahl = np.unique(
            lauf.tag[stellen].astype("i8") * 2**31 + lauf.gebiet[stellen],
            return_index=True,
            return_inverse=True,
            return_counts=True,
        )
        werte_summe = np.bincount(wo, lauf.wert[stellen], len(orte))
        geht = (anzahl == len(teile)) & ~np.isnan(werte_summe)
        ziel = stellen[erste]
        lauf.melden("nicht_summierbar", ziel[~geht], [f"{summe.titel}"] * int((~geht).sum()))
        ziel = ziel[geht]
        n = len(ziel)
        lauf.anhaengen(
            zeile=lauf.zeile[ziel],
            was=np.full(n, NEU, "i1"),
            gebiet=lauf.gebiet[ziel],
            indikator=np.full(n, summe.pk, "i8"),
            tag=lauf.tag[ziel],
            wert=werte_summe[geht],
            status=np.full(n, NUMMER[werte.FINAL], "i1"),
            herkunft=np.full(n, -1, "i4"),
            zeichen=np.zeros(n, "i4"),
        )
        aus_teilen += [f"„{summe.titel}“ aus {len(teile)} Altersgruppen ({n}-mal)"] if n else []
    if aus_teilen:
        lauf.hinweise.append(("summiert", f"Nicht in der Datei, vom Portal gebildet: {', '.join(aus_teilen)}."))
