"""The dashboard of a coordinator: what needs her today, nearest first, and what is done."""

from dataclasses import dataclass
from datetime import date, time, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from kern.templatetags.schreibweise import am_anfang, zahlwort
from kommunen.models import Ansprechperson, Fassung
from kommunen.redaktion.plan import Art
from kommunen.redaktion.stand import Abschnittsstand
from kooperation.models import Dialog, Erhebung
from netzwerke.models import Aufgabe as Sitzungsaufgabe
from netzwerke.models import Gruppe, Sitzung
from netzwerke.zeitpunkt import als_text

VORLAUF = timedelta(days=60)  # how long before its end a consent is asked for anew
ERLEDIGT_SEIT = timedelta(days=30)
FAELLIG_BIS = timedelta(days=14)
PLANUNGSSTAND_ALT = timedelta(days=365)


@dataclass(frozen=True)
class Aufgabe:
    """One thing to do. With `bestaetigen` a second button says "Stimmt noch" and posts there."""

    titel: str
    text: str
    url: str
    knopf: str
    frist: str = ""
    bestaetigen: str = ""


@dataclass(frozen=True)
class Erledigt:
    text: str
    am: date


def uebersicht(user, kommune, staende: list[Abschnittsstand]) -> dict:
    """What the page „Meine Kommune“ shows."""
    dialoge = list(Dialog.objects.accompanied_by(user).filter(kommune=kommune).nicht_zu_ende().with_seiten())
    aufgaben = [*_dialoge(kommune, dialoge), *_aufgaben(kommune, staende)]
    heute = timezone.localdate()
    termine = [termin for termin in next(s for s in staende if s.art == Art.TERMINE).inhalt["termine"] if termin.get("datum")]
    kommende = sorted((t for t in termine if t["datum"] >= heute.isoformat()), key=lambda t: (t["datum"], t["beginn"] or ""))
    return {
        "aufgaben": aufgaben,
        "dialoge": dialoge,
        "erhebungen": Erhebung.objects.visible_to(user).filter(kommune=kommune).laufend().with_ruecklauf(),
        "gruss": gruss(timezone.localtime().hour, len(aufgaben)),
        "staende": staende,
        "entwuerfe": [stand for stand in staende if stand.entwurf],
        "naechste_termine": [_termin(termin) for termin in kommende[:3]],
        "naechste_sitzungen": Sitzung.objects.filter(gruppe__kommune=kommune, datum__gte=heute, abgesagt=False)
        .select_related("gruppe__kommune")
        .reverse()[:3],
        "erledigt": SimpleLazyObject(lambda: _erledigt(kommune, staende)),  # the handover shows what is open, and asks for none
    }


def gruss(stunde: int, aufgaben: int) -> str:
    tageszeit = "Guten Morgen" if stunde < 11 else "Guten Tag" if stunde < 18 else "Guten Abend"
    if not aufgaben:
        return f"{tageszeit}. Alles ist auf dem Stand."
    return f"{tageszeit}. {am_anfang(aufgaben, 'Eine Sache wartet', 'Dinge warten')} auf Sie."


def _aufgaben(kommune, staende):
    seite = {stand.art: reverse("kommunen:bearbeiten", args=[kommune.slug, stand.art]) for stand in staende}
    nach_art = {stand.art: stand for stand in staende}
    yield from _namen(kommune, seite)
    entwuerfe = [stand for stand in staende if stand.entwurf]
    if entwuerfe:
        yield Aufgabe(
            am_anfang(len(entwuerfe), "Ein Entwurf ist noch nicht öffentlich", "Entwürfe sind noch nicht öffentlich"),
            f"{', '.join(stand.titel for stand in entwuerfe)}. Sehen Sie sich die Vorschau an und veröffentlichen Sie sie.",
            reverse("vorschau", args=[kommune.slug]),
            "Vorschau ansehen",
        )
    for stand in staende:
        if stand.ist_alt and not stand.entwurf:
            seit = stand.geprueft_am or timezone.localdate(stand.oeffentlich.am)
            yield Aufgabe(
                f"Stimmt „{stand.titel}“ noch?",
                f"Zuletzt geprüft am {seit:%d.%m.%Y}, das ist mehr als ein Jahr her.",
                seite[stand.art],
                "Ansehen und ändern",
                bestaetigen=reverse("kommunen:stimmt_noch", args=[kommune.slug, stand.art]),
            )
    for art, feld in ((Art.KONTAKT, "kontakte"), (Art.GRUND, "grund"), (Art.ZIELE, "ziele")):
        if not nach_art[art].inhalt[feld]:
            yield Aufgabe(f"„{art.label}“ ist noch leer", nach_art[art].plan.worum, seite[art], "Eintragen")
    yield from _luecken(nach_art, seite)
    yield from _netzwerk(kommune)


def _dialoge(kommune, dialoge):
    """What an Einrichtung has asked for."""
    for dialog in dialoge:
        if dialog.stand == Dialog.Stand.ANGEFRAGT:
            a, b = dialog.paar
            yield Aufgabe(
                f"{a} möchte mit {b} sprechen",
                f"Anlass: {dialog.anlass}. Ergänzen Sie die Adresse und verschicken Sie die Einladungen.",
                reverse("kooperation:begleiten", args=[kommune.slug, dialog.schluessel]),
                "Vorschlag ansehen",
            )


