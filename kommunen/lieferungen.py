"""Delivering a Kommune's own figures: the pages of statistik.views, for who keeps its pages."""

from functools import partial

from django.urls import reverse

from kommunen.access import get_kommune_to_edit
from kommunen.redaktion.actions import funktion_von
from statistik import views


def _ort(request, slug) -> views.Ort:
    kommune = get_kommune_to_edit(request.user, slug)
    return views.Ort(partial(_adresse, slug), kommune.gebiet, kommune, partial(funktion_von, request.user, kommune))


def _adresse(slug, name, *args):
    """Without one for saying what columns mean: a Kommune uses the portal's template."""
    name = {"zuordnen": "lieferung"}.get(name, name)
    return reverse(f"kommunen:{name}", args=[slug, *args])


def lieferungen(request, slug):
    return views.lieferungen(request, _ort(request, slug))


def lieferung_neu(request, slug):
    return views.lieferung_neu(request, _ort(request, slug))


def lieferung(request, slug, pk):
    return views.lieferung(request, _ort(request, slug), pk)


def zeilen(request, slug, pk):
    return views.zeilen(request, _ort(request, slug), pk)


def zeilen_csv(request, slug, pk):
    return views.zeilen_csv(request, _ort(request, slug), pk)


def original(request, slug, pk):
    return views.original(request, _ort(request, slug), pk)


def vorlage(request, slug, endung):
    return views.vorlage(request, _ort(request, slug), endung)
