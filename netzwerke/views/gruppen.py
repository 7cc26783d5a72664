"""Groups and who sits in them: the public page, and editing for those who keep the Kommune."""

import hashlib
import re

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from kern.models import Vermerk, vermerken
from kern.templatetags.schreibweise import stueck
from kommunen.access import get_kommune_to_edit
from kommunen.leser.ergebnis import Zeile
from kommunen.leser.gruppen import gruppen as gruppen_lesen
from kommunen.models.eintrag import neuer_schluessel
from kommunen.uebernahme import UebernahmeFehler
from konten.anmeldung import bewahrt_eingaben
from netzwerke import actions
from netzwerke.access import get_gruppe, get_gruppe_to_edit
from netzwerke.auswertung import gruppenbild
from netzwerke.forms.felder import ZeitpunktFeld
from netzwerke.forms.gruppen import GruppeForm, MitgliedschaftForm, TextForm
from netzwerke.models import Einrichtung, Gruppe, Mitgliedschaft, Mitgliedsperson, Sitzung
from netzwerke.namen import normalisiert
from netzwerke.views.formulare import eingaben, loeschen_gewuenscht, sperren, vorhanden_oder_neu
from netzwerke.visitenkarten import adresszeile, visitenkarten
from netzwerke.zeitpunkt import als_text, gilt_am

MEISTE_MITGLIEDER = 300
UEBERSCHRIFT = re.compile(r"(?:beteiligte\W+(?:akteur|partner)|akteur\S*innen\b|beteiligte)\S*\s*:?\s*$", re.IGNORECASE)


@login_not_required
@require_safe
def gruppe(request, slug, schluessel):
    gruppe = get_gruppe(request.user, slug, schluessel)
    darf = request.user.is_authenticated and gruppe.kommune.can_be_edited_by(request.user)
    am, am_fehler = _zeitpunkt(request.GET.get("am", "")) if darf else ("", "")
    sitzungen = Sitzung.objects.visible_to(request.user).filter(gruppe=gruppe)
    (mit_plaetzen,) = Gruppe.objects.filter(pk=gruppe.pk).with_mitglieder(request.user, am)
    kontext = {
        "kommune": gruppe.kommune,
        "gruppe": gruppe,
        "bild": gruppenbild(mit_plaetzen),
        "beteiligte": gruppe.beteiligte.visible_to(request.user),
        "untere": Gruppe.objects.visible_to(request.user).filter(obere=gruppe, beendet="").select_related("kommune"),
        "obere": gruppe.obere if gruppe.obere and _sichtbar(request.user, gruppe.obere) else None,
        "kommende": sitzungen.filter(datum__gte=timezone.localdate()).reverse(),
        "vergangene": sitzungen.filter(datum__lt=timezone.localdate())[:20],
        "darf_bearbeiten": darf,
    }
    if darf:
        kontext |= _internes(request.user, gruppe, am) | {
            "am": als_text(am),
            "am_eingabe": request.GET.get("am", ""),
            "am_fehler": am_fehler,
        }
    return render(request, "netzwerke/gruppe.html", kontext)


def _sichtbar(user, gruppe):
    return Gruppe.objects.visible_to(user).contains(gruppe)


def _zeitpunkt(text):
    feld = ZeitpunktFeld("Zeitpunkt")
    try:
        return feld.clean(text), ""
    except ValidationError as fehler:
        return "", " ".join(fehler.messages)


def _internes(user, gruppe, am):
    """The whole list with names, for those who keep it; at a time in the past who was there then."""
    alle = list(gruppe.mitgliedschaften.with_einrichtung(user).select_related("person"))
    jetzt = timezone.localdate().isoformat()
    da = set(gruppe.mitgliedschaften.filter(gilt_am(am or jetzt)).values_list("pk", flat=True))
    gezeigt, andere = [m for m in alle if m.pk in da], [m for m in alle if m.pk not in da and not am]
    return {
        "mitglieder": gezeigt,
        "kuenftige": [m for m in andere if m.von > jetzt],
        "fruehere": [m for m in andere if m.von <= jetzt],
        "adresszeile": adresszeile(gezeigt),
    }


