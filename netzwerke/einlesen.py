"""From a list as an office keeps it to institutions: what is new, what is there already, what needs eyes; then all or nothing."""

import re
from collections import Counter
from dataclasses import dataclass, field

import tablib
from django.db import transaction

from kern.tabelle import TabelleFehler
from kommunen.models import Kommune
from kommunen.models.eintrag import neuer_schluessel
from kommunen.uebernahme import UebernahmeFehler, anlegen
from netzwerke import actions
from netzwerke.austausch import PHASE, EinrichtungResource, EinrichtungZeile, teile
from netzwerke.liste import Listenzeile
from netzwerke.models import Einrichtung, Einrichtungsart, Gruppe, Handlungsfeld, Mitgliedschaft
from netzwerke.namen import Bekannt, Verzeichnis, normalisiert, orte

NEU, WEG = "neu", "weg"
ZUR_GRUPPE = ("gruppe", "funktion", "person_name", "person_email")
SPALTE = {name: feld.label for name, feld in EinrichtungZeile.base_fields.items()}


@dataclass
class Vorschlag:
    """A line of the list and what may become of it. `wahl` is empty where a person has to decide."""

    zeile: Listenzeile
    vorhandene: list[Einrichtung] = field(default_factory=list)
    fruehere: list[Listenzeile] = field(default_factory=list)
    wahl: str = ""
    vermutet: str = NEU
    fehler: dict[str, str] = field(default_factory=dict)
    werte: dict[str, str] = field(default_factory=dict)

    @property
    def name(self):
        return self.werte.get("name", "")

    @property
    def braucht_augen(self):
        return bool(self.fehler or self.vorhandene or self.fruehere)

    @property
    def moeglichkeiten(self):
        da = [(f"e:{e.schluessel}", f"Das ist „{e}“, schon im Portal: leere Angaben ergänzen") for e in self.vorhandene]
        oben = [(f"z:{z.nummer}", f"Dieselbe wie in Zeile {z.nummer}: „{z.werte['name']}“") for z in self.fruehere]
        neu = "Eine andere: neu anlegen" if da or oben else "Neu anlegen"
        return [*da, *oben, (NEU, neu), (WEG, "Diese Zeile auslassen")]


@dataclass
class Pruefung:
    """What the list would do. `arten` are the words of the list for kinds, with how often and what they probably mean."""

    vorschlaege: list[Vorschlag]
    arten: list[tuple[str, int, str]]
    unbekannt: list[str]

    @property
    def fraglich(self):
        """Those without a decision first."""
        return sorted((v for v in self.vorschlaege if v.braucht_augen), key=lambda v: v not in self.offen)

    @property
    def klare(self):
        return [v for v in self.vorschlaege if not v.braucht_augen]

    @property
    def offen(self):
        """Without a decision, or with something that does not fit."""
        return [v for v in self.vorschlaege if not v.wahl or (v.fehler and v.wahl != WEG)]

    def anzahl(self, was):
        return sum(v.wahl.startswith(was) for v in self.vorschlaege)

    @property
    def zahlen(self):
        return {"neu": self.anzahl(NEU), "vorhanden": self.anzahl("e:"), "doppelt": self.anzahl("z:"), "weg": self.anzahl(WEG)}


def pruefen(kommune: Kommune, zeilen: list[Listenzeile], antworten: dict[str, str]) -> Pruefung:
    """Look at every line. `antworten` are what a person has chosen or corrected so far (names of inputs -> values)."""
    alle_arten, felder = list(Einrichtungsart.objects.all()), {f.name.casefold(): f.name for f in Handlungsfeld.objects.all()}
    arten, unbekannt = _arten(zeilen, alle_arten, antworten), []
    nach_wort = {wort: gewaehlt for wort, _, gewaehlt in arten}
    bestand, in_der_liste = actions.verzeichnis(kommune), Verzeichnis()
    vorschlaege = []
    for zeile in zeilen:
        werte = dict(zeile.werte) | {
            feld: antworten[f"wert-{zeile.nummer}-{feld}"] for feld in SPALTE if f"wert-{zeile.nummer}-{feld}" in antworten
        }
        werte["art"] = nach_wort.get(werte.get("art", ""), "")
        werte["handlungsfelder"] = _bekannte(werte.get("handlungsfelder", ""), felder, str.casefold, zeile, unbekannt)
        werte["phasen"] = _bekannte(werte.get("phasen", ""), {k: k for k in PHASE}, normalisiert, zeile, unbekannt)
        wo = orte([werte.get("plz", ""), werte.get("ort", "")])
        vorschlag = Vorschlag(zeile, werte=werte, fehler=_fehler(werte))
        vorschlag.vorhandene, gleich_da = _treffer(bestand, werte, wo)
        vorschlag.fruehere, gleich_oben = _treffer(in_der_liste, werte, wo)
        vorschlag.vermutet = (gleich_da and f"e:{gleich_da.schluessel}") or (gleich_oben and f"z:{gleich_oben.nummer}") or ""
        if not (vorschlag.vorhandene or vorschlag.fruehere):
            vorschlag.vermutet = NEU
        gewaehlt = antworten.get(f"wahl-{zeile.nummer}", vorschlag.vermutet)
        vorschlag.wahl = gewaehlt if gewaehlt in dict(vorschlag.moeglichkeiten) else ""
        if vorschlag.wahl == NEU and not werte["art"]:
            werte["art"] = _art(werte.get("name", ""), alle_arten)
        if werte.get("name"):
            in_der_liste.aufnehmen(Bekannt(zeile, (werte["name"],), wo))
        vorschlaege.append(vorschlag)
    return Pruefung(vorschlaege, arten, unbekannt)


