"""Offers and figures of districts in and out as CSV and XLSX, through django-import-export made strict (kern/austausch.py)."""

from collections import Counter
from datetime import date, datetime

from django import forms
from django.utils import timezone
from import_export import fields, widgets

from kern.austausch import ListeResource
from kern.tabelle import melden
from kern.zahlen import ZahlFehler, zahl_lesen
from kommunen.redaktion.felder import webadresse
from netzwerke.austausch import Bekanntes, Felder, Phasen, handlungsfelder_pruefen, phasen_pruefen
from netzwerke.models import Einrichtung, Handlungsfeld
from netzwerke.namen import gleichnamig
from planung.models import Angebot, Sozialraum, Sozialraumzahl


def eines_von(auswahl, text: str, sonst: str = "") -> str:
    """The value of a choice by its value or its words, `sonst` for an empty cell. Raises ValidationError."""
    gemeint = {wort.casefold(): wert for wert, name in auswahl.choices for wort in (wert, name)}
    if wert := gemeint.get(text.casefold()) if text else sonst:
        return wert
    raise forms.ValidationError(f"„{text}“ ist nicht vorgesehen. Möglich sind: {', '.join(auswahl.labels)}.")


class Auswahl(widgets.Widget):
    """A choice, written in its words."""

    def __init__(self, auswahl, sonst=""):
        super().__init__()
        self.auswahl, self.sonst = auswahl, sonst

    def clean(self, value, row=None, **kwargs):
        return eines_von(self.auswahl, value or "", self.sonst)

    def render(self, value, obj=None, **kwargs):
        return self.auswahl(value).label if value else ""


class Adresse(widgets.Widget):
    """ "www.example.org" is meant as https://www.example.org."""

    def clean(self, value, row=None, **kwargs):
        return webadresse("").clean(value or "")


class AngebotZeile(forms.Form):
    """One line of a list of offers. Name and Ort say which one it is."""

    def __init__(self, *args, bekannt, **kwargs):
        super().__init__(*args, **kwargs)
        self.bekannt = bekannt

    name = forms.CharField(label="Name", max_length=200, error_messages={"required": "Der Name fehlt."})
    ort = forms.CharField(label="Ort", required=False, max_length=200)
    was = forms.CharField(label="Worum es geht", required=False, max_length=400)
    phasen = forms.CharField(label="Lebensphasen", required=False)
    handlungsfelder = forms.CharField(label="Handlungsfelder", required=False)
    reichweite = forms.CharField(label="Für wen", required=False)
    stand = forms.CharField(label="Stand", required=False)
    traeger = forms.CharField(label="Träger", required=False, max_length=240)
    kosten = forms.CharField(label="Kosten", required=False, max_length=200)
    zugang = forms.CharField(label="Zugang", required=False, max_length=300)
    url = webadresse("Adresse im Netz")

    def clean_phasen(self):
        return phasen_pruefen(self.cleaned_data["phasen"])

    def clean_handlungsfelder(self):
        return handlungsfelder_pruefen(self.cleaned_data["handlungsfelder"], self.bekannt)

    def clean_reichweite(self):
        return eines_von(Angebot.Reichweite, self.cleaned_data["reichweite"], Angebot.Reichweite.UNIVERSELL)

    def clean_stand(self):
        return eines_von(Angebot.Stand, self.cleaned_data["stand"], Angebot.Stand.BESTEHT)


