"""Dates and news for everybody: pages, a date for calendars (RFC 5545), an Atom feed."""

from datetime import datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import icalendar
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.syndication.views import Feed
from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.http import require_safe

from kern.stand import unveraendert
from kommunen.access import get_kommune
from kommunen.models import Download, Meldung, Termin
from kommunen.texte import html, lesbar

BERLIN = ZoneInfo("Europe/Berlin")
RUECKBLICK = timedelta(days=365)
SEITENGROESSE = 50


@login_not_required
@require_safe
@unveraendert
def termine(request):
    heute = timezone.localdate()
    alle = Termin.objects.published().select_related("kommune")
    vergangene = alle.filter(datum__lt=heute, datum__gte=heute - RUECKBLICK).reverse()
    seite = Paginator(alle.filter(datum__gte=heute), SEITENGROESSE).get_page(request.GET.get("seite"))
    return render(request, "kommunen/termine.html", {"seite": seite, "rueckblick": vergangene[:SEITENGROESSE]})


@login_not_required
@require_safe
@unveraendert
def aktuelles(request):
    meldungen = Meldung.objects.published().select_related("kommune")
    seite = Paginator(meldungen, 20).get_page(request.GET.get("seite"))
    downloads = Download.objects.filter(kommune=None).select_related("datei")
    return render(request, "kommunen/aktuelles.html", {"seite": seite, "downloads": downloads})


def termin_als_ereignis(termin: Termin) -> icalendar.Event:
    """UID stays for ever, SEQUENCE counts changes, STATUS says whether it takes place."""
    ereignis = icalendar.Event()
    ereignis.add("uid", f"termin-{termin.pk}@{urlsplit(settings.SITE_URL).hostname}")
    ereignis.add("sequence", termin.folge)
    ereignis.add("dtstamp", termin.geaendert_am or termin.veroeffentlicht_am)
    findet_statt = termin.is_published and not termin.abgesagt
    ereignis.add("status", "CONFIRMED" if findet_statt else "CANCELLED")
    if not termin.is_published:  # taken back: calendars hear that it is off, and nothing else
        ereignis.add("summary", "Abgesagt")
        ereignis.add("dtstart", termin.datum)
        return ereignis
    ereignis.add("summary", termin.titel if findet_statt else f"Abgesagt: {termin.titel}")
    if termin.beginn:
        ereignis.add("dtstart", datetime.combine(termin.datum, termin.beginn, BERLIN))
        if termin.ende:
            ereignis.add("dtend", datetime.combine(termin.datum, termin.ende, BERLIN))
    else:
        ereignis.add("dtstart", termin.datum)
        ereignis.add("dtend", termin.datum + timedelta(days=1))
    fuer = f"Für: {termin.zielgruppe}" if termin.zielgruppe else ""
    anmeldung = f"Anmeldung: {termin.anmeldung}" if termin.anmeldung else ""
    if beschreibung := "\n\n".join(filter(None, [termin.text, fuer, anmeldung])):
        ereignis.add("description", beschreibung)
    if termin.ort:
        ereignis.add("location", termin.ort)
    seite = termin.kommune.get_absolute_url() if termin.kommune else reverse("kommunen:termine")
    ereignis.add("url", settings.SITE_URL + seite)
    ereignis.add("categories", [str(termin.kommune or "Programm")])
    return ereignis


@method_decorator(require_safe, name="__call__")
class MeldungenFeed(Feed):
    """News as Atom (RFC 4287), of one Kommune or of all."""

    login_required = False  # what @login_not_required says of a function
    feed_type = Atom1Feed
    language = "de"

    def get_object(self, request, slug=None):
        return get_kommune(request.user, slug) if slug else None

    def title(self, kommune):
        return f"Aktuelles: {kommune or 'Präventionsketten Niedersachsen'}"

    def link(self, kommune):
        return kommune.get_absolute_url() if kommune else reverse("kommunen:aktuelles")

    def items(self, kommune):
        meldungen = Meldung.objects.published().select_related("kommune")
        return (meldungen.filter(kommune=kommune) if kommune else meldungen)[:50]

    def item_title(self, meldung):
        return lesbar(str(meldung))

    def item_description(self, meldung):
        return html(meldung.text)

    def item_link(self, meldung):
        seite = meldung.kommune.get_absolute_url() if meldung.kommune else reverse("kommunen:aktuelles")
        return f"{seite}#meldung-{meldung.schluessel}"

    def item_guid(self, meldung):
        return f"tag:{urlsplit(settings.SITE_URL).hostname},2026:meldung-{meldung.schluessel}"

    def item_author_name(self, meldung):
        return str(meldung.kommune or "Präventionsketten Niedersachsen")

    def item_pubdate(self, meldung):
        if meldung.datum:
            return datetime.combine(meldung.datum, datetime.min.time(), BERLIN)
        return meldung.geaendert_am

    def item_updateddate(self, meldung):
        return meldung.geaendert_am or self.item_pubdate(meldung)
