"""Since when the interface tells of what, and lists of it page by page."""

import hashlib
import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.core.paginator import Page, Paginator
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from gremien.models import OparlObjekt, Vorlage
from gremien.oparl.objekte import LADER, SCHEMA, Art, Objekt, adresse, laden, system
from kern.abfrage import ALLE
from kommunen.models import Kommune

log = logging.getLogger(__name__)
JE_SEITE = 100
FILTER = {"created_since": "angelegt__gte", "created_until": "angelegt__lte"}
FILTER |= {"modified_since": "geaendert__gte", "modified_until": "geaendert__lte"}


class AnfrageFehler(Exception):
    """The message says what to ask instead."""


def abgleichen() -> int:
    """Note what is new, changed or gone since the last time; returns how many objects that were. The service runs it."""
    anzahl = _vermerken(None, [system()])
    bekannt = OparlObjekt.objects.exclude(kommune=None).values("kommune")
    oeffentlich = Vorlage.objects.visible_to(ALLE).values("kommune")
    fehler: list[Exception] = []
    for kommune in Kommune.objects.filter(pk__in=oeffentlich) | Kommune.objects.filter(pk__in=bekannt):
        try:
            with transaction.atomic():
                Kommune.objects.select_for_update().get(pk=kommune.pk)
                anzahl += _vermerken(kommune, [objekt for art in LADER for objekt in laden(art, kommune=kommune)])
        except Exception as einer:  # what is wrong with one Kommune is not the others' trouble
            log.exception("Die Ratsdaten einer Kommune sind nicht abzugleichen: %s", kommune.pk)
            fehler.append(einer)
    if fehler:
        raise fehler[0]
    return anzahl


def _vermerken(kommune: Kommune | None, jetzt_da: list[Objekt]) -> int:
    jetzt = timezone.now().replace(microsecond=0) + timedelta(seconds=1)  # told in seconds: up, so that nobody misses a change
    bekannt = {(zeile.art, zeile.schluessel): zeile for zeile in OparlObjekt.objects.filter(kommune=kommune)}
    neu, anders = [], []
    for objekt in jetzt_da:
        summe = _pruefsumme(objekt)
        zeile = bekannt.pop((objekt.art, objekt.schluessel), None)
        if zeile is None:
            felder = {"art": objekt.art, "schluessel": objekt.schluessel, "pruefsumme": summe}
            neu.append(OparlObjekt(kommune=kommune, angelegt=jetzt, geaendert=jetzt, **felder))
        elif zeile.geloescht or zeile.pruefsumme != summe:
            zeile.geloescht, zeile.pruefsumme, zeile.geaendert = False, summe, jetzt
            anders.append(zeile)
    weg = [zeile for zeile in bekannt.values() if not zeile.geloescht]
    for zeile in weg:
        zeile.geloescht, zeile.pruefsumme, zeile.geaendert = True, "", jetzt
    OparlObjekt.objects.bulk_create(neu, batch_size=500, ignore_conflicts=kommune is None)  # without a lock: two may begin at once
    OparlObjekt.objects.bulk_update([*anders, *weg], ["geloescht", "pruefsumme", "geaendert"], batch_size=200)
    return len(neu) + len(anders) + len(weg)


def _pruefsumme(objekt: Objekt) -> str:
    worte = json.dumps(objekt.felder, sort_keys=True, default=lambda inneres: [inneres.schluessel, inneres.felder])
    return hashlib.sha256(worte.encode()).hexdigest()


@dataclass(frozen=True)
class Anfrage:
    """What a client may ask of a list. Words the specification does not know are ignored, as it wants it."""

    wo: dict[str, datetime]
    seite: int
    je_seite: int
    ohne_inneres: bool

    @classmethod
    def aus(cls, angaben: Mapping[str, str]) -> "Anfrage":
        """Raises AnfrageFehler."""
        wo = {feld: _zeit(name, angaben[name]) for name, feld in FILTER.items() if name in angaben}
        je_seite = min(_zahl("limit", angaben.get("limit", str(JE_SEITE))), JE_SEITE)
        return cls(wo, _zahl("page", angaben.get("page", "1")), je_seite, angaben.get("omit_internal") == "true")


