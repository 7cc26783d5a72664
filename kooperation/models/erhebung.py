from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from kommunen.models import Kommune, Koordination
from kommunen.models.eintrag import neuer_schluessel
from kooperation.models.instrument import Instrument
from netzwerke.models import Einrichtung, Gruppe

ABSTAND = timedelta(days=180)  # between two rounds that ask the same Einrichtung


class ErhebungQuerySet(models.QuerySet):
    """No right of the Fachadministration: a round belongs to the network that rates itself."""

    def visible_to(self, user):
        """Those of the Kommunen somebody coordinates; who is asked comes by her link (access.py)."""
        return self.filter(kommune__in=Koordination.objects.filter(nutzer=user.pk).values("kommune"))

    def laufend(self):
        return self.filter(stand__in=(Erhebung.Stand.GEPLANT, Erhebung.Stand.OFFEN))

    def with_ruecklauf(self):
        """With how many are asked and how many have handed in, the newest first (grouping forgets the order of the model)."""
        gefragt = models.Count("teilnahmen")
        abgegeben = models.Count("teilnahmen", filter=Q(teilnahmen__abgegeben_am__isnull=False))
        return self.annotate(gefragt=gefragt, abgegeben=abgegeben).defer("urne").order_by("-oeffnet", "-pk")

    def gesperrt(self, pk) -> "Erhebung":
        """This one as it is now; nobody else changes it until the transaction ends."""
        return self.select_for_update().get(pk=pk)

    def belegend(self):
        """Those whose Einrichtungen are not free for another one: from two rounds that ask nearly the same people at nearly the
        same time one could calculate what the others answered."""
        kuerzlich = Q(ergebnis__isnull=False, geschlossen_am__gt=timezone.localdate() - ABSTAND)
        return self.filter(Q(stand__in=(Erhebung.Stand.GEPLANT, Erhebung.Stand.OFFEN)) | kuerzlich)

    def fortsetzbar(self):
        """The last ones of their series: two that went on from the same one would show each other's results."""
        spaeter = self.model.objects.filter(reihe=models.OuterRef("reihe"), pk__gt=models.OuterRef("pk"))
        spaeter = spaeter.exclude(stand=Erhebung.Stand.ABGESAGT).exclude(stand=Erhebung.Stand.GESCHLOSSEN, ergebnis__isnull=True)
        return self.mit_ergebnis().filter(~models.Exists(spaeter))

    def mit_ergebnis(self):
        return self.filter(stand=Erhebung.Stand.GESCHLOSSEN, ergebnis__isnull=False)

    def der_reihe(self, erhebung):
        """The rounds this closed one goes on from and itself, in order, as far as they have a result."""
        bis_hier = Q(pk=erhebung.pk) | Q(geschlossen_am__lt=erhebung.geschlossen_am)
        return self.mit_ergebnis().filter(bis_hier, reihe=erhebung.reihe).order_by("geschlossen_am", "pk").defer("urne")


