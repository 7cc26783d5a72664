"""Districts of a Kommune with what it counts there itself, for planning: such figures are small and never public."""

from django.db import models
from simple_history.models import HistoricalRecords

from kern.templatetags.schreibweise import SCHMALES_LEERZEICHEN, zahl_schreiben
from kommunen.models import Kommune
from kommunen.models.eintrag import Eintrag
from netzwerke.models import Einrichtung


class Sozialraum(Eintrag):
    kommune = models.ForeignKey(Kommune, models.CASCADE, related_name="sozialraeume")
    name = models.CharField("Name", max_length=120)
    umfasst = models.CharField("Was dazugehört", max_length=300, blank=True)
    haeuser = models.ManyToManyField(
        Einrichtung, verbose_name="Stadtteilhäuser und Treffpunkte", blank=True, related_name="sozialraeume"
    )

    history = HistoricalRecords()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = "Sozialraum"
        verbose_name_plural = "Sozialräume"
        constraints = [
            models.UniqueConstraint("kommune", "name", name="sozialraum_once_per_kommune"),
        ]

    def __str__(self):
        return self.name


class Sozialraumzahl(models.Model):
    """One figure of one district on one day, as the Kommune counted it. The newest list with the same words replaces it."""

    class Einheit(models.TextChoices):
        ANZAHL = "anzahl", "Anzahl"
        PROZENT = "prozent", "Prozent"

    sozialraum = models.ForeignKey(Sozialraum, models.CASCADE, related_name="zahlen")
    was = models.CharField("Was gezählt wird", max_length=120)
    einheit = models.CharField("Einheit", max_length=7, choices=Einheit)
    stichtag = models.DateField("Stichtag")
    wert = models.DecimalField("Wert", max_digits=12, decimal_places=2)
    quelle = models.CharField("Quelle", max_length=200)

    class Meta:
        ordering = ["was", "einheit", "stichtag", "pk"]
        verbose_name = "Zahl eines Sozialraums"
        verbose_name_plural = "Zahlen der Sozialräume"
        constraints = [models.UniqueConstraint("sozialraum", "was", "einheit", "stichtag", name="sozialraumzahl_once")]

    def __str__(self):
        return f"{self.was}, {self.stichtag:%d.%m.%Y}"

    @property
    def geschrieben(self):
        """ "1.587" or "12,25 %", with as many places as were counted."""
        ganz = self.wert == self.wert.to_integral_value()
        text = zahl_schreiben(self.wert.normalize(), 0 if ganz else -self.wert.normalize().as_tuple().exponent)
        return f"{text}{SCHMALES_LEERZEICHEN}%" if self.einheit == self.Einheit.PROZENT else text
