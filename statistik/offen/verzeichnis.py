"""What there is: Indikatoren with the days and areas for which figures are public."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, Max, Min, OuterRef, Q, QuerySet

from statistik.auswertung.zahlen import zusammengefasst
from statistik.models import Herkunft, Indikator, Messwert


@dataclass(frozen=True)
class Eintrag:
    indikator: Indikator
    anzahl: int
    stichtage: int
    von: date
    bis: date

    def quellen(self, nach_indikator: dict[int, list[Herkunft]]) -> list[Herkunft]:
        """Its own, or those of both sides of a share the portal computes."""
        i = self.indikator
        pks = (i.zaehler_id, i.nenner_id) if i.eigene_berechnung else (i.pk,)
        return [herkunft for pk in pks for herkunft in nach_indikator.get(pk, [])]

    def ist_eigene(self, quellen: list[Herkunft]) -> bool:
        """The portal has computed it, or summed it up from parts."""
        return self.indikator.eigene_berechnung or any(herkunft.ist_summe for herkunft in quellen)

    def zitate(self, quellen: list[Herkunft]) -> list[str]:
        worte = zusammengefasst(quellen)
        return [f"Eigene Berechnung aus: {'; '.join(worte)}"] if self.indikator.eigene_berechnung else worte


def mit_zahlen() -> QuerySet[Indikator]:
    """Those with official figures; a computed one where both of its sides have some."""

    def hat(pk: str) -> Exists:
        return Exists(Messwert.objects.gueltig().filter(ist_amtlich=True, indikator=OuterRef(pk)))

    gerechnet = Q(hat("zaehler"), hat("nenner"), eigene_berechnung=True)
    return Indikator.objects.filter(Q(hat("pk"), eigene_berechnung=False) | gerechnet)


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
        for indikator in mit_zahlen().select_related("zaehler", "nenner")
        if (pk := indikator.zaehler_id if indikator.eigene_berechnung else indikator.pk) in nach_pk
    ]


def herkuenfte() -> dict[int, list[Herkunft]]:
    """Where the official figures of each Indikator (by key) come from; two queries."""
    paare = Messwert.objects.gueltig().filter(ist_amtlich=True).order_by().values_list("indikator", "herkunft").distinct()
    nach_pk: dict[int, list[int]] = {}
    for indikator, herkunft in paare:
        nach_pk.setdefault(indikator, []).append(herkunft)
    alle = Herkunft.objects.select_related("lieferung").in_bulk({pk for pks in nach_pk.values() for pk in pks})
    return {indikator: [alle[pk] for pk in sorted(pks)] for indikator, pks in nach_pk.items()}
