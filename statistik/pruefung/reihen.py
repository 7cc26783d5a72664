"""Rules over a whole series, one Indikator on one day: what is odd about most of its figures is a mistake of the file rather than
a surprise in its areas. None of it has a default: such a file looks right line by line.
"""

from datetime import date

import numpy as np

from statistik.leser import zeit
from statistik.models import Indikator
from statistik.pruefung import bestand
from statistik.pruefung.bestand import Bestand, schluessel
from statistik.pruefung.ergebnis import GEAENDERT
from statistik.pruefung.lauf import Lauf

WENIGSTENS = 5  # areas that can be compared; fewer say nothing about the file
FAST_ALLE = 0.9
STICHPROBE, MEISTE_REIHEN = 60, 500  # areas by which another day is recognised, and series for which it is looked for


def alle(lauf: Lauf, vorhanden: Bestand, stand: date | None) -> None:
    _bruchteile(lauf, vorhanden)
    _aelter_als_ihr_tag(lauf, stand)
    _wie_an_einem_anderen_tag(lauf)


def meiste(lauf: Lauf, auffaellig: np.ndarray, verglichen: np.ndarray, *, wenigstens: int = WENIGSTENS) -> np.ndarray:
    """Of the rows that stand out (mask) those of whose series at least half stands out."""
    viele = np.zeros_like(auffaellig)
    for _, _, stellen in lauf.reihen(verglichen):
        wie_viele = auffaellig[stellen].sum()
        if len(stellen) >= wenigstens and 2 * wie_viele >= len(stellen):
            viele[stellen] = auffaellig[stellen]
    return viele


def ersetzte(lauf: Lauf, alt_status: np.ndarray) -> None:
    """After the comparison with what stands: most of what is known of a day would become something else."""
    viele = meiste(lauf, lauf.was == GEAENDERT, alt_status >= 0, wenigstens=2 * WENIGSTENS)
    lauf.melden("ersetzt", viele)


def _bruchteile(lauf: Lauf, vorhanden: Bestand) -> None:
    """0.14 where 14 percent are meant; not asked of what is known to be so rare."""
    bekannt = ~np.isnan(vorhanden.wert)
    von, werte = vorhanden.ort[bekannt] >> bestand.STELLE_INDIKATOR, vorhanden.wert[bekannt]
    selten = {pk for pk in np.unique(von).tolist() if np.median(werte[von == pk]) < 1}
    for indikator, _, stellen in lauf.reihen(lauf.eingeordnet & lauf.mit(art=Indikator.Art.ANTEIL) & ~np.isnan(lauf.wert)):
        if 0 < lauf.wert[stellen].max() < 1 and indikator.pk not in selten:
            lauf.melden("bruchteil", stellen)


def _aelter_als_ihr_tag(lauf: Lauf, stand: date | None) -> None:
    """Older than the day it counts: said by its lines (the last part of their source), else by the file."""
    datei = np.datetime64(stand, "D") if stand else np.datetime64("NaT", "D")
    je_herkunft = [zeit.stichtag(text.rpartition("\t")[2]) or datei for text in lauf.zellen.texte["herkunft"]]
    von = np.array([*je_herkunft, datei], "M8[D]")[np.where(lauf.herkunft >= 0, lauf.herkunft, -1)]
    lauf.melden("aelter", lauf.eingeordnet & (lauf.tag > von), lambda s: [f"Stand {tag:%d.%m.%Y}" for tag in von[s].tolist()])


def _wie_an_einem_anderen_tag(lauf: Lauf) -> None:
    """The very figures that stand under another day: a file of that day, with a wrong one."""
    zahlen = lauf.eingeordnet & (np.nan_to_num(lauf.wert) != 0)
    proben = [(i, tag, stellen[:STICHPROBE]) for i, tag, stellen in lauf.reihen(zahlen) if len(stellen) >= WENIGSTENS]
    del proben[MEISTE_REIHEN:]
    gebiete = {int(gebiet) for _, _, probe in proben for gebiet in lauf.gebiet[probe]}
    if not gebiete or bestand.wenige(gebiete) is None:
        return
    da = bestand.laden({i.pk for i, _, _ in proben}, date.min, date.max, ist_amtlich=lauf.ist_amtlich, gebiete=gebiete)
    tage = np.unique((da.ort & ~bestand.NUR_INDIKATOR) >> bestand.STELLE_TAG) + bestand.NULLTAG
    for indikator, tag, probe in proben:
        gleich = {
            anderer: np.nanmean(treffer)
            for anderer in tage.astype("M8[D]").tolist()
            if (treffer := _treffer(lauf, da, indikator.pk, anderer, probe)) is not None
        }
        if gleich and gleich.get(tag, 0) < FAST_ALLE and max(gleich.values()) >= FAST_ALLE:
            wie = max(gleich, key=gleich.__getitem__)
            maske = lauf.eingeordnet & (lauf.indikator == indikator.pk) & (lauf.tag == np.datetime64(tag, "D"))
            lauf.melden("wie_anderer_tag", maske, lambda s, wie=wie: [f"wie am {wie:%d.%m.%Y}"] * len(s))


def _treffer(lauf: Lauf, da: Bestand, indikator: int, tag: date, probe: np.ndarray) -> np.ndarray | None:
    """Whether each figure of the sample is the one of that day; None where too few are known."""
    orte = schluessel(np.full(len(probe), indikator), np.full(len(probe), tag, "M8[D]"), lauf.gebiet[probe])
    dort = da.werte(orte)
    bekannt = ~np.isnan(dort)
    return dort[bekannt] == lauf.wert[probe][bekannt] if bekannt.sum() >= WENIGSTENS else None
