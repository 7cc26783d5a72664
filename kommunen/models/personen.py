"""Names of persons, apart from everything that has versions: what ends here is gone everywhere."""

from django.db import models
from django.db.models import Q

from kommunen.models.kommune import Kommune


class AnsprechpersonQuerySet(models.QuerySet):
    def oeffentlich(self, heute):
        """Those with a Grundlage that still holds on this day."""
        return self.exclude(grundlage="").filter(Q(gilt_bis=None) | Q(gilt_bis__gte=heute))


class Ansprechperson(models.Model):
    """The person behind a contact. Public only with a recorded Grundlage; without one the name stays internal.

    Tied to the contact by its key, never written into a version.
    """

    class Grundlage(models.TextChoices):
        INTERN = "", "keine: der Name bleibt intern"
        AMT = "amt", "Amt mit Außenwirkung"
        EINWILLIGUNG = "einwilligung", "Einwilligung der Person"

    kommune = models.ForeignKey(Kommune, models.CASCADE, related_name="ansprechpersonen")
    kontakt = models.CharField("Schlüssel des Kontakts", max_length=12, unique=True)
    name = models.CharField("Name", max_length=120, blank=True)
    email = models.EmailField("persönliche E-Mail-Adresse (intern)", blank=True)
    grundlage = models.CharField("Grundlage", max_length=15, choices=Grundlage, blank=True, default="")
    seit = models.DateField("Grundlage vom", null=True, blank=True)
    umfang = models.CharField("Wofür sie gilt", max_length=240, blank=True)
    gilt_bis = models.DateField("gilt bis", null=True, blank=True)
    foto = models.OneToOneField("Datei", models.SET_NULL, verbose_name="Foto", null=True, blank=True, related_name="+")

    objects = AnsprechpersonQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = "Ansprechperson"
        verbose_name_plural = "Ansprechpersonen"
        constraints = [
            models.CheckConstraint(
                condition=~Q(grundlage="einwilligung") | Q(seit__isnull=False) & ~Q(umfang=""),
                name="ansprechperson_consent_with_date_and_scope",
                violation_error_message="Zu einer Einwilligung gehören ihr Datum und wofür sie gilt.",
            ),
            models.CheckConstraint(
                condition=Q(foto=None) | Q(grundlage="einwilligung"),
                name="ansprechperson_photo_needs_consent",
                violation_error_message="Ein Foto braucht immer eine Einwilligung.",
            ),
            models.CheckConstraint(
                condition=Q(grundlage="") | ~Q(name=""), name="ansprechperson_public_with_a_name",
                violation_error_message="Bitte geben Sie den Namen an.",
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.name or self.email or "Ansprechperson"

    def entfernen(self):
        """Name, consent and photo are gone; versions never held them."""
        foto = self.foto
        self.delete()
        if foto:
            foto.loeschen()
