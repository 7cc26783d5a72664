"""One side's sheet. Every choice is saved at once; the page repeats a save until the server has acknowledged it."""

import re

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from grafik.templatetags.kette import kette
from kooperation import pdf, post
from kooperation.access import get_seite
from kooperation.actions import dialog as actions
from kooperation.forms.bogen import EinschaetzungForm, anfang
from kooperation.models import Dialog, Einschaetzung, Seite
from kooperation.models.bogen import WERTE
from kooperation.views.einladung import ort
from kooperation.vorlage import OHNE_STUFE

GESCHLOSSEN = "Der Bogen ist inzwischen geschlossen. Was bis dahin gespeichert war, bleibt; Ihre letzte Eingabe kam zu spät."


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
    """The sheet; `jetzt` is the part to begin with where something has to be corrected there, `hinweis` what at the hand-in."""
    vorlage = seite.dialog.instrument.vorlage
    zeilen = {zeile.code: zeile for zeile in seite.einschaetzungen.all()}
    formulare = formulare or {}
    instrument = seite.dialog.instrument
    fragen = [_frage(instrument, i, zeilen[k.code], formulare.get(k.code)) for i, k in enumerate(vorlage.kriterien)]
    jetzt = jetzt or next((frage["kriterium"].code for frage in fragen if frage["fehler"]), "")
    kontext = _kontext(seite) | _fortschritt(zeilen.values()) | {"vorlage": vorlage, "fragen": fragen, "jetzt": jetzt}
    kontext["hinweis"] = hinweis
    return render(request, "kooperation/bogen.html", kontext, status=status)


def _frage(instrument, position, zeile, form):
    """One Kriterium on the page: as it is stored, or as it was typed where something has to be corrected."""
    felder = ("wert", "beleg", "beleg_frei")
    stand = {name: form[name].value() if form else getattr(zeile, name) for name in felder}
    kriterium = instrument.vorlage.kriterien[position]
    return {
        "kriterium": kriterium,
        "anfang": form["anfang"].value() if form else anfang(zeile),
        "stufen": _stufen(instrument, position, stand["wert"] if stand["wert"] in WERTE else ""),
        "beleg": stand["beleg"] or "",
        "beleg_frei": stand["beleg_frei"],
        "fehler": [fehler for name in felder for fehler in form.errors.get(name, [])] if form else [],
        "inzwischen": _inzwischen(instrument.vorlage, kriterium, form) if form else [],
    }


# Eight Kriterien by eight possible answers of each published version, drawn once in each process.
GEZEICHNETE: dict[tuple, str] = {}


def _stufen(instrument, position, wert):
    """The question and its answers, one of them chosen or none: most of the page, and of few kinds."""
    schluessel = (instrument.stempel, position, wert)
    if schluessel not in GEZEICHNETE:
        vorlage = instrument.vorlage
        kriterium = vorlage.kriterien[position]
        stufen = enumerate(zip(vorlage.stufen, kriterium.stufen, strict=True), 1)
        kontext = {
            "kriterium": kriterium,
            "nummer": position + 1,
            "stufen": [(str(nummer), stufe, text, str(nummer) == wert) for nummer, (stufe, text) in stufen],
            "ohne_stufe": [(name, vorlage.ohne_stufe[name], name == wert) for name in OHNE_STUFE],
        }
        html = render_to_string("kooperation/_stufen.html", kontext)
        GEZEICHNETE[schluessel] = mark_safe(re.sub(r"\n\s*", "\n", html))  # noqa: S308 -- indentation is a third of it
    return GEZEICHNETE[schluessel]


def _inzwischen(vorlage, kriterium, form):
    """What another device saved meanwhile, in words."""
    return [vorlage.wortlaut(kriterium.code, w) if name == "wert" else w for name, w in form.inzwischen.items()]


def _fortschritt(zeilen):
    zeilen = list(zeilen)
    beantwortet = sum(bool(zeile.wert) for zeile in zeilen)
    stand = f"Gespeichert – {beantwortet} von {len(zeilen)}" if beantwortet else f"{len(zeilen)} Fragen"
    return {"beantwortet": beantwortet, "fragen_gesamt": len(zeilen), "stand": stand}


def _speichern(request, seite):
    """Save what was sent, one Kriterium by the page or the whole sheet by a button, and hand in if asked to."""
    selbst = request.POST.get("taste") == "selbst"
    with transaction.atomic():
        seite = Seite.objects.with_dialog().select_for_update(of=("self",)).get(pk=seite.pk)
        if not seite.darf_ausfuellen:
            return _geschlossen(request, seite, selbst)
        zeilen = list(Einschaetzung.objects.filter(seite=seite))
        formulare = {z.code: EinschaetzungForm(request.POST, instance=z, prefix=z.code) for z in zeilen if _gesendet(request, z)}
        gut = sum(not form.is_valid() for form in formulare.values()) == 0  # all are checked, so that every error is shown
        for form in formulare.values() if gut else ():
            if not form.ueberholt:
                form.instance.quelle, form.instance.nummer = form.cleaned_data["quelle"], form.cleaned_data["nummer"] or 0
                form.save()
    if selbst:
        return _quittung(formulare, zeilen, gut)
    if not gut:
        return _zeigen(request, seite, formulare, status=409 if any(f.inzwischen for f in formulare.values()) else 422)
    return _weiter(request, seite)


def _gesendet(request, zeile):
    return f"{zeile.code}-anfang" in request.POST


def _geschlossen(request, seite, selbst):
    if selbst:
        return JsonResponse({"meldung": GESCHLOSSEN}, status=410)
    messages.warning(request, GESCHLOSSEN)
    return redirect(ort(seite))


def _quittung(formulare, zeilen, gut):
    """What the page is told: saved, with the new beginning for the next comparison; or what is in the way."""
    if not gut:
        form = next(form for form in formulare.values() if form.errors)
        meldung = " ".join(fehler for liste in form.errors.values() for fehler in liste)
        return JsonResponse({"meldung": meldung, "inzwischen": form.inzwischen}, status=409 if form.inzwischen else 422)
    neu = {code: anfang(form.instance) for code, form in formulare.items()}
    fortschritt = _fortschritt(zeilen)
    ringe = kette(fortschritt["fragen_gesamt"], fortschritt["beantwortet"])
    return JsonResponse({"anfang": neu, "ringe": ringe, "stand": fortschritt["stand"]})


def _weiter(request, seite):
    taste = request.POST.get("taste", "")
    if taste == "abgeben":
        try:
            actions.abgeben(seite=seite)
        except actions.DialogFehler as fehler:
            return _zeigen(request, seite, jetzt="abgeben", hinweis=str(fehler), status=422)
        post.zustellen(seite.dialog)
        return redirect(ort(Seite.objects.with_dialog().get(pk=seite.pk)))
    antwort = redirect("kooperation:bogen", seite.schluessel)
    weiter = [f"weiter-{kriterium.code}" for kriterium in seite.dialog.instrument.vorlage.kriterien]
    if taste in weiter:
        naechste = weiter[weiter.index(taste) + 1 :]
        antwort["Location"] += f"#{naechste[0].removeprefix('weiter-') if naechste else 'abgeben'}"
    elif taste == "spaeter":
        messages.success(request, "Gespeichert. Mit Ihrem Link aus der E-Mail geht es weiter, auch auf einem anderen Gerät.")
    return antwort


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
