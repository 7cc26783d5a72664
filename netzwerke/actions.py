"""Writes across the network: groups from a text, institutions found or made, duplicates merged."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from kommunen.leser.ergebnis import GeleseneGruppe, GelesenesMitglied
from kommunen.leser.zeiten import stichtage
from kommunen.models import Kommune
from kommunen.texte import lesbar
from kommunen.uebernahme import UebernahmeFehler, anlegen
from netzwerke.models import Einrichtung, Einrichtungsart, Gruppe, Mitgliedschaft, Mitgliedsperson
from netzwerke.models.einrichtung import sortierung
from netzwerke.namen import Bekannt, Verzeichnis, einrichtung_in, gemeinte_art, orte
from netzwerke.zeitpunkt import aus_angabe

EINFACHE_FELDER = ("art", "traeger", "gebiet", "telefon", "email", "webseite", "obere")


@transaction.atomic
def gruppen_uebernehmen(
    *, kommune: Kommune, gelesene: Iterable[tuple[int, GeleseneGruppe]], is_public: bool, kennung: str
) -> list[Gruppe]:
    """Groups as they were read from a text, behind those that are there. Raises UebernahmeFehler where a value does not fit.

    `gelesene` are (place in the text, group); with `kennung` it makes the key, so that a second click finds what the first made.
    """
    Kommune.objects.select_for_update().get(pk=kommune.pk)
    ab = kommune.gruppen.count()
    return [
        Gruppe.objects.filter(kommune=kommune, schluessel=schluessel_aus(kennung, i)).first()
        or _gruppe_anlegen(kommune, ab + i, gelesen, is_public, schluessel_aus(kennung, i))
        for i, gelesen in gelesene
    ]


def schluessel_aus(kennung: str, nummer: int) -> str:
    """The key of the n-th thing one form makes: the same however often the form is sent."""
    return hashlib.sha256(f"{kennung}-{nummer}".encode()).hexdigest()[:12]


def _gruppe_anlegen(kommune, position, gelesen, is_public, schluessel):
    zeiten, _ = stichtage(gelesen.planungsstand)
    gruppe = anlegen(
        Gruppe,
        kommune=kommune,
        schluessel=schluessel,
        position=position,
        art=gelesen.art,
        name=gelesen.name,
        aufgabe=gelesen.aufgabe,
        planungsstand=gelesen.planungsstand,
        stand_vom=aus_angabe(zeiten[0]) if zeiten else "",
        is_public=is_public,
    )
    _mitglieder_anlegen(gruppe, gelesen.mitglieder)
    return gruppe


def _mitglieder_anlegen(gruppe: Gruppe, gelesene: Iterable[GelesenesMitglied]) -> None:
    """Members of a new group as they were read. Names go where names belong."""
    vorher = None
    for position, mitglied in enumerate(gelesene):
        neu = anlegen(
            Mitgliedschaft,
            gruppe=gruppe,
            position=position,
            begleitet=vorher if mitglied.begleitet else None,
            **{feld: getattr(mitglied, feld) for feld in ("funktion", "einheit", "obereinheit", "anzahl", "mehrere")},
        )
        if mitglied.person:
            anlegen(Mitgliedsperson, mitgliedschaft=neu, name=mitglied.person)
        vorher = vorher if mitglied.begleitet else neu


def vorschlag(bekannte: Verzeichnis, mitglied: Mitgliedschaft) -> tuple[str, bool]:
    """(name of the institution that is probably behind a membership, is it there already); ("", False) where nobody can tell."""
    vermutet = mitglied.einheit or einrichtung_in(mitglied.funktion)
    kurz = re.sub(r"\s+(?:der|des|von der)\s+(?:Region|Stadt|Hansestadt|Landkreis\w*)\b.*$", "", mitglied.funktion)
    for name in dict.fromkeys([mitglied.funktion, kurz, mitglied.einheit, vermutet]):
        if treffer := bekannte.suchen([name]):
            return treffer[0].kennung.name, True
    return vermutet, False


def verzeichnis(kommune: Kommune, user) -> Verzeichnis:
    """The institutions of a Kommune's network that this person may know of, to be asked for names."""
    alle = Einrichtung.objects.im_netzwerk(kommune, user).select_related("kommune").prefetch_related("standorte")
    return Verzeichnis(als_bekannte(alle))


def als_bekannte(einrichtungen: Iterable[Einrichtung]) -> list[Bekannt]:
    """Expects their Standorte to be fetched."""
    return [Bekannt(e, tuple(e.namen), orte(angabe for s in e.standorte.all() for angabe in (s.plz, s.ort))) for e in einrichtungen]


