"""Sections of a profile and their versions."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from kommunen.models.kommune import Kommune


class Abschnitt(models.Model):
    """One section of a Kommune's profile: what of it is public, what is draft, when it was last checked.

    Its row is also what two people who save at once wait for.
    """

    class Art(models.TextChoices):
        KONTAKT = "kontakt", "Kontakt"
        KENNZAHLEN = "kennzahlen", "Kennzahlen"
        GRUND = "grund", "Warum wir dabei sind"
        ZIELE = "ziele", "Ziele und Projektbausteine"
        BESONDERHEITEN = "besonderheiten", "Besonderheiten"
        DOWNLOADS = "downloads", "Downloads"
        ERFOLGE = "erfolge", "Was gelungen ist"
        TERMINE = "termine", "Termine"
        MELDUNGEN = "meldungen", "Aktuelles"

    kommune = models.ForeignKey(Kommune, models.CASCADE, related_name="abschnitte")
    art = models.CharField("Abschnitt", max_length=15, choices=Art)
    oeffentlich = models.ForeignKey("Fassung", models.PROTECT, verbose_name="öffentliche Fassung", null=True, related_name="+")
    entwurf = models.ForeignKey("Fassung", models.PROTECT, verbose_name="Entwurf", null=True, related_name="+")
    geprueft_am = models.DateField("zuletzt geprüft am", null=True, blank=True)

    class Meta:
        verbose_name = "Abschnitt"
        verbose_name_plural = "Abschnitte"
        constraints = [models.UniqueConstraint("kommune", "art", name="abschnitt_once_per_kommune")]

    def __str__(self):
        return f"{self.get_art_display()}, {self.kommune}"

    @property
    def neueste(self):
        """What the next person who edits starts from; None as long as nobody has edited here."""
        return self.entwurf or self.oeffentlich


class FassungQuerySet(models.QuerySet):
    def for_list(self):
        """Without the states a form saved by itself on the way to a later one, and without the long texts."""
        spaeter = Fassung.objects.filter(
            abschnitt=OuterRef("abschnitt"), formular=OuterRef("formular"), nummer__gt=OuterRef("nummer")
        )
        unterwegs = Q(anlass=Fassung.Anlass.ZWISCHENSTAND, veroeffentlicht_am=None) & Exists(spaeter)
        gilt = Q(pk=F("abschnitt__entwurf")) | Q(pk=F("abschnitt__oeffentlich"))
        return self.filter(~unterwegs | gilt).defer("inhalt", "eingereicht", "wortlaut").select_related("abschnitt", "von")


class Fassung(models.Model):
    """What a section held after somebody saved it. Never changed, only published.

    `inhalt` is {field: value} and {list: [{"schluessel": …, field: value}]}, see redaktion/inhalt.py.
    """

    class Anlass(models.TextChoices):
        ZWISCHENSTAND = "zwischenstand", "von selbst gesichert"
        ENTWURF = "entwurf", "gespeichert"
        EINGELESEN = "eingelesen", "aus einem alten Profil eingelesen"
        UEBERNOMMEN = "uebernommen", "aus dem Bestand übernommen"
        ZURUECKGEHOLT = "zurueckgeholt", "frühere Fassung zurückgeholt"
        VERWORFEN = "verworfen", "Entwurf verworfen"
        DANEBEN = "daneben", "aufbewahrt: gleichzeitig mit jemand anderem geschrieben"

    abschnitt = models.ForeignKey(Abschnitt, models.CASCADE, related_name="fassungen")
    nummer = models.PositiveIntegerField("Nummer")
    inhalt = models.JSONField("Inhalt")
    eingereicht = models.JSONField("Stand des Formulars, wo anderes dazukam", null=True)
    wortlaut = models.TextField("alle Worte, zum Suchen", blank=True)
    anlass = models.CharField("Anlass", max_length=15, choices=Anlass, default=Anlass.ENTWURF)
    formular = models.CharField("aus welchem Formular", max_length=32, blank=True)
    notiz = models.CharField("Anmerkung", max_length=200, blank=True)
    von = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name="von", null=True, related_name="+")
    als = models.CharField("Funktion", max_length=200, blank=True)
    am = models.DateTimeField("am", default=timezone.now)
    veroeffentlicht_am = models.DateTimeField("veröffentlicht am", null=True)
    veroeffentlicht_als = models.CharField("veröffentlicht von (Funktion)", max_length=200, blank=True)

    objects = FassungQuerySet.as_manager()

    class Meta:
        ordering = ["-nummer"]
        verbose_name = "Fassung"
        verbose_name_plural = "Fassungen"
        constraints = [models.UniqueConstraint("abschnitt", "nummer", name="fassung_number_once")]

    def __str__(self):
        return f"Fassung {self.nummer}"

    @property
    def wer(self):
        """Name and function, or the function alone where the person has gone."""
        name = (self.von.name or self.von.email) if self.von else ""
        return f"{name} ({self.als})" if name and self.als else name or self.als or "das Portal"

    @property
    def formularstand(self):
        """What the form itself held, without what merging added: the base of the next save from the same form."""
        return self.inhalt if self.eingereicht is None else self.eingereicht
