"""From the figures of a file, still as text, to what would change in the portal."""

from datetime import date

import numpy as np
from django.utils import timezone

from statistik.leser.deuten import Zellen
from statistik.models import Indikator
from statistik.pruefung import bestand, plausibel, reihen, summen, zellen
from statistik.pruefung.bestand import Bestand
from statistik.pruefung.ergebnis import GEAENDERT, GLEICH, Pruefung
from statistik.pruefung.gebiete import Verzeichnis
from statistik.pruefung.lauf import Lauf


def pruefen(
    gelesen: Zellen,
    *,
    entscheidungen: dict[str, str],
    gebiet: int | None = None,
    grundlage: str = "",
    stand: date | None = None,
    heute: date | None = None,
) -> Pruefung:
    """`gebiet`: the one area for which a Kommune may deliver its own figures; None where figures are official.

    `grundlage`: the census that the file names (statistik.grundlage). `stand`: the day on which it was made, where it says so.
    """
    indikatoren = {i.pk: i for i in Indikator.objects.select_related("nenner").prefetch_related("teile")}
    lauf = Lauf(gelesen, Verzeichnis(), indikatoren, entscheidungen, ist_amtlich=gebiet is None, grundlage=grundlage)
    zellen.alle(lauf, heute=heute or timezone.localdate(), eigenes=gebiet)
    summen.doppelte(lauf, je_spalte=True)
    summen.zusammenfassen(lauf)
    summen.doppelte(lauf)
    vorhanden = _bestand(lauf)
    plausibel.alle(lauf, vorhanden)
    reihen.alle(lauf, vorhanden, stand)
    summen.teile_summieren(lauf)
    alt, alt_status = _vergleichen(lauf, vorhanden)
    reihen.ersetzte(lauf, alt_status)
    spalten = {
        "zeile": lauf.zeile,
        "spalte": _verlaengert(gelesen.spalte, len(lauf.was)),
        "indikator": lauf.indikator.astype("i4"),
        "gebiet": lauf.gebiet.astype("i4"),
        "tag": lauf.tag,
        "wert": lauf.wert,
        "status": lauf.status,
        "zeichen": lauf.zeichen,
        "schluessel": _verlaengert(gelesen.kodes["schluessel"], len(lauf.was)),
        "herkunft": lauf.herkunft,
        "was": lauf.was,
        "alt": alt,
        "alt_status": alt_status,
    }
    texte = {
        "zeichen": list(lauf.zeichennummer),
        "schluessel": [*gelesen.texte["schluessel"], ""],
        "herkunft": gelesen.texte["herkunft"],
    }
    return Pruefung(spalten, texte, lauf.befunde, lauf.hinweise)


def _verlaengert(feld: np.ndarray, laenge: int) -> np.ndarray:
    return np.concatenate([feld, np.full(laenge - len(feld), -1, feld.dtype)])


def _bestand(lauf: Lauf) -> Bestand:
    """All that stands for these Indikatoren and those they hang together with, from the year before the first day on."""
    gut = lauf.eingeordnet
    if not gut.any():
        return bestand.laden(set(), date(2000, 1, 1), date(2000, 1, 1), ist_amtlich=True)
    pks = set(np.unique(lauf.indikator[gut]).tolist())
    verwandte = {pk for i in lauf.indikatoren.values() if i.pk in pks for pk in (i.zaehler_id, i.nenner_id) if pk}
    verwandte |= {i.pk for i in lauf.indikatoren.values() if {i.zaehler_id, i.nenner_id} & pks}
    summen = {i.pk for i in lauf.indikatoren.values() if {teil.pk for teil in i.teile.all()} & pks}
    von = lauf.tag[gut].min() - np.timedelta64(366, "D")
    gebiete = set(np.unique(lauf.gebiet[gut]).tolist())
    return bestand.laden(
        pks | verwandte | summen,
        von.item(),
        lauf.tag[gut].max().item(),
        ist_amtlich=lauf.ist_amtlich,
        gebiete=bestand.wenige(gebiete),
    )


def _vergleichen(lauf: Lauf, vorhanden: Bestand) -> tuple[np.ndarray, np.ndarray]:
    """What stands there today: (value, status or -1); sets which rows are new, changed or the same."""
    alt, alt_status = np.full(len(lauf.was), np.nan), np.full(len(lauf.was), -1, "i1")
    gut = np.flatnonzero(lauf.eingeordnet)
    if not len(gut) or not len(vorhanden.ort):
        return alt, alt_status
    stelle = vorhanden.stellen(lauf.orte(gut))
    da = stelle >= 0
    wo, her = gut[da], stelle[da]
    alt[wo], alt_status[wo] = vorhanden.wert[her], vorhanden.status[her]
    gleich = bestand.gleich(lauf.wert[wo], lauf.status[wo], alt[wo], alt_status[wo])
    lauf.was[wo] = np.where(gleich, GLEICH, GEAENDERT)
    return alt, alt_status
