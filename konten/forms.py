import logging

from allauth.account.forms import ConfirmLoginCodeForm, LoginForm
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.recovery_codes.forms import GenerateRecoveryCodesForm
from allauth.mfa.totp.forms import ActivateTOTPForm, DeactivateTOTPForm
from django.core.exceptions import ValidationError
from django.core.mail import get_connection

from kern.formulare import KernFormular

log = logging.getLogger(__name__)


class AnmeldeForm(KernFormular, LoginForm):
    """Asks for the address to which the code goes."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        feld = self.fields["login"]
        feld.label = "E-Mail-Adresse"
        feld.help_text = "Die Adresse, an die Ihre Einladung ging."
        feld.widget.attrs.pop("placeholder", None)

    def clean(self):
        """Without a mail server nobody gets a code, and that is said to everybody alike: it tells nothing about accounts."""
        try:
            with get_connection():
                pass
        except OSError as fehler:
            log.warning("Der Mailserver nimmt keine Verbindung an: %s", type(fehler).__name__)
            raise ValidationError(
                "Zurzeit gehen keine Mails hinaus, darum können wir Ihnen keinen Code schicken. "
                "Bitte versuchen Sie es in einigen Minuten noch einmal."
            ) from None
        return super().clean()


class CodeForm(KernFormular, ConfirmLoginCodeForm):
    """Takes the code from the mail."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        feld = self.fields["code"]
        feld.label = "Code aus der E-Mail"
        feld.help_text = "Groß- und Kleinschreibung ist gleich."
        feld.widget.attrs.pop("placeholder", None)
        feld.error_messages["required"] = "Bitte geben Sie den Code aus der E-Mail ein."


class _CodeAusApp(KernFormular):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        feld = self.fields["code"]
        feld.label = "Code aus der App"
        feld.help_text = "Sechs Ziffern. Oder einer Ihrer Notfallcodes."
        feld.widget.attrs.pop("placeholder", None)
        feld.error_messages["required"] = "Bitte geben Sie den Code ein, den Ihre App gerade zeigt."


class ZweiterFaktorForm(_CodeAusApp, AuthenticateForm):
    """At the login, after the code from the mail."""


class NochmalsZweiterFaktorForm(_CodeAusApp, ReauthenticateForm):
    """Before something that needs a fresh proof."""


class ZweiterFaktorEinrichtenForm(_CodeAusApp, ActivateTOTPForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].help_text = "Sechs Ziffern, die Ihre App nach dem Scannen zeigt."


class ZweiterFaktorAbschaltenForm(KernFormular, DeactivateTOTPForm):
    pass


class NotfallcodesForm(KernFormular, GenerateRecoveryCodesForm):
    pass
