"""What coordinators type about projects and building blocks."""

from django import forms
from django.core.exceptions import ValidationError

from kern.formulare import Ankreuzen, Wahl
from kern.gleichzeitig import GleichzeitigForm
from kommunen.models import Download, Kommune
from kommunen.redaktion.felder import KEINE_EINZELNEN, MARKDOWN, Text, mehrzeilig, webadresse
from netzwerke.forms.felder import NeuForm, ZeitpunktFeld
from netzwerke.models import Einrichtung, Gruppe
from netzwerke.namen import normalisiert
from planung.models import (
    Angebot,
    Bausteinstand,
    Beteiligung,
    Empfehlung,
    Foerderung,
    Massnahme,
    Phase,
    Ressource,
    Uebergang,
    Untersuchung,
    Vorhaben,
    Wirkungskarte,
)
from statistik.models import Indikator


class MitZeitraum:
    """Mixin: the end is not before the beginning."""

    def clean(self):
        daten = super().clean()
        if daten.get("von") and daten.get("bis") and daten["bis"] < daten["von"][: len(daten["bis"])]:
            self.add_error("bis", "Das Ende liegt vor dem Beginn.")
        return daten


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
        self.fields["kommunen"].queryset = (nahe | andere.filter(pk__in=schon)).distinct()
        self.fremde = [k for k in schon if k not in set(self.fields["kommunen"].queryset)]
        self.fields["dokumente"].queryset = Download.objects.filter(kommune=kommune)
        self.fields["stand"].choices = Vorhaben.Stand.choices
        for name in ("kommunen", "dokumente"):
            if not self.fields[name].queryset:
                del self.fields[name]

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

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["stand"].choices = Phase.Stand.choices


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

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["stand"].choices = Foerderung.Stand.choices


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

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["art"].choices = Ressource.Art.choices


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
        gleich = [g for g in Gruppe.objects.filter(kommune=kommune) if normalisiert(g.name) == normalisiert(beteiligung.name)]
        beteiligung.gruppe = gleich[0] if gleich else None
        eigene = Einrichtung.objects.filter(kommune=kommune, aufgegangen_in=None)
        gleich = [] if gleich else [e for e in eigene if normalisiert(e.name) == normalisiert(beteiligung.name)]
        beteiligung.einrichtung = gleich[0] if gleich else None
        if commit:
            beteiligung.save()
        return beteiligung


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

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reichweite"].choices = Angebot.Reichweite.choices
        self.fields["stand"].choices = Angebot.Stand.choices

    def save(self, commit=True):
        angebot = super().save(commit=False)
        eigene = Einrichtung.objects.filter(kommune=angebot.kommune, aufgegangen_in=None)
        angebot.einrichtung = next((e for e in eigene if normalisiert(e.name) == normalisiert(angebot.traeger)), None)
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

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["stand"].choices = Uebergang.Stand.choices

    def clean(self):
        daten = super().clean()
        if daten.get("stand") == Uebergang.Stand.GEREGELT and not daten.get("vereinbarung"):
            self.add_error("vereinbarung", "Bitte schreiben Sie, was vereinbart ist.")
        return daten


class KarteForm(NeuForm):
    text = Text(
        label="Text der Karte", max_length=200, widget=mehrzeilig(2), help_text="Ein Gedanke je Karte.",
        error_messages={"required": "Bitte schreiben Sie etwas auf die Karte."},
    )  # fmt: skip
    woran = Text(label="Woran man es merkt", max_length=200, required=False, help_text="Wenn es keinen Indikator gibt.")
    zielwert = Text(label="Zielwert", max_length=80, required=False, help_text="Zum Beispiel „unter 8 %“")
    bis = ZeitpunktFeld("Zu erreichen bis")

    class Meta:
        model = Wirkungskarte
        fields = ["spalte", "text", "fuehrt_zu", "gruppe", "indikator", "woran", "zielwert", "bis"]
        widgets = {"spalte": Wahl, "fuehrt_zu": Ankreuzen}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        kommune = self.instance.kommune
        self.fields["spalte"].choices = Wirkungskarte.Spalte.choices
        self.fields["spalte"].error_messages["required"] = "Bitte wählen Sie, in welche Spalte die Karte gehört."
        self.fields["fuehrt_zu"].queryset = Wirkungskarte.objects.filter(kommune=kommune).exclude(pk=self.instance.pk)
        if not self.fields["fuehrt_zu"].queryset:
            del self.fields["fuehrt_zu"]
        self.auswahl("gruppe", Gruppe.objects.filter(kommune=kommune).bestehend(), "niemand")
        self.auswahl("indikator", Indikator.objects.all(), "keiner")

    def clean(self):
        daten = super().clean()
        reihe = Wirkungskarte.Spalte.values
        hier = daten.get("spalte")
        zurueck = [karte for karte in daten.get("fuehrt_zu") or [] if hier and reihe.index(karte.spalte) <= reihe.index(hier)]
        if zurueck:
            self.add_error("fuehrt_zu", f"„{zurueck[0]}“ steht nicht rechts davon. Wirkung führt von links nach rechts.")
        return daten


