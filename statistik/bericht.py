"""What a Lieferung brought, for people and for programs."""

import numpy as np
from django.urls import reverse

from kern.templatetags.schreibweise import zahl_schreiben
from statistik.leser import deuten
from statistik.leser.rohtabelle import FORMATE
from statistik.models import Gebiet, Indikator, Lieferung
from statistik.pruefung.befunde import ARTEN, HINWEIS
from statistik.pruefung.ergebnis import GEAENDERT, GLEICH, NEU, WAS_TITEL, Pruefung


def gezaehlt(pruefung: Pruefung, zuordnung: deuten.Zuordnung) -> list[dict]:
    """For each Indikator what the file says about it: from which of its columns, for which days, how often, for example."""
    spalten: dict[str, list[str]] = {}
    for titel, kennung in zuordnung.reihen.items():
        spalten.setdefault(kennung, []).append(titel)
    zeilen = []
    gut = np.flatnonzero(np.isin(pruefung.was, (NEU, GEAENDERT, GLEICH)))
    for indikator in Indikator.objects.filter(pk__in=np.unique(pruefung.indikator[gut]).tolist()):
        stellen = gut[pruefung.indikator[gut] == indikator.pk]
        mit_wert = stellen[~np.isnan(pruefung.wert[stellen])][:1]
        beispiel = ""
        if len(mit_wert):
            gebiet = Gebiet.objects.get(pk=int(pruefung.gebiet[mit_wert[0]]))
            beispiel = f"{gebiet}: {zahl_schreiben(pruefung.wert[mit_wert[0]])}"
        zeilen.append({
            "indikator": indikator.titel,
            "spalten": spalten.get(indikator.kennung, []),
            "stichtage": zeitraum(pruefung.tag[stellen]),
            "werte": len(stellen),
            "beispiel": beispiel,
        })  # fmt: skip
    return zeilen


def zeitraum(tage: np.ndarray) -> str:
    von, bis = tage.min().item(), tage.max().item()
    return f"{von:%d.%m.%Y}" if von == bis else f"{von:%d.%m.%Y} bis {bis:%d.%m.%Y}"


def bericht(lieferung: Lieferung, pruefung: Pruefung | None) -> dict:
    """As `statistik_einlesen --json` prints it. Counts are figures, not lines; `zeilen` are lines."""
    angaben = lieferung.angaben
    fertig = {
        "datei": lieferung.dateiname,
        "lieferung": lieferung.pk,
        "format": angaben["format"],
        "formatname": FORMATE[angaben["format"]],
        "kodierung": angaben["kodierung"],
        "trenner": angaben["trenner"],
        "sha256": lieferung.sha256,
        "quelle": lieferung.quelle,
        "stand": lieferung.stand,
        "zeilen": angaben["zeilen"],
        **{name: lieferung.summen.get(name, 0) for name in WAS_TITEL},
        "gezaehlt": lieferung.summen.get("gezaehlt", []),
        "hinweise": [],
    }
    if pruefung is None:
        return fertig | {
            "grund": "" if lieferung.summen else "Was die Spalten bedeuten, muss einmal in der Verwaltung zugeordnet werden."
        }
    for befund in pruefung.sortiert():
        zeilen = pruefung.zeile[befund.stellen[:5]].tolist()
        fertig["hinweise"].append(
            {
                "art": befund.art,
                "schwere": befund.schwere,
                "titel": ARTEN[befund.art].titel,
                "anzahl": len(befund.stellen),
                "zeilen": zeilen,
                "beispiele": befund.angaben[:5],
            }
        )
    fertig["hinweise"] += [
        {"art": art, "schwere": HINWEIS, "titel": ARTEN[art].titel, "text": text} for art, text in pruefung.hinweise
    ]
    return fertig


def worte(fertig: dict) -> str:
    """The same for the console."""
    if "format" not in fertig:
        return f"{fertig['datei']}: {fertig['grund']}"
    summen = ", ".join(f"{zahl_schreiben(fertig[name])} {wort}" for name, wort in WAS_TITEL.items())
    zeilen = [
        f"{fertig['datei']}: {fertig['formatname']}, {fertig['kodierung']}, {zahl_schreiben(fertig['zeilen'])} Zeilen",
        f"  {summen}",
    ]
    for reihe in fertig["gezaehlt"]:
        zeilen.append(
            f"  {reihe['indikator']}, {reihe['stichtage']}: {zahl_schreiben(reihe['werte'])} Werte, z. B. {reihe['beispiel']}"
        )
    for hinweis in fertig["hinweise"]:
        if "text" in hinweis:
            zeilen.append(f"  {hinweis['titel']}: {hinweis['text']}")
        else:
            wo = f"Zeile {', '.join(map(str, hinweis['zeilen']))}" + (" …" if hinweis["anzahl"] > len(hinweis["zeilen"]) else "")
            beispiel = f" ({'; '.join(dict.fromkeys(hinweis['beispiele'][:3]))})" if hinweis["beispiele"] else ""
            zeilen.append(f"  {hinweis['titel']}: {zahl_schreiben(hinweis['anzahl'])}-mal, {wo}{beispiel}")
    if fertig.get("grund"):
        zeilen.append(f"  {fertig['grund']}")
    if fertig["ergebnis"] == "offen":
        zeilen.append(f"  Wartet auf Ihre Entscheidung: {reverse('admin:statistik_lieferung_change', args=[fertig['lieferung']])}")
    elif fertig["ergebnis"] == "schon da":
        zeilen.append(f"  Genau diese Datei ist schon eingelesen (Lieferung {fertig['lieferung']}); nichts geändert.")
    return "\n".join(zeilen)
