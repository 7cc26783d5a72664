"""What a Kommune has looked into, and what became of what was recommended."""

from django.db import models
from django.urls import reverse
from simple_history.models import HistoricalRecords

from kommunen.models import Download, Kommune, SichtbarQuerySet
from kommunen.models.eintrag import Eintrag
from netzwerke.zeitpunkt import zeitpunkt_feld
from planung.models.vorhaben import Vorhaben
from planung.models.wirkung import Massnahme
from planung.zeitraum import spanne


class Untersuchung(Eintrag):
    class Art(models.TextChoices):
        ANALYSE = "analyse", "Sozialraumanalyse"
        BEFRAGUNG = "befragung", "Befragung"
        KONFERENZ = "konferenz", "Sozialraumkonferenz"
        EVALUATION = "evaluation", "Evaluation"

    kommune = models.ForeignKey(Kommune, models.CASCADE, related_name="untersuchungen")
    art = models.CharField("Art", max_length=10, choices=Art)
    titel = models.CharField("Titel", max_length=200)
    nummer = models.PositiveSmallIntegerField("die wievielte", null=True, blank=True)
    ort = models.CharField("Ort oder Sozialraum", max_length=160, blank=True)
    von = zeitpunkt_feld("von")
    bis = zeitpunkt_feld("bis")
    themen = models.TextField("Themen", max_length=4_000, blank=True)
    thema_offen = models.BooleanField("ein Thema ist noch offen", default=False)
    beteiligte = models.CharField("wer dabei war", max_length=1_000, blank=True)
    ergebnis = models.TextField("Ergebnis in Kürze", max_length=20_000, blank=True)
    dokumente = models.ManyToManyField(Download, verbose_name="Dokumente", blank=True, related_name="untersuchungen")
    is_public = models.BooleanField("öffentlich", default=False)

    objects = SichtbarQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["-von", "art", "nummer", "ort", "pk"]
        verbose_name = "Untersuchung"
        verbose_name_plural = "Untersuchungen"

    def __str__(self):
        return f"{self.titel}, {self.ort}" if self.ort else self.titel

    def get_absolute_url(self):
        """Expects the Kommune to be fetched."""
        return reverse("planung:untersuchung", args=[self.kommune.slug, self.schluessel])

    @property
    def zeitraum(self):
        return spanne(self.von, self.bis)

    @property
    def themen_liste(self):
        return [zeile.strip() for zeile in self.themen.splitlines() if zeile.strip()]


class Empfehlung(Eintrag):
    class Stand(models.TextChoices):
        OFFEN = "offen", "offen"
        AUFGEGRIFFEN = "aufgegriffen", "aufgegriffen"
        VERWORFEN = "verworfen", "nicht aufgegriffen"

    untersuchung = models.ForeignKey(Untersuchung, models.CASCADE, related_name="empfehlungen")
    text = models.CharField("Empfehlung", max_length=400)
    stand = models.CharField("Stand", max_length=12, choices=Stand, default=Stand.OFFEN)
    worin = models.CharField("worin, oder warum nicht", max_length=300, blank=True)
    vorhaben = models.ForeignKey(
        Vorhaben, models.SET_NULL, verbose_name="im Vorhaben", null=True, blank=True, related_name="empfehlungen"
    )
    massnahme = models.ForeignKey(
        Massnahme, models.SET_NULL, verbose_name="in der Maßnahme", null=True, blank=True, related_name="empfehlungen"
    )

    class Meta(Eintrag.Meta):
        verbose_name = "Empfehlung"
        verbose_name_plural = "Empfehlungen"

    def __str__(self):
        return self.text[:80]
