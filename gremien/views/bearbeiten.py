"""Papers for those who keep the Kommune: read one in, then each part and each row on a page of its own."""

import hashlib

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from gremien import forms
from gremien.access import get_vorlage_to_edit
from gremien.actions import vorhaben_anlegen, vorlage_uebernehmen
from gremien.leser import lesen
from gremien.models import Anlage, Beratung, Beschlusspunkt, Gremium, Vorlage
from kommunen.access import get_kommune_to_edit
from kommunen.dateien import prueft_dateien
from kommunen.leser import LeseFehler
from kommunen.models.eintrag import neuer_schluessel
from kommunen.texte import lesbar
from kommunen.uebernahme import UebernahmeFehler
from konten.anmeldung import bewahrt_eingaben
from netzwerke.models import Gruppe
from netzwerke.views.formulare import eingaben, loeschen_gewuenscht, sperren, vorhanden_oder_neu
from netzwerke.views.zeilen import Zeilenart, zeile_bearbeiten

TEILE = {
    "angaben": (forms.AngabenForm, "Angaben"),
    "text": (forms.TextteilForm, "Sachverhalt und Berichte"),
    "finanzen": (forms.FinanzenForm, "Finanzielle Auswirkungen"),
}
ZEILEN = {
    "beratung": Zeilenart(Beratung, forms.BeratungForm, "beratungen", "Beratung"),
    "beschlusspunkt": Zeilenart(Beschlusspunkt, forms.BeschlusspunktForm, "beschlusspunkte", "Beschlusspunkt"),
    "anlage": Zeilenart(Anlage, forms.AnlageForm, "anlagen", "Anlage"),
}


@bewahrt_eingaben
@transaction.atomic
def einlesen(request, slug):
    """A paper from a text: first what was understood, line by line, then, on a second button, the paper."""
    kommune = get_kommune_to_edit(request.user, slug)
    sperren(request, kommune)
    daten, _ = eingaben(request)
    form = forms.TextForm(daten)
    kontext = {"kommune": kommune, "form": form, "kennung": (daten or {}).get("kennung") or neuer_schluessel()}
    if daten and form.is_valid():
        text = form.cleaned_data["text"]
        pruefsumme = hashlib.sha256(text.encode()).hexdigest()[:16]
        try:
            gelesen = lesen(text)
            if request.POST.get("taste") == "uebernehmen" and daten.get("pruefsumme") == pruefsumme:
                vorlage = vorlage_uebernehmen(kommune=kommune, gelesen=gelesen, kennung=f"{daten.get('kennung', '')}-{pruefsumme}")
                messages.success(
                    request,
                    "Die Vorlage ist angelegt, zunächst nur intern. Prüfen Sie sie in Ruhe; öffentlich wird sie unter „Angaben“.",
                )
                return redirect(vorlage)
        except (LeseFehler, UebernahmeFehler) as fehler:
            form.add_error("text", str(fehler))
        else:
            zeilen = [(nr, inhalt, gelesen.orte.get(nr)) for nr, inhalt in enumerate(text.splitlines(), start=1) if inhalt.strip()]
            kontext |= {
                "gelesen": gelesen,
                "art": dict(Vorlage.Art.choices).get(gelesen.art),
                "zeilen": zeilen,
                "pruefsumme": pruefsumme,
            }
    return render(request, "gremien/einlesen.html", kontext)


@bewahrt_eingaben
@transaction.atomic
def teil(request, slug, name, schluessel=None):
    """One part of a paper; without a key the first part of a new one."""
    kommune = get_vorlage_to_edit(request.user, slug, schluessel).kommune if schluessel else get_kommune_to_edit(request.user, slug)
    sperren(request, kommune)
    if schluessel:
        vorlage = get_vorlage_to_edit(request.user, slug, schluessel)  # as it is under the lock
    else:
        vorlage = vorhanden_oder_neu(request, Vorlage.objects.filter(kommune=kommune), _neue(request, kommune))
    if schluessel and name == "angaben" and loeschen_gewuenscht(request):
        vorlage.delete()
        messages.success(request, f"Die Vorlage „{vorlage}“ ist gelöscht.")
        return redirect("gremien:gremien", slug=slug)
    klasse, titel = TEILE[name]
    daten, _ = eingaben(request)
    form = klasse(daten, instance=vorlage)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, f"Gespeichert. Die Vorlage ist {'öffentlich' if vorlage.is_public else 'nur intern zu sehen'}.")
        return redirect(vorlage)
    kontext = {"kommune": kommune, "vorlage": vorlage, "form": form, "titel": titel, "loeschbar": name == "angaben" and vorlage.pk}
    return render(request, "gremien/bearbeiten.html", kontext)


@bewahrt_eingaben
@prueft_dateien
@transaction.atomic
def zeile(request, slug, schluessel, art, zeile=None):
    """A station, a point of the decision or an annex."""
    vorlage = get_vorlage_to_edit(request.user, slug, schluessel)
    kontext = {"kommune": vorlage.kommune, "vorlage": vorlage}
    if art == "beratung":
        kontext["gremien"] = _namen(vorlage.kommune)
    return zeile_bearbeiten(
        request, oberes=vorlage, art=ZEILEN[art], schluessel=zeile, template="gremien/bearbeiten.html", kontext=kontext
    )


@require_POST
def vorhaben(request, slug, schluessel):
    """A project of its own for what this paper is about."""
    vorlage = get_vorlage_to_edit(request.user, slug, schluessel)
    neu = vorhaben_anlegen(vorlage=vorlage)
    messages.success(
        request, "Das Vorhaben ist angelegt, zunächst nur intern. Was die Vorlage über Zeiten und Beteiligte sagt, steht schon da."
    )
    return redirect(neu)


def _neue(request, kommune) -> Vorlage:
    """`?betreff=…` brings along what it is about."""
    return Vorlage(kommune=kommune, betreff=lesbar(request.GET.get("betreff", ""))[:300])


def _namen(kommune):
    gremien = Gremium.objects.filter(kommune=kommune).values_list("name", flat=True)
    return [*gremien, *Gruppe.objects.filter(kommune=kommune).bestehend().values_list("name", flat=True)]
