"""The chain itself: what there is for families along a child's life, and how one gets from one phase into the next."""

from itertools import pairwise

from django.db import models
from simple_history.models import HistoricalRecords

from kommunen.models import Kommune
from kommunen.models.eintrag import Eintrag
from netzwerke.lebensphasen import LEBENSPHASEN, PhasenField
from netzwerke.models import Einrichtung, Handlungsfeld

UEBERGAENGE = tuple((nach.nummer - 1, f"{von.name} → {nach.name}") for von, nach in pairwise(LEBENSPHASEN))


class Angebot(Eintrag):
    """An offer for families, as far as planning needs it; no families' directory. Without a phase it reaches past childhood."""

    class Reichweite(models.TextChoices):
        UNIVERSELL = "universell", "für alle"
        SELEKTIV = "selektiv", "für Familien in belasteten Lagen"
        INDIZIERT = "indiziert", "für einzelne Kinder mit Bedarf"

    class Stand(models.TextChoices):
        BESTEHT = "besteht", "besteht"
        GEPLANT = "geplant", "geplant"
        ENDET = "endet", "läuft aus"

    kommune = models.ForeignKey(Kommune, models.CASCADE, verbose_name="Kommune", related_name="angebote")
    name = models.CharField("Name", max_length=200)
    was = models.CharField("Worum es geht", max_length=400, blank=True)
    phasen = PhasenField("Lebensphasen", help_text="Keine, wenn es über die Kindheit hinausreicht.")
    handlungsfelder = models.ManyToManyField(Handlungsfeld, verbose_name="Handlungsfelder", blank=True, related_name="angebote")
    reichweite = models.CharField("Für wen", max_length=10, choices=Reichweite, default=Reichweite.UNIVERSELL)
    stand = models.CharField("Stand", max_length=10, choices=Stand, default=Stand.BESTEHT)
    traeger = models.CharField("Träger", max_length=240, blank=True)
    einrichtung = models.ForeignKey(Einrichtung, models.SET_NULL, null=True, blank=True, related_name="angebote")
    ort = models.CharField("Ort", max_length=200, blank=True)
    kosten = models.CharField("Kosten für Familien", max_length=200, blank=True)
    zugang = models.CharField("Zugang", max_length=300, blank=True, help_text="Zum Beispiel „ohne Anmeldung“ oder „über die Kita“.")
    url = models.URLField("Adresse im Netz", blank=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = "Angebot"
        verbose_name_plural = "Angebote"

    def __str__(self):
        return self.name


class Uebergang(models.Model):
    """From one life phase into the next: what hinders, what is agreed, who links. One without a row is not looked at yet."""

    class Stand(models.TextChoices):
        OFFEN = "offen", "noch nicht betrachtet"
        HAKT = "hakt", "hier hakt es"
        ARBEIT = "arbeit", "in Arbeit"
        GEREGELT = "geregelt", "verbindlich geregelt"

    kommune = models.ForeignKey(Kommune, models.CASCADE, related_name="uebergaenge")
    nummer = models.PositiveSmallIntegerField("Übergang", choices=UEBERGAENGE)
    stand = models.CharField("Stand", max_length=10, choices=Stand, default=Stand.OFFEN)
    hemmnisse = models.TextField("Was hemmt", max_length=2_000, blank=True)
    vereinbarung = models.TextField("Was vereinbart ist", max_length=2_000, blank=True)
    wer = models.CharField("Wer verbindet", max_length=240, blank=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ["kommune", "nummer"]
        verbose_name = "Übergang"
        verbose_name_plural = "Übergänge"
        constraints = [models.UniqueConstraint("kommune", "nummer", name="uebergang_once_per_kommune")]

    def __str__(self):
        return self.get_nummer_display()
