"""Projects: the page of one for everybody, editing for those who keep the Kommune."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from kommunen.access import get_kommune_to_edit, may_edit
from konten.anmeldung import bewahrt_eingaben
from netzwerke.models import Einrichtung, Gruppe
from netzwerke.views.formulare import eingaben, loeschen_gewuenscht, sperren, vorhanden_oder_neu
from netzwerke.views.zeilen import Zeilenart, zeile_bearbeiten
from planung.access import get_vorhaben, get_vorhaben_to_edit
from planung.auswertung import leiste
from planung.forms import vorhaben as forms
from planung.models import Beteiligung, Foerderung, Phase, Ressource, Vorhaben

ZEILEN = {
    "phase": Zeilenart(Phase, forms.PhaseForm, "phasen", "Phase"),
    "foerderung": Zeilenart(Foerderung, forms.FoerderungForm, "foerderungen", "Förderung"),
    "ressource": Zeilenart(Ressource, forms.RessourceForm, "ressourcen", "Ressource"),
    "beteiligung": Zeilenart(Beteiligung, forms.BeteiligungForm, "beteiligungen", "Beteiligung"),
}


@login_not_required
@require_safe
def vorhaben(request, slug, schluessel):
    vorhaben = get_vorhaben(request.user, slug, schluessel)
    beteiligungen = list(vorhaben.beteiligungen.select_related("einrichtung__kommune", "gruppe__kommune"))
    gruppen = Gruppe.objects.visible_to(request.user).filter(pk__in=[b.gruppe_id for b in beteiligungen])
    einrichtungen = Einrichtung.objects.visible_to(request.user).filter(pk__in=[b.einrichtung_id for b in beteiligungen])
    sichtbar = {*gruppen, *einrichtungen}
    kontext = {
        "kommune": vorhaben.kommune,
        "vorhaben": vorhaben,
        "phasen": vorhaben.phasen.all(),
        "leiste": leiste(vorhaben),
        "foerderungen": vorhaben.foerderungen.all(),
        "ressourcen": vorhaben.ressourcen.all(),
        "beteiligungen": [(b, ziel if (ziel := b.gruppe or b.einrichtung) in sichtbar else None) for b in beteiligungen],
        "kommunen": vorhaben.kommunen.visible_to(request.user),
        "vorlagen": vorhaben.vorlagen.visible_to(request.user).select_related("kommune"),  # of gremien, which knows this app
        "dokumente": vorhaben.dokumente.visible_to(request.user).select_related("datei"),
        "darf_bearbeiten": may_edit(request.user, vorhaben.kommune),
    }
    return render(request, "planung/vorhaben.html", kontext)


@bewahrt_eingaben
@transaction.atomic
def vorhaben_bearbeiten(request, slug, schluessel=None):
    kommune = (
        get_vorhaben_to_edit(request.user, slug, schluessel).kommune if schluessel else get_kommune_to_edit(request.user, slug)
    )
    sperren(request, kommune)
    eigene = Vorhaben.objects.filter(kommune=kommune).select_related("kommune")
    if schluessel:
        vorhaben = get_object_or_404(eigene, schluessel=schluessel)
    else:
        vorhaben = vorhanden_oder_neu(request, eigene, Vorhaben(kommune=kommune))
    if schluessel and loeschen_gewuenscht(request):
        vorhaben.delete()
        messages.success(request, f"Das Vorhaben „{vorhaben}“ ist gelöscht.")
        return redirect("planung:planung", slug=slug)
    daten, _ = eingaben(request)
    form = forms.VorhabenForm(daten, instance=vorhaben, user=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, f"Gespeichert. Das Vorhaben ist {'öffentlich' if vorhaben.is_public else 'nur intern zu sehen'}.")
        return redirect(vorhaben)
    kontext = {"kommune": kommune, "vorhaben": vorhaben, "form": form, "titel": "Angaben", "loeschbar": bool(vorhaben.pk)}
    return render(request, "planung/bearbeiten.html", kontext)


@bewahrt_eingaben
@transaction.atomic
def zeile(request, slug, schluessel, art, zeile=None):
    """A phase, a grant, a resource or somebody who takes part."""
    vorhaben = get_vorhaben_to_edit(request.user, slug, schluessel)
    kontext = {"kommune": vorhaben.kommune, "vorhaben": vorhaben}
    if art == "beteiligung":
        kontext["beteiligte"] = _namen(vorhaben.kommune, request.user)
    return zeile_bearbeiten(
        request, oberes=vorhaben, art=ZEILEN[art], schluessel=zeile, template="planung/bearbeiten.html", kontext=kontext
    )


def _namen(kommune, user):
    gruppen = Gruppe.objects.filter(kommune=kommune).bestehend().values_list("name", flat=True)
    return [*gruppen, *Einrichtung.objects.im_netzwerk(kommune, user).values_list("name", flat=True)]
