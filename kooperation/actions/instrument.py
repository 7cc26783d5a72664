"""Versions of the instrument: loaded as drafts, published once."""

from django.db import transaction
from django.utils import timezone

from kern.models import Vermerk, vermerken
from kooperation.models import Instrument
from kooperation.vorlage import Vorlage, VorlageFehler, als_inhalt


@transaction.atomic
def laden(*, vorlage: Vorlage) -> Instrument:
    """Keep a version as a draft; loading it again replaces the draft. Raises VorlageFehler where it is published already."""
    vorhanden = Instrument.objects.select_for_update().filter(kennung=vorlage.kennung).first()
    if vorhanden and vorhanden.veroeffentlicht_am:
        if vorhanden.vorlage == vorlage:
            return vorhanden
        raise VorlageFehler(
            f"„{vorlage.kennung}“ ist veröffentlicht und ändert sich nicht mehr. Geben Sie der neuen Fassung eine neue „kennung“."
        )
    instrument = vorhanden or Instrument(kennung=vorlage.kennung)
    instrument.fassung, instrument.inhalt = vorlage.fassung, als_inhalt(vorlage)
    instrument.save()
    return instrument


def veroeffentlichen(*, instrument: Instrument) -> bool:
    """From now on new Dialoge use this version, and nobody can change it. Returns whether it was a draft."""
    entwuerfe = Instrument.objects.filter(pk=instrument.pk, veroeffentlicht_am=None)
    war_entwurf = bool(entwuerfe.update(veroeffentlicht_am=timezone.now()))
    if war_entwurf:
        vermerken(Vermerk.Art.VEROEFFENTLICHT, f"Instrument „{instrument}“")
    return war_entwurf
