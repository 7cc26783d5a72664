from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from kommunen.models import Kommune, Koordination
from kommunen.models.eintrag import neuer_schluessel
from kooperation.models.instrument import Instrument
from netzwerke.models import Einrichtung

FRIST = timedelta(weeks=4)
VERLAENGERUNG = timedelta(weeks=2)
HOECHSTENS_LAUFEND = 3  # for one Einrichtung


class DialogQuerySet(models.QuerySet):
    """Who accompanies which Dialog: the Koordination of its Kommune, and nobody who is a side herself. No right of the
    Fachadministration: what two institutions say to each other is not hers."""

    def accompanied_by(self, user):
        eigene = Koordination.objects.filter(nutzer=user.pk).values("kommune")
        meine = Q(einrichtung__dienststellen__nutzer=user.pk) | Q(einrichtung__obere__dienststellen__nutzer=user.pk)
        return self.filter(kommune__in=eigene).exclude(pk__in=Seite.objects.filter(meine).values("dialog"))

    def gesperrt(self, pk) -> "Dialog":
        """This one as it is now; nobody else changes it until the transaction ends."""
        return self.select_for_update().get(pk=pk)

    def laufend(self):
        return self.filter(stand__in=Dialog.LAUFENDE)

    def nicht_zu_ende(self):
        return self.filter(stand__in=(Dialog.Stand.ANGEFRAGT, *Dialog.LAUFENDE))

    def with_seiten(self):
        return self.prefetch_related(models.Prefetch("seiten", Seite.objects.select_related("einrichtung")))


class Dialog(models.Model):
    """Two Einrichtungen rate their cooperation, each alone, then look together (domain.md, "Rules of a Dialog")."""

    class Stand(models.TextChoices):
        ANGEFRAGT = "angefragt", "angefragt"  # by an Einrichtung; the Koordination has not sent it yet
        VORGESCHLAGEN = "vorgeschlagen", "vorgeschlagen"
        LAEUFT = "laeuft", "läuft"
        GESPRAECH = "gespraech", "im Gespräch"
        FEST = "fest", "Kooperationsblatt steht"
        ENDE = "ende", "nicht zustande gekommen"

    LAUFENDE = (Stand.VORGESCHLAGEN, Stand.LAEUFT, Stand.GESPRAECH)
    WARTENDE = (Stand.VORGESCHLAGEN, Stand.LAEUFT)  # for something a side has to do until the Frist
    GEMEINSAME = (Stand.GESPRAECH, Stand.FEST)  # both see what both have

    class Von(models.TextChoices):
        KOORDINATION = "koordination", "die Koordination"
        A = "a", "Seite A"
        B = "b", "Seite B"

    kommune = models.ForeignKey(Kommune, models.CASCADE, verbose_name="Kommune", related_name="dialoge")
    schluessel = models.CharField(max_length=12, unique=True, default=neuer_schluessel, editable=False)
    anlass = models.CharField("Anlass", max_length=160)
    instrument = models.ForeignKey(Instrument, models.PROTECT, verbose_name="Fassung des Instruments", related_name="dialoge")
    stand = models.CharField("Stand", max_length=14, choices=Stand, default=Stand.VORGESCHLAGEN)
    nur_gespraech = models.BooleanField("ohne Einschätzung", default=False)
    vorgeschlagen_von = models.CharField("vorgeschlagen von", max_length=12, choices=Von, default=Von.KOORDINATION)
    vorgeschlagen_am = models.DateField("vorgeschlagen am", default=timezone.localdate)
    frist = models.DateField("Frist", null=True)
    verlaengert = models.BooleanField("verlängert", default=False)
    erinnerungen = models.PositiveSmallIntegerField("Erinnerungen", default=0)
    begonnen_am = models.DateField("begonnen am", null=True)
    fest_am = models.DateField("bestätigt am", null=True)
    beendet_am = models.DateField("beendet am", null=True)
    ersetzt = models.BooleanField("neu begonnen", default=False)  # with another address, as a new Dialog
    vorgaenger = models.ForeignKey(
        "self", models.SET_NULL, verbose_name="voriger Dialog", null=True, related_name="nachfolger"
    )  # begun by one of its sides, for the same two addresses

    objects = DialogQuerySet.as_manager()

    class Meta:
        ordering = ["-vorgeschlagen_am", "-pk"]
        verbose_name = "Dialog"
        verbose_name_plural = "Dialoge"

    def __str__(self):
        return f"Dialog: {self.anlass}"

    @property
    def paar(self):
        """Both sides, A first, with their Einrichtung; asked for anew each time unless fetched by `with_seiten`."""
        if "seiten" in getattr(self, "_prefetched_objects_cache", {}):
            return list(self.seiten.all())
        return list(self.seiten.select_related("einrichtung"))

    @property
    def wartet(self):
        return self.stand in self.WARTENDE

    @property
    def stand_fuer_koordination(self):
        """All she ever learns of how far the two are."""
        if self.stand == self.Stand.GESPRAECH:
            return "im Gespräch" if self.nur_gespraech else "beide haben abgegeben"
        return self.get_stand_display()

    @property
    def naechster_fuer_koordination(self):
        """The next date, where both have confirmed a sheet and released anything of it."""
        frei = self.stand == self.Stand.FEST and (self.blatt.stufen_frei or self.blatt.vereinbarungen_frei)
        return self.blatt.naechster if frei else None

    @property
    def ist_ueberfaellig(self):
        return self.wartet and self.frist < timezone.localdate()


