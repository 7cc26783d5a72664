"""The network of a Kommune as a whole: its groups by level, who works with whom, and where nobody does."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kommunen.access import get_kommune, get_kommune_to_edit, may_edit
from netzwerke import auswertung
from netzwerke.bilder import gremienlandschaft, netzbild
from netzwerke.models import Einrichtung, Einrichtungsart, Gruppe, Handlungsfeld


def _gruppen(user, kommune):
    return Gruppe.objects.visible_to(user).im_netzwerk(kommune).bestehend().with_mitglieder(user, alle=True)


@login_not_required
@require_safe
def netzwerk(request, slug):
    kommune = get_kommune(request.user, slug)
    alle = list(_gruppen(request.user, kommune).prefetch_related("beteiligte"))
    landschaft = auswertung.landschaft(alle, kommune)
    kontext = {
        "kommune": kommune,
        "landschaft": landschaft,
        "bild": gremienlandschaft(landschaft),
        "zahl_einrichtungen": Einrichtung.objects.im_netzwerk(kommune, request.user).bestehend().count(),
        "darf_bearbeiten": may_edit(request.user, kommune),
    }
    if kontext["darf_bearbeiten"]:
        kontext["beendete"] = Gruppe.objects.visible_to(request.user).filter(kommune=kommune).exclude(beendet="")
        kontext["ohne_einrichtung"] = sum(
            m.einrichtung_id is None for gruppe in alle if gruppe.kommune_id == kommune.pk for m in gruppe.plaetze
        )
    return render(request, "netzwerke/netzwerk.html", kontext)


@login_not_required
@require_safe
def verbindungen(request, slug):
    kommune = get_kommune(request.user, slug)
    knoten, kanten = auswertung.netz(_gruppen(request.user, kommune))
    darf = may_edit(request.user, kommune)
    kontext = {
        "kommune": kommune,
        "gruppen": [k for k in knoten if k.art == "gruppe"],
        "einrichtungen": sorted((k for k in knoten if k.art == "einrichtung"), key=lambda k: -len(k.partner)),
        "bild": netzbild(f"{kommune.pk}-{'alle' if darf else 'oeffentlich'}", knoten, kanten),
        "darf_bearbeiten": darf,
    }
    return render(request, "netzwerke/verbindungen.html", kontext)


@require_safe
def luecken(request, slug):
    """What a steering group asks: who is in, who is missing. For those who keep the Kommune, since it is a working paper."""
    kommune = get_kommune_to_edit(request.user, slug)
    alle = list(Einrichtung.objects.im_netzwerk(kommune, request.user).bestehend().with_einordnung())
    felder = list(Handlungsfeld.objects.filter(darueber_hinaus=False))
    return render(
        request,
        "netzwerke/luecken.html",
        {
            "kommune": kommune,
            "zahl": len(alle),
            "arten": auswertung.arten(alle),
            "luecken": auswertung.luecken(alle, Einrichtungsart.objects.exclude(phasen="")),
            "felder": felder,
            "abdeckung": auswertung.abdeckung(alle, felder),
            "ohne_art": [e for e in alle if e.art is None],
            "ohne_einordnung": [e for e in alle if not (e.phasen and e.handlungsfelder.all())],
        },
    )
