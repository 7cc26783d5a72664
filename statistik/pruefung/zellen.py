"""Cell by cell, each distinct text once: which Indikator, which day, which area, which value."""

from datetime import date

import numpy as np

from statistik.leser import werte
from statistik.leser.deuten import tage
from statistik.models import Indikator, Messwert
from statistik.pruefung.bestand import NUMMER, STATUS
from statistik.pruefung.ergebnis import NEU, NICHT_BETROFFEN
from statistik.pruefung.lauf import Lauf

ANZAHLWORTE = {"anzahl", "personen", "einwohner", "kinder"}
ANTEILWORTE = {"prozent", "%", "v.h.", "anteil in prozent"}
EPOCHE = date(1970, 1, 1).toordinal()
FALSCH = -3
BESONDERE = {werte.STRICH: -1, werte.LEER: -2}  # no statuses yet: what they mean is decided, or they say nothing


def alle(lauf: Lauf, *, heute: date, eigenes: int | None) -> None:
    """`eigenes`: the one area for which figures may be delivered; None where any may."""
    _leere(lauf)
    _indikatoren(lauf)
    _tage(lauf, heute)
    _gebiete(lauf, eigenes)
    _werte(lauf)


def _leere(lauf: Lauf) -> None:
    """An empty cell says nothing, whatever stands beside it, unless the column "status" says why it is empty."""
    texte, kodes = lauf.zellen.texte, lauf.zellen.kodes
    ohne_wert = np.array([not text for text in texte["wert"]])[kodes["wert"]]
    ohne_status = np.array([not text for text in texte["status"]])[kodes["status"]]
    lauf.melden("leer", ohne_wert & ohne_status)
    lauf.was[ohne_wert & ohne_status] = NICHT_BETROFFEN


def _indikatoren(lauf: Lauf) -> None:
    nach_kennung = {i.kennung: i for i in lauf.indikatoren.values()}
    reihen = [nach_kennung.get(kennung) for _, kennung in lauf.zellen.reihen]
    pks = np.array([i.pk if i else -1 for i in reihen], "i8")
    lauf.indikator = pks[lauf.zellen.reihe]
    titel = [kennung for _, kennung in lauf.zellen.reihen]
    lauf.melden(
        "indikator_unbekannt", lauf.indikator < 0, lambda stellen: [f"„{titel[r][:60]}“" for r in lauf.zellen.reihe[stellen]]
    )
    eigene = np.array([bool(i and i.eigene_berechnung) for i in reihen])
    lauf.melden(
        "eigene_berechnung", lauf.gut & eigene[lauf.zellen.reihe], lambda stellen: [titel[r] for r in lauf.zellen.reihe[stellen]]
    )


def _tage(lauf: Lauf, heute: date) -> None:
    texte, kodes = lauf.zellen.texte["zeit"], lauf.zellen.kodes["zeit"]
    for art in {i.stichtagsart for i in lauf.indikatoren.values()}:
        im_jahr = art if "-" in art else "12-31"
        betroffen = np.isin(lauf.indikator, [i.pk for i in lauf.indikatoren.values() if i.stichtagsart == art])
        lauf.tag[betroffen] = tage(texte, im_jahr)[kodes[betroffen]]
    lauf.melden("stichtag_unlesbar", np.isnat(lauf.tag) & lauf.gut, lambda stellen: [f"„{texte[k][:40]}“" for k in kodes[stellen]])
    lauf.melden(
        "zukunft",
        lauf.gut & (lauf.tag > np.datetime64(heute)),
        lambda stellen: [f"{t:%d.%m.%Y}" for t in lauf.tag[stellen].tolist()],
    )


