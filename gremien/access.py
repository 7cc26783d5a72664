"""Turns (user, address) into a row, a 404 or a 403."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from gremien.models import Anlage, Vorlage
from kommunen.access import get_to_edit


def get_vorlage(user, slug, schluessel):
    vorlagen = Vorlage.objects.visible_to(user).filter(kommune__slug=slug).with_beratungen()
    return get_object_or_404(vorlagen.select_related("kommune__gebiet"), schluessel=schluessel)


def get_vorlage_to_edit(user, slug, schluessel):
    return get_to_edit(user, Vorlage.objects.select_related("kommune"), kommune__slug=slug, schluessel=schluessel)


def get_anlage(user, slug, vorlage, schluessel):
    """One with a file, of a paper this person may read."""
    vorlagen = Vorlage.objects.visible_to(user).filter(kommune__slug=slug, schluessel=vorlage)
    anlage = Anlage.objects.filter(vorlage__in=vorlagen, schluessel=schluessel).exclude(datei=None).select_related("datei").first()
    if anlage is None:
        raise Http404
    return anlage
