"""A station of a paper as a day in a calendar."""

from datetime import timedelta
from urllib.parse import urlsplit

import icalendar
from django.conf import settings

from gremien.models import Beratung


def beratung_als_ereignis(beratung: Beratung) -> icalendar.Event:
    """Body, day and paper, nothing of what was decided. UID stays, SEQUENCE counts changes of body and day."""
    ereignis = icalendar.Event()
    ereignis.add("uid", f"beratung-{beratung.schluessel}@{urlsplit(settings.SITE_URL).hostname}")
    ereignis.add("sequence", beratung.folge)
    ereignis.add("dtstamp", beratung.geaendert_am)
    abgesetzt = beratung.zeigt_inhalt and beratung.ergebnis == Beratung.Ergebnis.ABGESETZT
    ereignis.add("status", "CANCELLED" if abgesetzt else "CONFIRMED")
    ereignis.add("summary", f"{beratung.name}: {beratung.vorlage}")
    ereignis.add("dtstart", beratung.datum)
    ereignis.add("dtend", beratung.datum + timedelta(days=1))
    ereignis.add("url", settings.SITE_URL + beratung.vorlage.get_absolute_url())
    ereignis.add("categories", [str(beratung.vorlage.kommune)])
    return ereignis
