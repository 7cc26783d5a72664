"""One page for each row below something: a station of a paper, a phase of a project. New, changed or deleted under one lock."""

from dataclasses import dataclass

from django.contrib import messages
from django.db import models
from django.forms import ModelForm
from django.shortcuts import get_object_or_404, redirect, render

from kommunen.dateien import DateiFehler, datei_ablegen
from netzwerke.views.formulare import eingaben, loeschen_gewuenscht, sperren, vorhanden_oder_neu


@dataclass(frozen=True)
class Zeilenart:
    """`liste` is the name by which the upper row knows them, and the anchor of their place on its page."""

    modell: type[models.Model]
    form: type[ModelForm]
    liste: str
    titel: str


def zeile_bearbeiten(request, *, oberes, art: Zeilenart, schluessel: str | None, template: str, kontext: dict):
    """Expects `oberes` to belong to a `kommune`, and to run in a transaction."""
    sperren(request, oberes.kommune)
    feld = oberes._meta.get_field(art.liste).remote_field.name
    zeilen = art.modell.objects.filter(**{feld: oberes})
    if schluessel:
        zeile = get_object_or_404(zeilen, schluessel=schluessel)
    else:
        zeile = vorhanden_oder_neu(request, zeilen, art.modell(**{feld: oberes}, position=zeilen.count()))
    setattr(zeile, feld, oberes)
    if schluessel and loeschen_gewuenscht(request):
        zeile.delete()
        messages.success(request, f"{art.titel} „{zeile}“ ist gelöscht.")
        return redirect(oberes)
    daten, dateien = eingaben(request)
    form = art.form(daten, dateien, instance=zeile)
    if request.method == "POST" and form.is_valid() and datei_gesetzt(form, oberes.kommune, request.user):
        form.save()
        messages.success(request, f"{art.titel} „{zeile}“ ist gespeichert.")
        return redirect(f"{oberes.get_absolute_url()}#{art.liste}")
    titel = art.titel if zeile.pk else f"{art.titel} hinzufügen"
    return render(request, template, kontext | {"form": form, "zeile": zeile, "titel": titel, "loeschbar": bool(zeile.pk)})


def datei_gesetzt(form, kommune, nutzer) -> bool:
    """Puts away what the fields `neue_datei` and `datei_weg` of a form say, where it has them; False where a file is refused."""
    if form.cleaned_data.get("datei_weg"):
        form.instance.datei = None
    hochgeladen = form.cleaned_data.get("neue_datei")
    if not hochgeladen:
        return True
    try:
        form.instance.datei = datei_ablegen(kommune=kommune, hochgeladen=hochgeladen, nutzer=nutzer)
    except DateiFehler as fehler:
        form.add_error("neue_datei", str(fehler))
        return False
    return True
