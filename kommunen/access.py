"""Turns (user, slug) into an object, a 404 for what the user may not see, or a 403 for what she may only read."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from kern.abfrage import vorbereitet
from kommunen.models import Abschnitt, Datei, Download, Einlesung, Fassung, Kommune, Koordination

MIT_UMGEBUNG = ("gebiet__parent__parent", "obere", "jugendamt", "profil")


@vorbereitet
def _kommunen(slug, *, user):
    return Kommune.objects.visible_to(user).filter(slug=slug).select_related(*MIT_UMGEBUNG)


def get_kommune(user, slug):
    for kommune in _kommunen(slug, user=user):
        return kommune
    raise Http404


def get_to_edit(user, zeilen, **wo):
    """404 for what the user may not even see, 403 for what she may only read; `zeilen` is a QuerySet that knows both."""
    zeile = zeilen.editable_by(user).filter(**wo).first()
    if zeile is None:
        get_object_or_404(zeilen.visible_to(user), **wo)
        raise PermissionDenied
    return zeile


def get_kommune_to_edit(user, slug):
    return get_to_edit(user, Kommune.objects.select_related(*MIT_UMGEBUNG), slug=slug)


def get_art(abschnitt):
    """The section an address names."""
    if abschnitt not in Abschnitt.Art.values:
        raise Http404
    return Abschnitt.Art(abschnitt)


def get_fassung(kommune, art, nummer):
    fassungen = Fassung.objects.filter(abschnitt__kommune=kommune, abschnitt__art=art)
    return get_object_or_404(fassungen.select_related("abschnitt__kommune", "von"), nummer=nummer)


def get_download(user, schluessel):
    downloads = Download.objects.visible_to(user).exclude(datei=None).select_related("datei")
    return get_object_or_404(downloads, schluessel=schluessel)


def get_datei(user, schluessel):
    return get_object_or_404(Datei.objects.editable_by(user), schluessel=schluessel)


def eigene_kommunen(user):
    """Keys of the Kommunen a person coordinates herself; asked once for each person and request."""
    if not user.is_authenticated:
        return frozenset()
    if not hasattr(user, "_eigene_kommunen"):
        user._eigene_kommunen = frozenset(Koordination.objects.filter(nutzer=user).values_list("kommune", flat=True))
    return user._eigene_kommunen


def may_edit(user, kommune):
    """The same as `kommune.can_be_edited_by(user)`, for pages that ask it beside others: without a query of its own."""
    return user.is_staff or kommune.pk in eigene_kommunen(user)


def may_read_profiles_in(user):
    """Those who keep at least one Kommune; creating new ones is the Fachadministration's."""
    return user.is_staff or bool(eigene_kommunen(user))


def check_may_read_profiles_in(user):
    if not may_read_profiles_in(user):
        raise PermissionDenied


def get_einlesung(user, pk):
    check_may_read_profiles_in(user)
    return get_object_or_404(Einlesung.objects.visible_to(user), pk=pk)
