"""Turns (user, slug) into an object, a 404 for what the user may not see, or a 403 for what she may only read."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from kommunen.models import Download, Einlesung, Kommune, Koordination, Profil


def get_kommune(user, slug):
    kommunen = Kommune.objects.visible_to(user).select_related("gebiet__parent__parent", "obere", "jugendamt", "profil")
    return get_object_or_404(kommunen, slug=slug)


def get_profil(user, kommune):
    """The profile the user may read, or None as long as it is somebody else's draft."""
    profil = getattr(kommune, "profil", None)
    if profil is None or profil.is_published:
        return profil
    return Profil.objects.visible_to(user).filter(pk=profil.pk).first()


def get_download(user, pk):
    return get_object_or_404(Download.objects.visible_to(user).exclude(datei=""), pk=pk)


def may_read_profiles_in(user):
    """Those who keep at least one Kommune; creating new ones is the Fachadministration's."""
    return user.is_staff or Koordination.objects.filter(nutzer=user.pk).exists()


def check_may_read_profiles_in(user):
    if not may_read_profiles_in(user):
        raise PermissionDenied


def get_einlesung(user, pk):
    check_may_read_profiles_in(user)
    return get_object_or_404(Einlesung.objects.visible_to(user), pk=pk)
