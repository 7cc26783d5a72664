"""Editing a profile, section by section. Every address here is for those who keep the Kommune."""

import secrets

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from kommunen.access import get_art, get_fassung, get_kommune_to_edit
from kommunen.models import Fassung
from kommunen.redaktion import actions
from kommunen.redaktion.formulare import HOECHSTENS, Abschnittsformular, neuer_eintrag
from kommunen.redaktion.plan import PLAN
from kommunen.redaktion.stand import stand
from kommunen.redaktion.streit import streit_zeigen
from kommunen.redaktion.vergleich import vergleichen, vorlesen
from kommunen.texte import html, lesbar
from konten.anmeldung import bewahrt_eingaben, bewahrte_eingaben

SEITENGROESSE = 50


@bewahrt_eingaben
def bearbeiten(request, slug, abschnitt):
    kommune = get_kommune_to_edit(request.user, slug)
    art = get_art(abschnitt)
    hier = stand(kommune, art)
    if request.method == "POST":
        return _speichern(request, kommune, hier)
    bewahrt = bewahrte_eingaben(request)
    formular = Abschnittsformular(kommune=kommune, art=art, stand=hier.inhalt, data=bewahrt)
    if bewahrt:
        messages.warning(request, "Ihre Anmeldung war abgelaufen. Ihr Text steht noch hier; bitte speichern Sie ihn jetzt.")
        basis, kennung = bewahrt.get("basis", 0), bewahrt.get("formular")
        return _zeigen(request, kommune, hier, formular, basis=basis, kennung=kennung, ungespeichert=True)
    return _zeigen(request, kommune, hier, formular, basis=hier.nummer)


def _zeigen(request, kommune, hier, formular, *, basis, kennung=None, status=200, **mehr):
    """The page of a section. `kennung` names this form in the history, so that its next save is known as its own."""
    kontext = {
        "kommune": kommune,
        "stand": hier,
        "plan": PLAN.values(),
        "formular": formular,
        "basis": basis,
        "kennung": kennung or secrets.token_hex(8),
        "beispiel": f"redaktion/beispiele/{hier.art}.html",
    }
    return render(request, "redaktion/bearbeiten.html", kontext | mehr, status=status)


def _speichern(request, kommune, hier):
    von_selbst = request.POST.get("taste") == "selbst"
    basis, kennung = _zahl(request.POST.get("basis")), _wort(request.POST.get("formular"))[:32]
    fruehere = Fassung.objects.filter(abschnitt__kommune=kommune, abschnitt__art=hier.art)
    bekannte = [f.formularstand for f in fruehere.filter(formular=kennung)[:5]][::-1] if kennung else []
    bekannte += [f.inhalt for f in fruehere.filter(nummer=basis)]
    data, files = request.POST, request.FILES
    if nehmen := request.POST.get("nehmen"):
        data = data.copy()
        data[nehmen] = data.get(f"anderer-{nehmen}", "")
    weg = request.POST.get("taste", "").removeprefix("weg:")
    formular = Abschnittsformular(
        kommune=kommune, art=hier.art, stand=hier.inhalt, bekannte=bekannte, data=data, files=files, weg=weg
    )
    gueltig = formular.is_valid() and (von_selbst or formular.dateien_ablegen(request.user))
    if von_selbst and not gueltig:
        return JsonResponse({"fehler": [text for _, text in formular.fehler]}, status=422)
    if not gueltig or nehmen:
        if nehmen:
            messages.info(request, "Der andere Text steht jetzt im Feld. Bitte speichern Sie noch.")
        return _zeigen(request, kommune, hier, formular, basis=basis, kennung=kennung, ungespeichert=True)
    ergebnis = actions.speichern(
        kommune=kommune,
        art=hier.art,
        inhalt=_mit_taste(hier.art, formular.inhalt(request.user), request.POST.get("taste", "")),
        nutzer=request.user,
        formular=kennung,
        basis=basis,
        anlass=Fassung.Anlass.ZWISCHENSTAND if von_selbst else Fassung.Anlass.ENTWURF,
    )
    if von_selbst:
        return _antwort(ergebnis)
    if ergebnis.streit:
        neu = stand(kommune, hier.art)
        beide = Abschnittsformular(kommune=kommune, art=hier.art, stand=ergebnis.verschmolzen)
        streit_zeigen(beide, ergebnis.streit)
        return _zeigen(request, kommune, neu, beide, basis=neu.nummer, streit=ergebnis.streit, ungespeichert=True, status=409)
    return redirect(_weiter(request, kommune, hier))


def _antwort(ergebnis):
    if ergebnis.streit:
        return JsonResponse({"streit": True}, status=409)
    am = timezone.localtime(ergebnis.fassung.am if ergebnis.fassung else None)
    return JsonResponse({"gespeichert": f"{am:%H:%M}", "neu_laden": ergebnis.verschmolzen is not None})


def _mit_taste(art, inhalt, taste):
    """What the pressed button asks for besides saving: "neu:termine", "hoch:<key>"."""
    was, _, wen = taste.partition(":")
    for liste in PLAN[art].listen:
        eintraege = inhalt[liste.name]
        if was == "neu" and wen == liste.name and len(eintraege) < HOECHSTENS:
            eintraege.append(neuer_eintrag(liste))
        stelle = next((i for i, eintrag in enumerate(eintraege) if eintrag["schluessel"] == wen), None)
        if stelle and was == "hoch":
            eintraege.insert(stelle - 1, eintraege.pop(stelle))
    return inhalt


