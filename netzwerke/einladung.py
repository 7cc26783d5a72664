"""The invitation to a meeting: a calendar entry (RFC 5545) and the text of a mail to copy."""

from datetime import datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import icalendar
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from netzwerke.models import Sitzung

BERLIN = ZoneInfo("Europe/Berlin")


def kalender(sitzung: Sitzung) -> bytes:
    """A calendar with this one meeting, so that a second file moves the first."""
    kalender = icalendar.Calendar()
    kalender.add("prodid", "-//Präventionsketten Niedersachsen//Portal//DE")
    kalender.add("version", "2.0")
    kalender.add("method", "PUBLISH")
    kalender.add_component(sitzung_als_ereignis(sitzung))
    kalender.add_missing_timezones()
    return kalender.to_ical()


def sitzung_als_ereignis(sitzung: Sitzung) -> icalendar.Event:
    """Its UID stays, SEQUENCE counts changes of time, place and agenda."""
    ereignis = icalendar.Event()
    ereignis.add("uid", f"sitzung-{sitzung.schluessel}@{urlsplit(settings.SITE_URL).hostname}")
    ereignis.add("sequence", sitzung.folge)
    ereignis.add("dtstamp", timezone.now())
    ereignis.add("status", "CANCELLED" if sitzung.abgesagt else "CONFIRMED")
    ereignis.add("summary", f"{'Abgesagt: ' if sitzung.abgesagt else ''}{sitzung.gruppe}")
    if sitzung.beginn:
        beginn = datetime.combine(sitzung.datum, sitzung.beginn, BERLIN)
        ereignis.add("dtstart", beginn)
        ereignis.add(
            "dtend", datetime.combine(sitzung.datum, sitzung.ende, BERLIN) if sitzung.ende else beginn + timedelta(hours=2)
        )
    else:
        ereignis.add("dtstart", sitzung.datum)
        ereignis.add("dtend", sitzung.datum + timedelta(days=1))
    if sitzung.ort:
        ereignis.add("location", sitzung.ort)
    if sitzung.tagesordnung:
        ereignis.add("description", sitzung.tagesordnung)
    return ereignis


def mail(sitzung: Sitzung) -> dict[str, str]:
    """Subject and text, to copy into one's own mail program."""
    betreff = f"{'Abgesagt' if sitzung.abgesagt else 'Einladung'}: {sitzung.gruppe} am {sitzung.datum:%d.%m.%Y}"
    return {"betreff": betreff, "text": render_to_string("mails/sitzung.txt", {"sitzung": sitzung}).strip()}
