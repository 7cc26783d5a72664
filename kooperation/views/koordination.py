"""Kooperation as a tab of a Kommune: the instrument for everybody, the network's Dialoge for those who coordinate it."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from kern.bremse import zu_viele
from kommunen.access import eigene_kommunen, get_kommune
from kommunen.models.eintrag import neuer_schluessel
from konten.anmeldung import bewahrt_eingaben
from kooperation import pdf, post
from kooperation.access import get_dialog, get_kommune_der_koordination
from kooperation.actions import dialog as actions
from kooperation.actions import vorschlag
from kooperation.forms.vorschlag import AdresseForm, AnfrageForm, VorschlagForm
from kooperation.models import Brief, Dialog, Dienststelle, Instrument, Seite
from kooperation.models.dialog import FRIST
from kooperation.uebersicht import uebersicht
from kooperation.views.bogen import pdf_antwort
from netzwerke.models import Einrichtung
from netzwerke.views.formulare import eingaben

ANFRAGEN_JE_STUNDE = 30  # of the whole portal
OFFENE_ANFRAGEN = 20  # of one Kommune
EINLADUNGEN = (Brief.Art.EINLADUNG, Brief.Art.NEUBEGINN)


@login_not_required
@require_safe
def kooperation(request, slug):
    kommune = get_kommune(request.user, slug)
    begleitet = kommune.pk in eigene_kommunen(request.user)
    kontext = {"kommune": kommune, "instrument": Instrument.objects.geltend(), "begleitet": begleitet}
    if begleitet:
        kontext |= uebersicht(request.user, kommune)
    return render(request, "kooperation/kooperation.html", kontext)


@login_not_required
@require_safe
def leerer_bogen(request, slug):
    kommune = get_kommune(request.user, slug)
    instrument = Instrument.objects.geltend()
    if instrument is None:
        raise Http404
    return pdf_antwort(pdf.leerer_bogen(instrument, str(kommune)), "bogen.pdf")


@bewahrt_eingaben
def dialog_neu(request, slug):
    """Name two and why, read the mails, send."""
    kommune = get_kommune_der_koordination(request.user, slug)
    form = _vorschlagform(request, kommune, {"schluessel": neuer_schluessel()})

    def absenden():
        return vorschlag.vorschlagen(
            kommune=kommune,
            anlass=form.cleaned_data["anlass"],
            seiten=form.seiten,
            von=Dialog.Von.KOORDINATION,
            schluessel=form.cleaned_data["schluessel"],
        )

    return _vorschlag(request, kommune, form, absenden)


def _vorschlagform(request, kommune, anfang):
    einrichtungen = Einrichtung.objects.im_netzwerk(kommune, request.user).bestehend()
    return VorschlagForm(eingaben(request)[0], kommune=kommune, einrichtungen=einrichtungen, initial=anfang)


def _vorschlag(request, kommune, form, absenden, **kontext):
    """The page of a proposal: first the mails to read, then `absenden` makes and returns the Dialog; only what was read is sent."""
    kontext |= {"kommune": kommune, "form": form}
    if request.method == "POST" and form.is_valid():
        gesehen = form.stempel
        try:
            if request.POST.get("taste") == "absenden" and request.POST.get("gesehen") == gesehen:
                return _abgesandt(request, kommune, form, absenden())
            kontext |= {"mails": _vorschau(kommune, form), "gesehen": gesehen}
        except actions.DialogFehler as fehler:
            form.add_error(None, str(fehler))
    return render(request, "kooperation/dialog_neu.html", kontext)


def _abgesandt(request, kommune, form, dialog):
    for x in form.cleaned_data["eigene"]:
        meine = {"nutzer": request.user, "einrichtung": form.cleaned_data[f"einrichtung_{x}"]}
        if not Dienststelle.objects.filter(**meine).exists():  # merging may have made two of one
            Dienststelle.objects.create(**meine)
    post.zustellen(dialog)
    messages.success(request, "Vorgeschlagen. Beide Einrichtungen bekommen ihren persönlichen Link.")
    if Dialog.objects.accompanied_by(request.user).contains(dialog):
        return redirect("kooperation:begleiten", kommune.slug, dialog.schluessel)
    return redirect("kooperation:kooperation", kommune.slug)


def _vorschau(kommune, form):
    """The invitations as they will be, from rows that are not saved. Raises DialogFehler where there would be none."""
    vorschlag.pruefen(form.seiten)
    dialog = Dialog(
        kommune=kommune,
        anlass=form.cleaned_data["anlass"],
        frist=timezone.localdate() + FRIST,
        instrument=vorschlag.geltendes_instrument(),
    )
    a, b = (
        Seite(dialog=dialog, buchstabe=x, einrichtung=t.einrichtung, standort=t.standort, email=t.email)
        for x, t in zip("ab", form.seiten, strict=True)
    )
    return [(s, post.entwurf(s, Brief.Art.EINLADUNG, post.VORSCHAU_LINK, andere=andere)) for s, andere in ((a, b), (b, a))]


@require_POST
def dienststelle(request, slug, pk):
    """No longer one's own: its Dialoge are accompanied again."""
    kommune = get_kommune_der_koordination(request.user, slug)
    get_object_or_404(Dienststelle, pk=pk, nutzer=request.user).delete()
    return redirect("kooperation:kooperation", kommune.slug)


