"""The Kooperationsblatt: written together, confirmed by both, printed; and what becomes of what it says."""

import re

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from kooperation import kalender, pdf, post
from kooperation.access import get_seite
from kooperation.actions import blatt as actions
from kooperation.auswertung.dialog import gegenueberstellung
from kooperation.forms.blatt import BlattForm, SprechendeForm, StandForm, VereinbarungenFormSet, VereinbarungForm
from kooperation.models import Dialog, Kooperationsblatt, Vereinbarung
from kooperation.views.bogen import pdf_antwort
from kooperation.views.einladung import ort

Stand = Dialog.Stand


@login_not_required
@never_cache
@transaction.atomic
def blatt(request, schluessel):
    seite = get_seite(request, schluessel)
    if request.method == "POST":
        Dialog.objects.gesperrt(seite.dialog_id)
        seite = get_seite(request, schluessel)
    dialog = seite.dialog
    if dialog.stand != Stand.GESPRAECH:
        messages.warning(request, "Dieses Kooperationsblatt ändert sich nicht mehr.")
        return redirect(ort(seite))
    daten = request.POST if request.method == "POST" else None
    zeile, paar = _begonnenes_blatt(seite), dialog.paar
    form = BlattForm(daten, instance=zeile)
    sprechende = [SprechendeForm(daten, instance=s, prefix=s.buchstabe) for s in paar]
    vereinbarungen = VereinbarungenFormSet(daten, instance=dialog, prefix="vereinbarungen")
    formulare = (*sprechende, form, vereinbarungen)
    if daten is not None and sum(not f.is_valid() for f in formulare) == 0:  # all are checked, so that every error is shown
        vorher = _abbild(dialog)
        for einzelnes in formulare:
            einzelnes.save()
        if zeile.nummer == actions.LEER or _abbild(dialog) != vorher:
            actions.geaendert(zeile)
        messages.success(request, "Gespeichert. Beide Seiten sehen jetzt diesen Stand.")
        return _zum(schluessel, "bestaetigen")
    kontext = {
        "seite": seite,
        "andere": seite.andere,
        "dialog": dialog,
        "form": form,
        "sprechende": sprechende,
        "vereinbarungen": vereinbarungen,
        "hat_fehler": daten is not None,
        "formulare": (*sprechende, form, *vereinbarungen),
    }
    return render(request, "kooperation/blatt.html", kontext)


def _zum(schluessel, stelle):
    antwort = redirect("kooperation:dialog", schluessel)
    antwort["Location"] += f"#{stelle}"
    return antwort


def _begonnenes_blatt(seite):
    """The sheet; an untouched one begins with the Stufe both medians agree on."""
    dialog = seite.dialog
    zeile = Kooperationsblatt.objects.get(dialog=dialog)
    zeile.dialog = dialog
    if zeile.nummer == actions.LEER and not dialog.nur_gespraech:
        zeile.ist = gegenueberstellung(dialog, seite).gemeinsame_mitte
    return zeile


def _abbild(dialog):
    """All that both confirm, to see whether anything changed."""
    gebiete = (Kooperationsblatt.objects.filter(dialog=dialog), dialog.seiten.order_by("pk"), dialog.vereinbarungen.order_by("pk"))
    felder = (BlattForm.Meta.fields, SprechendeForm.Meta.fields, VereinbarungForm.Meta.fields)
    return [list(zeilen.values_list(*namen)) for zeilen, namen in zip(gebiete, felder, strict=True)]


@login_not_required
@require_POST
def bestaetigen(request, schluessel):
    seite = get_seite(request, schluessel)
    nummer = request.POST.get("nummer", "")
    if re.fullmatch("[0-9]{1,9}", nummer) and actions.bestaetigen(seite=seite, nummer=int(nummer)):
        post.zustellen(seite.dialog)
        seite.dialog.refresh_from_db()
        fest = seite.dialog.stand == Stand.FEST
        messages.success(request, "Das Kooperationsblatt steht fest." if fest else "Bestätigt. Jetzt fehlt noch die andere Seite.")
    else:
        messages.warning(request, "Das Blatt hat sich inzwischen geändert. Bitte sehen Sie es sich noch einmal an.")
    return redirect("kooperation:dialog", schluessel)


@login_not_required
@require_POST
def stand(request, schluessel, vereinbarung):
    seite = get_seite(request, schluessel)
    gueltige = Vereinbarung.objects.gelten().filter(dialog__in=_kette(seite.dialog))
    zeile = get_object_or_404(gueltige, schluessel=vereinbarung)
    form = StandForm(request.POST)
    if form.is_valid():
        actions.stand_setzen(vereinbarung=zeile, **form.cleaned_data)
        messages.success(request, f"„{zeile}“: Stand eingetragen.")
    else:
        messages.error(request, " ".join(fehler for liste in form.errors.values() for fehler in liste))
    return redirect("kooperation:dialog", schluessel)


def _kette(dialog):
    """This Dialog and, once both look together, the one before it."""
    return [dialog.pk, dialog.vorgaenger_id] if dialog.stand in Dialog.GEMEINSAME else []


@login_not_required
@require_safe
@never_cache
def kooperationsblatt(request, schluessel):
    seite = _mit_blatt(request, schluessel)
    return pdf_antwort(pdf.kooperationsblatt(seite), "kooperationsblatt.pdf")


@login_not_required
@require_safe
@never_cache
def naechster(request, schluessel):
    """The next Dialog's day for one's own calendar."""
    seite = _mit_blatt(request, schluessel)
    if seite.dialog.blatt.naechster is None:
        raise Http404
    antwort = HttpResponse(kalender.naechster(seite), content_type="text/calendar; charset=utf-8")
    antwort["Content-Disposition"] = 'attachment; filename="naechster-dialog.ics"'
    return antwort


def _mit_blatt(request, schluessel):
    seite = get_seite(request, schluessel)
    if seite.dialog.stand not in Dialog.GEMEINSAME:
        raise Http404
    return seite
