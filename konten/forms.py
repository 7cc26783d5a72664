from allauth.account.forms import ConfirmLoginCodeForm, LoginForm

from kern.formulare import KernFormular


class AnmeldeForm(KernFormular, LoginForm):
    """Asks for the address to which the code goes."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        feld = self.fields["login"]
        feld.label = "E-Mail-Adresse"
        feld.help_text = "Die Adresse, an die Ihre Einladung ging."
        feld.widget.attrs.pop("placeholder", None)


class CodeForm(KernFormular, ConfirmLoginCodeForm):
    """Takes the code from the mail."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        feld = self.fields["code"]
        feld.label = "Code aus der E-Mail"
        feld.help_text = "Groß- und Kleinschreibung ist gleich."
        feld.widget.attrs.pop("placeholder", None)
        feld.error_messages["required"] = "Bitte geben Sie den Code aus der E-Mail ein."
