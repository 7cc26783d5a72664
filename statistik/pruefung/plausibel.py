"""Rules over whole columns: what cannot be, and what would surprise.

`jetzt` is what the file says, `vorhanden` what stands in the portal.
"""

import numpy as np
from django.conf import settings

from kern.templatetags.schreibweise import zahl_schreiben
from statistik.grundlage import ist_offen
from statistik.leser import werte
from statistik.models import Gebiet, Indikator
from statistik.pruefung import reihen
from statistik.pruefung.bestand import NUMMER, Bestand, schluessel, sortiert
from statistik.pruefung.lauf import Lauf

SPRUNG_ANTEIL, SPRUNG_PUNKTE, SPRUNG_MINDESTENS = 0.3, 5, 10
QUOTE_PUNKTE = 0.5
MEISTE_NAMEN = 8


def alle(lauf: Lauf, vorhanden: Bestand) -> None:
    if not lauf.gut.any():
        return
    jetzt = _nachschlagen(lauf)
    _einzelwerte(lauf)
    _grundgesamtheit(lauf, jetzt, vorhanden)
    _quoten(lauf, jetzt, vorhanden)
    _spruenge(lauf, jetzt, vorhanden)
    _ebenen(lauf)
    _stichtage(lauf)
    _grundlage(lauf)
    _summe_der_kreise(lauf)
    _vollstaendig(lauf)
    _rueckrechenbar(lauf)


def _z(wert: float) -> str:
    return zahl_schreiben(round(wert, 2)) if abs(wert) < 1e12 else f"{wert:.0f}"


def _nachschlagen(lauf: Lauf) -> Bestand:
    gut = np.flatnonzero(lauf.eingeordnet)
    return sortiert(lauf.orte(gut), lauf.wert[gut], lauf.status[gut], gut)


def _einzelwerte(lauf: Lauf) -> None:
    anzahl, anteil = lauf.mit(art=Indikator.Art.ANZAHL), lauf.mit(art=Indikator.Art.ANTEIL)
    wert = np.nan_to_num(lauf.wert)
    lauf.melden("negativ", lauf.eingeordnet & anzahl & (wert < 0), lambda s: [_z(w) for w in lauf.wert[s]])
    lauf.melden(
        "anteil_unmoeglich", lauf.eingeordnet & anteil & ((wert < 0) | (wert > 100)), lambda s: [_z(w) for w in lauf.wert[s]]
    )
    gebrochen = lauf.eingeordnet & anzahl & (wert != np.floor(wert))
    meist = reihen.meiste(lauf, gebrochen, lauf.eingeordnet & anzahl & ~np.isnan(lauf.wert), wenigstens=1)
    lauf.melden("fast_nie_ganz", meist, lambda s: [zahl_schreiben(w) for w in lauf.wert[s]])
    lauf.melden("nicht_ganz", gebrochen & ~meist, lambda s: [zahl_schreiben(w) for w in lauf.wert[s]])
    geschuetzt = lauf.mit(ist_geschuetzt=True) | (not lauf.ist_amtlich)
    klein = (wert >= 1) & (wert < settings.STATISTIK_MINDESTZAHL)
    lauf.melden("klein", lauf.eingeordnet & anzahl & geschuetzt & klein, lambda s: [_z(w) for w in lauf.wert[s]])


def _dazu(lauf: Lauf, stellen: np.ndarray, indikator: int, jetzt: Bestand, vorhanden: Bestand, tage=None) -> np.ndarray:
    """Values of another Indikator at the same places: from the file, else from the portal."""
    tage = lauf.tag[stellen] if tage is None else tage
    orte = schluessel(np.full(len(stellen), indikator), tage, lauf.gebiet[stellen])
    eigene = jetzt.werte(orte)
    return np.where(np.isnan(eigene), vorhanden.werte(orte), eigene)


