"""Writes that join several apps: what was read from an old profile becomes a draft."""

import re

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.text import slugify

from kommunen import models as k
from kommunen.leser import Lesung
from kommunen.leser.ergebnis import GeleseneGruppe, GelesenerErfolg
from netzwerke.models import Gruppe, Mitgliedschaft
from statistik.models import Gebiet
from statistik.namen import kernname, sortierschluessel


class UebernahmeFehler(Exception):
    """The reading cannot be taken over; the message is for the person who tries."""


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
        slug = slugify(vorschlag.translate(UMLAUTE))[:50].strip("-")
        if not k.Kommune.objects.filter(slug=slug).exists():
            return slug
    return f"{slug[:37]}-{gebiet.ars}"


UMLAUTE = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})


@transaction.atomic
def als_entwurf_uebernehmen(
    *, einlesung: k.Einlesung, lesung: Lesung, kommune: k.Kommune | None, gebiet: Gebiet | None, ersetzen: bool = False
) -> k.Kommune:
    """Take a reading over for a Kommune or, without one, for a new one of this area: all or nothing."""
    if kommune is None:
        try:
            with transaction.atomic():
                kommune = kommune_anlegen(gebiet=gebiet)
        except IntegrityError as fehler:
            raise UebernahmeFehler(
                f"{gebiet} wird gerade von jemand anderem angelegt. Bitte versuchen Sie es noch einmal."
            ) from fehler
    profil_uebernehmen(einlesung=einlesung, lesung=lesung, kommune=kommune, ersetzen=ersetzen)
    return kommune


@transaction.atomic
def profil_uebernehmen(*, einlesung: k.Einlesung, lesung: Lesung, kommune: k.Kommune, ersetzen: bool = False) -> k.Profil:
    """Fill the draft of a Kommune from a reading. Publishes nothing.

    Raises UebernahmeFehler where a published profile or, without `ersetzen`, a draft would be lost.
    """
    kommune = k.Kommune.objects.select_for_update().get(pk=kommune.pk)
    vorhanden = k.Profil.objects.filter(kommune=kommune).first()
    if vorhanden and vorhanden.is_published:
        raise UebernahmeFehler(
            f"{kommune} hat schon ein veröffentlichtes Profil. Es wird durch Einlesen nicht überschrieben; "
            "bitte übertragen Sie einzelne Angaben von Hand."
        )
    if vorhanden and not ersetzen:
        raise UebernahmeFehler(f"{kommune} hat schon einen Entwurf. Wenn er ersetzt werden darf, sagen Sie das bitte ausdrücklich.")
    if vorhanden:
        _entwurf_loeschen(kommune)
    profil = k.Profil.objects.create(
        kommune=kommune,
        grund=lesung.grund,
        ziele=lesung.ziele,
        schwerpunkt=lesung.schwerpunkt,
        schwerpunkt_offen=lesung.schwerpunkt_offen,
        besonderheiten=lesung.besonderheiten,
    )
    _angaben_anlegen(kommune, lesung)
    _anhaenge_anlegen(kommune, lesung)
    for position, gruppe in enumerate(lesung.gruppen):
        _gruppe_anlegen(kommune, position, gruppe)
    einlesung.kommune = kommune
    einlesung.save(update_fields=["kommune"])
    return profil


def _entwurf_loeschen(kommune):
    k.Profil.objects.filter(kommune=kommune).delete()
    for zugehoerig in ("kontakte", "kennzahlen", "projektbausteine", "erfolge", "downloads", "gruppen"):
        getattr(kommune, zugehoerig).all().delete()
    kommune.termine.filter(is_published=False).delete()
    kommune.meldungen.filter(is_published=False).delete()


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


def _anlegen(modell, **felder):
    return _speichern(modell(**felder))


