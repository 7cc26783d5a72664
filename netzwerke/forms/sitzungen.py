"""What coordinators type about a meeting and what it agreed on."""

from django import forms

from kern.gleichzeitig import GleichzeitigForm
from kommunen.redaktion.felder import KEINE_EINZELNEN, MARKDOWN, Text, mehrzeilig, tag, uhrzeit, zeiten_im_formular
from netzwerke.forms.felder import MitDatei, NeuForm, OhneWiederholung
from netzwerke.models import Aufgabe, Sitzung


class SitzungForm(MitDatei, NeuForm):
    datum = tag("Datum")
    beginn = uhrzeit("Beginn")
    ende = uhrzeit("Ende")
    ort = Text(label="Ort", max_length=160, required=False)
    tagesordnung = Text(
        label="Tagesordnung",
        max_length=20_000,
        required=False,
        widget=mehrzeilig(6),
        help_text=f"Steht auch in der Einladung. {MARKDOWN}",
    )
    protokoll = Text(label="Protokoll", max_length=50_000, required=False, widget=mehrzeilig(10), help_text=KEINE_EINZELNEN)

    class Meta:
        model = Sitzung
        fields = ["datum", "beginn", "ende", "ort", "tagesordnung", "protokoll", "abgesagt", "is_public"]
        labels = {"abgesagt": "Die Sitzung fällt aus", "is_public": "Öffentlich"}
        help_texts = {"is_public": "Zeit, Ort, Tagesordnung und Protokoll können dann alle lesen. Aufgaben bleiben immer intern."}

    field_order = [
        "datum",
        "beginn",
        "ende",
        "ort",
        "abgesagt",
        "tagesordnung",
        "protokoll",
        "neue_datei",
        "datei_weg",
        "is_public",
    ]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["datum"].required = True
        self.fields["datum"].error_messages["required"] = "Bitte geben Sie an, an welchem Tag die Sitzung ist."
        self.fields["neue_datei"].label = "Oder das Protokoll als Datei"

    def clean(self):
        daten = super().clean()
        zeiten_im_formular(self)
        return daten

    @property
    def betrifft_kalender(self):
        return bool({"datum", "beginn", "ende", "ort", "tagesordnung", "abgesagt"} & set(self.changed_data))


class AufgabeForm(GleichzeitigForm):
    was = Text(label="Was", max_length=300, error_messages={"required": "Bitte sagen Sie, was zu tun ist."})
    wer = Text(label="Wer", max_length=160, required=False, help_text="Funktion oder Einrichtung")
    bis = tag("Bis wann")

    class Meta:
        model = Aufgabe
        fields = ["was", "wer", "bis", "stand"]


AufgabenFormSet = forms.inlineformset_factory(
    Sitzung,
    Aufgabe,
    form=AufgabeForm,
    formset=OhneWiederholung,
    extra=2,
    can_delete=True,
    max_num=60,
    absolute_max=70,
    can_delete_extra=False,
)
