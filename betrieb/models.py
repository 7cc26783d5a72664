"""What the portal knows of its own running."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

BEHALTEN = timedelta(days=30)  # how long counted errors are kept


class AuftragQuerySet(models.QuerySet):
    def uebernehmen(self, name: str, jetzt: datetime, naechster: datetime) -> bool:
        """Claim a job that is due; of several processes that ask, one gets it. `naechster` is when it is due again."""
        self.get_or_create(name=name, defaults={"faellig": jetzt})
        faellig = self.filter(name=name, faellig__lte=jetzt)
        return bool(faellig.update(faellig=naechster, begonnen=jetzt, beendet=None))


class Auftrag(models.Model):
    """A recurring job (auftraege.py): when it ran, how it ended, when it is due again."""

    name = models.CharField(max_length=20, unique=True)
    faellig = models.DateTimeField("fällig")
    begonnen = models.DateTimeField("begonnen", null=True)
    beendet = models.DateTimeField("beendet", null=True)
    gelungen_am = models.DateTimeField("zuletzt gelungen", null=True)
    fehler = models.CharField("woran es lag", max_length=300, blank=True)
    ergebnis = models.CharField("Ergebnis", max_length=300, blank=True)

    objects = AuftragQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = "Auftrag"
        verbose_name_plural = "Aufträge"

    def __str__(self):
        return self.name


class FehlerQuerySet(models.QuerySet):
    def zaehlen(self, ort: str, vorgang: str) -> None:
        """One more error at this place today."""
        jetzt = timezone.now()
        heute = self.filter(tag=timezone.localdate(jetzt), ort=ort[:300])
        neu = {"anzahl": F("anzahl") + 1, "zuletzt": jetzt, "vorgang": vorgang}
        if not heute.update(**neu):
            _, ist_neu = self.get_or_create(
                tag=timezone.localdate(jetzt), ort=ort[:300], defaults={"zuletzt": jetzt, "vorgang": vorgang}
            )
            if not ist_neu:  # another request was first
                heute.update(**neu)


class Fehler(models.Model):
    """Answers with 500, counted per day and place. Holds nothing of the request: no address, no message, nobody."""

    tag = models.DateField("Tag")
    ort = models.CharField("Ort im Programm", max_length=300)
    anzahl = models.PositiveIntegerField("Anzahl", default=1)
    zuletzt = models.DateTimeField("zuletzt")
    vorgang = models.CharField("Vorgang", max_length=8, blank=True)

    objects = FehlerQuerySet.as_manager()

    class Meta:
        ordering = ["-zuletzt"]
        verbose_name = "Fehler"
        verbose_name_plural = "Fehler"
        constraints = [models.UniqueConstraint("tag", "ort", name="fehler_counted_per_day_and_place")]

    def __str__(self):
        return self.ort


class Stoerung(models.Model):
    """Something that is broken now, from when it was first seen until it is well again; who was told of it, and when."""

    was = models.CharField(max_length=30, unique=True)
    titel = models.CharField(max_length=80)
    seit = models.DateTimeField(default=timezone.now)
    gemeldet_am = models.DateTimeField(null=True)

    class Meta:
        ordering = ["seit"]
        verbose_name = "Störung"
        verbose_name_plural = "Störungen"
        constraints = [models.CheckConstraint(condition=~Q(was=""), name="stoerung_has_a_name")]

    def __str__(self):
        return self.was
