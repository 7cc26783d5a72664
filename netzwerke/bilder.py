"""From the network's values to pictures: what a box or a node says is decided here, where it stands in grafik."""

import hashlib
import json
from dataclasses import dataclass

from django.core.cache import cache

from grafik import gremien
from grafik.netz import BREITE, HOEHE, Punkt, anordnen, punkte
from netzwerke.auswertung import Gruppenbild, Knoten, Landschaft


def gremienlandschaft(landschaft: Landschaft) -> gremien.Gremienbild:
    nummern = {partner.name: partner.nummer for partner in landschaft.partner}
    mit_mitgliedern = len(landschaft.gruppen) <= gremien.MEISTE_MIT_MITGLIEDERN
    ebenen = [
        gremien.Ebene(ebene.name, tuple(_kasten(g, nummern, landschaft.verbindende, mit_mitgliedern) for g in ebene.gruppen))
        for ebene in landschaft.ebenen
    ]
    if landschaft.partner:
        partner = (
            gremien.Kasten(p.name, f"arbeitet mit in {', '.join(p.gruppen)}", (), p.url, marken=(p.nummer,))
            for p in landschaft.partner
        )
        ebenen.append(gremien.Ebene("Kommunen", tuple(partner)))
    return gremien.gremienbild(ebenen)


def _kasten(gruppe: Gruppenbild, nummern, verbindende, mit_mitgliedern):
    if mit_mitgliedern:
        eintraege = tuple(
            gremien.Eintrag(
                platz.funktion,
                tuple(filter(None, [platz.notiz, *(f"+ {zusatz}" for zusatz in platz.zusaetze)])),
                platz.einrichtung in verbindende,
            )
            for platz in gruppe.plaetze
        )
    else:
        zahl = gruppe.anzahl
        eintraege = (gremien.Eintrag(f"{zahl} {'Funktion' if zahl == 1 else 'Funktionen'}"),) if zahl else ()
    auftrag = gruppe.obere and f"im Auftrag von {gruppe.obere}"
    notiz = " · ".join(filter(None, [gruppe.aufgabe, gruppe.planungsstand, auftrag]))
    marken = tuple(nummern[name] for name in gruppe.beteiligte)
    return gremien.Kasten(gruppe.name, notiz[:1].upper() + notiz[1:], eintraege, gruppe.url, gruppe.folgt, marken)


MEISTE_KNOTEN = 450  # more is no picture any more; from 500 on networkx wants scipy


@dataclass(frozen=True)
class Netzknoten:
    knoten: Knoten
    punkt: Punkt
    kanten: str  # SVG path to all it is linked to; only groups carry one


@dataclass(frozen=True)
class Netzbild:
    breite: int
    hoehe: int
    knoten: list[Netzknoten]
    unbeschriftet: int
    weggelassen: int
    kennung: str  # the same for the same picture


def netzbild(name: str, knoten: list[Knoten], kanten: list[tuple[str, str]]) -> Netzbild:
    """The picture under a name. Its layout is counted once for each change and kept, so that it stands still between visits."""
    verbundene = [k for k in knoten if k.partner]
    knoten, kanten = _zeichenbar(verbundene, kanten)
    alles = json.dumps([sorted((k.schluessel, k.name, k.url) for k in knoten), sorted(kanten)])
    kennung = hashlib.sha256(alles.encode()).hexdigest()
    alle = {punkt.schluessel: punkt for punkt in _punkte(name, kennung, knoten, kanten)}
    wege: dict[str, list[str]] = {}
    for gruppe, einrichtung in kanten:
        von, nach = alle[gruppe], alle[einrichtung]
        wege.setdefault(gruppe, []).append(f"M{von.x} {von.y}L{nach.x} {nach.y}")
    gezeichnet = [Netzknoten(k, alle[k.schluessel], "".join(wege.get(k.schluessel, []))) for k in knoten]
    return Netzbild(
        BREITE, HOEHE, gezeichnet, sum(not n.punkt.aufschrift for n in gezeichnet), len(verbundene) - len(knoten), kennung
    )


def _zeichenbar(knoten: list[Knoten], kanten):
    """In a network too large for a picture only the institutions that link most groups."""
    mindestens = 1
    while len(gezeigt := [k for k in knoten if k.art == "gruppe" or len(k.partner) >= mindestens]) > MEISTE_KNOTEN:
        mindestens += 1
        if all(k.art == "gruppe" for k in gezeigt):
            gezeigt = gezeigt[:MEISTE_KNOTEN]
            break
    da = {k.schluessel for k in gezeigt}
    return gezeigt, [kante for kante in kanten if da.issuperset(kante)]


def _punkte(name: str, kennung: str, knoten: list[Knoten], kanten) -> list[Punkt]:
    """Where everything stands; a network seen for the first time begins where the last one of this name stood."""
    gezeichnet = cache.get(f"netzbild-{kennung}")
    if gezeichnet is None:
        lage = anordnen([k.schluessel for k in knoten], kanten, cache.get(f"netzbild-zuletzt-{name}") or {})
        gewicht = {k.schluessel: len(k.partner) for k in knoten}
        gruppen = [k.schluessel for k in knoten if k.art == "gruppe"]
        gezeichnet = punkte(lage, {k.schluessel: k.name for k in knoten}, gewicht, gruppen)
        cache.set(f"netzbild-{kennung}", gezeichnet, timeout=None)
        cache.set(f"netzbild-zuletzt-{name}", lage, timeout=None)
    return gezeichnet
