"""The network as pages show it: frozen values without names of persons. No function here makes a query of its own."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from grafik.gremien import MEISTE_MIT_MITGLIEDERN
from kommunen.models import Kommune
from netzwerke.lebensphasen import LEBENSPHASEN, Lebensphase
from netzwerke.models import Einrichtung, Einrichtungsart, Gruppe, Handlungsfeld, Mitgliedschaft
from netzwerke.namen import steckt_in
from netzwerke.zeitpunkt import als_text

Art = Gruppe.Art
EBENEN = (
    ("Steuerung", (Art.STEUERUNG,)),
    ("Planung", (Art.PLANUNG,)),
    ("Umsetzung", (Art.UMSETZUNG, Art.ARBEITSGRUPPE)),
    ("Beratung", (Art.BERATUNGSNETZWERK, Art.BERATEND)),
)


# ---------- Groups ----------


@dataclass(frozen=True)
class Platz:
    """A function in a group; `zusaetze` come on top of it, `notiz` says where it belongs, in which role or how many it are.

    `einrichtung` is its key and `url` its page, where the reader may know of it.
    """

    funktion: str
    notiz: str = ""
    zusaetze: tuple[str, ...] = ()
    einrichtung: str = ""
    url: str = ""


@dataclass(frozen=True)
class Gruppenbild:
    name: str
    aufgabe: str
    planungsstand: str
    plaetze: tuple[Platz, ...]  # empty also where there are too many groups to show who sits in each
    anzahl: int = 0  # of functions
    schluessel: str = ""
    url: str = ""
    art: str = ""
    kommune: str = ""
    beteiligte: tuple[str, ...] = ()
    obere: str = ""

    @property
    def folgt(self):
        return not self.anzahl


def gruppenbilder(gruppen: Iterable[Gruppe]) -> list[Gruppenbild]:
    """Expects groups with their members (`with_mitglieder`)."""
    return [gruppenbild(gruppe) for gruppe in gruppen]


def gruppenbild(gruppe: Gruppe, beteiligte: Iterable[str] = (), obere: str = "", *, mit_plaetzen: bool = True) -> Gruppenbild:
    return Gruppenbild(
        name=gruppe.name,
        aufgabe=gruppe.aufgabe,
        planungsstand=planungsstand(gruppe),
        plaetze=plaetze(gruppe.plaetze) if mit_plaetzen else (),
        anzahl=len(gruppe.plaetze),
        schluessel=gruppe.schluessel,
        url=gruppe.get_absolute_url(),
        art=gruppe.art,
        kommune=str(gruppe.kommune),
        beteiligte=tuple(beteiligte),
        obere=obere,
    )


def planungsstand(gruppe: Gruppe) -> str:
    """The words and their date, which old texts have inside them."""
    stand = als_text(gruppe.stand_vom)
    if not stand or stand in gruppe.planungsstand:
        return gruppe.planungsstand
    return ", ".join(filter(None, [gruppe.planungsstand, f"Stand {stand}"]))


def plaetze(mitgliedschaften: Iterable[Mitgliedschaft]) -> tuple[Platz, ...]:
    mitglieder = list(mitgliedschaften)
    da = {mitglied.pk for mitglied in mitglieder}
    zusaetze: dict[int, list[str]] = {}
    for mitglied in mitglieder:
        if mitglied.begleitet_id in da:
            zusaetze.setdefault(mitglied.begleitet_id, []).append(_mit_anzahl(mitglied))
    return tuple(_platz(m, tuple(zusaetze.get(m.pk, ()))) for m in mitglieder if m.begleitet_id not in da)


def _platz(mitglied: Mitgliedschaft, zusaetze: tuple[str, ...]) -> Platz:
    einrichtung = _gesehene(mitglied)
    return Platz(
        funktion=_mit_anzahl(mitglied),
        notiz=_notiz(mitglied, einrichtung),
        zusaetze=zusaetze,
        einrichtung=einrichtung.schluessel if einrichtung else "",
        url=einrichtung.get_absolute_url() if einrichtung else "",
    )


def _gesehene(mitglied: Mitgliedschaft) -> Einrichtung | None:
    """The institution behind it, as far as the reader may know of it (`with_einrichtung`)."""
    return mitglied.einrichtung if mitglied.sieht_einrichtung else None


def _mit_anzahl(mitglied: Mitgliedschaft) -> str:
    funktion = mitglied.funktion or str(_gesehene(mitglied) or "Weiteres Mitglied")
    return f"{mitglied.anzahl} {funktion}" if mitglied.anzahl else funktion


def _notiz(mitglied: Mitgliedschaft, einrichtung: Einrichtung | None) -> str:
    return ", ".join(filter(None, [*_woher(mitglied, einrichtung), _rolle(mitglied), "mehrere Personen" * mitglied.mehrere]))


def _woher(mitglied, einrichtung):
    """The institution, unless the function says it already; what the source wrote where none is known."""
    if einrichtung is None or any(steckt_in(name, mitglied.einheit) for name in einrichtung.namen if mitglied.einheit):
        return [mitglied.einheit, mitglied.obereinheit]
    gesagt = not mitglied.funktion or steckt_in(einrichtung.name, mitglied.funktion)
    return ["" if gesagt else einrichtung.name, mitglied.einheit]


def _rolle(mitglied):
    if mitglied.entsandt_von:
        return f"entsandt von {mitglied.entsandt_von}"
    return "" if mitglied.rolle == Mitgliedschaft.Rolle.MITGLIED else mitglied.get_rolle_display()


# ---------- All groups of a Kommune, by level ----------


@dataclass(frozen=True)
class Ebene:
    name: str
    gruppen: tuple[Gruppenbild, ...]


@dataclass(frozen=True)
class Partnerkommune:
    """A further Kommune that takes part; its number stands on the groups in the picture."""

    nummer: int
    name: str
    url: str
    gruppen: tuple[str, ...]


@dataclass(frozen=True)
class Landschaft:
    ebenen: tuple[Ebene, ...]
    partner: tuple[Partnerkommune, ...] = ()
    verbindende: dict[str, str] = field(default_factory=dict)  # key -> name of those who sit in several groups

    @property
    def gruppen(self):
        return [gruppe for ebene in self.ebenen for gruppe in ebene.gruppen]


def landschaft(gruppen: Iterable[Gruppe], kommune: Kommune) -> Landschaft:
    """As a Kommune sees it. Expects groups with members and with `beteiligte` fetched."""
    gruppen = list(gruppen)
    namen = {gruppe.pk: gruppe.name for gruppe in gruppen}
    mit_plaetzen = len(gruppen) <= MEISTE_MIT_MITGLIEDERN
    beteiligte = {
        gruppe.pk: [k for k in (gruppe.kommune, *gruppe.beteiligte.all()) if k != kommune and k.is_published] for gruppe in gruppen
    }
    bilder = {
        gruppe.pk: gruppenbild(gruppe, map(str, beteiligte[gruppe.pk]), namen.get(gruppe.obere_id, ""), mit_plaetzen=mit_plaetzen)
        for gruppe in gruppen
    }
    ebenen = []
    for name, arten in EBENEN:
        if hier := tuple(bilder[gruppe.pk] for gruppe in gruppen if gruppe.art in arten):
            ebenen.append(Ebene(name, hier))
    kommunen = sorted({k for alle in beteiligte.values() for k in alle}, key=lambda k: k.sortierung)
    partner = tuple(
        Partnerkommune(nr, str(k), k.get_absolute_url(), tuple(g.name for g in gruppen if k in beteiligte[g.pk]))
        for nr, k in enumerate(kommunen, start=1)
    )
    return Landschaft(tuple(ebenen), partner, _verbindende(gruppen))


def _verbindende(gruppen) -> dict[str, str]:
    sitze = {(einrichtung, gruppe.pk) for gruppe in gruppen for m in gruppe.plaetze if (einrichtung := _gesehene(m))}
    anzahl = Counter(einrichtung for einrichtung, _ in sitze)
    mehrfach = sorted((e for e, n in anzahl.items() if n > 1), key=lambda e: (-anzahl[e], e.sortierung))
    return {e.schluessel: e.name for e in mehrfach}


# ---------- Who works with whom ----------


@dataclass(frozen=True)
class Knoten:
    schluessel: str
    name: str
    url: str
    art: str  # "gruppe" or "einrichtung"
    partner: tuple[str, ...]  # names of what it is linked to

    @property
    def nachbarn(self):
        """The same as one text: to escape it once is cheaper than each of a thousand names."""
        return ", ".join(self.partner)


def netz(gruppen: Iterable[Gruppe]) -> tuple[list[Knoten], list[tuple[str, str]]]:
    """Nodes, and edges from a group's key to an institution's, once for each pair. Expects groups with members."""
    kanten: dict[tuple[str, str], None] = {}
    einrichtungen: dict[str, Einrichtung] = {}
    gruppen = list(gruppen)
    for gruppe in gruppen:
        for mitglied in gruppe.plaetze:
            if einrichtung := _gesehene(mitglied):
                einrichtungen[einrichtung.schluessel] = einrichtung
                kanten[gruppe.schluessel, einrichtung.schluessel] = None
    namen = {g.schluessel: g.name for g in gruppen} | {s: e.name for s, e in einrichtungen.items()}
    partner: dict[str, list[str]] = {}
    for a, b in kanten:
        partner.setdefault(a, []).append(namen[b])
        partner.setdefault(b, []).append(namen[a])
    paare = [(g, "gruppe") for g in gruppen] + [
        (e, "einrichtung") for e in sorted(einrichtungen.values(), key=lambda e: e.sortierung)
    ]
    knoten = [
        Knoten(zeile.schluessel, zeile.name, zeile.get_absolute_url(), art, tuple(partner.get(zeile.schluessel, ())))
        for zeile, art in paare
    ]
    return knoten, list(kanten)


# ---------- Where somebody works, and where nobody does ----------


@dataclass(frozen=True)
class Zelle:
    feld: Handlungsfeld
    anzahl: int
    stufe: int  # 0 nobody, 1 one, 2 two or three, 3 more


@dataclass(frozen=True)
class Phasenzeile:
    phase: Lebensphase
    zellen: tuple[Zelle, ...]


@dataclass(frozen=True)
class Artenzahl:
    art: str
    anzahl: int
    anteil: int  # of the largest, in percent, for the bar


@dataclass(frozen=True)
class Luecke:
    art: str
    phasen: tuple[Lebensphase, ...]
    ganz: bool  # not in the network at all, rather than only not along these phases
    warum: str


def abdeckung(einrichtungen: Iterable[Einrichtung], felder: Iterable[Handlungsfeld]) -> list[Phasenzeile]:
    """Life phase × Handlungsfeld: how many institutions work there. Expects `with_einordnung`."""
    anzahl: Counter[tuple[int, int]] = Counter()
    for einrichtung in einrichtungen:
        for feld in einrichtung.handlungsfelder.all():
            anzahl.update((phase, feld.pk) for phase in einrichtung.phasen)
    felder = list(felder)
    return [
        Phasenzeile(phase, tuple(Zelle(feld, n := anzahl[phase.nummer, feld.pk], _stufe(n)) for feld in felder))
        for phase in LEBENSPHASEN
    ]


def _stufe(anzahl: int) -> int:
    return 0 if anzahl == 0 else 1 if anzahl == 1 else 2 if anzahl <= 3 else 3


def arten(einrichtungen: Iterable[Einrichtung]) -> list[Artenzahl]:
    zahl = Counter(str(e.art or "noch ohne Art") for e in einrichtungen)
    groesste = max(zahl.values(), default=1)
    return [Artenzahl(art, n, round(100 * n / groesste)) for art, n in sorted(zahl.items(), key=lambda paar: (-paar[1], paar[0]))]


def luecken(einrichtungen: Iterable[Einrichtung], alle_arten: Iterable[Einrichtungsart]) -> list[Luecke]:
    """Kinds a network usually needs along a life phase, and nobody of that kind works there.

    An institution that names no life phases counts for all in which its kind is expected.
    """
    da: dict[int, set[int]] = {}
    for einrichtung in einrichtungen:
        if einrichtung.art:
            da.setdefault(einrichtung.art.pk, set()).update(einrichtung.phasen or einrichtung.art.phasen)
    gefunden = []
    for art in alle_arten:
        fehlen = tuple(phase for phase in LEBENSPHASEN if phase.nummer in art.phasen and phase.nummer not in da.get(art.pk, ()))
        if fehlen:
            gefunden.append(Luecke(art.name, fehlen, art.pk not in da, art.warum))
    return gefunden
