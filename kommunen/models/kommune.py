from typing import NamedTuple

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, When
from django.urls import reverse
from django.utils import timezone
from simple_history.models import HistoricalRecords

from statistik.models import Gebiet


def profil_oeffentlich(kommune: str) -> Q:
    """What belongs to Kommunen whose profile everybody may read: on the map, and published. `kommune` is the path to it."""
    return Q(**{f"{kommune}__is_published": True, f"{kommune}__profil__is_published": True})


# the sentence of a published profile; NULL without one
SATZ = Case(When(profil__is_published=True, then="profil__kurztext"))


class KommuneQuerySet(models.QuerySet):
    """Who sees and who edits which Kommune; nothing else in the project decides this."""

    def visible_to(self, user):
        return self.filter(is_published=True) | self.editable_by(user)

    def editable_by(self, user):
        if user.is_staff:
            return self.all()
        if user.is_anonymous:
            return self.none()
        return self.filter(pk__in=Koordination.objects.filter(nutzer=user.pk).values("kommune"))

    def for_list(self):
        """Rows of what a list shows (Listenzeile) and nothing else; one query."""
        return self.values_list("name", "slug", "is_published", SATZ, "gebiet__typ", _vom_kreis("typ"), _vom_kreis("anzeigename"))


def _vom_kreis(feld: str) -> Case:
    """Of the Kreis a Kommune lies in, like Gebiet.kreis; NULL for one that is a Kreis."""
    oberhalb = ("gebiet__parent", "gebiet__parent__parent")
    return Case(*(When(**{f"{ort}__ebene": Gebiet.Ebene.KREIS}, then=f"{ort}__{feld}") for ort in oberhalb))


def art_und_ort(typ: str, kreistyp: str | None, kreis: str | None) -> str:
    """Kind and place as people say it: "Landkreis", "Stadt im Landkreis Lüneburg", "Stadt in der Region Hannover"."""
    return f"{typ} {'in der' if kreistyp == 'Region' else 'im'} {kreis}" if kreis else typ


class Listenzeile(NamedTuple):
    """A Kommune in a list, as far as it is shown there; `satz` is None without a published profile."""

    name: str
    slug: str
    is_published: bool
    satz: str | None
    typ: str
    kreistyp: str | None
    kreis: str | None

    def get_absolute_url(self) -> str:
        return reverse("kommune", args=[self.slug])

    @property
    def art(self) -> str:
        return art_und_ort(self.typ, self.kreistyp, self.kreis)


