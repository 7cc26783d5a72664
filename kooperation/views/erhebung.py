"""A round as the Koordination runs it: announce, see how many, count, read the result. Nothing here is about anybody."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kern.siegel import SiegelFehler
from kommunen.models.eintrag import ist_schluessel, neuer_schluessel
from konten.anmeldung import bewahrt_eingaben
from kooperation import ausfuhr, pdf, post
from kooperation.access import get_erhebung, get_kommune_der_koordination
from kooperation.actions import erhebung as actions
from kooperation.auswertung.erhebung import auswertung
from kooperation.auswertung.fragen import fragen
from kooperation.auswertung.mass import GENUG_ANTWORTEN
from kooperation.forms.erhebung import DAUER, EingeladeneForm, ErhebungForm, VerlaengernForm
from kooperation.models import Brief, Erhebung, Instrument, Teilnahme
from kooperation.uebersicht import begleitete_paare
from kooperation.views.bogen import pdf_antwort
from netzwerke.models import Einrichtung, Gruppe
from netzwerke.views.formulare import eingaben

MAILS_JE_AUFRUF = 50  # the daily run sends the rest; a page must not wait for hundreds
Stand = Erhebung.Stand


def _einrichtungen(request, kommune):
    return Einrichtung.objects.im_netzwerk(kommune, request.user).bestehend().order_by("sortierung")


@bewahrt_eingaben
def erhebung_neu(request, slug):
    """Say who is asked and until when, read the mail, send."""
    kommune = get_kommune_der_koordination(request.user, slug)
    if Instrument.objects.geltend() is None:
        raise Http404
    gruppen = Gruppe.objects.visible_to(request.user).im_netzwerk(kommune).bestehend()
    einrichtungen = _einrichtungen(request, kommune)
    form = ErhebungForm(
        eingaben(request)[0],
        kommune=kommune,
        einrichtungen=einrichtungen,
        belegt=actions.belegte(einrichtungen),
        gruppen=gruppen,
        initial=_anfang(request, kommune, gruppen),
    )
    kontext = {"kommune": kommune, "form": form, "gruppen": gruppen, "genug": GENUG_ANTWORTEN}
    if request.method == "POST" and form.is_valid():
        if request.POST.get("taste") == "absenden" and request.POST.get("gesehen") == form.stempel:
            try:
                return _angesetzt(request, kommune, form)
            except actions.ErhebungFehler as fehler:
                form.add_error("wer", str(fehler))
        else:
            kontext |= {
                "mail": _vorschau(kommune, form.plan),
                "gesehen": form.stempel,
                "plan": form.plan,
                "geaendert": "gesehen" in request.POST,
                "heute": timezone.localdate(),
            }
    return render(request, "kooperation/erhebung/neu.html", kontext)


def _anfang(request, kommune, gruppen):
    """What the form begins with: a Gruppe, an earlier round, or the whole network."""
    heute = timezone.localdate()
    anfang = {
        "schluessel": neuer_schluessel(),
        "titel": f"Wie arbeiten wir zusammen? {heute:%Y}",
        "oeffnet": heute,
        "schliesst": heute + DAUER,
    }
    zu_ende = Erhebung.objects.filter(kommune=kommune, stand=Stand.GESCHLOSSEN)
    if wieder := zu_ende.filter(schluessel=_schluessel(request.GET.get("wieder"))).first():
        gefragt = wieder.teilnahmen.values_list("einrichtung", flat=True)
        anfang |= {"gruppe": wieder.gruppe, "wer": list(gefragt.order_by().distinct())}
        return anfang | {"setzt_fort": wieder if wieder.hat_ergebnis else None}
    if request.GET.get("gruppe") == "alle":
        return anfang | {"wer": list(_einrichtungen(request, kommune).exclude(email="").values_list("pk", flat=True))}
    if gruppe := gruppen.filter(schluessel=_schluessel(request.GET.get("gruppe"))).first():
        sitzen = gruppe.mitgliedschaften.heute().exclude(einrichtung=None)
        return anfang | {"gruppe": gruppe, "wer": list(sitzen.values_list("einrichtung", flat=True))}
    return anfang


def _schluessel(text: str | None) -> str:
    """A key as typed into an address or a hidden field; "" where it is none."""
    return text if ist_schluessel(text) else ""


def _vorschau(kommune, plan):
    """The invitation as it will be, from rows that are not saved."""
    erhebung = Erhebung(
        kommune=kommune, titel=plan.titel, instrument=plan.instrument, oeffnet=plan.oeffnet, schliesst=plan.schliesst
    )
    eine = plan.einladungen[0]
    teilnahme = Teilnahme(erhebung=erhebung, einrichtung=eine.einrichtung, email=eine.email)
    return post.entwurf(teilnahme, Brief.Art.EINLADUNG, post.VORSCHAU_LINK)


def _angesetzt(request, kommune, form):
    erhebung = actions.ansetzen(kommune=kommune, plan=form.plan, schluessel=form.cleaned_data["schluessel"])
    post.zustellen(erhebung, MAILS_JE_AUFRUF)
    if erhebung.stand == Stand.OFFEN:
        messages.success(request, "Die Erhebung läuft. Die Einladungen sind unterwegs.")
    else:
        messages.success(request, f"Die Erhebung ist geplant. Die Einladungen gehen am {erhebung.oeffnet:%d.%m.%Y} hinaus.")
    return redirect("kooperation:erhebung", kommune.slug, erhebung.schluessel)


@bewahrt_eingaben
def erhebung(request, slug, schluessel):
    """One round: how many have handed in while it is open, the result when it is over."""
    runde = get_erhebung(request.user, slug, schluessel)
    kontext = {"kommune": runde.kommune, "erhebung": runde, "genug": GENUG_ANTWORTEN}
    if runde.stand in (Stand.GEPLANT, Stand.OFFEN):
        return _laufende(request, runde, kontext)
    if request.method == "POST":
        return _nach_dem_ende(request, runde)
    if ergebnis := auswertung(runde):
        kontext |= {"auswertung": ergebnis, "fragen": fragen(ergebnis), "paare": begleitete_paare(request.user, runde.kommune)}
    return render(request, "kooperation/erhebung/ergebnis.html", kontext)


def _laufende(request, runde, kontext):
    daten, _ = eingaben(request)
    taste = daten.get("taste") if daten else None
    verlaengern = VerlaengernForm(daten if taste == "verlaengern" else None, erhebung=runde)
    einrichtungen = _einrichtungen(request, runde.kommune)
    weitere = EingeladeneForm(
        daten if taste == "nachladen" else None,
        kommune=runde.kommune,
        einrichtungen=einrichtungen,
        belegt=actions.belegte(einrichtungen, ausser=runde),
    )
    if request.method == "POST" and _handeln(request, runde, taste, verlaengern, weitere):
        return redirect("kooperation:erhebung", runde.kommune.slug, runde.schluessel)
    kontext |= {
        "verlaengern": verlaengern,
        "weitere": weitere,
        "eingeladen": runde.teilnahmen.count(),
        "abgegeben": runde.teilnahmen.abgegeben().count(),
        "gefragt": runde.teilnahmen.select_related("einrichtung"),
        "unterwegs": Brief.objects.zu(runde).filter(art=Brief.Art.EINLADUNG).count(),
    }
    return render(request, "kooperation/erhebung/laufend.html", kontext)


def _handeln(request, runde, taste, verlaengern, weitere) -> bool:
    """Do what the button says; returns False where something is to be corrected first."""
    if taste == "verlaengern":
        return verlaengern.is_valid() and _verlaengern(request, runde, verlaengern.cleaned_data["bis"])
    if taste == "nachladen":
        return weitere.is_valid() and _nachladen(request, runde, weitere)
    if taste == "auszaehlen":
        return _auszaehlen(request, runde)
    if taste == "absagen":
        getan = actions.absagen(erhebung=runde)
        return _erledigt(request, runde, "Die Erhebung ist abgesagt. Was schon geantwortet war, ist gelöscht.", getan=getan)
    if taste == "link":
        return _erledigt(request, runde, "Ein neuer Link ist unterwegs.", getan=_link(request, runde))
    return True


def _verlaengern(request, runde, bis) -> bool:
    text = f"Zeit ist jetzt bis zum {bis:%d.%m.%Y}. Die Eingeladenen erfahren es mit der nächsten Erinnerung."
    return _erledigt(request, runde, text, getan=actions.verlaengern(erhebung=runde, bis=bis))


def _nachladen(request, runde, form) -> bool:
    try:
        getan = actions.nachladen(erhebung=runde, einladungen=form.eingeladene)
    except actions.ErhebungFehler as fehler:
        form.add_error("wer", str(fehler))
        return False
    wo = "vorgemerkt" if runde.stand == Stand.GEPLANT else "unterwegs"
    return _erledigt(request, runde, f"Die weiteren Einladungen sind {wo}.", getan=getan)


def _erledigt(request, runde, text, *, getan) -> bool:
    post.zustellen(runde, MAILS_JE_AUFRUF)
    _melden(request, text, getan=getan)
    return True


def _melden(request, text, *, getan):
    if getan:
        messages.success(request, text)
    else:
        messages.warning(request, "Das geht nicht mehr: Die Erhebung ist inzwischen weiter.")


def _link(request, runde) -> bool:
    """A new link to one address, whether or not its sheet is handed in: this page does not know."""
    teilnahme = runde.teilnahmen.exclude(email="").filter(schluessel=_schluessel(request.POST.get("wer"))).first()
    if teilnahme is None or runde.stand != Stand.OFFEN:
        return False
    post.schreiben([teilnahme], Brief.Art.LINK)
    return True


def _auszaehlen(request, runde) -> bool:
    try:
        getan = actions.auszaehlen(erhebung=runde)
    except SiegelFehler as fehler:
        messages.error(
            request,
            f"Die Bögen lassen sich gerade nicht auszählen. {fehler} Bitte wenden Sie sich an die Technik: Der frühere Schlüssel "
            "gehört in SECRET_KEY_FALLBACKS. Verloren ist nichts.",
        )
        return True
    return _erledigt(request, runde, "Die Erhebung ist abgeschlossen und ausgezählt.", getan=getan)


def _nach_dem_ende(request, runde):
    if request.POST.get("taste") == "entfernen":
        text = request.POST.get("text", "").replace("\r\n", "\n")  # browsers send line breaks their own way
        getan = actions.text_entfernen(erhebung=runde, code=request.POST.get("code", ""), text=text)
        _melden(request, "Der Satz ist aus dem Ergebnis entfernt.", getan=getan)
    elif request.POST.get("taste") != "absenden":  # that one is a second click on what has become this round
        _melden(request, "", getan=False)
    return redirect("kooperation:erhebung", runde.kommune.slug, runde.schluessel)


@require_safe
def bericht(request, slug, schluessel):
    return pdf_antwort(pdf.bericht(_ergebnis(request, slug, schluessel)), "bericht.pdf")


@require_safe
def tabelle(request, slug, schluessel, endung):
    """The figures as CSV or XLSX."""
    ergebnis = _ergebnis(request, slug, schluessel)
    inhalt, art = ausfuhr.tabelle(ergebnis, endung)
    return HttpResponse(inhalt, content_type=art, headers={"Content-Disposition": f'attachment; filename="erhebung.{endung}"'})


@require_safe
def bild(request, slug, schluessel, bild):
    """One of the pictures as a file of its own."""
    kontext = ausfuhr.bild(_ergebnis(request, slug, schluessel), bild)
    if kontext is None:
        raise Http404
    antwort = render(request, f"grafik/{bild}.svg", kontext, content_type="image/svg+xml")
    antwort["Content-Disposition"] = f'attachment; filename="{bild}.svg"'
    return antwort


def _ergebnis(request, slug, schluessel):
    ergebnis = auswertung(get_erhebung(request.user, slug, schluessel))
    if ergebnis is None:
        raise Http404
    return ergebnis
