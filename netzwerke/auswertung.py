"""Groups as a public page shows them. The names of persons do not exist in these values."""

from collections.abc import Iterable
from dataclasses import dataclass

from netzwerke.models import Gruppe, Mitgliedschaft


@dataclass(frozen=True)
class Platz:
    """A function in a group; `zusaetze` come on top of it, `notiz` says where it belongs or how many it are."""

    funktion: str
    notiz: str = ""
    zusaetze: tuple[str, ...] = ()


@dataclass(frozen=True)
class Gruppenbild:
    name: str
    aufgabe: str
    planungsstand: str
    plaetze: tuple[Platz, ...]

    @property
    def folgt(self):
        return not self.plaetze


def gruppenbilder(gruppen: Iterable[Gruppe]) -> list[Gruppenbild]:
    """Expects groups with their members fetched (`with_mitglieder`); makes no query."""
    return [
        Gruppenbild(gruppe.name, gruppe.aufgabe, gruppe.planungsstand, _plaetze(gruppe.mitgliedschaften.all()))
        for gruppe in gruppen
    ]


def _plaetze(mitgliedschaften: Iterable[Mitgliedschaft]) -> tuple[Platz, ...]:
    mitglieder = list(mitgliedschaften)
    zusaetze: dict[int, list[str]] = {}
    for mitglied in mitglieder:
        if mitglied.begleitet_id:
            zusaetze.setdefault(mitglied.begleitet_id, []).append(_mit_anzahl(mitglied))
    return tuple(Platz(_mit_anzahl(m), _notiz(m), tuple(zusaetze.get(m.pk, ()))) for m in mitglieder if not m.begleitet_id)


def _mit_anzahl(mitglied: Mitgliedschaft) -> str:
    return f"{mitglied.anzahl} {mitglied.funktion}" if mitglied.anzahl else mitglied.funktion


def _notiz(mitglied: Mitgliedschaft) -> str:
    ort = ", ".join(filter(None, [mitglied.einheit, mitglied.obereinheit]))
    return ", ".join(filter(None, [ort, "mehrere Personen" if mitglied.mehrere else ""]))
