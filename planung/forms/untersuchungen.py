"""What coordinators type about studies and what they recommend."""

from django import forms

from kern.formulare import Ankreuzen, Wahl
from kommunen.models import Download
from kommunen.redaktion.felder import KEINE_EINZELNEN, MARKDOWN, Text, mehrzeilig
from netzwerke.forms.felder import NeuForm, ZeitpunktFeld
from planung.forms.felder import MitZeitraum
from planung.models import (
    Empfehlung,
    Massnahme,
    Untersuchung,
    Vorhaben,
)


class UntersuchungForm(MitZeitraum, NeuForm):
    titel = Text(label="Titel", max_length=200, error_messages={"required": "Bitte geben Sie der Untersuchung einen Titel."})
    nummer = forms.IntegerField(
        label="Die wievielte", required=False, min_value=1, max_value=99, widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        help_text="Wenn es mehrere dieser Art gab.", error_messages={"invalid": "Bitte geben Sie eine ganze Zahl an."},
    )  # fmt: skip
    ort = Text(label="Ort oder Sozialraum", max_length=160, required=False)
    von, bis = ZeitpunktFeld("Von"), ZeitpunktFeld("Bis")
    themen = Text(label="Themen", max_length=4_000, required=False, widget=mehrzeilig(4), help_text="Eines je Zeile.")
    beteiligte = Text(label="Wer dabei war", max_length=1_000, required=False, widget=mehrzeilig(2))
    ergebnis = Text(
        label="Ergebnis in Kürze",
        max_length=20_000,
        required=False,
        widget=mehrzeilig(6),
        help_text=f"{KEINE_EINZELNEN} {MARKDOWN}",
    )

    class Meta:
        model = Untersuchung
        fields = [
            "art", "titel", "nummer", "ort", "von", "bis", "themen", "thema_offen", "beteiligte", "ergebnis",
            "dokumente", "is_public",
        ]  # fmt: skip
        widgets = {"art": Wahl, "dokumente": Ankreuzen}
        labels = {
            "thema_offen": "Ein Thema wird noch festgelegt",
            "is_public": "Öffentlich: Die Untersuchung steht auf der Seite der Kommune",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["art"].error_messages["required"] = "Bitte wählen Sie, was für eine Untersuchung es ist."
        self.nur_mit_auswahl(dokumente=Download.objects.filter(kommune=self.instance.kommune))


class EmpfehlungForm(NeuForm):
    text = Text(
        label="Empfehlung",
        max_length=400,
        widget=mehrzeilig(3),
        error_messages={"required": "Bitte schreiben Sie die Empfehlung auf."},
    )
    worin = Text(
        label="Worin aufgegriffen, oder warum verworfen", max_length=300, required=False, widget=mehrzeilig(2),
    )  # fmt: skip

    class Meta:
        model = Empfehlung
        fields = ["text", "stand", "worin", "vorhaben", "massnahme"]
        widgets = {"stand": Wahl}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        kommune = self.instance.untersuchung.kommune
        self.auswahl("vorhaben", Vorhaben.objects.filter(kommune=kommune), "keines")
        self.auswahl("massnahme", Massnahme.objects.filter(kommune=kommune), "keine")

    def clean(self):
        daten = super().clean()
        gesagt = daten.get("worin") or daten.get("vorhaben") or daten.get("massnahme")
        if daten.get("stand") in {Empfehlung.Stand.AUFGEGRIFFEN, Empfehlung.Stand.VERWORFEN} and not gesagt:
            self.add_error("worin", "Bitte sagen Sie dazu, worin sie aufgegriffen ist oder warum nicht.")
        return daten
