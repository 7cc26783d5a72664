"""Writes that join several apps: what was read from an old profile becomes a draft."""

import re

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from kern.models import Vermerk, vermerken
from kommunen import models as k
from kommunen.leser import Lesung
from kommunen.leser.ergebnis import GelesenerErfolg
from kommunen.redaktion import actions as redaktion
from kommunen.redaktion.formulare import neuer_eintrag
from kommunen.redaktion.inhalt import als_werte, leer, zeilen
from kommunen.redaktion.plan import PLAN, Art
from kommunen.uebernahme import UebernahmeFehler, anlegen, passt
from netzwerke.actions import gruppen_uebernehmen
from statistik.models import Gebiet
from statistik.namen import kernname, sortierschluessel, umschrift


def kommune_anlegen(*, gebiet: Gebiet) -> k.Kommune:
    """A Kommune for an area, not yet public. Its address carries kind and key where the short name is taken."""
    kern = kernname(gebiet.name)
    ist_region = gebiet.typ == "Region"
    return k.Kommune.objects.create(
        name=gebiet.anzeigename,
        kurzname="die Region" if ist_region else kern,
        sortierung=sortierschluessel(kern),
        slug=_freie_adresse(gebiet.name if ist_region else kern, gebiet),
        gebiet=gebiet,
    )


def _freie_adresse(name: str, gebiet: Gebiet) -> str:
    for vorschlag in (name, gebiet.anzeigename):
        slug = slugify(umschrift(vorschlag))[:50].strip("-")
        if not k.Kommune.objects.filter(slug=slug).exists():
            return slug
    return f"{slug[:37]}-{gebiet.ars}"


@transaction.atomic
def als_entwurf_uebernehmen(
    *, einlesung: k.Einlesung, lesung: Lesung, kommune: k.Kommune | None, gebiet: Gebiet | None, nutzer=None
) -> k.Kommune:
    """Take a reading over for a Kommune or, without one, for a new one of this area: all or nothing, and once."""
    schon = k.Einlesung.objects.select_for_update().get(pk=einlesung.pk).kommune_id
    if schon:
        return k.Kommune.objects.get(pk=schon)
    if kommune is None:
        try:
            with transaction.atomic():
                kommune = kommune_anlegen(gebiet=gebiet)
        except IntegrityError as fehler:
            raise UebernahmeFehler(
                f"{gebiet} wird gerade von jemand anderem angelegt. Bitte versuchen Sie es noch einmal."
            ) from fehler
    profil_uebernehmen(einlesung=einlesung, lesung=lesung, kommune=kommune, nutzer=nutzer)
    return kommune


@transaction.atomic
def profil_uebernehmen(*, einlesung: k.Einlesung, lesung: Lesung, kommune: k.Kommune, nutzer=None) -> list[str]:
    """Make a draft of every section the reading says something about; returns these sections. Publishes nothing.

    A draft that was there before stays among the versions. Groups are entered only where the Kommune has none.
    Raises UebernahmeFehler where a value does not fit.
    """
    kommune = k.Kommune.objects.select_for_update().get(pk=kommune.pk)
    personen = {}
    gelesen = inhalte_aus_lesung(lesung, personen)
    for art, inhalt in gelesen.items():
        _pruefen(kommune, art, inhalt)
        abschnitt = redaktion.gesperrt(kommune, art)
        bisher = abschnitt.neueste.inhalt if abschnitt.neueste else leer(art)
        redaktion.speichern(
            kommune=kommune,
            art=art,
            inhalt=bisher | inhalt,
            nutzer=nutzer,
            basis=abschnitt.neueste.nummer if abschnitt.neueste else 0,
            anlass=k.Fassung.Anlass.EINGELESEN,
        )
    for schluessel, felder in personen.items():
        k.Ansprechperson.objects.create(kommune=kommune, kontakt=schluessel, **felder)
    _programmweites_anlegen(lesung)
    if not kommune.gruppen.exists():
        veroeffentlicht = k.Profil.objects.filter(kommune=kommune, is_published=True).exists()
        gruppen_uebernehmen(
            kommune=kommune, gelesene=enumerate(lesung.gruppen), is_public=not veroeffentlicht, kennung=f"einlesung-{einlesung.pk}"
        )
    einlesung.kommune = kommune
    einlesung.save(update_fields=["kommune"])
    vermerken(Vermerk.Art.IMPORT, f"{kommune}: Profil eingelesen, {len(gelesen)} Abschnitte als Entwurf")
    return list(gelesen)


