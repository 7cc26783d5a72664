from django.db import models
from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from kern.pruefen import postleitzahl
from kommunen.models.eintrag import Eintrag
from kommunen.models.kommune import Kommune
from kommunen.models.personen import Ansprechperson


class Profil(models.Model):
    """What a Kommune says in public about its Präventionskette. Drafts and older texts stand in Fassung."""

    kommune = models.OneToOneField(Kommune, models.CASCADE, verbose_name="Kommune", related_name="profil")
    is_published = models.BooleanField("veröffentlicht", default=False)
    kurztext = models.CharField("In einem Satz", max_length=240, blank=True)
    grund = models.TextField("Grund für die Beteiligung", blank=True)
    ziele = models.TextField("Ziele", blank=True)
    schwerpunkt = models.TextField("Schwerpunktthema", blank=True)
    schwerpunkt_offen = models.BooleanField("Schwerpunkt wird noch erarbeitet", default=False)
    besonderheiten = models.TextField("Besonderheiten", blank=True)

    class Meta:
        verbose_name = "Profil"
        verbose_name_plural = "Profile"

    def __str__(self):
        return f"Profil von {self.kommune}"


class Projektbaustein(Eintrag):
    """A module of the Kommune's own project; not one of the programme's nine Bausteine."""

    kommune = models.ForeignKey(Kommune, models.CASCADE, related_name="projektbausteine")
    nummer = models.PositiveSmallIntegerField("Nummer")
    titel = models.CharField("Titel", max_length=240)
    text = models.TextField("Erläuterung", blank=True)

    class Meta:
        ordering = ["nummer", "pk"]
        verbose_name = "Projektbaustein"
        verbose_name_plural = "Projektbausteine"

    def __str__(self):
        return f"{self.nummer}: {self.titel}"


class KontaktQuerySet(models.QuerySet):
    def with_person(self, heute):
        """With `person` and `foto`: the name and the key of the photo where there is a Grundlage for it on this day."""
        personen = Ansprechperson.objects.oeffentlich(heute).filter(kontakt=OuterRef("schluessel"))
        return self.annotate(
            person=Coalesce(Subquery(personen.values("name")), Value("")), foto=Subquery(personen.values("foto__schluessel"))
        )


class Kontakt(Eintrag):
    """A place to turn to: functions, not persons. A name, if any, stands in Ansprechperson."""

    kommune = models.ForeignKey(Kommune, models.CASCADE, related_name="kontakte")
    funktionen = models.TextField("Funktionen", blank=True, help_text="Eine je Zeile.")
    dienststelle = models.TextField("Dienststelle", blank=True, help_text="Eine Ebene je Zeile, die oberste zuerst.")
    strasse = models.CharField("Straße und Hausnummer", max_length=120, blank=True)
    plz = models.CharField("Postleitzahl", max_length=5, blank=True, validators=[postleitzahl])
    ort = models.CharField("Ort", max_length=80, blank=True)
    telefon = models.CharField("Telefon", max_length=60, blank=True)
    telefax = models.CharField("Telefax", max_length=60, blank=True)
    email = models.EmailField(
        "E-Mail-Adresse", blank=True, help_text="Erscheint öffentlich: eine Funktionsadresse, keine persönliche."
    )

    objects = KontaktQuerySet.as_manager()

    class Meta(Eintrag.Meta):
        verbose_name = "Kontakt"
        verbose_name_plural = "Kontakte"

    def __str__(self):
        return next(iter(self.funktionen_liste + self.dienststelle_liste), "Kontakt")

    @property
    def funktionen_liste(self):
        return [zeile.strip() for zeile in self.funktionen.splitlines() if zeile.strip()]

    @property
    def dienststelle_liste(self):
        return [zeile.strip() for zeile in self.dienststelle.splitlines() if zeile.strip()]


class Erfolg(Eintrag):
    kommune = models.ForeignKey(Kommune, models.CASCADE, related_name="erfolge")
    text = models.TextField("Erfolg")
    download = models.ForeignKey("Download", models.SET_NULL, verbose_name="dazugehöriger Download", null=True, blank=True)

    class Meta(Eintrag.Meta):
        verbose_name = "Erfolg"
        verbose_name_plural = "Erfolge"

    def __str__(self):
        return self.text[:80]
