from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

from kern.templatetags.schreibweise import uhrzeit, zahl_schreiben
from kommunen.zeitangabe import Genauigkeit, Zeitangabe
from statistik.models import Gebiet


class KommuneQuerySet(models.QuerySet):
    """Who sees and who edits which Kommune; nothing else in the project decides this."""

    def visible_to(self, user):
        return self.filter(is_published=True) | self.editable_by(user)

    def editable_by(self, user):
        if user.is_staff:
            return self.all()
        # An anonymous user has no pk and so coordinates nothing.
        return self.filter(pk__in=Koordination.objects.filter(nutzer=user.pk).values("kommune"))

    def for_list(self):
        """What an entry of a list shows; one query, without the long texts."""
        texte = ("profil__grund", "profil__ziele", "profil__schwerpunkt", "profil__besonderheiten")
        return self.select_related("gebiet__parent__parent", "profil").defer(*texte)


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

    class Meta:
        ordering = ["sortierung", "pk"]
        verbose_name = "Kommune"
        verbose_name_plural = "Kommunen"
        constraints = [
            models.CheckConstraint(condition=Q(obere=None) | ~Q(obere=models.F("pk")), name="kommune_is_not_above_itself"),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("kommune", args=[self.slug])

    @property
    def kreis_ags(self):
        """The Kreis on the map in which it lies, five digits."""
        return self.gebiet.kreis_ags

    @property
    def art(self):
        """Kind and place as people say it: "Landkreis", "Stadt im Landkreis Lüneburg", "Stadt in der Region Hannover"."""
        kreis = self.gebiet.kreis
        if kreis is None or kreis == self.gebiet:
            return self.gebiet.typ
        return f"{self.gebiet.typ} {'in der' if kreis.typ == 'Region' else 'im'} {kreis.anzeigename}"

    @property
    def kurztext(self):
        """One sentence for lists, only from a published profile."""
        profil = getattr(self, "profil", None)
        return profil.kurztext if profil and profil.is_published else ""

    @property
    def hat_profil(self):
        profil = getattr(self, "profil", None)
        return bool(profil and profil.is_published)


class Koordination(models.Model):
    """Who keeps which Kommune's pages; several persons for one Kommune, several Kommunen for one person."""

    kommune = models.ForeignKey(Kommune, models.CASCADE, verbose_name="Kommune")
    nutzer = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, verbose_name="Nutzer*in", related_name="koordinationen")

    class Meta:
        verbose_name = "Koordination"
        verbose_name_plural = "Koordinationen"
        constraints = [models.UniqueConstraint("kommune", "nutzer", name="koordination_once_per_person")]

    def __str__(self):
        return f"{self.nutzer} für {self.kommune}"


class ProfilQuerySet(models.QuerySet):
    def visible_to(self, user):
        oeffentlich = Q(is_published=True, kommune__is_published=True)
        return self.filter(oeffentlich | Q(kommune__in=Kommune.objects.editable_by(user)))


class Profil(models.Model):
    """What a Kommune says about its Präventionskette. As long as it is a draft, visitors read "Profil folgt"."""

    kommune = models.OneToOneField(Kommune, models.CASCADE, verbose_name="Kommune", related_name="profil")
    is_published = models.BooleanField("veröffentlicht", default=False)
    kurztext = models.CharField("In einem Satz", max_length=240, blank=True)
    grund = models.TextField("Grund für die Beteiligung", blank=True)
    ziele = models.TextField("Ziele", blank=True)
    schwerpunkt = models.TextField("Schwerpunktthema", blank=True)
    schwerpunkt_offen = models.BooleanField("Schwerpunkt wird noch erarbeitet", default=False)
    besonderheiten = models.TextField("Besonderheiten", blank=True)
    geprueft_am = models.DateField("zuletzt geprüft am", null=True, blank=True)

    objects = ProfilQuerySet.as_manager()

    class Meta:
        verbose_name = "Profil"
        verbose_name_plural = "Profile"

    def __str__(self):
        return f"Profil von {self.kommune}"


