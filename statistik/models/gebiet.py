from django.db import models
from django.db.models import Q
from django.utils.formats import date_format


class GebietQuerySet(models.QuerySet):
    def gueltig(self, on=None):
        """Areas that exist today, or on the given day (a missing "valid from" counts as always)."""
        if on is None:
            return self.filter(gueltig_bis=None)
        return self.filter(Q(gueltig_von=None) | Q(gueltig_von__lte=on), Q(gueltig_bis=None) | Q(gueltig_bis__gte=on))

    def kreise(self):
        return self.filter(ebene=Gebiet.Ebene.KREIS)

    def genannt(self, name):
        """Areas that people may mean by this name, with or without its kind.

        "Landkreis Lüneburg" is one area, "Lüneburg" may be two: who asks must look at how many come back.
        """
        name = " ".join(name.split())
        return self.gueltig().filter(
            Q(anzeigename__iexact=name)
            | Q(name__iexact=name)
            | Q(name__istartswith=f"{name}, ")
            | Q(name__istartswith=f"{name} (")
            | Q(anzeigename__istartswith=f"{name} (")
            | Q(anzeigename__iexact=_mit_titel(name))
        )

    def get_by_natural_key(self, ars, gueltig_bis):
        return self.get(ars=ars, gueltig_bis=gueltig_bis)


def _mit_titel(name):
    """ "Stadt Lüneburg" is how the profile says Hansestadt Lüneburg."""
    return f"Hanse{name[:1].lower()}{name[1:]}" if name.lower().startswith("stadt ") else name


class Gebiet(models.Model):
    """A statistical area of the official register (Amtliches Gemeindeverzeichnis, Destatis).

    Keys are text: a leading zero belongs to them. `ars` has 2, 3, 5, 9 or 12 digits for Land, Regierungsbezirk,
    Kreis, Gemeindeverband and Gemeinde; `ags` is the older key, 2, 3, 5 or 8 digits, empty for a Gemeindeverband.
    """

    class Ebene(models.TextChoices):
        LAND = "land", "Land"
        BEZIRK = "bezirk", "Regierungsbezirk oder Statistische Region"
        KREIS = "kreis", "Kreis"
        VERBAND = "verband", "Gemeindeverband"
        GEMEINDE = "gemeinde", "Gemeinde"

    ars = models.CharField("Regionalschlüssel (ARS)", max_length=12)
    ags = models.CharField("Gemeindeschlüssel (AGS)", max_length=8, blank=True)
    name = models.CharField("amtlicher Name", max_length=120)
    typ = models.CharField("Art", max_length=60)
    anzeigename = models.CharField("Name mit Art", max_length=140)
    sortierung = models.CharField(max_length=120, editable=False, default="")
    ebene = models.CharField("Ebene", max_length=10, choices=Ebene)
    parent = models.ForeignKey("self", models.PROTECT, verbose_name="gehört zu", null=True, blank=True, related_name="teile")
    gueltig_von = models.DateField("gültig von", null=True, blank=True)
    gueltig_bis = models.DateField("gültig bis", null=True, blank=True)
    nachfolger = models.ForeignKey(
        "self", models.PROTECT, verbose_name="aufgegangen in", null=True, blank=True, related_name="vorgaenger"
    )
    flaeche_km2 = models.DecimalField("Fläche in km²", max_digits=9, decimal_places=2, null=True, blank=True)
    einwohner = models.PositiveIntegerField("Einwohner*innen", null=True, blank=True)
    stand = models.DateField("Stand von Fläche und Einwohnerzahl", null=True, blank=True)
    quelle = models.CharField("Quelle von Fläche und Einwohnerzahl", max_length=200, blank=True)

    objects = GebietQuerySet.as_manager()

    class Meta:
        ordering = ["sortierung", "ars", "gueltig_bis"]
        indexes = [models.Index(fields=["ebene"], name="gebiet_ebene")]  # of thousands of areas, pages ask for the few Kreise
        verbose_name = "Gebiet"
        verbose_name_plural = "Gebiete"
        constraints = [
            models.UniqueConstraint("ars", condition=Q(gueltig_bis=None), name="gebiet_ars_unique_today"),
            models.UniqueConstraint("ars", "gueltig_bis", name="gebiet_ars_unique_per_end"),
            models.CheckConstraint(
                condition=Q(gueltig_von=None) | Q(gueltig_bis=None) | Q(gueltig_bis__gte=models.F("gueltig_von")),
                name="gebiet_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(nachfolger=None) | Q(gueltig_bis__isnull=False), name="gebiet_successor_only_when_dissolved"
            ),
            models.CheckConstraint(
                condition=Q(einwohner=None) | (Q(stand__isnull=False) & ~Q(quelle="")),
                name="gebiet_figures_have_date_and_source",
            ),
            models.CheckConstraint(
                condition=Q(ebene="land", ars__regex=r"^\d{2}$", ags__regex=r"^\d{2}$")
                | Q(ebene="bezirk", ars__regex=r"^\d{3}$", ags__regex=r"^\d{3}$")
                | Q(ebene="kreis", ars__regex=r"^\d{5}$", ags__regex=r"^\d{5}$")
                | Q(ebene="verband", ars__regex=r"^\d{9}$", ags="")
                | Q(ebene="gemeinde", ars__regex=r"^\d{12}$", ags__regex=r"^\d{8}$"),
                name="gebiet_keys_have_the_digits_of_their_level",
            ),
        ]

    def __str__(self):
        if self.gueltig_bis:
            return f"{self.anzeigename} (bis {date_format(self.gueltig_bis, 'd.m.Y')})"
        return self.anzeigename

    def natural_key(self):
        return (self.ars, self.gueltig_bis)

    @property
    def heute(self):
        """The area that stands for this one today: itself, or the end of its line of successors."""
        gebiet = self
        while gebiet.nachfolger_id:
            gebiet = gebiet.nachfolger
        return gebiet

    @property
    def kreis_ags(self):
        """Key of the Kreis it lies in, five digits; empty for a Land or Bezirk."""
        return self.ars[:5] if len(self.ars) >= 5 else ""

    @property
    def kreis(self):
        """The Kreis it is or lies in; None for a Land or Bezirk. Reads up to two parents."""
        gebiet = self
        while gebiet and gebiet.ebene in (self.Ebene.GEMEINDE, self.Ebene.VERBAND):
            gebiet = gebiet.parent
        return gebiet if gebiet and gebiet.ebene == self.Ebene.KREIS else None
