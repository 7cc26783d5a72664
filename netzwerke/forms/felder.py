"""What the network's forms share: a point in time as people write it, and rows that may be new."""

import re

from django import forms
from django.core.exceptions import ValidationError

from kern.gleichzeitig import GleichzeitigForm
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

    def auswahl(self, name, zeilen, leer):
        """Rows to choose from. What stands there now and is not ours to see stays as it is, and is not offered."""
        self.fields[name].queryset = zeilen
        self.fields[name].empty_label = leer
        jetzt = getattr(self.instance, f"{name}_id")
        if jetzt and not zeilen.filter(pk=jetzt).exists():
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