def _treffer(verzeichnis, werte, wo):
    """Those that may be meant, and the one whose name is the same if there is just one."""
    treffer = verzeichnis.suchen([werte.get("name", ""), *teile(werte.get("weitere_namen", ""))], wo)[:4]
    gleiche = [t.kennung for t in treffer if t.gleich]
    return [t.kennung for t in treffer], gleiche[0] if gleiche else None


def _fehler(werte):
    form = EinrichtungZeile(werte)
    return {feld: " ".join(meldungen) for feld, meldungen in form.errors.items() if feld in SPALTE}


def _arten(zeilen, alle_arten, antworten):
    """Each word the list has for a kind, once, with the kind it probably is or somebody chose."""
    zahl = Counter(zeile.werte["art"] for zeile in zeilen if zeile.werte.get("art"))
    namen = {art.name for art in alle_arten}
    gefunden = []
    for i, (wort, anzahl) in enumerate(sorted(zahl.items())):
        gewaehlt = antworten.get(f"art-{i}", _art(wort, alle_arten))
        gefunden.append((wort, anzahl, gewaehlt if gewaehlt in namen else ""))
    return gefunden


def _art(text: str, alle_arten: list[Einrichtungsart]) -> str:
    """The kind whose name shares a word with the text; an equal name first."""
    for art in alle_arten:
        if text.casefold() == art.name.casefold():
            return art.name
    for wort in _alle_worte(text):
        for art in alle_arten:
            if any(_meint(wort, ihres) for ihres in _alle_worte(art.name) if ihres not in OHNE_ART):
                return art.name
    return ""


OHNE_ART = ("oder", "freien", "land", "der", "stelle", "sonstige", "weiterführende", "schule")


def _alle_worte(text):
    return [*normalisiert(text).split(), *re.findall(r"[^\W\d_]+", text.casefold())]


def _meint(wort, ihres):
    """ "kitas" means "kita", "arztpraxis" means "praxis"."""
    return wort == ihres or (len(ihres) > 4 and (wort.startswith(ihres[:9]) or wort.endswith(ihres)))


def _bekannte(text, bekannt, schreibweise, zeile, unbekannt):
    gefunden = []
    for teil in teile(text):
        if treffer := bekannt.get(schreibweise(teil)):
            gefunden.append(treffer)
        else:
            unbekannt.append(f"Zeile {zeile.nummer}: „{teil}“")
    return "; ".join(gefunden)


@dataclass(frozen=True)
class Eingelesen:
    neu: int
    ergaenzt: int
    mitgliedschaften: int


