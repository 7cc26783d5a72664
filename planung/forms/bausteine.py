"""What coordinators type about the nine building blocks."""

from django.core.exceptions import ValidationError

from kern.formulare import Wahl
from kern.gleichzeitig import GleichzeitigForm
from kommunen.models import Download
from kommunen.redaktion.felder import Text, mehrzeilig
from netzwerke.forms.felder import ZeitpunktFeld
from planung.models import (
    Bausteinstand,
)


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