def _gebiete(lauf: Lauf, eigenes: int | None) -> None:
    """Each distinct pair of key and day is looked up once."""
    texte, kodes = lauf.zellen.texte["schluessel"], lauf.zellen.kodes["schluessel"]
    gut = np.flatnonzero(~np.isnat(lauf.tag) & (lauf.was != NICHT_BETROFFEN))
    tag_nummer = lauf.tag[gut].astype("i8")
    paare, wo = np.unique(kodes[gut].astype("i8") * 2**32 + tag_nummer + 2**31, return_inverse=True)
    gefunden = [
        lauf.verzeichnis.finden(texte[paar >> 32], date.fromordinal(EPOCHE + (paar & 0xFFFFFFFF) - 2**31))
        for paar in paare.tolist()
    ]
    lauf.gebiet[gut] = np.array([pk for pk, _, _ in gefunden], "i8")[wo] if len(paare) else []
    for art in sorted({art for _, art, _ in gefunden if art}):
        betroffen = np.array([a == art for _, a, _ in gefunden])[wo]
        stellen = gut[betroffen]
        if art == "ausserhalb":
            lauf.melden(art, stellen)
            lauf.was[stellen] = np.where(lauf.was[stellen] == NEU, NICHT_BETROFFEN, lauf.was[stellen])
            continue
        lauf.melden(art, stellen, [gefunden[i][2] for i in wo[betroffen]])
        if art == "aufgeloest" and lauf.wahl(art) == "nicht_sinnvoll":
            lauf.wert[stellen] = np.nan
            lauf.status[stellen] = NUMMER[werte.NOT_MEANINGFUL]
    if eigenes is not None:
        lauf.melden("fremdes_gebiet", lauf.gut & (lauf.gebiet != eigenes), lambda stellen: [texte[k] for k in kodes[stellen]])
    _namen(lauf)


def _namen(lauf: Lauf) -> None:
    texte, kodes = lauf.zellen.texte["name"], lauf.zellen.kodes["name"]
    if texte == [""]:
        return
    gut = np.flatnonzero(lauf.gebiet >= 0)
    paare, wo = np.unique(lauf.gebiet[gut] * 2**31 + kodes[gut], return_inverse=True)
    anders = np.array([lauf.verzeichnis.heisst_anders(p >> 31, texte[p & 0x7FFFFFFF]) for p in paare.tolist()], bool)
    if anders.any():
        eintraege = lauf.verzeichnis.eintraege
        lauf.melden(
            "name_anders",
            gut[anders[wo]],
            lambda stellen: [f"Datei: {texte[kodes[s]][:60]}; Portal: {eintraege[lauf.gebiet[s]].anzeigename}" for s in stellen],
        )


def _werte(lauf: Lauf) -> None:
    texte, kodes = lauf.zellen.texte["wert"], lauf.zellen.kodes["wert"]
    anzahlen = np.isin(lauf.indikator, [i.pk for i in lauf.indikatoren.values() if i.ist_anzahl])
    schon = lauf.status != NUMMER[werte.FINAL]  # "nicht sinnvoll", by decision
    for ist_anzahl in (True, False):
        betroffen = np.flatnonzero((anzahlen == ist_anzahl) & (lauf.was != NICHT_BETROFFEN))
        vorkommend, wo = np.unique(kodes[betroffen], return_inverse=True)
        gedeutet = [werte.deuten(texte[kode], ist_anzahl) for kode in vorkommend]
        lauf.wert[betroffen] = np.array([np.nan if g.wert is None else g.wert for g in gedeutet])[wo] if gedeutet else []
        _zeichen(lauf, betroffen, wo, gedeutet)
    lauf.wert[schon] = np.nan
    lauf.status[schon] = NUMMER[werte.NOT_MEANINGFUL]
    _einheiten(lauf)
    _statusworte(lauf)
    geheim = lauf.gut & (lauf.status == NUMMER[werte.SECRET])
    lauf.melden("geheim", geheim)
    lauf.melden("ohne_wert", lauf.gut & ~geheim & np.isnan(lauf.wert) & ~schon)


