"""What two sides have together: the reveal, the Kooperationsblatt, and what becomes of what was said."""

from smtplib import SMTPException

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from kooperation import kalender, pdf, post
from kooperation.access import get_seite, seiten_dieses_browsers
from kooperation.actions import blatt as blatt_actions
from kooperation.actions import dialog as actions
from kooperation.auswertung import gegenueberstellung, rueckblick
from kooperation.forms import AdresseForm, BlattForm, StandForm, VereinbarungenFormSet
from kooperation.models import Dialog, Kooperationsblatt, Seite, Vereinbarung
from kooperation.views.bogen import pdf_antwort
from kooperation.views.einladung import ort

Stand = Dialog.Stand


@login_not_required
@require_safe
@never_cache
def dialoge(request):
    """All Dialoge this browser was let in to, and every Vereinbarung of them."""
    seiten = seiten_dieses_browsers(request)
    vereinbarungen = Vereinbarung.objects.gelten().filter(dialog__seiten__in=seiten).select_related("dialog")
    nach_dialog = {seite.dialog_id: seite for seite in seiten}
    eintraege = [(vereinbarung, nach_dialog[vereinbarung.dialog_id]) for vereinbarung in vereinbarungen]
    return render(request, "kooperation/dialoge.html", {"seiten": [(s, s.andere, ort(s)) for s in seiten], "eintraege": eintraege})


@login_not_required
@require_safe
@never_cache
def dialog(request, schluessel):
    seite = get_seite(request, schluessel)
    dialog = seite.dialog
    kontext = {"seite": seite, "andere": seite.andere, "dialog": dialog, "adresse": AdresseForm(), "zusagen": Seite.Zusage}
    if dialog.stand not in (Stand.GESPRAECH, Stand.FEST):
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
        "hat_nachfolger": hasattr(dialog, "nachfolger"),
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
        messages.warning(request, "Das Kooperationsblatt steht fest. Änderungen gehören in den nächsten Dialog.")
        return redirect("kooperation:dialog", schluessel)
    zeile = Kooperationsblatt.objects.get(dialog=dialog)
    zeile.dialog = dialog
    if zeile.nummer == 1 and not dialog.nur_gespraech:
        zeile.ist = zeile.ist or gegenueberstellung(dialog, seite).gemeinsame_mitte
    daten = request.POST if request.method == "POST" else None
    form = BlattForm(daten, instance=zeile)
    vereinbarungen = VereinbarungenFormSet(daten, instance=dialog, prefix="vereinbarungen")
    if daten is not None and form.is_valid() and vereinbarungen.is_valid():
        form.save()
        vereinbarungen.save()
        _teilnehmende(request, dialog)
        blatt_actions.geaendert(zeile)
        messages.success(request, "Gespeichert. Beide Seiten sehen jetzt diesen Stand.")
        return redirect("kooperation:dialog", schluessel)
    kontext = {
        "seite": seite,
        "andere": seite.andere,
        "dialog": dialog,
        "paar": dialog.paar,
        "form": form,
        "vereinbarungen": vereinbarungen,
        "mitte": zeile.ist,
    }
    return render(request, "kooperation/blatt.html", kontext)


def _teilnehmende(request, dialog):
    """Who spoke, for each side: functions on the sheet."""
    for seite in dialog.seiten.all():
        funktionen = " ".join(request.POST.get(f"funktionen_{seite.buchstabe}", seite.funktionen).split())[:200]
        Seite.objects.filter(pk=seite.pk).update(funktionen=funktionen)


@login_not_required
@require_POST
def bestaetigen(request, schluessel):
    seite = get_seite(request, schluessel)
    nummer = request.POST.get("nummer", "")
    if nummer.isdigit() and blatt_actions.bestaetigen(seite=seite, nummer=int(nummer[:9])):
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
    return [dialog.pk, dialog.vorgaenger_id]


@login_not_required
@require_POST
def zusage(request, schluessel):
    """Think again while nothing is shown yet; also the way out."""
    seite = get_seite(request, schluessel)
    if request.POST.get("zusage") in Seite.Zusage.values:
        seite = actions.zusagen(seite=seite, zusage=request.POST["zusage"])
        post.zustellen(seite.dialog)
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
    if request.POST.get("taste") == "neu":
        actions.links_erneuern(seite=seite)
        post.zustellen(seite.dialog)
        messages.success(request, f"Alle bisherigen Links gelten nicht mehr. Ein neuer ist unterwegs an {seite.email}.")
        return redirect("kooperation:dialoge")
    form = AdresseForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(form.errors["email"]))
        return redirect(ort(seite))
    try:
        post.weiterreichen(seite, form.cleaned_data["email"])
    except (SMTPException, OSError):
        messages.error(request, "Die Mail konnte gerade nicht gesendet werden. Bitte versuchen Sie es später noch einmal.")
    else:
        messages.success(request, f"Ein Link ist unterwegs an {form.cleaned_data['email']}. Die Adresse speichern wir nicht.")
    return redirect(ort(seite))


@login_not_required
@require_POST
def fortsetzen(request, schluessel):
    seite = get_seite(request, schluessel)
    anlass = " ".join(request.POST.get("anlass", "").split())[:160] or seite.dialog.anlass
    try:
        neu = actions.fortsetzen(seite=seite, anlass=anlass)
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
    if seite.dialog.stand not in (Stand.GESPRAECH, Stand.FEST):
        raise Http404
    return seite