@bewahrt_eingaben
def begleiten(request, slug, schluessel):
    """One Dialog as the Koordination accompanies it."""
    dialog = get_dialog(request.user, slug, schluessel)
    if dialog.stand == Dialog.Stand.ANGEFRAGT:
        return _anfrage(request, dialog)
    form = AdresseForm(request.POST if request.POST.get("taste") == "adresse" else None)
    if request.method == "POST" and (form.is_valid() or not form.is_bound):
        dialog = _begleiten(request, dialog, form)
        return redirect("kooperation:begleiten", slug, dialog.schluessel)
    kontext = {
        "kommune": dialog.kommune,
        "dialog": dialog,
        "hat_links": dialog.stand in (*Dialog.LAUFENDE, Dialog.Stand.FEST) and all(s.email for s in dialog.paar),
        "unterwegs": Brief.objects.filter(seite__dialog=dialog, art__in=EINLADUNGEN).exists(),
        "form": form,
        "seite_mit_fehler": request.POST.get("seite") if form.errors else None,
    }
    return render(request, "kooperation/begleiten.html", kontext)


def _begleiten(request, dialog, form) -> Dialog:
    """Do what the button says; returns the Dialog it goes on with."""
    taste = request.POST.get("taste")
    seite = next((s for s in dialog.paar if s.schluessel == request.POST.get("seite")), None)
    if taste == "verlaengern" and actions.verlaengern(dialog=dialog):
        messages.success(request, "Beide Seiten haben nun zwei Wochen mehr Zeit.")
    elif taste == "beenden" and actions.beenden(dialog=dialog):
        messages.success(request, "Der Dialog ist beendet. Beide Seiten bekommen eine kurze Nachricht, die niemanden nennt.")
    elif taste == "link" and seite and seite.email and dialog.stand != Dialog.Stand.ENDE:
        post.schreiben([seite], Brief.Art.LINK)
        messages.success(request, f"Ein neuer Link ist unterwegs an {seite.email}.")
    elif taste == "adresse" and seite:
        return _neue_adresse(request, dialog, seite, form)
    elif taste != "absenden":  # that one is a second click on what has become this Dialog
        messages.warning(request, "Das geht nicht mehr: Der Dialog ist inzwischen weiter.")
    post.zustellen(dialog)
    return dialog


def _neue_adresse(request, dialog, seite, form):
    try:
        neu = vorschlag.adresse_aendern(seite=seite, email=form.cleaned_data["email"])
    except actions.DialogFehler as fehler:
        messages.error(request, str(fehler))
        return dialog
    if neu:
        post.zustellen(dialog)
        post.zustellen(neu)
        messages.success(request, "Der Dialog beginnt noch einmal: Beide Seiten bekommen eine neue Einladung.")
        return neu
    messages.warning(request, "Das geht nicht mehr: Der Dialog ist inzwischen weiter.")
    return dialog


def _anfrage(request, dialog):
    """What an Einrichtung asked for: the Koordination adds the other address, and sends or declines it."""
    kommune = dialog.kommune
    if request.POST.get("taste") == "anfrage_loeschen":
        if vorschlag.anfrage_loeschen(dialog=dialog):
            messages.success(request, "Der Vorschlag ist gelöscht. Bitte sagen Sie der Einrichtung Bescheid.")
        return redirect("kooperation:kooperation", kommune.slug)
    paar = dialog.paar
    anfang = {"anlass": dialog.anlass, "schluessel": dialog.schluessel} | {
        f"{feld}_{s.buchstabe}": getattr(s, feld) for s in paar for feld in ("einrichtung", "standort", "email")
    }
    anfang["email_b"] = anfang["email_b"] or paar[1].einrichtung.email
    form = _vorschlagform(request, kommune, anfang)

    def absenden():
        return vorschlag.anfrage_verschicken(dialog=dialog, anlass=form.cleaned_data["anlass"], seiten=form.seiten)

    return _vorschlag(request, kommune, form, absenden, dialog=dialog)


@login_not_required
def anfragen(request, slug):
    """An Einrichtung proposes a Dialog. Nothing is sent to anybody before the Koordination has seen it."""
    kommune = get_kommune(request.user, slug)
    einrichtungen = Einrichtung.objects.im_netzwerk(kommune, request.user).bestehend()
    anfang = {"schluessel": neuer_schluessel()}
    form = AnfrageForm(request.POST or None, kommune=kommune, einrichtungen=einrichtungen, initial=anfang)
    if form.is_valid() and _anfragen(kommune, form):
        messages.success(request, "Danke! Die Koordination sieht sich Ihren Vorschlag an und lädt dann beide Seiten ein.")
        return redirect("kooperation:kooperation", slug)
    return render(request, "kooperation/anfragen.html", {"kommune": kommune, "form": form})


def _anfragen(kommune, form) -> bool:
    offene = Dialog.objects.filter(kommune=kommune, stand=Dialog.Stand.ANGEFRAGT).count()
    if offene >= OFFENE_ANFRAGEN or zu_viele("dialoganfrage", ANFRAGEN_JE_STUNDE, sekunden=3600):
        form.add_error(None, f"Gerade liegen sehr viele Vorschläge vor. Bitte schreiben Sie an {settings.BETREIBER_MAIL}.")
        return False
    try:
        vorschlag.anfragen(
            kommune=kommune, anlass=form.cleaned_data["anlass"], seiten=form.seiten, schluessel=form.cleaned_data["schluessel"]
        )
    except actions.DialogFehler as fehler:
        form.add_error(None, str(fehler))
        return False
    return True
