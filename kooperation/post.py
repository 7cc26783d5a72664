"""The mails of Dialoge and Erhebungen: plain text, one link, made when they are sent.

Actions only note that a mail is due (Brief), in the same transaction as what it tells. `zustellen` sends what is due: the views
call it at once, the daily run again, so that nothing is told twice and nothing is lost while a mail server is down.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from kern.token import pruefsumme
from kooperation.models import Brief, Dialog, Erhebung, Seite, Teilnahme, Vereinbarung, Zugang

log = logging.getLogger(__name__)

ABGEBROCHEN = timedelta(minutes=5)  # a try that has not ended by then has died
AUFGEBEN = timedelta(days=14)  # an address that takes no mail
VORSCHAU_LINK = "(hier steht der persönliche Link)"


@dataclass(frozen=True)
class Mail:
    """`antwort_an` is the Koordination's public address, empty where there is none."""

    betreff: str
    text: str
    antwort_an: str = ""

    def senden(self, email: str) -> None:
        """Raises OSError, SMTPException."""
        EmailMessage(self.betreff, self.text, to=[email], reply_to=[self.antwort_an] if self.antwort_an else None).send()


def schreiben(empfaenger: Iterable[Seite | Teilnahme], art: Brief.Art, vereinbarung: Vereinbarung | None = None) -> None:
    """Note that these are to get this mail, once, however often it is noted before it is sent."""
    for einer in empfaenger:
        einer.briefe.get_or_create(art=art, vereinbarung=vereinbarung)


def zustellen(vorgang: Dialog | Erhebung | None = None, hoechstens: int | None = None) -> int:
    """Send what is due, of one Dialog, one Erhebung or of all; returns how many went out. Call it outside of a transaction."""
    faellig = Brief.objects.zu(vorgang) if vorgang else Brief.objects.all()
    return sum(_einen_zustellen(pk) for pk in faellig.values_list("pk", flat=True)[:hoechstens])


def _einen_zustellen(pk: int) -> bool:
    """The link is made under the lock of what it is about, so that renewing links ends it too; the mail leaves outside of it."""
    if (gemacht := _uebernehmen(pk)) is None:
        return False
    brief, empfaenger, token = gemacht
    mail = entwurf(empfaenger, brief.art, adresse(token), vereinbarung=brief.vereinbarung)
    try:
        mail.senden(empfaenger.email)
    except (SMTPException, OSError) as fehler:
        log.error("Brief %s konnte nicht gesendet werden: %s", pk, type(fehler).__name__)  # the message would name the address
        Zugang.objects.filter(token_hash=pruefsumme(token)).delete()  # nobody has this link
        Brief.objects.filter(pk=pk).update(versuch=None)
        return False
    Brief.objects.filter(pk=pk).delete()
    return True


@transaction.atomic
def _uebernehmen(pk: int) -> tuple[Brief, Seite | Teilnahme, str] | None:
    """The mail, whom it is for and a new link, for the one process that may send it now."""
    vorher = Brief.objects.filter(pk=pk).select_related("seite__dialog", "teilnahme__erhebung").first()
    if vorher is None:
        return None
    _sperren(vorher.empfaenger)
    frei = Q(versuch=None) | Q(versuch__lt=timezone.now() - ABGEBROCHEN)
    brief = Brief.objects.select_for_update(of=("self",)).filter(frei, pk=pk).select_related("vereinbarung").first()
    if brief is None:  # another process has it
        return None
    brief.seite = Seite.objects.with_dialog().filter(pk=brief.seite_id).first()
    brief.teilnahme = Teilnahme.objects.with_erhebung().filter(pk=brief.teilnahme_id).first()
    if not brief.empfaenger.email or brief.seit < timezone.localdate() - AUFGEBEN:
        brief.delete()
        return None
    brief.versuch = timezone.now()
    brief.save(update_fields=["versuch"])
    return brief, brief.empfaenger, Zugang.neu(brief.empfaenger, brief.vereinbarung)


def _sperren(empfaenger: Seite | Teilnahme) -> None:
    vorgang = empfaenger.vorgang
    type(vorgang).objects.gesperrt(vorgang.pk)


def adresse(token: str) -> str:
    return settings.SITE_URL + reverse("kooperation:einladung", args=[token])


def entwurf(empfaenger: Seite | Teilnahme, art: str, link: str, **mehr) -> Mail:
    """Subject and text; the first line of the template is the subject.

    `mehr` goes into the template: the `vereinbarung` it is about, the `andere` side where that is not saved yet.
    """
    vorgang = empfaenger.vorgang
    kontakt = vorgang.kommune.kontakte.exclude(email="").first()
    kontext = {
        "link": link,
        "kontakt": kontakt,
        "kommune": vorgang.kommune,
        "adressen_tage": settings.ERHEBUNG_ADRESSEN_TAGE,
    } | mehr
    if isinstance(empfaenger, Seite):
        kontext |= {"dialog": vorgang, "seite": empfaenger, "andere": mehr.get("andere") or empfaenger.andere}
        text = render_to_string(f"mails/dialog/{art}.txt", kontext)
    else:
        text = render_to_string(f"mails/erhebung/{art}.txt", kontext | {"erhebung": vorgang, "teilnahme": empfaenger})
    betreff, _, rest = text.strip().partition("\n")
    return Mail(" ".join(betreff.split()), rest.strip() + "\n", kontakt.email if kontakt else "")


def weiterreichen(seite: Seite, email: str) -> None:
    """A further link to the same side, for somebody it names; the address is used and not kept. Raises OSError, SMTPException."""
    with transaction.atomic():
        _sperren(seite)
        token = Zugang.neu(seite)
    mail = entwurf(seite, "weiterer", adresse(token))
    try:
        mail.senden(email)
    except (SMTPException, OSError):
        Zugang.objects.filter(token_hash=pruefsumme(token)).delete()
        raise
