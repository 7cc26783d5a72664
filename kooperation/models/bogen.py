from django.db import models

from kooperation.models.dialog import Seite
from kooperation.vorlage import OHNE_STUFE, STUFEN

WERTE = (*(str(stufe) for stufe in range(1, STUFEN + 1)), *OHNE_STUFE)


class Einschaetzung(models.Model):
    """One side's answer to one Kriterium. The rows are made when the side accepts, so that saving is one update of one row."""

    seite = models.ForeignKey(Seite, models.CASCADE, related_name="einschaetzungen")
    code = models.CharField(max_length=12)
    wert = models.CharField(max_length=12, blank=True, choices=[(wert, wert) for wert in WERTE])
    beleg = models.CharField("Woran merken Sie das?", max_length=500, blank=True)
    beleg_frei = models.BooleanField("Die andere Seite darf das lesen", default=False)
    quelle = models.CharField(max_length=36, blank=True)  # the page that saved last, and its count: a late repetition is known
    nummer = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["seite", "pk"]
        verbose_name = "Einschätzung"
        verbose_name_plural = "Einschätzungen"
        constraints = [
            models.UniqueConstraint("seite", "code", name="einschaetzung_once_per_kriterium"),
            models.CheckConstraint(condition=models.Q(wert__in=["", *WERTE]), name="einschaetzung_is_a_stufe_or_skipped"),
        ]

    def __str__(self):
        return self.code

    @property
    def stufe(self) -> int | None:
        return int(self.wert) if self.wert.isdigit() else None
