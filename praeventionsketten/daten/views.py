"""The pages of the figures: what there is, one Indikator, and how programs get at them."""

from datetime import date

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from grafik.karte import niedersachsen
from kern.stand import unveraendert
from kommunen.models import Kommune
from statistik import bild
from statistik.auswertung.indikatorblatt import indikatorblatt
from statistik.models import Indikator
from statistik.offen.schnittstelle import anfragen
from statistik.offen.verzeichnis import bestand, herkuenfte, mit_zahlen


@login_not_required
@require_safe
@unveraendert
def uebersicht(request):
    """All Indikatoren with figures; with `?indikator=` on to its page, so that a form can lead there without a script."""
    if kennung := request.GET.get("indikator"):
        ziel = get_object_or_404(Indikator, kennung=kennung)
        weiter = {name: request.GET[name] for name in ("stichtag", "kreis") if request.GET.get(name)}
        return redirect(f"{reverse('daten:indikator', args=[ziel.kennung])}{'?' if weiter else ''}{urlencode(weiter)}")
    quellen = herkuenfte()
    eintraege = [(eintrag, eintrag.ist_eigene(eintrag.quellen(quellen))) for eintrag in bestand()]
    return render(request, "daten/uebersicht.html", {"eintraege": eintraege})


def _blatt(request, kennung):
    indikator = get_object_or_404(Indikator.objects.select_related("zaehler", "nenner"), kennung=kennung)
    return indikatorblatt(indikator, tag=_tag(request.GET.get("stichtag", "")), kreis=request.GET.get("kreis", ""))


def _tag(text: str) -> date | None:
    """A day as the form sends it; anything else means the newest."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@login_not_required
@require_safe
@unveraendert
def indikator(request, kennung):
    blatt = _blatt(request, kennung)
    kommunen = {kommune.gebiet_id: kommune for kommune in Kommune.objects.filter(is_published=True)}
    kontext = {
        "blatt": blatt,
        "indikator": blatt.indikator,
        "karte": niedersachsen(),
        "indikatoren": mit_zahlen(),
        "zeilen": [(gebiet, zahl, kommunen.get(gebiet.pk)) for gebiet, zahl in blatt.zeilen],
        "heute": timezone.localdate(),
        "adresse": f"{settings.SITE_URL}{request.path}",
        "anders": request.GET.get("stichtag", "") not in ("", f"{blatt.tag:%Y-%m-%d}" if blatt.tag else ""),
    }
    return render(request, "daten/indikator.html", kontext)


@login_not_required
@require_safe
@unveraendert
def karte(request, kennung):
    """The map of the page as a file."""
    blatt = _blatt(request, kennung)
    if blatt.tag is None:
        raise Http404
    return HttpResponse(bild.karte(blatt), content_type="image/svg+xml")


@login_not_required
@require_safe
@unveraendert
def schnittstelle(request):
    adresse = f"{settings.SITE_URL}{reverse('daten:uebersicht')}"
    return render(request, "daten/schnittstelle.html", {"eintraege": anfragen(adresse), "basis": f"{adresse}api/v1"})
