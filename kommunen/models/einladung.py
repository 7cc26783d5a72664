from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

from kern.token import neues_token
from kommunen.models.kommune import Kommune

GUELTIG = timedelta(days=14)


class EinladungQuerySet(models.QuerySet):
    def offen(self):
        return self.filter(angenommen_am=None, gueltig_bis__gt=timezone.now())

    def editable_by(self, user):
        """Those that are wholly about Kommunen the user keeps."""
        fremd = Kommune.objects.exclude(pk__in=Kommune.objects.editable_by(user))
        return self.exclude(kommunen__in=fremd)


class Einladung(models.Model):
    """A letter that lets somebody coordinate one or several Kommunen. The token itself stands only in the mail."""

    email = models.EmailField("E-Mail-Adresse")
    funktion = models.CharField("Funktion", max_length=120, default="Koordination")
    kommunen = models.ManyToManyField(Kommune, verbose_name="Kommunen", related_name="einladungen")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    von = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name="von", null=True, related_name="+")
    von_als = models.CharField("Funktion der einladenden Person", max_length=200, blank=True)
    am = models.DateTimeField("verschickt am", default=timezone.now)
    gueltig_bis = models.DateTimeField("gültig bis")
    angenommen_am = models.DateTimeField("angenommen am", null=True, blank=True)

    objects = EinladungQuerySet.as_manager()

    class Meta:
        ordering = ["-am", "-pk"]
        verbose_name = "Einladung"
        verbose_name_plural = "Einladungen"

    def __str__(self):
        return f"{self.email}, {self.am:%d.%m.%Y}"

    @classmethod
    def neu(cls, **felder) -> tuple["Einladung", str]:
        """An unsaved invitation and its token, which exists only here and in the mail."""
        token, pruefsumme = neues_token()
        return cls(token_hash=pruefsumme, gueltig_bis=timezone.now() + GUELTIG, **felder), token
