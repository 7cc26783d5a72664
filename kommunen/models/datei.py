"""Uploaded files, and the documents that a Kommune or the programme offers."""

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from kern.templatetags.schreibweise import dateigroesse
from kommunen.models.eintrag import Eintrag, neuer_schluessel
from kommunen.models.kommune import Kommune, profil_oeffentlich


def zufaelliger_name(datei, _name):
    """Nothing of the uploaded file's name reaches the disk."""
    return f"dateien/{datei.schluessel}.{datei.typ}"


class DateiQuerySet(models.QuerySet):
    def editable_by(self, user):
        eigene = Q(kommune__in=Kommune.objects.editable_by(user))
        return self.filter(eigene | Q(kommune=None)) if user.is_staff else self.filter(eigene)


class Datei(models.Model):
    """A file that was uploaded and checked (kommunen/dateien.py). It never changes; a new upload is a new row."""

    kommune = models.ForeignKey(Kommune, models.CASCADE, null=True, blank=True, related_name="dateien")
    schluessel = models.CharField(max_length=12, unique=True, default=neuer_schluessel, editable=False)
    datei = models.FileField("Datei", upload_to=zufaelliger_name)
    typ = models.CharField("Dateityp", max_length=5)
    groesse = models.PositiveIntegerField("Größe in Byte")
    sha256 = models.CharField(max_length=64, editable=False, blank=True)
    hat_tags = models.BooleanField("PDF mit Tags", null=True, blank=True)
    hochgeladen_am = models.DateTimeField("hochgeladen am", auto_now_add=True)
    von = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name="von", null=True, blank=True, related_name="+")

    objects = DateiQuerySet.as_manager()

    class Meta:
        ordering = ["-hochgeladen_am", "-pk"]
        verbose_name = "Datei"
        verbose_name_plural = "Dateien"
        constraints = [
            # a photo has no checksum: it belongs to one person and goes with her
            models.UniqueConstraint("kommune", "sha256", condition=~Q(sha256=""), name="datei_once_per_kommune")
        ]

    def __str__(self):
        return f"{self.typ.upper()}, {dateigroesse(self.groesse)}"

    def get_absolute_url(self):
        """For those who edit; the public address is that of the Download."""
        return reverse("kommunen:datei", args=[self.schluessel])

    def loeschen(self):
        """For good, row and bytes; only for what belongs to one person."""
        self.delete()
        transaction.on_commit(lambda: self.datei.delete(save=False))


class DownloadQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of the programme, and those of every profile the user may read."""
        oeffentlich = Q(kommune=None) | profil_oeffentlich("kommune")
        return self.filter(oeffentlich | Q(kommune__in=Kommune.objects.editable_by(user)))


class Download(Eintrag):
    """A document as announced: with a file of ours, with a link elsewhere, or with neither ("Datei liegt nicht vor").

    Its address stays when the file is replaced.
    """

    kommune = models.ForeignKey(
        Kommune, models.CASCADE, null=True, blank=True, related_name="downloads", help_text="Leer heißt: für das ganze Programm."
    )
    titel = models.CharField("Titel", max_length=200)
    datum = models.DateField("Datum", null=True, blank=True)
    groesse_kb = models.PositiveIntegerField("Größe in KB", null=True, blank=True)
    typ = models.CharField("Dateityp", max_length=10, blank=True)
    datei = models.ForeignKey(Datei, models.SET_NULL, verbose_name="Datei", null=True, blank=True, related_name="downloads")
    url = models.URLField("Adresse außerhalb des Portals", blank=True)

    objects = DownloadQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(Eintrag.Meta):
        verbose_name = "Download"
        verbose_name_plural = "Downloads"
        constraints = [
            models.CheckConstraint(
                condition=Q(datei=None) | Q(url=""),
                name="download_file_or_link",
                violation_error_message="Bitte entweder eine Datei oder eine Adresse angeben, nicht beides.",
            )
        ]

    def __str__(self):
        return self.titel

    @property
    def adresse(self):
        """Where a click leads; empty where the document is only announced. In a preview the file itself."""
        if not self.datei:
            return self.url
        return reverse("kommunen:download", args=[self.schluessel]) if self.pk else self.datei.get_absolute_url()

    @property
    def angaben(self):
        """What is known of it, in one line: "30.11.2017, 526 kB, PDF"; "30.11.2017 – Datei liegt nicht vor"."""
        datum = f"{self.datum:%d.%m.%Y}" if self.datum else ""
        typ, byte = (self.datei.typ, self.datei.groesse) if self.datei else (self.typ, 1000 * (self.groesse_kb or 0))
        was = [dateigroesse(byte) if byte else "", typ.upper()] if self.adresse else []
        bekannt = ", ".join(filter(None, [datum, *was]))
        verbleib = "Datei liegt nicht vor" if not self.adresse else "führt aus dem Portal hinaus" if self.url else ""
        return " – ".join(filter(None, [bekannt, verbleib]))
