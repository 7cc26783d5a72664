import re

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from gremien.models.vorlage import Vorlage
from kommunen.models import Kommune
from kommunen.models.eintrag import Eintrag
from netzwerke.models import Gruppe

# the main committees of Lower Saxony's municipalities, which meet behind closed doors
HAUPTAUSSCHUSS = re.compile(r"\b(?:kreis|verwaltungs|regions|samtgemeinde)ausschu(?:ss|ß)\b", re.IGNORECASE)


class Gremium(Eintrag):
    """A council body. What is no body of a council is a Gruppe."""

    kommune = models.ForeignKey(Kommune, models.CASCADE, verbose_name="Kommune", related_name="gremien")
    name = models.CharField("Name", max_length=160)
    nie_oeffentlich = models.BooleanField(
        "tagt nie öffentlich", default=False, help_text="Zum Beispiel der Kreisausschuss und der Verwaltungsausschuss."
    )

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = "Gremium"
        verbose_name_plural = "Gremien"
        constraints = [models.UniqueConstraint("kommune", "name", name="gremium_once_per_kommune")]

    def __str__(self):
        return self.name


class BeratungQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of papers the user may read."""
        return self.filter(vorlage__in=Vorlage.objects.visible_to(user))


class Beratung(Eintrag):
    """One station of a paper. `name` is as the paper wrote it; `gremium` or `gruppe` is what is meant.

    What is not said to be public counts as non-public: then the public sees body and date, and nothing else.
    """

    class Oeffentlich(models.TextChoices):
        JA = "ja", "öffentlich"
        NEIN = "nein", "nichtöffentlich"

    class Rolle(models.TextChoices):
        ANHOERUNG = "anhoerung", "Anhörung"
        VORBERATUNG = "vorberatung", "Vorberatung"
        ENTSCHEIDUNG = "entscheidung", "Entscheidung"
        KENNTNISNAHME = "kenntnisnahme", "Kenntnisnahme"

    class Ergebnis(models.TextChoices):
        EINSTIMMIG = "einstimmig", "einstimmig angenommen"
        MEHRHEIT = "mehrheit", "mit Mehrheit angenommen"
        ABGELEHNT = "abgelehnt", "abgelehnt"
        KENNTNIS = "kenntnis", "zur Kenntnis genommen"
        VERTAGT = "vertagt", "vertagt"
        ABGESETZT = "abgesetzt", "von der Tagesordnung genommen"

    vorlage = models.ForeignKey(Vorlage, models.CASCADE, related_name="beratungen")
    name = models.CharField("Gremium oder Gruppe", max_length=160)
    gremium = models.ForeignKey(Gremium, models.RESTRICT, verbose_name="Gremium", null=True, blank=True, related_name="beratungen")
    gruppe = models.ForeignKey(Gruppe, models.SET_NULL, verbose_name="Gruppe", null=True, blank=True, related_name="beratungen")
    datum = models.DateField("Datum", null=True, blank=True)
    oeffentlich = models.CharField("Sitzung", max_length=4, choices=Oeffentlich, blank=True)
    rolle = models.CharField("Aufgabe", max_length=14, choices=Rolle, blank=True)
    top = models.CharField("TOP", max_length=20, blank=True)
    ergebnis = models.CharField("Ergebnis", max_length=10, choices=Ergebnis, blank=True)
    ja = models.PositiveSmallIntegerField("Ja-Stimmen", null=True, blank=True)
    nein = models.PositiveSmallIntegerField("Nein-Stimmen", null=True, blank=True)
    enthaltungen = models.PositiveSmallIntegerField("Enthaltungen", null=True, blank=True)
    laut_vorschlag = models.BooleanField("laut Beschlussvorschlag", null=True, blank=True)
    abweichend = models.TextField("abweichender Beschluss", max_length=4_000, blank=True)
    folge = models.PositiveIntegerField("Änderungen für Kalender", default=0, editable=False)
    geaendert_am = models.DateTimeField("geändert am", auto_now=True)

    objects = BeratungQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(Eintrag.Meta):
        verbose_name = "Beratung"
        verbose_name_plural = "Beratungen"
        constraints = [
            models.CheckConstraint(condition=Q(gremium=None) | Q(gruppe=None), name="beratung_gremium_or_gruppe"),
        ]

    def __str__(self):
        return self.name

    @property
    def zeigt_inhalt(self) -> bool:
        """May the public see more than body and date? Expects the Gremium to be fetched."""
        return self.oeffentlich == self.Oeffentlich.JA and not self.nie_oeffentlich

    @property
    def nie_oeffentlich(self) -> bool:
        """What the Gremium says of itself; without one the name decides."""
        if self.gremium:
            return self.gremium.nie_oeffentlich
        return not self.gruppe_id and bool(HAUPTAUSSCHUSS.search(self.name))
