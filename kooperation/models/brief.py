from django.db import models

from kooperation.models.blatt import Vereinbarung
from kooperation.models.dialog import Seite


class Brief(models.Model):
    """A mail that a side is still to get. Sending deletes it; one that could not be sent waits for the next try.

    It holds no token: that is made when the mail is sent.
    """

    class Art(models.TextChoices):
        EINLADUNG = "einladung", "Einladung"
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

    class Meta:
        ordering = ["pk"]
        verbose_name = "Brief"
        verbose_name_plural = "Briefe"

    def __str__(self):
        return f"{self.get_art_display()} an Seite {self.seite_id}"
