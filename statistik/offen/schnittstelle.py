"""The read-only interface for programs: what may be asked, and the answers as plain data. Described in openapi.yaml."""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import yaml
from django.db.models import F, Q

from statistik.auswertung.zahlen import laden
from statistik.models import Gebiet, Indikator
from statistik.offen.tabelle import zeilen
from statistik.offen.verzeichnis import Eintrag, bestand

JE_SEITE = 1000
MEISTE_SEITEN = 100_000


class AnfrageFehler(Exception):
    """The message says what to ask instead."""


@cache
def beschreibung(adresse: str) -> dict:
    """OpenAPI 3.1, with the address under which this installation answers."""
    text = Path(__file__).with_name("openapi.yaml").read_text(encoding="utf-8")
    return yaml.safe_load(text) | {"servers": [{"url": f"{adresse}api/v1"}]}


@dataclass(frozen=True)
class Anfrage:
    """One address of the interface as a page explains it; `beispiel` is JSON, written out."""

    pfad: str
    summary: str
    description: str
    filter: tuple[dict, ...]
    beispiel: str


def anfragen(adresse: str) -> list[Anfrage]:
    """From the very description that programs read."""
    alles = beschreibung(adresse)
    bekannt = {f"#/components/parameters/{name}": wert for name, wert in alles["components"]["parameters"].items()}
    fertig = []
    for pfad, verben in alles["paths"].items():
        get = verben["get"]
        antwort = get["responses"]["200"]["content"]["application/json"].get("example")
        beispiel = json.dumps(antwort, ensure_ascii=False, indent=2) if antwort else ""
        filter_ = tuple(bekannt.get(eintrag.get("$ref"), eintrag) for eintrag in get.get("parameters", []))
        fertig.append(Anfrage(pfad, get["summary"], get.get("description", ""), filter_, beispiel))
    return fertig


def _gelesen(angaben: Mapping[str, str], erlaubt: dict[str, Callable]) -> dict:
    """What was asked, each by its own reader. A word nobody knows is an error: a misspelt filter must not mean "everything"."""
    if fremd := sorted(set(angaben) - set(erlaubt)):
        raise AnfrageFehler(f"Unbekannt: {', '.join(name[:40] for name in fremd)}. Möglich sind: {', '.join(erlaubt)}.")
    return {name: lesen(angaben[name]) for name, lesen in erlaubt.items() if name in angaben}


def _tag(text: str) -> date:
    try:
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            raise ValueError(text)
        return date.fromisoformat(text)
    except ValueError as fehler:
        raise AnfrageFehler(f"„{text[:40]}“ ist kein Tag. Erwartet wird zum Beispiel 2019-12-31.") from fehler


def _schluessel(text: str) -> str:
    if not re.fullmatch(r"[0-9]{2}|[0-9]{3}|[0-9]{5}|[0-9]{8}|[0-9]{9}|[0-9]{12}", text):
        raise AnfrageFehler(f"„{text[:40]}“ ist kein Gebietsschlüssel. Er hat 2, 3, 5, 8, 9 oder 12 Ziffern, auch führende Nullen.")
    return text


def _ebene(text: str) -> str:
    if text not in Gebiet.Ebene.values:
        raise AnfrageFehler(f"„{text[:40]}“ ist keine Ebene. Möglich sind: {', '.join(Gebiet.Ebene.values)}.")
    return text


def _seite(text: str) -> int:
    if not re.fullmatch(r"[1-9][0-9]{0,5}", text) or int(text) > MEISTE_SEITEN:
        raise AnfrageFehler(f"„{text[:40]}“ ist keine Seite. Erwartet wird eine Zahl ab 1.")
    return int(text)


