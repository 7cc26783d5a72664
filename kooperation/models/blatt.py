from django.db import models
from django.db.models import Q
from django.utils import timezone

from kommunen.models.eintrag import Eintrag
from kooperation.models.dialog import Dialog
from kooperation.vorlage import STUFEN
from netzwerke.models import Aufgabe

STUFENWAHL = [(nummer, str(nummer)) for nummer in range(1, STUFEN + 1)]


class Kooperationsblatt(models.Model):
    """What a pair holds on to. `nummer` counts its states; it is fixed when both sides have confirmed the same one."""

    dialog = models.OneToOneField(Dialog, models.CASCADE, related_name="blatt")
    nummer = models.PositiveIntegerField(default=1)
    ist = models.PositiveSmallIntegerField("Wo wir heute stehen", null=True, blank=True, choices=STUFENWAHL)
    ziel = models.PositiveSmallIntegerField("Wohin wir wollen", null=True, blank=True, choices=STUFENWAHL)
    begruendung = models.TextField("Warum", max_length=600, blank=True)
    gut = models.TextField("Was gut läuft", max_length=1000, blank=True)
    hakt = models.TextField("Wo es hakt", max_length=1000, blank=True)
    naechster = models.DateField("Nächster Dialog", null=True, blank=True)
    stufen_frei = models.BooleanField("Die Koordination sieht unsere Stufen", default=False)
    vereinbarungen_frei = models.BooleanField("Die Koordination sieht unsere Vereinbarungen", default=False)

    class Meta:
        verbose_name = "Kooperationsblatt"
        verbose_name_plural = "Kooperationsblätter"
        constraints = [
            models.CheckConstraint(
                condition=(Q(ist=None) | Q(ist__range=(1, STUFEN))) & (Q(ziel=None) | Q(ziel__range=(1, STUFEN))),
                name="kooperationsblatt_stufen_exist",
            )
        ]

    def __str__(self):
        return f"Kooperationsblatt zu {self.dialog}"


class VereinbarungQuerySet(models.QuerySet):
    def offen(self):
        return self.filter(stand__in=Aufgabe.OFFENE)

    def gelten(self):
        """Those of a sheet both have confirmed."""
        return self.filter(dialog__stand=Dialog.Stand.FEST)

    def freigegeben(self):
        return self.gelten().filter(dialog__blatt__vereinbarungen_frei=True)


class Vereinbarung(Eintrag):
    """What a pair agreed on: "gesagt". Its Stand is "getan". The words are fixed with the sheet, the Stand goes on."""

    Stand = Aufgabe.Stand

    dialog = models.ForeignKey(Dialog, models.CASCADE, related_name="vereinbarungen")
    was = models.CharField("Was", max_length=300)
    wer = models.CharField("Wer", max_length=160)
    bis = models.DateField("Bis wann")
    woran = models.CharField("Woran erkennbar", max_length=300, blank=True)
    stand = models.CharField("Stand", max_length=10, choices=Stand, default=Stand.OFFEN)
    stand_vom = models.DateField("Stand vom", default=timezone.localdate)
    grund = models.CharField("Warum nicht", max_length=300, blank=True)
    erinnert = models.PositiveSmallIntegerField("Erinnerungen", default=0)  # 1 before the date, 2 after it

    objects = VereinbarungQuerySet.as_manager()

    class Meta(Eintrag.Meta):
        ordering = ["bis", "pk"]
        verbose_name = "Vereinbarung"
        verbose_name_plural = "Vereinbarungen"

    def __str__(self):
        return self.was

    @property
    def ist_offen(self):
        return self.stand in Aufgabe.OFFENE

    @property
    def ist_ueberfaellig(self):
        return self.ist_offen and self.bis < timezone.localdate()
