"""The network picture: where institutions and groups stand, and which of them bear their name. Pure but for networkx."""

from collections.abc import Iterable
from dataclasses import dataclass

from grafik.text import breite, umbrechen

BREITE, HOEHE, RAND = 1160, 820, 70
SAAT = 7  # any number, always the same: the picture stands still
SCHRIFT, ZEILENHOEHE = 14, 16
LAENGSTE_AUFSCHRIFT = 170


@dataclass(frozen=True)
class Punkt:
    """A node on the picture. `aufschrift` are its lines with their place, empty where there is no room."""

    schluessel: str
    x: int
    y: int
    radius: float
    aufschrift: tuple[tuple[int, str], ...] = ()  # (y, line)
    text_x: int = 0
    anker: str = "start"

    @property
    def r(self):
        return f"{self.radius:.1f}"  # with a point, whatever the language


def anordnen(knoten: list[str], kanten: list[tuple[str, str]], vorher: dict[str, list[float]]) -> dict[str, list[float]]:
    """Places between -1 and 1. Who was there before begins where she was, so that a new group moves the others little."""
    import networkx as nx

    graph = nx.Graph()
    graph.add_nodes_from(sorted(knoten))
    graph.add_edges_from(sorted(kanten))
    anfang = {name: vorher[name] for name in graph if name in vorher}
    if not graph:
        return {}
    lage = nx.spring_layout(
        graph, seed=SAAT, pos=anfang or None, k=2.2 / len(graph) ** 0.5, iterations=25 if anfang else 120, method="force"
    )
    return {name: [round(float(x), 4), round(float(y), 4)] for name, (x, y) in lage.items()}


def punkte(lage: dict[str, list[float]], namen: dict[str, str], gewicht: dict[str, int], zuerst: Iterable[str]) -> list[Punkt]:
    """The nodes in pixels, the names where they cover nothing; `zuerst` get theirs before all others."""
    if not lage:
        return []
    orte = _auf_die_flaeche(lage)
    radien = {name: 5 + min(7.0, 1.4 * gewicht.get(name, 0)) for name in lage}
    vorrang = {name: i for i, name in enumerate(zuerst)}
    reihenfolge = sorted(lage, key=lambda name: (vorrang.get(name, len(vorrang)), -gewicht.get(name, 0), name))
    belegt = [(x - radien[n], y - radien[n], x + radien[n], y + radien[n]) for n, (x, y) in orte.items()]
    fertig = {}
    for name in reihenfolge:
        zeilen = umbrechen(namen[name], SCHRIFT, LAENGSTE_AUFSCHRIFT)
        fertig[name] = _beschriftet(name, orte[name], radien[name], zeilen, belegt, muss=name in vorrang)
    return [fertig[name] for name in lage]


def _auf_die_flaeche(lage: dict[str, list[float]]) -> dict[str, tuple[int, int]]:
    """Stretch to the picture's shape, by place and as much by rank: crowds in the middle get room."""
    waagerecht, senkrecht = (_gestreckt({name: ort[achse] for name, ort in lage.items()}) for achse in (0, 1))
    return {
        name: (round(RAND + (BREITE - 2 * RAND) * waagerecht[name]), round(RAND + (HOEHE - 2 * RAND) * senkrecht[name]))
        for name in lage
    }


def _gestreckt(werte: dict[str, float]) -> dict[str, float]:
    """Between 0 and 1: a little more the place among all, a little less the rank."""
    sortiert = sorted(werte, key=lambda name: werte[name])
    erster, spanne = werte[sortiert[0]], (werte[sortiert[-1]] - werte[sortiert[0]]) or 1
    letzter = max(1, len(sortiert) - 1)
    return {name: 0.55 * (werte[name] - erster) / spanne + 0.45 * rang / letzter for rang, name in enumerate(sortiert)}


def _beschriftet(name: str, ort: tuple[int, int], radius: float, zeilen: list[str], belegt: list, *, muss: bool) -> Punkt:
    """The first place around the point where the name covers nothing; for one that has to be there, where it covers least."""
    weit, hoch = max(breite(zeile, SCHRIFT) for zeile in zeilen), ZEILENHOEHE * len(zeilen)
    moeglich = [
        p for p in _plaetze(ort, radius, weit, hoch) if p[0] >= 2 and p[0] + weit <= BREITE - 2 and 2 <= p[1] <= HOEHE - 2 - hoch
    ]
    bewertet = [(sum(_beruehrt((x, y, x + weit, y + hoch), b) for b in belegt), i) for i, (x, y, _, _) in enumerate(moeglich)]
    verdeckt, bester = min(bewertet, default=(1, 0))
    if not moeglich or (verdeckt and not muss):
        return Punkt(name, ort[0], ort[1], radius)
    links, oben, anker, text_x = moeglich[bester]
    belegt.append((links, oben, links + weit, oben + hoch))
    linien = tuple((round(oben + ZEILENHOEHE * (i + 0.78)), zeile) for i, zeile in enumerate(zeilen))
    return Punkt(name, ort[0], ort[1], radius, linien, round(text_x), anker)


def _plaetze(ort, radius, weit, hoch):
    """(left, top, anchor, x of the text): beside, below, above, then the corners."""
    x, y = ort
    rechts, links, schraeg = x + radius + 5, x - radius - 5, radius * 0.7 + 2
    yield rechts, y - hoch / 2, "start", rechts
    yield links - weit, y - hoch / 2, "end", links
    yield x - weit / 2, y + radius + 3, "middle", x
    yield x - weit / 2, y - radius - 3 - hoch, "middle", x
    for oben in (y + schraeg, y - schraeg - hoch):
        yield x + schraeg, oben, "start", x + schraeg
        yield x - schraeg - weit, oben, "end", x - schraeg


def _beruehrt(a, b):
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
