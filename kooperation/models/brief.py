from django.db import models
from django.utils import timezone

from kooperation.models.blatt import Vereinbarung
from kooperation.models.dialog import Dialog, Seite
from kooperation.models.erhebung import Erhebung, Teilnahme
from kooperation.models.zugang import genau_eines


class BriefQuerySet(models.QuerySet):
    def zu(self, vorgang: Dialog | Erhebung):
        return self.filter(seite__dialog=vorgang) if isinstance(vorgang, Dialog) else self.filter(teilnahme__erhebung=vorgang)


class Brief(models.Model):
    """A mail that somebody is still to get. Sent, it is deleted; one that could not be sent waits for the next try, for two weeks.

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
        ERGEBNIS = "ergebnis", "Das Ergebnis ist da"
        ABGESAGT = "abgesagt", "Die Erhebung fällt aus"

    seite = models.ForeignKey(Seite, models.CASCADE, null=True, related_name="briefe")
    teilnahme = models.ForeignKey(Teilnahme, models.CASCADE, null=True, related_name="briefe")
    art = models.CharField(max_length=12, choices=Art)
    vereinbarung = models.ForeignKey(Vereinbarung, models.CASCADE, null=True, related_name="+")
    seit = models.DateField(default=timezone.localdate)
    versuch = models.DateTimeField(null=True)  # somebody is sending it, or died doing so

    objects = BriefQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = "Brief"
        verbose_name_plural = "Briefe"
        constraints = [
            models.UniqueConstraint("seite", "art", condition=models.Q(vereinbarung=None), name="brief_once_per_side"),
            models.UniqueConstraint("seite", "art", "vereinbarung", name="brief_once_per_vereinbarung"),
            models.UniqueConstraint("teilnahme", "art", name="brief_once_per_teilnahme"),
            genau_eines("brief_to_one_person"),
        ]

    def __str__(self):
        return f"{self.get_art_display()} an {self.empfaenger}"

    @property
    def empfaenger(self) -> Seite | Teilnahme:
        return self.seite or self.teilnahme