def _zeit(name: str, text: str) -> datetime:
    try:
        gelesen = datetime.fromisoformat(text.replace(" ", "+"))  # a "+" that was not encoded arrives as a space
        zeit = gelesen.astimezone(UTC) if gelesen.tzinfo else None
    except (ValueError, OverflowError):
        zeit = None
    if zeit is None or not 1900 < zeit.year < 9999:
        raise AnfrageFehler(
            f"{name}: „{text[:40]}“ ist kein vollständiger Zeitpunkt. Erwartet wird zum Beispiel 2019-12-31T00:00:00+01:00."
        )
    return zeit


def _zahl(name: str, text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < len(text) < 8 and int(text)):
        raise AnfrageFehler(f"{name}: „{text[:40]}“ ist keine Zahl ab 1.")
    return int(text)


def eines(art: str, schluessel: str, *, ohne_inneres: bool = False) -> dict | None:
    """One object as it is told; None where the interface never told of it."""
    zeile = OparlObjekt.objects.filter(art=art, schluessel=schluessel).first()
    return _erzaehlen([zeile], ohne_inneres)[0] if zeile else None


def seite(zeilen: QuerySet, anfrage: Anfrage) -> tuple[list[dict], Page]:
    """One page of a list. Gone objects are told to those who ask for changes. Raises AnfrageFehler."""
    if "geaendert__gte" not in anfrage.wo:
        zeilen = zeilen.filter(geloescht=False)
    blaettern = Paginator(zeilen.filter(**anfrage.wo), anfrage.je_seite)
    if anfrage.seite > blaettern.num_pages:
        raise AnfrageFehler(f"page: Die Liste hat {blaettern.num_pages} Seiten.")
    blatt = blaettern.page(anfrage.seite)
    return _erzaehlen(list(blatt), anfrage.ohne_inneres), blatt


def _erzaehlen(zeilen: list[OparlObjekt], ohne_inneres: bool) -> list[dict]:
    """In their order. What everybody may no longer see is gone from this moment on, noted or not."""
    je_art: dict[str, list[str]] = {}
    for zeile in zeilen:
        if not zeile.geloescht:
            je_art.setdefault(zeile.art, []).append(zeile.schluessel)
    da = {}
    for art, schluessel in je_art.items():
        objekte = [system()] if art == Art.SYSTEM else laden(art, schluessel=schluessel)
        da |= {(objekt.art, objekt.schluessel): objekt for objekt in objekte}
    inneres = [] if ohne_inneres else [teil for objekt in da.values() for wert in objekt.felder.values() for teil in _teile(wert)]
    zeiten = {(zeile.art, zeile.schluessel): zeile for zeile in zeilen}
    if inneres:
        vermerkt = OparlObjekt.objects.filter(schluessel__in={teil.schluessel for teil in inneres}, geloescht=False)
        zeiten |= {(zeile.art, zeile.schluessel): zeile for zeile in vermerkt}
    return [_erzaehlt(zeile, da.get((zeile.art, zeile.schluessel)), zeiten, ohne_inneres) for zeile in zeilen]


def _teile(wert) -> list[Objekt]:
    """The objects told inside another one as this value; none for any other value."""
    return wert if isinstance(wert, list) and wert and isinstance(wert[0], Objekt) else []


def _erzaehlt(zeile: OparlObjekt, objekt: Objekt | None, zeiten: dict, ohne_inneres: bool) -> dict:
    kopf = {
        "id": adresse(zeile.art, zeile.schluessel),
        "type": f"{SCHEMA}{Art(zeile.art).label}",
        "created": _schreiben(zeile.angelegt),
        "modified": _schreiben(zeile.geaendert),
    }
    if objekt is None:
        return kopf | {"deleted": True}
    return kopf | {
        name: [_erzaehlt(zeiten[teil.art, teil.schluessel], teil, {}, ohne_inneres) for teil in teile if _vermerkt(teil, zeiten)]
        if (teile := _teile(wert))
        else wert
        for name, wert in objekt.felder.items()
        if not (ohne_inneres and _teile(wert))
    }


def _vermerkt(teil: Objekt, zeiten: dict) -> bool:
    """What is new since the last time has no times yet."""
    return (teil.art, teil.schluessel) in zeiten


def _schreiben(zeit: datetime) -> str:
    return timezone.localtime(zeit).isoformat(timespec="seconds")
