from django import forms

from kern.formulare import Ankreuzen, KernFormular, MailFeld
from kommunen.models import Kommune, Koordination


class EinladungForm(KernFormular, forms.Form):
    """Whom to invite, and for which of the Kommunen one keeps oneself."""

    nennt_optionales = False

    email = MailFeld(
        label="E-Mail-Adresse",
        help_text="An diese Adresse geht die Einladung, und später der Code zum Anmelden.",
        error_messages={"required": "Bitte geben Sie an, wohin die Einladung gehen soll."},
    )
    funktion = forms.CharField(
        label="Funktion", max_length=120, initial="Koordination",
        help_text="Bleibt in den Fassungen stehen, auch wenn die Person später geht.",
        error_messages={"required": "Bitte geben Sie eine Funktion an, zum Beispiel „Koordination“."},
    )  # fmt: skip
    kommunen = forms.ModelMultipleChoiceField(
        label="Für welche Kommunen?",
        queryset=Kommune.objects.none(),
        widget=Ankreuzen,
        error_messages={
            "required": "Bitte wählen Sie mindestens eine Kommune.",
            "invalid_choice": "Diese Kommune betreuen Sie nicht.",
        },
    )

    def __init__(self, *args, kommune, eigene, **kwargs):
        super().__init__(*args, **kwargs)
        self.kommune = kommune
        if len(eigene) > 1:
            self.fields["kommunen"].queryset = Kommune.objects.filter(pk__in=eigene)
            self.initial["kommunen"] = [kommune]
        else:
            del self.fields["kommunen"]

    def clean(self):
        daten = super().clean()
        daten["kommunen"] = list(daten.get("kommunen") or ([] if "kommunen" in self.fields else [self.kommune]))
        if daten.get("email") and daten["kommunen"]:
            schon = Koordination.objects.filter(nutzer__email__iexact=daten["email"], kommune__in=daten["kommunen"])
            if schon.count() == len(daten["kommunen"]):
                self.add_error("email", "Diese Person arbeitet hier schon mit.")
        return daten
