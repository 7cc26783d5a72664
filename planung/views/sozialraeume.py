"""Districts with what the Kommune counts there itself: for those who keep the Kommune, because such figures are small."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from kommunen.access import get_kommune_to_edit
from kommunen.texte import lesbar
from konten.anmeldung import bewahrt_eingaben
from netzwerke.views.formulare import eingaben, loeschen_gewuenscht, sperren, vorhanden_oder_neu
from planung.auswertung import sozialraumtafeln
from planung.forms import sozialraeume as forms
from planung.models import Sozialraum, Sozialraumzahl


@require_safe
def sozialraeume(request, slug):
    kommune = get_kommune_to_edit(request.user, slug)
    raeume = Sozialraum.objects.filter(kommune=kommune).prefetch_related("haeuser__kommune")
    kontext = {"kommune": kommune, "raeume": raeume, "tafeln": sozialraumtafeln(kommune), "darf_bearbeiten": True}
    return render(request, "planung/sozialraeume.html", kontext)


@bewahrt_eingaben
@transaction.atomic
def sozialraum(request, slug, schluessel=None):
    kommune = get_kommune_to_edit(request.user, slug)
    sperren(request, kommune)
    eigene = Sozialraum.objects.filter(kommune=kommune)
    if schluessel:
        raum = get_object_or_404(eigene, schluessel=schluessel)
    else:
        raum = vorhanden_oder_neu(request, eigene, Sozialraum(kommune=kommune))
    if schluessel and loeschen_gewuenscht(request):
        raum.delete()
        messages.success(request, f"„{raum}“ ist gelöscht.")
        return redirect("planung:sozialraeume", slug=slug)
    daten, _ = eingaben(request)
    form = forms.SozialraumForm(daten, instance=raum)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, f"„{raum}“ ist gespeichert.")
        return redirect("planung:sozialraeume", slug=slug)
    return render(request, "planung/sozialraum.html", {"kommune": kommune, "raum": raum, "form": form})


@require_POST
def zahlen_loeschen(request, slug):
    """All figures with these words and this unit, of all districts and days."""
    kommune = get_kommune_to_edit(request.user, slug)
    was, einheit = lesbar(request.POST.get("was", "")), lesbar(request.POST.get("einheit", ""))
    anzahl, _ = Sozialraumzahl.objects.filter(sozialraum__kommune=kommune, was=was, einheit=einheit).delete()
    if anzahl:
        messages.success(request, f"„{was}“ ist gelöscht, {anzahl} {'Zahl' if anzahl == 1 else 'Zahlen'}.")
    return redirect("planung:sozialraeume", slug=slug)
