"""A list that was looked at becomes institutions and memberships: all of it, or nothing."""

from collections import Counter
from dataclasses import dataclass

import tablib
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from kern.models import Vermerk, vermerken
from kern.tabelle import TabelleFehler
from kern.templatetags.schreibweise import stueck
from kommunen.models import Kommune
from kommunen.uebernahme import UebernahmeFehler, anlegen
from netzwerke import actions
from netzwerke.austausch import EinrichtungResource
from netzwerke.einlesen.liste import Listenzeile
from netzwerke.einlesen.pruefung import ERSETZEN, NEU, SPALTE, WEG, WIE_OBEN, Pruefung, im_portal
from netzwerke.models import Einrichtung, Gruppe, Mitgliedschaft


@dataclass(frozen=True)
class Eingelesen:
    neu: int
    ergaenzt: int
    mitgliedschaften: int


@transaction.atomic
def uebernehmen(*, kommune: Kommune, pruefung: Pruefung, gruppe: Gruppe | None, kennung: str) -> Eingelesen:
    """Enter what was decided. Raises TabelleFehler or UebernahmeFehler, and then nothing was entered.

    A line that names a group, or all of them where `gruppe` is given, also becomes a membership there. `kennung` is the form's:
    sent twice it makes nothing twice.
    """
    Kommune.objects.select_for_update().get(pk=kommune.pk)
    if pruefung.offen:
        raise TabelleFehler(f"{stueck(len(pruefung.offen), 'Zeile braucht', 'Zeilen brauchen')} noch Ihre Entscheidung.")
    eigene = {schluessel: werte for schluessel, (_, werte) in im_portal(kommune).items()}
    ziel, zeilen = _ziele(pruefung, eigene, kennung)
    geaendert = {schluessel: werte for schluessel, werte in zeilen.items() if werte != eigene.get(schluessel)}
    _einlesen(kommune, geaendert)
    mitgliedschaften = _mitgliedschaften(kommune, pruefung, ziel, gruppe)
    neu = sum(schluessel not in eigene for schluessel in geaendert)
    vermerken(Vermerk.Art.IMPORT, f"{kommune}: Liste von Einrichtungen, {neu} neu, {len(geaendert) - neu} ergänzt")
    return Eingelesen(neu, len(geaendert) - neu, mitgliedschaften)


def _einlesen(kommune, zeilen):
    daten = tablib.Dataset(*(list(werte.values()) for werte in zeilen.values()), headers=list(SPALTE.values()))
    ressource = EinrichtungResource(kommune=kommune, neue=frozenset(zeilen))
    ergebnis = ressource.import_data(daten, dry_run=False, raise_errors=False, use_transactions=True)
    if ergebnis.has_errors() or ergebnis.has_validation_errors():
        gruende = [str(fehler.error) for fehler in ergebnis.base_errors if isinstance(fehler.error, TabelleFehler)]
        raise TabelleFehler("\n".join(gruende) or "Die Liste passt nicht zum Bestand. Bitte prüfen Sie sie noch einmal.")


def _ziele(pruefung, eigene, kennung) -> tuple[dict[int, str], dict[str, dict[str, str]]]:
    """For each line (by number) the key of its institution, and for each key of ours its values, from all lines that mean it."""
    ziel: dict[int, str] = {}
    zeilen: dict[str, dict[str, str]] = {}
    for vorschlag in pruefung.vorschlaege:
        was, _, wer = vorschlag.wahl.partition(":")
        if was == WEG:
            continue
        if was == WIE_OBEN and int(wer) not in ziel:
            raise TabelleFehler(
                f"Zeile {vorschlag.zeile.nummer} soll dieselbe sein wie Zeile {wer}; die wird aber ausgelassen. "
                "Bitte ändern Sie eine der beiden."
            )
        neu = actions.schluessel_aus(kennung, vorschlag.zeile.nummer)
        schluessel = neu if was == NEU else ziel[int(wer)] if was == WIE_OBEN else wer
        ziel[vorschlag.zeile.nummer] = schluessel
        if was == NEU or schluessel in zeilen or schluessel in eigene:  # else another Kommune keeps it: not ours to change
            bisher = zeilen.get(schluessel) or eigene.get(schluessel) or {}
            zeilen[schluessel] = _zusammen(bisher, vorschlag.werte, ersetzen=was == ERSETZEN) | {"schluessel": schluessel}
    return ziel, zeilen


