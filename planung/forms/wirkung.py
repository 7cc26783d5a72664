"""What coordinators type about the Wirkungsmodell and measures."""

from kern.formulare import Ankreuzen, Wahl
from kommunen.redaktion.felder import Text, mehrzeilig
from netzwerke.forms.felder import NeuForm, ZeitpunktFeld
from netzwerke.models import Gruppe
from planung.models import (
    Massnahme,
    Vorhaben,
    Wirkungskarte,
)
from statistik.models import Indikator


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
        self.fields["spalte"].error_messages["required"] = "Bitte wählen Sie, in welche Spalte die Karte gehört."
        self.nur_mit_auswahl(fuehrt_zu=Wirkungskarte.objects.filter(kommune=kommune).exclude(pk=self.instance.pk))
        gruppen = Gruppe.objects.filter(kommune=kommune)
        self.auswahl("gruppe", gruppen, "niemand", angeboten=gruppen.bestehend())
        self.auswahl("indikator", Indikator.objects.all(), "keiner")

    def clean(self):
        daten = super().clean()
        reihe = Wirkungskarte.Spalte.values
        hier = daten.get("spalte")
        if not hier:
            return daten
        zurueck = [karte for karte in daten.get("fuehrt_zu") or [] if reihe.index(karte.spalte) <= reihe.index(hier)]
        if zurueck:
            self.add_error("fuehrt_zu", f"„{zurueck[0]}“ steht nicht rechts davon. Wirkung führt von links nach rechts.")
        herkunft = self.instance.kommt_von.all() if self.instance.pk else []
        vor = [karte for karte in herkunft if reihe.index(karte.spalte) >= reihe.index(hier)]
        if vor:
            self.add_error("spalte", f"„{vor[0]}“ führt hierher und stünde dann nicht mehr links davon.")
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
        karten, gruppen = Wirkungskarte.objects.filter(kommune=kommune), Gruppe.objects.filter(kommune=kommune)
        self.auswahl("karte", karten, "noch keinem", angeboten=karten.filter(spalte__in=Wirkungskarte.ZIELE))
        self.auswahl("gruppe", gruppen, "niemand", angeboten=gruppen.bestehend())
        self.auswahl("vorhaben", Vorhaben.objects.filter(kommune=kommune), "keinem")