def _speichern(zeile):
    """Save a new row, or say in plain words which value does not fit: no database truncates or refuses silently."""
    try:
        zeile.full_clean(validate_unique=False)
    except ValidationError as fehler:
        feld, meldungen = next(iter(fehler.message_dict.items()))
        was = zeile._meta.verbose_name
        if feld != "__all__":
            was = f"{was}, {zeile._meta.get_field(feld).verbose_name} („{str(getattr(zeile, feld))[:80]}“)"
        raise UebernahmeFehler(
            f"{was}: {' '.join(meldungen)} Bitte kürzen oder berichtigen Sie die Stelle im Text und lesen Sie ihn noch einmal ein."
        ) from fehler
    zeile.save()
    return zeile


def _angaben_anlegen(kommune, lesung):
    for position, kontakt in enumerate(lesung.kontakte):
        _anlegen(
            k.Kontakt,
            kommune=kommune,
            position=position,
            funktionen="\n".join(kontakt.funktionen),
            dienststelle="\n".join(kontakt.dienststelle),
            **{
                feld: getattr(kontakt, feld)
                for feld in ("strasse", "plz", "ort", "telefon", "telefax", "email", "person", "person_email")
            },
        )
    for kennzahl in gelesene_kennzahlen(lesung):
        kennzahl.kommune = kommune
        _speichern(kennzahl)
    for baustein in lesung.bausteine:
        titel, text = _titel(baustein.text)
        _anlegen(k.Projektbaustein, kommune=kommune, nummer=baustein.nummer, titel=titel, text=text)


def _titel(text, laengste=240):
    """A long Baustein keeps all its words: what does not fit the title goes on in the text."""
    if len(text) <= laengste:
        return text, ""
    schnitt = text.rfind(" ", 0, laengste)
    return text[:schnitt], text[schnitt + 1 :]


def _anhaenge_anlegen(kommune, lesung):
    downloads = [
        _anlegen(k.Download, kommune=kommune, position=i, titel=d.titel, datum=d.datum, groesse_kb=d.groesse_kb, typ=d.typ)
        for i, d in enumerate(lesung.downloads)
    ]
    for position, erfolg in enumerate(lesung.erfolge):
        _anlegen(k.Erfolg, kommune=kommune, position=position, text=erfolg.text, download=_gemeint(erfolg, downloads))
    for termin in lesung.termine:
        felder = {feld: getattr(termin, feld) for feld in ("titel", "text", "datum", "beginn", "ende", "ort")}
        _einmal_anlegen(k.Termin, None if termin.programmweit else kommune, felder)
    for meldung in lesung.meldungen:
        _einmal_anlegen(k.Meldung, None if meldung.programmweit else kommune, {"titel": meldung.titel, "text": meldung.text})


def _einmal_anlegen(modell, kommune, felder):
    """What concerns the whole programme stands in many profiles; it is entered once."""
    if kommune or not modell.objects.filter(kommune=None, **felder).exists():
        _anlegen(modell, kommune=kommune, **felder)


def _gemeint(erfolg: GelesenerErfolg, downloads: list[k.Download]) -> k.Download | None:
    """ "(Material s. Downloads)": the first document whose title shares a long word with the sentence."""
    if not erfolg.verweist_auf_downloads:
        return None
    worte = {wort.lower() for wort in re.findall(r"[^\W\d_]{9,}", erfolg.text)}
    return next((d for d in downloads if worte & {w.lower() for w in re.findall(r"[^\W\d_]{9,}", d.titel)}), None)


def _gruppe_anlegen(kommune, position, gelesen: GeleseneGruppe):
    gruppe = _anlegen(
        Gruppe,
        kommune=kommune,
        position=position,
        art=gelesen.art,
        name=gelesen.name,
        aufgabe=gelesen.aufgabe,
        planungsstand=gelesen.planungsstand,
    )
    vorher = None
    for i, mitglied in enumerate(gelesen.mitglieder):
        neu = _anlegen(
            Mitgliedschaft,
            gruppe=gruppe,
            position=i,
            begleitet=vorher if mitglied.begleitet else None,
            **{feld: getattr(mitglied, feld) for feld in ("funktion", "einheit", "obereinheit", "anzahl", "mehrere", "person")},
        )
        vorher = vorher if mitglied.begleitet else neu
