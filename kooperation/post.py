"""The mails of a Dialog: plain text, one link, made when they are sent.

Actions only note that a mail is due (Brief), in the same transaction as what it tells. `zustellen` sends what is due: the views
call it at once, the daily run again, so that nothing is told twice and nothing is lost while a mail server is down.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse

from kooperation.models import Brief, Dialog, Seite, Vereinbarung, Zugang

log = logging.getLogger(__name__)

VORSCHAU_LINK = "(hier steht der persönliche Link)"


@dataclass(frozen=True)
class Mail:
    betreff: str
    text: str


def schreiben(seiten: Iterable[Seite], art: Brief.Art, vereinbarung: Vereinbarung | None = None) -> None:
    """Note that these sides are to get this mail, once, however often it is noted before it is sent."""
    for seite in seiten:
        Brief.objects.get_or_create(seite=seite, art=art, vereinbarung=vereinbarung)


def zustellen(dialog: Dialog | None = None) -> int:
    """Send what is due, of one Dialog or of all; returns how many mails went out. Call it outside of a transaction."""
    faellig = Brief.objects.filter(seite__dialog=dialog) if dialog else Brief.objects.all()
    return sum(_einen_zustellen(pk) for pk in faellig.values_list("pk", flat=True))


@transaction.atomic
def _einen_zustellen(pk: int) -> bool:
    brief = Brief.objects.select_for_update().filter(pk=pk).first()
    if brief is None:  # another process was faster
        return False
    seite = Seite.objects.with_dialog().get(pk=brief.seite_id)
    if not seite.email:
        brief.delete()
        return False
    vereinbarung = brief.vereinbarung
    mail = entwurf(seite, brief.art, adresse(Zugang.neu(seite, vereinbarung)), vereinbarung)
    try:
        EmailMessage(mail.betreff, mail.text, to=[seite.email]).send()
    except (SMTPException, OSError):
        log.exception("Brief %s konnte nicht gesendet werden", pk)
        transaction.set_rollback(True)  # with the link nobody got
        return False
    brief.delete()
    return True


def adresse(token: str) -> str:
    return settings.SITE_URL + reverse("kooperation:einladung", args=[token])


def entwurf(seite: Seite, art: str, link: str, vereinbarung: Vereinbarung | None = None, andere: Seite | None = None) -> Mail:
    """Subject and text; the first line of the template is the subject. `andere` is the other side where it is not saved yet."""
    text = render_to_string(
        f"mails/dialog/{art}.txt",
        {"dialog": seite.dialog, "seite": seite, "andere": andere or seite.andere, "link": link, "vereinbarung": vereinbarung},
    ).strip()
    betreff, _, rest = text.partition("\n")
    return Mail(" ".join(betreff.split()), rest.strip() + "\n")


def weiterreichen(seite: Seite, email: str) -> None:
    """A further link to the same side, for somebody it names; the address is used and not kept. Raises OSError, SMTPException."""
    with transaction.atomic():
        mail = entwurf(seite, "weiterer", adresse(Zugang.neu(seite)))
        EmailMessage(mail.betreff, mail.text, to=[email]).send()
