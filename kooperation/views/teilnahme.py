"""Somebody's part in an anonymous round: the sheet while it is open, thanks after it, the result at the end."""

import logging

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from kern.siegel import SiegelFehler
from kooperation import bogen as boegen
from kooperation import pdf, umschlag
from kooperation.access import get_teilnahme
from kooperation.actions import erhebung as actions
from kooperation.auswertung.erhebung import auswertung
from kooperation.auswertung.fragen import fragen
from kooperation.auswertung.mass import GENUG_ANTWORTEN
from kooperation.models import Teilnahme
from kooperation.views.bogen import SPAETER, pdf_antwort

log = logging.getLogger(__name__)

ZU_SPAET = "Die Erhebung ist inzwischen zu Ende, oder Ihr Bogen ist schon abgegeben. Ihre letzte Eingabe zählt nicht mehr mit."


@login_not_required
@never_cache
def teilnahme(request, schluessel):
    wer = get_teilnahme(request, schluessel)
    try:
        if request.method == "POST":
            return _speichern(request, wer)
        if wer.darf_ausfuellen:
            return _zeigen(request, wer)
    except SiegelFehler:
        log.exception("Ein Bogen der Erhebung %s lässt sich nicht öffnen", wer.erhebung.schluessel)
        return render(request, "kooperation/erhebung/gerade_nicht.html", _kontext(wer), status=503)
    ergebnis = auswertung(wer.erhebung)
    kontext = {"auswertung": ergebnis, "fragen": fragen(ergebnis)} if ergebnis else {}
    return render(request, "kooperation/erhebung/teilnahme.html", _kontext(wer) | kontext)


def _kontext(wer):
    return {"teilnahme": wer, "erhebung": wer.erhebung, "kommune": wer.erhebung.kommune, "genug": GENUG_ANTWORTEN}


def _zeigen(request, wer, formulare=None, *, jetzt="", hinweis="", status=200):
    kontext = boegen.kontext(wer.erhebung.instrument, umschlag.oeffnen(wer), formulare, jetzt)
    kontext |= _kontext(wer) | {"hinweis": hinweis, "anonym": True}
    return render(request, "kooperation/erhebung/bogen.html", kontext, status=status)


def _speichern(request, wer):
    """Put what was sent into the envelope, one Kriterium by the page or the whole sheet by a button; hand in if asked to."""
    selbst = boegen.kam_selbst(request)
    with transaction.atomic():
        Teilnahme.objects.select_for_update().get(pk=wer.pk)
        wer = Teilnahme.objects.with_erhebung().get(pk=wer.pk)  # asked anew: whoever closes it held this row until it was closed
        if not wer.darf_ausfuellen:
            return _zu_spaet(request, wer, selbst)
        zeilen = umschlag.oeffnen(wer)
        formulare = boegen.gesendete(request, zeilen)
        gut = boegen.ist_gut(formulare)
        if gut:
            neue = {zeile.code: zeile for zeile in boegen.uebernehmen(formulare)}
            bisher = umschlag.oeffnen(wer)  # once more: checking a form has changed its row, also where the save came too late
            wer.umschlag = umschlag.verschliessen(neue.get(zeile.code, zeile) for zeile in bisher)
            wer.save(update_fields=["umschlag"])
    if selbst:
        return boegen.quittung(formulare, zeilen)
    if not gut:
        return _zeigen(request, wer, formulare, status=boegen.status(formulare))
    return _weiter(request, wer)


def _zu_spaet(request, wer, selbst):
    if selbst:
        return JsonResponse({"meldung": ZU_SPAET}, status=410)
    messages.warning(request, ZU_SPAET)
    return redirect("kooperation:teilnahme", wer.schluessel)


def _weiter(request, wer):
    taste = request.POST.get("taste", "")
    if taste == "abgeben":
        try:
            actions.abgeben(teilnahme=wer)
        except actions.ErhebungFehler as fehler:
            return _zeigen(request, wer, jetzt="abgeben", hinweis=str(fehler), status=422)
        return redirect("kooperation:teilnahme", wer.schluessel)
    if taste == "spaeter":
        messages.success(request, SPAETER)
    return boegen.zurueck(reverse("kooperation:teilnahme", args=[wer.schluessel]), taste, wer.erhebung.instrument.vorlage)


@login_not_required
@require_safe
@never_cache
def zusage(request, schluessel):
    """What is promised, to read again from the sheet."""
    wer = get_teilnahme(request, schluessel)
    return render(request, "kooperation/erhebung/zusage.html", _kontext(wer) | {"gefragt": wer.erhebung.gefragte()})


@login_not_required
@require_safe
@never_cache
def bericht(request, schluessel):
    ergebnis = auswertung(get_teilnahme(request, schluessel).erhebung)
    if ergebnis is None:
        raise Http404
    return pdf_antwort(pdf.bericht(ergebnis), "bericht.pdf")
