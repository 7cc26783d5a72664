"""Rounds of one network: two a year apart, one with too few sheets, one that is open."""

import json
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from kommunen.models import Kommune
from kooperation import umschlag
from kooperation.actions.erhebung import Eingeladen, Plan, abgeben, ansetzen, auszaehlen
from kooperation.models import Brief, Erhebung, Instrument, Zugang
from kooperation.post import adresse
from praeventionsketten.demo import ORDNER
from praeventionsketten.demo.einrichtungen import einrichtung_anlegen

ZEICHEN = {"u": "unklar", "p": "passt_nicht", "-": ""}  # besides 1 to 5


def erhebungen_laden() -> str | None:
    """Returns a link to a sheet of the round that is open, to try it out; None when all of it is over."""
    angaben = json.loads((ORDNER / "erhebungen.json").read_text(encoding="utf-8"))
    kommune = Kommune.objects.get(slug=angaben["kommune"])
    if not kommune.erhebungen.exists():
        with transaction.atomic():
            for eintrag in angaben["einrichtungen"]:
                einrichtung_anlegen(kommune, eintrag)
            runden: dict[str, Erhebung] = {}
            for eintrag in angaben["runden"]:
                runden[eintrag["name"]] = _runde(kommune, eintrag, runden.get(eintrag.get("setzt_fort")))
            Brief.objects.filter(teilnahme__erhebung__kommune=kommune).delete()  # nobody lives at these addresses
    offene = next((runde for runde in kommune.erhebungen.all() if runde.ist_offen), None)
    teilnahme = offene.teilnahmen.offen().last() if offene else None
    return adresse(Zugang.neu(teilnahme)) if teilnahme else None


def _runde(kommune, angaben, setzt_fort) -> Erhebung:
    """As it would have gone, then put back to its days."""
    heute = timezone.localdate()
    einrichtungen = list(kommune.einrichtungen.exclude(email="").order_by("sortierung"))
    eingeladene = tuple(Eingeladen(einrichtungen[i], einrichtungen[i].email) for i in angaben["wer"])
    plan = Plan(
        angaben["titel"], Instrument.objects.geltend(), heute, heute + timedelta(days=21), eingeladene, setzt_fort=setzt_fort
    )
    runde = ansetzen(kommune=kommune, plan=plan)
    for teilnahme, bogen in zip(runde.teilnahmen.all(), angaben["boegen"], strict=False):
        _ausfuellen(teilnahme, bogen)
    if "endete_vor_tagen" in angaben:
        ende = heute - timedelta(days=angaben["endete_vor_tagen"])
        Erhebung.objects.filter(pk=runde.pk).update(oeffnet=ende - timedelta(days=21), schliesst=ende)
        auszaehlen(erhebung=runde)
        Erhebung.objects.filter(pk=runde.pk).update(geschlossen_am=ende)
    return Erhebung.objects.get(pk=runde.pk)


def _ausfuellen(teilnahme, bogen):
    zeilen = umschlag.oeffnen(teilnahme)
    for zeile, zeichen in zip(zeilen, bogen["antworten"], strict=True):
        zeile.wert = ZEICHEN.get(zeichen, zeichen)
        zeile.beleg = bogen.get("saetze", {}).get(zeile.code, "")
    teilnahme.umschlag = umschlag.verschliessen(zeilen)
    teilnahme.save(update_fields=["umschlag"])
    abgeben(teilnahme=teilnahme)
