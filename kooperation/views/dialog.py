"""What two sides have together: the reveal, and what each may do besides."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from kern.bremse import zu_viele
from kooperation import post
from kooperation.access import get_seite, seiten_dieses_browsers, teilnahmen_dieses_browsers, zugaenge_schliessen
from kooperation.actions import dialog as actions
from kooperation.actions import vorschlag
from kooperation.actions.blatt import LEER
from kooperation.auswertung.dialog import gegenueberstellung, rueckblick
from kooperation.forms.vorschlag import AdresseForm, AnlassForm
from kooperation.models import Dialog, Seite, Vereinbarung
from kooperation.views.einladung import ABSAGE, antworten, ort

Stand = Dialog.Stand
LINKS_JE_STUNDE = 10  # of one side


@login_not_required
@require_safe
@never_cache
def dialoge(request):
    """All Dialoge and Erhebungen this browser was let in to, and every Vereinbarung."""
    seiten = seiten_dieses_browsers(request)
    nach_dialog = {seite.dialog_id: seite for seite in seiten}
    vereinbarungen = Vereinbarung.objects.gelten().filter(dialog__in=nach_dialog).select_related("dialog")
    eintraege = [(vereinbarung, nach_dialog[vereinbarung.dialog_id]) for vereinbarung in vereinbarungen]
    kontext = {
        "seiten": [(s, s.andere, ort(s)) for s in seiten],
        "teilnahmen": teilnahmen_dieses_browsers(request),
        "eintraege": eintraege,
    }
    return render(request, "kooperation/dialoge.html", kontext)


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
        "ist_begonnen": dialog.blatt.nummer > LEER,
        "hat_nachfolger": dialog.nachfolger.exclude(stand=Stand.ENDE).exists(),
    }
    return render(request, "kooperation/dialog.html", kontext)


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
        except OSError:
            messages.error(request, "Die Mail konnte gerade nicht gesendet werden. Bitte versuchen Sie es später noch einmal.")
        else:
            messages.success(request, "Der Link ist unterwegs. Die Adresse speichern wir nicht.")
    return redirect(ort(seite))


@login_not_required
@require_POST
def schliessen(request):
    """On a shared computer: this browser acts for nobody any more."""
    zugaenge_schliessen(request)
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
        neu = vorschlag.fortsetzen(seite=seite, anlass=form.cleaned_data["anlass"] or seite.dialog.anlass)
    except actions.DialogFehler as fehler:
        messages.error(request, str(fehler))
    else:
        post.zustellen(neu)
        messages.success(request, "Vorgeschlagen. Beide Seiten bekommen eine Mail mit ihrem neuen Link.")
    return redirect("kooperation:dialog", schluessel)
