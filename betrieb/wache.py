"""Tells the administrator by mail when something stays broken, and when it is well again."""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from betrieb.models import BEHALTEN, Fehler, Stoerung
from betrieb.zustand import Befund, Stand, zustand

log = logging.getLogger(__name__)

BLEIBT = timedelta(minutes=20)  # what is over before that needs nobody
TAEGLICH = timedelta(hours=23)


def wachen() -> str:
    """Compare what is broken with what was; write where it lasts, at most once a day each. Returns what was found."""
    gestoert = {befund.was: befund for befund in zustand() if befund.stand == Stand.GESTOERT}
    Fehler.objects.filter(zuletzt__lt=timezone.now() - BEHALTEN).delete()
    jetzt = timezone.now()
    with transaction.atomic():
        vorbei = list(Stoerung.objects.exclude(was__in=gestoert))
        for was, befund in gestoert.items():
            Stoerung.objects.get_or_create(was=was, defaults={"seit": jetzt, "titel": befund.titel})
    faellig = _faellige(jetzt, gestoert)
    wieder_gut = [stoerung for stoerung in vorbei if stoerung.gemeldet_am]
    if (faellig or wieder_gut) and not _schreiben([(s, gestoert[s.was]) for s in faellig], wieder_gut):
        return f"Gestört: {', '.join(gestoert)}; die Mail ging nicht hinaus"  # the next look tries again
    Stoerung.objects.filter(pk__in=[stoerung.pk for stoerung in vorbei]).delete()
    Stoerung.objects.filter(pk__in=[stoerung.pk for stoerung in faellig]).update(gemeldet_am=jetzt)
    return f"Gestört: {', '.join(gestoert)}" if gestoert else "alles in Ordnung"


def _faellige(jetzt: datetime, gestoert: Iterable[str]) -> list[Stoerung]:
    noch_nicht = Q(gemeldet_am=None) | Q(gemeldet_am__lt=jetzt - TAEGLICH)
    return list(Stoerung.objects.filter(noch_nicht, was__in=gestoert, seit__lte=jetzt - BLEIBT))


def _schreiben(gestoert: list[tuple[Stoerung, Befund]], wieder_gut: list[Stoerung]) -> bool:
    """Whether the mail went out, or nobody wants one."""
    if not settings.ADMIN_MAIL:
        return True
    kontext = {
        "gestoert": gestoert,
        "wieder_gut": wieder_gut,
        "site_url": settings.SITE_URL,
        "seite": settings.SITE_URL + reverse("admin:zustand"),
    }
    text = render_to_string("mails/betrieb/zustand.txt", kontext)
    betreff = (
        f"Präventionsketten-Portal: {gestoert[0][1].titel} gestört" if gestoert else "Präventionsketten-Portal: wieder in Ordnung"
    )
    try:
        EmailMessage(betreff, text, to=settings.ADMIN_MAIL, headers={"Auto-Submitted": "auto-generated"}).send()
    except OSError as fehler:
        log.error("Die Mail über Störungen ging nicht hinaus: %s", type(fehler).__name__)
        return False
    return True
