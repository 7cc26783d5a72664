"""Addresses for machines: does the process live, can it serve people. And the page on which the administrator sees the same."""

from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, InterfaceError
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from betrieb import migrationen
from betrieb.auftraege import PLAENE
from betrieb.forms import PersonForm
from betrieb.models import Auftrag
from betrieb.personen.brief import als_brief
from betrieb.personen.loeschung import loeschen
from betrieb.personen.suche import SucheFehler, suchen, titel_von
from betrieb.zustand import Stand
from betrieb.zustand import zustand as befunde_heute
from kern.models import Vermerk, vermerken

SICHERHEITSKONTAKT_GILT = timedelta(days=180)  # RFC 9116 wants less than a year


@login_not_required
@require_safe
@never_cache
def lebt(request):
    """The process answers. Asks nothing else, so that a database that is away restarts nobody."""
    return JsonResponse({"lebt": True})


@login_not_required
@require_safe
@never_cache
def bereit(request):
    """200 where pages can be shown, 503 with the reason in a word where not."""
    try:
        grund = "Datenbank nicht auf dem Stand dieser Fassung" if migrationen.offene() else ""
    except (DatabaseError, InterfaceError):
        grund = "Datenbank nicht erreichbar"
    return JsonResponse({"bereit": not grund} | ({"grund": grund} if grund else {}), status=503 if grund else 200)


@login_not_required
@require_safe
def sicherheitskontakt(request):
    """Whom to tell of a weakness (RFC 9116). The address is that of who runs this installation."""
    gilt_bis = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0) + SICHERHEITSKONTAKT_GILT
    zeilen = [
        f"Contact: mailto:{settings.BETREIBER_MAIL}",
        f"Expires: {gilt_bis.isoformat().replace('+00:00', 'Z')}",
        "Preferred-Languages: de, en",
        f"Canonical: {settings.SITE_URL}{request.path}",
    ]
    return HttpResponse("\n".join(zeilen) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
@never_cache
def zustand(request):
    """Within the administration (praeventionsketten/verwaltung.py), which keeps its door."""
    befunde = sorted(befunde_heute(), key=lambda befund: -list(Stand).index(befund.stand))
    laeufe = {auftrag.name: auftrag for auftrag in Auftrag.objects.all()}
    return render(
        request,
        "betrieb/zustand.html",
        {
            "befunde": befunde,
            "gestoert": sum(befund.stand == Stand.GESTOERT for befund in befunde),
            "achten": sum(befund.stand == Stand.ACHTEN for befund in befunde),
            "auftraege": [(plan.titel, laeufe[plan.name]) for plan in PLAENE if plan.name in laeufe],
            "vermerke": Vermerk.objects.all()[:10],
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def person(request):
    """Telling and deleting, within the administration. What is looked for comes by POST: it stands in no log and no history."""
    form = PersonForm(request.POST or None)
    if not form.is_valid():
        return render(request, "betrieb/person.html", {"form": form})
    taste, fund = request.POST.get("taste"), suchen(form.gesucht)
    if taste == "auskunft":
        vermerken(Vermerk.Art.EXPORT, f"Auskunft über eine Person, {len(fund.zeilen)} Einträge")
        kopf = {"Content-Disposition": 'attachment; filename="auskunft.txt"'}
        return HttpResponse(als_brief(fund), content_type="text/plain; charset=utf-8", headers=kopf)
    kontext = {
        "form": form,
        "fund": fund,
        "dokumente": [titel_von(datei) for datei in fund.dateien],
        "undurchsucht": [titel_von(datei) for datei in fund.undurchsucht],
    }
    if taste == "loeschen" and request.POST.get("wort", "").strip() != "löschen":
        kontext["grund"] = "Bitte geben Sie zur Bestätigung das Wort „löschen“ ein. Gelöscht ist nichts."
    elif taste == "loeschen":
        try:
            geloescht, _ = loeschen(form.gesucht)
        except SucheFehler as fehler:
            kontext["grund"] = str(fehler)
        else:
            messages.success(
                request,
                f"Gelöscht: {geloescht.zeilen} Einträge, in {geloescht.stellen} Texten ersetzt. "
                f"Löschnummer {geloescht.nummer}, bitte auf dem Antrag notieren.",
            )
            return redirect("admin:person")
    return render(request, "betrieb/person.html", kontext)
