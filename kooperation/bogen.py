"""The sheet as a page shows it and sends it, whoever keeps the answers: rows of a side of a Dialog, or a sealed envelope."""

import re
from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from grafik.templatetags.zeichnen import kette
from kooperation.forms.bogen import EinschaetzungForm, anfang
from kooperation.models import Einschaetzung, Instrument
from kooperation.models.bogen import WERTE
from kooperation.vorlage import OHNE_STUFE, Vorlage

Formulare = dict[str, EinschaetzungForm]  # by code, of those Kriterien that were sent


def kontext(instrument: Instrument, zeilen: Iterable[Einschaetzung], formulare: Formulare | None = None, jetzt: str = "") -> dict:
    """What bogen.html needs; `jetzt` is the part to begin with, by default the first where something has to be corrected."""
    je_code = {zeile.code: zeile for zeile in zeilen}
    kriterien = instrument.vorlage.kriterien
    fragen = [_frage(instrument, i, je_code[k.code], (formulare or {}).get(k.code)) for i, k in enumerate(kriterien)]
    jetzt = jetzt or next((frage["kriterium"].code for frage in fragen if frage["fehler"]), "")
    return _fortschritt(je_code.values()) | {"vorlage": instrument.vorlage, "fragen": fragen, "jetzt": jetzt}


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


def _fortschritt(zeilen: Iterable[Einschaetzung]) -> dict:
    zeilen = list(zeilen)
    beantwortet = sum(bool(zeile.wert) for zeile in zeilen)
    stand = f"Gespeichert – {beantwortet} von {len(zeilen)}" if beantwortet else f"{len(zeilen)} Fragen"
    return {"beantwortet": beantwortet, "fragen_gesamt": len(zeilen), "stand": stand}


def gesendete(request: HttpRequest, zeilen: Iterable[Einschaetzung]) -> Formulare:
    """The Kriterien this request brings, one by the page or all by a button; each is checked, so that every error is shown."""
    gesendet = [zeile for zeile in zeilen if f"{zeile.code}-anfang" in request.POST]
    formulare = {zeile.code: EinschaetzungForm(request.POST, instance=zeile, prefix=zeile.code) for zeile in gesendet}
    for form in formulare.values():
        form.is_valid()
    return formulare


def ist_gut(formulare: Formulare) -> bool:
    return all(form.is_valid() for form in formulare.values())


def uebernehmen(formulare: Formulare) -> list[Einschaetzung]:
    """The answers with what was sent, as far as it was not overtaken by a later save; they are still to be kept."""
    neue = [form for form in formulare.values() if not form.ueberholt]
    for form in neue:
        form.instance.quelle, form.instance.nummer = form.cleaned_data["quelle"], form.cleaned_data["nummer"] or 0
    return [form.instance for form in neue]


def kam_selbst(request: HttpRequest) -> bool:
    """The page saved one choice by itself, and reads the answer."""
    return request.POST.get("taste") == "selbst"


def status(formulare: Formulare) -> int:
    """Of a page with errors: 409 where somebody else saved something meanwhile."""
    return 409 if any(form.inzwischen for form in formulare.values()) else 422


def quittung(formulare: Formulare, zeilen: Iterable[Einschaetzung]) -> JsonResponse:
    """What the page is told: saved, with the new beginning for the next comparison; or what is in the way."""
    if not ist_gut(formulare):
        form = next(form for form in formulare.values() if form.errors)
        meldung = " ".join(fehler for liste in form.errors.values() for fehler in liste)
        return JsonResponse({"meldung": meldung, "inzwischen": form.inzwischen}, status=status({"": form}))
    neu = {code: anfang(form.instance) for code, form in formulare.items()}
    fortschritt = _fortschritt(zeilen)
    ringe = kette(fortschritt["fragen_gesamt"], fortschritt["beantwortet"])
    return JsonResponse({"anfang": neu, "ringe": ringe, "stand": fortschritt["stand"]})


def zurueck(adresse: str, taste: str, vorlage: Vorlage) -> HttpResponse:
    """To the sheet again after a save without the script: at the question after the one whose button it was."""
    weiter = [f"weiter-{kriterium.code}" for kriterium in vorlage.kriterien]
    if taste in weiter:
        naechste = weiter[weiter.index(taste) + 1 :]
        adresse += f"#{naechste[0].removeprefix('weiter-') if naechste else 'abgeben'}"
    return redirect(adresse)
