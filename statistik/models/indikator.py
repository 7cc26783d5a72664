"""What is counted: how it is defined, in which unit, and how one Indikator hangs together with others."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q


class IndikatorQuerySet(models.QuerySet):
    def get_by_natural_key(self, kennung):
        return self.get(kennung=kennung)

    def lieferbar(self):
        """Those whose figures come with a Lieferung; the others the portal computes itself."""
        return self.filter(eigene_berechnung=False)


class Indikator(models.Model):
    class Art(models.TextChoices):
        ANZAHL = "anzahl", "Anzahl"
        ANTEIL = "anteil", "Anteil in Prozent"
        RATE = "rate", "Rate oder anderer Wert mit Nachkommastellen"

    class Gezaehlt(models.TextChoices):
        BEV = "BEV", "Bevölkerung"
        PERS = "PERS", "Personen in Bedarfsgemeinschaften (PERS)"
        RLB = "RLB", "Regelleistungsberechtigte (RLB)"
        LB = "LB", "Leistungsberechtigte (LB)"
        ELB = "ELB", "erwerbsfähige Leistungsberechtigte (ELB)"
        NEF = "NEF", "nicht erwerbsfähige Leistungsberechtigte (NEF)"
        BG = "BG", "Bedarfsgemeinschaften (BG)"
        ANDERE = "", "anderes, siehe Definition"

    class Stichtagsart(models.TextChoices):
        JAHRESENDE = "12-31", "31.12. eines Jahres"
        JAHRESMITTE = "06-30", "30.06. eines Jahres"
        MONATSENDE = "monat", "Ende eines Monats"
        BELIEBIG = "", "verschieden"

    kennung = models.SlugField("Kennung", max_length=40, unique=True, help_text="So heißt der Indikator in Dateien und Adressen.")
    titel = models.CharField("Titel", max_length=120)
    definition = models.TextField("Definition", help_text="Wer wird gezählt, woran gemessen, nach welchem Konzept?")
    lesehilfe = models.CharField(
        "Lesehilfe", max_length=240, help_text="Ein Satz, der sagt, was eine Zahl bedeutet: „Von 100 Kindern unter 15 leben …“."
    )
    gezaehlt = models.CharField("Gezählt werden", max_length=4, choices=Gezaehlt, blank=True, default="")
    alter_von = models.PositiveSmallIntegerField("Alter von", null=True, blank=True)
    alter_unter = models.PositiveSmallIntegerField("Alter unter", null=True, blank=True)
    art = models.CharField("Art", max_length=10, choices=Art)
    einheit = models.CharField("Einheit", max_length=40, default="Personen")
    stichtagsart = models.CharField("Stichtag", max_length=5, choices=Stichtagsart, blank=True, default=Stichtagsart.JAHRESENDE)
    ebenen = models.CharField("Regionale Ebenen", max_length=60, default="Land, Kreise, Gemeinden")
    quelle = models.CharField("Übliche Quelle", max_length=200, blank=True)
    lizenz = models.CharField("Lizenz", max_length=60, blank=True)
    zaehler = models.ForeignKey(
        "self", models.PROTECT, verbose_name="Zähler", null=True, blank=True, related_name="+",
        help_text="Bei einem Anteil: der Indikator, der geteilt wird.",
    )  # fmt: skip
    nenner = models.ForeignKey(
        "self", models.PROTECT, verbose_name="Grundgesamtheit", null=True, blank=True, related_name="+",
        help_text="Der Indikator, an dem gemessen wird. Eine Anzahl kann nicht größer sein als ihre Grundgesamtheit.",
    )  # fmt: skip
    teile = models.ManyToManyField(
        "self", symmetrical=False, verbose_name="setzt sich zusammen aus", blank=True, related_name="summen",
        help_text="„unter 10“ etwa aus „unter 3“, „3 bis 6“ und „6 bis 10“. Fehlt die Summe in einer Datei, bildet sie das Portal.",
    )  # fmt: skip
    eigene_berechnung = models.BooleanField(
        "rechnet das Portal selbst", default=False, help_text="Zähler durch Grundgesamtheit; steht überall als „eigene Berechnung“."
    )
    position = models.PositiveSmallIntegerField("Reihenfolge", default=100)

    objects = IndikatorQuerySet.as_manager()

    class Meta:
        ordering = ["position", "kennung"]
        verbose_name = "Indikator"
        verbose_name_plural = "Indikatoren"
        constraints = [
            models.CheckConstraint(
                condition=Q(eigene_berechnung=False) | Q(art="anteil", zaehler__isnull=False, nenner__isnull=False),
                name="indikator_own_calculation_has_two_sides",
                violation_error_message="Eine eigene Berechnung ist ein Anteil und braucht Zähler und Grundgesamtheit.",
            ),
            models.CheckConstraint(
                condition=Q(alter_von=None) | Q(alter_unter=None) | Q(alter_unter__gt=models.F("alter_von")),
                name="indikator_ages_in_order",
                violation_error_message="„Alter unter“ muss größer sein als „Alter von“.",
            ),
        ]

    def __str__(self):
        return self.titel

    def natural_key(self):
        return (self.kennung,)

    def clean(self):
        for feld in ("zaehler", "nenner"):
            anderer = getattr(self, feld)
            if anderer and anderer.art != self.Art.ANZAHL:
                raise ValidationError({feld: "Hier gehört eine Anzahl hin, kein Anteil."})
            if anderer and anderer.pk == self.pk:
                raise ValidationError({feld: "Ein Indikator kann nicht an sich selbst gemessen werden."})

    @property
    def ist_anzahl(self):
        return self.art == self.Art.ANZAHL

    @property
    def ruht_auf_zensus(self):
        """Counted in the population, or measured against it; reads the Grundgesamtheit."""
        return self.gezaehlt == self.Gezaehlt.BEV or bool(self.nenner_id and not self.ist_anzahl and self.nenner.ruht_auf_zensus)

    @property
    def ist_geschuetzt(self):
        """Counts of people in need, other than of the population: one to nine of them are never public."""
        return self.gezaehlt != self.Gezaehlt.BEV
