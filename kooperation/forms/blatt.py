"""What a pair writes down together, and what became of it."""

from django import forms
from django.utils import timezone

from kern.formulare import KernFormular
from kern.gleichzeitig import GleichzeitigForm
from kommunen.redaktion.felder import KEINE_EINZELNEN, Text, mehrzeilig, tag
from kooperation.models import Dialog, Kooperationsblatt, Seite, Vereinbarung
from kooperation.models.blatt import STUFENWAHL
from netzwerke.forms.felder import OhneWiederholung


def kommend(tag, bisher):
    """A day that has passed is no plan; one that stood there before may stay."""
    if tag and tag < timezone.localdate() and tag != bisher:
        raise forms.ValidationError("Der Tag liegt schon zurück. Bitte nennen Sie einen, der noch kommt.")
    return tag


class BlattForm(GleichzeitigForm):
    """The pair's sheet; without Stufen where they only talk."""

    begruendung = Text(
        label="Warum",
        max_length=600,
        required=False,
        widget=mehrzeilig(3),
        help_text="Was spricht für diese Stufe, was für das Ziel?",
    )
    gut = Text(label="Was gut läuft", max_length=1000, required=False, widget=mehrzeilig(4), help_text=KEINE_EINZELNEN)
    hakt = Text(label="Wo es hakt", max_length=1000, required=False, widget=mehrzeilig(4), help_text=KEINE_EINZELNEN)
    naechster = tag("Nächster Dialog")

    class Meta:
        model = Kooperationsblatt
        fields = ["ist", "ziel", "begruendung", "gut", "hakt", "naechster", "stufen_frei", "vereinbarungen_frei"]
        help_texts = {"vereinbarungen_frei": "Kriterien, Antworten und Sätze aus den Bögen sieht sie in keinem Fall."}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        dialog = self.instance.dialog
        if dialog.nur_gespraech:
            for name in ("ist", "ziel", "begruendung", "stufen_frei"):
                del self.fields[name]
            return
        stufen = [(n, dialog.instrument.vorlage.stufe(n)) for n, _ in STUFENWAHL]
        for name in ("ist", "ziel"):
            self.fields[name].choices = [("", "noch offen"), *stufen]
            self.fields[name].widget.choices = self.fields[name].choices

    def clean_naechster(self):
        return kommend(self.cleaned_data["naechster"], self.initial.get("naechster"))


class SprechendeForm(GleichzeitigForm):
    """Who spoke for one side."""

    funktionen = Text(label="", max_length=200, required=False, help_text="Funktionen, keine Namen")

    class Meta:
        model = Seite
        fields = ["funktionen"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["funktionen"].label = f"{self.instance}: wer gesprochen hat"


class VereinbarungForm(GleichzeitigForm):
    was = Text(label="Was", max_length=300, error_messages={"required": "Bitte sagen Sie, was Sie vereinbaren."})
    wer = Text(
        label="Wer",
        max_length=160,
        help_text="Funktionen, keine Namen",
        error_messages={"required": "Bitte sagen Sie, wer es tut."},
    )
    bis = tag("Bis wann")
    woran = Text(label="Woran erkennen Sie, dass es getan ist?", max_length=300, required=False)

    class Meta:
        model = Vereinbarung
        fields = ["was", "wer", "bis", "woran"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["bis"].required = True
        self.fields["bis"].error_messages["required"] = "Bitte nennen Sie einen Tag. Er darf weit weg sein."

    def clean_bis(self):
        return kommend(self.cleaned_data["bis"], self.initial.get("bis"))


VereinbarungenFormSet = forms.inlineformset_factory(
    Dialog,
    Vereinbarung,
    form=VereinbarungForm,
    formset=OhneWiederholung,
    extra=2,
    can_delete=True,
    can_delete_extra=False,
    max_num=20,
    absolute_max=25,
)


class StandForm(KernFormular, forms.Form):
    """gesagt – getan"""

    nennt_optionales = False
    stand = forms.ChoiceField(
        label="Stand",
        choices=Vereinbarung.Stand.choices,
        error_messages={"required": "Bitte wählen Sie, wie es steht.", "invalid_choice": "Bitte wählen Sie, wie es steht."},
    )
    grund = Text(label="Warum nicht?", max_length=300, required=False, help_text="Nur bei „verworfen“.")

    def clean(self):
        daten = super().clean()
        if daten.get("stand") == Vereinbarung.Stand.VERWORFEN and not daten.get("grund"):
            self.add_error("grund", "Bitte sagen Sie in einem Satz, warum Sie das verworfen haben.")
        return daten
