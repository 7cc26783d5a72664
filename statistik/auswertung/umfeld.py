"""Which other areas one looks at beside one's own: those above, those of the same level, and those that are alike."""

import math
from dataclasses import dataclass

from statistik.auswertung.zahlen import Zahl
from statistik.models import Gebiet, GebietQuerySet

QUOTE_JE_VERDOPPLUNG = 5  # percentage points that weigh as much as twice or half the size
VORSCHLAEGE = 6
Ebene = Gebiet.Ebene


def darueber(gebiet: Gebiet) -> list[Gebiet]:
    """The Kreis it lies in and its Land, from near to far; one query."""
    schluessel = [gebiet.ars[:laenge] for laenge in (5, 2) if len(gebiet.ars) > laenge]
    return sorted(Gebiet.objects.gueltig().filter(ars__in=schluessel), key=lambda g: -len(g.ars))


def gleiche_ebene(gebiet: Gebiet) -> GebietQuerySet:
    """All areas of its level in its Land that exist today, itself among them."""
    return Gebiet.objects.gueltig().filter(ebene=gebiet.ebene, ars__startswith=gebiet.ars[:2])


@dataclass(frozen=True)
class Aehnlich:
    """`groesse`: inhabitants as the register says; `quote`: of the Indikator one looks at, None where there is none."""

    gebiet: Gebiet
    groesse: int | None
    quote: Zahl | None


def aehnliche(gebiet: Gebiet, andere: list[Gebiet], quoten: dict[int, Zahl]) -> list[Aehnlich]:
    """Kommunen like this one: of the same kind, nearest in size and quota. `quoten` by key of the area."""
    selbst = Aehnlich(gebiet, gebiet.einwohner, quoten.get(gebiet.pk))
    kandidaten = [Aehnlich(g, g.einwohner, quoten.get(g.pk)) for g in andere if g.pk != gebiet.pk and _art(g) == _art(gebiet)]
    return sorted(kandidaten, key=lambda k: (_abstand(selbst, k), k.gebiet.sortierung))[:VORSCHLAEGE]


def _art(gebiet: Gebiet) -> tuple[str, bool]:
    """Town or county; the one Region is a county. Below the Kreis the level says it."""
    return gebiet.ebene, gebiet.ebene == Ebene.KREIS and gebiet.typ == "Kreisfreie Stadt"


def _abstand(a: Aehnlich, b: Aehnlich) -> float:
    """What is not known of one of them counts as far away."""
    groesse = abs(math.log2(a.groesse / b.groesse)) if a.groesse and b.groesse else 3.0
    if a.quote is None or a.quote.wert is None:
        return groesse
    fehlt = b.quote is None or b.quote.wert is None
    return groesse + (3.0 if fehlt else abs(a.quote.wert - b.quote.wert) / QUOTE_JE_VERDOPPLUNG)


@dataclass(frozen=True)
class Stellung:
    """Where a value stands among those of its level: counts of lower, equal, higher and of those without a value.

    `nachbarn`: the areas with the nearest values, itself among them, from the highest down.
    """

    zahl: Zahl
    niedriger: int
    gleich: int
    hoeher: int
    ohne: int
    nachbarn: tuple[tuple[Gebiet, Zahl], ...]
    andere: tuple[float, ...]


JE_SEITE = 2


def stellung(zahl: Zahl | None, zahlen: dict[int, Zahl], gebiete: list[Gebiet]) -> Stellung | None:
    """None where there is no value of its own, or nothing to stand among. What is secret takes no place."""
    mit_wert = [(g, zahlen[g.pk]) for g in gebiete if g.pk in zahlen and zahlen[g.pk].wert is not None]
    if zahl is None or zahl.wert is None or len(mit_wert) < 2:
        return None
    sortiert = sorted(mit_wert, key=lambda paar: (-paar[1].wert, paar[0].sortierung))
    ort = next(i for i, (gebiet, _) in enumerate(sortiert) if gebiet.pk == zahl.gebiet)
    von = max(0, min(ort - JE_SEITE, len(sortiert) - 2 * JE_SEITE - 1))
    andere = tuple(z.wert for g, z in mit_wert if g.pk != zahl.gebiet)
    return Stellung(
        zahl,
        sum(wert < zahl.wert for wert in andere),
        sum(wert == zahl.wert for wert in andere),
        sum(wert > zahl.wert for wert in andere),
        len(gebiete) - len(mit_wert),
        tuple(sortiert[von : von + 2 * JE_SEITE + 1]),
        andere,
    )
