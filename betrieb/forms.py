from django import forms

from betrieb.personen.suche import Gesucht, SucheFehler
from kern.formulare import KernFormular


class PersonForm(KernFormular, forms.Form):
    """Whom a request is about. `gesucht` is what to look for."""

    nennt_optionales = False

    email = forms.EmailField(label="E-Mail-Adresse", required=False, help_text="Eines von beiden genügt, beides findet mehr.")
    name = forms.CharField(label="Vor- und Nachname", required=False, max_length=120)

    def clean(self):
        daten = super().clean()
        try:
            self.gesucht = Gesucht.aus(daten.get("email", ""), daten.get("name", ""))
        except SucheFehler as fehler:
            self.add_error(None, str(fehler))
        return daten
