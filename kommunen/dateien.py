"""Uploads: checked by content, pictures written anew, stored under a random name."""

import hashlib
import json

from django.core.files.base import ContentFile

from kern.begrenzt import AblehnungFehler, ausfuehren
from kommunen.models import Datei

GROESSTE_DATEI = 20 * 1024 * 1024  # bytes

DateiFehler = AblehnungFehler


def datei_pruefen(daten: bytes) -> tuple[str, bool | None, bytes]:
    """(type, PDF with tags or None, bytes to store). Raises DateiFehler with the reason."""
    zu_gross = "Diese Datei lässt sich nicht prüfen: Sie braucht zu viel Speicher oder Zeit. Bitte speichern Sie sie kleiner."
    kopf, _, inhalt = ausfuehren("kommunen.dateipruefung", daten, zu_gross=zu_gross).partition(b"\n")
    angaben = json.loads(kopf)
    return angaben["typ"], angaben["hat_tags"], inhalt


def datei_ablegen(*, kommune, hochgeladen, nutzer) -> Datei:
    """Check an uploaded file and store it; the same file again is the one already there. Raises DateiFehler."""
    if hochgeladen.size > GROESSTE_DATEI:
        raise DateiFehler(
            f"Diese Datei hat {hochgeladen.size / 1_000_000:.0f} MB, möglich sind 20 MB. "
            "Oft hilft es, die Bilder darin zu verkleinern."
        )
    typ, hat_tags, inhalt = datei_pruefen(hochgeladen.read())
    pruefsumme = hashlib.sha256(inhalt).hexdigest()
    vorhanden = Datei.objects.filter(kommune=kommune, sha256=pruefsumme).first()
    if vorhanden:
        return vorhanden
    datei = Datei(kommune=kommune, typ=typ, groesse=len(inhalt), sha256=pruefsumme, hat_tags=hat_tags, von=nutzer)
    datei.datei.save("", ContentFile(inhalt), save=False)
    datei.save()
    return datei
