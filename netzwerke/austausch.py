"""Institutions in and out as CSV and XLSX, through django-import-export made strict (kern/austausch.py)."""

import re

from django import forms
from django.core.validators import RegexValidator
from import_export import fields, widgets

from kern.austausch import StrengeResource
from kern.tabelle import TabelleFehler
from kommunen.models.eintrag import neuer_schluessel
from netzwerke.lebensphasen import LEBENSPHASEN
from netzwerke.models import Einrichtung, Einrichtungsart, Handlungsfeld
from netzwerke.namen import normalisiert
from statistik.namen import sortierschluessel

JA_NEIN = {"ja": True, "nein": False, "": False}
PHASE = {normalisiert(phase.name): phase.nummer for phase in LEBENSPHASEN} | {str(p.nummer): p.nummer for p in LEBENSPHASEN}


def teile(text: str) -> list[str]:
    """ "Gesundheit; Frühe Hilfen": parted by semicolons, commas or lines."""
    return [teil.strip() for teil in re.split(r"[;,\n]", text) if teil.strip()]


class EinrichtungZeile(forms.Form):
    """One line of the list of institutions. Without a key it is a new one."""

    schluessel = forms.CharField(label="Schlüssel", required=False)
    name = forms.CharField(label="Name", max_length=200, error_messages={"required": "Der Name fehlt."})
    art = forms.CharField(label="Art", required=False)
    traeger = forms.CharField(label="Träger", required=False, max_length=200)
    handlungsfelder = forms.CharField(label="Handlungsfelder", required=False)
    phasen = forms.CharField(label="Lebensphasen", required=False)
    weitere_namen = forms.CharField(label="Andere Namen", required=False, max_length=2000)
    strasse = forms.CharField(label="Straße", required=False, max_length=120)
    plz = forms.CharField(
        label="PLZ", required=False, validators=[RegexValidator(r"^\d{5}$", "Eine Postleitzahl hat fünf Ziffern.")]
    )
    ort = forms.CharField(label="Ort", required=False, max_length=80)
    telefon = forms.CharField(label="Telefon", required=False, max_length=60)
    email = forms.EmailField(
        label="E-Mail", required=False, max_length=254, error_messages={"invalid": "Das ist keine vollständige Adresse."}
    )
    webseite = forms.URLField(
        label="Webseite", required=False, assume_scheme="https", error_messages={"invalid": "Das ist keine Webadresse."}
    )
    oeffentlich = forms.CharField(label="Öffentlich", required=False)

    def clean_art(self):
        return _bekannt(self.cleaned_data["art"], Einrichtungsart, "Diese Art")

    def clean_handlungsfelder(self):
        for name in teile(self.cleaned_data["handlungsfelder"]):
            _bekannt(name, Handlungsfeld, f"„{name}“")
        return self.cleaned_data["handlungsfelder"]

    def clean_phasen(self):
        for name in teile(self.cleaned_data["phasen"]):
            if normalisiert(name) not in PHASE:
                raise forms.ValidationError(f"„{name}“ ist keine Lebensphase. Es gibt: {', '.join(p.name for p in LEBENSPHASEN)}.")
        return self.cleaned_data["phasen"]

    def clean_oeffentlich(self):
        if self.cleaned_data["oeffentlich"] not in JA_NEIN:
            raise forms.ValidationError("Bitte „ja“ oder „nein“.")
        return self.cleaned_data["oeffentlich"]


def _bekannt(name, modell, was):
    if name and not modell.objects.filter(name=name).exists():
        alle = ", ".join(map(str, modell.objects.all()))
        raise forms.ValidationError(f"{was} kennt das Portal nicht. Es gibt: {alle}.")
    return name


class Phasen(widgets.Widget):
    def clean(self, value, row=None, **kwargs):
        return tuple(sorted({PHASE[normalisiert(name)] for name in teile(value)}))

    def render(self, value, obj=None, **kwargs):
        return "; ".join(phase.name for phase in LEBENSPHASEN if phase.nummer in value)


class Felder(widgets.ManyToManyWidget):
    def clean(self, value, row=None, **kwargs):
        return self.model.objects.filter(name__in=teile(value or ""))

    def render(self, value, obj=None, **kwargs):
        return "; ".join(feld.name for feld in value.all()) if value else ""


