"""Pages that join several apps: start page, a Kommune's portrait, reading an old profile, legal pages."""

import sys

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpResponse, HttpResponseServerError
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone
from django.views.decorators.http import require_safe

from grafik.karte import niedersachsen
from kern.protokoll import vorgangsnummer
from kern.stand import unveraendert
from kommunen.access import (
    check_may_read_profiles_in,
    eigene_kommunen,
    get_einlesung,
    get_kommune,
    get_kommune_to_edit,
    may_edit,
)
from kommunen.auswertung import kacheln, programmzahl
from kommunen.forms import TextEinlesenForm, UebernahmeForm
from kommunen.leser import lesen
from kommunen.models import Einlesung, Kommune
from kommunen.redaktion.actions import maengel
from kommunen.redaktion.plan import Art
from kommunen.redaktion.stand import staende
from kommunen.uebernahme import UebernahmeFehler
from netzwerke.auswertung import gruppenbilder
from netzwerke.models import Gruppe
from praeventionsketten import handbuch
from praeventionsketten.actions import als_entwurf_uebernehmen, gelesene_kennzahlen
from praeventionsketten.forms import RueckmeldungForm
from praeventionsketten.meine import uebersicht
from praeventionsketten.portrait import portrait_oeffentlich, portrait_vorschau, umgebung
from praeventionsketten.startseite import beteiligte, kartenbild, termine
from statistik.models import Gebiet


def fehler(request):
    """Answers with 500, or with 503 where the database is away. Asks neither session nor database, one of which may be broken."""
    datenbank_weg = isinstance(sys.exc_info()[1], OperationalError | InterfaceError)
    seite = render_to_string("500.html", {"vorgang": vorgangsnummer(), "datenbank_weg": datenbank_weg})
    if datenbank_weg:
        return HttpResponse(seite, status=503, headers={"Retry-After": "60"})
    return HttpResponseServerError(seite)


@login_not_required
@require_safe
@unveraendert
def start(request):
    kommunen = beteiligte()
    kreise, eintraege = kartenbild(kommunen)
    return render(
        request,
        "start.html",
        termine()
        | {
            "karte": niedersachsen(),
            "kreise": kreise,
            "eintraege": eintraege,
            "zahl_kommunen": len(kommunen),
            "zahl_profile": sum(kommune.satz is not None for kommune in kommunen),
            "kinder": programmzahl(),
        },
    )


@login_not_required
@require_safe
@unveraendert
def kommune(request, slug):
    kommune = get_kommune(request.user, slug)
    if not kommune.hat_profil and request.user.is_authenticated and kommune.can_be_edited_by(request.user):
        return redirect("vorschau", slug=slug)
    kontext = umgebung(request.user, kommune)
    if kommune.hat_profil:
        kontext |= portrait_oeffentlich(request.user, kommune)
        kontext["darf_bearbeiten"] = may_edit(request.user, kommune)
    return render(request, "kommune.html", kontext)


@require_safe
def vorschau(request, slug):
    """The page as it will be, from the drafts, with what can be published."""
    kommune = get_kommune_to_edit(request.user, slug)
    alle = staende(kommune)
    kontext = umgebung(request.user, kommune) | portrait_vorschau(kommune, alle)
    kontext["gruppen"] = gruppenbilder(
        (Gruppe.objects.filter(kommune=kommune, is_public=True) | Gruppe.objects.visible_to(AnonymousUser()).im_netzwerk(kommune))
        .bestehend()
        .with_mitglieder(None)
    )
    kontext["entwuerfe"] = [stand for stand in alle if stand.entwurf]
    kontext["erste"] = not kommune.hat_profil
    kontext["maengel"] = [mangel for stand in kontext["entwuerfe"] for mangel in maengel(kommune, stand.art, stand.inhalt)]
    return render(request, "redaktion/vorschau.html", kontext)


@require_safe
def meine(request):
    """What needs me today: of the one Kommune I keep, or of the first of several."""
    meine = list(Kommune.objects.filter(pk__in=eigene_kommunen(request.user)))
    kommune = next((k for k in meine if k.obere not in meine), None)  # a Region before its towns
    if kommune is None:
        return redirect("admin:index" if request.user.is_staff else "start")
    return redirect("meine_kommune", slug=kommune.slug)


