"""Institutions of a network: list, page, editing, duplicates."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import RestrictedError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kern.austausch import DeutscheCSV, Excel
from kern.models import Vermerk, vermerken
from kommunen.access import get_kommune, get_kommune_to_edit, may_edit
from kommunen.uebernahme import UebernahmeFehler
from konten.anmeldung import bewahrt_eingaben
from netzwerke import actions
from netzwerke.access import get_einrichtung, get_einrichtung_to_edit
from netzwerke.austausch import EinrichtungResource
from netzwerke.auswertung import plaetze
from netzwerke.forms.einrichtungen import EinrichtungenFilter, EinrichtungForm, StandortFormSet
from netzwerke.models import Einrichtung, Gruppe
from netzwerke.models.einrichtung import sortierung
from netzwerke.views.formulare import eingaben, loeschen_gewuenscht, sperren, vorhanden_oder_neu
from netzwerke.zeitpunkt import gilt_am

SEITENGROESSE = 50
FORMATE = {"csv": DeutscheCSV, "xlsx": Excel}


@login_not_required
@require_safe
def einrichtungen(request, slug):
    kommune = get_kommune(request.user, slug)
    filterform = EinrichtungenFilter(request.GET)
    alle = Einrichtung.objects.im_netzwerk(kommune, request.user).with_einordnung()
    seite = Paginator(filterform.filter(alle), SEITENGROESSE).get_page(request.GET.get("seite"))
    weiter = request.GET.copy()
    weiter.pop("seite", None)
    kontext = {
        "kommune": kommune,
        "form": filterform,
        "seite": seite,
        "anfrage": weiter.urlencode(),
        "darf_bearbeiten": may_edit(request.user, kommune),
    }
    return render(request, "netzwerke/einrichtungen.html", kontext)


@login_not_required
@require_safe
def einrichtung(request, slug, schluessel):
    einrichtung = get_einrichtung(request.user, slug, schluessel)
    if einrichtung.schluessel != schluessel:
        return redirect(einrichtung, permanent=False)
    darf = request.user.is_authenticated and einrichtung.kommune.can_be_edited_by(request.user)
    jetzt = timezone.localdate().isoformat()
    gruppen = Gruppe.objects.visible_to(request.user)
    alle = einrichtung.mitgliedschaften.filter(gruppe__in=gruppen).with_einrichtung(request.user).select_related("gruppe__kommune")
    heutige = alle.filter(gilt_am(jetzt), gruppe__beendet="").order_by("gruppe__position", "gruppe", "position")
    kontext = {
        "kommune": einrichtung.kommune,
        "einrichtung": einrichtung,
        "obere": einrichtung.obere if einrichtung.obere and _sichtbar(request.user, einrichtung.obere) else None,
        "untere": Einrichtung.objects.visible_to(request.user).filter(obere=einrichtung).select_related("kommune"),
        "in_gruppen": [(m.gruppe, plaetze([m])[0]) for m in heutige],
        "frueher": [] if not darf else alle.exclude(pk__in=heutige),
        "darf_bearbeiten": darf,
    }
    return render(request, "netzwerke/einrichtung.html", kontext)


def _sichtbar(user, einrichtung):
    return Einrichtung.objects.visible_to(user).contains(einrichtung)


@bewahrt_eingaben
@transaction.atomic
def einrichtung_bearbeiten(request, slug, schluessel=None):
    kommune = get_kommune_to_edit(request.user, slug)
    sperren(request, kommune)
    if schluessel:
        zeile = get_einrichtung_to_edit(kommune, schluessel)
    else:
        eigene = Einrichtung.objects.filter(kommune=kommune, aufgegangen_in=None)
        zeile = vorhanden_oder_neu(request, eigene, Einrichtung(kommune=kommune))
    if schluessel and loeschen_gewuenscht(request):
        return _loeschen(request, zeile)
    daten, _ = eingaben(request)
    form = EinrichtungForm(daten, instance=zeile, user=request.user)
    standorte = StandortFormSet(daten, instance=zeile, prefix="standorte")
    bestaetigt = bool(daten and daten.get("trotzdem"))
    if request.method == "POST" and form.is_valid() and standorte.is_valid():
        angaben = [f.cleaned_data.get(feld, "") for f in standorte.forms if f.cleaned_data for feld in ("plz", "ort")]
        if form.auf_doppelte_pruefen(angaben, bestaetigt):
            zeile.sortierung = sortierung(zeile.name)
            form.save()
            standorte.save()
            messages.success(request, f"„{zeile}“ ist gespeichert.")
            return redirect(zeile)
    kontext = {"kommune": kommune, "einrichtung": zeile, "form": form, "standorte": standorte}
    return render(request, "netzwerke/einrichtung_bearbeiten.html", kontext)


def _loeschen(request, einrichtung):
    gruppen = Gruppe.objects.filter(mitgliedschaften__einrichtung=einrichtung).distinct()
    if gruppen:
        genannt = [str(gruppe) for gruppe in gruppen.visible_to(request.user)[:3]] or ["Gruppen anderer Kommunen"]
        messages.error(
            request,
            f"„{einrichtung}“ steht noch in {', '.join(genannt)}. Nehmen Sie sie dort zuerst heraus, oder tragen Sie "
            "ein, seit wann es sie nicht mehr gibt.",
        )
        return redirect("netzwerke:einrichtung_bearbeiten", slug=einrichtung.kommune.slug, schluessel=einrichtung.schluessel)
    try:
        with transaction.atomic():
            einrichtung.frueher.all().delete()
            einrichtung.delete()
    except RestrictedError:  # later apps hold on to it, too; what they say is not told here
        messages.error(
            request,
            f"„{einrichtung}“ kommt an anderer Stelle noch vor, etwa in einem Dialog. Tragen Sie besser ein, seit wann es sie "
            "nicht mehr gibt.",
        )
        return redirect("netzwerke:einrichtung_bearbeiten", slug=einrichtung.kommune.slug, schluessel=einrichtung.schluessel)
    messages.success(request, f"„{einrichtung}“ ist gelöscht.")
    return redirect("netzwerke:einrichtungen", slug=einrichtung.kommune.slug)


@require_safe
def doppelte(request, slug):
    """Pairs that may be the same institution. The portal points them out; merging is a person's decision."""
    kommune = get_kommune_to_edit(request.user, slug)
    eine, andere = request.GET.get("eine"), request.GET.get("andere")
    alle = list(
        Einrichtung.objects.filter(kommune=kommune, aufgegangen_in=None).with_einordnung().prefetch_related("verschieden_von")
    )
    if {eine, andere} <= {e.schluessel for e in alle} and eine != andere:
        return redirect("netzwerke:zusammenfuehren", slug=slug, schluessel=eine, andere=andere)
    kontext = {"kommune": kommune, "paare": actions.moegliche_doppelte(alle), "alle": alle}
    return render(request, "netzwerke/doppelte.html", kontext)


