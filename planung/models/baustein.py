from django.db import models
from simple_history.models import HistoricalRecords

from kommunen.models import Download, Kommune
from netzwerke.zeitpunkt import zeitpunkt_feld
from planung.bausteine import NAMEN


class Planungsseite(models.Model):
    """What of its planning a Kommune shows to everybody; without a row nothing but its public Vorhaben."""

    kommune = models.OneToOneField(Kommune, models.CASCADE, related_name="planungsseite")
    bausteine_oeffentlich = models.BooleanField("Bausteine öffentlich", default=False)
    wirkung_oeffentlich = models.BooleanField("Wirkungsmodell öffentlich", default=False)
    kette_oeffentlich = models.BooleanField("Kette öffentlich", default=False)

    class Meta:
        verbose_name = "Planungsseite"
        verbose_name_plural = "Planungsseiten"

    def __str__(self):
        return f"Planung von {self.kommune}"


class Bausteinstand(models.Model):
    """How far a Kommune is with one of the nine blocks, and what shows it. A block without a row has not begun."""

    class Stand(models.TextChoices):
        OFFEN = "offen", "noch nicht begonnen"
        LAEUFT = "laeuft", "läuft"
        ERREICHT = "erreicht", "erreicht"
        ERNEUERN = "erneuern", "zu erneuern"

    kommune = models.ForeignKey(Kommune, models.CASCADE, related_name="bausteinstaende")
    baustein = models.CharField("Baustein", max_length=14, choices=NAMEN.items())
    stand = models.CharField("Stand", max_length=10, choices=Stand, default=Stand.OFFEN)
    beleg = models.CharField("Woran man es sieht", max_length=300, blank=True)
    beleg_vom = zeitpunkt_feld("vom")
    dokument = models.ForeignKey(Download, models.SET_NULL, verbose_name="Dokument dazu", null=True, blank=True, related_name="+")
    naechstes = models.CharField("Was als Nächstes kommt", max_length=300, blank=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ["kommune", "pk"]
        verbose_name = "Stand eines Bausteins"
        verbose_name_plural = "Stände der Bausteine"
        constraints = [models.UniqueConstraint("kommune", "baustein", name="bausteinstand_once_per_kommune")]

    def __str__(self):
        return self.get_baustein_display()
