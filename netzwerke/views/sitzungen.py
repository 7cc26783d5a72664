"""Meetings of a group: internal unless published; an invitation as a file and as a mail to copy."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from kommunen.dateien import ausliefern, prueft_dateien
from konten.anmeldung import bewahrt_eingaben
from netzwerke import einladung
from netzwerke.access import get_gruppe_to_edit, get_sitzung
from netzwerke.forms.sitzungen import AufgabenFormSet, SitzungForm
from netzwerke.models import Sitzung
from netzwerke.views.formulare import eingaben, loeschen_gewuenscht, sperren, vorhanden_oder_neu
from netzwerke.views.zeilen import datei_gesetzt


@login_not_required
@require_safe
def sitzung(request, slug, schluessel, sitzung):
    sitzung = get_sitzung(request.user, slug, schluessel, sitzung)
    gruppe = sitzung.gruppe
    darf = request.user.is_authenticated and gruppe.kommune.can_be_edited_by(request.user)
    kontext = {"kommune": gruppe.kommune, "gruppe": gruppe, "sitzung": sitzung, "darf_bearbeiten": darf}
    if darf:
        kontext["aufgaben"] = sitzung.aufgaben.all()
        kontext["mail"] = einladung.mail(sitzung)
    return render(request, "netzwerke/sitzung.html", kontext)


@login_not_required
@require_safe
def protokoll(request, slug, schluessel, sitzung):
    sitzung = get_sitzung(request.user, slug, schluessel, sitzung)
    if not sitzung.datei:
        raise Http404
    return ausliefern(sitzung.datei, f"Protokoll {sitzung.gruppe} {sitzung.datum:%Y-%m-%d}")


@login_not_required
@require_safe
def kalendereintrag(request, slug, schluessel, sitzung):
    sitzung = get_sitzung(request.user, slug, schluessel, sitzung)
    antwort = HttpResponse(einladung.kalender(sitzung), content_type="text/calendar; charset=utf-8")
    antwort["Content-Disposition"] = f'attachment; filename="sitzung-{sitzung.datum:%Y-%m-%d}.ics"'
    return antwort


@bewahrt_eingaben
@prueft_dateien
@transaction.atomic
def sitzung_bearbeiten(request, slug, schluessel, sitzung=None):
    gruppe = get_gruppe_to_edit(request.user, slug, schluessel)
    sperren(request, gruppe.kommune)
    sitzungen = Sitzung.objects.filter(gruppe=gruppe).select_related("datei")
    if sitzung:
        zeile = get_object_or_404(sitzungen, schluessel=sitzung)
    else:
        zeile = vorhanden_oder_neu(request, sitzungen, Sitzung(gruppe=gruppe))
    zeile.gruppe = gruppe
    if sitzung and loeschen_gewuenscht(request):
        zeile.delete()
        messages.success(request, "Die Sitzung ist gelöscht.")
        return redirect(gruppe)
    daten, dateien = eingaben(request)
    form = SitzungForm(daten, dateien, instance=zeile)
    aufgaben = AufgabenFormSet(daten, instance=zeile, prefix="aufgaben")
    if request.method == "POST" and form.is_valid() and aufgaben.is_valid() and datei_gesetzt(form, gruppe.kommune, request.user):
        if zeile.pk and form.betrifft_kalender:
            zeile.folge += 1
        form.save()
        aufgaben.save()
        messages.success(request, f"Gespeichert. Die Sitzung ist {'öffentlich' if zeile.is_public else 'nur intern zu sehen'}.")
        return redirect(zeile)
    kontext = {"kommune": gruppe.kommune, "gruppe": gruppe, "sitzung": zeile, "form": form, "aufgaben": aufgaben}
    return render(request, "netzwerke/sitzung_bearbeiten.html", kontext)
