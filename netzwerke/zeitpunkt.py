"""A point in time as exactly as it is known, kept as ISO 8601 with reduced precision: "2019", "2019-03" or "2019-03-15".

"Since when does she sit in the group" is rarely known to the day, and a made-up day would be wrong. In this form it sorts,
compares in the database and says itself how exact it is.
"""

import re
from datetime import date

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from kommunen.leser.zeiten import stichtage
from kommunen.zeitangabe import Genauigkeit, Zeitangabe

MUSTER = r"(?:19|20)\d\d(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?"
LAENGE = {Genauigkeit.JAHR: 4, Genauigkeit.MONAT: 7, Genauigkeit.TAG: 10}


class ZeitpunktFehler(ValueError):
    """The message says how to write it."""


def zeitpunkt_feld(name: str) -> models.CharField:
    return models.CharField(name, max_length=10, blank=True, validators=[RegexValidator(rf"^{MUSTER}\Z")])


def aus_text(text: str) -> str:
    """ "März 2019" gives "2019-03"; nothing gives nothing. Raises ZeitpunktFehler."""
    text = text.strip()
    if not text or re.fullmatch(r"(?:19|20)\d\d-(?:0[1-9]|1[0-2])", text):
        return text
    gefunden, rest = stichtage(text)
    if len(gefunden) != 1 or rest or not re.fullmatch(MUSTER, iso := aus_angabe(gefunden[0])):
        raise ZeitpunktFehler(f"„{text}“ verstehen wir nicht als Zeitpunkt. Bitte so: 15.03.2019, März 2019 oder 2019")
    return iso


def aus_angabe(zeit: Zeitangabe) -> str:
    return zeit.datum.isoformat()[: LAENGE[zeit.genauigkeit]]


def als_text(iso: str) -> str:
    """ "2019-03" gives "März 2019"."""
    if not iso:
        return ""
    genauigkeit = next(g for g, laenge in LAENGE.items() if laenge == len(iso))
    return str(Zeitangabe(date.fromisoformat(iso + "-01-01"[len(iso) - 4 :] if len(iso) < 10 else iso), genauigkeit))


def zeitraum(von: str, bis: str) -> str:
    """ "seit März 2019", "2017 bis März 2019", "bis 2019", or nothing."""
    if von and bis:
        return f"{als_text(von)} bis {als_text(bis)}"
    return f"seit {als_text(von)}" if von else f"bis {als_text(bis)}" if bis else ""


def gilt_am(iso: str) -> Q:
    """Rows that hold on this day, or at some time in this month or year; what is not known closer counts for all of it."""
    return Q(von__lte=f"{iso}-99") & ~vorbei_am(iso, "bis")


def vorbei_am(iso: str, feld: str) -> Q:
    """Rows whose end lies before this; one that is known only by month or year lasts to its end."""
    return Q(**{f"{feld}__lt": iso}) & ~Q(**{f"{feld}__in": ["", iso[:4], iso[:7]]})
