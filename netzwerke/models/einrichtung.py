from functools import lru_cache

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from kommunen.models import Kommune, profil_oeffentlich
from kommunen.models.eintrag import neuer_schluessel
from netzwerke.lebensphasen import LEBENSPHASEN, PhasenField
from netzwerke.models.achsen import Einrichtungsart, Handlungsfeld
from netzwerke.zeitpunkt import zeitpunkt_feld
from statistik.models import Gebiet
from statistik.namen import sortierschluessel


def sortierung(name: str) -> str:
    """Key for sorting, cut to its column: ß and ligatures make it longer than the name."""
    return sortierschluessel(name)[:200]


@lru_cache(maxsize=5000)
def _adresse(slug: str, schluessel: str) -> str:
    """Asked for with each seat in each group, so that looking it up is a good part of a page about groups."""
    return reverse("netzwerke:einrichtung", args=[slug, schluessel])


class EinrichtungQuerySet(models.QuerySet):
    """Who sees which Einrichtung. One that was merged into another is seen by nobody any more."""

    def visible_to(self, user):
        oeffentlich = Q(is_public=True) & profil_oeffentlich("kommune")
        return self.filter(oeffentlich | Q(kommune__in=Kommune.objects.editable_by(user)), aufgegangen_in=None)

    def im_netzwerk(self, kommune, user):
        """Those this person may know of: of the Kommune itself, and of others that sit today in groups she may know of."""
        gruppen = apps.get_model("netzwerke", "Gruppe").objects.visible_to(user).im_netzwerk(kommune).bestehend()
        mitgliedschaften = apps.get_model("netzwerke", "Mitgliedschaft").objects.filter(gruppe__in=gruppen).heute()
        beteiligt = Q(pk__in=mitgliedschaften.exclude(einrichtung=None).values("einrichtung"))
        return self.visible_to(user).filter(Q(kommune=kommune) | beteiligt)

    def bestehend(self):
        return self.filter(beendet="")

    def with_einordnung(self):
        return self.select_related("art", "obere", "kommune").prefetch_related("handlungsfelder", "standorte")


class Einrichtung(models.Model):
    """An institution in a network: department, Gesundheitsamt, Kita, practice. It holds no person.

    `kommune` keeps the entry; whom it serves may be wider: a town's Gesundheitsamt often belongs to the Landkreis (`gebiet`).
    """

    kommune = models.ForeignKey(Kommune, models.CASCADE, verbose_name="Kommune", related_name="einrichtungen")
    schluessel = models.CharField(max_length=12, unique=True, default=neuer_schluessel, editable=False)
    name = models.CharField("Name", max_length=200)
    sortierung = models.CharField(max_length=200, editable=False, default="")
    weitere_namen = models.TextField(
        "Frühere und andere Namen", max_length=2000, blank=True, help_text="Einer je Zeile. Auch unter ihnen wird sie gefunden."
    )
    art = models.ForeignKey(
        Einrichtungsart, models.PROTECT, verbose_name="Art", null=True, blank=True, related_name="einrichtungen"
    )
    traeger = models.CharField("Träger", max_length=200, blank=True)
    obere = models.ForeignKey(
        "self", models.SET_NULL, verbose_name="gehört zu", null=True, blank=True, related_name="untere",
        help_text="Zum Beispiel der Fachbereich, zu dem ein Dienst gehört.",
    )  # fmt: skip
    handlungsfelder = models.ManyToManyField(
        Handlungsfeld, verbose_name="Handlungsfelder", blank=True, related_name="einrichtungen"
    )
    phasen = PhasenField("Lebensphasen, in denen sie arbeitet")
    gebiet = models.ForeignKey(
        Gebiet, models.PROTECT, verbose_name="zuständig für", null=True, blank=True, related_name="+",
        help_text="Nur wenn sie für mehr als die eigene Kommune da ist.",
    )  # fmt: skip
    telefon = models.CharField("Telefon", max_length=60, blank=True)
    email = models.EmailField("E-Mail-Adresse der Einrichtung", blank=True)
    webseite = models.URLField("Webseite", blank=True)
    beendet = zeitpunkt_feld("gibt es nicht mehr seit")
    is_public = models.BooleanField("öffentlich", default=False)
    aufgegangen_in = models.ForeignKey(
        "self", models.PROTECT, verbose_name="zusammengeführt mit", null=True, blank=True, editable=False, related_name="frueher"
    )

    verschieden_von = models.ManyToManyField("self", blank=True, editable=False)  # looked like one to the portal, and are two

    objects = EinrichtungQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["sortierung"])

    class Meta:
        ordering = ["sortierung", "pk"]
        verbose_name = "Einrichtung"
        verbose_name_plural = "Einrichtungen"
        constraints = [
            models.CheckConstraint(condition=Q(obere=None) | ~Q(obere=models.F("pk")), name="einrichtung_is_not_above_itself"),
            models.CheckConstraint(
                condition=Q(aufgegangen_in=None) | ~Q(aufgegangen_in=models.F("pk")), name="einrichtung_is_not_merged_into_itself"
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        """Expects the Kommune to be fetched."""
        return _adresse(self.kommune.slug, self.schluessel)

    @property
    def namen(self):
        return [self.name, *self.weitere_namen_liste]

    @property
    def weitere_namen_liste(self):
        return [zeile.strip() for zeile in self.weitere_namen.splitlines() if zeile.strip()]

    @property
    def angaben(self):
        """Kind and Träger in one line, as far as they are known."""
        return ", ".join(filter(None, [str(self.art or ""), self.traeger and f"Träger {self.traeger}"]))

    @property
    def lebensphasen(self):
        return [phase for phase in LEBENSPHASEN if phase.nummer in self.phasen]


class Standort(models.Model):
    einrichtung = models.ForeignKey(Einrichtung, models.CASCADE, related_name="standorte")
    position = models.PositiveSmallIntegerField("Reihenfolge", default=0)
    name = models.CharField("Name des Standorts", max_length=120, blank=True)
    strasse = models.CharField("Straße und Hausnummer", max_length=120, blank=True)
    plz = models.CharField("Postleitzahl", max_length=5, blank=True)
    ort = models.CharField("Ort", max_length=80, blank=True)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = "Standort"
        verbose_name_plural = "Standorte"

    def __str__(self):
        return ", ".join(filter(None, [self.name, self.strasse, f"{self.plz} {self.ort}".strip()]))
