from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from kommunen.models import Datei, Kommune, SichtbarQuerySet
from kommunen.models.eintrag import Eintrag
from netzwerke.zeitpunkt import zeitpunkt_feld
from planung.models import Massnahme, Vorhaben


class VorlageQuerySet(SichtbarQuerySet):
    def with_beratungen(self):
        return self.select_related("kommune").prefetch_related("beratungen__gremium", "beratungen__gruppe__kommune")


class Vorlage(Eintrag):
    """A council paper, as far as the Präventionskette needs it. What counts is the council's own system (`url`).

    Clerks are not kept. Costs are kept in the words of the paper: nothing here computes with them.
    """

    class Art(models.TextChoices):
        BESCHLUSS = "beschluss", "Beschlussvorlage"
        INFO = "info", "Info-Vorlage"
        MITTEILUNG = "mitteilung", "Mitteilungsvorlage"

    class Gesichert(models.TextChoices):
        JA = "ja", "Ja"
        NEIN = "nein", "Nein"

    kommune = models.ForeignKey(Kommune, models.CASCADE, verbose_name="Kommune", related_name="vorlagen")
    art = models.CharField("Art", max_length=10, choices=Art)
    nummer = models.CharField("Nummer", max_length=40, blank=True)
    betreff = models.CharField("Betreff", max_length=300)
    datum = models.DateField("Datum", null=True, blank=True)
    federfuehrend = models.CharField("federführend", max_length=240, blank=True)
    beteiligte = models.TextField("beteiligte Bereiche", max_length=2_000, blank=True, help_text="Einer je Zeile.")
    sachverhalt = models.TextField("Sachverhalt", max_length=60_000, blank=True)
    bezuege = models.TextField("andere Vorlagen", max_length=2_000, blank=True, help_text="Eine Nummer je Zeile.")
    url = models.URLField("im Ratsinformationssystem", blank=True)
    is_public = models.BooleanField("öffentlich", default=False)
    vorhaben = models.ManyToManyField(Vorhaben, verbose_name="Vorhaben, um die es geht", blank=True, related_name="vorlagen")

    berichtspflicht = models.TextField("Worüber zu berichten ist", max_length=1_000, blank=True)
    bericht_an = models.CharField("Bericht an", max_length=160, blank=True)
    bericht_rhythmus = models.CharField("wie oft", max_length=160, blank=True)
    bericht_naechster = zeitpunkt_feld("nächster Bericht")

    kosten_erlaeuterung = models.TextField("Erläuterung", max_length=4_000, blank=True)
    kosten_erarbeitung = models.CharField("für die Erarbeitung der Vorlage", max_length=200, blank=True)
    kosten_vorbereitung = models.CharField("zur Vorbereitung", max_length=200, blank=True)
    kosten_umsetzung = models.CharField("für die Umsetzung", max_length=200, blank=True)
    kosten_folge = models.CharField("Folgekosten", max_length=200, blank=True)
    gesichert = models.CharField("haushaltsrechtlich gesichert", max_length=4, choices=Gesichert, blank=True)
    kostenstelle = models.CharField("Teilhaushalt oder Kostenstelle", max_length=200, blank=True)
    kostentraeger = models.CharField("Produkt oder Kostenträger", max_length=200, blank=True)
    haushaltsjahr = models.CharField("Haushaltsjahr", max_length=60, blank=True)
    einnahmen = models.CharField("mögliche Einnahmen", max_length=200, blank=True)

    angelegt_am = models.DateTimeField("angelegt am", auto_now_add=True)
    geaendert_am = models.DateTimeField("geändert am", auto_now=True)

    objects = VorlageQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = [F("datum").desc(nulls_last=True), "-pk"]
        verbose_name = "Vorlage"
        verbose_name_plural = "Vorlagen"

    def __str__(self):
        return self.betreff

    def get_absolute_url(self):
        """Expects the Kommune to be fetched."""
        return reverse("gremien:vorlage", args=[self.kommune.slug, self.schluessel])

    @property
    def bezeichnung(self):
        """ "Beschlussvorlage 2019/123 vom 20.03.2019", as far as it is known."""
        vom = f"vom {self.datum:%d.%m.%Y}" if self.datum else ""
        return " ".join(filter(None, [self.get_art_display(), self.nummer, vom]))

    @property
    def beteiligte_liste(self):
        return [zeile.strip() for zeile in self.beteiligte.splitlines() if zeile.strip()]

    @property
    def bezuege_liste(self):
        return [zeile.strip() for zeile in self.bezuege.splitlines() if zeile.strip()]


class Beschlusspunkt(Eintrag):
    """One point of the proposed decision, and how far it is done."""

    class Stand(models.TextChoices):
        OFFEN = "offen", "offen"
        LAEUFT = "laeuft", "wird umgesetzt"
        UMGESETZT = "umgesetzt", "umgesetzt"
        VERWORFEN = "verworfen", "nicht weiter verfolgt"

    vorlage = models.ForeignKey(Vorlage, models.CASCADE, related_name="beschlusspunkte")
    text = models.TextField("Text", max_length=4_000)
    stand = models.CharField("Umsetzung", max_length=10, choices=Stand, default=Stand.OFFEN)
    bis = zeitpunkt_feld("umzusetzen bis")
    anmerkung = models.CharField("Anmerkung zur Umsetzung", max_length=300, blank=True)
    massnahme = models.ForeignKey(
        Massnahme, models.SET_NULL, verbose_name="Maßnahme, um die es geht", null=True, blank=True, related_name="beschlusspunkte"
    )

    class Meta(Eintrag.Meta):
        verbose_name = "Beschlusspunkt"
        verbose_name_plural = "Beschlusspunkte"

    def __str__(self):
        return self.text[:80]


class Anlage(Eintrag):
    """An annex: with a file of ours, with a link, or with neither ("liegt nicht bei")."""

    vorlage = models.ForeignKey(Vorlage, models.CASCADE, related_name="anlagen")
    titel = models.CharField("Titel", max_length=300)
    datei = models.ForeignKey(Datei, models.SET_NULL, verbose_name="Datei", null=True, blank=True, related_name="+")
    url = models.URLField("Adresse außerhalb des Portals", blank=True)

    class Meta(Eintrag.Meta):
        verbose_name = "Anlage"
        verbose_name_plural = "Anlagen"
        constraints = [
            models.CheckConstraint(
                condition=Q(datei=None) | Q(url=""),
                name="anlage_file_or_link",
                violation_error_message="Bitte entweder eine Datei oder eine Adresse angeben, nicht beides.",
            )
        ]

    def __str__(self):
        return self.titel