def _grundgesamtheit(lauf: Lauf, jetzt: Bestand, vorhanden: Bestand) -> None:
    """A part greater than the whole: seen from the part that comes, and from the whole that comes."""
    for teil in [i for i in lauf.indikatoren.values() if i.ist_anzahl and i.nenner_id]:
        gesamt = lauf.indikatoren[teil.nenner_id]
        for kommt, anderer in ((teil, gesamt), (gesamt, teil)):
            stellen = np.flatnonzero(lauf.eingeordnet & (lauf.indikator == kommt.pk) & ~np.isnan(lauf.wert))
            daneben = _dazu(lauf, stellen, anderer.pk, jetzt, vorhanden)
            zu_viele = lauf.wert[stellen] > daneben if kommt is teil else daneben > lauf.wert[stellen]
            if kommt is gesamt:  # where the part comes too, it has been said of the part
                zu_viele &= np.isnan(
                    jetzt.werte(schluessel(np.full(len(stellen), teil.pk), lauf.tag[stellen], lauf.gebiet[stellen]))
                )
            wo = stellen[zu_viele]
            paare = zip(lauf.wert[wo].tolist(), daneben[zu_viele].tolist(), strict=True)
            lauf.melden("zu_viele", wo, [f"{_z(max(p))} von {_z(min(p))} ({gesamt.titel})" for p in paare])


def _quoten(lauf: Lauf, jetzt: Bestand, vorhanden: Bestand) -> None:
    for indikator in [i for i in lauf.indikatoren.values() if i.art == Indikator.Art.ANTEIL and i.zaehler_id and i.nenner_id]:
        stellen = np.flatnonzero(lauf.eingeordnet & (lauf.indikator == indikator.pk) & ~np.isnan(lauf.wert))
        if not len(stellen):
            continue
        zaehler = _dazu(lauf, stellen, indikator.zaehler_id, jetzt, vorhanden)
        nenner = _dazu(lauf, stellen, indikator.nenner_id, jetzt, vorhanden)
        with np.errstate(divide="ignore", invalid="ignore"):
            gerechnet = 100 * zaehler / nenner
        anders = np.isfinite(gerechnet) & (np.abs(gerechnet - lauf.wert[stellen]) > QUOTE_PUNKTE)
        lauf.melden(
            "quote_anders",
            stellen[anders],
            [
                f"veröffentlicht {_z(w)}, gerechnet {_z(g)}"
                for w, g in zip(lauf.wert[stellen[anders]], gerechnet[anders], strict=True)
            ],
        )


def vorjahr(tag: np.ndarray) -> np.ndarray:
    """The same day a year before; the last day of a month stays a last day.

    >>> vorjahr(np.array(["2021-02-28", "2020-02-29", "2019-12-31"], "M8[D]")).astype(str).tolist()
    ['2020-02-29', '2019-02-28', '2018-12-31']
    """
    monat = tag.astype("M8[M]")
    frueher = monat - 12
    ende = (frueher + 1).astype("M8[D]") - 1
    ist_ende = tag == (monat + 1).astype("M8[D]") - 1
    return np.where(ist_ende, ende, np.minimum(frueher.astype("M8[D]") + (tag - monat.astype("M8[D]")), ende))


def _spruenge(lauf: Lauf, jetzt: Bestand, vorhanden: Bestand) -> None:
    stellen = np.flatnonzero(lauf.eingeordnet & ~np.isnan(lauf.wert))
    if not len(stellen):
        return
    orte = schluessel(lauf.indikator[stellen], vorjahr(lauf.tag[stellen]), lauf.gebiet[stellen])
    eigene = jetzt.werte(orte)
    frueher = np.where(np.isnan(eigene), vorhanden.werte(orte), eigene)
    wert = lauf.wert[stellen]
    ist_anteil = lauf.mit(art=Indikator.Art.ANTEIL)[stellen]
    ist_anzahl = lauf.mit(art=Indikator.Art.ANZAHL)[stellen]
    unterschied = np.abs(wert - frueher)
    with np.errstate(invalid="ignore"):
        relativ = unterschied > SPRUNG_ANTEIL * np.abs(frueher)
        gross = np.where(ist_anteil, unterschied > SPRUNG_PUNKTE, relativ & (~ist_anzahl | (unterschied >= SPRUNG_MINDESTENS)))
    gross &= ~np.isnan(frueher)
    auffaellig, verglichen = np.zeros_like(lauf.gut), np.zeros_like(lauf.gut)
    auffaellig[stellen], verglichen[stellen] = gross, ~np.isnan(frueher)
    fast_ueberall = reihen.meiste(lauf, auffaellig, verglichen)[stellen]
    for art, welche in (("sprung_fast_ueberall", fast_ueberall), ("sprung", gross & ~fast_ueberall)):
        worte = [f"{_z(f)} → {_z(w)}" for f, w in zip(frueher[welche], wert[welche], strict=True)]
        lauf.melden(art, stellen[welche], worte)