def inhalte_aus_lesung(lesung: Lesung, personen: dict[str, dict]) -> dict[str, dict]:
    """The sections a reading fills, as contents of versions. Persons go into `personen`, by the key of their contact."""
    downloads = [
        neu(Art.DOWNLOADS, titel=d.titel, datum=_iso(d.datum), groesse_kb=d.groesse_kb, typ=d.typ) for d in lesung.downloads
    ]
    felder = {
        Art.GRUND: {"grund": lesung.grund},
        Art.ZIELE: {
            "ziele": lesung.ziele,
            "schwerpunkt": lesung.schwerpunkt,
            "schwerpunkt_offen": lesung.schwerpunkt_offen,
            "projektbausteine": [_baustein(baustein) for baustein in lesung.bausteine],
        },
        Art.BESONDERHEITEN: {"besonderheiten": lesung.besonderheiten},
        Art.KONTAKT: {"kontakte": [_kontakt(kontakt, personen) for kontakt in lesung.kontakte]},
        Art.KENNZAHLEN: {"kennzahlen": [als_werte(_liste(Art.KENNZAHLEN), zahl) for zahl in gelesene_kennzahlen(lesung)]},
        Art.DOWNLOADS: {"downloads": downloads},
        Art.ERFOLGE: {"erfolge": [neu(Art.ERFOLGE, text=e.text, download=_gemeint(e, downloads)) for e in lesung.erfolge]},
        Art.TERMINE: {"termine": [_termin(termin) for termin in lesung.termine if not termin.programmweit]},
        Art.MELDUNGEN: {
            "meldungen": [neu(Art.MELDUNGEN, titel=m.titel, text=m.text) for m in lesung.meldungen if not m.programmweit]
        },
    }
    gelesen = {art: {name: wert for name, wert in inhalt.items() if wert} for art, inhalt in felder.items()}
    return {art: inhalt for art, inhalt in gelesen.items() if inhalt}


def _liste(art):
    return PLAN[art].listen[0]


def neu(art, /, **werte) -> dict:
    """An entry of a section's list with a key of its own."""
    return neuer_eintrag(_liste(art)) | werte


def _iso(wert):
    return wert.isoformat() if wert else None


def _kontakt(kontakt, personen):
    felder = {feld: getattr(kontakt, feld) for feld in ("strasse", "plz", "ort", "telefon", "telefax", "email")}
    eintrag = neu(
        Art.KONTAKT, funktionen="\n".join(kontakt.funktionen), dienststelle="\n".join(kontakt.dienststelle), **felder
    )  # fmt: skip
    if kontakt.person or kontakt.person_email:
        personen[eintrag["schluessel"]] = {"name": kontakt.person[:120], "email": kontakt.person_email[:254]}
    return eintrag


def _baustein(baustein):
    titel, text = _titel(baustein.text)
    return neu(Art.ZIELE, nummer=baustein.nummer, titel=titel, text=text)


def _termin(termin):
    zeiten = {feld: _iso(getattr(termin, feld)) for feld in ("datum", "beginn", "ende")}
    return neu(Art.TERMINE, titel=termin.titel, text=termin.text, ort=termin.ort, **zeiten)


def _pruefen(kommune, art, inhalt):
    """Does every value fit its field? No database truncates or refuses silently."""
    felder = {feld: inhalt[feld] for feld in PLAN[art].felder if feld in inhalt}
    passt(k.Profil(**felder), felder)
    for liste in PLAN[art].listen:
        for zeile in zeilen(kommune, liste, inhalt.get(liste.name, []), {}):
            passt(zeile, liste.felder)


def gelesene_kennzahlen(lesung: Lesung) -> list[k.Kennzahl]:
    """The figures of a reading as rows that are not saved yet, also to show them in the review."""
    gleich = ("art", "wert", "nachkommastellen", "einheit", "naeherung", "quelle", "definition", "wortlaut")
    return [
        k.Kennzahl(
            stichtag=figur.zeitangabe and figur.zeitangabe.datum,
            genauigkeit=figur.zeitangabe.genauigkeit.value if figur.zeitangabe else "",
            **{feld: getattr(figur, feld) for feld in gleich},
        )
        for figur in lesung.kennzahlen
    ]


def _titel(text, laengste=240):
    """A long Baustein keeps all its words: what does not fit the title goes on in the text."""
    if len(text) <= laengste:
        return text, ""
    schnitt = text.rfind(" ", 0, laengste)
    return text[:schnitt], text[schnitt + 1 :]


def _programmweites_anlegen(lesung):
    """What concerns the whole programme stands in many profiles; it is entered once, for the Fachadministration to look at."""
    for termin in lesung.termine:
        if termin.programmweit:
            _einmal_anlegen(
                k.Termin, **{feld: getattr(termin, feld) for feld in ("titel", "text", "datum", "beginn", "ende", "ort")}
            )
    for meldung in lesung.meldungen:
        if meldung.programmweit:
            _einmal_anlegen(k.Meldung, titel=meldung.titel, text=meldung.text)


def _einmal_anlegen(modell, **felder):
    if not modell.objects.filter(kommune=None, **felder).exists():
        anlegen(modell, **felder)


def _gemeint(erfolg: GelesenerErfolg, downloads: list[dict]) -> str | None:
    """ "(Material s. Downloads)": the first document whose title shares a long word with the sentence, by its key."""
    if not erfolg.verweist_auf_downloads:
        return None
    worte = {wort.lower() for wort in re.findall(r"[^\W\d_]{9,}", erfolg.text)}
    treffer = (d for d in downloads if worte & {w.lower() for w in re.findall(r"[^\W\d_]{9,}", d["titel"])})
    return next((d["schluessel"] for d in treffer), None)