class AngebotResource(ListeResource):
    """The offers a Kommune keeps. What stands in no line stays as it is."""

    zeilenform = AngebotZeile
    kennung = ("Name", "Ort")

    name = fields.Field(column_name="Name", attribute="name")
    ort = fields.Field(column_name="Ort", attribute="ort")
    was = fields.Field(column_name="Worum es geht", attribute="was")
    phasen = fields.Field(column_name="Lebensphasen", attribute="phasen", widget=Phasen())
    handlungsfelder = fields.Field(column_name="Handlungsfelder", attribute="handlungsfelder", widget=Felder(Handlungsfeld))
    reichweite = fields.Field(
        column_name="Für wen", attribute="reichweite", widget=Auswahl(Angebot.Reichweite, Angebot.Reichweite.UNIVERSELL)
    )
    stand = fields.Field(column_name="Stand", attribute="stand", widget=Auswahl(Angebot.Stand, Angebot.Stand.BESTEHT))
    traeger = fields.Field(column_name="Träger", attribute="traeger")
    kosten = fields.Field(column_name="Kosten", attribute="kosten")
    zugang = fields.Field(column_name="Zugang", attribute="zugang")
    url = fields.Field(column_name="Adresse im Netz", attribute="url", widget=Adresse())

    class Meta:
        model = Angebot
        import_id_fields = ["name", "ort"]
        fields = [
            "name", "ort", "was", "phasen", "handlungsfelder", "reichweite", "stand", "traeger", "kosten", "zugang", "url"
        ]  # fmt: skip
        export_order = fields

    def __init__(self, kommune, **kwargs):
        super().__init__(**kwargs)
        self.kommune = kommune

    def get_queryset(self):
        return Angebot.objects.filter(kommune=self.kommune).prefetch_related("handlungsfelder")

    def before_import(self, dataset, **kwargs):
        self.bekannt = Bekanntes.jetzt()
        self.einrichtungen = list(Einrichtung.objects.filter(kommune=self.kommune, aufgegangen_in=None))
        super().before_import(dataset, **kwargs)
        gleiche = Counter(Angebot.objects.filter(kommune=self.kommune).values_list("name", "ort"))
        doppelt = dict.fromkeys((zeile["Name"], zeile["Ort"]) for zeile in dataset.dict if gleiche[zeile["Name"], zeile["Ort"]] > 1)
        melden(
            [
                f"„{', '.join(filter(None, paar))}“ gibt es im Portal schon zweimal: Bitte löschen Sie dort zuerst eines davon."
                for paar in doppelt
            ]
        )

    def bekannte_namen(self):
        return "Handlungsfelder", [feld.name for feld in Handlungsfeld.objects.all()]

    def zeile_pruefen(self, werte):
        return AngebotZeile(werte, bekannt=self.bekannt)

    def before_save_instance(self, instance, row, **kwargs):
        instance.kommune = self.kommune
        instance.einrichtung = gleichnamig(self.einrichtungen, instance.traeger)


