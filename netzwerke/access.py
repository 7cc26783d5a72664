"""Turns (user, slug, key) into an object, a 404 for what the user may not see, or a 403 for what she may only read."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from netzwerke.models import Einrichtung, Gruppe, Sitzung


def get_gruppe(user, slug, schluessel):
    gruppen = Gruppe.objects.visible_to(user).select_related("kommune__profil", "obere__kommune")
    return get_object_or_404(gruppen, kommune__slug=slug, schluessel=schluessel)


def get_gruppe_to_edit(user, slug, schluessel):
    gruppe = get_gruppe(user, slug, schluessel)
    if not gruppe.kommune.can_be_edited_by(user):
        raise PermissionDenied
    return gruppe


def get_einrichtung(user, slug, schluessel):
    """One that was merged leads to the one it became part of."""
    gefragt = Einrichtung.objects.filter(kommune__slug=slug, schluessel=schluessel).values_list("aufgegangen_in__schluessel")
    ziel = gefragt.first()
    sichtbare = Einrichtung.objects.visible_to(user).with_einordnung().select_related("kommune__profil", "gebiet")
    return get_object_or_404(sichtbare, schluessel=(ziel and ziel[0]) or schluessel, kommune__slug=slug)


def get_einrichtung_to_edit(kommune, schluessel):
    """Expects a Kommune that may be edited (`get_kommune_to_edit`)."""
    eigene = Einrichtung.objects.filter(kommune=kommune, aufgegangen_in=None).with_einordnung()
    einrichtung = get_object_or_404(eigene, schluessel=schluessel)
    einrichtung.kommune = kommune  # with its area, which was fetched with it
    return einrichtung


def get_sitzung(user, slug, gruppe, schluessel):
    sitzungen = Sitzung.objects.visible_to(user).select_related("gruppe__kommune__profil", "datei")
    return get_object_or_404(sitzungen, gruppe__kommune__slug=slug, gruppe__schluessel=gruppe, schluessel=schluessel)
