"""Values over time as lines. Geometry for an SVG of 400 by 280; time runs true to scale, the axis of shares begins at zero.

No line crosses a gap or a break: what is not known or rests on something else is not joined.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

BREITE, HOEHE = 400, 280
LINKS, RECHTS, OBEN, UNTEN = 46, 292, 30, 236
SCHRIFT_ABSTAND = 19  # labels at the ends of lines keep this distance


@dataclass(frozen=True)
class Stelle:
    tag: date
    wert: float | None
    neu: bool = False  # rests on something else than the one before
    stumm: bool = False  # a hole without a mark: nobody has delivered, or it cannot be compared


@dataclass(frozen=True)
class Eingabe:
    """`art` chooses how the line looks."""

    name: str
    art: str
    stellen: Sequence[Stelle]


@dataclass(frozen=True)
class Linie:
    """`strecken`: paths; `punkte`: (x, y); `luecken`: x of days without a value; `schild_y`: where its name stands."""

    name: str
    art: str
    strecken: tuple[str, ...]
    punkte: tuple[tuple[int, int], ...]
    luecken: tuple[int, ...]
    schild_y: int


@dataclass(frozen=True)
class Bild:
    """`teilung`: (value, y) of the horizontal lines; `tage`: (day, x) written below; `brueche`: x of break marks."""

    teilung: tuple[tuple[float, int], ...]
    tage: tuple[tuple[date, int], ...]
    linien: tuple[Linie, ...]
    brueche: tuple[int, ...]
    breite: int = BREITE
    hoehe: int = HOEHE
    links: int = LINKS
    rechts: int = RECHTS
    oben: int = OBEN
    unten: int = UNTEN


def linien(eingaben: Sequence[Eingabe], *, ab_null: bool = True) -> Bild | None:
    """None where nothing has a value. `ab_null`: an index is drawn around what occurs, everything else from zero."""
    alle = [stelle for eingabe in eingaben for stelle in eingabe.stellen]
    werte = [stelle.wert for stelle in alle if stelle.wert is not None]
    if not werte:
        return None
    schritt = _schritt(max(werte) if ab_null else max(werte) - min(werte))
    tief = 0 if ab_null else math.floor(min(werte) / schritt)
    hoch = max(tief + 1, math.ceil(max(werte) / schritt))
    tage = sorted({stelle.tag for stelle in alle})
    orte = {tag: _x(tag, tage) for tag in tage}

    def y(wert: float) -> int:
        return round(UNTEN - (UNTEN - OBEN) * (wert / schritt - tief) / (hoch - tief))

    schilder = _schilder([next(y(s.wert) for s in reversed(e.stellen) if s.wert is not None) for e in eingaben if _hat_wert(e)])
    gezeichnet = [e for e in eingaben if _hat_wert(e)]
    return Bild(
        tuple((schritt * i, y(schritt * i)) for i in range(tief, hoch + 1)),
        tuple((tag, orte[tag]) for tag in _beschriftet(tage, orte)),
        tuple(_linie(e, orte, y, schild) for e, schild in zip(gezeichnet, schilder, strict=True)),
        _brueche(eingaben, orte),
    )


def _hat_wert(eingabe: Eingabe) -> bool:
    return any(stelle.wert is not None for stelle in eingabe.stellen)


def _schritt(weite: float) -> float:
    """A round distance of the horizontal lines, so that there are three to five of them.

    >>> _schritt(23.9), _schritt(175920), _schritt(0)
    (10.0, 50000.0, 1)
    """
    if weite < 1e-6:
        return 1
    stufe = 10.0 ** math.floor(math.log10(weite / 4))
    return next(float(m * stufe) for m in (1, 2, 2.5, 5, 10) if m * stufe >= weite / 4)


def _x(tag: date, tage: list[date]) -> int:
    weit = (tage[-1] - tage[0]).days
    return round(LINKS + 12 + (RECHTS - LINKS - 24) * (tag - tage[0]).days / weit) if weit else (LINKS + RECHTS) // 2


def _beschriftet(tage: list[date], orte: dict[date, int], abstand: int = 44) -> list[date]:
    """Days whose labels have room beside each other: the last, and from there back."""
    gewaehlt = [tage[-1]]
    for tag in reversed(tage[:-1]):
        if orte[gewaehlt[-1]] - orte[tag] >= abstand:
            gewaehlt.append(tag)
    return gewaehlt[::-1]


def _linie(eingabe: Eingabe, orte: dict[date, int], y, schild: int) -> Linie:
    strecken: list[list[tuple[int, int]]] = []
    jetzt: list[tuple[int, int]] = []
    for stelle in eingabe.stellen:
        if stelle.wert is None or stelle.neu:
            strecken.append(jetzt)
            jetzt = []
        if stelle.wert is not None:
            jetzt.append((orte[stelle.tag], y(stelle.wert)))
    strecken.append(jetzt)
    pfade = tuple("M" + "L".join(f"{a} {b}" for a, b in strecke) for strecke in strecken if len(strecke) > 1)
    punkte = tuple(punkt for strecke in strecken for punkt in strecke)
    luecken = tuple(orte[stelle.tag] for stelle in eingabe.stellen if stelle.wert is None and not stelle.stumm)
    return Linie(eingabe.name, eingabe.art, pfade, punkte, luecken, schild)


def _schilder(hoehen: list[int]) -> list[int]:
    """Heights of the names: beside the end of their lines, moved apart where they would touch."""
    ergebnis = [0] * len(hoehen)
    davor = -SCHRIFT_ABSTAND
    for i in sorted(range(len(hoehen)), key=hoehen.__getitem__):
        ergebnis[i] = davor = max(hoehen[i], davor + SCHRIFT_ABSTAND)
    zu_tief = max(0, max(ergebnis, default=0) - UNTEN)
    return [hoehe - zu_tief for hoehe in ergebnis]


def _brueche(eingaben: Sequence[Eingabe], orte: dict[date, int]) -> tuple[int, ...]:
    """In the middle between a figure and the first that rests on something else; each place once."""
    gefunden = set()
    for eingabe in eingaben:
        for davor, danach in zip(eingabe.stellen, eingabe.stellen[1:], strict=False):
            if danach.neu:
                gefunden.add(round((orte[davor.tag] + orte[danach.tag]) / 2))
    return tuple(sorted(gefunden))
