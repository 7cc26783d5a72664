"""What a Kommune's page shows of its profile: from the rows, which are public, or from the drafts, for a preview."""

from django.utils import timezone

from kommunen.auswertung import kacheln
from kommunen.models import Ansprechperson, Profil
from kommunen.redaktion.actions import ohne_leere, verweisziele
from kommunen.redaktion.inhalt import zeilen
from kommunen.redaktion.plan import PLAN
from kommunen.redaktion.stand import Abschnittsstand


def portrait_oeffentlich(kommune) -> dict:
    """The published profile; one query for each list."""
    return _portrait(
        profil=kommune.profil,
        kontakte=list(kommune.kontakte.with_person(timezone.localdate())),
        kennzahlen=kommune.kennzahlen.all(),
        bausteine=kommune.projektbausteine.all(),
        erfolge=kommune.erfolge.select_related("download__datei"),
        downloads=kommune.downloads.select_related("datei"),
        termine=kommune.termine.published(),
        meldungen=kommune.meldungen.published(),
    )


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
