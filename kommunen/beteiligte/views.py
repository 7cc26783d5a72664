"""Who works on a Kommune's pages: invite, accept, hand over, leave."""

import logging

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from kern.token import pruefsumme
from kommunen.access import eigene_kommunen, get_kommune_to_edit
from kommunen.beteiligte import actions
from kommunen.beteiligte.forms import EinladungForm
from kommunen.models import Einladung

log = logging.getLogger(__name__)


def beteiligte(request, slug):
    kommune = get_kommune_to_edit(request.user, slug)
    eigene = eigene_kommunen(request.user) | {kommune.pk}
    form = EinladungForm(request.POST or None, kommune=kommune, eigene=eigene)
    if form.is_valid() and _einladen(request, form):
        messages.success(request, f"Die Einladung an {form.cleaned_data['email']} ist unterwegs. Sie gilt 14 Tage.")
        return redirect("kommunen:beteiligte", slug=slug)
    kontext = {
        "kommune": kommune,
        "koordinationen": kommune.koordinationen.select_related("nutzer", "eingeladen_von"),
        "einladungen": kommune.einladungen.offen().select_related("von"),
        "form": form,
        "ich_betreue": kommune.pk in eigene_kommunen(request.user),
    }
    return render(request, "beteiligte/liste.html", kontext)


def _einladen(request, form) -> bool:
    try:
        actions.einladen(nutzer=request.user, **form.cleaned_data)
    except OSError as fehler:
        log.warning("Einladung konnte nicht gesendet werden: %s", type(fehler).__name__)
        form.add_error(
            None,
            "Die E-Mail konnte gerade nicht gesendet werden. Bitte versuchen Sie es später noch einmal "
            f"oder schreiben Sie an {settings.BETREIBER_MAIL}.",
        )
        return False
    return True


@require_POST
def einladung_zuruecknehmen(request, slug, pk):
    kommune = get_kommune_to_edit(request.user, slug)
    offene = Einladung.objects.offen().editable_by(request.user).filter(kommunen=kommune)
    get_object_or_404(offene, pk=pk).delete()
    messages.success(request, "Die Einladung ist zurückgenommen; der Link in der E-Mail gilt nicht mehr.")
    return redirect("kommunen:beteiligte", slug=slug)


@login_not_required
@never_cache
def einladung(request, token):
    """What the link in the mail shows. Looking consumes nothing; the button does."""
    gefunden = Einladung.objects.offen().filter(token_hash=pruefsumme(token)).first()
    if request.method == "POST":
        try:
            angenommen = actions.annehmen(token=token)
        except actions.EinladungFehler as fehler:
            return render(request, "beteiligte/einladung.html", {"grund": str(fehler)}, status=410)
        return _hinein(request, angenommen)
    return render(request, "beteiligte/einladung.html", {"einladung": gefunden}, status=200 if gefunden else 410)


def _hinein(request, angenommen):
    if angenommen.ist_neu:
        logout(request)
        login(request, angenommen.nutzer, backend="allauth.account.auth_backends.AuthenticationBackend")
        messages.success(request, "Willkommen! Sie sind angemeldet. Beim nächsten Mal schicken wir Ihnen einen Code per E-Mail.")
    elif request.user != angenommen.nutzer:
        messages.success(request, "Die Einladung ist angenommen. Bitte melden Sie sich mit Ihrer Adresse an.")
        return redirect("account_login")
    return redirect("meine")


@require_POST
def beenden(request, slug, pk):
    """The Fachadministration ends somebody's rights, for who left without saying so."""
    kommune = get_kommune_to_edit(request.user, slug)
    if not request.user.is_staff:
        raise PermissionDenied
    koordination = get_object_or_404(kommune.koordinationen.select_related("nutzer"), pk=pk)
    konto_weg = actions.abgeben(nutzer=koordination.nutzer, kommune=kommune)
    messages.success(request, "Die Rechte sind beendet." + (" Das Konto ist gelöscht." if konto_weg else ""))
    return redirect("kommunen:beteiligte", slug=slug)


def abgeben(request, slug):
    """One step out: rights end, the account goes with the last Kommune."""
    kommune = get_kommune_to_edit(request.user, slug)
    ich = get_object_or_404(kommune.koordinationen, nutzer=request.user)
    if request.method == "POST":
        nutzer = request.user
        konto_weg = actions.abgeben(nutzer=nutzer, kommune=kommune)
        if konto_weg:
            logout(request)
            messages.success(request, "Danke für Ihre Arbeit. Ihre Rechte sind beendet, Ihr Konto und Ihre Daten sind gelöscht.")
            return redirect("start")
        messages.success(request, f"Danke für Ihre Arbeit. Ihre Rechte für {kommune} sind beendet.")
        return redirect("start")
    andere = kommune.koordinationen.exclude(pk=ich.pk).count()
    letzte = not request.user.is_staff and len(eigene_kommunen(request.user)) == 1
    return render(request, "beteiligte/abgeben.html", {"kommune": kommune, "andere": andere, "konto_geht": letzte})
