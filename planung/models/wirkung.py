"""Why all this should work: from what is put in to what changes for children; and what is done about it."""

from django.db import models
from simple_history.models import HistoricalRecords

from kommunen.models import Kommune
from kommunen.models.eintrag import Eintrag
from netzwerke.models import Gruppe
from netzwerke.zeitpunkt import als_text, zeitpunkt_feld
from planung.models.vorhaben import Vorhaben
from statistik.models import Indikator


class Wirkungskarte(Eintrag):
    """One card of the Wirkungsmodell. What stands in an Outcome or Impact column is a Ziel: it may name its Indikator."""

    class Spalte(models.TextChoices):
        INPUT = "input", "Was wir einsetzen"
        OUTPUT = "output", "Was wir tun"
        STRUKTUR = "outcome1", "Was sich in den Strukturen ändert"
        ZIELGRUPPE = "outcome2", "Was sich für Kinder und Familien ändert"
        IMPACT = "impact", "Was sich in der Kommune ändert"

    ZIELE = (Spalte.STRUKTUR, Spalte.ZIELGRUPPE, Spalte.IMPACT)

    kommune = models.ForeignKey(Kommune, models.CASCADE, related_name="wirkungskarten")
    spalte = models.CharField("Spalte", max_length=10, choices=Spalte)
    text = models.CharField("Text der Karte", max_length=200)
    fuehrt_zu = models.ManyToManyField("self", verbose_name="führt zu", symmetrical=False, blank=True, related_name="kommt_von")
    gruppe = models.ForeignKey(Gruppe, models.SET_NULL, verbose_name="verantwortlich", null=True, blank=True, related_name="karten")
    indikator = models.ForeignKey(Indikator, models.SET_NULL, verbose_name="Indikator", null=True, blank=True, related_name="+")
    woran = models.CharField("Woran man es merkt", max_length=200, blank=True)
    zielwert = models.CharField("Zielwert", max_length=80, blank=True)
    bis = zeitpunkt_feld("bis")

    history = HistoricalRecords()

    class Meta(Eintrag.Meta):
        verbose_name = "Karte des Wirkungsmodells"
        verbose_name_plural = "Karten des Wirkungsmodells"

    def __str__(self):
        return self.text

    @property
    def gemessen_an(self):
        """Title of the Indikator, or in its place what one notices."""
        return self.indikator.titel if self.indikator else self.woran

    @property
    def ziel(self):
        """ "unter 8 % bis Ende 2027", as far as it is known."""
        return " ".join(filter(None, [self.zielwert, f"bis {als_text(self.bis)}" if self.bis else ""]))


class Massnahme(Eintrag):
    """What is done about a Ziel, and what made it necessary."""

    class Stand(models.TextChoices):
        OFFEN = "offen", "geplant"
        LAEUFT = "laeuft", "läuft"
        GETAN = "getan", "abgeschlossen"
        VERWORFEN = "verworfen", "nicht weiter verfolgt"

    kommune = models.ForeignKey(Kommune, models.CASCADE, related_name="massnahmen")
    titel = models.CharField("Maßnahme", max_length=240)
    anlass = models.CharField("Warum", max_length=300, blank=True, help_text="Zum Beispiel die Lücke in der Kette.")
    karte = models.ForeignKey(
        Wirkungskarte, models.SET_NULL, verbose_name="dient dem Ziel", null=True, blank=True, related_name="massnahmen"
    )
    gruppe = models.ForeignKey(
        Gruppe, models.SET_NULL, verbose_name="verantwortlich", null=True, blank=True, related_name="massnahmen"
    )
    vorhaben = models.ForeignKey(
        Vorhaben, models.SET_NULL, verbose_name="gehört zum Vorhaben", null=True, blank=True, related_name="massnahmen"
    )
    stand = models.CharField("Stand", max_length=10, choices=Stand, default=Stand.OFFEN)
    bis = zeitpunkt_feld("bis")

    history = HistoricalRecords()

    class Meta(Eintrag.Meta):
        verbose_name = "Maßnahme"
        verbose_name_plural = "Maßnahmen"

    def __str__(self):
        return self.titel
