from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kern.stand import unveraendert
from kommunen.access import get_datei, get_download
from kommunen.dateien import ausliefern
from kommunen.forms import KommunenFilter
from kommunen.models import Kommune, Listenzeile

SEITENGROESSE = 50


@login_not_required
@require_safe
@unveraendert
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
        {
            "form": filterform,
            "seite": seite,
            "kommunen": [Listenzeile(*zeile) for zeile in seite],
            "kreis": kreis,
            "anfrage": weiter.urlencode(),
        },
    )


@login_not_required
@require_safe
def download(request, schluessel):
    eintrag = get_download(request.user, schluessel)
    return ausliefern(eintrag.datei, eintrag.titel)


@require_safe
def datei(request, schluessel):
    """A file of a draft or an older version, for those who edit."""
    return ausliefern(get_datei(request.user, schluessel), f"Entwurf-{schluessel}")
