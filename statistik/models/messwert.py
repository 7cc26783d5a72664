"""A figure: what (Indikator), where (Gebiet), when (Stichtag), from where (Herkunft)."""

from django.db import models
from django.db.models import Case, Q, Value, When

from statistik.leser import werte
from statistik.models.gebiet import Gebiet
from statistik.models.indikator import Indikator
from statistik.models.lieferung import Herkunft


class MesswertQuerySet(models.QuerySet):
    def gueltig(self):
        """What stands today; earlier values stay in the table and come back when a Lieferung is withdrawn."""
        return self.filter(gilt=True)

    def oeffentlich(self):
        """What anybody may see, as named tuples: a small count and what would reveal it (kleine_zahlen.py) is secret here.

        These hold nothing but what is public; there is no row of the table behind them that could be asked for more.
        """
        verborgen = Q(ist_klein=True)
        return (
            self.gueltig()
            .annotate(
                zahl=Case(When(verborgen, then=None), default="wert"),
                zustand=Case(When(verborgen, then=Value(werte.SECRET)), default="status"),
            )
            .values_list("indikator_id", "gebiet_id", "stichtag", "zahl", "zustand", "herkunft_id", named=True)
        )


class Messwert(models.Model):
    """Rows are only ever added; `gilt` says which one of a place, day and Indikator stands today.

    `wert` is a double: it holds what a statistics office publishes (up to 15 digits) exactly and gives it back as typed.
    """

    class Status(models.TextChoices):
        FINAL = werte.FINAL, "endgültig"
        PRELIMINARY = werte.PRELIMINARY, "vorläufig"
        REVISED = werte.REVISED, "berichtigt"
        ESTIMATED = werte.ESTIMATED, "geschätzt"
        SECRET = werte.SECRET, "aus Datenschutzgründen nicht veröffentlicht"
        UNKNOWN = werte.UNKNOWN, "unbekannt"
        NOT_MEANINGFUL = werte.NOT_MEANINGFUL, "nicht sinnvoll"
        FOLLOWS = werte.FOLLOWS, "folgt später"

    indikator = models.ForeignKey(Indikator, models.PROTECT, related_name="messwerte", db_index=False)
    gebiet = models.ForeignKey(Gebiet, models.PROTECT, related_name="messwerte", db_index=False)
    stichtag = models.DateField("Stichtag")
    wert = models.FloatField("Wert", null=True, blank=True)
    status = models.CharField("Status", max_length=15, choices=Status, default=Status.FINAL)
    zeichen = models.CharField("Zeichen in der Datei", max_length=40, blank=True, default="")
    herkunft = models.ForeignKey(Herkunft, models.PROTECT, related_name="messwerte")
    ist_amtlich = models.BooleanField("amtlich", default=True)
    gilt = models.BooleanField("gilt", default=True)
    ist_klein = models.BooleanField("zu klein, um öffentlich zu sein", default=False)

    objects = MesswertQuerySet.as_manager()

    class Meta:
        verbose_name = "Messwert"
        verbose_name_plural = "Messwerte"
        indexes = [models.Index("gebiet", "indikator", "stichtag", name="messwert_of_a_place")]
        constraints = [
            models.UniqueConstraint(
                "indikator", "stichtag", "gebiet", "ist_amtlich", condition=Q(gilt=True), name="messwert_one_value_stands"
            ),
            models.CheckConstraint(
                condition=Q(wert=None, status__in=werte.OHNE_WERT) | Q(wert__isnull=False) & ~Q(status__in=werte.OHNE_WERT),
                name="messwert_value_or_reason",
            ),
        ]

    def __str__(self):
        return f"{self.indikator}, {self.gebiet}, {self.stichtag:%d.%m.%Y}"