@transaction.atomic
def zusammenfuehren(request, slug, schluessel, andere):
    """Both side by side, what will happen, and the choice which of them stays, or that they are two."""
    kommune = get_kommune_to_edit(request.user, slug)
    sperren(request, kommune)
    bleibt, geht = get_einrichtung_to_edit(kommune, schluessel), get_einrichtung_to_edit(kommune, andere)
    if bleibt == geht:
        raise Http404
    if request.method == "POST" and request.POST.get("taste") == "verschieden":
        bleibt.verschieden_von.add(geht)
        messages.success(request, "Gemerkt: Das sind zwei verschiedene. Das Portal fragt nicht noch einmal.")
        return redirect("netzwerke:doppelte", slug=slug)
    if request.method == "POST":
        try:
            ergebnis = actions.zusammenfuehren(bleibt=bleibt, geht=geht)
        except UebernahmeFehler as fehler:
            messages.error(request, str(fehler))
            return redirect("netzwerke:doppelte", slug=slug)
        verworfen = "; ".join(f"{was}: {wert}" for was, wert in ergebnis.verworfen)
        nicht = f" Nicht übernommen, weil es schon etwas gab: {verworfen}." if verworfen else ""
        messages.success(request, f"Die beiden Einträge sind jetzt einer.{nicht}")
        return redirect(ergebnis.einrichtung)
    sichtbare = Gruppe.objects.visible_to(request.user)
    paar = [(e, e.mitgliedschaften.filter(gruppe__in=sichtbare).select_related("gruppe")) for e in (bleibt, geht)]
    kontext = {"kommune": bleibt.kommune, "bleibt": bleibt, "geht": geht, "paar": paar}
    kontext["widersprueche"] = actions.widersprueche(bleibt, geht)
    return render(request, "netzwerke/zusammenfuehren.html", kontext)


@require_safe
def export(request, slug, endung):
    """The Kommune's own institutions as a list, in the columns that the import reads."""
    kommune = get_kommune_to_edit(request.user, slug)
    zeilen = Einrichtung.objects.filter(kommune=kommune, aufgegangen_in=None).with_einordnung()
    form = FORMATE[endung]()
    inhalt = form.export_data(EinrichtungResource(kommune=kommune).export(zeilen))
    vermerken(Vermerk.Art.EXPORT, f"{kommune}: Liste der Einrichtungen ({endung})")
    antwort = HttpResponse(inhalt, content_type=form.get_content_type())
    antwort["Content-Disposition"] = f'attachment; filename="einrichtungen-{kommune.slug}.{endung}"'
    return antwort