def _zusammen(bisher: dict[str, str], werte: dict[str, str], *, ersetzen: bool) -> dict[str, str]:
    """Both as one: what is there stays unless it is to be replaced; nothing is emptied, no spelling of the name gets lost."""
    vorn, hinten = (werte, bisher) if ersetzen else (bisher, werte)
    if any(vorn.get(feld) for feld in ANSCHRIFT):  # an address is one thing
        hinten = {feld: wert for feld, wert in hinten.items() if feld not in ANSCHRIFT or _passt_dazu(vorn, hinten)}
    neu = {feld: vorn.get(feld) or hinten.get(feld) or "" for feld in SPALTE}
    namen = [neu["name"], *_namen(bisher), *_namen(werte)]
    weitere = list({name.casefold(): name for name in namen if name.casefold() != neu["name"].casefold()}.values())
    return neu | {"weitere_namen": "; ".join(weitere)}


ANSCHRIFT = ("strasse", "plz", "ort")


def _passt_dazu(eine, andere):
    """Do two addresses say nothing different, so that one may fill what the other lacks?"""
    return all(not (eine.get(feld) and andere.get(feld)) or eine[feld] == andere[feld] for feld in ANSCHRIFT)


def _namen(werte):
    return [name.strip() for name in [werte.get("name", ""), *werte.get("weitere_namen", "").split(";")] if name.strip()]


def _mitgliedschaften(kommune, pruefung, ziel, gruppe) -> int:
    gruppen = _gruppen(kommune)
    einrichtungen = {e.schluessel: e for e in Einrichtung.objects.filter(schluessel__in=ziel.values())}
    anzahl = 0
    for vorschlag in pruefung.vorschlaege:
        name, einrichtung = vorschlag.zeile.werte.get("gruppe", ""), einrichtungen.get(ziel.get(vorschlag.zeile.nummer))
        if einrichtung and (name or gruppe):
            hier = gruppe if not name else gruppen.get(name.casefold())
            if hier is None:
                hier = gruppen[name.casefold()] = anlegen(
                    Gruppe, kommune=kommune, name=name, art=Gruppe.Art.ARBEITSGRUPPE, is_public=False, position=len(gruppen)
                )
            anzahl += _mitglied(hier, einrichtung, vorschlag.zeile)
    return anzahl


def _gruppen(kommune) -> dict[str, Gruppe]:
    return {gruppe.name.casefold(): gruppe for gruppe in Gruppe.objects.filter(kommune=kommune)}


def ins_netzwerk(kommune: Kommune, pruefung: Pruefung, gruppe: Gruppe | None) -> list[tuple[str, int, bool]]:
    """(group, how many lines go there, is it there already), to be seen before anything is entered."""
    namen = [v.zeile.werte.get("gruppe") or (gruppe and gruppe.name) for v in pruefung.vorschlaege if v.wahl != WEG]
    da = _gruppen(kommune)
    return [(name, zahl, name.casefold() in da) for name, zahl in Counter(filter(None, namen)).items()]


def personen_ohne_gruppe(pruefung: Pruefung, gruppe: Gruppe | None) -> int:
    """Lines whose person has nowhere to go."""
    ohne = [v for v in pruefung.vorschlaege if not (gruppe or v.zeile.werte.get("gruppe"))]
    return sum(bool(v.zeile.werte.get("person_name") or v.zeile.werte.get("person_email")) for v in ohne)


def _mitglied(gruppe: Gruppe, einrichtung: Einrichtung, zeile: Listenzeile) -> bool:
    """The membership this line speaks of; one that is there already only gets the name it lacked. Was it new?"""
    funktion, name, email = (zeile.werte.get(feld, "") for feld in ("funktion", "person_name", "person_email"))
    _adresse_pruefen(zeile, email)
    da = list(gruppe.mitgliedschaften.filter(einrichtung=einrichtung, funktion=funktion, bis="").select_related("person"))
    gleiche = [m for m in da if not (name or email) or (hasattr(m, "person") and (m.person.name, m.person.email) == (name, email))]
    ohne_name = [m for m in da if not hasattr(m, "person")]
    if gleiche:
        return False
    mitglied = ohne_name[0] if ohne_name else None
    if mitglied is None:
        mitglied = anlegen(
            Mitgliedschaft, gruppe=gruppe, einrichtung=einrichtung, funktion=funktion, position=gruppe.mitgliedschaften.count()
        )
    if len(name) > 120:
        raise UebernahmeFehler(f"Zeile {zeile.nummer}: Der Name der Person ist länger als 120 Zeichen.")
    actions.person_setzen(mitgliedschaft=mitglied, name=name, email=email)
    return not ohne_name


def _adresse_pruefen(zeile, email):
    try:
        if email:
            validate_email(email)
    except ValidationError as fehler:
        raise UebernahmeFehler(f"Zeile {zeile.nummer}: „{email[:80]}“ ist keine vollständige E-Mail-Adresse.") from fehler
