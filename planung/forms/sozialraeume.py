"""What coordinators type about districts."""

from django.core.exceptions import ValidationError

from kern.formulare import Ankreuzen
from kommunen.redaktion.felder import Text, mehrzeilig
from netzwerke.forms.felder import NeuForm
from netzwerke.models import Einrichtung
from planung.models import Sozialraum


class SozialraumForm(NeuForm):
    name = Text(label="Name", max_length=120, error_messages={"required": "Bitte geben Sie dem Sozialraum einen Namen."})
    umfasst = Text(
        label="Was dazugehört", max_length=300, required=False, widget=mehrzeilig(2), help_text="Stadtteile, Orte oder Straßen."
    )

    class Meta:
        model = Sozialraum
        fields = ["name", "umfasst", "haeuser"]
        widgets = {"haeuser": Ankreuzen}
        labels = {"haeuser": "Stadtteilhäuser und Treffpunkte"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.nur_mit_auswahl(haeuser=Einrichtung.objects.filter(kommune=self.instance.kommune, aufgegangen_in=None))

    def clean_name(self):
        name = self.cleaned_data["name"]
        if Sozialraum.objects.filter(kommune=self.instance.kommune, name=name).exclude(pk=self.instance.pk).exists():
            raise ValidationError("Einen Sozialraum dieses Namens gibt es schon.")
        return name
