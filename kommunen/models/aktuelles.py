from datetime import time

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from kern.templatetags.schreibweise import uhrzeit
from kommunen.models.eintrag import Eintrag
from kommunen.models.kommune import Kommune, profil_oeffentlich

OEFFENTLICH = Q(kommune=None) | profil_oeffentlich("kommune")


def zeiten_pruefen(beginn: time | None, ende: time | None) -> None:
    """An end needs a beginning, and comes after it. Raises ValidationError, by field."""
    if ende and not beginn:
        raise ValidationError({"beginn": "Zum Ende gehört ein Beginn."})
    if ende and ende <= beginn:
        raise ValidationError({"ende": "Das Ende liegt nicht nach dem Beginn."})


class VeroeffentlichtQuerySet(models.QuerySet):
    """For what belongs to a Kommune or, without one, to the whole programme."""

    def published(self):
        return self.filter(OEFFENTLICH, is_published=True)


class TerminQuerySet(VeroeffentlichtQuerySet):
    def for_calendar(self):
        """Every date that was ever public, also those taken back: a calendar has to hear of that too."""
        return self.filter(OEFFENTLICH, veroeffentlicht_am__isnull=False).select_related("kommune")


class Termin(Eintrag):
    """A date. Once public it is never deleted, so that calendars which know it hear that it is off."""

    kommune = models.ForeignKey(
        Kommune, models.CASCADE, null=True, blank=True, related_name="termine", help_text="Leer heißt: programmweit."
    )
    titel = models.CharField("Titel", max_length=200)
    text = models.TextField("Beschreibung", blank=True)
    datum = models.DateField("Datum")
    beginn = models.TimeField("Beginn", null=True, blank=True)
    ende = models.TimeField("Ende", null=True, blank=True)
    ort = models.CharField("Ort", max_length=160, blank=True)
    zielgruppe = models.CharField("Für wen", max_length=160, blank=True)
    anmeldung = models.URLField("Anmeldung unter", blank=True)
    abgesagt = models.BooleanField("abgesagt", default=False)
    is_published = models.BooleanField("veröffentlicht", default=False)

    folge = models.PositiveIntegerField("Änderungen seit der ersten Veröffentlichung", default=0, editable=False)
    veroeffentlicht_am = models.DateTimeField("zuerst veröffentlicht", null=True, editable=False)
    geaendert_am = models.DateTimeField("zuletzt geändert", null=True, editable=False)

    objects = TerminQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["datum", F("beginn").asc(nulls_first=True), "pk"]
        verbose_name = "Termin"
        verbose_name_plural = "Termine"

    def __str__(self):
        return self.titel

    def clean(self):
        zeiten_pruefen(self.beginn, self.ende)

    def geaendert(self):
        """Take note that calendars have to hear of this date again. The first time counts as number 0 (RFC 5545, SEQUENCE)."""
        self.geaendert_am = timezone.now()
        if self.veroeffentlicht_am is None:
            self.veroeffentlicht_am = self.geaendert_am
        else:
            self.folge += 1

    @property
    def wann_und_wo(self):
        """Time and place in one line: "9 bis 15 Uhr, Hannover-Sahlkamp"."""
        zeiten = [uhrzeit(zeit) for zeit in (self.beginn, self.ende) if zeit]
        return ", ".join(filter(None, [f"{' bis '.join(zeiten)} Uhr" if zeiten else "", self.ort]))


class Meldung(Eintrag):
    """A short piece of news; an old profile often holds only its first words."""

    kommune = models.ForeignKey(
        Kommune, models.CASCADE, null=True, blank=True, related_name="meldungen", help_text="Leer heißt: programmweit."
    )
    titel = models.CharField("Titel", max_length=200, blank=True)
    text = models.TextField("Text")
    datum = models.DateField("Datum", null=True, blank=True)
    is_published = models.BooleanField("veröffentlicht", default=False)
    geaendert_am = models.DateTimeField("zuletzt geändert", null=True, editable=False)

    objects = VeroeffentlichtQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = [F("datum").desc(nulls_last=True), "-pk"]
        verbose_name = "Meldung"
        verbose_name_plural = "Meldungen"

    def __str__(self):
        return self.titel or self.text[:80]

    def geaendert(self):
        self.geaendert_am = timezone.now()
