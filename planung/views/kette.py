"""The chain as a picture: offers on life phase × Handlungsfeld, and the transitions between the phases."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from kommunen.access import get_kommune, get_kommune_to_edit, may_edit
from konten.anmeldung import bewahrt_eingaben
from netzwerke.models import Einrichtung
from netzwerke.views.formulare import eingaben, loeschen_gewuenscht, sperren, vorhanden_oder_neu
from planung import auswertung
from planung.access import get_planungsseite_to_see
from planung.forms import kette as forms
from planung.models import UEBERGAENGE, Angebot, Uebergang


@login_not_required
@require_safe
def kette(request, slug):
    kommune = get_kommune(request.user, slug)
    kontext = {
        "kommune": kommune,
        "seite": get_planungsseite_to_see(request.user, kommune, "kette"),
        "kette": auswertung.kette(kommune),
        "uebergaenge": auswertung.uebergaenge(kommune),
        "darf_bearbeiten": may_edit(request.user, kommune),
    }
    return render(request, "planung/kette.html", kontext)


@bewahrt_eingaben
@transaction.atomic
def angebot(request, slug, schluessel=None):
    kommune = get_kommune_to_edit(request.user, slug)
    sperren(request, kommune)
    eigene = Angebot.objects.filter(kommune=kommune)
    if schluessel:
        angebot = get_object_or_404(eigene, schluessel=schluessel)
    else:
        angebot = vorhanden_oder_neu(request, eigene, Angebot(kommune=kommune))
    if schluessel and loeschen_gewuenscht(request):
        angebot.delete()
        messages.success(request, f"Das Angebot „{angebot}“ ist gelöscht.")
        return redirect("planung:kette", slug=slug)
    daten, _ = eingaben(request)
    form = forms.AngebotForm(daten, instance=angebot)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, f"„{angebot}“ ist gespeichert.")
        if request.POST.get("taste") == "weiter":
            return redirect("planung:angebot_neu", slug=slug)
        return redirect("planung:kette", slug=slug)
    namen = Einrichtung.objects.im_netzwerk(kommune, request.user).values_list("name", flat=True)
    return render(request, "planung/angebot.html", {"kommune": kommune, "angebot": angebot, "form": form, "beteiligte": namen})


@bewahrt_eingaben
@transaction.atomic
def uebergang(request, slug, nummer):
    kommune = get_kommune_to_edit(request.user, slug)
    if nummer not in dict(UEBERGAENGE):
        raise Http404
    sperren(request, kommune)
    eigener = Uebergang.objects.filter(kommune=kommune, nummer=nummer).first() or Uebergang(kommune=kommune, nummer=nummer)
    daten, _ = eingaben(request)
    form = forms.UebergangForm(daten, instance=eigener)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, f"{eigener}: gespeichert.")
        return redirect("planung:kette", slug=slug)
    return render(request, "planung/uebergang.html", {"kommune": kommune, "uebergang": eigener, "form": form})
