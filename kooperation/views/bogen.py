"""One side's sheet. Every choice is saved at once; the page repeats a save until the server has acknowledged it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from kooperation import bogen as boegen
from kooperation import pdf, post
from kooperation.access import get_seite
from kooperation.actions import dialog as actions
from kooperation.models import Dialog, Seite
from kooperation.views.einladung import ort

GESCHLOSSEN = "Der Bogen ist inzwischen geschlossen. Was bis dahin gespeichert war, bleibt; Ihre letzte Eingabe kam zu spät."
SPAETER = "Gespeichert. Mit Ihrem Link aus der E-Mail geht es weiter, auch auf einem anderen Gerät."


@login_not_required
@never_cache
def bogen(request, schluessel):
    seite = get_seite(request, schluessel)
    if request.method == "POST":
        return _speichern(request, seite)
    if seite.darf_ausfuellen:
        return _zeigen(request, seite)
    if (ziel := ort(seite)) != request.path:
        return redirect(ziel)
    return render(request, "kooperation/abgegeben.html", _kontext(seite))


def _kontext(seite):
    return {"seite": seite, "dialog": seite.dialog, "andere": seite.andere}


def _zeigen(request, seite, formulare=None, *, jetzt="", hinweis="", status=200):
    """The sheet; `hinweis` says what is in the way of handing it in."""
    kontext = boegen.kontext(seite.dialog.instrument, seite.einschaetzungen.all(), formulare, jetzt)
    return render(request, "kooperation/bogen.html", _kontext(seite) | kontext | {"hinweis": hinweis}, status=status)


def _speichern(request, seite):
    """Save what was sent, one Kriterium by the page or the whole sheet by a button, and hand in if asked to."""
    selbst = boegen.kam_selbst(request)
    with transaction.atomic():
        seite = Seite.objects.with_dialog().select_for_update(of=("self",)).get(pk=seite.pk)
        if not seite.darf_ausfuellen:
            return _geschlossen(request, seite, selbst)
        zeilen = list(seite.einschaetzungen.all())
        formulare = boegen.gesendete(request, zeilen)
        gut = boegen.ist_gut(formulare)
        for zeile in boegen.uebernehmen(formulare) if gut else ():
            zeile.save()
    if selbst:
        return boegen.quittung(formulare, zeilen)
    if not gut:
        return _zeigen(request, seite, formulare, status=boegen.status(formulare))
    return _weiter(request, seite)


def _geschlossen(request, seite, selbst):
    if selbst:
        return JsonResponse({"meldung": GESCHLOSSEN}, status=410)
    messages.warning(request, GESCHLOSSEN)
    return redirect(ort(seite))


def _weiter(request, seite):
    taste = request.POST.get("taste", "")
    if taste == "abgeben":
        try:
            actions.abgeben(seite=seite)
        except actions.DialogFehler as fehler:
            return _zeigen(request, seite, jetzt="abgeben", hinweis=str(fehler), status=422)
        post.zustellen(seite.dialog)
        return redirect(ort(Seite.objects.with_dialog().get(pk=seite.pk)))
    if taste == "spaeter":
        messages.success(request, SPAETER)
    return boegen.zurueck(reverse("kooperation:bogen", args=[seite.schluessel]), taste, seite.dialog.instrument.vorlage)


@login_not_required
@require_POST
def zuruecknehmen(request, schluessel):
    seite = get_seite(request, schluessel)
    offen = actions.zuruecknehmen(seite=seite)
    seite = Seite.objects.with_dialog().get(pk=seite.pk)
    if offen:
        messages.success(request, "Ihr Bogen ist wieder offen. Geben Sie ihn ab, wenn er passt.")
    elif seite.dialog.stand in Dialog.GEMEINSAME:
        messages.warning(request, "Inzwischen hat auch die andere Seite abgegeben. Zurücknehmen geht nun nicht mehr.")
    return redirect(ort(seite))


@login_not_required
@require_safe
@never_cache
def antworten(request, schluessel):
    """One's own answers, as long as they are there."""
    seite = get_seite(request, schluessel)
    return pdf_antwort(pdf.antworten(seite), "meine-antworten.pdf")


def pdf_antwort(inhalt: bytes, name: str) -> HttpResponse:
    return HttpResponse(inhalt, content_type="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}"'})
