"""Lists that a coordinator keeps elsewhere: read in with a look at it first, given out in the same columns."""

import unicodedata
from dataclasses import dataclass

import tablib
from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe
from import_export.results import RowResult

from kern.austausch import DeutscheCSV, Excel, ListeResource
from kern.formulare import KernFormular
from kern.models import Vermerk, vermerken
from kern.tabelle import TabelleFehler, csv_lesen, csv_schreiben, liste_lesen
from kern.tabelle import tabelle as als_tabelle
from kommunen.access import get_kommune_to_edit
from kommunen.texte import lesbar
from konten.anmeldung import bewahrt_eingaben
from netzwerke.views.formulare import eingaben, sperren
from planung.austausch import AngebotResource, ZahlResource

MEISTE_ZEILEN = 1_000
FORMATE = {"csv": DeutscheCSV, "xlsx": Excel}


@dataclass(frozen=True)
class Liste:
    """One kind of list: its rows, what it is called, the page it belongs to, and what to know of its columns."""

    resource: type[ListeResource]
    titel: str
    seite: str
    seitenname: str
    hinweise: tuple[str, ...]


LISTEN = {
    "angebote": Liste(
        AngebotResource, "Angebote", "planung:kette", "Die Kette",
        (
            "Lebensphasen als Namen oder Alter, mehrere mit Semikolon: „0 bis 3 Jahre; 3 bis 6 Jahre“. Leer heißt: "
            "über die Kindheit hinaus.",
            "Handlungsfelder mit ihren Namen hier, mehrere mit Semikolon.",
            "Für wen: „für alle“, „für Familien in belasteten Lagen“ oder „für einzelne Kinder mit Bedarf“. Leer heißt: für alle.",
            "Name und Ort sagen, welches Angebot gemeint ist. Was schon da ist, wird ergänzt oder geändert, nicht verdoppelt.",
        ),
    ),
    "sozialraumzahlen": Liste(
        ZahlResource, "Zahlen der Sozialräume", "planung:sozialraeume", "Sozialräume",
        (
            "Sozialraum: der Name, unter dem er hier angelegt ist.",
            "Einheit: „Anzahl“ oder „Prozent“. Leer heißt: Anzahl.",
            "Stichtag: zum Beispiel 31.12.2019. Eine Zahl mit demselben Sozialraum, Wortlaut und Stichtag wird ersetzt.",
            "Diese Zahlen sehen nur Sie und die anderen, die Ihre Kommune hier pflegen. Trotzdem gehört nicht hinein, was "
            "geheim ist.",
        ),
    ),
}  # fmt: skip


class DateiForm(KernFormular, forms.Form):
    nennt_optionales = False

    datei = forms.FileField(
        label="Datei", help_text="CSV oder Excel (xlsx), höchstens 1.000 Zeilen, mit genau diesen Spalten.",
        error_messages={"required": "Bitte wählen Sie eine Datei.", "empty": "Die Datei ist leer."},
    )  # fmt: skip

    def clean_datei(self):
        datei = self.cleaned_data["datei"]
        try:
            self.tabelle = als_tabelle(liste_lesen(datei))
        except TabelleFehler as fehler:
            raise forms.ValidationError(str(fehler).split("\n")) from fehler
        if not self.tabelle.zeilen:
            raise forms.ValidationError("In dieser Datei steht unter den Überschriften keine Zeile.")
        return datei


@bewahrt_eingaben
@transaction.atomic
def einlesen(request, slug, art):
    """File, look, take over. Nothing is stored before the last; until then the list travels in the form."""
    kommune = get_kommune_to_edit(request.user, slug)
    sperren(request, kommune)
    liste = LISTEN[art]
    resource = liste.resource(kommune)
    kontext = {"kommune": kommune, "liste": liste, "art": art, "resource": resource}
    daten, _ = eingaben(request)
    form = kontext["form"] = DateiForm(daten, request.FILES) if request.method == "POST" and "tabelle" not in daten else DateiForm()
    try:
        if daten and "tabelle" in daten:
            tabelle = csv_lesen(daten["tabelle"].encode())
        elif form.is_bound and form.is_valid():
            tabelle = form.tabelle
        else:
            return render(request, "planung/einlesen.html", kontext)
        uebernehmen = request.method == "POST" and daten.get("taste") == "uebernehmen"
        zeilen = _lesen(resource, tabelle, nur_ansehen=not uebernehmen)
    except TabelleFehler as fehler:
        form = kontext["form"] = form if form.is_bound else DateiForm(data={})
        form.full_clean()
        form.errors.pop("datei", None)
        form.add_error("datei", str(fehler).split("\n"))
        return render(request, "planung/einlesen.html", kontext)
    neu, anders, gleich = (_von(zeilen, sorte) for sorte in ("new", "update", "skip"))
    if uebernehmen:
        was = f"{len(neu)} neu, {len(anders)} geändert, {len(gleich)} unverändert"
        vermerken(Vermerk.Art.IMPORT, f"{kommune}: {liste.titel}, {was}")
        messages.success(request, f"{liste.titel}: {was}.")
        return redirect(liste.seite, slug=slug)
    kopf, inhalt = tabelle.kopf, [zellen for _, zellen in tabelle.zeilen]
    kontext |= {"neu": neu, "anders": anders, "gleich": gleich, "tabelle": csv_schreiben(kopf, inhalt)}
    return render(request, "planung/einlesen.html", kontext)


def _lesen(resource, tabelle, *, nur_ansehen):
    """(RowResult, name) of each row. Raises TabelleFehler; then nothing was stored."""
    if len(tabelle.zeilen) > MEISTE_ZEILEN:
        raise TabelleFehler(f"Die Liste hat {len(tabelle.zeilen)} Zeilen, möglich sind 1.000 auf einmal. Bitte teilen Sie sie auf.")
    daten = tablib.Dataset(*([_glatt(zelle) for zelle in zellen] for _, zellen in tabelle.zeilen), headers=list(tabelle.kopf))
    daten.zeilennummern = [nummer for nummer, _ in tabelle.zeilen]
    ergebnis = resource.import_data(daten, dry_run=nur_ansehen)
    for gescheitert in [*ergebnis.base_errors, *(fehler for zeile in ergebnis.error_rows for fehler in zeile.errors)]:
        raise gescheitert.error
    kennungen = (", ".join(filter(None, (zeile[spalte] for spalte in resource.kennung))) for zeile in daten.dict)
    return list(zip(ergebnis.rows, kennungen, strict=True))


def _glatt(zelle: str) -> str:
    """One line, one way to write each letter, nothing invisible: the same cell is the same from whatever program it comes."""
    return " ".join(unicodedata.normalize("NFC", lesbar(zelle)).split())


def _von(zeilen: list[tuple[RowResult, str]], sorte: str) -> list[tuple[str, list[tuple[str, str, str]]]]:
    """(name, what changes) of the rows of one kind."""
    return [(name, zeile.diff) for zeile, name in zeilen if zeile.import_type == sorte]


@require_safe
def export(request, slug, art, endung):
    """What is there, in the columns that are read; without a row the empty table to fill in."""
    kommune = get_kommune_to_edit(request.user, slug)
    form = FORMATE[endung]()
    inhalt = form.export_data(LISTEN[art].resource(kommune).export())
    vermerken(Vermerk.Art.EXPORT, f"{kommune}: {LISTEN[art].titel} ({endung})")
    kopf = {"Content-Disposition": f'attachment; filename="{art}-{kommune.slug}.{endung}"'}
    return HttpResponse(inhalt, content_type=form.get_content_type(), headers=kopf)
