"""The map of the start page: which Kreis is lit, where it leads, and the list that says the same."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from django.urls import reverse

from grafik.karte import Form, niedersachsen
from kommunen.models import Kommune
from statistik.models import Gebiet


@dataclass(frozen=True)
class Eintrag:
    """A lit Kreis with its number on the map; `notiz` is its second line in the list."""

    nummer: int
    titel: str
    notiz: str
    url: str


@dataclass(frozen=True)
class Kreis:
    form: Form
    name: str
    eintrag: Eintrag | None


class Beteiligt(NamedTuple):
    """What the map and its list need of a Kommune: a row, because there may be a thousand and only their Kreise are shown."""

    pk: int
    name: str
    kurzname: str
    sortierung: str
    slug: str
    obere: int | None
    ars: str
    hat_profil: bool | None
    satz: str | None

    @property
    def kreis_ags(self) -> str:
        return self.ars[:5]

    @property
    def kurztext(self) -> str:
        return (self.hat_profil and self.satz) or ""

    @property
    def url(self) -> str:
        return reverse("kommune", args=[self.slug])


def beteiligte() -> list[Beteiligt]:
    """All that are on the map, in the order of the list; one query."""
    felder = ("pk", "name", "kurzname", "sortierung", "slug", "obere", "gebiet__ars", "profil__is_published", "profil__kurztext")
    return [Beteiligt(*zeile) for zeile in Kommune.objects.filter(is_published=True).values_list(*felder)]


def kartenbild(kommunen: Iterable[Beteiligt]) -> tuple[list[Kreis], list[Eintrag]]:
    """All Kreise for the map and the entries of the list, both from one set of Kommunen; one query for the Kreise' names."""
    nach_kreis: dict[str, list[Beteiligt]] = {}
    for kommune in kommunen:
        nach_kreis.setdefault(kommune.kreis_ags, []).append(kommune)
    kreise = {
        kreis.ags: kreis
        for kreis in Gebiet.objects.gueltig().kreise().filter(ars__startswith="03").only("ars", "ags", "anzeigename")
    }
    eintraege = {}
    reihenfolge = sorted(nach_kreis, key=lambda ags: _haupt(nach_kreis[ags])[0].sortierung)
    for nummer, ags in enumerate(reihenfolge, start=1):
        eintraege[ags] = _eintrag(nummer, nach_kreis[ags], kreise.get(ags))
    bild = [
        Kreis(form, kreise[form.ags].anzeigename if form.ags in kreise else form.ags, eintraege.get(form.ags))
        for form in niedersachsen().formen
    ]
    return bild, list(eintraege.values())


def _haupt(kommunen: list[Beteiligt]) -> list[Beteiligt]:
    """Those with no Kommune above them in the same Kreis."""
    alle = {kommune.pk for kommune in kommunen}
    return [kommune for kommune in kommunen if kommune.obere not in alle] or kommunen


def _eintrag(nummer: int, kommunen: list[Beteiligt], kreis: Gebiet | None) -> Eintrag:
    haupt = _haupt(kommunen)
    if len(haupt) > 1 and kreis:
        notiz = f"{len(kommunen)} beteiligte Kommunen"
        return Eintrag(nummer, kreis.anzeigename, notiz, f"{reverse('kommunen:liste')}?kreis={kreis.ars}")
    kommune = haupt[0]
    staedte = [k.kurzname for k in kommunen if k.obere == kommune.pk]
    if staedte:
        notiz = f"mit {_aufzaehlung(staedte)}" if len(staedte) <= 4 else f"mit {len(staedte)} Städten und Gemeinden"
    else:
        notiz = kommune.kurztext or "Profil folgt"
    return Eintrag(nummer, kommune.name, notiz, kommune.url)


def _aufzaehlung(worte: list[str]) -> str:
    return " und ".join(filter(None, [", ".join(worte[:-1]), worte[-1]]))
