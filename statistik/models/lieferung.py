"""A file of figures, from its arrival to its withdrawal, and what a person said about its shape."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from kern.templatetags.schreibweise import am_anfang
from statistik.grundlage import WORTE
from statistik.leser.eingabe import TRENNER
from statistik.leser.rohtabelle import FORMATE
from statistik.models.gebiet import Gebiet


def ablage(lieferung, name):
    """Nothing of the uploaded file's name reaches the disk."""
    return f"lieferungen/{lieferung.schluessel}-{secrets.token_hex(4)}.{name}"


def neuer_schluessel():
    return secrets.token_hex(12)


class LieferungQuerySet(models.QuerySet):
    def genannt(self, text):
        """Those whose file or source contains the text."""
        stellen = Q(dateiname__icontains=text) | Q(quelle__icontains=text) | Q(herkuenfte__quelle__icontains=text)
        return self.filter(stellen).distinct() if text else self

    def gueltig(self):
        return self.filter(zustand=Lieferung.Zustand.UEBERNOMMEN)


class Lieferung(models.Model):
    """One file. It never changes; what it says comes into force when somebody takes it over, and can be withdrawn."""

    class Zustand(models.TextChoices):
        OFFEN = "offen", "wartet auf Entscheidung"
        UEBERNOMMEN = "uebernommen", "übernommen"
        ZURUECKGENOMMEN = "zurueckgenommen", "zurückgenommen"
        VERWORFEN = "verworfen", "verworfen"

    gebiet = models.ForeignKey(
        Gebiet, models.PROTECT, null=True, blank=True, related_name="lieferungen",
        help_text="Das Gebiet der Kommune, die eigene Zahlen liefert; leer bei amtlichen Zahlen.",
    )  # fmt: skip
    schluessel = models.CharField(max_length=24, unique=True, default=neuer_schluessel, editable=False)
    datei = models.FileField("Datei", upload_to=ablage)
    dateiname = models.CharField("Name der Datei", max_length=200)
    groesse = models.PositiveIntegerField("Größe in Byte")
    sha256 = models.CharField("SHA-256", max_length=64, db_index=True)
    rohtabelle = models.FileField(upload_to=ablage, blank=True, editable=False)
    pruefung = models.FileField(upload_to=ablage, blank=True, editable=False)
    angaben = models.JSONField("was die Datei von sich sagt", default=dict)
    entscheidungen = models.JSONField("was die Person entschieden hat", default=dict, blank=True)
    stichtag = models.DateField("Stichtag, wenn die Datei keinen nennt", null=True, blank=True)
    quelle = models.CharField("Quelle", max_length=200, blank=True)
    tabelle = models.CharField("Tabelle", max_length=80, blank=True)
    stand = models.CharField("Stand der Datei", max_length=40, blank=True)
    lizenz = models.CharField("Lizenz", max_length=60, blank=True)
    zustand = models.CharField("Zustand", max_length=15, choices=Zustand, default=Zustand.OFFEN)
    summen = models.JSONField("Summen", default=dict, blank=True)
    von = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name="eingereicht von", null=True, blank=True, related_name="+"
    )
    als = models.CharField("Funktion", max_length=120, blank=True)
    eingereicht = models.DateTimeField("eingereicht", default=timezone.now)
    uebernommen = models.DateTimeField("übernommen", null=True, blank=True)
    zurueckgenommen = models.DateTimeField("zurückgenommen", null=True, blank=True)
    zurueckgenommen_als = models.CharField("zurückgenommen durch", max_length=120, blank=True)

    objects = LieferungQuerySet.as_manager()

    class Meta:
        ordering = ["-eingereicht", "-pk"]
        verbose_name = "Lieferung"
        verbose_name_plural = "Lieferungen"
        constraints = [
            models.UniqueConstraint("sha256", condition=Q(zustand="offen", gebiet=None), name="lieferung_open_once"),
            models.UniqueConstraint("sha256", "gebiet", condition=Q(zustand="offen"), name="lieferung_open_once_for_a_place"),
        ]

    def __str__(self):
        return f"Lieferung {self.pk}"

    @property
    def ist_offen(self):
        return self.zustand == self.Zustand.OFFEN

    @property
    def zustandswort(self):
        return "Spalten noch zuordnen" if self.ist_offen and not self.pruefung else self.get_zustand_display()

    @property
    def stand_der_pruefung(self):
        """Changes with each check: what a person has seen is this check and no other."""
        return self.pruefung.name.rpartition("/")[2] if self.pruefung else ""

    @property
    def formatname(self):
        return FORMATE[self.angaben["format"]]

    @property
    def zeichen_und_trennung(self):
        return ", ".join(filter(None, [self.angaben["kodierung"], TRENNER.get(self.angaben["trenner"], "")]))

    @property
    def quellen(self):
        """As the person wrote it or the file says it; a file in the portal's template may name several."""
        return self.quelle or ", ".join(self.angaben.get("quellen", []))

    @property
    def aendert_etwas(self):
        return bool(self.summen.get("neu") or self.summen.get("geaendert"))

    @property
    def draussen(self):
        """Figures that will not be taken over, by an error or by decision."""
        return self.summen.get("abgelehnt", 0) + self.summen.get("ausgelassen", 0)

    @property
    def ueberschrift(self):
        augen = self.summen.get("augen", 0)
        if augen and augen == self.summen.get("abgelehnt"):
            return f"{am_anfang(augen, 'Ein Wert bleibt', 'Werte bleiben')} draußen"
        if augen:
            return f"{am_anfang(augen, 'Ein Wert braucht', 'Werte brauchen')} Ihren Blick"
        if self.aendert_etwas:
            return "Alles ist entschieden" if self.entscheidungen else "Alles ist eindeutig"
        return "Diese Datei ändert nichts"


