"""What coordinators type about offers and transitions."""

from django import forms

from kern.formulare import Ankreuzen, Wahl
from kern.gleichzeitig import GleichzeitigForm
from kommunen.redaktion.felder import KEINE_EINZELNEN, Text, mehrzeilig, webadresse
from netzwerke.forms.felder import NeuForm
from netzwerke.models import Einrichtung
from netzwerke.namen import gleichnamig
from planung.models import (
    Angebot,
    Uebergang,
)


class AngebotForm(NeuForm):
    name = Text(label="Name", max_length=200, error_messages={"required": "Bitte geben Sie dem Angebot seinen Namen."})
    was = Text(label="Worum es geht", max_length=400, required=False, widget=mehrzeilig(2))
    traeger = Text(
        label="Träger", max_length=240, required=False, widget=forms.TextInput(attrs={"list": "beteiligte", "autocomplete": "off"}),
        help_text="Heißt eine Ihrer Einrichtungen so, ist sie gemeint.",
    )  # fmt: skip
    url = webadresse("Adresse im Netz")

    class Meta:
        model = Angebot
        fields = [
            "name", "was", "phasen", "handlungsfelder", "reichweite", "stand", "traeger", "ort", "kosten", "zugang", "url"
        ]  # fmt: skip
        widgets = {"handlungsfelder": Ankreuzen, "reichweite": Wahl, "stand": Wahl}

    def save(self, commit=True):
        angebot = super().save(commit=False)
        eigene = Einrichtung.objects.filter(kommune=angebot.kommune, aufgegangen_in=None)
        angebot.einrichtung = gleichnamig(eigene, angebot.traeger)
        if commit:
            angebot.save()
            self.save_m2m()
        return angebot


class UebergangForm(GleichzeitigForm):
    hat_bestand = True  # also before anybody has written something: two may begin at once

    hemmnisse = Text(label="Was hemmt", max_length=2_000, required=False, widget=mehrzeilig(4), help_text=KEINE_EINZELNEN)
    vereinbarung = Text(label="Was vereinbart ist", max_length=2_000, required=False, widget=mehrzeilig(4))
    wer = Text(label="Wer verbindet", max_length=240, required=False, help_text="Funktion oder Einrichtung")

    class Meta:
        model = Uebergang
        fields = ["stand", "hemmnisse", "vereinbarung", "wer"]
        widgets = {"stand": Wahl}

    def clean(self):
        daten = super().clean()
        if daten.get("stand") == Uebergang.Stand.GEREGELT and not daten.get("vereinbarung"):
            self.add_error("vereinbarung", "Bitte schreiben Sie, was vereinbart ist.")
        return daten
