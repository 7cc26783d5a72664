"""A Kommune's planning at a glance: its projects, and the board of the nine building blocks."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from kommunen.access import get_kommune, get_kommune_to_edit, may_edit
from konten.anmeldung import bewahrt_eingaben
from netzwerke.views.formulare import eingaben, sperren
from planung.access import get_planungsseite, may_see
from planung.auswertung import tafel
from planung.bausteine import NAMEN
from planung.forms.bausteine import BausteinForm
from planung.models import Bausteinstand, Planungsseite, Untersuchung, Vorhaben


@login_not_required
@require_safe
def planung(request, slug):
    kommune = get_kommune(request.user, slug)
    seite = get_planungsseite(kommune)
    kontext = {
        "kommune": kommune,
        "vorhaben": Vorhaben.objects.visible_to(request.user).von(kommune).select_related("kommune"),
        "untersuchungen": Untersuchung.objects.visible_to(request.user).filter(kommune=kommune).select_related("kommune"),
        "tafel": tafel(kommune, request.user) if may_see(request.user, seite, "bausteine") else (),
        "seite": seite,
        "darf_bearbeiten": may_edit(request.user, kommune),
    }
    return render(request, "planung/planung.html", kontext)


ZEIGBAR = {
    "bausteine": ("Die Bausteine sind", "planung:planung"),
    "kette": ("Die Kette ist", "planung:kette"),
    "wirkung": ("Das Wirkungsmodell ist", "planung:wirkung"),
}


@require_POST
@transaction.atomic
def zeigen(request, slug):
    """Show the board or the chain to everybody, or no longer."""
    kommune = get_kommune_to_edit(request.user, slug)
    was = request.POST.get("was")
    if was not in ZEIGBAR:
        return redirect("planung:planung", slug=slug)
    sperren(request, kommune)
    ja = request.POST.get("oeffentlich") == "ja"
    Planungsseite.objects.update_or_create(kommune=kommune, defaults={f"{was}_oeffentlich": ja})
    titel, seite = ZEIGBAR[was]
    messages.success(request, f"{titel} jetzt öffentlich." if ja else f"{titel} jetzt nur noch für Sie zu sehen.")
    return redirect(seite, slug=slug)


@bewahrt_eingaben
@transaction.atomic
def baustein(request, slug, kennung):
    kommune = get_kommune_to_edit(request.user, slug)
    if kennung not in NAMEN:
        raise Http404
    sperren(request, kommune)
    neu = Bausteinstand(kommune=kommune, baustein=kennung)
    stand = Bausteinstand.objects.filter(kommune=kommune, baustein=kennung).first() or neu
    daten, _ = eingaben(request)
    form = BausteinForm(daten, instance=stand)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, f"{stand}: gespeichert.")
        return redirect(f"{reverse('planung:planung', args=[slug])}#{kennung}")
    felder = tafel(kommune, request.user)
    feld = next(feld for feld in felder if feld.baustein.kennung == kennung)
    return render(request, "planung/baustein.html", {"kommune": kommune, "feld": feld, "form": form})
