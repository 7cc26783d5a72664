"""Three-way merge of a section's content: what one person alone touched merges by itself, the rest is hers to decide.

Content is {field: value} with lists [{"schluessel": key, field: value}]. Texts are never merged inside: a field is the
smallest thing. Pure.
"""

from dataclasses import dataclass
from typing import Any

Inhalt = dict[str, Any]
Pfad = tuple[str, ...]  # ("ziele",), ("kontakte", key, "telefon") or, where one side removed the entry, ("kontakte", key)

FEHLT: Any = object()


@dataclass(frozen=True)
class Streit:
    """A place both sides changed differently. None stands for an entry that its side removed."""

    pfad: Pfad
    meine: Any
    ihre: Any


@dataclass(frozen=True)
class Verschmelzung:
    """`inhalt` holds mine wherever there is a dispute, and an entry that only one side removed."""

    inhalt: Inhalt
    streit: tuple[Streit, ...]


def verschmelzen(basis: Inhalt | None, meine: Inhalt, ihre: Inhalt, paare: tuple[tuple[str, ...], ...] = ()) -> Verschmelzung:
    """Merge two contents that both grew out of `basis`; without a known base every difference is a dispute.

    `paare` are fields of entries that mean something only together, like beginning and end: they merge as one.
    """
    streit: list[Streit] = []
    inhalt = {}
    for name in list(dict.fromkeys([*ihre, *meine])):
        b, m, i = ((seite or {}).get(name, FEHLT) for seite in (basis, meine, ihre))
        if any(isinstance(wert, list) for wert in (b, m, i)):
            listen = [wert if isinstance(wert, list) else [] for wert in (b, m, i)]
            inhalt[name] = _liste((name,), listen[0], listen[1], listen[2], streit, paare)
        else:
            inhalt[name] = _wert((name,), b, m, i, streit)
    return Verschmelzung(inhalt, tuple(streit))


def _wert(pfad: Pfad, basis, meins, ihrs, streit: list[Streit]):
    if meins == ihrs or ihrs is FEHLT or ihrs == basis:
        return meins if meins is not FEHLT else ihrs
    if meins is FEHLT or meins == basis:
        return ihrs
    streit.append(Streit(pfad, meins, ihrs))
    return meins


def _liste(pfad: Pfad, basis: list, meine: list, ihre: list, streit: list[Streit], paare) -> list:
    b, m, i = ({eintrag["schluessel"]: eintrag for eintrag in liste} for liste in (basis, meine, ihre))
    ergebnis = []
    for schluessel in _reihenfolge(list(b), list(m), list(i)):
        eintrag = _eintrag((*pfad, schluessel), b.get(schluessel), m.get(schluessel), i.get(schluessel), streit, paare)
        if eintrag is not None:
            ergebnis.append(eintrag)
    return ergebnis


def _reihenfolge(basis: list[str], meine: list[str], ihre: list[str]) -> list[str]:
    """Theirs, unless only I moved something; what is missing there follows its neighbour."""
    gemeinsam = [k for k in basis if k in meine and k in ihre]
    ich_habe_geschoben = [k for k in meine if k in gemeinsam] != gemeinsam
    erste, zweite = (meine, ihre) if ich_habe_geschoben else (ihre, meine)
    ergebnis = list(erste)
    for stelle, schluessel in enumerate(zweite):
        if schluessel not in ergebnis:
            davor = zweite[stelle - 1] if stelle else None
            ergebnis.insert(ergebnis.index(davor) + 1 if davor in ergebnis else 0 if not stelle else len(ergebnis), schluessel)
    return ergebnis


def _eintrag(pfad: Pfad, basis: dict | None, meiner: dict | None, ihrer: dict | None, streit: list[Streit], paare) -> dict | None:
    if meiner is not None and ihrer is not None:
        einzeln = dict.fromkeys([*ihrer, *meiner])
        eintrag: dict = {}
        for paar in paare:
            if all(name in ihrer and name in meiner for name in paar):
                eintrag |= _paar(pfad, paar, basis or {}, meiner, ihrer, streit)
        for name in einzeln:
            if name not in eintrag:
                drei = [(seite or {}).get(name, FEHLT) for seite in (basis, meiner, ihrer)]
                eintrag[name] = _wert((*pfad, name), drei[0], drei[1], drei[2], streit)
        return {name: eintrag[name] for name in einzeln}
    geblieben = meiner if meiner is not None else ihrer
    if basis is None:  # new on one side
        return geblieben
    if geblieben == basis:  # removed on the other, untouched here
        return None
    streit.append(Streit(pfad, meiner, ihrer))
    return geblieben  # who removed it looks again: the other side has changed it since


def _paar(pfad: Pfad, paar: tuple[str, ...], basis: dict, meiner: dict, ihrer: dict, streit: list[Streit]) -> dict:
    b, m, i = ({name: seite.get(name, FEHLT) for name in paar} for seite in (basis, meiner, ihrer))
    if i in (m, b):
        return m
    if m == b:
        return i
    streit += [Streit((*pfad, name), m[name], i[name]) for name in paar]
    return m
