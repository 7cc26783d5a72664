"""Pages that join several apps: start page, a Kommune's portrait, reading an old profile, legal pages."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from grafik.karte import niedersachsen
from grafik.phasen import phasenbild
from kommunen.access import check_may_read_profiles_in, get_einlesung, get_kommune, get_profil
from kommunen.auswertung import kacheln, programmzahl
from kommunen.forms import TextEinlesenForm, UebernahmeForm
from kommunen.leser import lesen
from kommunen.models import Einlesung, Kennzahl, Kommune, Termin
from netzwerke.auswertung import gruppenbilder
from netzwerke.models import Gruppe
from praeventionsketten.actions import UebernahmeFehler, als_entwurf_uebernehmen, gelesene_kennzahlen
from praeventionsketten.forms import RueckmeldungForm
from praeventionsketten.lebensphasen import LEBENSPHASEN
from praeventionsketten.startseite import kartenbild
from statistik.models import Gebiet


@login_not_required
@require_safe
def start(request):
    kommunen = Kommune.objects.filter(is_published=True).for_list()
    kreise, eintraege = kartenbild(kommunen)
    heute = timezone.localdate()
    termine = Termin.objects.published().select_related("kommune")
    bild = phasenbild(len(LEBENSPHASEN))
    kinder = programmzahl(Kennzahl.objects.published())
    return render(
        request,
        "start.html",
        {
            "karte": niedersachsen(),
            "kreise": kreise,
            "eintraege": eintraege,
            "phasenbild": bild,
            "phasen": list(zip(LEBENSPHASEN, bild.glieder, strict=True)),
            "termine": termine.filter(datum__gte=heute)[:3],
            "rueckblick": termine.filter(datum__lt=heute).reverse()[:3],
            "zahl_kommunen": len(kommunen),
            "zahl_profile": sum(kommune.hat_profil for kommune in kommunen),
            "kinder": kinder,
        },
    )


@login_not_required
@require_safe
def kommune(request, slug):
    kommune = get_kommune(request.user, slug)
    profil = get_profil(request.user, kommune)
    kontext = {
        "kommune": kommune,
        "profil": profil,
        "karte": niedersachsen(),
        "staedte": kommune.staedte.visible_to(request.user).for_list(),
        "teilnahmen": kommune.teilnahmen.all(),
    }
    if profil:
        kontext |= _portrait(request.user, kommune, profil)
    return render(request, "kommune.html", kontext)


def _portrait(user, kommune, profil):
    heute = timezone.localdate()
    termine = list(kommune.termine.published() if profil.is_published else kommune.termine.all())
    return {
        "kacheln": kacheln(kommune.kennzahlen.all()),
        "kontakte": kommune.kontakte.all(),
        "bausteine": kommune.projektbausteine.all(),
        "gruppen": gruppenbilder(Gruppe.objects.visible_to(user).filter(kommune=kommune).with_mitglieder()),
        "erfolge": kommune.erfolge.select_related("download"),
        "downloads": kommune.downloads.all(),
        "termine": [termin for termin in termine if termin.datum >= heute],
        "rueckblick": [termin for termin in reversed(termine) if termin.datum < heute],
        "meldungen": kommune.meldungen.published(),
    }


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
        return redirect(einlesung.kommune)  # a second click
    lesung = lesen(einlesung.text)
    gebiete = list(Gebiet.objects.genannt(lesung.name)) if lesung.name else []
    form = UebernahmeForm(*_eingaben(request), user=request.user, gebiete=gebiete)
    if form.is_valid():
        try:
            kommune = als_entwurf_uebernehmen(einlesung=einlesung, lesung=lesung, gebiet=form.neues_gebiet, **form.cleaned_data)
        except UebernahmeFehler as fehler:
            form.add_error(None, str(fehler))
        else:
            messages.success(request, f"Der Entwurf für {kommune} ist angelegt. Noch sehen ihn nur Sie und die Fachadministration.")
            return redirect(kommune)
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
def rueckmeldung(request):
    form = RueckmeldungForm(*_eingaben(request), initial={"seite": request.GET.get("seite", "")})
    if form.is_valid() and form.senden():
        messages.success(request, "Danke, Ihre Rückmeldung ist angekommen. Wir antworten, wenn Sie eine Adresse angegeben haben.")
        return redirect("rueckmeldung")
    return render(request, "seiten/rueckmeldung.html", {"form": form})
