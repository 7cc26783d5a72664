"""The Wirkungsmodell on paper: column by column, each card with what it leads to and how one notices it."""

from datetime import date

from kern.bericht import Abschnitt, Bericht
from planung.auswertung import Wirkungsmodell
from planung.models import Wirkungskarte


def blatt(kommune, modell: Wirkungsmodell, sichtbare_gruppen: frozenset[int], heute: date) -> Bericht:
    """Expects the groups this reader may see; Maßnahmen are not in it, they are for planning."""
    abschnitte = (_spalte(name, karten, sichtbare_gruppen) for name, karten in modell.spalten if karten)
    return Bericht(
        titel=f"Wirkungsmodell: {kommune}",
        art="Von dem, was eingesetzt wird, bis zu dem, was sich für Kinder ändert",
        wo=f"Stand {heute:%d.%m.%Y}",
        fuss=f"{kommune}, Präventionskette",
        abschnitte=tuple(abschnitte),
        leer="Das Wirkungsmodell hat noch keine Karten.",
    )


def _spalte(name: str, karten: tuple[Wirkungskarte, ...], sichtbare_gruppen: frozenset[int]) -> Abschnitt:
    zeilen = tuple(
        (
            karte.text,
            "; ".join(ziel.text for ziel in karte.fuehrt_zu.all()) or "–",
            ", ".join(filter(None, [karte.gemessen_an, karte.ziel])) or "–",
            karte.gruppe.name if karte.gruppe and karte.gruppe_id in sichtbare_gruppen else "–",
        )
        for karte in karten
    )
    return Abschnitt(name, kopf=("Karte", "führt zu", "Woran man es merkt", "verantwortlich"), zeilen=zeilen, breiten=(4, 4, 3, 2))