def _zeichen(lauf: Lauf, betroffen: np.ndarray, wo: np.ndarray, gedeutet: list[werte.Wert]) -> None:
    """Signs and statuses of the values; what is wrong with a text."""
    if not gedeutet:
        return
    art = np.array([FALSCH if g.fehler else BESONDERE.get(g.status, NUMMER.get(g.status, 0)) for g in gedeutet], "i1")[wo]
    for g in gedeutet:
        if g.zeichen and g.zeichen[:40] not in lauf.zeichennummer:
            lauf.zeichennummer[g.zeichen[:40]] = len(lauf.zeichennummer)
    lauf.zeichen[betroffen] = np.array([lauf.zeichennummer[g.zeichen[:40]] for g in gedeutet], "i4")[wo]
    falsch = (art == FALSCH) & lauf.gut[betroffen]
    lauf.melden("zahl_unlesbar", betroffen[falsch], [gedeutet[i].fehler for i in wo[falsch]])
    gewoehnlich = art >= 0
    lauf.status[betroffen[gewoehnlich]] = art[gewoehnlich]
    lauf.status[betroffen[art == BESONDERE[werte.LEER]]] = NUMMER[werte.UNKNOWN]
    striche = betroffen[art == BESONDERE[werte.STRICH]]
    ist_null = lauf.wahl("strich") == "null"
    lauf.status[striche] = NUMMER[werte.FINAL if ist_null else werte.UNKNOWN]
    lauf.wert[striche] = 0.0 if ist_null else np.nan
    lauf.melden("strich", striche[lauf.gut[striche]])


def _einheiten(lauf: Lauf) -> None:
    """A unit that does not belong to the Indikator is an error, also one nobody has heard of: thousands are no persons."""
    texte, kodes = lauf.zellen.texte["einheit"], lauf.zellen.kodes["einheit"]
    for indikator in lauf.indikatoren.values():
        zeilen = np.flatnonzero(lauf.gut & (lauf.indikator == indikator.pk))
        passend = np.array([_passt(text.casefold(), indikator) for text in texte])[kodes[zeilen]]
        lauf.melden("einheit_falsch", zeilen[~passend], lambda stellen: [f"„{texte[k][:40]}“" for k in kodes[stellen]])


def _passt(einheit: str, indikator: Indikator) -> bool:
    worte = {Indikator.Art.ANZAHL: ANZAHLWORTE, Indikator.Art.ANTEIL: ANTEILWORTE}.get(indikator.art, set())
    return not einheit or einheit == indikator.einheit.casefold() or einheit in worte


def _statusworte(lauf: Lauf) -> None:
    """The column "status" of the portal's own template."""
    texte, kodes = lauf.zellen.texte["status"], lauf.zellen.kodes["status"]
    if texte == [""]:
        return
    bekannt = (
        {wort.casefold(): status for status, wort in Messwert.Status.choices} | werte.WORTE | {status: status for status in STATUS}
    )
    nummern = np.array([NUMMER.get(bekannt.get(text.casefold(), ""), -1) if text else -2 for text in texte], "i8")[kodes]
    lauf.melden(
        "status_falsch",
        lauf.gut & (nummern == -1),
        lambda stellen: [f"„{texte[k][:40]}“ kennt das Portal nicht" for k in kodes[stellen]],
    )
    ohne = np.isin(nummern, [NUMMER[s] for s in werte.OHNE_WERT])
    widerspruch = lauf.gut & (nummern >= 0) & (ohne != np.isnan(lauf.wert))
    lauf.melden(
        "status_falsch",
        widerspruch,
        lambda stellen: [
            f"Status „{texte[k]}“ {'mit' if ohne[s] else 'ohne'} Wert" for s, k in zip(stellen, kodes[stellen], strict=True)
        ],
    )
    uneins = lauf.gut & (nummern >= 0) & (lauf.status != NUMMER[werte.FINAL]) & ~np.isnan(lauf.wert) & (lauf.status != nummern)
    lauf.melden(
        "status_falsch", uneins, lambda stellen: [f"Status „{texte[k]}“, der Wert sagt etwas anderes" for k in kodes[stellen]]
    )
    lauf.status = np.where(lauf.gut & (nummern >= 0), nummern, lauf.status).astype("i1")
