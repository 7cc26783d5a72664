"""Lists of Kommunen and contacts in and out of the admin."""

from django import forms
from django.core.validators import RegexValidator
from import_export import fields, widgets

from kern.austausch import JaNein, StrengeResource
from kern.formulare import MailFeld
from kern.pruefen import postleitzahl
from kommunen.models import Abschnitt, Kommune, Kontakt
from kommunen.models.eintrag import neuer_schluessel
from kommunen.redaktion import actions
from statistik.models import Gebiet
from statistik.namen import kernname, sortierschluessel


class KommuneZeile(forms.Form):
    """One line of the list of Kommunen, known by its area's key."""

    ags = forms.CharField(
        label="AGS", validators=[RegexValidator(r"^(\d{5}|\d{8})$", "Fünf oder acht Ziffern, führende Nullen gehören dazu.")]
    )
    name = forms.CharField(label="Name", max_length=140)
    kurzname = forms.CharField(label="Kurzname", max_length=120)
    slug = forms.SlugField(label="Adresse", max_length=50)
    obere = forms.CharField(label="Obere Kommune", required=False)
    veroeffentlicht = forms.CharField(label="Veröffentlicht")

    def clean_ags(self):
        return _vorhanden(Gebiet.objects.gueltig().filter(ags=self.cleaned_data["ags"]), "Diesen Schlüssel kennt das Portal nicht.")

    def clean_obere(self):
        adresse = self.cleaned_data["obere"]
        return adresse and _vorhanden(
            Kommune.objects.filter(slug=adresse), f"Eine Kommune mit der Adresse „{adresse}“ gibt es nicht."
        )

    def clean_veroeffentlicht(self):
        if self.cleaned_data["veroeffentlicht"] not in ("ja", "nein"):
            raise forms.ValidationError("Bitte „ja“ oder „nein“.")
        return self.cleaned_data["veroeffentlicht"]

    def clean(self):
        daten = super().clean()
        gebiet, adresse = daten.get("ags"), daten.get("slug")
        if daten.get("obere") and daten["obere"].slug == adresse:
            self.add_error("obere", "Eine Kommune kann nicht über sich selbst stehen.")
        if gebiet and adresse and Kommune.objects.filter(slug=adresse).exclude(gebiet=gebiet).exists():
            self.add_error("slug", f"Die Adresse „{adresse}“ gehört schon einer anderen Kommune.")
        return daten


def _vorhanden(treffer, meldung):
    gefunden = treffer.first()
    if gefunden is None:
        raise forms.ValidationError(meldung)
    return gefunden


class GueltigesGebiet(widgets.ForeignKeyWidget):
    def get_queryset(self, value, row, *args, **kwargs):
        return Gebiet.objects.gueltig()


class KommuneResource(StrengeResource):
    zeilenform = KommuneZeile

    gebiet = fields.Field(column_name="AGS", attribute="gebiet", widget=GueltigesGebiet(Gebiet, "ags"))
    name = fields.Field(column_name="Name", attribute="name")
    kurzname = fields.Field(column_name="Kurzname", attribute="kurzname")
    slug = fields.Field(column_name="Adresse", attribute="slug")
    obere = fields.Field(column_name="Obere Kommune", attribute="obere", widget=widgets.ForeignKeyWidget(Kommune, "slug"))
    is_published = fields.Field(column_name="Veröffentlicht", attribute="is_published", widget=JaNein())

    class Meta:
        model = Kommune
        import_id_fields = ["gebiet"]
        fields = ["gebiet", "name", "kurzname", "slug", "obere", "is_published"]
        skip_unchanged = True
        use_transactions = True

    def before_save_instance(self, instance, row, **kwargs):
        instance.sortierung = sortierschluessel(kernname(instance.gebiet.name))


class KontaktZeile(forms.Form):
    """One line of the list of contacts: functions, not persons. Without a key it is a new contact."""

    schluessel = forms.CharField(label="Schlüssel", required=False)
    kommune = forms.CharField(label="Kommune")
    funktionen = forms.CharField(label="Funktion", required=False)
    dienststelle = forms.CharField(label="Dienststelle", required=False)
    strasse = forms.CharField(label="Straße", required=False, max_length=120)
    plz = forms.CharField(label="PLZ", required=False, validators=[postleitzahl])
    ort = forms.CharField(label="Ort", required=False, max_length=80)
    telefon = forms.CharField(label="Telefon", required=False, max_length=60)
    telefax = forms.CharField(label="Telefax", required=False, max_length=60)
    email = MailFeld(label="E-Mail", required=False, error_messages={"invalid": "Das ist keine vollständige Adresse."})

    def clean_kommune(self):
        adresse = self.cleaned_data["kommune"]
        return _vorhanden(Kommune.objects.filter(slug=adresse), f"Eine Kommune mit der Adresse „{adresse}“ gibt es nicht.")

    def clean(self):
        daten = super().clean()
        schluessel, kommune = daten.get("schluessel"), daten.get("kommune")
        if schluessel and kommune and not Kontakt.objects.filter(schluessel=schluessel, kommune=kommune).exists():
            self.add_error(
                "schluessel", f"Bei {kommune} gibt es keinen Kontakt „{schluessel}“. Für einen neuen bleibt das Feld leer."
            )
        if not (daten.get("funktionen") or daten.get("dienststelle")):
            self.add_error("funktionen", "Funktion oder Dienststelle muss angegeben sein.")
        return daten


class KontaktResource(StrengeResource):
    """What is imported is public at once where the profile is, and stands as a version in its history."""

    zeilenform = KontaktZeile

    schluessel = fields.Field(column_name="Schlüssel", attribute="schluessel")
    kommune = fields.Field(column_name="Kommune", attribute="kommune", widget=widgets.ForeignKeyWidget(Kommune, "slug"))
    funktionen = fields.Field(column_name="Funktion", attribute="funktionen")
    dienststelle = fields.Field(column_name="Dienststelle", attribute="dienststelle")
    strasse = fields.Field(column_name="Straße", attribute="strasse")
    plz = fields.Field(column_name="PLZ", attribute="plz")
    ort = fields.Field(column_name="Ort", attribute="ort")
    telefon = fields.Field(column_name="Telefon", attribute="telefon")
    telefax = fields.Field(column_name="Telefax", attribute="telefax")
    email = fields.Field(column_name="E-Mail", attribute="email")

    class Meta:
        model = Kontakt
        import_id_fields = ["schluessel"]
        fields = ["schluessel", "kommune", "funktionen", "dienststelle", "strasse", "plz", "ort", "telefon", "telefax", "email"]
        skip_unchanged = True
        use_transactions = True

    def before_import(self, dataset, **kwargs):
        super().before_import(dataset, **kwargs)
        # lock what will change and take note of how it was, before the first row is written
        self.betroffen = list(Kommune.objects.filter(slug__in=set(dataset["Kommune"])).order_by("pk"))
        for kommune in self.betroffen:
            actions.gesperrt(kommune, Abschnitt.Art.KONTAKT)

    def before_import_row(self, row, **kwargs):
        row["Schlüssel"] = row["Schlüssel"] or neuer_schluessel()

    def after_import(self, dataset, result, **kwargs):
        for kommune in self.betroffen:
            actions.gesperrt(kommune, Abschnitt.Art.KONTAKT, nutzer=kwargs.get("user"))
