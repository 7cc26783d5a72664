"""The fields of a section's form, with words a social worker uses and an example of a good entry.

A draft may be unfinished, so nothing is required here; what is typed must only be readable. What is missing is said before
publishing (actions.maengel).
"""

from datetime import date
from decimal import Decimal
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone

from kern.formulare import KernFormular, MailFeld
from kern.pruefen import postleitzahl
from kern.templatetags.schreibweise import zahl_schreiben
from kern.zahlen import ZahlFehler, zahl_lesen
from kommunen import models as k
from kommunen.dateien import WELCHE_DATEIEN, DateiFehler, datei_ablegen
from kommunen.leser.zeiten import stichtage
from kommunen.models.aktuelles import zeiten_pruefen
from kommunen.models.eintrag import ist_schluessel
from kommunen.redaktion.plan import Art
from kommunen.texte import lesbar
from kommunen.zeitangabe import Genauigkeit, Zeitangabe

KEINE_EINZELNEN = "Bitte nichts über einzelne Kinder, Familien oder Mitarbeitende."
MARKDOWN = "Eine Leerzeile beginnt einen neuen Absatz, „- “ am Anfang einer Zeile eine Aufzählung."


class Text(forms.CharField):
    """Text without what nobody could have meant to type."""

    def to_python(self, value):
        return super().to_python(lesbar(value) if isinstance(value, str) else value)


class Schluesselfeld(forms.CharField):
    """The key a new row will have, hidden in its form: a second click finds what the first one made. Never stripped or mended."""

    def __init__(self, **angaben):
        super().__init__(widget=forms.HiddenInput, strip=False, **angaben)

    def validate(self, value):
        super().validate(value)
        if not ist_schluessel(value):
            raise ValidationError("Bitte laden Sie die Seite neu: Dieses Formular trägt keinen gültigen Schlüssel.")


def mehrzeilig(zeilen, **attrs):
    return forms.Textarea(attrs={"rows": zeilen} | attrs)


def textfeld(beschriftung, hilfe="", zeilen=10, hoechstens=20_000, markdown=True):
    """A long text. `data-vorschau` lets the page show what it will look like while somebody writes."""
    widget = mehrzeilig(zeilen, **({"data-vorschau": ""} if markdown else {}))
    return Text(label=beschriftung, help_text=hilfe, required=False, max_length=hoechstens, widget=widget)


def kurzfeld(modell, name, hilfe="", beschriftung=None, **weiteres):
    feld = modell._meta.get_field(name)
    return Text(label=beschriftung or feld.verbose_name, help_text=hilfe, required=False, max_length=feld.max_length, **weiteres)


FRUEHESTER, SPAETESTER = date(1900, 1, 1), date(2199, 12, 31)


def tag(beschriftung, hilfe=""):
    """A day that calendars can carry."""
    return forms.DateField(
        label=beschriftung, help_text=hilfe, required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        input_formats=["%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y"],
        error_messages={"invalid": "Bitte geben Sie den Tag so an: 12.12.2026"},
        validators=[
            MinValueValidator(FRUEHESTER, "Bitte prüfen Sie das Jahr."), MaxValueValidator(SPAETESTER, "Bitte prüfen Sie das Jahr.")
        ],
    )  # fmt: skip


def uhrzeit(beschriftung):
    return forms.TimeField(
        label=beschriftung, required=False, widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        input_formats=["%H:%M", "%H.%M", "%H:%M:%S"], error_messages={"invalid": "Bitte geben Sie die Uhrzeit so an: 14:30"},
    )  # fmt: skip


def keine_mailadresse(adresse: str) -> None:
    """An address of a mailbox would become a link that leads nowhere."""
    if urlsplit(adresse).username is not None:
        raise ValidationError(
            "Das ist eine E-Mail-Adresse. Hier gehört eine Internetadresse hin; schreiben Sie sie bitte in den Text."
        )


def webadresse(beschriftung, hilfe=""):
    return forms.URLField(
        label=beschriftung, help_text=hilfe, required=False, max_length=200, assume_scheme="https",
        validators=[keine_mailadresse],
        error_messages={"invalid": "Bitte geben Sie eine vollständige Adresse an, zum Beispiel https://www.example.org/anmeldung"},
    )  # fmt: skip


