"""Three Dialoge in one town: one confirmed, one only a talk, one open."""

import json
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from kommunen.models import Kommune
from kooperation.actions.blatt import bestaetigen
from kooperation.actions.dialog import abgeben, zusagen
from kooperation.actions.vorschlag import Partei, vorschlagen
from kooperation.models import Brief, Dialog, Kooperationsblatt, Zugang
from kooperation.post import adresse
from praeventionsketten.demo import ORDNER
from praeventionsketten.demo.einrichtungen import einrichtung_anlegen


def dialoge_laden() -> list[str]:
    """Three Dialoge in one town, each as far as it can be. Returns both links of the one that is open, to try it out."""
    angaben = json.loads((ORDNER / "dialoge.json").read_text(encoding="utf-8"))
    kommune = Kommune.objects.get(slug=angaben["kommune"])
    if not kommune.dialoge.exists():
        with transaction.atomic():
            bekannt = {eintrag["name"]: einrichtung_anlegen(kommune, eintrag) for eintrag in angaben["einrichtungen"]}
            for eintrag in angaben["dialoge"]:
                _dialog_anlegen(kommune, bekannt, eintrag)
            Brief.objects.filter(seite__dialog__kommune=kommune).delete()  # nobody lives at these addresses
    offener = kommune.dialoge.filter(stand=Dialog.Stand.VORGESCHLAGEN).first()
    return [adresse(Zugang.neu(seite)) for seite in offener.paar] if offener else []


def _dialog_anlegen(kommune, bekannt, angaben):
    seiten = tuple(Partei(bekannt[name], email=bekannt[name].email) for name in angaben["seiten"])
    dialog = vorschlagen(kommune=kommune, anlass=angaben["anlass"], seiten=seiten, von=Dialog.Von.KOORDINATION)
    if angaben.get("offen"):
        return
    for seite in dialog.paar:
        zusagen(seite=seite, zusage="sprechen" if angaben.get("nur_gespraech") else "einschaetzen")
    if angaben.get("nur_gespraech"):
        return
    for seite, antworten in zip(dialog.paar, angaben["antworten"], strict=True):
        for zeile, wert in zip(seite.einschaetzungen.all(), antworten, strict=True):
            beleg = angaben["belege"][seite.buchstabe].get(zeile.code, "")
            zeile.wert, zeile.beleg, zeile.beleg_frei = wert, beleg, bool(beleg)
            zeile.save()
        abgeben(seite=seite)
    for seite, funktionen in zip(dialog.paar, angaben["funktionen"], strict=True):
        seite.funktionen = funktionen
        seite.save()
    heute = timezone.localdate()
    Kooperationsblatt.objects.filter(dialog=dialog).update(nummer=2, naechster=heute + timedelta(days=120), **angaben["blatt"])
    for v in angaben["vereinbarungen"]:
        dialog.vereinbarungen.create(
            was=v["was"], wer=v["wer"], woran=v["woran"], stand=v["stand"], bis=heute + timedelta(days=v["tage"])
        )
    for seite in dialog.paar:
        bestaetigen(seite=seite, nummer=2)
    Dialog.objects.filter(pk=dialog.pk).update(
        vorgeschlagen_am=heute - timedelta(days=80), begonnen_am=heute - timedelta(days=75), fest_am=heute - timedelta(days=50)
    )