class Erhebung(models.Model):
    """A round in which a network rates itself, anonymously (urne.py). Who was asked (Teilnahme) is kept apart from the answers.

    While it is open the answers that were handed in are counters in `urne`, sealed as one value; at closing they become
    `ergebnis`, which is what everybody may see, and the counters are gone.
    """

    class Stand(models.TextChoices):
        GEPLANT = "geplant", "geplant"
        OFFEN = "offen", "läuft"
        GESCHLOSSEN = "geschlossen", "abgeschlossen"
        ABGESAGT = "abgesagt", "abgesagt"

    kommune = models.ForeignKey(Kommune, models.CASCADE, verbose_name="Kommune", related_name="erhebungen")
    schluessel = models.CharField(max_length=12, unique=True, default=neuer_schluessel, editable=False)
    reihe = models.CharField(
        max_length=12, default=neuer_schluessel, editable=False
    )  # the same for rounds that go on from each other
    titel = models.CharField("Titel", max_length=120)
    gruppe = models.ForeignKey(Gruppe, models.SET_NULL, verbose_name="Gruppe", null=True, blank=True, related_name="erhebungen")
    instrument = models.ForeignKey(Instrument, models.PROTECT, verbose_name="Fassung des Instruments", related_name="erhebungen")
    stand = models.CharField("Stand", max_length=12, choices=Stand, default=Stand.GEPLANT)
    oeffnet = models.DateField("beginnt am")
    schliesst = models.DateField("endet am")
    geschlossen_am = models.DateField("abgeschlossen am", null=True)
    erinnerungen = models.PositiveSmallIntegerField("Erinnerungen", default=0)
    urne = models.TextField(blank=True, editable=False)
    eingeladen = models.PositiveIntegerField("Eingeladene", null=True)  # these three at closing
    boegen = models.PositiveIntegerField("abgegebene Bögen", null=True)
    ergebnis = models.JSONField("Ergebnis", null=True)  # by Kriterium, as urne.Befund; None below the minimum

    objects = ErhebungQuerySet.as_manager()

    class Meta:
        ordering = ["-oeffnet", "-pk"]
        verbose_name = "Erhebung"
        verbose_name_plural = "Erhebungen"
        constraints = [
            models.CheckConstraint(condition=Q(schliesst__gte=models.F("oeffnet")), name="erhebung_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(urne="") | Q(stand="offen"), name="erhebung_counts_only_while_open"),
        ]

    def __str__(self):
        return self.titel

    @property
    def ist_offen(self):
        """Sheets are taken: until the end of its last day, also where it was not counted yet."""
        return self.stand == self.Stand.OFFEN and timezone.localdate() <= self.schliesst

    def gefragte(self) -> list[tuple[str, int]]:
        """(Einrichtung, how many sheets) of all who are asked: open to each of them, without addresses."""
        je_einrichtung = self.teilnahmen.values_list("einrichtung__name").annotate(wie_viele=models.Count("pk"))
        return list(je_einrichtung.order_by("einrichtung__sortierung", "einrichtung"))

    @property
    def hat_ergebnis(self):
        return self.ergebnis is not None

    @property
    def frei_ab(self):
        """When its Einrichtungen may be asked again; None while it is going on."""
        return self.geschlossen_am + ABSTAND if self.geschlossen_am else None

    @property
    def nimmt_weitere(self):
        """Nobody has handed in yet, so that everybody who does knows who else is asked."""
        laeuft = self.stand == self.Stand.GEPLANT or self.ist_offen
        return laeuft and not self.teilnahmen.abgegeben().exists()

    @property
    def ist_auszuzaehlen(self):
        """Its last day is over, or everybody has handed in."""
        return self.ist_vorbei or (self.ist_offen and not self.teilnahmen.offen().exists())

    @property
    def ist_vorbei(self):
        """Its last day is over, and it waits to be counted."""
        return self.stand == self.Stand.OFFEN and not self.ist_offen


class TeilnahmeQuerySet(models.QuerySet):
    def offen(self):
        return self.filter(abgegeben_am=None)

    def abgegeben(self):
        return self.exclude(abgegeben_am=None)

    def with_erhebung(self):
        """With what every page of somebody taking part needs; the instrument's content is kept by each process."""
        verbunden = self.select_related("erhebung__instrument", "erhebung__kommune", "erhebung__gruppe", "einrichtung")
        return verbunden.defer("erhebung__instrument__inhalt", "erhebung__urne")


class Teilnahme(models.Model):
    """Somebody who is asked. `umschlag` is her sheet, sealed, until she hands it in; then only the day is left of it."""

    erhebung = models.ForeignKey(Erhebung, models.CASCADE, related_name="teilnahmen")
    schluessel = models.CharField(max_length=12, unique=True, default=neuer_schluessel, editable=False)
    einrichtung = models.ForeignKey(Einrichtung, models.RESTRICT, related_name="teilnahmen_an_erhebungen")
    email = models.EmailField("E-Mail-Adresse", blank=True)
    umschlag = models.TextField(blank=True, editable=False)
    abgegeben_am = models.DateField(null=True)

    objects = TeilnahmeQuerySet.as_manager()

    class Meta:
        ordering = ["erhebung", "einrichtung__sortierung", "pk"]
        verbose_name = "Teilnahme"
        verbose_name_plural = "Teilnahmen"
        constraints = [
            models.UniqueConstraint("erhebung", Lower("email"), condition=~Q(email=""), name="teilnahme_once_per_address"),
            models.CheckConstraint(condition=Q(umschlag="") | Q(abgegeben_am=None), name="teilnahme_handed_in_keeps_no_sheet"),
        ]

    def __str__(self):
        return f"{self.einrichtung}, {self.erhebung}"

    @property
    def vorgang(self) -> Erhebung:
        """What her links and mails are about."""
        return self.erhebung

    @property
    def darf_ausfuellen(self):
        return self.abgegeben_am is None and self.erhebung.ist_offen
