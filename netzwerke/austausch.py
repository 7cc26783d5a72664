"""Institutions in and out as CSV and XLSX, through django-import-export made strict (kern/austausch.py)."""

import re
from dataclasses import dataclass

from django import forms
from import_export import fields, widgets

from kern.austausch import JaNein, StrengeResource
from kern.formulare import MailFeld
from kern.pruefen import postleitzahl
from kern.tabelle import TabelleFehler
from kommunen.models.eintrag import neuer_schluessel
from netzwerke.lebensphasen import LEBENSPHASEN
from netzwerke.models import Einrichtung, Einrichtungsart, Handlungsfeld
from netzwerke.models.einrichtung import sortierung
from netzwerke.namen import normalisiert

PHASE = {normalisiert(phase.name): phase.nummer for phase in LEBENSPHASEN} | {str(p.nummer): p.nummer for p in LEBENSPHASEN}
BEGINN = {2: 0, 3: 3, 4: 6, 5: 10}  # number of a life phase -> age in years at which it begins
ALTER = re.compile(
    r"(?P<von>\d+)\s*(?:-|–|bis)\s*(?P<bis>\d+)(?:\s*(?:j\.?|jahren?))?|(?:unter|u)\s*(?P<unter>\d+)|ab\s*(?P<ab>\d+)\D*"
)


def teile(text: str) -> list[str]:
    """ "Gesundheit; Frühe Hilfen": parted by semicolons, commas or lines."""
    return [teil.strip() for teil in re.split(r"[;,\n]", text) if teil.strip()]


def phasen_aus(text: str) -> tuple[int, ...]:
    """Numbers of the life phases a word means: a name, a number of one, or ages ("0–6 J.", "unter 3", "ab 10"); () for none.

    >>> phasen_aus("3 bis 6 Jahre"), phasen_aus("0-6"), phasen_aus("unter 3"), phasen_aus("Erwachsene")
    ((3,), (2, 3), (2,), ())
    """
    if phase := PHASE.get(normalisiert(text)):
        return (phase,)
    if alter := ALTER.fullmatch(text.strip().casefold()):
        von = int(alter["von"] or alter["ab"] or 0)
        bis = int(alter["bis"] or alter["unter"] or 99)
        enden = {2: 3, 3: 6, 4: 10, 5: 99}
        return tuple(nummer for nummer, beginn in BEGINN.items() if beginn < bis and enden[nummer] > von)
    return ()


@dataclass(frozen=True)
class Bekanntes:
    """Names a line may use; asked for once, not for every line."""

    arten: frozenset[str]
    felder: frozenset[str]

    @classmethod
    def jetzt(cls):
        namen = (frozenset(modell.objects.values_list("name", flat=True)) for modell in (Einrichtungsart, Handlungsfeld))
        return cls(*namen)


class EinrichtungZeile(forms.Form):
    """One line of the list of institutions. Without a key it is a new one."""

    def __init__(self, *args, bekannt=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.bekannt = bekannt or Bekanntes.jetzt()

    schluessel = forms.CharField(label="Schlüssel", required=False)
    name = forms.CharField(label="Name", max_length=200, error_messages={"required": "Der Name fehlt."})
    art = forms.CharField(label="Art", required=False)
    traeger = forms.CharField(label="Träger", required=False, max_length=200)
    handlungsfelder = forms.CharField(label="Handlungsfelder", required=False)
    phasen = forms.CharField(label="Lebensphasen", required=False)
    weitere_namen = forms.CharField(label="Andere Namen", required=False, max_length=2000)
    strasse = forms.CharField(label="Straße", required=False, max_length=120)
    plz = forms.CharField(label="PLZ", required=False, validators=[postleitzahl])
    ort = forms.CharField(label="Ort", required=False, max_length=80)
    telefon = forms.CharField(label="Telefon", required=False, max_length=60)
    email = MailFeld(label="E-Mail", required=False, error_messages={"invalid": "Das ist keine vollständige Adresse."})
    webseite = forms.URLField(
        label="Webseite",
        required=False,
        max_length=200,
        assume_scheme="https",
        error_messages={"invalid": "Das ist keine Webadresse."},
    )
    oeffentlich = forms.CharField(label="Öffentlich", required=False)

    def clean_art(self):
        return _bekannt(self.cleaned_data["art"], self.bekannt.arten, "Diese Art")

    def clean_handlungsfelder(self):
        return handlungsfelder_pruefen(self.cleaned_data["handlungsfelder"], self.bekannt)

    def clean_phasen(self):
        return phasen_pruefen(self.cleaned_data["phasen"])

    def clean_oeffentlich(self):
        if self.cleaned_data["oeffentlich"] not in ("ja", "nein", ""):
            raise forms.ValidationError("Bitte „ja“ oder „nein“.")
        return self.cleaned_data["oeffentlich"]


def _bekannt(name, namen, was):
    if name and name not in namen:
        alle = ", ".join(sorted(namen))
        raise forms.ValidationError(f"{was} kennt das Portal nicht. Es gibt: {alle}.")
    return name


def handlungsfelder_pruefen(text: str, bekannt: Bekanntes) -> str:
    """The text as it is, if the portal knows each of its fields of work. Raises ValidationError."""
    for name in teile(text):
        _bekannt(name, bekannt.felder, f"„{name}“")
    return text


def phasen_pruefen(text: str) -> str:
    """The text as it is, if each of its parts means a life phase. Raises ValidationError."""
    for name in teile(text):
        if not phasen_aus(name):
            raise forms.ValidationError(f"„{name}“ ist keine Lebensphase. Es gibt: {', '.join(p.name for p in LEBENSPHASEN)}.")
    return text


class Phasen(widgets.Widget):
    def clean(self, value, row=None, **kwargs):
        return tuple(sorted({phase for name in teile(value) for phase in phasen_aus(name)}))

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
        skip_diff = True  # the preview is ours (einlesen/)

    def __init__(self, kommune, neue=frozenset(), **kwargs):
        """`neue`: keys that rows to come may carry although nobody has them yet."""
        super().__init__(**kwargs)
        self.kommune, self.neue = kommune, neue

    def zeile_pruefen(self, werte):
        self.bekannt = getattr(self, "bekannt", None) or Bekanntes.jetzt()
        return EinrichtungZeile(werte, bekannt=self.bekannt)

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
        instance.sortierung = sortierung(instance.name)

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
