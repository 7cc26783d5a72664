"""Figures as files and for programs: public, read-only, without any cookie, open to pages of other sites."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from kern.stand import unveraendert
from statistik.auswertung.zahlen import laden
from statistik.models import Indikator
from statistik.offen import schnittstelle
from statistik.offen import tabelle as offen
from statistik.offen.katalog import SCHREIBWEISEN
from statistik.offen.katalog import katalog as graph
from statistik.offen.paket import paket as beschreibung

LESBAR = {"ensure_ascii": False}
FUER_ALLE = {"Access-Control-Allow-Origin": "*"}


def _adresse() -> str:
    return f"{settings.SITE_URL}{reverse('daten:uebersicht')}"


def _json(daten: dict, status: int = 200) -> JsonResponse:
    return JsonResponse(daten, status=status, json_dumps_params=LESBAR, headers=FUER_ALLE)


@csrf_exempt
@login_not_required
@require_safe
@unveraendert
def tabelle(request, kennung, endung):
    """All official figures of one Indikator."""
    indikator = get_object_or_404(Indikator.objects.select_related("nenner", "zaehler"), kennung=kennung)
    zeilen = offen.zeilen(laden([indikator]))
    if endung == "json":
        return _json({"indikator": indikator.kennung, "zahlen": list(zeilen)})
    kopf = FUER_ALLE | {"Content-Disposition": f'attachment; filename="{kennung}.{endung}"'}
    return HttpResponse(offen.datei(zeilen, endung), content_type=offen.MEDIENART[endung], headers=kopf)


@csrf_exempt
@login_not_required
@require_safe
@unveraendert
def paket(request):
    return _json(beschreibung(_adresse()))


@csrf_exempt
@login_not_required
@require_safe
@unveraendert
def katalog(request, endung):
    form, medienart = SCHREIBWEISEN[endung]
    return HttpResponse(graph(_adresse()).serialize(format=form), content_type=medienart, headers=FUER_ALLE)


@csrf_exempt
@login_not_required
@require_safe
@unveraendert
def openapi(request):
    return _json(schnittstelle.beschreibung(_adresse()))


def _antwort(antworten, *args) -> JsonResponse:
    try:
        daten = antworten(*args)
    except schnittstelle.AnfrageFehler as fehler:
        return _json({"fehler": str(fehler)}, status=400)
    return api_nichts() if daten is None else _json(daten)


def api_nichts() -> JsonResponse:
    """A program gets JSON also where there is nothing."""
    return _json({"fehler": "Das gibt es hier nicht. Was es gibt, sagt /daten/api/v1/openapi.json."}, status=404)


@csrf_exempt
@login_not_required
@require_safe
@unveraendert
def api_indikatoren(request):
    return _antwort(schnittstelle.indikatoren, request.GET.dict())


@csrf_exempt
@login_not_required
@require_safe
@unveraendert
def api_indikator(request, kennung):
    return _antwort(schnittstelle.indikator, kennung, request.GET.dict())


@csrf_exempt
@login_not_required
@require_safe
@unveraendert
def api_zahlen(request, kennung):
    indikator = Indikator.objects.select_related("nenner", "zaehler").filter(kennung=kennung).first()
    return _antwort(schnittstelle.zahlen, indikator, request.GET.dict()) if indikator else api_nichts()


@csrf_exempt
@login_not_required
@require_safe
@unveraendert
def api_gebiete(request):
    return _antwort(schnittstelle.gebiete, request.GET.dict())


@csrf_exempt
@login_not_required
@require_safe
@unveraendert
def api_gebiet(request, schluessel):
    return _antwort(schnittstelle.zahlen_von, schluessel, request.GET.dict())


@csrf_exempt
@login_not_required
@require_safe
def api_unbekannt(request, rest):
    return api_nichts()
