"""Turns (user, address) into a row, a 404 or a 403."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from kommunen.access import get_to_edit, may_edit
from planung.models import Planungsseite, Untersuchung, Vorhaben


def get_vorhaben(user, slug, schluessel):
    vorhaben = Vorhaben.objects.visible_to(user).select_related("kommune")
    return get_object_or_404(vorhaben, kommune__slug=slug, schluessel=schluessel)


def get_vorhaben_to_edit(user, slug, schluessel):
    return get_to_edit(user, Vorhaben.objects.select_related("kommune"), kommune__slug=slug, schluessel=schluessel)


def get_untersuchung(user, slug, schluessel):
    untersuchungen = Untersuchung.objects.visible_to(user).select_related("kommune")
    return get_object_or_404(untersuchungen, kommune__slug=slug, schluessel=schluessel)


def get_untersuchung_to_edit(user, slug, schluessel):
    return get_to_edit(user, Untersuchung.objects.select_related("kommune"), kommune__slug=slug, schluessel=schluessel)


def get_planungsseite(kommune):
    """What of its planning a Kommune shows; where nobody has said, nothing."""
    return Planungsseite.objects.filter(kommune=kommune).first() or Planungsseite(kommune=kommune)


def may_see(user, seite, was):
    """`was` is "bausteine", "kette" or "wirkung": what the Kommune shows to everybody, and what is her own anyway."""
    return getattr(seite, f"{was}_oeffentlich") or may_edit(user, seite.kommune)


def get_planungsseite_to_see(user, kommune, was):
    seite = get_planungsseite(kommune)
    if not may_see(user, seite, was):
        raise Http404
    return seite