@transaction.atomic
def uebernehmen(*, kommune: Kommune, pruefung: Pruefung, gruppe: Gruppe | None = None) -> Eingelesen:
    """Enter what was decided: all of it, or nothing. Raises TabelleFehler or UebernahmeFehler.

    A line that names a group, or all of them where `gruppe` is given, also becomes a membership there.
    """
    Kommune.objects.select_for_update().get(pk=kommune.pk)
    if pruefung.offen:
        raise TabelleFehler(f"{len(pruefung.offen)} Zeilen brauchen noch Ihre Entscheidung.")
    ziel, zeilen, ergaenzt = _ziele(kommune, pruefung)
    daten = tablib.Dataset(*zeilen.values(), headers=list(SPALTE.values()))
    ressource = EinrichtungResource(kommune=kommune, neue=frozenset(zeilen))
    ergebnis = ressource.import_data(daten, dry_run=False, raise_errors=False, use_transactions=True)
    if ergebnis.has_errors() or ergebnis.has_validation_errors():
        gruende = [str(e.error) for e in ergebnis.base_errors] + [str(e.error) for r in ergebnis.rows for e in r.errors]
        raise TabelleFehler("\n".join(gruende) or "Die Liste passt nicht mehr zum Bestand. Bitte prüfen Sie sie noch einmal.")
    mitgliedschaften = _mitgliedschaften(kommune, pruefung, ziel, gruppe)
    return Eingelesen(len(zeilen) - ergaenzt, ergaenzt, mitgliedschaften)


def _ziele(kommune, pruefung):
    """For each line the key of its institution, and for each key the line of the import, filled from all that mean it."""
    ziel: dict[int, str] = {}
    zeilen: dict[str, list[str]] = {}
    ressource = EinrichtungResource(kommune=kommune)
    bestand = {e.schluessel: e for e in Einrichtung.objects.filter(kommune=kommune, aufgegangen_in=None).with_einordnung()}
    fremde, ergaenzt = set(), set()
    for vorschlag in pruefung.vorschlaege:
        was, _, wer = vorschlag.wahl.partition(":")
        if was == WEG or (was == "z" and int(wer) not in ziel):
            if was == "z":
                raise TabelleFehler(
                    f"Zeile {vorschlag.zeile.nummer} soll dieselbe sein wie Zeile {wer}; "
                    "die wird aber ausgelassen. Bitte ändern Sie eine der beiden."
                )
            continue
        schluessel = wer if was == "e" else ziel[int(wer)] if was == "z" else neuer_schluessel()
        ziel[vorschlag.zeile.nummer] = schluessel
        if was == "e" and schluessel not in bestand:  # kept by another Kommune: its entry is not ours to change
            fremde.add(schluessel)
        if schluessel in fremde:
            continue
        if was == "e":
            ergaenzt.add(schluessel)
        anfang = zeilen.get(schluessel)
        if anfang is None and schluessel in bestand:
            anfang = list(ressource.export([bestand[schluessel]])[0])
        neu = ["" if feld == "schluessel" else vorschlag.werte.get(feld, "") for feld in SPALTE]
        zeilen[schluessel] = [alt or n for alt, n in zip(anfang or [""] * len(neu), neu, strict=True)]
    return ziel, {schluessel: [schluessel, *zeile[1:]] for schluessel, zeile in zeilen.items()}, len(ergaenzt)


def _mitgliedschaften(kommune, pruefung, ziel, gruppe):
    gruppen = {normalisiert(g.name): g for g in Gruppe.objects.filter(kommune=kommune)}
    einrichtungen = {e.schluessel: e for e in Einrichtung.objects.filter(schluessel__in=ziel.values())}
    anzahl = 0
    for vorschlag in pruefung.vorschlaege:
        werte, schluessel = vorschlag.zeile.werte, ziel.get(vorschlag.zeile.nummer)
        name = werte.get("gruppe", "")
        if not schluessel or not (name or gruppe):
            continue
        hier = gruppen.get(normalisiert(name)) if name else gruppe
        if hier is None:
            hier = anlegen(Gruppe, kommune=kommune, name=name, art=Gruppe.Art.ARBEITSGRUPPE, is_public=False, position=len(gruppen))
            gruppen[normalisiert(name)] = hier
        funktion = werte.get("funktion", "")
        if hier.mitgliedschaften.filter(einrichtung=einrichtungen[schluessel], funktion=funktion, bis="").exists():
            continue
        mitglied = anlegen(
            Mitgliedschaft, gruppe=hier, einrichtung=einrichtungen[schluessel], funktion=funktion,
            position=hier.mitgliedschaften.count(),
        )  # fmt: skip
        actions.person_setzen(mitgliedschaft=mitglied, name=werte.get("person_name", "")[:120], email=_adresse(vorschlag.zeile))
        anzahl += 1
    return anzahl


def _adresse(zeile):
    adresse = zeile.werte.get("person_email", "")
    if adresse and ("@" not in adresse or len(adresse) > 254):
        raise UebernahmeFehler(f"Zeile {zeile.nummer}: „{adresse[:80]}“ ist keine vollständige E-Mail-Adresse.")
    return adresse