class Namen(widgets.Widget):
    def clean(self, value, row=None, **kwargs):
        return "\n".join(teil.strip() for teil in re.split(r"[;\n]", value) if teil.strip())

    def render(self, value, obj=None, **kwargs):
        return "; ".join(value.splitlines())


class JaNein(widgets.Widget):
    def clean(self, value, row=None, **kwargs):
        return JA_NEIN[value]

    def render(self, value, obj=None, **kwargs):
        return "ja" if value else "nein"


class EinrichtungResource(StrengeResource):
    """The institutions a Kommune keeps. Its first Standort stands in the line; no person does."""

    zeilenform = EinrichtungZeile

    schluessel = fields.Field(column_name="Schlüssel", attribute="schluessel")
    name = fields.Field(column_name="Name", attribute="name")
    art = fields.Field(column_name="Art", attribute="art", widget=widgets.ForeignKeyWidget(Einrichtungsart, "name"))
    traeger = fields.Field(column_name="Träger", attribute="traeger")
    handlungsfelder = fields.Field(column_name="Handlungsfelder", attribute="handlungsfelder", widget=Felder(Handlungsfeld))
    phasen = fields.Field(column_name="Lebensphasen", attribute="phasen", widget=Phasen())
    weitere_namen = fields.Field(column_name="Andere Namen", attribute="weitere_namen", widget=Namen())
    strasse = fields.Field(column_name="Straße", readonly=True)
    plz = fields.Field(column_name="PLZ", readonly=True)
    ort = fields.Field(column_name="Ort", readonly=True)
    telefon = fields.Field(column_name="Telefon", attribute="telefon")
    email = fields.Field(column_name="E-Mail", attribute="email")
    webseite = fields.Field(column_name="Webseite", attribute="webseite")
    is_public = fields.Field(column_name="Öffentlich", attribute="is_public", widget=JaNein())

    class Meta:
        model = Einrichtung
        import_id_fields = ["schluessel"]
        fields = [
            "schluessel", "name", "art", "traeger", "handlungsfelder", "phasen", "weitere_namen", "strasse", "plz", "ort",
            "telefon", "email", "webseite", "is_public",
        ]  # fmt: skip
        export_order = fields
        use_transactions = True
        skip_diff = True  # the preview is ours (einlesen.py)

    def __init__(self, kommune, neue=frozenset(), **kwargs):
        """`neue`: keys that rows to come may carry although nobody has them yet."""
        super().__init__(**kwargs)
        self.kommune, self.neue = kommune, neue

    def get_queryset(self):
        return Einrichtung.objects.filter(kommune=self.kommune, aufgegangen_in=None)

    def before_import(self, dataset, **kwargs):
        super().before_import(dataset, **kwargs)
        bekannt = set(self.get_queryset().values_list("schluessel", flat=True))
        fremd = [schluessel for schluessel in dataset["Schlüssel"] if schluessel and schluessel not in bekannt | self.neue]
        if fremd:
            raise TabelleFehler(
                f"Diese Schlüssel gibt es bei {self.kommune} nicht: {', '.join(fremd[:5])}. "
                "Für eine neue Einrichtung bleibt das Feld leer."
            )

    def before_import_row(self, row, **kwargs):
        row["Schlüssel"] = row["Schlüssel"] or neuer_schluessel()

    def before_save_instance(self, instance, row, **kwargs):
        instance.kommune = self.kommune
        instance.sortierung = sortierschluessel(instance.name)

    def after_save_instance(self, instance, row, **kwargs):
        anschrift = {feld: row[spalte] or "" for feld, spalte in (("strasse", "Straße"), ("plz", "PLZ"), ("ort", "Ort"))}
        standort = instance.standorte.first() or instance.standorte.model(einrichtung=instance)
        if any(anschrift.values()):
            for feld, wert in anschrift.items():
                setattr(standort, feld, wert)
            standort.save()

    def _anschrift(self, einrichtung, feld):
        standort = next(iter(einrichtung.standorte.all()), None)
        return getattr(standort, feld, "")

    def dehydrate_strasse(self, einrichtung):
        return self._anschrift(einrichtung, "strasse")

    def dehydrate_plz(self, einrichtung):
        return self._anschrift(einrichtung, "plz")

    def dehydrate_ort(self, einrichtung):
        return self._anschrift(einrichtung, "ort")
