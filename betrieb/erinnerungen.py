"""What is due by the calendar: the yearly reminder, and data whose time is over."""

import logging
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.management import call_command
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from kern.models import Vermerk
from kommunen.models import Ansprechperson, Einladung, Fassung, Kommune
from kommunen.redaktion.stand import FRISCH, staende
from konten.models import Nutzer
from konten.views import abmeldezeichen
from netzwerke.actions import personen_ohne_mitgliedschaft_loeschen

log = logging.getLogger(__name__)

UNTERWEGS = timedelta(days=30)  # how long states that a form saved on the way are kept
EINLADUNG_VORBEI = timedelta(days=30)
VERMERKE = timedelta(days=3 * 365)


def erinnern() -> int:
    """Write to everybody whose pages hold something not checked for a year, once a year each. Returns how many mails went out."""
    faellig = Nutzer.objects.filter(Q(erinnert_am=None) | Q(erinnert_am__lt=timezone.localdate() - FRISCH))
    return sum(_eine_erinnern(pk) for pk in faellig.filter(is_active=True, erinnern=True).values_list("pk", flat=True))


@transaction.atomic
def _eine_erinnern(pk) -> bool:
    """Two runs at once write one mail: the row is locked, and asked again under the lock."""
    nutzer = Nutzer.objects.select_for_update().get(pk=pk)
    if nutzer.erinnert_am and nutzer.erinnert_am >= timezone.localdate() - FRISCH:
        return False
    alt = [(kommune, _alte_abschnitte(kommune)) for kommune in Kommune.objects.filter(koordinationen__nutzer=nutzer)]
    alt = [(kommune, titel) for kommune, titel in alt if titel]
    if not alt:
        return False
    try:
        _mail(nutzer, alt).send()
    except (OSError, ValueError) as fehler:  # the server is away, or this is no address: the others are written to
        log.warning("Erinnerung an Konto %s konnte nicht gesendet werden: %s", pk, type(fehler).__name__)
        return False  # the next run tries again
    nutzer.erinnert_am = timezone.localdate()
    nutzer.save(update_fields=["erinnert_am"])
    return True


def _alte_abschnitte(kommune) -> list[str]:
    return [stand.titel for stand in staende(kommune) if stand.ist_alt]


def _mail(nutzer, alt) -> EmailMessage:
    abbestellen = settings.SITE_URL + reverse("erinnerung", args=[abmeldezeichen(nutzer)])
    text = render_to_string("mails/erinnerung.txt", {"alt": alt, "site_url": settings.SITE_URL, "abbestellen": abbestellen})
    kopf = {"List-Unsubscribe": f"<{abbestellen}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return EmailMessage("Stimmt auf Ihrer Seite noch alles?", text, to=[nutzer.email], headers=kopf)


def aufraeumen() -> None:
    """End what has an end: names whose consent or membership is over, old invitations, states between two saves."""
    for person in Ansprechperson.objects.filter(gilt_bis__lt=timezone.localdate()).select_related("foto"):
        person.entfernen()
    personen_ohne_mitgliedschaft_loeschen()
    Einladung.objects.filter(gueltig_bis__lt=timezone.now() - EINLADUNG_VORBEI).delete()
    zwischen = Fassung.objects.filter(
        anlass=Fassung.Anlass.ZWISCHENSTAND, veroeffentlicht_am=None, am__lt=timezone.now() - UNTERWEGS
    )
    gebraucht = Q(pk__in=Fassung.objects.for_list().values("pk"))
    zwischen.exclude(gebraucht).delete()
    Vermerk.objects.filter(am__lt=timezone.now() - VERMERKE).delete()
    call_command("clearsessions")
