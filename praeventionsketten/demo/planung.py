"""Projects and building blocks of three Kommunen, told anew after their profiles and papers."""

import json

from django.conf import settings

from gremien.models import Beschlusspunkt
from kommunen.models import Kommune
from netzwerke.models import Handlungsfeld
from planung.forms.vorhaben import BeteiligungForm
from planung.models import (
    Angebot,
    Bausteinstand,
    Empfehlung,
    Foerderung,
    Massnahme,
    Phase,
    Planungsseite,
    Ressource,
    Sozialraum,
    Uebergang,
    Untersuchung,
    Vorhaben,
    Wirkungskarte,
)
from statistik.models import Indikator

QUELLE = settings.BASE_DIR / "fixtures" / "demo" / "planung.json"
LISTEN = {"phasen": Phase, "foerderungen": Foerderung, "ressourcen": Ressource}


def planung_laden() -> None:
    """What is there stays as it is."""
    for slug, angaben in json.loads(QUELLE.read_text(encoding="utf-8")).items():
        kommune = Kommune.objects.get(slug=slug)
        if "vorhaben" in angaben and not kommune.vorhaben.exists():
            _vorhaben(kommune, angaben)
        if "untersuchungen" in angaben and not kommune.untersuchungen.exists():
            _untersuchungen(kommune, angaben)
        if "bausteine" in angaben and not kommune.bausteinstaende.exists():
            for kennung, stand in angaben["bausteine"].items():
                Bausteinstand.objects.create(kommune=kommune, baustein=kennung, **stand)
            Planungsseite.objects.create(kommune=kommune, bausteine_oeffentlich=True, kette_oeffentlich="angebote" in angaben)
        if "angebote" in angaben and not kommune.angebote.exists():
            _kette(kommune, angaben)
        if "sozialraeume" in angaben and not kommune.sozialraeume.exists():
            for name in angaben["sozialraeume"]:
                Sozialraum.objects.create(kommune=kommune, name=name)
        if "karten" in angaben and not kommune.wirkungskarten.exists():
            _wirkung(kommune, angaben)


def _untersuchungen(kommune, angaben):
    for angabe in angaben["untersuchungen"]:
        empfehlungen = angabe.pop("empfehlungen")
        untersuchung = Untersuchung.objects.create(kommune=kommune, is_public=True, **angabe)
        for position, empfehlung in enumerate(empfehlungen):
            vorhaben = kommune.vorhaben.first() if empfehlung.pop("vorhaben", False) else None
            Empfehlung.objects.create(untersuchung=untersuchung, position=position, vorhaben=vorhaben, **empfehlung)


def _kette(kommune, angaben):
    for angebot in angaben["angebote"]:
        felder = angebot.pop("felder")
        Angebot.objects.create(kommune=kommune, **angebot).handlungsfelder.set(Handlungsfeld.objects.filter(name__in=felder))
    for uebergang in angaben["uebergaenge"]:
        Uebergang.objects.create(kommune=kommune, **uebergang)


def _wirkung(kommune, angaben):
    """Cards name each other, and measures their card, by their place in the list."""
    karten = []
    for position, angabe in enumerate(angaben["karten"]):
        felder = {name: wert for name, wert in angabe.items() if name not in {"zu", "indikator"}}
        indikator = Indikator.objects.filter(kennung=angabe.get("indikator", "")).first()
        karten.append(Wirkungskarte.objects.create(kommune=kommune, position=position, indikator=indikator, **felder))
    for karte, angabe in zip(karten, angaben["karten"], strict=True):
        karte.fuehrt_zu.set(karten[nummer] for nummer in angabe["zu"])
    for position, angabe in enumerate(angaben["massnahmen"]):
        massnahme = Massnahme.objects.create(kommune=kommune, position=position, **angabe | {"karte": karten[angabe["karte"]]})
        Beschlusspunkt.objects.filter(vorlage__kommune=kommune, text__contains=massnahme.titel).update(massnahme=massnahme)
    Planungsseite.objects.filter(kommune=kommune).update(wirkung_oeffentlich=True)


def _vorhaben(kommune, angaben):
    vorhaben = Vorhaben.objects.create(kommune=kommune, is_public=True, **angaben["vorhaben"])
    for liste, modell in LISTEN.items():
        for position, zeile in enumerate(angaben.get(liste, [])):
            modell.objects.create(vorhaben=vorhaben, position=position, **zeile)
    for position, zeile in enumerate(angaben["beteiligungen"]):
        form = BeteiligungForm(zeile, instance=vorhaben.beteiligungen.model(vorhaben=vorhaben, position=position))
        form.is_valid()
        form.save()
    vorhaben.vorlagen.set(kommune.vorlagen.all())