class Projektbaustein(models.Model):
    """A module of the Kommune's own project; not one of the programme's nine Bausteine."""

    kommune = models.ForeignKey(Kommune, models.CASCADE, related_name="projektbausteine")
    nummer = models.PositiveSmallIntegerField("Nummer")
    titel = models.CharField("Titel", max_length=240)
    text = models.TextField("Erläuterung", blank=True)

    class Meta:
        ordering = ["nummer"]
        verbose_name = "Projektbaustein"
        verbose_name_plural = "Projektbausteine"
        constraints = [models.UniqueConstraint("kommune", "nummer", name="projektbaustein_number_once")]

    def __str__(self):
        return f"{self.nummer}: {self.titel}"


class Kontakt(models.Model):
    """A place to turn to. Functions are public; the person behind them is not."""

    kommune = models.ForeignKey(Kommune, models.CASCADE, related_name="kontakte")
    position = models.PositiveSmallIntegerField("Reihenfolge", default=0)
    funktionen = models.TextField("Funktionen", blank=True, help_text="Eine je Zeile.")
    dienststelle = models.TextField("Dienststelle", blank=True, help_text="Eine Ebene je Zeile, die oberste zuerst.")
    strasse = models.CharField("Straße und Hausnummer", max_length=120, blank=True)
    plz = models.CharField("Postleitzahl", max_length=5, blank=True, validators=[RegexValidator(r"^\d{5}$", "Fünf Ziffern.")])
    ort = models.CharField("Ort", max_length=80, blank=True)
    telefon = models.CharField("Telefon", max_length=60, blank=True)
    telefax = models.CharField("Telefax", max_length=60, blank=True)
    email = models.EmailField(
        "E-Mail-Adresse", blank=True, help_text="Erscheint öffentlich: eine Funktionsadresse, keine persönliche."
    )
    person = models.CharField("Name (intern)", max_length=120, blank=True)
    person_email = models.EmailField("persönliche E-Mail-Adresse (intern)", blank=True)

    class Meta:
        ordering = ["position", "pk"]
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


class KennzahlQuerySet(models.QuerySet):
    def published(self):
        return self.filter(kommune__is_published=True, kommune__profil__is_published=True)


class Kennzahl(models.Model):
    """A figure exactly as published. It is never corrected: what we compute stands beside it (auswertung.py)."""

    class Art(models.TextChoices):
        EINWOHNER = "einwohner", "Einwohnerinnen und Einwohner"
        KINDER_U10 = "kinder_u10", "Kinder unter 10 Jahren"
        ANTEIL_U10 = "anteil_u10", "Anteil der Kinder unter 10 Jahren"
        SGB2_KINDER_U10 = "sgb2_kinder_u10", "Kinder unter 10 Jahren im SGB-II-Bezug"
        SGB2_QUOTE_U10 = "sgb2_quote_u10", "SGB-II-Quote unter 10 Jahren"

    class Einheit(models.TextChoices):
        PERSONEN = "personen", "Personen"
        PROZENT = "prozent", "Prozent"

    class Status(models.TextChoices):
        FINAL = "final", "endgültig"
        PRELIMINARY = "preliminary", "vorläufig"
        REVISED = "revised", "berichtigt"
        ESTIMATED = "estimated", "geschätzt"
        SECRET = "secret", "aus Datenschutzgründen nicht veröffentlicht"
        UNKNOWN = "unknown", "unbekannt"
        NOT_MEANINGFUL = "not_meaningful", "nicht sinnvoll"
        FOLLOWS = "follows", "folgt später"
        AS_PUBLISHED = "as_published", "wie veröffentlicht, ohne Angabe"

    OHNE_WERT = (Status.SECRET, Status.UNKNOWN, Status.NOT_MEANINGFUL, Status.FOLLOWS)

    class Naeherung(models.TextChoices):
        GENAU = "", "genau"
        ETWA = "etwa", "etwa"
        GERUNDET = "gerundet", "gerundet"

    kommune = models.ForeignKey(Kommune, models.CASCADE, related_name="kennzahlen")
    art = models.CharField("Was gezählt wird", max_length=20, choices=Art)
    wert = models.DecimalField("Wert", max_digits=14, decimal_places=4, null=True, blank=True)
    nachkommastellen = models.PositiveSmallIntegerField("Nachkommastellen, wie veröffentlicht", default=0)
    einheit = models.CharField("Einheit", max_length=10, choices=Einheit)
    naeherung = models.CharField("Genauigkeit", max_length=10, choices=Naeherung, blank=True, default="")
    status = models.CharField("Status", max_length=15, choices=Status, default=Status.AS_PUBLISHED)
    stichtag = models.DateField("Stichtag", null=True, blank=True, help_text="Bei Monat oder Jahr der erste Tag davon.")
    genauigkeit = models.CharField(
        "Stichtag auf", max_length=10, blank=True, default="",
        choices=[(g.value, g.value.title()) for g in Genauigkeit],
    )  # fmt: skip
    quelle = models.CharField("Quelle", max_length=400, blank=True)
    definition = models.CharField(
        "Definition", max_length=400, blank=True, help_text="Wer wird gezählt, an welcher Grundgesamtheit?"
    )
    wortlaut = models.TextField("Wortlaut der Veröffentlichung (intern)", blank=True)

    objects = KennzahlQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = "Kennzahl"
        verbose_name_plural = "Kennzahlen"
        constraints = [
            models.CheckConstraint(
                condition=Q(stichtag=None, genauigkeit="") | Q(stichtag__isnull=False) & ~Q(genauigkeit=""),
                name="kennzahl_date_with_precision",
                violation_error_message="Zum Stichtag gehört, ob er auf Tag, Monat oder Jahr genau ist.",
            ),
            models.CheckConstraint(
                condition=Q(wert=None, status__in=["secret", "unknown", "not_meaningful", "follows"])
                | Q(wert__isnull=False) & ~Q(status__in=["secret", "unknown", "not_meaningful", "follows"]),
                name="kennzahl_value_or_reason",
                violation_error_message="Entweder steht ein Wert da oder ein Status, der sagt, warum keiner da ist.",
            ),
        ]

    def __str__(self):
        return self.get_art_display()

    @property
    def zeitangabe(self):
        return Zeitangabe(self.stichtag, Genauigkeit(self.genauigkeit)) if self.stichtag else None


class DownloadQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of the programme, and those of every profile the user may read."""
        return self.filter(Q(kommune=None) | Q(kommune__profil__in=Profil.objects.visible_to(user)))


class Download(models.Model):
    """A document as announced: with a file of ours, with a link elsewhere, or with neither ("Datei liegt nicht vor")."""

    kommune = models.ForeignKey(Kommune, models.CASCADE, null=True, blank=True, related_name="downloads")
    position = models.PositiveSmallIntegerField("Reihenfolge", default=0)
    titel = models.CharField("Titel", max_length=200)
    datum = models.DateField("Datum", null=True, blank=True)
    groesse_kb = models.PositiveIntegerField("Größe in KB", null=True, blank=True)
    typ = models.CharField("Dateityp", max_length=10, blank=True)
    datei = models.FileField("Datei", upload_to="downloads/", blank=True)
    url = models.URLField("Adresse außerhalb des Portals", blank=True)

    objects = DownloadQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = "Download"
        verbose_name_plural = "Downloads"
        constraints = [
            models.CheckConstraint(
                condition=Q(datei="") | Q(url=""),
                name="download_file_or_link",
                violation_error_message="Bitte entweder eine Datei oder eine Adresse angeben, nicht beides.",
            )
        ]

    def __str__(self):
        return self.titel

    @property
    def adresse(self):
        """Where a click leads; empty where the document is only announced."""
        return reverse("kommunen:download", args=[self.pk]) if self.datei else self.url

    @property
    def angaben(self):
        """What is known of it, in one line: "30.11.2017, 526 KB, PDF – Datei liegt nicht vor"."""
        datum = f"{self.datum:%d.%m.%Y}" if self.datum else ""
        groesse = f"{zahl_schreiben(self.groesse_kb)} KB" if self.groesse_kb else ""
        bekannt = ", ".join(filter(None, [datum, groesse, self.typ.upper()]))
        verbleib = "Datei liegt nicht vor" if not self.adresse else "führt aus dem Portal hinaus" if self.url else ""
        return " – ".join(filter(None, [bekannt, verbleib]))


class Erfolg(models.Model):
    kommune = models.ForeignKey(Kommune, models.CASCADE, related_name="erfolge")
    position = models.PositiveSmallIntegerField("Reihenfolge", default=0)
    text = models.TextField("Erfolg")
    download = models.ForeignKey(Download, models.SET_NULL, verbose_name="dazugehöriger Download", null=True, blank=True)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = "Erfolg"
        verbose_name_plural = "Erfolge"

    def __str__(self):
        return self.text[:80]


class VeroeffentlichtQuerySet(models.QuerySet):
    """For what belongs to a Kommune or, without one, to the whole programme."""

    def published(self):
        eigene = Q(kommune__is_published=True, kommune__profil__is_published=True)
        return self.filter(Q(is_published=True) & (Q(kommune=None) | eigene))


class Termin(models.Model):
    kommune = models.ForeignKey(
        Kommune, models.CASCADE, null=True, blank=True, related_name="termine", help_text="Leer heißt: programmweit."
    )
    titel = models.CharField("Titel", max_length=200)
    text = models.TextField("Beschreibung", blank=True)
    datum = models.DateField("Datum")
    beginn = models.TimeField("Beginn", null=True, blank=True)
    ende = models.TimeField("Ende", null=True, blank=True)
    ort = models.CharField("Ort", max_length=160, blank=True)
    is_published = models.BooleanField("veröffentlicht", default=False)

    objects = VeroeffentlichtQuerySet.as_manager()

    class Meta:
        ordering = ["datum", "beginn", "pk"]
        verbose_name = "Termin"
        verbose_name_plural = "Termine"

    def __str__(self):
        return self.titel

    @property
    def wann_und_wo(self):
        """Time and place in one line: "9 bis 15 Uhr, Hannover-Sahlkamp"."""
        zeiten = [uhrzeit(zeit) for zeit in (self.beginn, self.ende) if zeit]
        return ", ".join(filter(None, [f"{' bis '.join(zeiten)} Uhr" if zeiten else "", self.ort]))


class Meldung(models.Model):
    """A short piece of news; an old profile often holds only its first words."""

    kommune = models.ForeignKey(
        Kommune, models.CASCADE, null=True, blank=True, related_name="meldungen", help_text="Leer heißt: programmweit."
    )
    titel = models.CharField("Titel", max_length=200, blank=True)
    text = models.TextField("Text")
    datum = models.DateField("Datum", null=True, blank=True)
    is_published = models.BooleanField("veröffentlicht", default=False)

    objects = VeroeffentlichtQuerySet.as_manager()

    class Meta:
        ordering = ["-datum", "-pk"]
        verbose_name = "Meldung"
        verbose_name_plural = "Meldungen"

    def __str__(self):
        return self.titel or self.text[:80]


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

    class Meta:
        ordering = ["von", "pk"]
        verbose_name = "Programmteilnahme"
        verbose_name_plural = "Programmteilnahmen"
        constraints = [
            models.CheckConstraint(
                condition=Q(von=None) | Q(bis=None) | Q(bis__gte=models.F("von")),
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


class EinlesungQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of the Kommunen one keeps, and own ones nobody has taken over yet; the Fachadministration sees all."""
        if user.is_staff:
            return self.all()
        return self.filter(Q(von=user.pk, kommune=None) | Q(kommune__in=Kommune.objects.editable_by(user)))


class Einlesung(models.Model):
    """An old profile text as it came, kept untouched beside what was read from it."""

    text = models.TextField("Quelltext", editable=False)
    herkunft = models.CharField("Herkunft", max_length=200, blank=True)
    eingelesen_am = models.DateTimeField("eingelesen am", auto_now_add=True)
    von = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name="von", null=True, blank=True, related_name="+")
    kommune = models.ForeignKey(
        Kommune, models.CASCADE, verbose_name="übernommen für", null=True, blank=True, related_name="einlesungen"
    )

    objects = EinlesungQuerySet.as_manager()

    class Meta:
        ordering = ["-eingelesen_am", "-pk"]
        verbose_name = "Eingelesener Text"
        verbose_name_plural = "Eingelesene Texte"

    def __str__(self):
        return self.herkunft or f"Text vom {self.eingelesen_am:%d.%m.%Y}"
