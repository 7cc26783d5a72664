from django.conf import settings
from django.db import models
from django.db.models import Q

from kommunen.models.kommune import Kommune


class EinlesungQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of the Kommunen one keeps, and own ones nobody has taken over yet; the Fachadministration sees all."""
        if user.is_staff:
            return self.all()
        return self.filter(Q(von=user.pk, kommune=None) | Q(kommune__in=Kommune.objects.editable_by(user)))


class Einlesung(models.Model):
    """An old profile text as it came, kept untouched beside what was read from it."""

    text = models.TextField("Quelltext", editable=False)
    herkunft = models.CharField("Herkunft", max_length=200, blank=True)
    eingelesen_am = models.DateTimeField("eingelesen am", auto_now_add=True)
    von = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name="von", null=True, blank=True, related_name="+")
    kommune = models.ForeignKey(
        Kommune, models.CASCADE, verbose_name="übernommen für", null=True, blank=True, related_name="einlesungen"
    )

    objects = EinlesungQuerySet.as_manager()

    class Meta:
        ordering = ["-eingelesen_am", "-pk"]
        verbose_name = "Eingelesener Text"
        verbose_name_plural = "Eingelesene Texte"

    def __str__(self):
        return self.herkunft or f"Text vom {self.eingelesen_am:%d.%m.%Y}"
