"""A list of institutions from Excel or CSV, in three steps. Nothing is stored before the last; the list travels in the form."""

import json

from django import forms
from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render

from kern.formulare import KernFormular
from kern.tabelle import TabelleFehler, liste_lesen
from kommunen.access import get_kommune_to_edit
from kommunen.models.eintrag import neuer_schluessel
from kommunen.texte import lesbar
from kommunen.uebernahme import UebernahmeFehler
from konten.anmeldung import bewahrt_eingaben
from netzwerke.einlesen.liste import FELDER, KOPF_UNTER, MEISTE_ZEILEN, Rohliste, lesen, rohliste, zuordnung
from netzwerke.einlesen.pruefung import pruefen
from netzwerke.einlesen.uebernahme import ins_netzwerk, personen_ohne_gruppe, uebernehmen
from netzwerke.models import Einrichtungsart, Gruppe
from netzwerke.views.formulare import eingaben, sperren

LAENGSTE_ZELLE = 2000  # characters; what is longer is no entry of a list
ZULETZT = ("gruppe", "funktion", "person_name", "person_email", "schluessel", "oeffentlich")
AUSWAHL = [
    ("", "nicht übernehmen"),
    ("name", FELDER["name"][0]),
    *((feld, text) for feld, (text, _) in FELDER.items() if feld not in ("name", *ZULETZT)),
    *((feld, FELDER[feld][0]) for feld in ZULETZT),
]


class ListeForm(KernFormular, forms.Form):
    nennt_optionales = False

    datei = forms.FileField(
        label="Liste", help_text="Excel (xlsx) oder CSV, höchstens 1.000 Zeilen. Überschriften dürfen heißen, wie sie wollen.",
        error_messages={"required": "Bitte wählen Sie eine Datei.", "empty": "Die Datei ist leer."},
    )  # fmt: skip

    def clean_datei(self):
        datei = self.cleaned_data["datei"]
        try:
            zeilen = liste_lesen(datei, KOPF_UNTER)
        except TabelleFehler as fehler:
            raise forms.ValidationError(str(fehler).split("\n")) from fehler
        self.liste = rohliste(zeilen)
        if not self.liste.zeilen:
            raise forms.ValidationError("In dieser Datei steht unter den Überschriften keine Zeile.")
        if len(self.liste.zeilen) > MEISTE_ZEILEN:
            raise forms.ValidationError(
                f"Die Liste hat {len(self.liste.zeilen)} Zeilen, möglich sind 1.000 auf einmal. Bitte teilen Sie sie auf."
            )
        return datei


@bewahrt_eingaben
@transaction.atomic
def einrichtungen_einlesen(request, slug):
    kommune = get_kommune_to_edit(request.user, slug)
    sperren(request, kommune)
    daten, _ = eingaben(request)
    liste = _liste(daten)
    if liste is None:
        form = ListeForm(daten, request.FILES) if request.method == "POST" else ListeForm()
        if not (request.method == "POST" and form.is_valid()):
            return render(request, "netzwerke/einlesen/datei.html", {"kommune": kommune, "form": form})
        liste = form.liste
    spalten = _spalten(daten, liste)
    kontext = {"kommune": kommune, "liste": liste, "tabelle": _gepackt(liste), "gruppen": Gruppe.objects.filter(kommune=kommune)}
    kontext["gruppe"] = kontext["gruppen"].filter(schluessel=lesbar(daten.get("gruppe", ""))).first() if daten else None
    kontext["kennung"] = (daten or {}).get("kennung") or neuer_schluessel()
    if not daten or "spalte-0" not in daten or daten.get("taste") == "spalten" or "name" not in spalten:
        return _spalten_zeigen(request, kontext, spalten, gefragt=bool(daten and "spalte-0" in daten and "name" not in spalten))
    return _pruefen(request, kontext, spalten, daten)


