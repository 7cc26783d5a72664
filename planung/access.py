"""Turns (user, address) into a row, a 404 or a 403."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from planung.models import Untersuchung, Vorhaben


def get_vorhaben(user, slug, schluessel):
    vorhaben = Vorhaben.objects.visible_to(user).filter(kommune__slug=slug).select_related("kommune")
    return get_object_or_404(vorhaben, schluessel=schluessel)


def get_vorhaben_to_edit(user, slug, schluessel):
    """404 for what the user may not even see, 403 for what she may only read."""
    eigene = Vorhaben.objects.editable_by(user).select_related("kommune").filter(kommune__slug=slug)
    vorhaben = eigene.filter(schluessel=schluessel).first()
    if vorhaben is None:
        get_vorhaben(user, slug, schluessel)
        raise PermissionDenied
    return vorhaben


def get_untersuchung(user, slug, schluessel):
    untersuchungen = Untersuchung.objects.visible_to(user).filter(kommune__slug=slug).select_related("kommune")
    return get_object_or_404(untersuchungen, schluessel=schluessel)


def get_untersuchung_to_edit(user, slug, schluessel):
    """404 for what the user may not even see, 403 for what she may only read."""
    eigene = Untersuchung.objects.editable_by(user).select_related("kommune").filter(kommune__slug=slug)
    untersuchung = eigene.filter(schluessel=schluessel).first()
    if untersuchung is None:
        get_untersuchung(user, slug, schluessel)
        raise PermissionDenied
    return untersuchung