class Kommune(models.Model):
    """A participating Landkreis, Region, Stadt, Samtgemeinde or Gemeinde with its own profile."""

    name = models.CharField("Name", max_length=140, help_text="So, wie die Kommune sich nennt: „Hansestadt Lüneburg“.")
    kurzname = models.CharField("Kurzname", max_length=120, help_text="Für „Warum … dabei ist“: „Lüneburg“, „die Region“.")
    sortierung = models.CharField(max_length=120, editable=False, default="")
    slug = models.SlugField("Adresse im Portal", unique=True)
    gebiet = models.OneToOneField(Gebiet, models.PROTECT, verbose_name="Gebiet", related_name="kommune")
    obere = models.ForeignKey(
        "self", models.PROTECT, verbose_name="obere Kommune", null=True, blank=True, related_name="staedte",
        help_text="Zum Beispiel die Region Hannover für Garbsen.",
    )  # fmt: skip
    jugendamt = models.ForeignKey(
        Gebiet, models.PROTECT, verbose_name="zuständiges Jugendamt", null=True, blank=True, related_name="+",
        help_text="Das Gebiet, dessen Jugendamt hier zuständig ist.",
    )  # fmt: skip
    is_published = models.BooleanField("auf der Karte und in der Liste", default=False)

    objects = KommuneQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["sortierung"])

    class Meta:
        ordering = ["sortierung", "pk"]
        verbose_name = "Kommune"
        verbose_name_plural = "Kommunen"
        constraints = [
            models.CheckConstraint(condition=Q(obere=None) | ~Q(obere=F("pk")), name="kommune_is_not_above_itself"),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("kommune", args=[self.slug])

    def can_be_edited_by(self, user):
        return Kommune.objects.editable_by(user).contains(self)

    @property
    def kreis_ags(self):
        """The Kreis on the map in which it lies, five digits."""
        return self.gebiet.kreis_ags

    @property
    def art(self):
        kreis = self.gebiet.kreis
        if kreis is None or kreis == self.gebiet:
            return art_und_ort(self.gebiet.typ, None, None)
        return art_und_ort(self.gebiet.typ, kreis.typ, kreis.anzeigename)

    @property
    def hat_profil(self):
        profil = getattr(self, "profil", None)
        return bool(profil and profil.is_published)


class SichtbarQuerySet(models.QuerySet):
    """Rows of a Kommune that each say for themselves whether everybody may read them (`is_public`)."""

    def visible_to(self, user):
        """Public ones of Kommunen that are on the map, and every one of a Kommune the user may edit."""
        oeffentlich = Q(is_public=True, kommune__is_published=True)
        return self.filter(oeffentlich | Q(kommune__in=Kommune.objects.editable_by(user)))

    def editable_by(self, user):
        return self.filter(kommune__in=Kommune.objects.editable_by(user))


class Koordination(models.Model):
    """Who keeps which Kommune's pages; several persons for one Kommune, several Kommunen for one person.

    Who invited whom stays readable after the inviter has gone: then the function is left of her, not the name.
    """

    kommune = models.ForeignKey(Kommune, models.CASCADE, verbose_name="Kommune", related_name="koordinationen")
    nutzer = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, verbose_name="Nutzer*in", related_name="koordinationen")
    funktion = models.CharField("Funktion", max_length=120, default="Koordination")
    seit = models.DateTimeField("seit", default=timezone.now)
    eingeladen_von = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name="eingeladen von", null=True, blank=True, related_name="+"
    )
    eingeladen_als = models.CharField("Funktion der einladenden Person", max_length=200, blank=True)

    class Meta:
        ordering = ["seit", "pk"]
        verbose_name = "Koordination"
        verbose_name_plural = "Koordinationen"
        constraints = [models.UniqueConstraint("kommune", "nutzer", name="koordination_once_per_person")]

    def __str__(self):
        return f"{self.nutzer} für {self.kommune}"


class Programmteilnahme(models.Model):
    class Art(models.TextChoices):
        AUFBAU = "aufbau", "Aufbaukommune"
        AUSBAU = "ausbau", "Ausbaukommune"

    kommune = models.ForeignKey(Kommune, models.CASCADE, related_name="teilnahmen")
    programm = models.CharField("Programm", max_length=160)
    phase = models.CharField("Förderphase", max_length=80, blank=True)
    art = models.CharField("Art", max_length=10, choices=Art, blank=True)
    von = models.DateField("von", null=True, blank=True)
    bis = models.DateField("bis", null=True, blank=True)

    history = HistoricalRecords()

    class Meta:
        ordering = [F("von").asc(nulls_first=True), "pk"]
        verbose_name = "Programmteilnahme"
        verbose_name_plural = "Programmteilnahmen"
        constraints = [
            models.CheckConstraint(
                condition=Q(von=None) | Q(bis=None) | Q(bis__gte=F("von")),
                name="programmteilnahme_ends_after_it_begins",
                violation_error_message="Das Ende liegt vor dem Beginn.",
            )
        ]

    def __str__(self):
        return self.programm

    @property
    def einzelheiten(self):
        """Kind, phase and time in one line, as far as they are known."""
        zeit = f"seit {self.von:%d.%m.%Y}" if self.von else ""
        if self.bis:
            zeit = f"{self.von:%d.%m.%Y} bis {self.bis:%d.%m.%Y}" if self.von else f"bis {self.bis:%d.%m.%Y}"
        return ", ".join(filter(None, [self.get_art_display(), self.phase, zeit]))
