"""The demo: profile texts in our own words, read by the portal's own reader, plus what such texts leave out."""

import json
from copy import deepcopy
from datetime import date

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.management import call_command
from django.db import transaction

from kommunen.leser import lesen
from kommunen.models import Einlesung, Kommune, Koordination
from kommunen.redaktion.actions import speichern, veroeffentlichen
from kommunen.redaktion.plan import PLAN, Art
from kommunen.redaktion.stand import staende, stand
from konten.models import Nutzer
from netzwerke.models import Mitgliedschaft
from praeventionsketten.actions import kommune_anlegen, profil_uebernehmen
from praeventionsketten.demo import ORDNER
from praeventionsketten.demo.einrichtungen import einrichtung_anlegen
from statistik.models import Gebiet


@transaction.atomic
def kommunen_laden() -> None:
    """Make areas and eight Kommunen with their networks. What is already there stays."""
    call_command("loaddata", "gebiete", "statistik", verbosity=0)
    ergaenzungen = _ergaenzungen()
    for datei in sorted(ORDNER.glob("*.txt")):
        _kommune_laden(datei, ergaenzungen["kommunen"])
    for ags in ergaenzungen["ohne_profil"]:
        gebiet = Gebiet.objects.gueltig().get(ags=ags)
        if not Kommune.objects.filter(gebiet=gebiet).exists():
            kommune = kommune_anlegen(gebiet=gebiet)
            kommune.is_published = True
            kommune.save()
    for slug, angaben in ergaenzungen["kommunen"].items():
        if "obere" in angaben:
            Kommune.objects.filter(slug=slug).update(obere=Kommune.objects.get(slug=angaben["obere"]))
    for slug, angaben in json.loads((ORDNER / "netzwerk.json").read_text(encoding="utf-8")).items():
        if isinstance(angaben, dict):
            _netzwerk_laden(Kommune.objects.get(slug=slug), angaben)


def _kommune_laden(datei, ergaenzungen):
    text = datei.read_text(encoding="utf-8")
    lesung = lesen(text)
    gebiet = Gebiet.objects.genannt(lesung.name).get()
    if Kommune.objects.filter(gebiet=gebiet).exists():
        return
    kommune = kommune_anlegen(gebiet=gebiet)
    angaben = ergaenzungen[kommune.slug]
    kommune.name = angaben["name"]
    kommune.jugendamt = Gebiet.objects.gueltig().get(ars=angaben["jugendamt"])
    kommune.is_published = True
    kommune.save()
    einlesung = Einlesung.objects.create(text=text, herkunft=f"Demo: {datei.name}")
    profil_uebernehmen(einlesung=einlesung, lesung=lesung, kommune=kommune)
    for art in PLAN:
        _ergaenzen(kommune, art, angaben)
    entwuerfe = {stand.art: stand.nummer for stand in staende(kommune) if stand.entwurf}
    veroeffentlichen(kommune=kommune, nummern=entwuerfe)
    zeitraum = {name: date.fromisoformat(angaben[name]) for name in ("von", "bis") if name in angaben}
    kommune.teilnahmen.create(programm=angaben["programm"], **zeitraum)


def _ergaenzen(kommune, art, angaben):
    """What an old text leaves out: the sentence for the list, a text for a Baustein, definitions and dates."""
    jetzt = stand(kommune, art)
    inhalt = deepcopy(jetzt.inhalt)
    if art == Art.GRUND:
        inhalt["kurztext"] = angaben["kurztext"]
    for baustein in inhalt.get("projektbausteine", []):
        baustein["text"] = angaben.get("bausteine", {}).get(str(baustein["nummer"]), baustein["text"])
    for kennzahl in inhalt.get("kennzahlen", []):
        kennzahl.update(angaben.get("kennzahlen", {}).get(kennzahl["art"], {}))
    for position, download in enumerate(inhalt.get("downloads", [])):
        download.update(angaben.get("downloads", {}).get(str(position), {}))
    speichern(kommune=kommune, art=art, inhalt=inhalt, basis=jetzt.nummer)


def _netzwerk_laden(kommune, angaben):
    """Institutions behind the functions that the profile names, as a coordinator would enter them."""
    if kommune.einrichtungen.exists():
        return
    bekannt = {}
    for eintrag in angaben["einrichtungen"]:
        bekannt[eintrag["name"]] = einrichtung_anlegen(kommune, eintrag, obere=bekannt.get(eintrag.get("obere")))
    for mitgliedschaft in Mitgliedschaft.objects.filter(gruppe__kommune=kommune, funktion__in=angaben["zuordnung"]):
        mitgliedschaft.einrichtung = bekannt[angaben["zuordnung"][mitgliedschaft.funktion]]
        mitgliedschaft.save()
    for name, slugs in angaben.get("beteiligte", {}).items():
        kommune.gruppen.get(name=name).beteiligte.set(Kommune.objects.filter(slug__in=slugs))


def _ergaenzungen():
    return json.loads((ORDNER / "ergaenzungen.json").read_text(encoding="utf-8"))


@transaction.atomic
def konten_laden() -> tuple[list[str], list[str]]:
    """The demo's logins, and fresh Notfallcodes for the last of them: the admin asks for a second factor."""
    ergaenzungen = _ergaenzungen()
    for email, slugs in ergaenzungen["konten"].items():
        nutzer = Nutzer.objects.filter(email=email).first() or Nutzer.objects.create_user(email)
        for kommune in Kommune.objects.filter(slug__in=slugs):
            Koordination.objects.get_or_create(kommune=kommune, nutzer=nutzer)
    fachadmin = ergaenzungen["fachadministration"]
    nutzer = Nutzer.objects.filter(email=fachadmin).first() or Nutzer.objects.create_superuser(fachadmin)
    return [*ergaenzungen["konten"], fachadmin], _notfallcodes(nutzer)


def _notfallcodes(nutzer):
    Authenticator.objects.filter(user=nutzer).delete()
    TOTP.activate(nutzer, generate_totp_secret())
    return RecoveryCodes.activate(nutzer).get_unused_codes()
