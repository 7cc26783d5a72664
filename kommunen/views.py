import logging

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import FileResponse, Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kommunen.access import get_datei, get_download
from kommunen.forms import KommunenFilter
from kommunen.models import Kommune

log = logging.getLogger(__name__)

SEITENGROESSE = 50


@login_not_required
@require_safe
def liste(request):
    filterform = KommunenFilter(request.GET)
    kommunen = filterform.filter(Kommune.objects.visible_to(request.user)).for_list()
    seite = Paginator(kommunen, SEITENGROESSE).get_page(request.GET.get("seite"))
    kreis = filterform.cleaned_data.get("kreis") if filterform.is_valid() else None
    weiter = request.GET.copy()
    weiter.pop("seite", None)
    return render(
        request,
        "kommunen/liste.html",
        {"form": filterform, "seite": seite, "kreis": kreis, "anfrage": weiter.urlencode()},
    )


@login_not_required
@require_safe
def download(request, schluessel):
    eintrag = get_download(request.user, schluessel)
    return _ausliefern(eintrag.datei, eintrag.titel)


@require_safe
def datei(request, schluessel):
    """A file of a draft or an older version, for those who edit."""
    return _ausliefern(get_datei(request.user, schluessel), f"Entwurf-{schluessel}")


def _ausliefern(datei, titel):
    """As an attachment under its title's name, whatever it is: nothing uploaded runs in the portal's pages."""
    if not datei.datei.storage.exists(datei.datei.name):
        log.error("Die Datei %s fehlt im Ordner der Dateien", datei.datei.name)
        raise Http404
    return FileResponse(datei.datei.open(), as_attachment=True, filename=f"{titel.removesuffix(f'.{datei.typ}')}.{datei.typ}")
