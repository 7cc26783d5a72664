"""Figures as files and for programs. Public, read-only, without any cookie."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from statistik.auswertung.zahlen import laden
from statistik.models import Indikator
from statistik.offen import tabelle as offen


@login_not_required
@require_safe
def tabelle(request, kennung, endung):
    indikator = get_object_or_404(Indikator.objects.select_related("nenner", "zaehler"), kennung=kennung)
    zeilen = offen.zeilen(laden([indikator]))
    if endung == "json":
        return JsonResponse({"indikator": indikator.kennung, "zahlen": list(zeilen)})
    name = f'attachment; filename="{kennung}.{endung}"'
    return HttpResponse(offen.datei(zeilen, endung), content_type=offen.MEDIENART[endung], headers={"Content-Disposition": name})


def _folgt(request, **kwargs):
    return HttpResponse(status=501)


paket = katalog = openapi = api_indikatoren = api_indikator = api_gebiete = api_zahlen = login_not_required(_folgt)