class MassnahmeForm(NeuForm):
    titel = Text(label="Maßnahme", max_length=240, error_messages={"required": "Bitte schreiben Sie, was getan wird."})
    anlass = Text(
        label="Warum", max_length=300, required=False, widget=mehrzeilig(2), help_text="Zum Beispiel die Lücke in der Kette."
    )
    bis = ZeitpunktFeld("Bis wann")

    class Meta:
        model = Massnahme
        fields = ["titel", "anlass", "karte", "gruppe", "vorhaben", "stand", "bis"]
        widgets = {"stand": Wahl}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        kommune = self.instance.kommune
        self.fields["stand"].choices = Massnahme.Stand.choices
        self.auswahl("karte", Wirkungskarte.objects.filter(kommune=kommune, spalte__in=Wirkungskarte.ZIELE), "noch keinem")
        self.auswahl("gruppe", Gruppe.objects.filter(kommune=kommune).bestehend(), "niemand")
        self.auswahl("vorhaben", Vorhaben.objects.filter(kommune=kommune), "keinem")


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
        self.fields["art"].choices = Untersuchung.Art.choices
        self.fields["art"].error_messages["required"] = "Bitte wählen Sie, was für eine Untersuchung es ist."
        self.fields["dokumente"].queryset = Download.objects.filter(kommune=self.instance.kommune)
        if not self.fields["dokumente"].queryset:
            del self.fields["dokumente"]


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
        self.fields["stand"].choices = Empfehlung.Stand.choices
        self.auswahl("vorhaben", Vorhaben.objects.filter(kommune=kommune), "keines")
        self.auswahl("massnahme", Massnahme.objects.filter(kommune=kommune), "keine")

    def clean(self):
        daten = super().clean()
        gesagt = daten.get("worin") or daten.get("vorhaben") or daten.get("massnahme")
        if daten.get("stand") in {Empfehlung.Stand.AUFGEGRIFFEN, Empfehlung.Stand.VERWORFEN} and not gesagt:
            self.add_error("worin", "Bitte sagen Sie dazu, worin sie aufgegriffen ist oder warum nicht.")
        return daten


class BausteinForm(GleichzeitigForm):
    hat_bestand = True  # also before anybody has written something: two may begin at once

    beleg = Text(
        label="Woran man es sieht", max_length=300, required=False, widget=mehrzeilig(2),
        help_text="Ein Datum, ein Dokument, eine Vereinbarung.",
    )  # fmt: skip
    beleg_vom = ZeitpunktFeld("Vom")
    naechstes = Text(label="Was als Nächstes kommt", max_length=300, required=False, widget=mehrzeilig(2))

    class Meta:
        model = Bausteinstand
        fields = ["stand", "beleg", "beleg_vom", "dokument", "naechstes"]
        widgets = {"stand": Wahl}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["stand"].choices = Bausteinstand.Stand.choices
        self.fields["dokument"].queryset = Download.objects.filter(kommune=self.instance.kommune)
        self.fields["dokument"].empty_label = "keines"
        if not self.fields["dokument"].queryset:
            del self.fields["dokument"]

    def clean(self):
        daten = super().clean()
        ohne_beleg = not (daten.get("beleg") or daten.get("dokument"))
        if daten.get("stand") in {Bausteinstand.Stand.ERREICHT, Bausteinstand.Stand.ERNEUERN} and ohne_beleg:
            raise ValidationError("Bitte geben Sie an, woran man sieht, dass der Baustein erreicht ist oder war.")
        return daten
