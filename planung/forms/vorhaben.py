"""What coordinators type about projects."""

from django import forms

from kern.formulare import Ankreuzen, Wahl
from kommunen.models import Download, Kommune
from kommunen.redaktion.felder import KEINE_EINZELNEN, MARKDOWN, Text, mehrzeilig
from netzwerke.forms.felder import NeuForm, ZeitpunktFeld
from netzwerke.models import Einrichtung, Gruppe
from netzwerke.namen import gleichnamig
from planung.forms.felder import MitZeitraum
from planung.models import (
    Beteiligung,
    Foerderung,
    Phase,
    Ressource,
    Vorhaben,
)


class VorhabenForm(MitZeitraum, NeuForm):
    titel = Text(label="Titel", max_length=200, error_messages={"required": "Bitte geben Sie dem Vorhaben einen Titel."})
    leitsatz = Text(label="Leitsatz", max_length=300, required=False, help_text="Ein Satz, hinter dem alle stehen.")
    beschreibung = Text(
        label="Worum es geht", max_length=20_000, required=False, widget=mehrzeilig(8), help_text=f"{KEINE_EINZELNEN} {MARKDOWN}"
    )
    schwerpunkt = Text(label="Schwerpunktthema", max_length=300, required=False)
    von, bis = ZeitpunktFeld("Beginn"), ZeitpunktFeld("Ende", "So genau wie bekannt.")
    federfuehrend = Text(label="Federführend", max_length=240, required=False, help_text="Die Dienststelle, ohne Namen.")
    strategien = Text(
        label="Gehört zu",
        max_length=2_000,
        required=False,
        widget=mehrzeilig(3),
        help_text="Andere Konzepte und Strategien, eine je Zeile.",
    )

    class Meta:
        model = Vorhaben
        fields = [
            "titel", "leitsatz", "beschreibung", "schwerpunkt", "schwerpunkt_folgt", "stand", "von", "bis", "federfuehrend",
            "strategien", "kommunen", "dokumente", "is_public",
        ]  # fmt: skip
        widgets = {"kommunen": Ankreuzen, "dokumente": Ankreuzen, "stand": Wahl}
        labels = {
            "schwerpunkt_folgt": "Das Schwerpunktthema wird noch erarbeitet",
            "is_public": "Öffentlich: Das Vorhaben steht auf der Seite der Kommune",
        }

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        kommune = self.instance.kommune
        schon = self.instance.kommunen.all() if self.instance.pk else Kommune.objects.none()
        andere = Kommune.objects.editable_by(user).exclude(pk=kommune.pk)
        nahe = andere.filter(pk__in=kommune.staedte.values("pk")) if user.is_staff else andere
        waehlbar = (nahe | andere.filter(pk__in=schon)).distinct()
        self.fremde = [k for k in schon if k not in set(waehlbar)]
        self.nur_mit_auswahl(kommunen=waehlbar, dokumente=Download.objects.filter(kommune=kommune))

    def clean_kommunen(self):
        return [*self.cleaned_data["kommunen"], *self.fremde]

    def clean(self):
        daten = super().clean()
        if daten.get("schwerpunkt") and daten.get("schwerpunkt_folgt"):
            self.add_error("schwerpunkt_folgt", "Das Schwerpunktthema steht schon da. Bitte nehmen Sie eines von beiden weg.")
        return daten


class PhaseForm(MitZeitraum, NeuForm):
    titel = Text(
        label="Was geschieht", max_length=400, widget=mehrzeilig(2), error_messages={"required": "Bitte sagen Sie, was geschieht."}
    )
    von, bis = ZeitpunktFeld("Ab"), ZeitpunktFeld("Bis", "So genau wie bekannt. „Bis Ende 2019“ schreiben Sie als 2019.")

    class Meta:
        model = Phase
        fields = ["titel", "von", "bis", "meilenstein", "stand"]
        widgets = {"stand": Wahl}
        labels = {"meilenstein": "Ein Meilenstein, kein Zeitraum"}


class FoerderungForm(MitZeitraum, NeuForm):
    geber = Text(label="Wer fördert", max_length=200, error_messages={"required": "Bitte geben Sie an, wer fördert."})
    richtlinie = Text(label="Richtlinie oder Programm", max_length=400, required=False, widget=mehrzeilig(2))
    von, bis = ZeitpunktFeld("Von"), ZeitpunktFeld("Bis")
    bezahlt = Text(
        label="Was bezahlt wird", max_length=400, required=False, widget=mehrzeilig(2), help_text="Auch Stellen und Stellenanteile."
    )
    betrag = Text(label="Betrag", max_length=120, required=False, help_text="Wenn er bekannt ist.")

    class Meta:
        model = Foerderung
        fields = ["geber", "richtlinie", "stand", "von", "bis", "bezahlt", "betrag"]
        widgets = {"stand": Wahl}


class RessourceForm(NeuForm):
    anzahl = Text(label="Anzahl", max_length=40, required=False, help_text="Zum Beispiel 7 oder 1,5")
    was = Text(
        label="Was", max_length=300, help_text="Zum Beispiel „Stadtteilhäuser“ oder „Stellen in der Beratung“",
        error_messages={"required": "Bitte sagen Sie, was es ist."},
    )  # fmt: skip

    class Meta:
        model = Ressource
        fields = ["art", "anzahl", "was"]
        widgets = {"art": Wahl}


class BeteiligungForm(NeuForm):
    """Whose name is that of an institution or a group of the Kommune is that institution or group."""

    name = Text(
        label="Wer", max_length=240, widget=forms.TextInput(attrs={"list": "beteiligte", "autocomplete": "off"}),
        help_text="Eine Einrichtung, eine Gruppe oder ein Fachbereich.",
        error_messages={"required": "Bitte geben Sie an, wer beteiligt ist."},
    )  # fmt: skip
    aufgabe = Text(label="Aufgabe dabei", max_length=240, required=False)

    class Meta:
        model = Beteiligung
        fields = ["name", "aufgabe"]

    def save(self, commit=True):
        beteiligung = super().save(commit=False)
        kommune = beteiligung.vorhaben.kommune
        beteiligung.gruppe = gleichnamig(Gruppe.objects.filter(kommune=kommune), beteiligung.name)
        eigene = Einrichtung.objects.filter(kommune=kommune, aufgegangen_in=None)
        beteiligung.einrichtung = None if beteiligung.gruppe else gleichnamig(eigene, beteiligung.name)
        if commit:
            beteiligung.save()
        return beteiligung
