"""What coordinators type about a paper: one form for each of its parts, and one for each row below it."""

from django import forms
from django.core.exceptions import ValidationError

from gremien.actions import beratung_speichern
from gremien.models import Anlage, Beratung, Beschlusspunkt, Vorlage
from kern.formulare import Ankreuzen, KernFormular, Wahl
from kommunen.leser import GROESSTE_EINGABE
from kommunen.redaktion.felder import KEINE_EINZELNEN, MARKDOWN, Text, mehrzeilig, tag, webadresse
from netzwerke.forms.felder import MitDatei, NeuForm, ZeitpunktFeld
from planung.models import Massnahme, Vorhaben


class TextForm(KernFormular, forms.Form):
    """The text of a council's page, as it was copied."""

    text = Text(
        label="Text der Vorlage", max_length=GROESSTE_EINGABE, widget=mehrzeilig(16),
        help_text="Öffnen Sie die Vorlage im Ratsinformationssystem, kopieren Sie die ganze Seite und fügen Sie sie hier ein.",
        error_messages={"required": "Bitte fügen Sie den Text der Vorlage ein."},
    )  # fmt: skip


class AngabenForm(NeuForm):
    betreff = Text(label="Betreff", max_length=300, error_messages={"required": "Bitte geben Sie an, worum es geht."})
    nummer = Text(label="Nummer", max_length=40, required=False, help_text="Zum Beispiel 2018/053")
    datum = tag("Datum der Vorlage")
    federfuehrend = Text(
        label="Federführend",
        max_length=240,
        required=False,
        help_text="Die Dienststelle. Namen von Bearbeitenden gehören nicht hierher.",
    )
    beteiligte = Text(
        label="Beteiligte Bereiche", max_length=2_000, required=False, widget=mehrzeilig(3), help_text="Einer je Zeile."
    )
    bezuege = Text(
        label="Andere Vorlagen, auf die sie sich bezieht", max_length=2_000, required=False, widget=mehrzeilig(2),
        help_text="Eine Nummer je Zeile.",
    )  # fmt: skip
    url = webadresse("Adresse im Ratsinformationssystem", "Was dort steht, ist maßgeblich.")

    class Meta:
        model = Vorlage
        fields = ["betreff", "art", "nummer", "datum", "federfuehrend", "beteiligte", "bezuege", "url", "vorhaben", "is_public"]
        widgets = {"vorhaben": Ankreuzen}
        labels = {"is_public": "Öffentlich: Die Vorlage steht auf der Seite der Kommune"}
        help_texts = {"is_public": "Von nichtöffentlichen Beratungen stehen dort nur Gremium und Datum."}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["art"].choices = [("", "bitte wählen"), *Vorlage.Art.choices]
        self.fields["art"].error_messages["required"] = "Bitte wählen Sie die Art der Vorlage."
        self.nur_mit_auswahl(vorhaben=Vorhaben.objects.filter(kommune=self.instance.kommune))


class TextteilForm(NeuForm):
    sachverhalt = Text(
        label="Sachverhalt", max_length=60_000, required=False, widget=mehrzeilig(16), help_text=f"{KEINE_EINZELNEN} {MARKDOWN}"
    )
    berichtspflicht = Text(
        label="Worüber zu berichten ist", max_length=1_000, required=False, widget=mehrzeilig(3),
        help_text="Wenn die Vorlage zusagt, dass die Verwaltung berichtet.",
    )  # fmt: skip
    bericht_an = Text(label="Bericht an", max_length=160, required=False)
    bericht_rhythmus = Text(
        label="Wie oft", max_length=160, required=False, help_text="Zum Beispiel „regelmäßig“ oder „einmal im Jahr“"
    )
    bericht_naechster = ZeitpunktFeld("Nächster Bericht")

    class Meta:
        model = Vorlage
        fields = ["sachverhalt", "berichtspflicht", "bericht_an", "bericht_rhythmus", "bericht_naechster"]


class FinanzenForm(NeuForm):
    kosten_erlaeuterung = Text(label="Erläuterung", max_length=4_000, required=False, widget=mehrzeilig(3))

    class Meta:
        model = Vorlage
        fields = [
            "kosten_erlaeuterung", "kosten_erarbeitung", "kosten_vorbereitung", "kosten_umsetzung", "kosten_folge", "gesichert",
            "kostenstelle", "kostentraeger", "haushaltsjahr", "einnahmen",
        ]  # fmt: skip
        labels = {
            "kosten_erarbeitung": "Kosten für die Erarbeitung der Vorlage",
            "kosten_vorbereitung": "Vorbereitende Kosten",
            "kosten_umsetzung": "Kosten der Umsetzung",
            "kosten_folge": "Folgekosten",
            "gesichert": "Haushaltsrechtlich gesichert",
            "einnahmen": "Mögliche Einnahmen",
        }
        widgets = {"gesichert": Wahl}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["gesichert"].choices = [*Vorlage.Gesichert.choices, ("", "keine Angabe")]


