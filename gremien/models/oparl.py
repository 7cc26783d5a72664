from django.db import models

from kommunen.models import Kommune


class OparlObjekt(models.Model):
    """What the OParl interface has told at least once: under which key, since when, changed when, and whether it is gone.

    It holds keys and times only. What an object says is read from the papers at each request, so nothing withdrawn stays in here.
    """

    class Art(models.TextChoices):
        """As addresses spell it, and as the specification does."""

        SYSTEM = "system", "System"
        BODY = "body", "Body"
        ORGANIZATION = "organization", "Organization"
        MEETING = "meeting", "Meeting"
        PAPER = "paper", "Paper"
        CONSULTATION = "consultation", "Consultation"
        AGENDAITEM = "agendaitem", "AgendaItem"
        FILE = "file", "File"

    kommune = models.ForeignKey(Kommune, models.CASCADE, null=True, blank=True, related_name="+")
    art = models.CharField("Art", max_length=12, choices=Art)
    schluessel = models.CharField("Schlüssel", max_length=24)
    angelegt = models.DateTimeField("created")
    geaendert = models.DateTimeField("modified")
    geloescht = models.BooleanField("deleted", default=False)
    pruefsumme = models.CharField("Prüfsumme", max_length=64, editable=False)

    class Meta:
        ordering = ["pk"]
        verbose_name = "OParl-Objekt"
        verbose_name_plural = "OParl-Objekte"
        constraints = [models.UniqueConstraint("art", "schluessel", name="oparlobjekt_once")]
        indexes = [models.Index(fields=["kommune", "art", "id"], name="oparlobjekt_liste")]

    def __str__(self):
        return f"{self.art}/{self.schluessel}"
