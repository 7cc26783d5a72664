"""Inviting, accepting, leaving."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from kern.models import Vermerk, vermerken
from kern.token import pruefsumme
from kommunen.models import Einladung, Kommune, Koordination
from kommunen.models.einladung import GUELTIG
from kommunen.redaktion.actions import funktion_von
from konten.models import Nutzer

ZWEITER_KLICK = timedelta(minutes=1)


class EinladungFehler(Exception):
    """The invitation cannot be accepted; the message is for the person who tries."""


@dataclass(frozen=True)
class Angenommen:
    nutzer: Nutzer
    ist_neu: bool  # the account was made by accepting; the link proved the mailbox, so she may come in at once


@transaction.atomic
def einladen(*, email: str, funktion: str, kommunen: list[Kommune], nutzer) -> Einladung:
    """Send an invitation; an open one to the same address for one of these Kommunen ends. Raises OSError where no mail goes out.

    The same one again within a minute is a second click: it is the one that is on its way.
    """
    list(Kommune.objects.select_for_update().filter(pk__in=[kommune.pk for kommune in kommunen]).order_by("pk"))
    gerade = Einladung.objects.offen().filter(gueltig_bis__gt=timezone.now() + GUELTIG - ZWEITER_KLICK)
    for unterwegs in gerade.filter(email__iexact=email, funktion=funktion, von=nutzer):
        if set(unterwegs.kommunen.all()) == set(kommunen):
            return unterwegs
    _beenden(Einladung.objects.offen().filter(email__iexact=email, kommunen__in=kommunen).distinct(), kommunen)
    einladung, token = Einladung.neu(
        email=email.lower(),
        funktion=funktion,
        von=nutzer,
        von_als=", ".join(sorted({funktion_von(nutzer, k) for k in kommunen}))[:200],
    )
    einladung.save()
    einladung.kommunen.set(kommunen)
    vermerken(Vermerk.Art.RECHTE, f"Eingeladen als {funktion}: {', '.join(map(str, kommunen))}")
    link = settings.SITE_URL + reverse("kommunen:einladung", args=[token])
    text = render_to_string("mails/einladung.txt", {"einladung": einladung, "kommunen": kommunen, "link": link, "nutzer": nutzer})
    namen = " und ".join(map(str, kommunen)) if len(kommunen) < 3 else f"{len(kommunen)} Kommunen"
    EmailMessage(f"Einladung: Seiten der Präventionskette {namen} mitgestalten", text, to=[einladung.email]).send()
    return einladung


@transaction.atomic
def annehmen(*, token: str) -> Angenommen:
    """Turn an invitation into rights, once. Raises EinladungFehler with the reason."""
    einladung = Einladung.objects.select_for_update().filter(token_hash=pruefsumme(token)).first()
    if einladung is None:
        raise EinladungFehler(
            "Diese Einladung gibt es nicht mehr. Vielleicht wurde sie zurückgenommen oder durch eine neue ersetzt."
        )
    if einladung.angenommen_am:
        raise EinladungFehler("Diese Einladung ist schon angenommen. Melden Sie sich einfach an.")
    if einladung.gueltig_bis < timezone.now():
        raise EinladungFehler("Diese Einladung ist abgelaufen. Bitte lassen Sie sich eine neue schicken.")
    nutzer = Nutzer.objects.filter(email__iexact=einladung.email).first()
    if nutzer and not nutzer.is_active:
        raise EinladungFehler("Dieses Konto ist gesperrt. Bitte wenden Sie sich an die Fachadministration.")
    kommunen = einladung.kommunen.filter(pk__in=Kommune.objects.editable_by(einladung.von)) if einladung.von else []
    if not kommunen:
        raise EinladungFehler("Wer Sie eingeladen hat, betreut diese Kommune nicht mehr. Bitte lassen Sie sich eine neue schicken.")
    ist_neu = nutzer is None
    nutzer = nutzer or Nutzer.objects.create_user(einladung.email)
    for kommune in kommunen:
        Koordination.objects.get_or_create(
            kommune=kommune,
            nutzer=nutzer,
            defaults={"funktion": einladung.funktion, "eingeladen_von": einladung.von, "eingeladen_als": einladung.von_als},
        )
        vermerken(Vermerk.Art.RECHTE, f"Konto {nutzer.pk} betreut jetzt {kommune} (Einladung angenommen)")
    einladung.angenommen_am, einladung.email = timezone.now(), ""
    einladung.save(update_fields=["angenommen_am", "email"])
    return Angenommen(nutzer, ist_neu)


@transaction.atomic
def abgeben(*, nutzer, kommune: Kommune) -> bool:
    """End a person's rights in a Kommune. With the last one her account goes too; returns whether it did.

    Versions she wrote keep her function, not her name.
    """
    Kommune.objects.select_for_update().get(pk=kommune.pk)
    list(Nutzer.objects.select_for_update().filter(pk=nutzer.pk))  # she may be leaving two at once: the last one takes the account
    beendet, _ = Koordination.objects.filter(nutzer=nutzer, kommune=kommune).delete()
    if not beendet:  # a second click
        return False
    _beenden(Einladung.objects.offen().filter(von=nutzer, kommunen=kommune), [kommune])
    vermerken(Vermerk.Art.RECHTE, f"Konto {nutzer.pk} betreut {kommune} nicht mehr")
    if nutzer.is_staff or Koordination.objects.filter(nutzer=nutzer).exists():
        return False
    konto_loeschen(nutzer)
    return True


def konto_loeschen(nutzer) -> None:
    """The account and whatever else names the person: letters to her, the admin's log of her account."""
    vermerken(Vermerk.Art.GELOESCHT, f"Konto {nutzer.pk} und alles, was die Person nennt")
    Einladung.objects.filter(email__iexact=nutzer.email).delete()
    LogEntry.objects.filter(content_type=ContentType.objects.get_for_model(Nutzer), object_id=str(nutzer.pk)).delete()
    nutzer.delete()


def _beenden(einladungen, kommunen) -> None:
    """Take these Kommunen out of invitations; one about nothing any more is deleted, the others go on."""
    for einladung in einladungen:
        einladung.kommunen.remove(*kommunen)
        if not einladung.kommunen.exists():
            einladung.delete()
