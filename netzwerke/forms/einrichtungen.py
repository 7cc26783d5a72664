"""What coordinators type about institutions."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q

from kern.formulare import Ankreuzen, KernFormular, MailFeld
from kern.gleichzeitig import GleichzeitigForm
from kern.pruefen import postleitzahl
from kommunen.redaktion.felder import Text, mehrzeilig, webadresse
from netzwerke.actions import obere_von, verzeichnis
from netzwerke.forms.felder import NeuForm, OhneWiederholung, ZeitpunktFeld
from netzwerke.lebensphasen import AUSWAHL
from netzwerke.models import Einrichtung, Einrichtungsart, Handlungsfeld, Standort
from netzwerke.namen import orte
from statistik.models import Gebiet
from statistik.namen import sortierschluessel


class EinrichtungForm(NeuForm):
    name = Text(
        label="Name", max_length=200, help_text="Der Name der Einrichtung, nicht der einer Person.",
        error_messages={"required": "Bitte geben Sie an, wie die Einrichtung heißt."},
    )  # fmt: skip
    weitere_namen = Text(
        label="Frühere und andere Namen", max_length=10_000, required=False, widget=mehrzeilig(2),
        help_text="Einer je Zeile. Auch unter ihnen wird sie gefunden.",
    )  # fmt: skip
    webseite = webadresse("Webseite")
    email = MailFeld(
        label="E-Mail-Adresse der Einrichtung",
        required=False,
        help_text="Eine Funktionsadresse, keine persönliche. Sie steht öffentlich, wenn die Einrichtung öffentlich ist.",
    )
    beendet = ZeitpunktFeld("Gibt es nicht mehr seit", "Sie bleibt dort stehen, wo sie früher mitgearbeitet hat.")

    class Meta:
        model = Einrichtung
        fields = [
            "name", "art", "traeger", "handlungsfelder", "phasen", "obere", "weitere_namen", "gebiet", "telefon", "email",
            "webseite", "is_public", "beendet",
        ]  # fmt: skip
        widgets = {"handlungsfelder": Ankreuzen}
        labels = {"is_public": "Öffentlich: Die Einrichtung hat eine Seite und steht bei ihren Gruppen"}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        kommune = self.instance.kommune
        self.doppelt = []
        self.fields["art"].empty_label = "noch nicht angegeben"
        self.user = user
        ueber = Einrichtung.objects.im_netzwerk(kommune, user).exclude(pk=self.instance.pk)
        self.auswahl("obere", ueber, "zu keiner anderen Einrichtung")
        gebiet = kommune.gebiet
        nahe = {kommune.gebiet_id, gebiet.parent_id, getattr(gebiet.parent, "parent_id", None), self.instance.gebiet_id}
        self.fields["gebiet"].queryset = Gebiet.objects.filter(pk__in=nahe - {None})
        self.fields["gebiet"].empty_label = "nur für die eigene Kommune"

    def clean_obere(self):
        obere = self.cleaned_data["obere"]
        if obere and self.instance.pk and self.instance in obere_von(obere):
            raise ValidationError("Diese Einrichtung gehört selbst zu der, die Sie hier bearbeiten.")
        return obere

    def auf_doppelte_pruefen(self, angaben, bestaetigt):
        """Point out those that may be the same, when the name is new; False while nobody has looked. `angaben` are its places."""
        if not self.instance.pk or "name" in self.changed_data:
            namen = [self.cleaned_data["name"], *self.cleaned_data["weitere_namen"].splitlines()]
            treffer = verzeichnis(self.instance.kommune, self.user).suchen(namen, orte(angaben), ausser=self.instance)
            self.doppelt = [] if bestaetigt else [t.kennung for t in treffer[:5]]
        return not self.doppelt


class StandortForm(GleichzeitigForm):
    class Meta:
        model = Standort
        fields = ["name", "strasse", "plz", "ort"]

    plz = Text(
        label="Postleitzahl", max_length=5, required=False, validators=[postleitzahl],
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip


StandortFormSet = forms.inlineformset_factory(
    Einrichtung,
    Standort,
    form=StandortForm,
    formset=OhneWiederholung,
    extra=1,
    can_delete=True,
    max_num=50,
    absolute_max=60,
    can_delete_extra=False,
)


class EinrichtungenFilter(KernFormular, forms.Form):
    nennt_optionales = False

    q = forms.CharField(label="Name oder Träger", required=False, max_length=100)
    art = forms.ModelChoiceField(label="Art", queryset=Einrichtungsart.objects.all(), required=False, empty_label="alle")
    feld = forms.ModelChoiceField(label="Handlungsfeld", queryset=Handlungsfeld.objects.all(), required=False, empty_label="alle")
    phase = forms.ChoiceField(label="Lebensphase", choices=[("", "alle"), *AUSWAHL], required=False)

    def filter(self, einrichtungen):
        if not self.is_valid():
            return einrichtungen
        daten = self.cleaned_data
        if daten["q"]:
            einrichtungen = einrichtungen.filter(
                Q(sortierung__contains=sortierschluessel(daten["q"]))
                | Q(weitere_namen__icontains=daten["q"])
                | Q(traeger__icontains=daten["q"])
            )
        if daten["art"]:
            einrichtungen = einrichtungen.filter(art=daten["art"])
        if daten["feld"]:
            einrichtungen = einrichtungen.filter(handlungsfelder=daten["feld"])
        if daten["phase"]:
            einrichtungen = einrichtungen.filter(phasen__contains=daten["phase"])
        return einrichtungen
