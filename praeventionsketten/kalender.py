"""Calendars to subscribe to (RFC 5545), of one Kommune or of all: its dates, public meetings, what the councils beraten."""

from datetime import timedelta

import icalendar
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from gremien.kalender import beratung_als_ereignis
from gremien.models import Beratung
from kommunen.access import get_kommune
from kommunen.models import Termin
from kommunen.termine import RUECKBLICK, termin_als_ereignis
from netzwerke.einladung import sitzung_als_ereignis
from netzwerke.models import Sitzung

ALLE = AnonymousUser()  # a calendar program logs in nowhere: it gets what everybody may see, whoever subscribed


@login_not_required
@require_safe
def kalender(request, slug=None):
    """Dates that were taken back stay in it as cancelled."""
    kommune = get_kommune(request.user, slug) if slug else None
    name = f"Präventionskette {kommune}" if kommune else "Präventionsketten Niedersachsen"
    antwort = HttpResponse(als_kalender(name, _ereignisse(kommune)), content_type="text/calendar; charset=utf-8")
    antwort["Content-Disposition"] = 'inline; filename="termine.ics"'
    return antwort


def _ereignisse(kommune):
    seit = timezone.localdate() - RUECKBLICK
    termine = Termin.objects.for_calendar().filter(datum__gte=seit)
    sitzungen = Sitzung.objects.visible_to(ALLE).filter(datum__gte=seit).select_related("gruppe__kommune")
    beratungen = Beratung.objects.visible_to(ALLE).filter(datum__gte=seit).select_related("vorlage__kommune", "gremium")
    if kommune:
        termine = termine.filter(kommune=kommune)
        sitzungen = sitzungen.filter(gruppe__kommune=kommune)
        beratungen = beratungen.filter(vorlage__kommune=kommune)
    yield from map(termin_als_ereignis, termine)
    yield from map(sitzung_als_ereignis, sitzungen)
    yield from map(beratung_als_ereignis, beratungen)


def als_kalender(name: str, ereignisse) -> bytes:
    kalender = icalendar.Calendar()
    kalender.add("prodid", "-//Präventionsketten Niedersachsen//Portal//DE")
    kalender.add("version", "2.0")
    kalender.add("method", "PUBLISH")
    kalender.add("x-wr-calname", icalendar.vText(name))  # a name nobody knows the type of is not escaped otherwise
    kalender.add("refresh-interval", timedelta(hours=12), parameters={"VALUE": "DURATION"})
    for ereignis in ereignisse:
        kalender.add_component(ereignis)
    kalender.add_missing_timezones()
    return kalender.to_ical()