# ---------- Fields of the profile ----------


class GrundForm(KernFormular, forms.Form):
    nennt_optionales = False

    kurztext = kurzfeld(k.Profil, "kurztext", "Steht in der Liste der Kommunen und oben auf Ihrer Seite.")
    grund = textfeld("Warum wir dabei sind", f"{KEINE_EINZELNEN} {MARKDOWN}", zeilen=12)


class ZieleForm(KernFormular, forms.Form):
    nennt_optionales = False

    ziele = textfeld("Ziele", f"{KEINE_EINZELNEN} {MARKDOWN}", zeilen=12)
    schwerpunkt = textfeld(
        "Schwerpunktthema", f"Wenn Ihre Kommune eines hat. Sonst bleibt das Feld leer. {KEINE_EINZELNEN}", zeilen=4
    )
    schwerpunkt_offen = forms.BooleanField(label="Der Schwerpunkt wird noch erarbeitet", required=False)


class BesonderheitenForm(KernFormular, forms.Form):
    nennt_optionales = False

    besonderheiten = textfeld("Besonderheiten", f"{KEINE_EINZELNEN} {MARKDOWN}")


# ---------- Entries of lists ----------


class EintragForm(KernFormular, forms.Form):
    """One entry. Reads itself from stored values and writes itself back; fields it does not show stay as they were."""

    schluessel = forms.CharField(max_length=40, widget=forms.HiddenInput)
    nennt_optionales = False

    @classmethod
    def anfang(cls, eintrag: dict) -> dict:
        """Initial values from a stored entry."""
        return eintrag

    def werte(self, kommune, nutzer) -> dict:
        """Values to store, in the JSON form of redaktion/inhalt.py."""
        roh = {name: wert for name, wert in self.cleaned_data.items() if name != "schluessel"}
        return {name: wert.isoformat() if hasattr(wert, "isoformat") else wert for name, wert in roh.items()}


class KontaktForm(EintragForm):
    funktionen = Text(
        label="Funktion", required=False, max_length=1000, widget=mehrzeilig(2),
        help_text="Eine je Zeile, zum Beispiel „Koordination Präventionskette“. Namen von Personen bitte nicht hier.",
    )  # fmt: skip
    dienststelle = Text(
        label="Dienststelle", required=False, max_length=1000, widget=mehrzeilig(3),
        help_text="Eine Ebene je Zeile, die oberste zuerst.",
    )  # fmt: skip
    strasse = kurzfeld(k.Kontakt, "strasse")
    plz = kurzfeld(
        k.Kontakt, "plz", validators=[postleitzahl],
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )  # fmt: skip
    ort = kurzfeld(k.Kontakt, "ort")
    telefon = kurzfeld(k.Kontakt, "telefon")
    telefax = kurzfeld(k.Kontakt, "telefax")
    email = MailFeld(label="E-Mail-Adresse", required=False, help_text="Steht öffentlich. Am besten eine Funktionsadresse.")