@transaction.atomic
def zuordnen(*, kommune: Kommune, namen: dict[int, str], nutzer) -> tuple[int, int]:
    """Give memberships (by pk) the institution of this name, an existing one where the name is the same, else a new one.

    A new one is not public. Returns (how many memberships, how many new institutions).
    """
    Kommune.objects.select_for_update().get(pk=kommune.pk)
    bekannte = verzeichnis(kommune, nutzer)
    offene = Mitgliedschaft.objects.filter(gruppe__kommune=kommune, einrichtung=None, pk__in=namen)
    zugeordnet = neue = 0
    for mitgliedschaft in offene:
        name = " ".join(lesbar(namen[mitgliedschaft.pk]).split())
        if not name:
            continue
        treffer = next((t for t in bekannte.suchen([name]) if t.gleich), None)
        if treffer is None:
            einrichtung = einrichtung_anlegen(kommune, name)
            bekannte.aufnehmen(Bekannt(einrichtung, (name,)))
            neue += 1
        mitgliedschaft.einrichtung = treffer.kennung if treffer else einrichtung
        mitgliedschaft.save()
        zugeordnet += 1
    return zugeordnet, neue


def einrichtung_anlegen(kommune: Kommune, name: str) -> Einrichtung:
    """A new one of which only the name is known: internal, of the kind its name speaks of."""
    arten = {art.name: art for art in Einrichtungsart.objects.all()}
    art = arten.get(gemeinte_art(name, arten))
    return anlegen(Einrichtung, kommune=kommune, name=name, sortierung=sortierung(name), art=art)


@dataclass(frozen=True)
class Zusammengefuehrt:
    """`verworfen`: what `geht` said and `bleibt` says otherwise, as (label, words)."""

    einrichtung: Einrichtung
    verworfen: tuple[tuple[str, str], ...]


@transaction.atomic
def zusammenfuehren(*, bleibt: Einrichtung, geht: Einrichtung) -> Zusammengefuehrt:
    """Make two entries one. Whatever points to `geht` points to `bleibt` afterwards, also what later apps add.

    `geht` stays in the database with its history, seen by nobody; its address leads on. Its names become names of `bleibt`,
    and it fills what is empty there. Raises UebernahmeFehler where one of them was merged in the meantime.
    """
    sperre = {e.pk: e for e in Einrichtung.objects.select_for_update().filter(pk__in=[bleibt.pk, geht.pk]).order_by("pk")}
    bleibt, geht = sperre[bleibt.pk], sperre[geht.pk]
    if bleibt == geht or bleibt.aufgegangen_in_id or geht.aufgegangen_in_id:
        raise UebernahmeFehler("Eine der beiden wurde inzwischen schon zusammengeführt. Bitte sehen Sie sich die Liste neu an.")
    verworfen = widersprueche(bleibt, geht)
    _ergaenzen(bleibt, geht)
    if geht in obere_von(bleibt):  # what stood between them would stand above itself
        bleibt.obere = None
    bleibt.save()
    try:
        with transaction.atomic():
            _umhaengen(bleibt, geht)
    except IntegrityError as fehler:  # in a later app the two stand beside each other as two
        raise UebernahmeFehler("Die beiden lassen sich nicht zusammenführen: An anderer Stelle gelten sie als zwei.") from fehler
    geht.refresh_from_db()
    geht.aufgegangen_in, geht.is_public, geht.obere = bleibt, False, None
    geht.save()
    return Zusammengefuehrt(bleibt, verworfen)


def widersprueche(bleibt: Einrichtung, geht: Einrichtung) -> tuple[tuple[str, str], ...]:
    """What stands in both and not the same, as (label, what `geht` says)."""
    felder = [(feld, getattr(bleibt, feld), getattr(geht, feld)) for feld in EINFACHE_FELDER]
    return tuple(
        (_ueberschrift(feld), str(seins)) for feld, ihres, seins in felder if ihres and seins and seins not in (ihres, bleibt)
    )


def _ueberschrift(feld: str) -> str:
    name = Einrichtung._meta.get_field(feld).verbose_name
    return name[:1].upper() + name[1:]


def _ergaenzen(bleibt, geht):
    namen = list(dict.fromkeys([*bleibt.namen, *geht.namen]))
    bleibt.weitere_namen = "\n".join(namen[1:])
    for feld in EINFACHE_FELDER:
        if not getattr(bleibt, feld):
            setattr(bleibt, feld, getattr(geht, feld))
    if bleibt in obere_von(bleibt):
        bleibt.obere = None
    bleibt.phasen = tuple(sorted({*bleibt.phasen, *geht.phasen}))
    bleibt.handlungsfelder.add(*geht.handlungsfelder.all())


