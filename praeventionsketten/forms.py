import logging

from django import forms
from django.conf import settings
from django.core.mail import EmailMessage

from kern.bremse import zu_viele
from kern.formulare import KernFormular, MailFeld

log = logging.getLogger(__name__)

HOECHSTENS_JE_STUNDE = 60  # for the whole portal: enough for people, and a mailbox survives a script


class RueckmeldungForm(KernFormular, forms.Form):
    """A barrier met on a page, or anything else; goes by mail to whoever runs the portal and is not stored."""

    nachricht = forms.CharField(
        label="Was hat nicht funktioniert?",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Bitte nichts über einzelne Kinder, Familien oder Mitarbeitende.",
        error_messages={"required": "Bitte schreiben Sie kurz, worum es geht."},
    )
    seite = forms.CharField(label="Auf welcher Seite?", max_length=300, required=False)
    email = MailFeld(
        label="Ihre E-Mail-Adresse",
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text="Nur, wenn Sie eine Antwort wünschen.",
    )

    def senden(self) -> bool:
        """Send the mail; where that fails the text stays in the form and the page says what else can be done."""
        if zu_viele("rueckmeldung", HOECHSTENS_JE_STUNDE, sekunden=3600):
            self.add_error(None, f"Gerade kommen sehr viele Rückmeldungen an. Bitte schreiben Sie an {settings.BETREIBER_MAIL}.")
            return False
        daten = self.cleaned_data
        mail = EmailMessage(
            subject="Rückmeldung zum Portal Präventionsketten",
            body=f"{daten['nachricht']}\n\nSeite: {daten['seite'] or 'nicht angegeben'}\n",
            to=[settings.BETREIBER_MAIL],
            reply_to=[daten["email"]] if daten["email"] else None,
        )
        try:
            gesendet = mail.send()
        except OSError as fehler:
            log.warning("Rückmeldung konnte nicht gesendet werden: %s", type(fehler).__name__)
            gesendet = 0
        if not gesendet:
            self.add_error(
                None,
                "Ihre Rückmeldung konnte gerade nicht gesendet werden. Ihr Text steht noch unten; "
                f"bitte versuchen Sie es später noch einmal oder schreiben Sie an {settings.BETREIBER_MAIL}.",
            )
            return False
        return True