def _ebenenkode(lauf: Lauf) -> np.ndarray:
    """Level of each row as a number (order of Gebiet.Ebene), -1 without an area."""
    ebenen = {ebene: nummer for nummer, ebene in enumerate(Gebiet.Ebene.values)}
    kode = lauf.verzeichnis.vektor({pk: ebenen[ebene] for pk, ebene in lauf.verzeichnis.ebene.items()})
    return np.where(lauf.gebiet >= 0, kode[lauf.gebiet], -1)


KREIS, GEMEINDE, LAND = (Gebiet.Ebene.values.index(ebene) for ebene in ("kreis", "gemeinde", "land"))


def _ebenen(lauf: Lauf) -> None:
    """A Kreis table of the Regionaldatenbank also holds the Landeshauptstadt Hannover and a few other towns."""
    ebene = _ebenenkode(lauf)
    for _, _, stellen in lauf.reihen(lauf.eingeordnet):
        kreise, gemeinden = (ebene[stellen] == KREIS).sum(), (ebene[stellen] == GEMEINDE).sum()
        if 0 < gemeinden <= 0.2 * kreise:
            staedte = stellen[ebene[stellen] == GEMEINDE]
            lauf.melden("stadt_im_kreis", staedte)


def _stichtage(lauf: Lauf) -> None:
    tag = lauf.tag
    monat = tag.astype("M8[M]")
    ist_ende = tag == (monat + 1).astype("M8[D]") - 1
    im_jahr = (monat.astype("i8") % 12) + 1
    for indikator in lauf.indikatoren.values():
        if indikator.stichtagsart == "":
            continue
        soll = ist_ende if indikator.stichtagsart == "monat" else ist_ende & (im_jahr == int(indikator.stichtagsart[:2]))
        lauf.melden(
            "stichtag_anders",
            lauf.eingeordnet & (lauf.indikator == indikator.pk) & ~soll,
            lambda s, i=indikator: [f"{t:%d.%m.%Y}; sonst: {i.get_stichtagsart_display()}" for t in tag[s].tolist()],
        )
    nach_indikator: dict[int, list] = {}
    for indikator, datum, stellen in lauf.reihen(lauf.eingeordnet):
        nach_indikator.setdefault(indikator.pk, []).append((datum, stellen))
    for tage in nach_indikator.values():
        meiste = max(len(stellen) for _, stellen in tage)
        for datum, stellen in tage:
            if meiste >= 10 and len(stellen) <= 0.2 * meiste:
                lauf.melden("stichtag_einzeln", stellen, [f"{datum:%d.%m.%Y}"] * len(stellen))


def _grundlage(lauf: Lauf) -> None:
    """A Kommune's own register rests on no census."""
    if lauf.ist_amtlich and not lauf.grundlage:
        ruht_darauf = np.isin(lauf.indikator, [i.pk for i in lauf.indikatoren.values() if i.ruht_auf_zensus])
        lauf.melden("grundlage", lauf.eingeordnet & ruht_darauf & ist_offen(lauf.tag))


def _summe_der_kreise(lauf: Lauf) -> None:
    ebene = _ebenenkode(lauf)
    for indikator, tag, stellen in lauf.reihen(lauf.eingeordnet & lauf.mit(art=Indikator.Art.ANZAHL)):
        for land in stellen[ebene[stellen] == LAND]:
            ars = lauf.verzeichnis.eintraege[int(lauf.gebiet[land])].ars
            erwartet = {pk for pk in lauf.verzeichnis.gueltige("kreis", tag) if lauf.verzeichnis.eintraege[pk].ars.startswith(ars)}
            kreise = stellen[(ebene[stellen] == KREIS) & np.isin(lauf.gebiet[stellen], list(erwartet))]
            if len(kreise) < len(erwartet) or np.isnan(lauf.wert[kreise]).any() or np.isnan(lauf.wert[land]):
                continue
            summe, soll = lauf.wert[kreise].sum(), lauf.wert[land]
            worte = f"{indikator.titel}, {tag:%d.%m.%Y}: Die Summe der {len(kreise)} Kreise ist {_z(summe)}"
            if summe == soll:
                lauf.hinweise.append(("summe_stimmt", f"{worte} und stimmt mit dem Landeswert überein."))
            else:
                lauf.hinweise.append(("summe_anders", f"{worte}, das Land hat {_z(soll)} (Unterschied {_z(summe - soll)})."))


