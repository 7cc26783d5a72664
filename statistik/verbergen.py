"""Which counts must stay hidden so that small ones cannot be had by adding and subtracting.

A cell is a count of one Indikator in one area on one day. Cells hang together by equations: a sum and its parts, an area and
those it consists of, an older age group and the younger one in it. Whoever knows the public cells can bound each hidden one
(every count is at least zero). A small count is safe while those bounds leave it room; where they do not, another public
cell is hidden, and so on until all are safe. This is cell suppression as statistics offices do it (Hundepool et al., Statistical
Disclosure Control, 2012, chapter 4), with bounds found by propagation instead of linear programming.

Which cell is hidden with a small one is drawn by a key nobody else has: a rule like "the smallest" would itself be a hint.
"""

from collections import deque
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field

Zelle = Hashable
UNENDLICH = float("inf")
AUSWAHL = 3  # of so many of the smallest one is drawn


@dataclass(frozen=True, eq=False)
class Gleichung:
    """`summe` is what `teile` add up to."""

    summe: Zelle
    teile: tuple[Zelle, ...]

    @property
    def zellen(self) -> tuple[Zelle, ...]:
        return (self.summe, *self.teile)


@dataclass
class Tafel:
    """`werte`: true counts of all cells that are known to the portal. `grenze`: from this count on a cell may be public.

    `zwischen`: cells that are never shown themselves, only found by subtraction. `los`: the key of the draw.
    """

    werte: dict[Zelle, float]
    gleichungen: list[Gleichung]
    grenze: int
    los: Callable[[Zelle], Hashable]
    zwischen: set[Zelle] = field(default_factory=set)
    verborgen: set[Zelle] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.gleichungen = [g for g in map(self._vollstaendig, self.gleichungen) if g]
        self.bei: dict[Zelle, list[Gleichung]] = {}
        for gleichung in self.gleichungen:
            for zelle in gleichung.zellen:
                self.bei.setdefault(zelle, []).append(gleichung)
        self._ergaenzen()
        self.verborgen |= {zelle for zelle, wert in self.werte.items() if self.ist_klein(wert)}
        self.grenzen: dict[Zelle, tuple[float, float]] = {}
        self.geaendert: set[Gleichung] = set()

    def _vollstaendig(self, g: Gleichung) -> Gleichung | None:
        """Where the parts are known not to be all there is, the rest is a cell of its own."""
        werte = [self.werte.get(zelle) for zelle in g.zellen]
        if None in werte or werte[0] == sum(werte[1:]):  # type: ignore[arg-type]
            return g
        rest = werte[0] - sum(werte[1:])  # type: ignore[arg-type, operator]
        if rest < 0:  # figures that contradict each other tell nothing
            return None
        zelle = ("rest", g.summe, g.teile[0])
        self.werte[zelle] = rest
        self.zwischen.add(zelle)
        return Gleichung(g.summe, (*g.teile, zelle))

    def _ergaenzen(self) -> None:
        """A cell that is the only unknown one of an equation has a value, though nobody delivered it."""
        offen = deque(self.gleichungen)
        while offen:
            g = offen.popleft()
            fehlt = [zelle for zelle in g.zellen if zelle not in self.werte]
            if len(fehlt) != 1:
                continue
            zelle = fehlt[0]
            bekannt = sum(self.werte[teil] for teil in g.teile if teil != zelle)
            wert = bekannt if zelle == g.summe else self.werte[g.summe] - bekannt
            if wert >= 0:
                self.werte[zelle] = wert
                self.zwischen.add(zelle)
                offen.extend(self.bei[zelle])

    def ist_klein(self, wert: float) -> bool:
        return 0 < wert < self.grenze

    def ist_offen(self, zelle: Zelle) -> bool:
        return zelle in self.werte and zelle not in self.verborgen and zelle not in self.zwischen

    def schuetzen(self) -> set[Zelle]:
        """Hide until nothing small can be had; returns all that is hidden."""
        kleine = sorted((zelle for zelle, wert in self.werte.items() if self.ist_klein(wert)), key=self.los)
        while kleine and self._runde(kleine):
            pass
        for gleichung in self.gleichungen:
            while self._rest_ist_klein(gleichung) and self._verbergen_in(gleichung):
                pass
        return self.verborgen

    def _runde(self, kleine: list[Zelle]) -> bool:
        """Bounds of all, then one more cell hidden around each small one without room. Was any?

        What is hidden in a round widens bounds only in the next one; till then its equations are left alone.
        """
        self.grenzen, self.geaendert = {}, set()
        self._eingrenzen(self.gleichungen)
        for zelle in kleine:
            gleichung = self._verraeterische(zelle)
            if gleichung is not None:
                self._lockern(zelle, gleichung, set())
        return bool(self.geaendert)

    def _rest_ist_klein(self, g: Gleichung) -> bool:
        """What the public parts leave of a public sum: few people in several hidden cells together."""
        if not self.ist_offen(g.summe):
            return False
        return self.ist_klein(self.werte[g.summe] - sum(self.werte[t] for t in g.teile if self.ist_offen(t)))

    def _verraeterische(self, zelle: Zelle) -> Gleichung | None:
        """An equation that leaves the cell too little room."""
        if self._weite(zelle) >= self.grenze:
            return None
        for gleichung in self.bei.get(zelle, ()):
            von, bis = self._aus(gleichung, zelle)
            if bis - max(0.0, von) < self.grenze:
                return gleichung
        return next(iter(self.bei.get(zelle, ())), None)

    def _weite(self, zelle: Zelle) -> float:
        von, bis = self._spanne(zelle)
        return bis - von

    def _spanne(self, zelle: Zelle) -> tuple[float, float]:
        if self.ist_offen(zelle):
            return self.werte[zelle], self.werte[zelle]
        return self.grenzen.get(zelle, (0.0, UNENDLICH))

    def _aus(self, g: Gleichung, zelle: Zelle) -> tuple[float, float]:
        """Bounds of one cell from the others of the equation."""
        return _gefolgert([self._spanne(z) for z in g.zellen])[g.zellen.index(zelle)]

    def _eingrenzen(self, gleichungen: Iterable[Gleichung]) -> None:
        """Bounds of all hidden cells, from equation to equation until nothing moves."""
        offen = deque(gleichungen)
        while offen:
            g = offen.popleft()
            spannen = [self._spanne(zelle) for zelle in g.zellen]
            if all(von == bis for von, bis in spannen):
                continue
            for zelle, neu in zip(g.zellen, _gefolgert(spannen), strict=True):
                alt = self._spanne(zelle)
                enger = max(alt[0], neu[0]), min(alt[1], neu[1])
                if enger != alt and not self.ist_offen(zelle):
                    self.grenzen[zelle] = enger
                    offen.extend(andere for andere in self.bei[zelle] if andere is not g)

    def _lockern(self, zelle: Zelle, g: Gleichung, gesehen: set[Zelle]) -> bool:
        """Give the cell room: by what else is hidden in the equation and known from elsewhere, else by hiding one more."""
        gesehen.add(zelle)
        if g in self.geaendert:
            return True
        for andere in g.zellen:
            if andere in gesehen or self.ist_offen(andere) or self._weite(andere) >= self.grenze:
                continue
            for woher in self.bei[andere]:
                if woher is not g and self._lockern(andere, woher, gesehen):
                    return True
        return self._verbergen_in(g)

    def _verbergen_in(self, g: Gleichung) -> bool:
        """One of the smallest public parts; the sum itself where there is no part left."""
        offene = sorted((t for t in g.teile if self.ist_offen(t) and self.werte[t]), key=lambda t: self.werte[t])[:AUSWAHL]
        if not offene and self.ist_offen(g.summe):
            offene = [g.summe]
        if not offene:
            return False
        zelle = min(offene, key=self.los)
        self.verborgen.add(zelle)
        self.geaendert.update(self.bei[zelle])
        return True


def _gefolgert(spannen: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Bounds of a sum (first) and its parts (the others), each from all the others.

    >>> _gefolgert([(10, 10), (4, 4), (0, UNENDLICH)])
    [(4, inf), (-inf, 10), (6, 6)]
    """
    (von, bis), teile = spannen[0], spannen[1:]
    unten, oben = sum(a for a, _ in teile), sum(b for _, b in teile if b != UNENDLICH)
    endlos = sum(b == UNENDLICH for _, b in teile)
    fertig = [(unten, UNENDLICH if endlos else oben)]
    for a, b in teile:
        andere_oben = UNENDLICH if endlos - (b == UNENDLICH) else oben - (0 if b == UNENDLICH else b)
        fertig.append((von - andere_oben, bis - (unten - a)))
    return fertig