def zahl(beschriftung):
    return forms.IntegerField(
        label=beschriftung, required=False, min_value=0, max_value=999, widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={"invalid": "Bitte geben Sie eine ganze Zahl an."},
    )  # fmt: skip


class BeratungForm(NeuForm):
    name = Text(
        label="Gremium oder Gruppe", max_length=160, widget=forms.TextInput(attrs={"list": "gremien", "autocomplete": "off"}),
        help_text="Ein neues Gremium wird angelegt. Heißt eine Ihrer Gruppen so, ist sie gemeint.",
        error_messages={"required": "Bitte geben Sie an, wer berät."},
    )  # fmt: skip
    datum = tag("Datum", "Leer, solange es nicht feststeht.")
    top = Text(label="TOP", max_length=20, required=False)
    ja, nein, enthaltungen = zahl("Ja-Stimmen"), zahl("Nein-Stimmen"), zahl("Enthaltungen")
    laut_vorschlag = forms.TypedChoiceField(
        label="Wie die Vorlage es vorschlug", required=False, widget=Wahl, empty_value=None,
        choices=[("True", "ja"), ("False", "nein"), ("", "nicht angegeben")], coerce=lambda wert: wert == "True",
    )  # fmt: skip
    abweichend = Text(label="Abweichender Beschluss", max_length=4_000, required=False, widget=mehrzeilig(3))
    platz = forms.IntegerField(
        label="Platz in der Beratungsfolge", min_value=1, max_value=999, widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={"required": "Bitte geben Sie an, an welcher Stelle beraten wird: 1, 2, 3 …"},
    )  # fmt: skip

    class Meta:
        model = Beratung
        fields = [
            "name", "datum", "oeffentlich", "rolle", "top", "ergebnis", "ja", "nein", "enthaltungen", "laut_vorschlag",
            "abweichend",
        ]  # fmt: skip
        widgets = {"oeffentlich": Wahl}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["oeffentlich"].choices = [*Beratung.Oeffentlich.choices, ("", "nicht angegeben")]
        self.fields["oeffentlich"].help_text = "Nicht angegeben zählt als nichtöffentlich."
        self.fields["rolle"].choices = [("", "nicht angegeben"), *Beratung.Rolle.choices]
        self.fields["ergebnis"].choices = [("", "noch offen"), *Beratung.Ergebnis.choices]
        self.initial["platz"] = self.instance.position + 1

    def clean(self):
        daten = super().clean()
        if daten.get("ergebnis") == Beratung.Ergebnis.EINSTIMMIG and daten.get("nein"):
            self.add_error("nein", "Einstimmig heißt ohne Nein-Stimmen. Bitte prüfen Sie Ergebnis und Stimmen.")
        return daten

    def save(self, commit=True):
        beratung = super().save(commit=False)
        if beratung.pk and {"name", "datum", "ergebnis"} & set(self.changed_data):  # calendars hear of it
            beratung.folge += 1
        return beratung_speichern(beratung=beratung, platz=self.cleaned_data["platz"])


class BeschlusspunktForm(NeuForm):
    text = Text(
        label="Beschlusspunkt", max_length=4_000, widget=mehrzeilig(4),
        error_messages={"required": "Bitte schreiben Sie, was beschlossen werden soll."},
    )  # fmt: skip
    bis = ZeitpunktFeld("Umzusetzen bis")
    anmerkung = Text(label="Anmerkung zur Umsetzung", max_length=300, required=False, help_text="Nur intern zu sehen.")

    class Meta:
        model = Beschlusspunkt
        fields = ["text", "massnahme", "stand", "bis", "anmerkung"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.auswahl("massnahme", Massnahme.objects.filter(kommune=self.instance.vorlage.kommune), "keine")
        if "massnahme" in self.fields and not self.fields["massnahme"].queryset:
            del self.fields["massnahme"]


class AnlageForm(MitDatei, NeuForm):
    titel = Text(label="Titel", max_length=300, error_messages={"required": "Bitte geben Sie der Anlage einen Titel."})
    url = webadresse("Oder die Adresse, unter der sie steht", "Ohne Datei und Adresse heißt es: „liegt nicht bei“.")

    class Meta:
        model = Anlage
        fields = ["titel", "url"]

    field_order = ["titel", "neue_datei", "datei_weg", "url"]

    def clean(self):
        daten = super().clean()
        bleibt = self.instance.datei and not daten.get("datei_weg")
        if daten.get("url") and (daten.get("neue_datei") or bleibt):
            raise ValidationError("Bitte entweder eine Datei oder eine Adresse angeben, nicht beides.")
        return daten
