"""What there is: Indikatoren with the days and areas for which figures are public."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Min

from statistik.models import Indikator, Messwert


@dataclass(frozen=True)
class Eintrag:
    indikator: Indikator
    anzahl: int
    stichtage: int
    von: date
    bis: date


def bestand() -> list[Eintrag]:
    """Indikatoren with official figures, in their order; two queries. A computed one has those of its Zähler."""
    gezaehlt = (
        Messwert.objects.gueltig()
        .filter(ist_amtlich=True)
        .values("indikator")
        .annotate(anzahl=Count("pk"), stichtage=Count("stichtag", distinct=True), von=Min("stichtag"), bis=Max("stichtag"))
        .order_by()
    )
    nach_pk = {zeile.pop("indikator"): zeile for zeile in gezaehlt}
    return [
        Eintrag(indikator, **nach_pk[pk])
        for indikator in Indikator.objects.select_related("zaehler", "nenner")
        if (pk := indikator.zaehler_id if indikator.eigene_berechnung else indikator.pk) in nach_pk
        and (not indikator.eigene_berechnung or indikator.nenner_id in nach_pk)
    ]