def _spalten_zeigen(request, kontext, spalten, gefragt):
    liste = kontext["liste"]
    kontext["spalten"] = [
        (i, kopf, [z[i] for _, z in liste.zeilen if z[i]][:3], feld)
        for i, (kopf, feld) in enumerate(zip(liste.kopf, spalten, strict=True))
    ]
    return render(request, "netzwerke/einlesen/spalten.html", kontext | {"auswahl": AUSWAHL, "name_fehlt": gefragt})


def _pruefen(request, kontext, spalten, daten):
    kommune = kontext["kommune"]
    zeilen = lesen(kontext["liste"], spalten)
    pruefung = pruefen(kommune, zeilen, daten.dict(), request.user)
    fehler = []
    if request.method == "POST" and daten.get("taste") == "uebernehmen":
        try:
            ergebnis = uebernehmen(kommune=kommune, pruefung=pruefung, gruppe=kontext["gruppe"], kennung=daten.get("kennung", ""))
        except (TabelleFehler, UebernahmeFehler) as ablehnung:
            fehler = str(ablehnung).split("\n")
        else:
            messages.success(request, _bericht(ergebnis))
            return redirect("netzwerke:einrichtungen", slug=kommune.slug)
    ohne_gruppe = not kontext["gruppe"] and "gruppe" not in spalten
    verloren = [beschriftung for feld, (beschriftung, _) in FELDER.items() if feld in spalten and feld in VERLANGT_GRUPPE]
    kontext |= {
        "pruefung": pruefung,
        "spalten": list(enumerate(spalten)),
        "fehler": fehler,
        "arten": Einrichtungsart.objects.all(),
        "verloren": verloren if ohne_gruppe else [],
        "in_gruppen": ins_netzwerk(kommune, pruefung, kontext["gruppe"]),
        "ohne_gruppe": 0 if ohne_gruppe else personen_ohne_gruppe(pruefung, kontext["gruppe"]),
        "nicht_uebernommen": [kopf for kopf, feld in zip(kontext["liste"].kopf, spalten, strict=True) if not feld],
    }
    return render(request, "netzwerke/einlesen/pruefen.html", kontext)


VERLANGT_GRUPPE = ("funktion", "person_name", "person_email")


def _bericht(ergebnis):
    teile = [
        f"{zahl} {einzahl if zahl == 1 else mehrzahl}"
        for zahl, einzahl, mehrzahl in (
            (ergebnis.neu, "Einrichtung ist neu und zunächst intern", "Einrichtungen sind neu und zunächst intern"),
            (ergebnis.ergaenzt, "Eintrag ist ergänzt", "Einträge sind ergänzt"),
            (ergebnis.mitgliedschaften, "Mitgliedschaft ist eingetragen", "Mitgliedschaften sind eingetragen"),
        )
        if zahl
    ]
    return f"{', '.join(teile)}." if teile else "Die Liste enthält nichts, was nicht schon im Portal steht."


def _gepackt(liste: Rohliste) -> str:
    return json.dumps([liste.kopf, liste.zeilen, liste.davor], ensure_ascii=False)


def _liste(daten) -> Rohliste | None:
    """The list that came back with the form; None where there is none or somebody changed its shape."""
    if not daten or "tabelle" not in daten:
        return None
    try:
        kopf, zeilen, davor = json.loads(daten["tabelle"])
        liste = Rohliste(
            tuple(lesbar(str(k))[:LAENGSTE_ZELLE] for k in kopf),
            tuple((int(nr), tuple(lesbar(str(z))[:LAENGSTE_ZELLE] for z in zellen)) for nr, zellen in zeilen),
            tuple(str(zeile) for zeile in davor),
        )
    except (ValueError, TypeError, OverflowError, RecursionError):
        return None
    passt = all(len(zellen) == len(liste.kopf) for _, zellen in liste.zeilen) and 0 < len(liste.zeilen) <= MEISTE_ZEILEN
    return liste if passt else None


def _spalten(daten, liste) -> list[str]:
    if not daten or "spalte-0" not in daten:
        return zuordnung(liste)
    gewaehlt = [daten.get(f"spalte-{i}", "") for i in range(len(liste.kopf))]
    return [feld if feld in FELDER else "" for feld in gewaehlt]