@require_safe
def adressen(request, slug, schluessel):
    """vCards of a group's members, for an address book."""
    gruppe = get_gruppe_to_edit(request.user, slug, schluessel)
    mitglieder = gruppe.mitgliedschaften.filter(gilt_am(timezone.localdate().isoformat())).select_related("einrichtung", "person")
    vermerken(Vermerk.Art.EXPORT, f"{gruppe.kommune}: Adressen der Gruppe „{gruppe}“")
    antwort = HttpResponse(visitenkarten(gruppe, mitglieder), content_type="text/vcard; charset=utf-8")
    antwort["Content-Disposition"] = 'attachment; filename="adressen.vcf"'
    antwort["Cache-Control"] = "private, no-store"
    return antwort


@bewahrt_eingaben
@transaction.atomic
def gruppe_bearbeiten(request, slug, schluessel=None):
    kommune = get_kommune_to_edit(request.user, slug)
    sperren(request, kommune)
    eigene = Gruppe.objects.filter(kommune=kommune)
    if schluessel:
        gruppe = get_object_or_404(eigene, schluessel=schluessel)
    else:
        gruppe = vorhanden_oder_neu(request, eigene, Gruppe(kommune=kommune, position=eigene.count()))
    if schluessel and loeschen_gewuenscht(request):
        gruppe.delete()
        messages.success(request, f"Die Gruppe „{gruppe}“ ist gelöscht.")
        return redirect("netzwerke:netzwerk", slug=slug)
    daten, _ = eingaben(request)
    form = GruppeForm(daten, instance=gruppe, user=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        actions.personen_ohne_mitgliedschaft_loeschen()
        messages.success(request, f"Gespeichert. „{gruppe}“ ist {'öffentlich' if gruppe.is_public else 'nur intern zu sehen'}.")
        return redirect(gruppe)
    return render(request, "netzwerke/gruppe_bearbeiten.html", {"kommune": kommune, "gruppe": gruppe, "form": form})


@bewahrt_eingaben
@transaction.atomic
def mitglied_bearbeiten(request, slug, schluessel, mitglied=None):
    gruppe = get_gruppe_to_edit(request.user, slug, schluessel)
    sperren(request, gruppe.kommune)
    mitglieder = Mitgliedschaft.objects.filter(gruppe=gruppe).select_related("einrichtung", "person")
    if mitglied:
        zeile = get_object_or_404(mitglieder, schluessel=mitglied)
        zeile.gruppe = gruppe
    else:
        neu = Mitgliedschaft(gruppe=gruppe, position=gruppe.mitgliedschaften.count())
        zeile = vorhanden_oder_neu(request, mitglieder, neu)
    if mitglied and loeschen_gewuenscht(request):
        zeile.delete()
        messages.success(request, f"„{zeile}“ ist aus der Gruppe entfernt.")
        return redirect(gruppe)
    daten, _ = eingaben(request)
    form = MitgliedschaftForm(daten, instance=zeile, user=request.user)
    if request.method == "POST" and form.is_valid():
        actions.mitglied_speichern(
            mitgliedschaft=form.save(commit=False),
            name=form.cleaned_data["person_name"],
            email=form.cleaned_data["person_email"],
        )
        war_benannt = form.cleaned_data["person_name"] or form.cleaned_data["person_email"]
        weg = war_benannt and not Mitgliedsperson.objects.filter(mitgliedschaft=zeile).exists()
        messages.success(
            request, f"„{zeile}“ ist gespeichert.{' Name und E-Mail-Adresse sind mit dem Ende gelöscht.' if weg else ''}"
        )
        if request.POST.get("taste") == "weiter":
            return redirect("netzwerke:mitglied_neu", slug=slug, schluessel=schluessel)
        return redirect(gruppe)
    kontext = {"kommune": gruppe.kommune, "gruppe": gruppe, "mitglied": zeile, "form": form}
    kontext["einrichtungen"] = Einrichtung.objects.im_netzwerk(gruppe.kommune, request.user).values_list("name", flat=True)
    return render(request, "netzwerke/mitglied_bearbeiten.html", kontext)


@require_POST
def mitglied_ordnen(request, slug, schluessel, mitglied):
    gruppe = get_gruppe_to_edit(request.user, slug, schluessel)
    zeile = get_object_or_404(gruppe.mitgliedschaften, schluessel=mitglied)
    actions.ordnen(mitgliedschaft=zeile, richtung=-1 if request.POST.get("richtung") == "hoch" else 1)
    return redirect(f"{gruppe.get_absolute_url()}#m-{zeile.schluessel}")


@bewahrt_eingaben
@transaction.atomic
def gruppen_einlesen(request, slug):
    """Groups from a text: first what was understood, line by line, then, on a second button, those that were ticked."""
    kommune = get_kommune_to_edit(request.user, slug)
    sperren(request, kommune)
    daten, _ = eingaben(request)
    form = TextForm(daten)
    kontext = {"kommune": kommune, "form": form, "kennung": (daten or {}).get("kennung") or neuer_schluessel()}
    if daten and form.is_valid():
        text = form.cleaned_data["text"]
        pruefsumme = hashlib.sha256(text.encode()).hexdigest()[:16]
        gelesen, zeilen = _gelesen(text)
        if sum(len(gruppe.mitglieder) for gruppe in gelesen) > MEISTE_MITGLIEDER:
            form.add_error("text", f"Der Text nennt mehr als {MEISTE_MITGLIEDER} Mitglieder. Bitte teilen Sie ihn auf.")
        elif not gelesen:
            form.add_error("text", "Hier erkennen wir keine Gruppe. Eine Gruppe beginnt mit ihrem Namen in einer eigenen Zeile.")
        elif request.POST.get("taste") == "uebernehmen" and daten.get("pruefsumme") == pruefsumme:
            gewaehlt = [(i, gruppe) for i, gruppe in enumerate(gelesen) if str(i) in daten.getlist("anlegen")]
            if ziel := _gruppen_anlegen(request, kommune, form, gewaehlt, daten.get("kennung", "")):
                return ziel
        vorhanden = {normalisiert(gruppe.name) for gruppe in kommune.gruppen.bestehend()}
        kontext["gelesen"] = [(i, g, Gruppe.Art(g.art).label, normalisiert(g.name) in vorhanden) for i, g in enumerate(gelesen)]
        kontext |= {"zeilen": zeilen, "pruefsumme": pruefsumme}
    return render(request, "netzwerke/gruppen_einlesen.html", kontext)


def _gelesen(text):
    """The groups, and (line, text, where it went). The heading of the part in an old profile is no group."""
    gefuellt = [Zeile(nr, zeile) for nr, zeile in enumerate(text.splitlines(), start=1) if zeile.strip()]
    kopf = [zeile for zeile in gefuellt if UEBERSCHRIFT.match(zeile.text.strip())]
    gelesen, orte = gruppen_lesen([zeile for zeile in gefuellt if zeile not in kopf])
    orte |= {zeile.nr: "Überschrift" for zeile in kopf}
    return gelesen, [(zeile.nr, zeile.text, orte.get(zeile.nr)) for zeile in gefuellt]


def _gruppen_anlegen(request, kommune, form, gewaehlt, kennung):
    if not gewaehlt:
        form.add_error(None, "Bitte kreuzen Sie mindestens eine Gruppe an.")
        return None
    try:
        neue = actions.gruppen_uebernehmen(kommune=kommune, gelesene=gewaehlt, is_public=False, kennung=kennung)
    except UebernahmeFehler as fehler:
        form.add_error("text", str(fehler))
        return None
    wie_viele = "Eine Gruppe ist" if len(neue) == 1 else f"{len(neue)} Gruppen sind"
    messages.success(request, f"{wie_viele} angelegt, zunächst nur intern. Ordnen Sie jetzt die Einrichtungen zu.")
    return redirect("netzwerke:zuordnen", slug=kommune.slug)


@transaction.atomic
def zuordnen(request, slug):
    """Which institution stands behind each function; a suggestion for each, which a person looks at."""
    kommune = get_kommune_to_edit(request.user, slug)
    offene = Mitgliedschaft.objects.filter(gruppe__kommune=kommune, einrichtung=None).select_related("gruppe")
    offene = offene.order_by("gruppe__position", "gruppe", "position", "pk")
    if request.method == "POST":
        namen = {m.pk: request.POST.get(f"name-{m.schluessel}", "")[:200] for m in offene}
        zugeordnet, neue = actions.zuordnen(kommune=kommune, namen=namen, nutzer=request.user)
        jetzt = stueck(zugeordnet, "Funktion hat", "Funktionen haben")
        messages.success(request, f"{jetzt} jetzt eine Einrichtung, {stueck(neue, 'Einrichtung ist', 'Einrichtungen sind')} neu.")
        return redirect("netzwerke:netzwerk", slug=slug)
    bekannte = actions.verzeichnis(kommune, request.user)
    zeilen = [(mitglied, *actions.vorschlag(bekannte, mitglied)) for mitglied in offene]
    kontext = {"kommune": kommune, "zeilen": zeilen}
    kontext["einrichtungen"] = Einrichtung.objects.im_netzwerk(kommune, request.user).values_list("name", flat=True)
    return render(request, "netzwerke/zuordnen.html", kontext)
