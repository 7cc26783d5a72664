"""How the portal is: one list for the administrator's page, for a monitor and for the watch that writes mails."""

import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path

import django
from django.conf import settings
from django.core import checks
from django.core.mail import get_connection
from django.db import DatabaseError, connection
from django.db.models import Sum
from django.utils import timezone

from betrieb import migrationen
from betrieb.models import Auftrag, Fehler
from betrieb.personen import loeschung
from betrieb.sicherung import ablage
from kern.fassung import fassung
from kern.templatetags.schreibweise import dateigroesse, stueck, zeitpunkt
from kooperation.models import Brief
from statistik.models import Lieferung

UEBERFAELLIG = timedelta(minutes=30)  # how late a job may be
SICHERUNG_ALT = timedelta(hours=36)
NIE_NACHGESEHEN = timedelta(days=180)  # how old this version may get
VORWARNUNG = timedelta(days=180)  # before something is no longer mended by its makers
FREI_MINDESTENS = 0.1  # of a disk
FREI_NOTFALLS = 0.03

# The day until which errors are mended: devguide.python.org/versions, djangoproject.com/download, postgresql.org/support/versioning
PYTHON_BIS = {(3, 11): date(2027, 10, 31), (3, 12): date(2028, 10, 31), (3, 13): date(2029, 10, 31), (3, 14): date(2030, 10, 31)}
DJANGO_BIS = {(5, 2): date(2028, 4, 30)}
POSTGRES_BIS = {
    14: date(2026, 11, 12),
    15: date(2027, 11, 11),
    16: date(2028, 11, 9),
    17: date(2029, 11, 8),
    18: date(2030, 11, 14),
}


class Stand(StrEnum):
    GUT = "gut"
    ACHTEN = "achten"
    GESTOERT = "gestoert"

    @property
    def wort(self) -> str:
        return {"gut": "in Ordnung", "achten": "bitte ansehen", "gestoert": "gestört"}[self.value]


@dataclass(frozen=True)
class Befund:
    """`was` names it for good; `tun` says what helps, empty where nothing is to be done."""

    was: str
    titel: str
    stand: Stand
    text: str
    tun: str = ""


def zustand() -> list[Befund]:
    """Everything that is looked at, in the order in which an administrator would ask. What cannot be looked at is said too."""
    return [befund for frage in FRAGEN for befund in _antworten(frage)]


def _antworten(frage: Callable[[], Iterator[Befund]]) -> list[Befund]:
    try:
        return list(frage())
    except (OSError, DatabaseError) as fehler:
        was = frage.__name__.strip("_")
        ort = f": {fehler.filename}" if getattr(fehler, "filename", "") else ""
        text = f"lässt sich nicht feststellen ({type(fehler).__name__}{ort})"
        tun = "Prüfen Sie, ob der Nutzer des Portals den Ordner lesen und beschreiben darf." if isinstance(fehler, OSError) else ""
        return [Befund(was, was.capitalize(), Stand.GESTOERT, text, tun or "Läuft PostgreSQL, und stimmt DATABASE_URL?")]


