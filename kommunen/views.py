from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import FileResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kommunen.access import get_download
from kommunen.forms import KommunenFilter
from kommunen.models import Kommune

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
def download(request, pk):
    eintrag = get_download(request.user, pk)
    # As an attachment under its title's name, whatever it is: nothing uploaded runs in the portal's pages.
    name = f"{eintrag.titel}.{eintrag.typ}" if eintrag.typ and not eintrag.titel.endswith(eintrag.typ) else eintrag.titel
    return FileResponse(eintrag.datei.open(), as_attachment=True, filename=name)
