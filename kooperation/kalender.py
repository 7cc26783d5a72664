"""The next Dialog as a calendar entry (RFC 5545)."""

from datetime import timedelta
from urllib.parse import urlsplit

import icalendar
from django.conf import settings
from django.utils import timezone

from kooperation.models import Seite


def naechster(seite: Seite) -> bytes:
    """One event on a whole day; expects a sheet with a date. Its UID is the Dialog's, so that both sides mean the same."""
    kalender = icalendar.Calendar()
    kalender.add("prodid", "-//Präventionsketten Niedersachsen//Portal//DE")
    kalender.add("version", "2.0")
    kalender.add("method", "PUBLISH")
    ereignis = icalendar.Event()
    dialog, blatt = seite.dialog, seite.dialog.blatt
    ereignis.add("uid", f"dialog-{dialog.schluessel}@{urlsplit(settings.SITE_URL).hostname}")
    ereignis.add("sequence", blatt.nummer)
    ereignis.add("dtstamp", timezone.now())
    ereignis.add("dtstart", blatt.naechster)
    ereignis.add("dtend", blatt.naechster + timedelta(days=1))
    ereignis.add("summary", f"Nächster Dialog: {' und '.join(str(s.einrichtung) for s in dialog.paar)}")
    ereignis.add("description", f"Anlass: {dialog.anlass}\n{dialog.instrument.vorlage.rueckblick}")
    kalender.add_component(ereignis)
    return kalender.to_ical()
