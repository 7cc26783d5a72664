"""The mails of a Dialog: plain text, one link, made when they are sent.

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
from kooperation.models import Brief, Dialog, Seite, Vereinbarung, Zugang

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


def schreiben(seiten: Iterable[Seite], art: Brief.Art, vereinbarung: Vereinbarung | None = None) -> None:
    """Note that these sides are to get this mail, once, however often it is noted before it is sent."""
    for seite in seiten:
        Brief.objects.get_or_create(seite=seite, art=art, vereinbarung=vereinbarung)


def zustellen(dialog: Dialog | None = None) -> int:
    """Send what is due, of one Dialog or of all; returns how many mails went out. Call it outside of a transaction."""
    faellig = Brief.objects.filter(seite__dialog=dialog) if dialog else Brief.objects.all()
    return sum(_einen_zustellen(pk) for pk in faellig.values_list("pk", flat=True))


def _einen_zustellen(pk: int) -> bool:
    """The link is made under the Dialog's lock, so that renewing links ends it too; the mail leaves outside of it."""
    if (gemacht := _uebernehmen(pk)) is None:
        return False
    brief, seite, token = gemacht
    mail = entwurf(seite, brief.art, adresse(token), brief.vereinbarung)
    try:
        mail.senden(seite.email)
    except (SMTPException, OSError) as fehler:
        log.error("Brief %s konnte nicht gesendet werden: %s", pk, type(fehler).__name__)  # the message would name the address
        Zugang.objects.filter(token_hash=pruefsumme(token)).delete()  # nobody has this link
        Brief.objects.filter(pk=pk).update(versuch=None)
        return False
    Brief.objects.filter(pk=pk).delete()
    return True


@transaction.atomic
def _uebernehmen(pk: int) -> tuple[Brief, Seite, str] | None:
    """The mail, its side and a new link, for the one process that may send it now."""
    vorher = Brief.objects.filter(pk=pk).select_related("seite").first()
    if vorher is None:
        return None
    Dialog.objects.gesperrt(vorher.seite.dialog_id)
    frei = Q(versuch=None) | Q(versuch__lt=timezone.now() - ABGEBROCHEN)
    brief = Brief.objects.select_for_update(of=("self",)).filter(frei, pk=pk).select_related("vereinbarung").first()
    if brief is None:  # another process has it
        return None
    seite = Seite.objects.with_dialog().get(pk=brief.seite_id)
    if not seite.email or brief.seit < timezone.localdate() - AUFGEBEN:
        brief.delete()
        return None
    brief.versuch = timezone.now()
    brief.save(update_fields=["versuch"])
    return brief, seite, Zugang.neu(seite, brief.vereinbarung)


def adresse(token: str) -> str:
    return settings.SITE_URL + reverse("kooperation:einladung", args=[token])


def entwurf(seite: Seite, art: str, link: str, vereinbarung: Vereinbarung | None = None, andere: Seite | None = None) -> Mail:
    """Subject and text; the first line of the template is the subject. `andere` is the other side where it is not saved yet."""
    kontakt = seite.dialog.kommune.kontakte.exclude(email="").first()
    kontext = {"dialog": seite.dialog, "seite": seite, "link": link, "vereinbarung": vereinbarung, "kontakt": kontakt}
    kontext["andere"] = andere or seite.andere
    text = render_to_string(f"mails/dialog/{art}.txt", kontext).strip()
    betreff, _, rest = text.partition("\n")
    return Mail(" ".join(betreff.split()), rest.strip() + "\n", kontakt.email if kontakt else "")


def weiterreichen(seite: Seite, email: str) -> None:
    """A further link to the same side, for somebody it names; the address is used and not kept. Raises OSError, SMTPException."""
    with transaction.atomic():
        Dialog.objects.gesperrt(seite.dialog_id)
        token = Zugang.neu(seite)
    mail = entwurf(seite, "weiterer", adresse(token))
    try:
        mail.senden(email)
    except (SMTPException, OSError):
        Zugang.objects.filter(token_hash=pruefsumme(token)).delete()
        raise