class SeiteQuerySet(models.QuerySet):
    def with_dialog(self):
        """With what every page of a side needs. The instrument's content is not fetched: each process keeps it (`vorlage`)."""
        verbunden = self.select_related("dialog__instrument", "dialog__kommune", "einrichtung__kommune")
        return verbunden.defer("dialog__instrument__inhalt")


class Seite(models.Model):
    """One of the two in a Dialog. What it has accepted and whether it has handed in is its own until both have."""

    class Zusage(models.TextChoices):  # "Jetzt nicht" ends the Dialog and is kept nowhere
        EINSCHAETZEN = "einschaetzen", "Einschätzen und sprechen"
        SPRECHEN = "sprechen", "Nur sprechen"

    dialog = models.ForeignKey(Dialog, models.CASCADE, related_name="seiten")
    buchstabe = models.CharField(max_length=1, choices=[("a", "A"), ("b", "B")])
    schluessel = models.CharField(max_length=12, unique=True, default=neuer_schluessel, editable=False)
    einrichtung = models.ForeignKey(Einrichtung, models.RESTRICT, related_name="dialogseiten")
    standort = models.CharField("Standort", max_length=160, blank=True)
    funktionen = models.CharField("Wer gesprochen hat", max_length=200, blank=True)
    email = models.EmailField("E-Mail-Adresse", blank=True)
    zusage = models.CharField(max_length=14, choices=Zusage, blank=True)
    abgegeben = models.BooleanField(default=False)
    bestaetigt = models.PositiveIntegerField(null=True)  # which state of the Kooperationsblatt

    objects = SeiteQuerySet.as_manager()

    class Meta:
        ordering = ["dialog", "buchstabe"]
        verbose_name = "Seite"
        verbose_name_plural = "Seiten"
        constraints = [
            models.UniqueConstraint("dialog", "buchstabe", name="seite_once_per_letter"),
            models.UniqueConstraint("dialog", "einrichtung", name="seite_two_einrichtungen"),
        ]

    def __str__(self):
        return f"{self.einrichtung}, {self.standort}" if self.standort else str(self.einrichtung)

    @property
    def andere(self):
        """The other side; one query."""
        return next(seite for seite in self.dialog.paar if seite.pk != self.pk)

    @property
    def vorgang(self) -> Dialog:
        """What its links and mails are about."""
        return self.dialog

    @property
    def zeichen(self):
        return self.buchstabe.upper()

    @property
    def hat_etwas_zu_tun(self):
        """Until the Frist: answer the invitation, or fill in the sheet."""
        return not self.zusage or self.darf_ausfuellen

    @property
    def darf_ausfuellen(self):
        """The sheet is open to whoever accepted to rate, until the side has handed in or it is over."""
        return self.zusage == self.Zusage.EINSCHAETZEN and not self.abgegeben and self.dialog.wartet


class Dienststelle(models.Model):
    """The Einrichtung somebody in a Koordination belongs to herself: its Dialoge are accompanied by somebody else."""

    nutzer = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="dienststellen")
    einrichtung = models.ForeignKey(Einrichtung, models.CASCADE, related_name="dienststellen")

    class Meta:
        verbose_name = "eigene Dienststelle"
        verbose_name_plural = "eigene Dienststellen"

    def __str__(self):
        return f"{self.nutzer}: {self.einrichtung}"