def _weiter(request, kommune, hier):
    taste = request.POST.get("taste", "")
    if taste == "vorschau":
        return reverse("vorschau", args=[kommune.slug])
    seite = reverse("kommunen:bearbeiten", args=[kommune.slug, hier.art])
    if taste.startswith("neu:"):
        return f"{seite}#letzter"
    if taste.startswith(("weg:", "hoch:")):
        return f"{seite}#eintraege"
    return seite


def _wort(text):
    return lesbar(text or "").strip()


def _zahl(text):
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0


@require_POST
def textvorschau(request):
    """A text as it will look, for the preview beside a field. Stores nothing."""
    return HttpResponse(html(request.POST.get("text", "")[:20_000]))


@require_POST
def verwerfen(request, slug, abschnitt):
    kommune, art = get_kommune_to_edit(request.user, slug), get_art(abschnitt)
    actions.verwerfen(kommune=kommune, art=art, nutzer=request.user)
    messages.success(request, f"{art.label}: Der Entwurf ist verworfen. Unter „Fassungen“ finden Sie ihn wieder.")
    return redirect("meine_kommune", slug=slug)


@require_POST
def stimmt_noch(request, slug, abschnitt):
    kommune, art = get_kommune_to_edit(request.user, slug), get_art(abschnitt)
    actions.stimmt_noch(kommune=kommune, art=art)
    messages.success(request, f"Danke. {art.label}: heute geprüft.")
    return redirect("meine_kommune", slug=slug)


@require_POST
def veroeffentlichen(request, slug):
    """Publish what the preview showed: fields "abschnitt" name sections, "fassung-<section>" the version looked at."""
    kommune = get_kommune_to_edit(request.user, slug)
    nummern = {art: _zahl(request.POST.get(f"fassung-{art}")) for art in PLAN if art in request.POST.getlist("abschnitt")}
    try:
        fertig = actions.veroeffentlichen(
            kommune=kommune, nummern=nummern, nutzer=request.user, notiz=_wort(request.POST.get("notiz"))[:200]
        )
    except actions.Veraltet as wer:
        messages.warning(
            request, f"{wer}: Inzwischen wurde weitergeschrieben. Bitte sehen Sie sich den neuen Stand noch einmal an."
        )
        return redirect("vorschau", slug=slug)
    except actions.Unvollstaendig as fehler:
        fehlend = " ".join(f"{mangel.art.label}: {mangel.text}" for mangel in fehler.maengel)
        messages.error(request, f"Noch nicht veröffentlicht. {fehlend}")
        return redirect("vorschau", slug=slug)
    if fertig:
        titel = ", ".join(PLAN[art].art.label for art in fertig)
        messages.success(request, f"Veröffentlicht: {titel}. So sieht Ihre Seite jetzt für alle aus.")
    return redirect("kommune", slug=slug)


# ---------- Versions ----------


@require_safe
def fassungen(request, slug):
    """All versions of a Kommune's sections, newest first; searched by section and by words."""
    kommune = get_kommune_to_edit(request.user, slug)
    alle = Fassung.objects.filter(abschnitt__kommune=kommune)
    art, suche = request.GET.get("abschnitt", ""), _wort(request.GET.get("q"))[:100]
    if art in PLAN:
        alle = alle.filter(abschnitt__art=art)
    if suche:
        alle = alle.filter(wortlaut__icontains=suche) | alle.filter(notiz__icontains=suche)
    seite = Paginator(alle.for_list().order_by("-am", "-pk"), SEITENGROESSE).get_page(request.GET.get("seite"))
    anfrage = request.GET.copy()
    anfrage.pop("seite", None)
    kontext = {
        "kommune": kommune,
        "seite": seite,
        "plan": PLAN.values(),
        "art": art,
        "suche": suche,
        "anfrage": anfrage.urlencode(),
    }
    return render(request, "redaktion/fassungen.html", kontext)


def fassung(request, slug, abschnitt, nummer):
    """One version beside another; POST makes it the draft."""
    kommune, art = get_kommune_to_edit(request.user, slug), get_art(abschnitt)
    gewaehlt = get_fassung(kommune, art, nummer)
    if request.method == "POST":
        actions.zurueckholen(fassung=gewaehlt, nutzer=request.user)
        messages.success(
            request, f"Fassung {nummer} ist jetzt der Entwurf. Öffentlich wird sie erst, wenn Sie sie veröffentlichen."
        )
        return redirect("kommunen:bearbeiten", slug=slug, abschnitt=art)
    hier = stand(kommune, art)
    mit = _zahl(request.GET.get("mit"))
    zum_waehlen = list(Fassung.objects.filter(abschnitt=gewaehlt.abschnitt).for_list()[:SEITENGROESSE])
    davor = next((f for f in zum_waehlen if f.nummer < nummer), gewaehlt)
    andere = get_fassung(kommune, art, mit) if mit else hier.neueste if hier.nummer != nummer else davor
    alt, neu = sorted([gewaehlt, andere], key=lambda f: f.nummer)
    kontext = {
        "kommune": kommune,
        "stand": hier,
        "fassung": gewaehlt,
        "andere": andere,
        "alt": alt,
        "neu": neu,
        "unterschiede": vergleichen(art, alt.inhalt, neu.inhalt),
        "zum_waehlen": [wahl for wahl in zum_waehlen if wahl.nummer != nummer],
        "inhalt": vorlesen(art, gewaehlt.inhalt),
    }
    return render(request, "redaktion/fassung.html", kontext)
