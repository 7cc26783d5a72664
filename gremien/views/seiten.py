"""Council papers of a Kommune for everybody: the list, a paper, its annexes."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from gremien.access import get_anlage, get_vorlage, get_vorlage_to_edit
from gremien.auswertung import finanzen, stand, stationen
from gremien.models import Vorlage
from gremien.sachstand import sachstand as bericht
from kern.bericht import als_docx, als_pdf
from kommunen.access import get_kommune, may_edit
from kommunen.dateien import ausliefern
from netzwerke.models import Gruppe

# ending -> how to write it, its type, shown or saved
SACHSTAND = {
    "pdf": (als_pdf, "application/pdf", "inline"),
    "docx": (als_docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "attachment"),
}


@login_not_required
@require_safe
def gremien(request, slug):
    kommune = get_kommune(request.user, slug)
    heute = timezone.localdate()
    darf = may_edit(request.user, kommune)
    vorlagen = Vorlage.objects.visible_to(request.user).filter(kommune=kommune).with_beratungen()
    zeilen = []
    for vorlage in vorlagen:
        alle = stationen(vorlage, alles=darf, heute=heute)
        zeilen.append((vorlage, stand(alle, heute), max((s.datum for s in alle if s.datum), default=vorlage.datum)))
    zeilen.sort(key=lambda zeile: (zeile[2] is None, zeile[2] or heute), reverse=True)
    kommend = sorted(
        ((s, vorlage) for vorlage in vorlagen for s in stationen(vorlage, alles=darf, heute=heute) if s.datum and s.datum >= heute),
        key=lambda paar: paar[0].datum,
    )
    kontext = {"kommune": kommune, "zeilen": zeilen, "kommend": kommend, "darf_bearbeiten": darf}
    return render(request, "gremien/gremien.html", kontext)


@login_not_required
@require_safe
def vorlage(request, slug, schluessel):
    vorlage = get_vorlage(request.user, slug, schluessel)
    heute = timezone.localdate()
    darf = may_edit(request.user, vorlage.kommune)
    gruppen = {eine.gruppe_id for eine in vorlage.beratungen.all() if eine.gruppe_id}
    sichtbar = frozenset(Gruppe.objects.visible_to(request.user).filter(pk__in=gruppen).values_list("pk", flat=True))
    alle = stationen(vorlage, alles=darf, heute=heute, sichtbare_gruppen=sichtbar)
    andere = Vorlage.objects.visible_to(request.user).filter(kommune=vorlage.kommune, nummer__in=vorlage.bezuege_liste)
    ziele = {eine.nummer: eine for eine in andere.select_related("kommune")} if vorlage.bezuege else {}
    kontext = {
        "kommune": vorlage.kommune,
        "vorlage": vorlage,
        "stationen": alle,
        "stand": stand(alle, heute),
        "bezuege": [(nummer, ziele.get(nummer)) for nummer in vorlage.bezuege_liste],
        "punkte": vorlage.beschlusspunkte.select_related("massnahme"),
        "vorhaben": vorlage.vorhaben.visible_to(request.user).select_related("kommune"),
        "anlagen": vorlage.anlagen.select_related("datei"),
        "finanzen": finanzen(vorlage),
        "darf_bearbeiten": darf,
    }
    return render(request, "gremien/vorlage.html", kontext)


@login_not_required
@require_safe
def anlage(request, slug, schluessel, anlage):
    anlage = get_anlage(request.user, slug, schluessel, anlage)
    return ausliefern(anlage.datei, anlage.titel)


@require_safe
def sachstand(request, slug, schluessel, endung):
    """The annex: figures, goals, groups, cooperation, projects, for those who keep the paper."""
    vorlage = get_vorlage_to_edit(request.user, slug, schluessel)
    heute = timezone.localdate()
    schreiben, medienart, wie = SACHSTAND[endung]
    name = f"sachstand-{vorlage.kommune.slug}-{heute:%Y-%m-%d}.{endung}"
    return HttpResponse(
        schreiben(bericht(vorlage, request.user, heute)),
        content_type=medienart,
        headers={"Content-Disposition": f'{wie}; filename="{name}"'},
    )