def stand_schreiben(stand):
    """ "Stand 2020"; what says itself that it is one ("Gebietsstand 31.12.2022") needs no word before it."""
    return stand if not stand or "stand" in stand.casefold() else f"Stand {stand}"


class Herkunft(models.Model):
    """Where figures come from, as the file says it: one row for each source named in a Lieferung."""

    lieferung = models.ForeignKey(Lieferung, models.CASCADE, related_name="herkuenfte")
    quelle = models.CharField("Quelle", max_length=200)
    tabelle = models.CharField("Tabelle", max_length=80, blank=True)
    stand = models.CharField("Stand", max_length=40, blank=True)
    ist_summe = models.BooleanField("vom Portal aus Teilen summiert", default=False)
    grundlage = models.CharField("Bevölkerung nach", max_length=12, choices=WORTE, blank=True, default="")

    class Meta:
        verbose_name = "Herkunft"
        verbose_name_plural = "Herkünfte"
        constraints = [
            models.UniqueConstraint("lieferung", "quelle", "tabelle", "stand", "ist_summe", name="herkunft_once_per_delivery")
        ]

    def __str__(self):
        return ", ".join(filter(None, [self.quelle, self.tabelle, stand_schreiben(self.stand)]))


class ZuordnungQuerySet(models.QuerySet):
    def get_by_natural_key(self, kennzeichen):
        return self.get(kennzeichen=kennzeichen)


class Zuordnung(models.Model):
    """What the words of a kind of file mean, said once and remembered for the next file of this shape (leser/deuten.py)."""

    kennzeichen = models.CharField(max_length=200, unique=True)
    titel = models.CharField("Für Dateien wie", max_length=200)
    reihen = models.JSONField("Spalten und Indikatoren", default=dict)
    schluessel = models.CharField("Spalte mit dem Gebietsschlüssel", max_length=200, blank=True)
    name = models.CharField("Spalte mit dem Namen", max_length=200, blank=True)
    zeit = models.CharField("Spalte mit dem Stichtag", max_length=200, blank=True)
    quelle = models.CharField("Quelle", max_length=200, blank=True)
    lizenz = models.CharField("Lizenz", max_length=60, blank=True)

    objects = ZuordnungQuerySet.as_manager()

    class Meta:
        ordering = ["titel"]
        verbose_name = "Zuordnung von Spalten"
        verbose_name_plural = "Zuordnungen von Spalten"

    def __str__(self):
        return self.titel

    def natural_key(self):
        return (self.kennzeichen,)
