"""What somebody did that others must be able to look up: rights given, what came in, went out, became public, was deleted."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from simple_history.models import HistoricalRecords


class Vermerk(models.Model):
    """One act, never changed. It names the person who acted as long as she has an account, and persons it was about never."""

    class Art(models.TextChoices):
        RECHTE = "rechte", "Rechte"
        IMPORT = "import", "Import"
        EXPORT = "export", "Export"
        VEROEFFENTLICHT = "veroeffentlicht", "Veröffentlichung"
        GELOESCHT = "geloescht", "Löschung"
        BETRIEB = "betrieb", "Betrieb"

    am = models.DateTimeField("am", default=timezone.now, db_index=True)
    art = models.CharField("Art", max_length=16, choices=Art)
    was = models.CharField("Was", max_length=240)
    nutzer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name="Wer", null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-am", "-pk"]
        verbose_name = "Vermerk"
        verbose_name_plural = "Vermerke"

    def __str__(self):
        return f"{self.get_art_display()}: {self.was}"


def vermerken(art: Vermerk.Art, was: str) -> None:
    """Note an act in the transaction in which it happens, with whoever is logged in to the request that does it.

    Outside of a request it was the portal itself or its operator. `was` names no person; an account by its number.
    """
    anfrage = getattr(HistoricalRecords.context, "request", None)
    nutzer = getattr(anfrage, "user", None)
    Vermerk.objects.create(art=art, was=was[:240], nutzer=nutzer if nutzer and nutzer.is_authenticated and nutzer.pk else None)