def _fassung() -> Iterator[Befund]:
    nummer, vom = fassung()
    alt = timezone.localdate() - vom > NIE_NACHGESEHEN
    yield Befund(
        "fassung", "Fassung", Stand.ACHTEN if alt else Stand.GUT, f"{nummer} vom {vom:%d.%m.%Y}",
        "Sie ist über ein halbes Jahr alt. Sehen Sie nach, ob es eine neuere gibt (docs/betrieb/aktualisieren.md)." if alt else "",
    )  # fmt: skip
    unten = [("Python", sys.version_info[:2], PYTHON_BIS), ("Django", django.VERSION[:2], DJANGO_BIS)]
    if not settings.SQLITE:
        connection.ensure_connection()
        unten.append(("PostgreSQL", connection.pg_version // 10000, POSTGRES_BIS))
    for name, welche, enden in unten:
        ende = enden.get(welche)
        schrift = ".".join(map(str, welche)) if isinstance(welche, tuple) else str(welche)
        if ende is None or ende - timezone.localdate() > VORWARNUNG:
            continue
        vorbei = ende < timezone.localdate()
        text = (
            f"{schrift} wird seit {ende:%d.%m.%Y} nicht mehr gepflegt" if vorbei else f"{schrift} wird bis {ende:%d.%m.%Y} gepflegt"
        )
        yield Befund(name.lower(), name, Stand.ACHTEN, text, "Planen Sie den Wechsel auf eine neuere Version.")


def _datenbank() -> Iterator[Befund]:
    if migrationen.fremde():
        yield Befund(
            "datenbank", "Datenbank", Stand.GESTOERT, f"Sie kommt aus einer neueren Fassung als dieser ({fassung().nummer})",
            "Installieren Sie jene Fassung, oder spielen Sie eine Sicherung von vorher ein (docs/betrieb/aktualisieren.md).",
        )  # fmt: skip
        return
    offene = len(migrationen.offene())
    if offene:
        yield Befund(
            "datenbank", "Datenbank", Stand.GESTOERT, f"{offene} Änderungen am Aufbau stehen noch aus",
            "Führen Sie „portal aktualisieren“ aus.",
        )  # fmt: skip
        return
    yield Befund(
        "datenbank", "Datenbank", Stand.GUT, "SQLite" if settings.SQLITE else f"PostgreSQL {connection.pg_version // 10000}"
    )


def _dienst() -> Iterator[Befund]:
    auftraege = list(Auftrag.objects.all())
    jetzt = timezone.now()
    spaet = [auftrag for auftrag in auftraege if auftrag.faellig < jetzt - UEBERFAELLIG]
    gescheitert = [auftrag for auftrag in auftraege if auftrag.fehler]
    if not auftraege or spaet:
        seit = min((auftrag.faellig for auftrag in spaet), default=None)
        yield Befund(
            "dienst", "Dienst", Stand.GESTOERT,
            f"Seit dem {zeitpunkt(seit)} ist nichts mehr gelaufen" if seit else "Er ist noch nie gelaufen",
            "Er verschickt Mails, hält Fristen ein und sichert. Starten Sie ihn: "
            "„systemctl start praeventionsketten-dienst“ oder „docker compose up -d dienst“.",
        )  # fmt: skip
    elif gescheitert:
        yield from (
            Befund(
                f"auftrag-{auftrag.name}", f"Auftrag „{auftrag.name}“", Stand.GESTOERT,
                f"{auftrag.fehler} ({zeitpunkt(auftrag.beendet)})",
                "Der Dienst versucht es alle zehn Minuten wieder. Genaueres steht im Protokoll.",
            )
            for auftrag in gescheitert
        )  # fmt: skip
    else:
        zuletzt = max(auftrag.beendet for auftrag in auftraege if auftrag.beendet)
        yield Befund("dienst", "Dienst", Stand.GUT, f"zuletzt gelaufen {zeitpunkt(zuletzt)}, alle Aufträge sind gelungen")


def _mails() -> Iterator[Befund]:
    try:
        with get_connection():
            pass
    except OSError as fehler:
        yield Befund(
            "mails", "Mails", Stand.GESTOERT,
            f"Der Mailserver nimmt keine Verbindung an ({type(fehler).__name__}), niemand kann sich anmelden",
            "„portal mail_testen ihre@adresse“ sagt, woran es liegt.",
        )  # fmt: skip
        return
    wartend = Brief.objects.order_by("seit").values_list("seit", flat=True)
    anzahl, seit = len(wartend), next(iter(wartend), None)
    if seit and seit < timezone.localdate():
        yield Befund(
            "mails", "Mails", Stand.GESTOERT, f"{stueck(anzahl, 'Mail wartet', 'Mails warten')}, die älteste seit {seit:%d.%m.%Y}",
            "Prüfen Sie mit „portal mail_testen“, ob Mails hinausgehen. Es kann auch eine einzelne Adresse falsch sein; "
            "nach zwei Wochen gibt das Portal sie auf.",
        )  # fmt: skip
    else:
        yield Befund("mails", "Mails", Stand.GUT, stueck(anzahl, "Mail wartet", "Mails warten") if anzahl else "keine wartet")


def _sicherung() -> Iterator[Befund]:
    sicherungen = ablage.alle()
    if not sicherungen:
        yield Befund("sicherung", "Sicherung", Stand.GESTOERT, "Es gibt keine", "Legen Sie eine an: „portal sichern“.")
        return
    letzte = sicherungen[0]
    wie = "verschlüsselt" if letzte.ist_verschluesselt else "unverschlüsselt"
    text = f"{zeitpunkt(letzte.vom)}, {dateigroesse(letzte.groesse)}, {wie}; {len(sicherungen)} insgesamt"
    alt = timezone.now() - letzte.vom > SICHERUNG_ALT
    yield Befund(
        "sicherung", "Sicherung", Stand.GESTOERT if alt else Stand.GUT, text,
        "Sie ist zu alt. Der Dienst sichert jede Nacht; sehen Sie im Protokoll nach, woran es liegt. "
        "Von Hand geht es mit „portal sichern“." if alt else "",
    )  # fmt: skip


def _speicher() -> Iterator[Befund]:
    orte = {"Sicherungen": settings.SICHERUNG_ORDNER}
    if not settings.DATEIEN_URL:
        orte["Dateien"] = Path(settings.MEDIA_ROOT)
    if settings.SQLITE and Path(settings.DATABASES["default"]["NAME"]).is_file():
        orte["Datenbank"] = Path(settings.DATABASES["default"]["NAME"])
    for titel, ort in orte.items():
        da = next(eltern for eltern in (ort, *ort.parents) if eltern.exists())
        gesamt, _, frei = shutil.disk_usage(da)
        anteil = frei / gesamt
        stand = Stand.GUT if anteil >= FREI_MINDESTENS else Stand.ACHTEN if anteil >= FREI_NOTFALLS else Stand.GESTOERT
        yield Befund(
            f"platz-{titel.lower()}", f"Platz für {titel}", stand, f"{dateigroesse(frei)} frei ({anteil:.0%})".replace("%)", " %)"),
            "" if stand == Stand.GUT else "Schaffen Sie Platz, oder bewahren Sie Sicherungen kürzer auf (SICHERUNG_TAGE).",
        )  # fmt: skip


def _fehler() -> Iterator[Befund]:
    seit = timezone.now() - timedelta(days=1)
    letzte = Fehler.objects.filter(zuletzt__gte=seit)
    if not letzte:
        yield Befund("fehler", "Fehler", Stand.GUT, "in den letzten 24 Stunden keiner")
        return
    anzahl = letzte.aggregate(summe=Sum("anzahl"))["summe"]
    juengster = letzte[0]
    yield Befund(
        "fehler", "Fehler", Stand.ACHTEN,
        f"{stueck(anzahl, 'Fehler', 'Fehler')} in 24 Stunden, zuletzt {zeitpunkt(juengster.zuletzt)}: {juengster.ort}"
        + (f" (Vorgang {juengster.vorgang})" if juengster.vorgang else ""),
        "Im Protokoll steht zu diesem Vorgang mehr. Bitte melden Sie den Fehler denen, die das Portal entwickeln.",
    )  # fmt: skip


def _loeschungen() -> Iterator[Befund]:
    if nummern := loeschung.offene():
        yield Befund(
            "loeschungen", "Löschungen", Stand.ACHTEN, f"nach dem Wiederherstellen zu wiederholen: {', '.join(nummern)}",
            "Die Anträge mit diesen Nummern heraussuchen und „portal person_loeschen … --nummer NUMMER“ ausführen.",
        )  # fmt: skip


def _lieferungen() -> Iterator[Befund]:
    letzte = Lieferung.objects.order_by("-pk").first()
    yield Befund(
        "lieferungen",
        "Statistik",
        Stand.GUT,
        f"zuletzt „{letzte.dateiname}“, {zeitpunkt(letzte.eingereicht)}" if letzte else "noch nichts eingelesen",
    )


def _einstellungen() -> Iterator[Befund]:
    befunde = [befund for befund in checks.run_checks(include_deployment_checks=settings.HTTPS) if not befund.is_silenced()]
    if not befunde:
        yield Befund("einstellungen", "Einstellungen", Stand.GUT, "vollständig")
    for nummer, befund in enumerate(befunde):
        stand = Stand.GESTOERT if befund.is_serious() else Stand.ACHTEN
        yield Befund(f"einstellung-{befund.id or nummer}", "Einstellung", stand, befund.msg, befund.hint or "")


FRAGEN: tuple[Callable[[], Iterator[Befund]], ...] = (
    _fassung,
    _datenbank,
    _dienst,
    _mails,
    _sicherung,
    _speicher,
    _fehler,
    _loeschungen,
    _lieferungen,
    _einstellungen,
)
