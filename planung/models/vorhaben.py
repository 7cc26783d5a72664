from django.db import models
from django.db.models import Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from kommunen.models import Download, Kommune, SichtbarQuerySet
from kommunen.models.eintrag import Eintrag
from netzwerke.models import Einrichtung, Gruppe
from netzwerke.zeitpunkt import als_text, zeitpunkt_feld
from planung.zeitraum import spanne


class VorhabenQuerySet(SichtbarQuerySet):
    def von(self, kommune):
        """Its own, and those of others it takes part in."""
        beteiligt = self.model.objects.filter(kommunen=kommune).values("pk")
        return self.filter(Q(kommune=kommune) | Q(pk__in=beteiligt))


class Vorhaben(Eintrag):
    """A project of one or several Kommunen with its time, its money and what it goes through."""

    class Stand(models.TextChoices):
        GEPLANT = "geplant", "geplant"
        LAEUFT = "laeuft", "läuft"
        FERTIG = "fertig", "abgeschlossen"
        BEENDET = "beendet", "vorzeitig beendet"

    kommune = models.ForeignKey(Kommune, models.CASCADE, verbose_name="Kommune", related_name="vorhaben")
    kommunen = models.ManyToManyField(
        Kommune, verbose_name="weitere beteiligte Kommunen", blank=True, related_name="mitgetragene_vorhaben"
    )
    titel = models.CharField("Titel", max_length=200)
    leitsatz = models.CharField("Leitsatz", max_length=300, blank=True)
    beschreibung = models.TextField("Worum es geht", max_length=20_000, blank=True)
    schwerpunkt = models.CharField("Schwerpunktthema", max_length=300, blank=True)
    schwerpunkt_folgt = models.BooleanField("Schwerpunktthema folgt", default=False)
    stand = models.CharField("Stand", max_length=10, choices=Stand, default=Stand.GEPLANT)
    von = zeitpunkt_feld("Beginn")
    bis = zeitpunkt_feld("Ende")
    federfuehrend = models.CharField("federführend", max_length=240, blank=True)
    strategien = models.TextField(
        "gehört zu", max_length=2_000, blank=True, help_text="Andere Konzepte und Strategien, eine je Zeile."
    )
    dokumente = models.ManyToManyField(Download, verbose_name="Dokumente", blank=True, related_name="vorhaben")
    is_public = models.BooleanField("öffentlich", default=False)
    angelegt_am = models.DateTimeField("angelegt am", auto_now_add=True)
    geaendert_am = models.DateTimeField("geändert am", auto_now=True)

    objects = VorhabenQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["-von", "-pk"]
        verbose_name = "Vorhaben"
        verbose_name_plural = "Vorhaben"
        constraints = [
            models.CheckConstraint(condition=Q(schwerpunkt="") | Q(schwerpunkt_folgt=False), name="vorhaben_schwerpunkt_or_folgt"),
        ]

    def __str__(self):
        return self.titel

    def get_absolute_url(self):
        """Expects the Kommune to be fetched."""
        return reverse("planung:vorhaben", args=[self.kommune.slug, self.schluessel])

    @property
    def zeitraum(self):
        return spanne(self.von, self.bis)

    @property
    def strategien_liste(self):
        return [zeile.strip() for zeile in self.strategien.splitlines() if zeile.strip()]


class Phase(Eintrag):
    """A stretch or a milestone, known as exactly as it is known: "bis Ende 2019", "ab 2021"."""

    class Stand(models.TextChoices):
        OFFEN = "offen", "steht bevor"
        LAEUFT = "laeuft", "läuft"
        ERREICHT = "erreicht", "erreicht"

    vorhaben = models.ForeignKey(Vorhaben, models.CASCADE, related_name="phasen")
    titel = models.CharField("Was geschieht", max_length=400)
    von = zeitpunkt_feld("ab")
    bis = zeitpunkt_feld("bis")
    meilenstein = models.BooleanField("Meilenstein", default=False)
    stand = models.CharField("Stand", max_length=10, choices=Stand, default=Stand.OFFEN)

    class Meta(Eintrag.Meta):
        verbose_name = "Phase"
        verbose_name_plural = "Phasen"

    def __str__(self):
        return self.titel

    @property
    def zeitraum(self):
        return als_text(self.bis or self.von) if self.meilenstein else spanne(self.von, self.bis)


class Foerderung(Eintrag):
    class Stand(models.TextChoices):
        BEANTRAGT = "beantragt", "beantragt"
        BEWILLIGT = "bewilligt", "bewilligt"
        ABGELEHNT = "abgelehnt", "nicht bewilligt"

    vorhaben = models.ForeignKey(Vorhaben, models.CASCADE, related_name="foerderungen")
    geber = models.CharField("Wer fördert", max_length=200)
    richtlinie = models.CharField("Richtlinie oder Programm", max_length=400, blank=True)
    stand = models.CharField("Stand", max_length=10, choices=Stand, default=Stand.BEANTRAGT)
    von = zeitpunkt_feld("von")
    bis = zeitpunkt_feld("bis")
    bezahlt = models.CharField("Was bezahlt wird", max_length=400, blank=True, help_text="Auch Stellen und Stellenanteile.")
    betrag = models.CharField("Betrag", max_length=120, blank=True, help_text="Wenn er bekannt ist.")

    class Meta(Eintrag.Meta):
        verbose_name = "Förderung"
        verbose_name_plural = "Förderungen"

    def __str__(self):
        return self.geber

    @property
    def zeitraum(self):
        return spanne(self.von, self.bis)


class Ressource(Eintrag):
    class Art(models.TextChoices):
        STELLE = "stelle", "Stellen und Stunden"
        ORT = "ort", "Häuser und Räume"
        ANDERES = "anderes", "Anderes"

    vorhaben = models.ForeignKey(Vorhaben, models.CASCADE, related_name="ressourcen")
    art = models.CharField("Art", max_length=10, choices=Art, default=Art.STELLE)
    anzahl = models.CharField("Anzahl", max_length=40, blank=True, help_text="Zum Beispiel „7“ oder „1,5“.")
    was = models.CharField("Was", max_length=300)

    class Meta(Eintrag.Meta):
        verbose_name = "Ressource"
        verbose_name_plural = "Ressourcen"

    def __str__(self):
        return f"{self.anzahl} {self.was}".strip()


class Beteiligung(Eintrag):
    """Who takes part: an Einrichtung, a Gruppe, or only what it is called."""

    vorhaben = models.ForeignKey(Vorhaben, models.CASCADE, related_name="beteiligungen")
    name = models.CharField("Wer", max_length=240)
    einrichtung = models.ForeignKey(Einrichtung, models.SET_NULL, null=True, blank=True, related_name="vorhaben")
    gruppe = models.ForeignKey(Gruppe, models.SET_NULL, null=True, blank=True, related_name="vorhaben")
    aufgabe = models.CharField("Aufgabe", max_length=240, blank=True)

    class Meta(Eintrag.Meta):
        verbose_name = "Beteiligung"
        verbose_name_plural = "Beteiligungen"
        constraints = [
            models.CheckConstraint(condition=Q(einrichtung=None) | Q(gruppe=None), name="beteiligung_einrichtung_or_gruppe"),
        ]

    def __str__(self):
        return self.name
