from django.db import models
from django.utils import timezone

from kooperation.models.blatt import Vereinbarung
from kooperation.models.dialog import Seite


class Brief(models.Model):
    """A mail that a side is still to get. Sent, it is deleted; one that could not be sent waits for the next try, for two weeks.

    It holds no token: that is made when the mail is sent.
    """

    class Art(models.TextChoices):
        EINLADUNG = "einladung", "Einladung"
        NEUBEGINN = "neubeginn", "Es beginnt neu"
        ABGELOEST = "abgeloest", "Der Link gilt nicht mehr"
        ERINNERUNG = "erinnerung", "Erinnerung"
        BEIDE_DA = "beide_da", "Beide Bögen sind da"
        GESPRAECH = "gespraech", "Beide sprechen"
        BESTAETIGEN = "bestaetigen", "Bitte bestätigen"
        FEST = "fest", "Das Kooperationsblatt steht"
        ENDE = "ende", "Nicht zustande gekommen"
        LINK = "link", "Neuer Link"
        BALD = "bald", "Eine Vereinbarung wird fällig"
        FAELLIG = "faellig", "Eine Vereinbarung ist fällig"

    seite = models.ForeignKey(Seite, models.CASCADE, related_name="briefe")
    art = models.CharField(max_length=12, choices=Art)
    vereinbarung = models.ForeignKey(Vereinbarung, models.CASCADE, null=True, related_name="+")
    seit = models.DateField(default=timezone.localdate)
    versuch = models.DateTimeField(null=True)  # somebody is sending it, or died doing so

    class Meta:
        ordering = ["pk"]
        verbose_name = "Brief"
        verbose_name_plural = "Briefe"
        constraints = [
            models.UniqueConstraint("seite", "art", condition=models.Q(vereinbarung=None), name="brief_once_per_side"),
            models.UniqueConstraint("seite", "art", "vereinbarung", name="brief_once_per_vereinbarung"),
        ]

    def __str__(self):
        return f"{self.get_art_display()} an Seite {self.seite_id}"
