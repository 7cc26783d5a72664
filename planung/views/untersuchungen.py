"""What a Kommune has looked into: the page of one for everybody, editing for those who keep the Kommune."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from kommunen.access import get_kommune_to_edit, may_edit
from konten.anmeldung import bewahrt_eingaben
from netzwerke.views.formulare import eingaben, loeschen_gewuenscht, sperren, vorhanden_oder_neu
from netzwerke.views.zeilen import Zeilenart, zeile_bearbeiten
from planung.access import get_untersuchung, get_untersuchung_to_edit
from planung.forms import untersuchungen as forms
from planung.models import Empfehlung, Untersuchung, Vorhaben

EMPFEHLUNG = Zeilenart(Empfehlung, forms.EmpfehlungForm, "empfehlungen", "Empfehlung")


@login_not_required
@require_safe
def untersuchung(request, slug, schluessel):
    untersuchung = get_untersuchung(request.user, slug, schluessel)
    sichtbar = {
        v.pk: v for v in Vorhaben.objects.visible_to(request.user).filter(kommune=untersuchung.kommune).select_related("kommune")
    }
    empfehlungen = untersuchung.empfehlungen.select_related("massnahme")
    kontext = {
        "kommune": untersuchung.kommune,
        "untersuchung": untersuchung,
        "empfehlungen": [(empfehlung, sichtbar.get(empfehlung.vorhaben_id)) for empfehlung in empfehlungen],
        "dokumente": untersuchung.dokumente.visible_to(request.user).select_related("datei"),
        "darf_bearbeiten": may_edit(request.user, untersuchung.kommune),
    }
    return render(request, "planung/untersuchung.html", kontext)


@bewahrt_eingaben
@transaction.atomic
def bearbeiten(request, slug, schluessel=None):
    kommune = (
        get_untersuchung_to_edit(request.user, slug, schluessel).kommune if schluessel else get_kommune_to_edit(request.user, slug)
    )
    sperren(request, kommune)
    eigene = Untersuchung.objects.filter(kommune=kommune).select_related("kommune")
    if schluessel:
        untersuchung = get_object_or_404(eigene, schluessel=schluessel)
    else:
        untersuchung = vorhanden_oder_neu(request, eigene, Untersuchung(kommune=kommune))
    if schluessel and loeschen_gewuenscht(request):
        untersuchung.delete()
        messages.success(request, f"„{untersuchung}“ ist gelöscht.")
        return redirect("planung:planung", slug=slug)
    daten, _ = eingaben(request)
    form = forms.UntersuchungForm(daten, instance=untersuchung)
    if request.method == "POST" and form.is_valid():
        form.save()
        wie = "öffentlich" if untersuchung.is_public else "nur intern zu sehen"
        messages.success(request, f"Gespeichert. Die Untersuchung ist {wie}.")
        return redirect(untersuchung)
    kontext = {"kommune": kommune, "oberes": untersuchung, "form": form, "titel": "Angaben", "loeschbar": bool(untersuchung.pk)}
    return render(request, "planung/untersuchung_bearbeiten.html", kontext)


@bewahrt_eingaben
@transaction.atomic
def empfehlung(request, slug, schluessel, zeile=None):
    untersuchung = get_untersuchung_to_edit(request.user, slug, schluessel)
    kontext = {"kommune": untersuchung.kommune, "oberes": untersuchung}
    return zeile_bearbeiten(
        request,
        oberes=untersuchung,
        art=EMPFEHLUNG,
        schluessel=zeile,
        template="planung/untersuchung_bearbeiten.html",
        kontext=kontext,
    )
