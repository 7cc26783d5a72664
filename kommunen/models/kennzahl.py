from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from kommunen.models.eintrag import Eintrag
from kommunen.models.kommune import Kommune, profil_oeffentlich
from kommunen.zeitangabe import Genauigkeit, Zeitangabe


class KennzahlQuerySet(models.QuerySet):
    def published(self):
        return self.filter(profil_oeffentlich("kommune"))


class Kennzahl(Eintrag):
    """A figure exactly as published. It is never corrected: what we compute stands beside it (auswertung.py)."""

    class Art(models.TextChoices):
        EINWOHNER = "einwohner", "Einwohnerinnen und Einwohner"
        KINDER_U10 = "kinder_u10", "Kinder unter 10 Jahren"
        ANTEIL_U10 = "anteil_u10", "Anteil der Kinder unter 10 Jahren"
        SGB2_KINDER_U10 = "sgb2_kinder_u10", "Kinder unter 10 Jahren im SGB-II-Bezug"
        SGB2_QUOTE_U10 = "sgb2_quote_u10", "SGB-II-Quote unter 10 Jahren"

    class Einheit(models.TextChoices):
        PERSONEN = "personen", "Personen"
        PROZENT = "prozent", "Prozent"

    class Status(models.TextChoices):
        FINAL = "final", "endgültig"
        PRELIMINARY = "preliminary", "vorläufig"
        REVISED = "revised", "berichtigt"
        ESTIMATED = "estimated", "geschätzt"
        SECRET = "secret", "aus Datenschutzgründen nicht veröffentlicht"
        UNKNOWN = "unknown", "unbekannt"
        NOT_MEANINGFUL = "not_meaningful", "nicht sinnvoll"
        FOLLOWS = "follows", "folgt später"
        AS_PUBLISHED = "as_published", "wie veröffentlicht, ohne Angabe"

    OHNE_WERT = (Status.SECRET, Status.UNKNOWN, Status.NOT_MEANINGFUL, Status.FOLLOWS)

    class Naeherung(models.TextChoices):
        GENAU = "", "genau"
        ETWA = "etwa", "etwa"
        GERUNDET = "gerundet", "gerundet"

    kommune = models.ForeignKey(Kommune, models.CASCADE, related_name="kennzahlen")
    art = models.CharField("Was gezählt wird", max_length=20, choices=Art)
    wert = models.DecimalField("Wert", max_digits=14, decimal_places=4, null=True, blank=True)
    nachkommastellen = models.PositiveSmallIntegerField("Nachkommastellen, wie veröffentlicht", default=0)
    einheit = models.CharField("Einheit", max_length=10, choices=Einheit)
    naeherung = models.CharField("Genauigkeit", max_length=10, choices=Naeherung, blank=True, default="")
    status = models.CharField("Status", max_length=15, choices=Status, default=Status.AS_PUBLISHED)
    stichtag = models.DateField("Stichtag", null=True, blank=True, help_text="Bei Monat oder Jahr der erste Tag davon.")
    genauigkeit = models.CharField(
        "Stichtag auf", max_length=10, blank=True, default="",
        choices=[(g.value, g.value.title()) for g in Genauigkeit],
    )  # fmt: skip
    quelle = models.CharField("Quelle", max_length=400, blank=True)
    definition = models.CharField(
        "Definition", max_length=400, blank=True, help_text="Wer wird gezählt, an welcher Grundgesamtheit?"
    )
    wortlaut = models.TextField("Wortlaut der Veröffentlichung (intern)", blank=True)

    objects = KennzahlQuerySet.as_manager()

    class Meta(Eintrag.Meta):
        verbose_name = "Kennzahl"
        verbose_name_plural = "Kennzahlen"
        constraints = [
            models.CheckConstraint(
                condition=Q(stichtag=None, genauigkeit="") | Q(stichtag__isnull=False) & ~Q(genauigkeit=""),
                name="kennzahl_date_with_precision",
                violation_error_message="Zum Stichtag gehört, ob er auf Tag, Monat oder Jahr genau ist.",
            ),
            models.CheckConstraint(
                condition=Q(wert=None, status__in=["secret", "unknown", "not_meaningful", "follows"])
                | Q(wert__isnull=False) & ~Q(status__in=["secret", "unknown", "not_meaningful", "follows"]),
                name="kennzahl_value_or_reason",
                violation_error_message="Entweder steht ein Wert da oder ein Status, der sagt, warum keiner da ist.",
            ),
        ]

    def __str__(self):
        return self.get_art_display()

    def clean(self):
        """What the constraint says, without asking the database."""
        if (self.wert is None) != (self.status in self.OHNE_WERT):
            raise ValidationError("Es fehlt der Wert oder ein Status, der sagt, warum keiner da ist.")

    @property
    def zeitangabe(self):
        return Zeitangabe(self.stichtag, Genauigkeit(self.genauigkeit)) if self.stichtag else None