def tag_lesen(text: str) -> date:
    """ "31.12.2019" or "2019-12-31". Raises ValidationError."""
    for form in ("%d.%m.%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 a day, no time
        except ValueError:
            continue
    raise forms.ValidationError(f"„{text}“ ist kein Tag. Erwartet wird zum Beispiel 31.12.2019.")


class ZahlZeile(forms.Form):
    """One figure. The district has to be there: a slip of the pen shall not make a new one."""

    def __init__(self, *args, namen, **kwargs):
        super().__init__(*args, **kwargs)
        self.namen = namen

    sozialraum = forms.CharField(label="Sozialraum", error_messages={"required": "Der Sozialraum fehlt."})
    was = forms.CharField(label="Was gezählt wird", max_length=120, error_messages={"required": "Was gezählt wird, fehlt."})
    einheit = forms.CharField(label="Einheit", required=False)
    stichtag = forms.CharField(label="Stichtag", error_messages={"required": "Der Stichtag fehlt."})
    wert = forms.CharField(label="Wert", error_messages={"required": "Der Wert fehlt. Was geheim ist, bekommt keine Zeile."})
    quelle = forms.CharField(label="Quelle", max_length=200, error_messages={"required": "Die Quelle fehlt."})

    def clean_sozialraum(self):
        name = self.cleaned_data["sozialraum"]
        if name not in self.namen:
            da = f"Es gibt: {', '.join(self.namen)}." if self.namen else "Es gibt noch keinen."
            raise forms.ValidationError(f"„{name}“ ist nicht angelegt. {da}")
        return name

    def clean_einheit(self):
        return eines_von(Sozialraumzahl.Einheit, self.cleaned_data["einheit"], Sozialraumzahl.Einheit.ANZAHL)

    def clean_stichtag(self):
        tag = tag_lesen(self.cleaned_data["stichtag"])
        if tag > timezone.localdate():
            raise forms.ValidationError("Dieser Tag liegt in der Zukunft. Für ihn kann es noch keine Zahl geben.")
        return tag

    def clean_wert(self):
        try:
            wert, stellen = zahl_lesen(self.cleaned_data["wert"])
        except ZahlFehler as fehler:
            raise forms.ValidationError(str(fehler)) from fehler
        if stellen > 2 or wert >= 10**10:
            raise forms.ValidationError("Möglich sind höchstens zehn Stellen vor und zwei nach dem Komma.")
        return wert

    def clean(self):
        daten = super().clean()
        wert = daten.get("wert")
        if wert is not None and daten.get("einheit") == Sozialraumzahl.Einheit.PROZENT and wert > 100:
            self.add_error("wert", f"{wert} Prozent sind mehr als alle.")
        if wert is not None and daten.get("einheit") == Sozialraumzahl.Einheit.ANZAHL and wert != int(wert):
            self.add_error("wert", "Eine Anzahl hat keine Stellen nach dem Komma. Ist „Prozent“ gemeint?")
        return daten


class Tag(widgets.Widget):
    def clean(self, value, row=None, **kwargs):
        return tag_lesen(value)

    def render(self, value, obj=None, **kwargs):
        return f"{value:%d.%m.%Y}" if value else ""


class Wert(widgets.Widget):
    def clean(self, value, row=None, **kwargs):
        return zahl_lesen(value)[0]

    def render(self, value, obj=None, **kwargs):
        return f"{value.normalize():f}".replace(".", ",") if value is not None else ""


class ZahlResource(ListeResource):
    """What a Kommune counts in its districts. A figure with the same district, words, unit and day is replaced."""

    zeilenform = ZahlZeile
    kennung = ("Sozialraum", "Was gezählt wird", "Einheit", "Stichtag")

    sozialraum = fields.Field(column_name="Sozialraum", attribute="sozialraum")
    was = fields.Field(column_name="Was gezählt wird", attribute="was")
    einheit = fields.Field(
        column_name="Einheit", attribute="einheit", widget=Auswahl(Sozialraumzahl.Einheit, Sozialraumzahl.Einheit.ANZAHL)
    )
    stichtag = fields.Field(column_name="Stichtag", attribute="stichtag", widget=Tag())
    wert = fields.Field(column_name="Wert", attribute="wert", widget=Wert())
    quelle = fields.Field(column_name="Quelle", attribute="quelle")

    class Meta:
        model = Sozialraumzahl
        import_id_fields = ["sozialraum", "was", "einheit", "stichtag"]
        fields = ["sozialraum", "was", "einheit", "stichtag", "wert", "quelle"]
        export_order = fields

    def __init__(self, kommune, **kwargs):
        super().__init__(**kwargs)
        self.kommune = kommune
        raeume = {raum.name: raum for raum in Sozialraum.objects.filter(kommune=kommune)}
        self.namen = list(raeume)
        self.fields["sozialraum"].widget = _Raum(raeume)

    def get_queryset(self):
        return Sozialraumzahl.objects.filter(sozialraum__kommune=self.kommune).select_related("sozialraum")

    def bekannte_namen(self):
        return "Sozialräume", self.namen

    def zeile_pruefen(self, werte):
        return ZahlZeile(werte, namen=self.namen)


class _Raum(widgets.Widget):
    """A district of this Kommune by its name."""

    def __init__(self, raeume):
        super().__init__()
        self.raeume = raeume

    def clean(self, value, row=None, **kwargs):
        return self.raeume[value]

    def render(self, value, obj=None, **kwargs):
        return value.name if value else ""
