from django.db import models
from django.db.models import Q

from kommunen.models import Kommune, Profil


class GruppeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Public groups of readable profiles, and every group of a Kommune the user may edit."""
        oeffentlich = Q(is_public=True, kommune__profil__in=Profil.objects.visible_to(user))
        return self.filter(oeffentlich | Q(kommune__in=Kommune.objects.editable_by(user)))

    def with_mitglieder(self):
        return self.prefetch_related("mitgliedschaften")


class Gruppe(models.Model):
    class Art(models.TextChoices):
        STEUERUNG = "steuerung", "Steuerungsgruppe"
        PLANUNG = "planung", "Planungsgruppe"
        UMSETZUNG = "umsetzung", "Umsetzungsgruppe"
        ARBEITSGRUPPE = "arbeitsgruppe", "Arbeitsgruppe"
        BERATUNGSNETZWERK = "beratungsnetzwerk", "Beratungsnetzwerk"
        BERATEND = "beratend", "Beratend"

    kommune = models.ForeignKey(Kommune, models.CASCADE, verbose_name="Kommune", related_name="gruppen")
    art = models.CharField("Art", max_length=20, choices=Art)
    name = models.CharField("Name vor Ort", max_length=160)
    aufgabe = models.CharField("Aufgabe", max_length=300, blank=True)
    planungsstand = models.CharField("Planungsstand", max_length=300, blank=True)
    is_public = models.BooleanField("öffentlich", default=True)
    position = models.PositiveSmallIntegerField("Reihenfolge", default=0)

    objects = GruppeQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = "Gruppe"
        verbose_name_plural = "Gruppen"

    def __str__(self):
        return self.name


class Mitgliedschaft(models.Model):
    """A function in a Gruppe. How many people stand behind it is known ("1 Experte"), several, or not said."""

    gruppe = models.ForeignKey(Gruppe, models.CASCADE, verbose_name="Gruppe", related_name="mitgliedschaften")
    position = models.PositiveSmallIntegerField("Reihenfolge", default=0)
    funktion = models.CharField("Funktion", max_length=240)
    einheit = models.CharField("Dienststelle oder Einrichtung", max_length=240, blank=True)
    obereinheit = models.CharField("übergeordnet", max_length=240, blank=True)
    anzahl = models.PositiveSmallIntegerField("Anzahl", null=True, blank=True, help_text="Leer, wenn sie nicht genannt ist.")
    mehrere = models.BooleanField("mehrere Personen", default=False)
    begleitet = models.ForeignKey(
        "self", models.CASCADE, verbose_name="kommt zusätzlich zu", null=True, blank=True, related_name="begleitung",
        help_text="Bei „+ 1 Experte aus dem Bereich“ die Funktion davor.",
    )  # fmt: skip
    person = models.CharField("Name (intern)", max_length=120, blank=True)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = "Mitgliedschaft"
        verbose_name_plural = "Mitgliedschaften"
        constraints = [
            models.CheckConstraint(condition=~Q(anzahl=0), name="mitgliedschaft_counts_at_least_one"),
            models.CheckConstraint(condition=Q(mehrere=False) | Q(anzahl=None), name="mitgliedschaft_several_or_counted"),
        ]

    def __str__(self):
        return self.funktion
