"""What the portal does by itself, and when. `manage.py dienst` runs it; several at once share the work."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils import timezone

from betrieb import wache
from betrieb.erinnerungen import aufraeumen, erinnern
from betrieb.models import Auftrag
from betrieb.sicherung.ablage import alte_loeschen, neue_sicherung
from gremien.oparl.bestand import abgleichen
from kooperation import fristen

log = logging.getLogger(__name__)

NOCHMALS = timedelta(minutes=10)  # after a failure
ABGEBROCHEN = timedelta(hours=1)  # a run that has not ended by then has died; another may begin
NACHTS = time(2, 30)


@dataclass(frozen=True)
class Plan:
    """`tun` does the job and says in a few words what came of it; `danach` gives the time of the next run."""

    name: str
    titel: str
    tun: Callable[[], str]
    danach: Callable[[datetime], datetime]


def erinnern_und_aufraeumen() -> str:
    aufraeumen()
    fristen.aufraeumen()
    return f"Verschickte Mails: {erinnern() + fristen.taeglich()}"


def sichern() -> str:
    datei = neue_sicherung()
    alte_loeschen()
    return datei.name


def _in_einer_stunde(jetzt: datetime) -> datetime:
    return jetzt + timedelta(hours=1)


def _in_zehn_minuten(jetzt: datetime) -> datetime:
    return jetzt + timedelta(minutes=10)


def _naechste_nacht(jetzt: datetime) -> datetime:
    hier = timezone.localtime(jetzt)
    heute = timezone.make_aware(datetime.combine(hier.date(), NACHTS))
    return heute if heute > jetzt else timezone.make_aware(datetime.combine(hier.date() + timedelta(days=1), NACHTS))


def ratsdaten() -> str:
    return f"Für die Schnittstelle vermerkte Änderungen: {abgleichen()}"


PLAENE = (
    Plan("erinnern", "Mails und Fristen", erinnern_und_aufraeumen, _in_einer_stunde),
    Plan("sichern", "Sicherung", sichern, _naechste_nacht),
    Plan("wachen", "Nach dem Rechten sehen", wache.wachen, _in_zehn_minuten),
    Plan("ratsdaten", "Schnittstelle der Ratsdaten (OParl)", ratsdaten, _in_zehn_minuten),
)


def faellige_ausfuehren() -> int:
    """Run each job whose time has come; returns how many ran. What one says or breaks does not touch the others."""
    return sum(_ausfuehren(plan) for plan in PLAENE)


def _ausfuehren(plan: Plan) -> bool:
    jetzt = timezone.now()
    if not Auftrag.objects.uebernehmen(plan.name, jetzt, jetzt + ABGEBROCHEN):
        return False
    auftrag = Auftrag.objects.filter(name=plan.name)
    try:
        ergebnis = plan.tun()
    except Exception as fehler:
        log.exception("Auftrag %s ist gescheitert", plan.name, extra={"auftrag": plan.name})
        ende = timezone.now()
        auftrag.update(beendet=ende, fehler=_in_worten(fehler), faellig=ende + NOCHMALS)
        return True
    ende = timezone.now()
    auftrag.update(beendet=ende, gelungen_am=ende, fehler="", ergebnis=ergebnis[:300], faellig=plan.danach(ende))
    log.info("Auftrag %s: %s", plan.name, ergebnis, extra={"auftrag": plan.name})
    return True


def _in_worten(fehler: Exception) -> str:
    """Our own errors speak to the administrator; of others only the type, their message may quote somebody."""
    return str(getattr(fehler, "fuer_die_verwaltung", "") or type(fehler).__name__)[:300]