@require_safe
def meine_kommune(request, slug):
    kommune = get_kommune_to_edit(request.user, slug)
    return render(
        request,
        "meine.html",
        {
            "kommune": kommune,
            "meine_kommunen": Kommune.objects.filter(pk__in=eigene_kommunen(request.user)),
            "heute": timezone.localtime(),
            **uebersicht(request.user, kommune, staende(kommune)),
        },
    )


@require_safe
def uebergabe(request, slug):
    """All that is open, for whoever comes next."""
    kommune = get_kommune_to_edit(request.user, slug)
    alle = staende(kommune)
    kontakte = next(stand for stand in alle if stand.art == Art.KONTAKT).inhalt["kontakte"]
    personen = {person.kontakt: person for person in kommune.ansprechpersonen.all()}
    return render(
        request,
        "uebergabe.html",
        {
            "kommune": kommune,
            "heute": timezone.localdate(),
            "koordinationen": kommune.koordinationen.select_related("nutzer"),
            "einladungen": kommune.einladungen.offen(),
            "gruppen": kommune.gruppen.bestehend(),
            "kontakte": [(kontakt, personen.get(kontakt["schluessel"])) for kontakt in kontakte],
            **uebersicht(request.user, kommune, alle),
        },
    )


def _eingaben(request):
    """Data and files for a form; none on a GET, so that the form is not judged before anybody filled it in."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def profil_einlesen(request):
    check_may_read_profiles_in(request.user)
    form = TextEinlesenForm(*_eingaben(request))
    if form.is_valid():
        einlesung = Einlesung.objects.create(
            text=form.cleaned_data["text"], herkunft=form.cleaned_data["herkunft"], von=request.user
        )
        return redirect("einlesung", pk=einlesung.pk)
    return render(request, "profil_einlesen/text.html", {"form": form})


def einlesung(request, pk):
    """Review of what was read; taking it over makes a draft, never a public page."""
    einlesung = get_einlesung(request.user, pk)
    if request.method == "POST" and einlesung.kommune:
        return redirect("vorschau", slug=einlesung.kommune.slug)  # a second click
    lesung = lesen(einlesung.text)
    gebiete = list(Gebiet.objects.genannt(lesung.name)) if lesung.name else []
    form = UebernahmeForm(*_eingaben(request), user=request.user, gebiete=gebiete)
    if form.is_valid():
        try:
            kommune = als_entwurf_uebernehmen(
                einlesung=einlesung, lesung=lesung, gebiet=form.neues_gebiet, nutzer=request.user, **form.cleaned_data
            )
        except UebernahmeFehler as fehler:
            form.add_error(None, str(fehler))
        else:
            messages.success(request, f"Der Entwurf für {kommune} ist angelegt. Noch sehen ihn nur Sie und die Fachadministration.")
            return redirect("vorschau", slug=kommune.slug)
    zeilen = [(nr, text, lesung.orte.get(nr)) for nr, text in enumerate(einlesung.text.splitlines(), start=1)]
    return render(
        request,
        "profil_einlesen/pruefen.html",
        {
            "einlesung": einlesung,
            "lesung": lesung,
            "kacheln": kacheln(gelesene_kennzahlen(lesung)),
            "gebiete": gebiete,
            "form": form,
            "zeilen": zeilen,
        },
    )


@login_not_required
@require_safe
def seite(request, template):
    """A page of text without data: Impressum, Datenschutz, Barrierefreiheit, Hilfe."""
    return render(request, template)


@login_not_required
@require_safe
def zeichen(request):
    """The icon, for pages that name none; asked for at run time, since its address carries a hash."""
    return redirect(static("bild/zeichen.svg"))


@login_not_required
def rueckmeldung(request):
    form = RueckmeldungForm(*_eingaben(request), initial={"seite": request.GET.get("seite", "")})
    if form.is_valid() and form.senden():
        messages.success(request, "Danke, Ihre Rückmeldung ist angekommen. Wir antworten, wenn Sie eine Adresse angegeben haben.")
        return redirect("rueckmeldung")
    return render(request, "seiten/rueckmeldung.html", {"form": form})


@login_not_required
@require_safe
def hilfe(request):
    return render(request, "seiten/hilfe.html", {"kapitel": handbuch.kapitel().values()})


@login_not_required
@require_safe
def kapitel(request, thema):
    eines = handbuch.kapitel().get(thema)
    if eines is None:
        raise Http404
    return render(request, "seiten/kapitel.html", {"kapitel": eines, "andere": handbuch.kapitel().values()})
