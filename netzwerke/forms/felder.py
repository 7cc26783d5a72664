"""What the network's forms share: a point in time as people write it, and rows that may be new."""

import re

from django import forms
from django.core.exceptions import ValidationError

from kern.gleichzeitig import GleichzeitigForm
from kommunen.dateien import WELCHE_DATEIEN
from kommunen.redaktion.felder import Text
from netzwerke.zeitpunkt import MUSTER, ZeitpunktFehler, als_text, aus_text


class ZeitpunktFeld(Text):
    """ "März 2019" on screen, "2019-03" in the database."""

    def __init__(self, label, help_text="So genau wie bekannt: 15.03.2019, März 2019 oder 2019"):
        super().__init__(label=label, help_text=help_text, required=False, max_length=40)

    def to_python(self, value):
        try:
            return aus_text(super().to_python(value))
        except ZeitpunktFehler as fehler:
            raise ValidationError(str(fehler)) from fehler

    def prepare_value(self, value):
        return als_text(value) if re.fullmatch(MUSTER, value or "") else value


class NeuForm(GleichzeitigForm):
    """A form for a row that may be new: its key comes with the form, so that a second click finds what the first one made."""

    schluessel = forms.CharField(required=False, max_length=12, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["schluessel"] = self.instance.schluessel

    def auswahl(self, name, eigene, leer, *, angeboten=None):
        """Rows to choose from: our own, or those of them that are `angeboten`; what stands there now is offered, too.

        Where that is not ours to see, it stays as it is and nothing is offered.
        """
        feld, jetzt = self.fields[name], getattr(self.instance, f"{name}_id")
        stehend = eigene.filter(pk=jetzt)
        feld.queryset = eigene if angeboten is None else angeboten | stehend
        feld.empty_label = leer
        if jetzt and not stehend.exists():
            del self.fields[name]

    def nur_mit_auswahl(self, **zeilen):
        """Each of these fields offers its rows, and is left out where there is none."""
        for name, angeboten in zeilen.items():
            self.fields[name].queryset = angeboten
            if not angeboten.exists():
                del self.fields[name]

    def _felder(self):
        return [(name, feld) for name, feld in super()._felder() if name != "schluessel"]


class OhneWiederholung(forms.BaseInlineFormSet):
    """New rows that are there already, word for word, come from a second click and are not entered twice."""

    def save_new(self, form, commit=True):
        neu = super().save_new(form, commit=False)
        felder = {feld: getattr(neu, feld) for feld in form._meta.fields}
        vorhanden = self.model.objects.filter(**felder | {self.fk.name: self.instance}).first()
        if vorhanden:
            return vorhanden
        if commit:
            neu.save()
        return neu


class MitDatei(GleichzeitigForm):
    """A form for a row with a file. A file cannot be shown beside another: who would replace what somebody else has put there
    meanwhile is told, and looks at it first.
    """

    neue_datei = forms.FileField(label="Datei", required=False, help_text=WELCHE_DATEIEN)
    datei_weg = forms.BooleanField(label="Die Datei entfernen", required=False)
    datei_stand = forms.CharField(required=False, max_length=12, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.datei_jetzt = self.instance.datei.schluessel if self.instance.datei else ""
        self.initial["datei_stand"] = self.datei_jetzt
        if not self.instance.datei:
            del self.fields["datei_weg"]

    def clean(self):
        daten = super().clean()
        aendert = self.instance.pk and (daten.get("neue_datei") or daten.get("datei_weg"))
        if aendert and daten.get("datei_stand") != self.datei_jetzt:
            self.add_error("neue_datei", "Inzwischen hat jemand anderes hier eine Datei abgelegt. Bitte laden Sie die Seite neu.")
        return daten

    def _felder(self):
        return [(name, feld) for name, feld in super()._felder() if name not in ("datei_weg", "datei_stand")]
