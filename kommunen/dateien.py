"""Uploads: checked by content, pictures written anew, stored under a random name, delivered as attachments."""

import hashlib
import json
import logging
from functools import wraps

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.http import FileResponse, Http404

from kern.begrenzt import AblehnungFehler, ausfuehren
from kern.templatetags.schreibweise import dateigroesse
from kommunen.models import Datei

BILDER = ("png", "jpg", "webp")
GROESSTE_DATEI = 20_000_000  # bytes
WELCHE_DATEIEN = f"PDF, Office-Dokument oder Bild, höchstens {dateigroesse(GROESSTE_DATEI)}."

DateiFehler = AblehnungFehler
log = logging.getLogger(__name__)


def datei_pruefen(daten: bytes) -> tuple[str, bool | None, bytes]:
    """(type, PDF with tags or None, bytes to store). Raises DateiFehler with the reason."""
    zu_gross = "Diese Datei lässt sich nicht prüfen: Sie braucht zu viel Speicher oder Zeit. Bitte speichern Sie sie kleiner."
    kopf, _, inhalt = ausfuehren("kommunen.dateipruefung", daten, zu_gross=zu_gross).partition(b"\n")
    angaben = json.loads(kopf)
    return angaben["typ"], angaben["hat_tags"], inhalt


def prueft_dateien(view):
    """For a view that locks rows: what was uploaded is checked before, or everybody else would have to wait for it."""

    @wraps(view)
    def antworten(request, *args, **kwargs):
        for hochgeladen in request.FILES.values():
            _pruefung(hochgeladen)
        return view(request, *args, **kwargs)

    return antworten


def _pruefung(hochgeladen) -> tuple[str, bool | None, bytes] | DateiFehler:
    """What datei_pruefen says of it, or why it is refused; asked once for each upload."""
    if not hasattr(hochgeladen, "pruefung"):
        try:
            if hochgeladen.size > GROESSTE_DATEI:
                raise DateiFehler(
                    f"Diese Datei hat {dateigroesse(hochgeladen.size)}, möglich sind {dateigroesse(GROESSTE_DATEI)}. "
                    "Oft hilft es, die Bilder darin zu verkleinern."
                )
            hochgeladen.pruefung = datei_pruefen(hochgeladen.read())
        except DateiFehler as fehler:
            hochgeladen.pruefung = fehler
    return hochgeladen.pruefung


def datei_ablegen(*, kommune, hochgeladen, nutzer, nur_bild=False) -> Datei:
    """Check an uploaded file and store it. Raises DateiFehler.

    The same document again is the one already there. With `nur_bild` it has to be a picture and is a file of its own, so that
    it can be deleted without asking who else uses it.
    """
    pruefung = _pruefung(hochgeladen)
    if isinstance(pruefung, DateiFehler):
        raise pruefung
    typ, hat_tags, inhalt = pruefung
    if nur_bild and typ not in BILDER:
        raise DateiFehler("Das ist kein Bild. Bitte wählen Sie ein PNG, JPEG oder WebP.")
    pruefsumme = "" if nur_bild else hashlib.sha256(inhalt).hexdigest()
    vorhanden = pruefsumme and Datei.objects.filter(kommune=kommune, sha256=pruefsumme).first()
    if vorhanden:
        return vorhanden
    datei = Datei(kommune=kommune, typ=typ, groesse=len(inhalt), sha256=pruefsumme, hat_tags=hat_tags, von=nutzer)
    datei.datei.save("", ContentFile(inhalt), save=False)
    try:
        with transaction.atomic():
            datei.save()
    except IntegrityError:  # the same file, uploaded by a second click in this moment
        datei.datei.delete(save=False)
        return Datei.objects.get(kommune=kommune, sha256=pruefsumme)
    return datei


def ausliefern(datei: Datei, titel: str) -> FileResponse:
    """As an attachment under its title's name, whatever it is: nothing uploaded runs in the portal's pages."""
    if not datei.datei.storage.exists(datei.datei.name):
        log.error("Die Datei %s fehlt im Ordner der Dateien", datei.datei.name)
        raise Http404
    return FileResponse(datei.datei.open(), as_attachment=True, filename=f"{titel.removesuffix(f'.{datei.typ}')}.{datei.typ}")
