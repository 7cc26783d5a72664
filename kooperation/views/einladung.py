"""Where a link from a mail leads: looking consumes nothing, a button opens. The address with the token is left at once."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from kern.bremse import zu_viele
from kooperation import post
from kooperation.access import get_zugang, oeffnen
from kooperation.actions import blatt, dialog
from kooperation.auswertung.mass import GENUG_ANTWORTEN
from kooperation.forms.blatt import StandForm
from kooperation.models import Dialog, Seite

FALSCHE_JE_MINUTE = 60
ABSAGE = "nicht"


@login_not_required
@never_cache
def einladung(request, token):
    zugang = get_zugang(token)
    if zugang is None:
        return _kein_link(request)
    if zugang.teilnahme:
        return _erhebung(request, zugang)
    seite = zugang.seite
    form = StandForm(request.POST if "stand" in request.POST else None)
    if request.method == "POST" and (ziel := _handeln(request, zugang, form)):
        oeffnen(request, zugang)
        return redirect(ziel)
    kontext = {"seite": seite, "andere": seite.andere, "dialog": seite.dialog, "form": form, "vereinbarung": _faellige(zugang)}
    return render(request, "kooperation/einladung.html", kontext)


def _erhebung(request, zugang):
    if request.method == "POST":
        oeffnen(request, zugang)
        return redirect("kooperation:teilnahme", zugang.teilnahme.schluessel)
    teilnahme = zugang.teilnahme
    kontext = {"teilnahme": teilnahme, "erhebung": teilnahme.erhebung, "kommune": teilnahme.erhebung.kommune}
    kontext |= {"gefragt": teilnahme.erhebung.gefragte(), "genug": GENUG_ANTWORTEN}
    return render(request, "kooperation/erhebung/einladung.html", kontext)


def _kein_link(request):
    """The same words for whatever is not a link that holds; who keeps guessing waits."""
    bremse = zu_viele("einladung", FALSCHE_JE_MINUTE, sekunden=60)
    antwort = render(request, "kooperation/kein_link.html", status=429 if bremse else 404)
    if bremse:
        antwort["Retry-After"] = "60"
    return antwort


def _faellige(zugang):
    vereinbarung = zugang.vereinbarung
    return vereinbarung if vereinbarung and zugang.seite.dialog.stand == Dialog.Stand.FEST else None


def _handeln(request, zugang, form) -> str | None:
    """Do what the button says; returns where it goes on, None where something is to be corrected first."""
    seite, taste = zugang.seite, request.POST.get("taste")
    if taste in (*Seite.Zusage.values, ABSAGE):
        seite = antworten(request, seite, taste)
    elif form.is_bound and (vereinbarung := _faellige(zugang)):
        if not form.is_valid():
            return None
        blatt.stand_setzen(vereinbarung=vereinbarung, **form.cleaned_data)
        messages.success(request, "Gespeichert. Danke!")
    return ort(seite)


def antworten(request, seite: Seite, antwort: str) -> Seite:
    """One of the three answers to an invitation, at first or on second thoughts."""
    if antwort == ABSAGE:
        if dialog.absagen(seite=seite):
            messages.success(request, "In Ordnung. Niemand fragt nach einem Grund; vielleicht passt es ein andermal.")
        seite.dialog.refresh_from_db()
    else:
        seite = dialog.zusagen(seite=seite, zusage=antwort)
    post.zustellen(seite.dialog)
    return seite


def ort(seite: Seite) -> str:
    """Where a side goes on: at its sheet, or at what the two have together."""
    hat_bogen = seite.zusage == Seite.Zusage.EINSCHAETZEN
    am_bogen = hat_bogen and seite.dialog.stand in (*Dialog.WARTENDE, Dialog.Stand.ENDE)
    return reverse("kooperation:bogen" if am_bogen else "kooperation:dialog", args=[seite.schluessel])
