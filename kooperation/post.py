"""The mails of Dialoge and Erhebungen: plain text, one link, made when they are sent.

Actions only note that a mail is due (Brief), in the same transaction as what it tells. `zustellen` sends what is due: the views
call it at once, the daily run again, so that nothing is told twice and nothing is lost while a mail server is down.
"""

import logging
from collections.abc import Iterable
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import timedelta
from smtplib import SMTPRecipientsRefused, SMTPResponseException

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from kern.token import pruefsumme
from kooperation.auswertung.mass import GENUG_ANTWORTEN
from kooperation.models import Brief, Dialog, Erhebung, Seite, Teilnahme, Vereinbarung, Zugang

log = logging.getLogger(__name__)

ABGEBROCHEN = timedelta(minutes=5)  # a try that has not ended by then has died
AUFGEBEN = timedelta(days=14)  # an address that takes no mail
NUR_DIESE_ADRESSE = (SMTPRecipientsRefused, SMTPResponseException, ValueError)  # the server is there, and does not take this one
VON_SELBST = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}  # no "I am on holiday" in return
VORSCHAU_LINK = "(hier steht der persönliche Link)"


@dataclass(frozen=True)
class Mail:
    """`antwort_an` is the Koordination's public address, empty where there is none."""

    betreff: str
    text: str
    antwort_an: str = ""

    def senden(self, email: str, leitung: BaseEmailBackend | None = None) -> None:
        """Over an open connection, or one of its own. Raises OSError, of which SMTPException is one."""
        antwort_an = [self.antwort_an] if self.antwort_an else None
        EmailMessage(self.betreff, self.text, to=[email], reply_to=antwort_an, headers=VON_SELBST, connection=leitung).send()


def schreiben(empfaenger: Iterable[Seite | Teilnahme], art: Brief.Art, vereinbarung: Vereinbarung | None = None) -> None:
    """Note that these are to get this mail, once, however often it is noted before it is sent."""
    an = [{"seite": e} if isinstance(e, Seite) else {"teilnahme": e} for e in empfaenger]
    Brief.objects.bulk_create((Brief(**wem, art=art, vereinbarung=vereinbarung) for wem in an), ignore_conflicts=True)


def zustellen(vorgang: Dialog | Erhebung | None = None, hoechstens: int | None = None) -> int:
    """Send what is due, of one Dialog, one Erhebung or of all; returns how many went out. Call it outside of a transaction.

    With a limit the newest come first: somebody is waiting for them on a page.
    """
    faellig = Brief.objects.zu(vorgang) if vorgang else Brief.objects.all()
    schluessel = list(faellig.order_by("-pk" if hoechstens else "pk").values_list("pk", flat=True)[:hoechstens])
    gesendet = 0
    try:
        with get_connection() if schluessel else nullcontext() as leitung:
            for pk in schluessel:
                gesendet += _einen_zustellen(pk, leitung)
    except OSError as fehler:  # no use in trying the others now
        log.error("Der Mailserver antwortet nicht: %s", type(fehler).__name__)
    return gesendet


def _einen_zustellen(pk: int, leitung: BaseEmailBackend) -> bool:
    """The link is made under the lock of what it is about, so that renewing links ends it too; the mail leaves outside of it."""
    if (gemacht := _uebernehmen(pk)) is None:
        return False
    brief, empfaenger, token = gemacht
    mail = entwurf(empfaenger, brief.art, adresse(token), vereinbarung=brief.vereinbarung)
    try:
        mail.senden(empfaenger.email, leitung)
    except (OSError, ValueError) as fehler:  # a name of a domain that cannot be written is a ValueError
        log.error("Brief %s konnte nicht gesendet werden: %s", pk, type(fehler).__name__)  # the message would name the address
        Zugang.objects.filter(token_hash=pruefsumme(token)).delete()  # nobody has this link
        Brief.objects.filter(pk=pk).update(versuch=None)
        if not isinstance(fehler, NUR_DIESE_ADRESSE):
            raise
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
        "genug": GENUG_ANTWORTEN,
        "adressen_tage": settings.ERHEBUNG_ADRESSEN_TAGE,
    } | mehr
    if isinstance(empfaenger, Seite):
        kontext |= {"dialog": vorgang, "seite": empfaenger, "andere": mehr.get("andere") or empfaenger.andere}
        text = render_to_string(f"mails/dialog/{art}.txt", kontext)
    else:
        text = render_to_string(f"mails/erhebung/{art}.txt", kontext | {"erhebung": vorgang, "teilnahme": empfaenger})
    betreff, _, rest = text.strip().partition("\n")
    an_alle = isinstance(empfaenger, Seite)  # answers to a reminder of an Erhebung would tell who has not handed in
    return Mail(" ".join(betreff.split()), rest.strip() + "\n", kontakt.email if kontakt and an_alle else "")


def weiterreichen(seite: Seite, email: str) -> None:
    """A further link to the same side, for somebody it names; the address is used and not kept. Raises OSError."""
    with transaction.atomic():
        _sperren(seite)
        token = Zugang.neu(seite)
    mail = entwurf(seite, "weiterer", adresse(token))
    try:
        mail.senden(email)
    except OSError:
        Zugang.objects.filter(token_hash=pruefsumme(token)).delete()
        raise