def _seitenweise(alle: list[dict], seite: int, name: str) -> dict:
    seiten = max(1, -(-len(alle) // JE_SEITE))
    return {"anzahl": len(alle), "seite": seite, "seiten": seiten, name: alle[(seite - 1) * JE_SEITE : seite * JE_SEITE]}


def indikatoren(angaben: Mapping[str, str]) -> dict:
    gelesen = _gelesen(angaben, {"seite": _seite})
    return _seitenweise([_eintrag(eintrag) for eintrag in bestand()], gelesen.get("seite", 1), "indikatoren")


def indikator(kennung: str, angaben: Mapping[str, str]) -> dict | None:
    """None where there is no such Indikator with figures."""
    _gelesen(angaben, {})
    return next((_eintrag(eintrag) for eintrag in bestand() if eintrag.indikator.kennung == kennung), None)


def _eintrag(eintrag: Eintrag) -> dict:
    i = eintrag.indikator
    return {
        "kennung": i.kennung,
        "titel": i.titel,
        "definition": i.definition,
        "lesehilfe": i.lesehilfe,
        "art": i.art,
        "einheit": i.einheit,
        "eigene_berechnung": i.eigene_berechnung,
        "zaehler": i.zaehler.kennung if i.zaehler else None,
        "nenner": i.nenner.kennung if i.nenner else None,
        "von": eintrag.von.isoformat(),
        "bis": eintrag.bis.isoformat(),
    }


def gebiete(angaben: Mapping[str, str]) -> dict:
    """Areas of today and of former days, by key."""
    gelesen = _gelesen(angaben, {"schluessel": _schluessel, "ebene": _ebene, "seite": _seite})
    seite = gelesen.pop("seite", 1)
    menge = _mit_schluessel(gelesen.get("schluessel")).order_by("ars", F("gueltig_bis").desc(nulls_first=True))
    if "ebene" in gelesen:
        menge = menge.filter(ebene=gelesen["ebene"])
    return _seitenweise([_gebiet(gebiet) for gebiet in menge], seite, "gebiete")


def _gebiet(gebiet: Gebiet) -> dict:
    return {
        "ags": gebiet.ags,
        "ars": gebiet.ars,
        "name": str(gebiet.anzeigename),
        "ebene": gebiet.ebene,
        "gueltig_von": gebiet.gueltig_von and gebiet.gueltig_von.isoformat(),
        "gueltig_bis": gebiet.gueltig_bis and gebiet.gueltig_bis.isoformat(),
    }


def zahlen(indikator: Indikator, angaben: Mapping[str, str]) -> dict:
    """Figures of one Indikator, of all areas or some."""
    gelesen = _gelesen(angaben, {"schluessel": _schluessel, "ebene": _ebene, "stichtag": _tag, "seite": _seite})
    auswahl = {"ebene": gelesen["ebene"]} if "ebene" in gelesen else {}
    gebiete = None
    if auswahl or "schluessel" in gelesen:
        gebiete = _mit_schluessel(gelesen.get("schluessel")).filter(**auswahl).order_by().values("pk")
    return _zahlen([indikator], gebiete, gelesen)


def zahlen_von(schluessel: str, angaben: Mapping[str, str]) -> dict | None:
    """All figures of one area; None where the key belongs to none."""
    gelesen = _gelesen(angaben, {"stichtag": _tag, "seite": _seite})
    gebiete = list(_mit_schluessel(schluessel).values_list("pk", flat=True))
    return _zahlen(Indikator.objects.select_related("nenner", "zaehler"), gebiete, gelesen) if gebiete else None


def _mit_schluessel(schluessel: str | None):
    return Gebiet.objects.filter(Q(ars=schluessel) | Q(ags=schluessel)) if schluessel else Gebiet.objects.all()


def _zahlen(indikatoren: Iterable[Indikator], gebiete, gelesen: dict) -> dict:
    geladen = laden(indikatoren, gebiete=gebiete, tag=gelesen.get("stichtag"))
    alle = [zeile | {"stichtag": zeile["stichtag"].isoformat()} for zeile in zeilen(geladen)]
    return _seitenweise(alle, gelesen.get("seite", 1), "zahlen")
