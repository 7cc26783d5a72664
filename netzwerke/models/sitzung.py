from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from kommunen.models import Datei, Kommune, profil_oeffentlich
from kommunen.models.eintrag import Eintrag
from netzwerke.models.gruppe import Gruppe


class SitzungQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Published meetings of groups everybody may read, and every meeting of a Kommune the user may edit."""
        oeffentlich = Q(is_public=True, gruppe__is_public=True) & profil_oeffentlich("gruppe__kommune")
        return self.filter(oeffentlich | Q(gruppe__kommune__in=Kommune.objects.editable_by(user)))


class Sitzung(Eintrag):
    """A meeting of a group: internal unless published. Its Aufgaben stay internal in any case."""

    gruppe = models.ForeignKey(Gruppe, models.CASCADE, verbose_name="Gruppe", related_name="sitzungen")
    datum = models.DateField("Datum")
    beginn = models.TimeField("Beginn", null=True, blank=True)
    ende = models.TimeField("Ende", null=True, blank=True)
    ort = models.CharField("Ort", max_length=160, blank=True)
    tagesordnung = models.TextField("Tagesordnung", max_length=20_000, blank=True)
    protokoll = models.TextField("Protokoll", max_length=50_000, blank=True)
    datei = models.ForeignKey(Datei, models.SET_NULL, verbose_name="Protokoll als Datei", null=True, blank=True, related_name="+")
    abgesagt = models.BooleanField("fällt aus", default=False)
    is_public = models.BooleanField("öffentlich", default=False)
    folge = models.PositiveIntegerField("Änderungen an Zeit und Ort", default=0, editable=False)

    objects = SitzungQuerySet.as_manager()

    class Meta:
        ordering = ["-datum", F("beginn").desc(nulls_last=True), "-pk"]
        verbose_name = "Sitzung"
        verbose_name_plural = "Sitzungen"

    def __str__(self):
        return f"{self.gruppe}, {self.datum:%d.%m.%Y}"

    def get_absolute_url(self):
        """Expects group and Kommune to be fetched."""
        return reverse("netzwerke:sitzung", args=[self.gruppe.kommune.slug, self.gruppe.schluessel, self.schluessel])


class Aufgabe(Eintrag):
    """What a meeting agreed on: who does what until when."""

    class Stand(models.TextChoices):
        OFFEN = "offen", "offen"
        LAEUFT = "laeuft", "läuft"
        GETAN = "getan", "getan"
        VERWORFEN = "verworfen", "verworfen"

    OFFENE = (Stand.OFFEN, Stand.LAEUFT)

    sitzung = models.ForeignKey(Sitzung, models.CASCADE, related_name="aufgaben")
    was = models.CharField("Was", max_length=300)
    wer = models.CharField("Wer", max_length=160, blank=True)
    bis = models.DateField("Bis wann", null=True, blank=True)
    stand = models.CharField("Stand", max_length=10, choices=Stand, default=Stand.OFFEN)

    class Meta(Eintrag.Meta):
        verbose_name = "Aufgabe"
        verbose_name_plural = "Aufgaben"

    def __str__(self):
        return self.was