def _umhaengen(bleibt, geht):
    """Every row of any table that points to `geht`; saved one by one, so that their history says when."""
    for beziehung in Einrichtung._meta.related_objects:
        feld = beziehung.field.name
        for zeile in beziehung.related_model._base_manager.filter(**{feld: geht}):
            if beziehung.many_to_many:
                getattr(zeile, feld).remove(geht)
                if zeile != bleibt:
                    getattr(zeile, feld).add(bleibt)
            else:
                setattr(zeile, feld, bleibt)
                zeile.save(update_fields=[feld])
    gesehen = set()
    for standort in bleibt.standorte.all():
        if str(standort) in gesehen:
            standort.delete()
        gesehen.add(str(standort))


def obere_von(einrichtung: Einrichtung) -> list[Einrichtung]:
    """What stands above it, the nearest first. Where that goes in a circle it stands among them itself."""
    kette: list[Einrichtung] = []
    hier = einrichtung.obere
    while hier and hier not in kette:
        kette.append(hier)
        hier = hier.obere
    return kette


@transaction.atomic
def ordnen(*, mitgliedschaft: Mitgliedschaft, richtung: int) -> None:
    """Move a function one place up (-1) or down (1) in its group."""
    Gruppe.objects.select_for_update().get(pk=mitgliedschaft.gruppe_id)
    alle = list(Mitgliedschaft.objects.filter(gruppe=mitgliedschaft.gruppe_id))
    sichtbar = list(Mitgliedschaft.objects.filter(gruppe=mitgliedschaft.gruppe_id).heute())
    if mitgliedschaft not in sichtbar:  # deleted or ended meanwhile
        return
    dort = sichtbar.index(mitgliedschaft) + richtung
    if 0 <= dort < len(sichtbar):  # those who have ended stand between them and are not seen
        ziel = alle.index(sichtbar[dort])
        alle.remove(mitgliedschaft)
        alle.insert(ziel, mitgliedschaft)
    for position, zeile in enumerate(alle):
        if zeile.position != position:
            Mitgliedschaft.objects.filter(pk=zeile.pk).update(position=position)


@transaction.atomic
def mitglied_speichern(*, mitgliedschaft: Mitgliedschaft, name: str, email: str) -> None:
    """Save a membership; a new institution it names is saved before it, a person's name apart from it."""
    if mitgliedschaft.einrichtung and not mitgliedschaft.einrichtung.pk:
        mitgliedschaft.einrichtung = einrichtung_anlegen(mitgliedschaft.einrichtung.kommune, mitgliedschaft.einrichtung.name)
    mitgliedschaft.save()
    person_setzen(mitgliedschaft=mitgliedschaft, name=name, email=email)
    personen_ohne_mitgliedschaft_loeschen()


def person_setzen(*, mitgliedschaft: Mitgliedschaft, name: str, email: str) -> None:
    """Keep name and address of a member internally, or, with neither, remove them."""
    if name or email:
        Mitgliedsperson.objects.update_or_create(mitgliedschaft=mitgliedschaft, defaults={"name": name, "email": email})
    else:
        Mitgliedsperson.objects.filter(mitgliedschaft=mitgliedschaft).delete()


def personen_ohne_mitgliedschaft_loeschen() -> int:
    """Names and addresses live as long as the membership and its group; returns how many were removed."""
    geloescht, _ = Mitgliedsperson.objects.filter(mitgliedschaft__in=Mitgliedschaft.objects.vorbei()).delete()
    return geloescht


def moegliche_doppelte(einrichtungen: list[Einrichtung]) -> list[tuple[Einrichtung, Einrichtung, bool]]:
    """Pairs that may be the same, with whether their names are equal; surest first. What a person called two is left out.

    Expects Standorte and `verschieden_von` to be fetched.
    """
    gesehen, paare = Verzeichnis(), []
    for bekannt in als_bekannte(einrichtungen):
        zwei = set(bekannt.kennung.verschieden_von.all())
        treffer = gesehen.suchen(bekannt.namen, bekannt.orte)
        paare += [(t.kennung, bekannt.kennung, t.gleich) for t in treffer if t.kennung not in zwei]
        gesehen.aufnehmen(bekannt)
    return sorted(paare, key=lambda paar: not paar[2])