def _vollstaendig(lauf: Lauf) -> None:
    ebene = _ebenenkode(lauf)
    for indikator, tag, stellen in lauf.reihen(lauf.eingeordnet):
        for nummer, name, mehrzahl in ((KREIS, "kreis", "Kreise"), (GEMEINDE, "gemeinde", "Gemeinden")):
            da = set(lauf.gebiet[stellen[ebene[stellen] == nummer]].tolist())
            erwartet = lauf.verzeichnis.gueltige(name, tag)
            fehlen = erwartet - da
            if fehlen and len(da) >= 0.5 * len(erwartet):
                namen = sorted(lauf.verzeichnis.eintraege[pk].anzeigename for pk in fehlen)
                mehr = f" und {len(namen) - MEISTE_NAMEN} weitere" if len(namen) > MEISTE_NAMEN else ""
                wieviele = f"{indikator.titel}, {tag:%d.%m.%Y}: {len(da)} von {len(erwartet)} {mehrzahl}"
                lauf.hinweise.append(("unvollstaendig", f"{wieviele}; es fehlt: {', '.join(namen[:MEISTE_NAMEN])}{mehr}."))


def _rueckrechenbar(lauf: Lauf) -> None:
    """One secret cell among known siblings, with a known sum: whoever can subtract knows it."""
    gut = lauf.eingeordnet
    geheim = gut & (lauf.status == NUMMER[werte.SECRET])
    if not geheim.any():
        return
    _unter_geschwistern(lauf, gut, geheim)
    _unter_teilen(lauf, gut, geheim)


def _unter_geschwistern(lauf: Lauf, gut: np.ndarray, geheim: np.ndarray) -> None:
    verzeichnis = lauf.verzeichnis
    for _, _, stellen in lauf.reihen(gut & lauf.mit(art=Indikator.Art.ANZAHL)):
        werte_je = dict(zip(lauf.gebiet[stellen].tolist(), lauf.wert[stellen].tolist(), strict=True))
        for stelle in stellen[geheim[stellen]]:
            gebiet = int(lauf.gebiet[stelle])
            for ahne in verzeichnis.ahnen(gebiet):
                andere = verzeichnis.nachkommen[ahne, verzeichnis.ebene[gebiet]] - {gebiet}
                if all(not np.isnan(werte_je.get(pk, np.nan)) for pk in (ahne, *andere)):
                    name = verzeichnis.eintraege[ahne].anzeigename
                    lauf.melden("rueckrechenbar", np.array([stelle]), [f"{name} und alle anderen Teile sind bekannt"])
                    break


def _unter_teilen(lauf: Lauf, gut: np.ndarray, geheim: np.ndarray) -> None:
    vorhandene = set(np.unique(lauf.indikator[gut]).tolist())
    for summe in [i for i in lauf.indikatoren.values() if i.pk in vorhandene]:
        teile = {teil.pk for teil in summe.teile.all()}
        if not teile or not teile <= vorhandene:
            continue
        ort = lauf.tag.astype("i8") * 2**31 + lauf.gebiet
        bekannte_summe = ort[gut & (lauf.indikator == summe.pk) & ~np.isnan(lauf.wert)]
        stellen = np.flatnonzero(gut & np.isin(lauf.indikator, list(teile)) & np.isin(ort, bekannte_summe))
        _, wo = np.unique(ort[stellen], return_inverse=True)
        allein = (
            (np.bincount(wo, geheim[stellen]) == 1)
            & (np.bincount(wo) == len(teile))
            & (np.bincount(wo, np.isnan(lauf.wert[stellen])) == 1)
        )
        einer = stellen[allein[wo] & geheim[stellen]]
        lauf.melden("rueckrechenbar", einer, [f"aus „{summe.titel}“ und den anderen Altersgruppen"] * len(einer))
