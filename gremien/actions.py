"""Writes across a paper and its stations."""

import re

from django.db import transaction

from gremien.leser import GeleseneBeratung, GelesenePhase, GeleseneVorlage, zeiten
from gremien.models import Anlage, Beratung, Beschlusspunkt, Gremium, Vorlage
from gremien.models.beratung import HAUPTAUSSCHUSS
from kommunen.models import Kommune
from kommunen.uebernahme import anlegen
from kommunen.zeitangabe import Zeitangabe
from netzwerke.actions import schluessel_aus
from netzwerke.models import Gruppe
from netzwerke.namen import gleichnamig
from netzwerke.zeitpunkt import MUSTER, aus_angabe
from planung.models import Beteiligung, Phase, Vorhaben


@transaction.atomic
def vorlage_uebernehmen(*, kommune: Kommune, gelesen: GeleseneVorlage, kennung: str) -> Vorlage:
    """A paper as it was read, internal at first. Raises UebernahmeFehler where a value does not fit.

    `kennung` (of a form and its text) makes the key, so that a second click finds what the first made.
    """
    Kommune.objects.select_for_update().get(pk=kommune.pk)
    schluessel = schluessel_aus(f"{kommune.pk}-{kennung}", 0)
    if vorhanden := Vorlage.objects.filter(kommune=kommune, schluessel=schluessel).first():
        return vorhanden
    finanzen = gelesen.finanzen
    vorlage = anlegen(
        Vorlage,
        kommune=kommune,
        schluessel=schluessel,
        art=gelesen.art or Vorlage.Art.BESCHLUSS,
        nummer=gelesen.nummer,
        betreff=gelesen.betreff,
        datum=gelesen.datum,
        federfuehrend=gelesen.federfuehrend,
        beteiligte="\n".join(gelesen.beteiligte),
        sachverhalt=gelesen.sachverhalt,
        bezuege="\n".join(gelesen.bezuege),
        berichtspflicht=gelesen.berichtspflicht,
        kosten_erlaeuterung=finanzen.erlaeuterung,
        kosten_erarbeitung=finanzen.erarbeitung,
        kosten_vorbereitung=finanzen.vorbereitung,
        kosten_umsetzung=finanzen.umsetzung,
        kosten_folge=finanzen.folgekosten,
        gesichert=finanzen.gesichert,
        kostenstelle=finanzen.kostenstelle,
        kostentraeger=finanzen.kostentraeger,
        haushaltsjahr=finanzen.haushaltsjahr,
        einnahmen=finanzen.einnahmen,
    )
    for position, eine in enumerate(gelesen.beratungen):
        _beratung_anlegen(vorlage, position, eine)
    for position, text in enumerate(gelesen.beschlusspunkte):
        anlegen(Beschlusspunkt, vorlage=vorlage, position=position, text=text)
    for position, titel in enumerate(gelesen.anlagen):
        anlegen(Anlage, vorlage=vorlage, position=position, titel=titel)
    return vorlage


def _beratung_anlegen(vorlage: Vorlage, position: int, gelesen: GeleseneBeratung) -> None:
    gruppe = gruppe_namens(vorlage.kommune, gelesen.gremium, anlegen_wenn_neu=gelesen.ist_gruppe)
    felder = ("datum", "oeffentlich", "rolle", "top", "ja", "nein", "enthaltungen", "laut_vorschlag", "abweichend")
    anlegen(
        Beratung,
        vorlage=vorlage,
        position=position,
        name=gelesen.gremium,
        gruppe=gruppe,
        gremium=None if gruppe else gremium_namens(vorlage.kommune, gelesen.gremium),
        ergebnis=gelesen.abstimmung,
        **{feld: getattr(gelesen, feld) for feld in felder},
    )


@transaction.atomic
def vorhaben_anlegen(*, vorlage: Vorlage) -> Vorhaben:
    """A project from what a paper says about time and who takes part, internal at first; the one that is there, if there is one.

    A single stretch with both ends is the time of the project, everything else are its phases.
    """
    Kommune.objects.select_for_update().get(pk=vorlage.kommune_id)
    if vorhanden := vorlage.vorhaben.first():
        return vorhanden
    gelesen = zeiten.phasen("\n".join([vorlage.sachverhalt, *vorlage.beschlusspunkte.values_list("text", flat=True)]))
    spannen = [phase for phase in gelesen if phase.von and phase.bis]
    ganz = spannen[0] if len(spannen) == 1 else None
    vorhaben = anlegen(
        Vorhaben,
        kommune=vorlage.kommune,
        titel=vorlage.betreff[:200],
        federfuehrend=vorlage.federfuehrend,
        **_spanne(ganz),
    )
    for position, phase in enumerate(phase for phase in gelesen if phase is not ganz):
        text = phase.wortlaut if len(phase.wortlaut) <= 400 else f"{phase.wortlaut[:399]}…"
        anlegen(Phase, vorhaben=vorhaben, position=position, titel=text, **_spanne(phase))
    for position, name in enumerate(vorlage.beteiligte_liste):
        anlegen(Beteiligung, vorhaben=vorhaben, position=position, name=name[:240])
    vorlage.vorhaben.add(vorhaben)
    return vorhaben


def _spanne(phase: GelesenePhase | None) -> dict[str, str]:
    """Its ends as the database keeps them; none of them where they cannot be meant (2199, or an end before the beginning)."""
    von, bis = (_iso(zeit) for zeit in ((phase.von, phase.bis) if phase else (None, None)))
    return {"von": "", "bis": ""} if von and bis and bis[:4] < von[:4] else {"von": von, "bis": bis}


def _iso(zeit: Zeitangabe | None) -> str:
    iso = aus_angabe(zeit) if zeit else ""
    return iso if re.fullmatch(MUSTER, iso) else ""


@transaction.atomic
def beratung_speichern(*, beratung: Beratung, platz: int) -> Beratung:
    """Save a station with the body its name means, as the `platz`-th of its paper; what stood there moves on."""
    kommune, beratung.name = beratung.vorlage.kommune, " ".join(beratung.name.split())
    beratung.gruppe = gruppe_namens(kommune, beratung.name)
    beratung.gremium = None if beratung.gruppe else gremium_namens(kommune, beratung.name)
    andere = list(Beratung.objects.filter(vorlage=beratung.vorlage).exclude(pk=beratung.pk))
    beratung.position = min(platz - 1, len(andere))
    beratung.save()
    for position, eine in enumerate([*andere[: beratung.position], beratung, *andere[beratung.position :]]):
        if eine.position != position:
            Beratung.objects.filter(pk=eine.pk).update(position=position)
    return beratung


def gremium_namens(kommune: Kommune, name: str) -> Gremium:
    """The council body of this name, a new one where there is none."""
    return gleichnamig(Gremium.objects.filter(kommune=kommune), name) or anlegen(
        Gremium, kommune=kommune, name=name, nie_oeffentlich=bool(HAUPTAUSSCHUSS.search(name))
    )


def gruppe_namens(kommune: Kommune, name: str, *, anlegen_wenn_neu: bool = False) -> Gruppe | None:
    """The Gruppe of this name; a new, internal one where there is none and it is surely one."""
    gruppe = gleichnamig(Gruppe.objects.filter(kommune=kommune), name)
    if gruppe or not anlegen_wenn_neu:
        return gruppe
    klein = name.casefold()
    art = "planung" if "planung" in klein else "steuerung" if "steuer" in klein else "arbeitsgruppe"
    return anlegen(Gruppe, kommune=kommune, name=name, art=art, position=kommune.gruppen.count())
