"""The lists by which a network is described; the Fachadministration keeps them."""

from django.db import models

from netzwerke.lebensphasen import PhasenField


class Einrichtungsart(models.Model):
    """A kind of institution, and along which life phases a network usually needs one."""

    name = models.CharField("Name", max_length=80, unique=True)
    position = models.PositiveSmallIntegerField("Reihenfolge", default=0)
    phasen = PhasenField("Wo sie in einem Netzwerk erwartet wird", help_text="Leer: Ihr Fehlen wird nirgends angezeigt.")
    warum = models.CharField(
        "Warum sie dazugehört", max_length=240, blank=True, help_text="Ein Satz. Er steht dort, wo die Art im Netzwerk fehlt."
    )

    class Meta:
        ordering = ["position", "name"]
        verbose_name = "Art von Einrichtung"
        verbose_name_plural = "Arten von Einrichtungen"

    def __str__(self):
        return self.name


class Handlungsfeld(models.Model):
    """`darueber_hinaus`: past childhood; shown where a Kommune works there, and nowhere missed."""

    name = models.CharField("Name", max_length=80, unique=True)
    position = models.PositiveSmallIntegerField("Reihenfolge", default=0)
    darueber_hinaus = models.BooleanField("reicht über die Kindheit hinaus", default=False)

    class Meta:
        ordering = ["position", "name"]
        verbose_name = "Handlungsfeld"
        verbose_name_plural = "Handlungsfelder"

    def __str__(self):
        return self.name
