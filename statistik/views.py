"""The pages of a Lieferung: bring it, say what its columns mean, look, take it over, take it back.

They stand in two places: in the administration for official figures, and with a Kommune for its own (kommunen/lieferungen.py).
An `Ort` says which; who may come there is decided before these functions are called.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from kern.tabelle import csv_schreiben, xlsx_schreiben
from statistik import actions, eingang
from statistik.ansicht import KOPF, Ansicht, karte
from statistik.forms import DateienForm, HerkunftForm, ZuordnungForm
from statistik.leser import deuten
from statistik.leser.einlesen import VORLAGE
from statistik.leser.rohtabelle import FORMATE
from statistik.models import Gebiet, Indikator, Lieferung
from statistik.pruefung.befunde import ARTEN, FEHLER, HINWEIS, WARNUNG, gewaehlt
from statistik.pruefung.ergebnis import WAS_TITEL

JE_SEITE = 30
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Ort:
    """`adresse(name, *args)` builds links; `gebiet` and `kommune` are None in the administration. `als()`: under which
    function somebody acts.
    """

    adresse: Callable[..., str]
    gebiet: Gebiet | None = None
    kommune: object = None
    als: Callable[[], str] = lambda: "Fachadministration"

    def lieferungen(self):
        return Lieferung.objects.filter(gebiet=self.gebiet)

    def holen(self, pk) -> Lieferung:
        return get_object_or_404(self.lieferungen().select_related("von"), pk=pk)


def _seite(request, ort: Ort, vorlage: str, kontext: dict):
    grund = {
        "ort": ort,
        "kommune": ort.kommune,
        "liste_url": ort.adresse("lieferungen"),
        "neu_url": ort.adresse("lieferung_neu"),
        "formate": FORMATE,
    }
    return render(request, f"statistik/{vorlage}.html", grund | kontext)


@require_safe
def lieferungen(request, ort: Ort):
    suche = request.GET.get("q", "").replace("\x00", "").strip()
    gefunden = ort.lieferungen().genannt(suche).select_related("von")
    seite = Paginator(gefunden, JE_SEITE).get_page(request.GET.get("seite"))
    zeilen = [(lieferung, ort.adresse("lieferung", lieferung.pk)) for lieferung in seite]
    kontext = {"seite": seite, "zeilen": zeilen, "suche": suche, "anfrage": urlencode({"q": suche})}
    return _seite(request, ort, "lieferungen", kontext)


@require_http_methods(["GET", "HEAD", "POST"])
def lieferung_neu(request, ort: Ort):
    form = DateienForm(request.POST, request.FILES) if request.method == "POST" else DateienForm()
    if request.method == "POST" and form.is_valid():
        angenommen = []
        for datei in form.cleaned_data["dateien"]:
            try:
                angenommen.append(_annehmen(request, ort, datei))
            except eingang.LieferungFehler as fehler:
                form.add_error("dateien", [f"{datei.name}: {satz}" for satz in str(fehler).split("\n")])
        if angenommen and len(request.FILES.getlist("dateien")) > 1:
            messages.success(request, f"Angenommen: {', '.join(lieferung.dateiname for lieferung in angenommen)}.")
        if angenommen and not form.errors:
            return redirect(ort.adresse("lieferung", angenommen[0].pk) if len(angenommen) == 1 else ort.adresse("lieferungen"))
    indikatoren = Indikator.objects.lieferbar()
    vorlagen = [(endung, ort.adresse("vorlage", endung)) for endung in ("csv", "xlsx")]
    kontext = {"form": form, "indikatoren": indikatoren, "vorlagen": vorlagen, "geheim_bis": settings.STATISTIK_MINDESTZAHL - 1}
    return _seite(request, ort, "lieferung_neu", kontext)


def _annehmen(request, ort: Ort, datei) -> Lieferung:
    if da := eingang.schon_da(datei, ort.gebiet):
        was = "liegt schon zur Prüfung da" if da.ist_offen else "ist schon eingelesen"
        weiter = "" if da.ist_offen else " Dort können Sie sie noch einmal prüfen."
        messages.info(request, f"Genau diese Datei {was}: {datei.name}, Lieferung {da.pk}.{weiter}")
        return da
    return actions.annehmen(datei, nutzer=request.user, als=ort.als(), gebiet=ort.gebiet)


@require_http_methods(["GET", "HEAD", "POST"])
def lieferung(request, ort: Ort, pk: int):
    lieferung = ort.holen(pk)
    if request.method == "POST":
        return _handeln(request, ort, lieferung)
    if lieferung.ist_offen and not lieferung.pruefung:
        return redirect(ort.adresse("zuordnen", lieferung.pk))
    return _zeigen(request, ort, lieferung, HerkunftForm(instance=lieferung))


def _zeigen(request, ort: Ort, lieferung: Lieferung, form):
    kontext = {
        "lieferung": lieferung,
        "form": form,
        "adressen": {
            name: ort.adresse(name, lieferung.pk) for name in ("lieferung", "zeilen", "zeilen_csv", "original", "zuordnen")
        },
        "was_titel": WAS_TITEL,
    }
    if lieferung.pruefung:
        pruefung = actions.pruefung(lieferung)
        ansicht = Ansicht(pruefung)
        gruppen = ansicht.gruppen(lieferung.entscheidungen)
        kontext |= {
            "fehler": gruppen[FEHLER],
            "warnungen": gruppen[WARNUNG],
            "hinweise": gruppen[HINWEIS],
            "saetze": [(ARTEN[art].titel, text) for art, text in pruefung.hinweise],
            "geaendert": ansicht.geaendert(),
            "offen": pruefung.offen(lieferung.entscheidungen),
            **(karte(pruefung) if lieferung.ist_offen and not ort.kommune else {}),
        }
    return _seite(request, ort, "lieferung" if lieferung.ist_offen else "protokoll", kontext)


def _handeln(request, ort: Ort, lieferung: Lieferung):
    taste = request.POST.get("taste", "")
    hier = ort.adresse("lieferung", lieferung.pk)
    try:
        if taste == "verwerfen":
            actions.verwerfen(lieferung)
            messages.success(request, "Verworfen. Es wurde nichts geändert.")
            return redirect(ort.adresse("lieferungen"))
        if taste == "zuruecknehmen":
            anzahl, betroffene = actions.zuruecknehmen(lieferung, als=ort.als())
            messages.success(
                request, f"Zurückgenommen: {anzahl} {'Wert' if anzahl == 1 else 'Werte'}. Was vorher galt, gilt wieder."
            )
            if betroffene:
                worte = ", ".join(f"{spaetere} ({spaetere.dateiname})" for spaetere in betroffene)
                messages.info(
                    request, f"Diese Lieferungen hatten Werte davon bestätigt: {worte}. Bitte prüfen Sie sie noch einmal."
                )
            return redirect(hier)
        if taste == "noch_einmal":
            neue = actions.noch_einmal(lieferung, nutzer=request.user, als=ort.als())
            return redirect(ort.adresse("lieferung", neue.pk))
        return _pruefen_oder_uebernehmen(request, ort, lieferung, taste)
    except actions.VeraltetFehler as fehler:
        messages.error(request, str(fehler))
        actions.neu_pruefen(lieferung)
    except eingang.LieferungFehler as fehler:
        messages.error(request, str(fehler))
    return redirect(hier)


def _pruefen_oder_uebernehmen(request, ort: Ort, lieferung: Lieferung, taste: str):
    """What was decided a moment ago is applied and shown first: nobody takes over what she has not seen."""
    form = HerkunftForm(request.POST, instance=lieferung)
    if not form.is_valid():
        return _zeigen(request, ort, ort.holen(lieferung.pk), form)
    gesagt = {art: request.POST.get(f"wahl-{art}", "") for art in ARTEN}
    entscheidungen = lieferung.entscheidungen | {art: wahl for art, wahl in gesagt.items() if wahl in dict(ARTEN[art].wahl)}
    neues = any(wahl != gewaehlt(art, lieferung.entscheidungen) for art, wahl in entscheidungen.items())
    if neues or taste != "uebernehmen":
        actions.neu_pruefen(lieferung, entscheidungen=entscheidungen, herkunft=form.cleaned_data)
        messages.info(request, "Ihre Angaben sind vermerkt. Bitte sehen Sie das Ergebnis an; gespeichert ist noch nichts.")
        return redirect(ort.adresse("lieferung", lieferung.pk))
    try:
        actions.uebernehmen(lieferung, gesehen=request.POST.get("pruefung", ""), herkunft=form.cleaned_data)
    except actions.VeraltetFehler:
        raise
    except eingang.LieferungFehler as fehler:
        messages.error(request, str(fehler))
        return _zeigen(request, ort, ort.holen(lieferung.pk), form)  # with what was typed
    messages.success(request, "Übernommen. Die Zahlen gelten jetzt.")
    return redirect(ort.adresse("lieferung", lieferung.pk))


@require_http_methods(["GET", "HEAD", "POST"])
def zuordnen(request, ort: Ort, pk: int):
    lieferung = ort.holen(pk)
    if not lieferung.ist_offen or lieferung.angaben["format"] == "vorlage":
        return redirect(ort.adresse("lieferung", pk))
    roh = actions.rohtabelle(lieferung)
    gemerkt = eingang.gemerkte(roh)
    daten = request.POST if request.method == "POST" else None
    form = ZuordnungForm(daten, lieferung=lieferung, roh=roh, gemerkt=gemerkt or deuten.vorschlag(roh))
    herkunft = HerkunftForm(daten, instance=lieferung)
    if daten is not None and form.is_valid() and herkunft.is_valid():
        try:
            actions.zuordnen(lieferung, form.zuordnung, stichtag=form.cleaned_data.get("stichtag"), herkunft=herkunft.cleaned_data)
        except eingang.LieferungFehler as fehler:
            form.add_error(None, str(fehler))
        else:
            return redirect(ort.adresse("lieferung", pk))
    kontext = {
        "lieferung": lieferung,
        "form": form,
        "herkunft": herkunft,
        "zeilen": len(roh),
        "gemerkt": gemerkt,
        "lieferung_url": ort.adresse("lieferung", pk),
    }
    return _seite(request, ort, "zuordnen", kontext)


@require_safe
def zeilen(request, ort: Ort, pk: int):
    lieferung, ansicht = _ansicht(ort, pk)
    was, art = request.GET.get("was", ""), request.GET.get("art", "")
    stellen = ansicht.auswahl(was, art)
    seite, werte = ansicht.seite(stellen, request.GET.get("seite"))
    arten = sorted({befund.art for befund in ansicht.pruefung.befunde}, key=list(ARTEN).index)
    kontext = {
        "lieferung": lieferung,
        "seite": seite,
        "werte": werte,
        "anzahl": len(stellen),
        "was": was,
        "art": art,
        "was_auswahl": [("", "was einen Blick braucht"), ("alle", "alle Werte"), *WAS_TITEL.items()],
        "art_auswahl": [("", "alles"), *((art, ARTEN[art].titel) for art in arten)],
        "zurueck": ort.adresse("lieferung", pk),
        "csv": ort.adresse("zeilen_csv", pk),
        "anfrage": urlencode({"was": was, "art": art}),
    }
    return _seite(request, ort, "zeilen", kontext)


def _ansicht(ort: Ort, pk: int) -> tuple[Lieferung, Ansicht]:
    lieferung = ort.holen(pk)
    if not lieferung.pruefung:
        raise Http404
    return lieferung, Ansicht(actions.pruefung(lieferung))


@require_safe
def zeilen_csv(request, ort: Ort, pk: int):
    """What the page of rows shows, all of it; at most as many rows as a spreadsheet holds comfortably."""
    lieferung, ansicht = _ansicht(ort, pk)
    stellen = ansicht.auswahl(request.GET.get("was", ""), request.GET.get("art", ""))[:100_000]
    text = csv_schreiben(KOPF, (zeile.zellen for zeile in ansicht.zeilen(stellen)))
    return _anhang(text.encode(), "text/csv; charset=utf-8", f"lieferung-{lieferung.pk}.csv")


def _anhang(inhalt: bytes, typ: str, name: str) -> HttpResponse:
    return HttpResponse(inhalt, content_type=typ, headers={"Content-Disposition": f'attachment; filename="{name}"'})


@require_safe
def original(request, ort: Ort, pk: int):
    lieferung = ort.holen(pk)
    return FileResponse(
        lieferung.datei.open(), as_attachment=True, filename=lieferung.dateiname, content_type="application/octet-stream"
    )


@require_safe
def vorlage(request, ort: Ort, endung: str):
    """The portal's own template; for a Kommune with a row for each Indikator, its key filled in."""
    schluessel = (ort.gebiet.ags or ort.gebiet.ars) if ort.gebiet else ""
    indikatoren = Indikator.objects.lieferbar() if ort.gebiet else []
    reihen = [(schluessel, "", i.kennung, "", i.einheit, "", "", "", "") for i in indikatoren]
    if endung == "csv":
        return _anhang(csv_schreiben(VORLAGE, reihen).encode(), "text/csv; charset=utf-8", "vorlage-lieferung.csv")
    return _anhang(xlsx_schreiben(VORLAGE, reihen), XLSX, "vorlage-lieferung.xlsx")
