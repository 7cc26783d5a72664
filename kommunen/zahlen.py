"""A Kommune's figures: one of them over time beside others, where it stands, all of them, and what the profile says."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kern.stand import unveraendert
from kommunen.access import get_kommune, may_edit
from kommunen.auswertung import kacheln
from kommunen.zahlenblatt import zahlenblatt as setzen
from statistik import bild
from statistik.auswertung.gebietsblatt import MEISTE_DAZU, Blatt, blatt
from statistik.auswertung.umfeld import darueber
from statistik.auswertung.zahlen import laden
from statistik.models import Indikator
from statistik.offen import tabelle as offen


def _blatt(request, kommune) -> Blatt:
    dazu = request.GET.getlist("mit")[:20]
    return blatt(kommune.gebiet, kennung=request.GET.get("indikator", ""), dazu=dazu)


@login_not_required
@require_safe
@unveraendert
def seite(request, slug):
    kommune = get_kommune(request.user, slug)
    blatt_ = _blatt(request, kommune)
    gewuenscht = {ags for ags in request.GET.getlist("mit") if ags}
    gezeigt = [gebiet for gebiet in blatt_.gewaehlte if gebiet.ags in gewuenscht]
    kontext = {
        "kommune": kommune,
        "blatt": blatt_,
        "zu_viele": gezeigt if len(gewuenscht) > MEISTE_DAZU else [],
        "kacheln": kacheln(kommune.kennzahlen.all()) if kommune.hat_profil else [],
        "darf_bearbeiten": request.user.is_authenticated and may_edit(request.user, kommune),
        "auswahl": request.GET.urlencode(),
        "gewaehlt": [gebiet.ags for gebiet in gezeigt],
    }
    return render(request, "kommunen/zahlen.html", kontext)


@login_not_required
@require_safe
@unveraendert
def verlauf(request, slug):
    """The chart of the page with the same choice, as a file."""
    kommune = get_kommune(request.user, slug)
    vergleich = _blatt(request, kommune).vergleich
    if vergleich is None or vergleich.bild is None:
        raise Http404
    return HttpResponse(bild.verlauf(vergleich), content_type="image/svg+xml")


@login_not_required
@require_safe
@unveraendert
def tabelle(request, slug):
    """All official figures of the Kommune and of the areas above it."""
    kommune = get_kommune(request.user, slug)
    gebiete = [kommune.gebiet.pk, *(gebiet.pk for gebiet in darueber(kommune.gebiet))]
    zahlen = laden(Indikator.objects.select_related("nenner"), gebiete=gebiete)
    return _datei(offen.datei(offen.zeilen(zahlen), "csv"), offen.MEDIENART["csv"], f"zahlen-{kommune.slug}.csv")


@login_not_required
@require_safe
@unveraendert
def zahlenblatt(request, slug):
    """One page to print and hand out."""
    kommune = get_kommune(request.user, slug)
    blatt = _blatt(request, kommune)
    if not blatt.reihen:
        raise Http404
    inhalt = setzen(kommune, blatt, timezone.localdate())
    return _datei(inhalt, "application/pdf", f"zahlenblatt-{kommune.slug}.pdf", "inline")


def _datei(inhalt, medienart: str, name: str, wie: str = "attachment") -> HttpResponse:
    return HttpResponse(inhalt, content_type=medienart, headers={"Content-Disposition": f'{wie}; filename="{name}"'})
