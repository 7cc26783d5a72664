from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.urls import reverse
from django.utils import timezone
from simple_history.models import HistoricalRecords

from kommunen.models import Kommune, profil_oeffentlich
from kommunen.models.eintrag import Eintrag
from netzwerke.models.einrichtung import Einrichtung
from netzwerke.zeitpunkt import gilt_am, vorbei_am, zeitpunkt_feld, zeitraum


class GruppeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Public groups of readable profiles, and every group of a Kommune the user may edit."""
        oeffentlich = Q(is_public=True) & profil_oeffentlich("kommune")
        return self.filter(oeffentlich | Q(kommune__in=Kommune.objects.editable_by(user)))

    def im_netzwerk(self, kommune):
        """Its own, and those of others it takes part in."""
        beteiligt = self.model.objects.filter(beteiligte=kommune).values("pk")
        return self.filter(Q(kommune=kommune) | Q(pk__in=beteiligt))

    def bestehend(self):
        return self.filter(beendet="")

    def with_mitglieder(self, user, am=None, *, alle=False):
        """With who sits in them at a time (zeitpunkt.py), today by default, in `plaetze`.

        Two queries; `alle` is for whole networks, in which few institutions sit in many groups: a third query, far fewer objects.
        """
        zeit = am or timezone.localdate().isoformat()
        mitgliedschaften = Mitgliedschaft.objects.filter(gilt_am(zeit)).with_einrichtung(user, apart=alle)
        return self.select_related("kommune").prefetch_related(Prefetch("mitgliedschaften", mitgliedschaften, to_attr="plaetze"))


class Gruppe(Eintrag):
    class Art(models.TextChoices):
        STEUERUNG = "steuerung", "Steuerungsgruppe"
        PLANUNG = "planung", "Planungsgruppe"
        UMSETZUNG = "umsetzung", "Umsetzungsgruppe"
        ARBEITSGRUPPE = "arbeitsgruppe", "Arbeitsgruppe"
        BERATUNGSNETZWERK = "beratungsnetzwerk", "Beratungsnetzwerk"
        BERATEND = "beratend", "Beratend"

    kommune = models.ForeignKey(Kommune, models.CASCADE, verbose_name="Kommune", related_name="gruppen")
    beteiligte = models.ManyToManyField(
        Kommune, verbose_name="weitere beteiligte Kommunen", blank=True, related_name="mitgetragene_gruppen",
        help_text="Auch auf deren Seiten steht die Gruppe dann.",
    )  # fmt: skip
    art = models.CharField("Art", max_length=20, choices=Art)
    name = models.CharField("Name vor Ort", max_length=160)
    aufgabe = models.CharField("Aufgabe", max_length=300, blank=True)
    planungsstand = models.CharField(
        "Planungsstand", max_length=300, blank=True, help_text="Zum Beispiel „vorläufig“, „im Aufbau“ oder „folgt später“."
    )
    stand_vom = zeitpunkt_feld("Planungsstand vom")
    gegruendet = zeitpunkt_feld("gegründet")
    beendet = zeitpunkt_feld("beendet")
    rhythmus = models.CharField("Sitzungsrhythmus", max_length=160, blank=True, help_text="Zum Beispiel „alle zwei Monate“.")
    obere = models.ForeignKey(
        "self", models.SET_NULL, verbose_name="arbeitet im Auftrag von", null=True, blank=True, related_name="untere"
    )
    is_public = models.BooleanField("öffentlich", default=False)

    objects = GruppeQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(Eintrag.Meta):
        verbose_name = "Gruppe"
        verbose_name_plural = "Gruppen"
        constraints = [
            models.CheckConstraint(condition=Q(obere=None) | ~Q(obere=models.F("pk")), name="gruppe_is_not_above_itself"),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        """Expects the Kommune to be fetched."""
        return reverse("netzwerke:gruppe", args=[self.kommune.slug, self.schluessel])


class MitgliedschaftQuerySet(models.QuerySet):
    def heute(self):
        """Those that hold today."""
        return self.filter(gilt_am(timezone.localdate().isoformat()))

    def vorbei(self):
        """Those that have ended, or whose group has."""
        heute = timezone.localdate().isoformat()
        return self.filter(vorbei_am(heute, "bis") | vorbei_am(heute, "gruppe__beendet"))

    def with_einrichtung(self, user, *, apart=False):
        """With its institution, and whether this user may know of it (`sieht_einrichtung`); None is everybody, as in a preview."""
        sichtbare = (
            Einrichtung.objects.visible_to(user) if user else Einrichtung.objects.filter(is_public=True, aufgegangen_in=None)
        )
        if apart:  # those she may not know of are not fetched
            einrichtungen = Prefetch("einrichtung", sichtbare.select_related("kommune"))
            return self.prefetch_related(einrichtungen).annotate(sieht_einrichtung=Q(einrichtung__isnull=False))
        sichtbar = sichtbare.filter(pk=OuterRef("einrichtung"))
        return self.select_related("einrichtung__kommune").annotate(sieht_einrichtung=Exists(sichtbar))


class Mitgliedschaft(Eintrag):
    """A function or an Einrichtung in a Gruppe, for a time. The name behind it stands apart (Mitgliedsperson).

    How many people it is, is known ("1 Experte"), several, or not said. `einheit` and `obereinheit` are as the source wrote
    them; `einrichtung` is what is meant.
    """

    class Rolle(models.TextChoices):
        LEITUNG = "leitung", "Leitung"
        MITGLIED = "mitglied", "Mitglied"
        BERATEND = "beratend", "beratend"
        GAST = "gast", "Gast"
        ENTSANDT = "entsandt", "entsandt"

    gruppe = models.ForeignKey(Gruppe, models.CASCADE, verbose_name="Gruppe", related_name="mitgliedschaften")
    funktion = models.CharField("Funktion", max_length=240, blank=True)
    einrichtung = models.ForeignKey(
        Einrichtung, models.RESTRICT, verbose_name="Einrichtung", null=True, blank=True, related_name="mitgliedschaften"
    )
    einheit = models.CharField("Dienststelle, wie genannt", max_length=240, blank=True)
    obereinheit = models.CharField("übergeordnet, wie genannt", max_length=240, blank=True)
    rolle = models.CharField("Rolle", max_length=10, choices=Rolle, default=Rolle.MITGLIED)
    entsandt_von = models.CharField("entsandt von", max_length=160, blank=True)
    anzahl = models.PositiveSmallIntegerField("Anzahl", null=True, blank=True, help_text="Leer, wenn sie nicht genannt ist.")
    mehrere = models.BooleanField("mehrere Personen, Zahl nicht bekannt", default=False)
    begleitet = models.ForeignKey(
        "self", models.SET_NULL, verbose_name="kommt zusätzlich zu", null=True, blank=True, related_name="begleitung",
        help_text="Bei „+ 1 Experte aus dem Bereich“ die Funktion davor.",
    )  # fmt: skip
    von = zeitpunkt_feld("seit")
    bis = zeitpunkt_feld("bis")

    objects = MitgliedschaftQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(Eintrag.Meta):
        verbose_name = "Mitgliedschaft"
        verbose_name_plural = "Mitgliedschaften"
        constraints = [
            models.CheckConstraint(condition=~Q(anzahl=0), name="mitgliedschaft_counts_at_least_one"),
            models.CheckConstraint(condition=Q(mehrere=False) | Q(anzahl=None), name="mitgliedschaft_several_or_counted"),
            models.CheckConstraint(
                condition=~Q(funktion="") | Q(einrichtung__isnull=False), name="mitgliedschaft_function_or_einrichtung"
            ),
        ]

    def __str__(self):
        return self.funktion or str(self.einrichtung)

    @property
    def zeitraum(self):
        return zeitraum(self.von, self.bis)


class Mitgliedsperson(models.Model):
    """Who it is: internal, apart from everything that has a history, so that what is removed here is gone everywhere."""

    mitgliedschaft = models.OneToOneField(Mitgliedschaft, models.CASCADE, related_name="person")
    name = models.CharField("Name", max_length=120, blank=True)
    email = models.EmailField("E-Mail-Adresse", blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = "Person (intern)"
        verbose_name_plural = "Personen (intern)"
        constraints = [models.CheckConstraint(condition=~Q(name="") | ~Q(email=""), name="mitgliedsperson_name_or_address")]

    def __str__(self):
        return self.name or self.email