class KennzahlForm(EintragForm):
    """A figure the way people write it: one field for the number, one for the Stichtag."""

    PROZENT = (k.Kennzahl.Art.ANTEIL_U10, k.Kennzahl.Art.SGB2_QUOTE_U10)

    art = forms.ChoiceField(label="Was gezählt wird", choices=k.Kennzahl.Art, required=False)
    wert = Text(label="Wert", required=False, max_length=30, help_text="Wie veröffentlicht, etwa 1.587 oder 23,2")
    naeherung = forms.ChoiceField(label="Genauigkeit", choices=k.Kennzahl.Naeherung, required=False)
    stichtag = Text(
        label="Stichtag", required=False, max_length=40, help_text="So genau wie bekannt: 31.12.2018, März 2017 oder 2017"
    )
    quelle = kurzfeld(k.Kennzahl, "quelle", "Zum Beispiel: Landesamt für Statistik Niedersachsen, Tabelle Z100001V")
    definition = kurzfeld(k.Kennzahl, "definition", "Wer wird gezählt, an welcher Grundgesamtheit?")
    status = forms.ChoiceField(
        label="Status", choices=k.Kennzahl.Status, required=False, help_text="Ohne Wert: warum keine Zahl dasteht."
    )

    @classmethod
    def anfang(cls, eintrag):
        wert, stichtag = eintrag.get("wert"), eintrag.get("stichtag")
        zeit = Zeitangabe(forms.DateField().to_python(stichtag), Genauigkeit(eintrag["genauigkeit"])) if stichtag else ""
        zahl = zahl_schreiben(wert, eintrag.get("nachkommastellen", 0)) if wert is not None else ""
        return {"status": k.Kennzahl.Status.AS_PUBLISHED} | eintrag | {"wert": zahl, "stichtag": str(zeit)}

    def clean_wert(self):
        text = self.cleaned_data["wert"].strip()
        self.in_prozent = text.endswith("%")
        text = text.removesuffix("%").strip()
        self.stellen = 0
        if not text:
            return None
        try:
            wert, self.stellen = zahl_lesen(text)
        except ZahlFehler as fehler:
            raise ValidationError(str(fehler)) from fehler
        feld = k.Kennzahl._meta.get_field("wert")
        feld.run_validators(wert)
        return f"{wert:.{feld.decimal_places}f}"

    def clean_stichtag(self):
        text = self.cleaned_data["stichtag"].strip()
        if not text:
            return None
        gefunden, rest = stichtage(text)
        if len(gefunden) != 1 or rest:
            raise ValidationError(f"„{text}“ verstehen wir nicht als Tag. Bitte so: 31.12.2018, März 2017 oder 2017")
        if gefunden[0].datum > timezone.localdate():
            raise ValidationError("Dieser Tag liegt in der Zukunft. Für ihn kann es noch keine Zahl geben.")
        return gefunden[0]

    def clean(self):
        daten = super().clean()
        ohne_wert = daten.get("status") in k.Kennzahl.OHNE_WERT
        if daten.get("wert") is not None and ohne_wert:
            self.add_error("status", "Dieser Status sagt, dass es keine Zahl gibt; oben steht aber eine.")
        if daten.get("wert") is not None and daten.get("art") and (mangel := self._passt_nicht(daten)):
            self.add_error("wert", mangel)
        return daten

    def _passt_nicht(self, daten) -> str:
        """What keeps this number from being what it is said to be: a count is whole, a share is at most everybody."""
        if daten["art"] in self.PROZENT:
            return "Ein Anteil kann nicht über 100 Prozent liegen." if Decimal(daten["wert"]) > 100 else ""
        if self.in_prozent:
            return (
                "Hier wird eine Anzahl erwartet. Für Prozent wählen Sie bitte unter „Was gezählt wird“ den Anteil oder die Quote."
            )
        if self.stellen == 3:
            gemeint = zahl_schreiben(Decimal(daten["wert"]) * 1000)
            return f"Eine Anzahl hat keine Stellen nach dem Komma. Ist {gemeint} gemeint?"
        return "Eine Anzahl hat keine Stellen nach dem Komma. Ist ein Anteil in Prozent gemeint?" if self.stellen else ""

    def werte(self, kommune, nutzer):
        daten, zeit = self.cleaned_data, self.cleaned_data["stichtag"]
        einheit = k.Kennzahl.Einheit.PROZENT if daten["art"] in self.PROZENT else k.Kennzahl.Einheit.PERSONEN
        return {
            "art": daten["art"],
            "wert": daten["wert"],
            "nachkommastellen": self.stellen,
            "einheit": einheit.value,
            "naeherung": daten["naeherung"],
            "status": daten["status"] or k.Kennzahl.Status.AS_PUBLISHED.value,
            "stichtag": zeit.datum.isoformat() if zeit else None,
            "genauigkeit": zeit.genauigkeit.value if zeit else "",
            "quelle": daten["quelle"],
            "definition": daten["definition"],
        }


class ProjektbausteinForm(EintragForm):
    nummer = forms.IntegerField(label="Nummer", required=False, min_value=1, max_value=99)
    titel = kurzfeld(k.Projektbaustein, "titel", "Zum Beispiel: Übergang von der Kita in die Grundschule")
    text = textfeld("Erläuterung", KEINE_EINZELNEN, zeilen=3, markdown=False)


