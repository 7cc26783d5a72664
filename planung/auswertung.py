"""What a Kommune's planning looks like at a glance."""

from dataclasses import dataclass

from django.utils import timezone

from grafik.zeitleiste import Abschnitt, Zeitleiste, zeitleiste
from planung.bausteine import BAUSTEINE, Baustein
from planung.models import Bausteinstand, Vorhaben


@dataclass(frozen=True)
class Feld:
    """One block of the board."""

    nummer: int
    baustein: Baustein
    stand: Bausteinstand

    @property
    def ringe(self) -> str:
        """How its ring is drawn: closed, half, dashed, or to be closed anew."""
        return str(self.stand.stand)


def tafel(kommune) -> tuple[Feld, ...]:
    """All nine in their order; one query."""
    staende = {stand.baustein: stand for stand in Bausteinstand.objects.filter(kommune=kommune).select_related("dokument__datei")}
    return tuple(
        Feld(nummer, baustein, staende.get(baustein.kennung) or Bausteinstand(kommune=kommune, baustein=baustein.kennung))
        for nummer, baustein in enumerate(BAUSTEINE, start=1)
    )


def leiste(vorhaben: Vorhaben) -> Zeitleiste | None:
    """Its phases over the years; None where fewer than two have a time: then words say it better."""
    abschnitte = [Abschnitt(phase.titel, phase.von, phase.bis, phase.meilenstein) for phase in vorhaben.phasen.all()]
    if sum(bool(a.von or a.bis) for a in abschnitte) < 2:
        return None
    return zeitleiste(abschnitte, timezone.localdate().isoformat())
