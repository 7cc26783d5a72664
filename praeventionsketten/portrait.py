"""What a Kommune's page shows of its profile: from the rows, which are public, or from the drafts, for a preview."""

from collections import defaultdict

from django.utils import timezone

from grafik.karte import niedersachsen
from kern.abfrage import vorbereitet, zusammen
from kommunen.auswertung import kacheln
from kommunen.models import (
    Ansprechperson,
    Download,
    Erfolg,
    Kennzahl,
    Kommune,
    Kontakt,
    Listenzeile,
    Meldung,
    Profil,
    Programmteilnahme,
    Projektbaustein,
    Termin,
)
from kommunen.redaktion.actions import ohne_leere, verweisziele
from kommunen.redaktion.inhalt import zeilen
from kommunen.redaktion.plan import PLAN
from kommunen.redaktion.stand import Abschnittsstand
from netzwerke.auswertung import gruppenbilder
from netzwerke.models import Gruppe, Mitgliedschaft
from netzwerke.zeitpunkt import gilt_am

# Each list of the page is one query.
_staedte = vorbereitet(lambda kommune, *, user: Kommune.objects.visible_to(user).filter(obere=kommune).for_list())
_teilnahmen = vorbereitet(lambda kommune: Programmteilnahme.objects.filter(kommune=kommune))
_kontakte = vorbereitet(lambda kommune, *, heute: Kontakt.objects.filter(kommune=kommune).with_person(heute))
_kennzahlen = vorbereitet(lambda kommune: Kennzahl.objects.filter(kommune=kommune))
_bausteine = vorbereitet(lambda kommune: Projektbaustein.objects.filter(kommune=kommune))
_erfolge = vorbereitet(lambda kommune: Erfolg.objects.filter(kommune=kommune).select_related("download__datei"))
_downloads = vorbereitet(lambda kommune: Download.objects.filter(kommune=kommune).select_related("datei"))
_termine = vorbereitet(lambda kommune: Termin.objects.published().filter(kommune=kommune))
_meldungen = vorbereitet(lambda kommune: Meldung.objects.published().filter(kommune=kommune))
_gruppen = vorbereitet(lambda kommune, *, user: _im_netzwerk(kommune, user).select_related("kommune"))
_mitglieder = vorbereitet(
    lambda kommune, *, user, heute: Mitgliedschaft.objects.filter(
        gilt_am(heute.isoformat()), gruppe__in=_im_netzwerk(kommune, user)
    ).with_einrichtung(user)
)


def _im_netzwerk(kommune, user):
    return Gruppe.objects.visible_to(user).im_netzwerk(kommune).bestehend()


def umgebung(user, kommune) -> dict:
    """What stands on a Kommune's page beside its profile."""
    staedte, teilnahmen = zusammen(_staedte.frage(kommune.pk, user=user), _teilnahmen.frage(kommune.pk))
    return {
        "kommune": kommune,
        "karte": niedersachsen(),
        "staedte": [Listenzeile(*zeile) for zeile in staedte],
        "teilnahmen": teilnahmen,
    }


def portrait_oeffentlich(user, kommune) -> dict:
    """The published profile."""
    heute = timezone.localdate()
    kontakte, kennzahlen, bausteine, erfolge, downloads, termine, meldungen, gruppen, mitglieder = zusammen(
        _kontakte.frage(kommune.pk, heute=heute),
        _kennzahlen.frage(kommune.pk),
        _bausteine.frage(kommune.pk),
        _erfolge.frage(kommune.pk),
        _downloads.frage(kommune.pk),
        _termine.frage(kommune.pk),
        _meldungen.frage(kommune.pk),
        _gruppen.frage(kommune.pk, user=user),
        _mitglieder.frage(kommune.pk, user=user, heute=heute),
    )
    return _portrait(
        profil=kommune.profil,
        kontakte=kontakte,
        kennzahlen=kennzahlen,
        bausteine=bausteine,
        erfolge=erfolge,
        downloads=downloads,
        termine=termine,
        meldungen=meldungen,
        gruppen=_mit_plaetzen(gruppen, mitglieder),
    )


def _mit_plaetzen(gruppen, mitglieder):
    nach_gruppe = defaultdict(list)
    for mitglied in mitglieder:
        nach_gruppe[mitglied.gruppe_id].append(mitglied)
    for gruppe in gruppen:
        gruppe.plaetze = nach_gruppe[gruppe.pk]
    return gruppenbilder(gruppen)


def portrait_vorschau(kommune, staende: list[Abschnittsstand]) -> dict:
    """The profile as it will be once everything is published, from rows that exist only in memory."""
    profil, listen = Profil(), {}
    for stand in staende:
        inhalt = ohne_leere(stand.art, stand.inhalt)
        for feld in PLAN[stand.art].felder:
            setattr(profil, feld, inhalt[feld])
        for liste in PLAN[stand.art].listen:
            ziele = {d.schluessel: d for d in listen["downloads"]} if liste.name == "erfolge" else verweisziele(kommune, liste)
            listen[liste.name] = zeilen(kommune, liste, inhalt[liste.name], ziele)
    namen = Ansprechperson.objects.oeffentlich(timezone.localdate()).filter(kommune=kommune)
    nach_kontakt = {person.kontakt: person for person in namen}
    for kontakt in listen["kontakte"]:
        person = nach_kontakt.get(kontakt.schluessel)
        kontakt.person = person.name if person else ""
    return _portrait(
        profil=profil,
        kontakte=listen["kontakte"],
        kennzahlen=listen["kennzahlen"],
        bausteine=sorted(listen["projektbausteine"], key=lambda b: b.nummer or 0),
        erfolge=listen["erfolge"],
        downloads=listen["downloads"],
        termine=sorted((t for t in listen["termine"] if t.datum), key=lambda t: (t.datum, str(t.beginn or ""))),
        meldungen=sorted(listen["meldungen"], key=lambda m: str(m.datum or ""), reverse=True),
    )


def _portrait(*, kennzahlen, termine, **weiteres) -> dict:
    heute = timezone.localdate()
    termine = list(termine)
    return weiteres | {
        "kacheln": kacheln(kennzahlen),
        "termine": [termin for termin in termine if termin.datum >= heute],
        "rueckblick": [termin for termin in reversed(termine) if termin.datum < heute],
    }
