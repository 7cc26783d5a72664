"""The Wirkungsmodell, edited as cards in columns, and the Maßnahmen that serve its goals."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kern.bericht import als_pdf
from kommunen.access import get_kommune, get_kommune_to_edit, may_edit
from kommunen.texte import lesbar
from konten.anmeldung import bewahrt_eingaben
from netzwerke.models import Gruppe
from netzwerke.views.formulare import eingaben, loeschen_gewuenscht, sperren, vorhanden_oder_neu
from planung import auswertung
from planung.access import get_planungsseite_to_see
from planung.forms import wirkung as forms
from planung.models import Massnahme, Wirkungskarte
from planung.wirkungsblatt import blatt


@login_not_required
@require_safe
def wirkung(request, slug):
    kommune = get_kommune(request.user, slug)
    darf = may_edit(request.user, kommune)
    seite = get_planungsseite_to_see(request.user, kommune, "wirkung")
    modell = auswertung.wirkungsmodell(kommune)
    kontext = {
        "kommune": kommune,
        "seite": seite,
        "modell": modell,
        "sichtbare_gruppen": set(Gruppe.objects.visible_to(request.user).filter(kommune=kommune).values_list("pk", flat=True)),
        "darf_bearbeiten": darf,
    }
    if darf:
        kontext["massnahmen"] = auswertung.massnahmen(kommune, modell)
    return render(request, "planung/wirkung.html", kontext)


@login_not_required
@require_safe
def wirkung_pdf(request, slug):
    """The same as a paper, for whoever may see the page."""
    kommune = get_kommune(request.user, slug)
    get_planungsseite_to_see(request.user, kommune, "wirkung")
    gruppen = frozenset(Gruppe.objects.visible_to(request.user).filter(kommune=kommune).values_list("pk", flat=True))
    inhalt = als_pdf(blatt(kommune, auswertung.wirkungsmodell(kommune), gruppen, timezone.localdate()))
    kopf = {"Content-Disposition": f'inline; filename="wirkungsmodell-{kommune.slug}.pdf"'}
    return HttpResponse(inhalt, content_type="application/pdf", headers=kopf)


@bewahrt_eingaben
@transaction.atomic
def karte(request, slug, schluessel=None):
    kommune = get_kommune_to_edit(request.user, slug)
    neu = Wirkungskarte(kommune=kommune, spalte=request.GET.get("spalte", ""))
    return _bearbeiten(request, kommune, Wirkungskarte, neu, forms.KarteForm, schluessel, "Karte")


@bewahrt_eingaben
@transaction.atomic
def massnahme(request, slug, schluessel=None):
    """`?warum=…` brings along the gap from which one came."""
    kommune = get_kommune_to_edit(request.user, slug)
    neu = Massnahme(kommune=kommune, anlass=lesbar(request.GET.get("warum", ""))[:300])
    return _bearbeiten(request, kommune, Massnahme, neu, forms.MassnahmeForm, schluessel, "Maßnahme")


def _bearbeiten(request, kommune, modell, neu, formular, schluessel, titel):
    sperren(request, kommune)
    eigene = modell.objects.filter(kommune=kommune)
    if schluessel:
        zeile = get_object_or_404(eigene, schluessel=schluessel)
    else:
        neu.position = eigene.count()
        zeile = vorhanden_oder_neu(request, eigene, neu)
    if schluessel and loeschen_gewuenscht(request):
        zeile.delete()
        messages.success(request, f"{titel} „{zeile}“ ist gelöscht.")
        return redirect("planung:wirkung", slug=kommune.slug)
    daten, _ = eingaben(request)
    form = formular(daten, instance=zeile)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, f"{titel} „{zeile}“ ist gespeichert.")
        return redirect("planung:wirkung", slug=kommune.slug)
    kontext = {"kommune": kommune, "zeile": zeile, "form": form, "titel": titel}
    if modell is Massnahme and zeile.pk:
        kontext["beschlusspunkte"] = zeile.beschlusspunkte.select_related("vorlage__kommune")  # of gremien, which knows this app
    return render(request, "planung/karte.html", kontext)