def _netzwerk(kommune):
    heute = timezone.localdate()
    faellig = Sitzungsaufgabe.objects.filter(
        sitzung__gruppe__kommune=kommune, stand__in=Sitzungsaufgabe.OFFENE, bis__lte=heute + FAELLIG_BIS
    )
    for aufgabe in faellig.select_related("sitzung__gruppe__kommune").order_by("bis", "pk"):
        yield Aufgabe(
            aufgabe.was,
            f"Verabredet in: {aufgabe.sitzung}{f', {aufgabe.wer}' if aufgabe.wer else ''}.",
            reverse(
                "netzwerke:sitzung_bearbeiten", args=[kommune.slug, aufgabe.sitzung.gruppe.schluessel, aufgabe.sitzung.schluessel]
            ),
            "Stand eintragen",
            frist=f"bis {aufgabe.bis:%d.%m.%Y}",
        )
    grenze = (heute - PLANUNGSSTAND_ALT).isoformat()
    veraltet = Gruppe.objects.filter(kommune=kommune, beendet="").exclude(stand_vom="").filter(stand_vom__lt=grenze)
    if gruppen := list(veraltet):
        yield Aufgabe(
            am_anfang(len(gruppen), "Ein Planungsstand ist alt", "Planungsstände sind alt"),
            f"{', '.join(f'{gruppe} ({als_text(gruppe.stand_vom)})' for gruppe in gruppen)}. Sind die Gruppen inzwischen besetzt?",
            reverse("netzwerke:gruppe_bearbeiten", args=[kommune.slug, gruppen[0].schluessel]),
            "Ansehen und ändern",
        )


def _namen(kommune, seite):
    heute = timezone.localdate()
    enden = Ansprechperson.objects.exclude(grundlage="").filter(kommune=kommune, gilt_bis__lte=heute + VORLAUF)
    for person in enden:
        im_amt = person.grundlage == Ansprechperson.Grundlage.AMT
        yield Aufgabe(
            "Die Zeit einer Person im Amt geht zu Ende" if im_amt else "Eine Einwilligung läuft ab",
            "Danach löscht das Portal ihren Namen. Soll er länger auf der Seite stehen?",
            f"{seite[Art.KONTAKT]}#{person.kontakt}",
            "Prüfen",
            frist=f"bis {person.gilt_bis:%d.%m.%Y}",
        )


def _luecken(nach_art, seite):
    kennzahlen = nach_art[Art.KENNZAHLEN].inhalt["kennzahlen"]
    ohne = [zahl for zahl in kennzahlen if zahl["wert"] is not None and not (zahl["quelle"] and zahl["stichtag"])]
    if ohne:
        yield Aufgabe(
            am_anfang(
                len(ohne), "Einer Kennzahl fehlt die Quelle oder der Stichtag", "Kennzahlen fehlt die Quelle oder der Stichtag"
            ),
            "Auf der Seite steht „ohne Stichtag“ oder „ohne Quellenangabe“. Wissen Sie, woher die Zahl stammt?",
            seite[Art.KENNZAHLEN],
            "Quelle ergänzen",
        )
    fehlend = [d for d in nach_art[Art.DOWNLOADS].inhalt["downloads"] if not (d["datei"] or d["url"])]
    if fehlend:
        yield Aufgabe(
            am_anfang(len(fehlend), "Eine Datei fehlt", "Dateien fehlen"),
            f"Auf Ihrer Seite steht „Datei liegt nicht vor“: {_einige([download['titel'] for download in fehlend])}.",
            seite[Art.DOWNLOADS],
            "Datei hochladen",
        )


def _einige(titel: list[str]) -> str:
    if len(titel) <= 4:
        return ", ".join(titel)
    return f"{', '.join(titel[:3])} und {zahlwort(len(titel) - 3)} weitere"


def _termin(termin):
    beginn = time.fromisoformat(termin["beginn"]) if termin["beginn"] else None
    return termin | {"datum": date.fromisoformat(termin["datum"]), "beginn": beginn}


def _erledigt(kommune, staende):
    grenze = timezone.now() - ERLEDIGT_SEIT
    juengste = Fassung.objects.filter(abschnitt__kommune=kommune, veroeffentlicht_am__gt=grenze, von__isnull=False)
    juengste = juengste.select_related("abschnitt").only("abschnitt__art", "veroeffentlicht_am").order_by("-veroeffentlicht_am")[:5]
    veroeffentlicht = [(f.abschnitt.get_art_display(), timezone.localdate(f.veroeffentlicht_am)) for f in juengste]
    geprueft = [
        (stand.titel, stand.geprueft_am)
        for stand in staende
        if stand.geprueft_am and stand.geprueft_am > timezone.localdate(grenze)
    ]
    erledigt = [Erledigt(f"„{titel}“ veröffentlicht", am) for titel, am in veroeffentlicht]
    erledigt += [Erledigt(f"„{titel}“ geprüft", am) for titel, am in geprueft if (titel, am) not in veroeffentlicht]
    return sorted(erledigt, key=lambda e: e.am, reverse=True)[:5]
