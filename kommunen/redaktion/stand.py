"""Where the sections of a Kommune stand: for editing, dashboard, preview and publishing. Reads, never writes."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from kommunen.models import Abschnitt, Fassung, Kommune
from kommunen.redaktion import inhalt as inhalte
from kommunen.redaktion.plan import PLAN, Art, Bauplan

FRISCH = timedelta(days=365)  # after a year a section asks to be looked at again


@dataclass(frozen=True)
class Abschnittsstand:
    """A section as it stands now. `entwurf` and `oeffentlich` are versions or None; `inhalt` is what the next editor sees."""

    plan: Bauplan
    entwurf: Fassung | None
    oeffentlich: Fassung | None
    inhalt: dict
    geprueft_am: date | None

    @property
    def art(self) -> Art:
        return self.plan.art

    @property
    def titel(self) -> str:
        return self.plan.art.label

    @property
    def neueste(self) -> Fassung | None:
        return self.entwurf or self.oeffentlich

    @property
    def nummer(self) -> int:
        return self.neueste.nummer if self.neueste else 0

    @property
    def ist_leer(self) -> bool:
        return not any(self.inhalt.values())

    @property
    def ist_alt(self) -> bool:
        """Public and not looked at for a year."""
        geprueft = self.geprueft_am or (self.oeffentlich and timezone.localdate(self.oeffentlich.am))
        oeffentlich_leer = self.oeffentlich is None or not any(self.oeffentlich.inhalt.values())
        return not oeffentlich_leer and (geprueft is None or timezone.localdate() - geprueft > FRISCH)


def staende(kommune: Kommune) -> list[Abschnittsstand]:
    """All sections in their order; one query, and one for each list that was never edited."""
    abschnitte = Abschnitt.objects.filter(kommune=kommune).select_related("entwurf__von", "oeffentlich__von")
    nach_art = {abschnitt.art: abschnitt for abschnitt in abschnitte}
    return [_stand(kommune, art, nach_art.get(art)) for art in PLAN]


def stand(kommune: Kommune, art: Art) -> Abschnittsstand:
    abschnitte = Abschnitt.objects.filter(kommune=kommune, art=art).select_related("entwurf__von", "oeffentlich__von")
    return _stand(kommune, art, abschnitte.first())


def _stand(kommune, art, abschnitt) -> Abschnittsstand:
    entwurf, oeffentlich = (abschnitt.entwurf, abschnitt.oeffentlich) if abschnitt else (None, None)
    neueste = entwurf or oeffentlich
    inhalt = neueste.inhalt if neueste else inhalte.aus_bestand(kommune, art)
    return Abschnittsstand(PLAN[art], entwurf, oeffentlich, inhalt, abschnitt.geprueft_am if abschnitt else None)