class ErfolgForm(EintragForm):
    text = textfeld("Was gelungen ist", f"In ein oder zwei Sätzen. {KEINE_EINZELNEN}", zeilen=3)
    download = forms.ChoiceField(label="Dokument dazu", required=False)

    def werte(self, kommune, nutzer):
        return super().werte(kommune, nutzer) | {"download": self.cleaned_data["download"] or None}


class DownloadForm(EintragForm):
    titel = kurzfeld(k.Download, "titel", "Zum Beispiel: Sozialbericht 2026")
    datum = tag("Datum des Dokuments")
    neue_datei = forms.FileField(
        label="Datei", required=False,
        help_text=f"{WELCHE_DATEIEN} Ohne Datei steht dort „Datei liegt nicht vor“.",
    )  # fmt: skip
    datei = forms.CharField(required=False, max_length=12, widget=forms.HiddenInput)
    datei_weg = forms.BooleanField(label="Die bisherige Datei nicht mehr anbieten", required=False)
    url = webadresse("Oder eine Adresse außerhalb des Portals")

    def clean(self):
        daten = super().clean()
        if daten.get("url") and daten.get("neue_datei"):
            self.add_error("url", "Bitte entweder eine Datei oder eine Adresse angeben, nicht beides.")
        return daten

    def ablegen(self, kommune, nutzer):
        """Check and store an uploaded file; a refused one is an error of its field."""
        try:
            self.abgelegt = datei_ablegen(kommune=kommune, hochgeladen=self.cleaned_data["neue_datei"], nutzer=nutzer)
        except DateiFehler as fehler:
            self.add_error("neue_datei", str(fehler))

    def werte(self, kommune, nutzer):
        daten = super().werte(kommune, nutzer)
        hochgeladen, weg = daten.pop("neue_datei"), daten.pop("datei_weg")
        if hochgeladen and hasattr(self, "abgelegt"):  # a draft saved by itself brings no file
            daten["datei"] = self.abgelegt.schluessel
        elif weg or daten["url"] or not self._ist_eigene(kommune, daten["datei"]):
            daten["datei"] = None
        return daten

    def _ist_eigene(self, kommune, schluessel):
        return schluessel == self.vorher.get("datei") or kommune.dateien.filter(schluessel=schluessel).exists()


def zeiten_im_formular(form) -> None:
    """Looks at `beginn` and `ende` together, once both could be read."""
    if not {"beginn", "ende"} & form.errors.keys():
        try:
            zeiten_pruefen(form.cleaned_data["beginn"], form.cleaned_data["ende"])
        except ValidationError as fehler:
            form.add_error(None, fehler)


class TerminForm(EintragForm):
    titel = kurzfeld(k.Termin, "titel", "Zum Beispiel: Fachtag Frühe Hilfen")
    datum = tag("Datum")
    beginn = uhrzeit("Beginn")
    ende = uhrzeit("Ende")
    ort = kurzfeld(k.Termin, "ort", "So, dass man hinfindet: Haus, Straße, Ort.")
    zielgruppe = kurzfeld(k.Termin, "zielgruppe", "Zum Beispiel: Fachkräfte aus Kitas und Schulen")
    anmeldung = webadresse("Anmeldung unter", "Eine Internetadresse. Geht es per E-Mail, schreiben Sie das unter „Worum es geht“.")
    text = textfeld("Worum es geht", KEINE_EINZELNEN, zeilen=4, markdown=False)
    abgesagt = forms.BooleanField(
        label="Der Termin ist abgesagt", required=False, help_text="Er bleibt sichtbar, mit dem Wort „abgesagt“, auch im Kalender."
    )

    def clean(self):
        daten = super().clean()
        zeiten_im_formular(self)
        return daten


class MeldungForm(EintragForm):
    titel = kurzfeld(k.Meldung, "titel")
    datum = tag("Datum")
    text = textfeld("Text", KEINE_EINZELNEN, zeilen=6)


FELDER_FORM = {Art.GRUND: GrundForm, Art.ZIELE: ZieleForm, Art.BESONDERHEITEN: BesonderheitenForm}
EINTRAG_FORM = {
    "kontakte": KontaktForm,
    "kennzahlen": KennzahlForm,
    "projektbausteine": ProjektbausteinForm,
    "erfolge": ErfolgForm,
    "downloads": DownloadForm,
    "termine": TerminForm,
    "meldungen": MeldungForm,
}
