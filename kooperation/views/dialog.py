"""What two sides have together: the reveal, the Kooperationsblatt, and what becomes of what was said."""

import re
from smtplib import SMTPException

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from kern.bremse import zu_viele
from kooperation import kalender, pdf, post
from kooperation.access import get_seite, seiten_dieses_browsers, seiten_schliessen
from kooperation.actions import blatt as blatt_actions
from kooperation.actions import dialog as actions
from kooperation.auswertung import gegenueberstellung, rueckblick
from kooperation.forms import (
    AdresseForm,
    AnlassForm,
    BlattForm,
    SprechendeForm,
    StandForm,
    VereinbarungenFormSet,
    VereinbarungForm,
)
from kooperation.models import Dialog, Kooperationsblatt, Seite, Vereinbarung
from kooperation.views.bogen import pdf_antwort
from kooperation.views.einladung import ABSAGE, antworten, ort

Stand = Dialog.Stand
LINKS_JE_STUNDE = 10  # of one side


@login_not_required
@require_safe
@never_cache
def dialoge(request):
    """All Dialoge this browser was let in to, and every Vereinbarung of them."""
    seiten = seiten_dieses_browsers(request)
    nach_dialog = {seite.dialog_id: seite for seite in seiten}
    vereinbarungen = Vereinbarung.objects.gelten().filter(dialog__in=nach_dialog).select_related("dialog")
    eintraege = [(vereinbarung, nach_dialog[vereinbarung.dialog_id]) for vereinbarung in vereinbarungen]
    return render(request, "kooperation/dialoge.html", {"seiten": [(s, s.andere, ort(s)) for s in seiten], "eintraege": eintraege})


@login_not_required
@require_safe
@never_cache
def dialog(request, schluessel):
    seite = get_seite(request, schluessel)
    dialog = seite.dialog
    kontext = {
        "seite": seite,
        "andere": seite.andere,
        "dialog": dialog,
    }
    if dialog.stand not in Dialog.GEMEINSAME:
        return render(request, "kooperation/wartet.html", kontext)
    blick = None if dialog.nur_gespraech else gegenueberstellung(dialog, seite)
    kontext |= {
        "blick": blick,
        "paar": dialog.paar,
        "rueckblick": rueckblick(dialog, seite, blick),
        "blatt": dialog.blatt,
        "vereinbarungen": dialog.vereinbarungen.all(),
        "staende": Vereinbarung.Stand,
        "ist_fest": dialog.stand == Stand.FEST,
        "hat_nachfolger": dialog.nachfolger.exclude(stand=Stand.ENDE).exists(),
    }
    return render(request, "kooperation/dialog.html", kontext)


@login_not_required
@never_cache
@transaction.atomic
def blatt(request, schluessel):
    seite = get_seite(request, schluessel)
    if request.method == "POST":
        Dialog.objects.select_for_update().get(pk=seite.dialog_id)
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
        if zeile.nummer == blatt_actions.LEER or _abbild(dialog) != vorher:
            blatt_actions.geaendert(zeile)
        messages.success(request, "Gespeichert. Beide Seiten sehen jetzt diesen Stand.")
        return redirect("kooperation:dialog", schluessel)
    kontext = {
        "seite": seite,
        "andere": seite.andere,
        "dialog": dialog,
        "form": form,
        "sprechende": sprechende,
        "vereinbarungen": vereinbarungen,
    }
    return render(request, "kooperation/blatt.html", kontext)


def _begonnenes_blatt(seite):
    """The sheet; an untouched one begins with the Stufe both medians agree on."""
    dialog = seite.dialog
    zeile = Kooperationsblatt.objects.get(dialog=dialog)
    zeile.dialog = dialog
    if zeile.nummer == blatt_actions.LEER and not dialog.nur_gespraech:
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
    if re.fullmatch("[0-9]{1,9}", nummer) and blatt_actions.bestaetigen(seite=seite, nummer=int(nummer)):
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
        blatt_actions.stand_setzen(vereinbarung=zeile, **form.cleaned_data)
        messages.success(request, f"„{zeile}“: Stand eingetragen.")
    else:
        messages.error(request, " ".join(fehler for liste in form.errors.values() for fehler in liste))
    return redirect("kooperation:dialog", schluessel)


def _kette(dialog):
    """This Dialog and, once both look together, the one before it."""
    return [dialog.pk, dialog.vorgaenger_id] if dialog.stand in Dialog.GEMEINSAME else []


@login_not_required
@require_POST
def zusage(request, schluessel):
    """Think again while nothing is shown yet; also the way out."""
    seite = get_seite(request, schluessel)
    if request.POST.get("zusage") in (*Seite.Zusage.values, ABSAGE):
        seite = antworten(request, seite, request.POST["zusage"])
    return redirect(ort(seite))


@login_not_required
@require_POST
def verlaengern(request, schluessel):
    seite = get_seite(request, schluessel)
    if actions.verlaengern(dialog=seite.dialog):
        messages.success(request, "Beide Seiten haben nun zwei Wochen mehr Zeit.")
    else:
        messages.warning(request, "Die Frist wurde schon einmal verlängert.")
    return redirect(ort(seite))


@login_not_required
@require_POST
def links(request, schluessel):
    """A further link for somebody the side names, or all links anew."""
    seite = get_seite(request, schluessel)
    neu = request.POST.get("taste") == "neu"
    form = AdresseForm(request.POST)
    form.fields["email"].required = not neu  # without one the new link goes to the address there is
    if not form.is_valid():
        messages.error(request, " ".join(form.errors["email"]))
    elif zu_viele(f"link-{seite.pk}", LINKS_JE_STUNDE, sekunden=3600):
        messages.error(request, "Das waren sehr viele Links in kurzer Zeit. Bitte versuchen Sie es in einer Stunde noch einmal.")
    elif neu:
        actions.links_erneuern(seite=seite, email=form.cleaned_data["email"])
        post.zustellen(seite.dialog)
        messages.success(request, "Alle bisherigen Links gelten nicht mehr. Ein neuer ist unterwegs.")
        return redirect("kooperation:dialoge")
    else:
        try:
            post.weiterreichen(seite, form.cleaned_data["email"])
        except (SMTPException, OSError):
            messages.error(request, "Die Mail konnte gerade nicht gesendet werden. Bitte versuchen Sie es später noch einmal.")
        else:
            messages.success(request, "Der Link ist unterwegs. Die Adresse speichern wir nicht.")
    return redirect(ort(seite))


@login_not_required
@require_POST
def schliessen(request):
    """On a shared computer: this browser acts for nobody any more."""
    seiten_schliessen(request)
    messages.success(request, "Geschlossen. Mit Ihrem Link aus der E-Mail geht es jederzeit weiter.")
    return redirect("kooperation:dialoge")


@login_not_required
@require_POST
def fortsetzen(request, schluessel):
    seite = get_seite(request, schluessel)
    form = AnlassForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(form.errors["anlass"]))
        return redirect("kooperation:dialog", schluessel)
    try:
        neu = actions.fortsetzen(seite=seite, anlass=form.cleaned_data["anlass"] or seite.dialog.anlass)
    except actions.DialogFehler as fehler:
        messages.error(request, str(fehler))
    else:
        post.zustellen(neu)
        messages.success(request, "Vorgeschlagen. Beide Seiten bekommen eine Mail mit ihrem neuen Link.")
    return redirect("kooperation:dialog", schluessel)


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
