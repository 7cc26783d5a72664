"""The map of the start page: which Kreis is lit, where it leads, and the list that says the same."""

from dataclasses import dataclass
from typing import NamedTuple

from django.urls import reverse
from django.utils import timezone

from grafik.karte import Form, niedersachsen
from kern.abfrage import vorbereitet
from kommunen.models import SATZ, Kommune, Termin
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
    """What the map and its list need of a Kommune: a row, because there may be a thousand and only their Kreise are shown.

    `satz` is None without a published profile.
    """

    pk: int
    name: str
    kurzname: str
    slug: str
    obere: int | None
    ars: str
    satz: str | None

    @property
    def kreis_ags(self) -> str:
        return self.ars[:5]


_kommunen = vorbereitet(
    lambda: Kommune.objects.filter(is_published=True).values_list("pk", "name", "kurzname", "slug", "obere", "gebiet__ars", SATZ)
)
_kreise = vorbereitet(lambda: Gebiet.objects.gueltig().kreise().filter(ars__startswith="03").only("ars", "ags", "anzeigename"))
_termine = vorbereitet(lambda *, heute: Termin.objects.published().filter(datum__gte=heute).select_related("kommune")[:3])
_rueckblick = vorbereitet(
    lambda *, heute: Termin.objects.published().filter(datum__lt=heute).select_related("kommune").reverse()[:3]
)


def termine() -> dict:
    """The next dates or, where there are none to come, the last ones."""
    heute = timezone.localdate()
    kommende = _termine(heute=heute)
    return {"termine": kommende, "rueckblick": [] if kommende else _rueckblick(heute=heute)}


def beteiligte() -> list[Beteiligt]:
    """All that are on the map, in the order of the list; one query."""
    return [Beteiligt(*zeile) for zeile in _kommunen()]


def kartenbild(kommunen: list[Beteiligt]) -> tuple[list[Kreis], list[Eintrag]]:
    """All Kreise for the map and the entries of the list, both from one set of Kommunen; one query for the Kreise' names."""
    nach_kreis: dict[str, list[Beteiligt]] = {}
    for kommune in kommunen:
        nach_kreis.setdefault(kommune.kreis_ags, []).append(kommune)
    kreise = {kreis.ags: kreis for kreis in _kreise()}
    haupt = {ags: _haupt(alle) for ags, alle in nach_kreis.items()}
    reihenfolge = [kommune.kreis_ags for kommune in kommunen if kommune is haupt[kommune.kreis_ags][0]]
    liste = reverse("kommunen:liste")
    eintraege = {}
    for nummer, ags in enumerate(reihenfolge, start=1):
        eintraege[ags] = _eintrag(nummer, nach_kreis[ags], haupt[ags], kreise.get(ags), liste)
    bild = [
        Kreis(form, kreise[form.ags].anzeigename if form.ags in kreise else form.ags, eintraege.get(form.ags))
        for form in niedersachsen().formen
    ]
    return bild, list(eintraege.values())


def _haupt(kommunen: list[Beteiligt]) -> list[Beteiligt]:
    """Those with no Kommune above them in the same Kreis."""
    alle = {kommune.pk for kommune in kommunen}
    return [kommune for kommune in kommunen if kommune.obere not in alle] or kommunen


def _eintrag(nummer: int, kommunen: list[Beteiligt], haupt: list[Beteiligt], kreis: Gebiet | None, liste: str) -> Eintrag:
    if len(haupt) > 1 and kreis:
        notiz = f"{len(kommunen)} beteiligte Kommunen"
        return Eintrag(nummer, kreis.anzeigename, notiz, f"{liste}?kreis={kreis.ars}")
    kommune = haupt[0]
    staedte = [k.kurzname for k in kommunen if k.obere == kommune.pk]
    if staedte:
        notiz = f"mit {_aufzaehlung(staedte)}" if len(staedte) <= 4 else f"mit {len(staedte)} Städten und Gemeinden"
    else:
        notiz = kommune.satz or "Profil folgt"
    return Eintrag(nummer, kommune.name, notiz, reverse("kommune", args=[kommune.slug]))


def _aufzaehlung(worte: list[str]) -> str:
    return " und ".join(filter(None, [", ".join(worte[:-1]), worte[-1]]))
