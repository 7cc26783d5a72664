from django.db import models
from django.db.models import F
from django.utils.functional import cached_property

from kooperation import vorlage

GELESENE: dict[tuple, vorlage.Vorlage] = {}  # the few published versions, read once in each process


class InstrumentQuerySet(models.QuerySet):
    def veroeffentlicht(self):
        return self.exclude(veroeffentlicht_am=None)

    def geltend(self):
        """The version new Dialoge use: the one published last; None before the first."""
        return self.veroeffentlicht().order_by("veroeffentlicht_am", "pk").last()


class Instrument(models.Model):
    """One version of the instrument, its content as one value (vorlage.py). Published, it never changes (actions/instrument.py)."""

    kennung = models.CharField("Kennung", max_length=60, unique=True)
    fassung = models.CharField("Fassung", max_length=200)
    inhalt = models.JSONField("Inhalt")
    veroeffentlicht_am = models.DateTimeField("veröffentlicht am", null=True, blank=True)

    objects = InstrumentQuerySet.as_manager()

    class Meta:
        ordering = [F("veroeffentlicht_am").desc(nulls_first=True), "-pk"]
        verbose_name = "Fassung des Instruments"
        verbose_name_plural = "Fassungen des Instruments"

    def __str__(self):
        return self.fassung

    @property
    def stempel(self) -> tuple:
        """The same for the same published content, which never changes: what was made from it can be kept."""
        return self.pk, self.veroeffentlicht_am

    @cached_property
    def vorlage(self) -> vorlage.Vorlage:
        if self.veroeffentlicht_am is None:
            return vorlage.lesen(self.inhalt)
        if self.stempel not in GELESENE:
            GELESENE[self.stempel] = vorlage.lesen(self.inhalt)
        return GELESENE[self.stempel]
