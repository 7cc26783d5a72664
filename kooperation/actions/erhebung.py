"""An anonymous round from its announcement to its result. Every step locks the Erhebung first."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from kern import siegel
from kommunen.models import Kommune
from kommunen.models.eintrag import neuer_schluessel
from kooperation import post, umschlag
from kooperation.auswertung.mass import GENUG_ANTWORTEN
from kooperation.models import Brief, Erhebung, Instrument, Teilnahme
from kooperation.models.erhebung import ABSTAND
from kooperation.urne import Urne
from netzwerke.models import Einrichtung, Gruppe

Art = Brief.Art
Stand = Erhebung.Stand
VORLAUF = (timedelta(days=7), timedelta(days=2))  # before the last day; one reminder each
HOECHSTENS = 500  # addresses
URNE = 65536  # bytes; the counters and some two hundred sentences, before its length doubles


class ErhebungFehler(Exception):
    """It cannot be done; the message is for the person who tried."""


@dataclass(frozen=True)
class Eingeladen:
    """Somebody who is to be asked."""

    einrichtung: Einrichtung
    email: str


@dataclass(frozen=True)
class Plan:
    """A round as it is announced. `setzt_fort`: the round whose series it goes on."""

    titel: str
    instrument: Instrument
    oeffnet: date
    schliesst: date
    einladungen: tuple[Eingeladen, ...]
    gruppe: Gruppe | None = None
    setzt_fort: Erhebung | None = None


@transaction.atomic
def ansetzen(*, kommune: Kommune, plan: Plan, schluessel: str = "") -> Erhebung:
    """Announce a round; it opens at once if its day is today. `schluessel` makes a second click find the first one's.

    Raises ErhebungFehler.
    """
    _einrichtungen_sperren(plan.einladungen)
    if vorhanden := Erhebung.objects.filter(kommune=kommune, schluessel=schluessel).first():
        return vorhanden
    pruefen(kommune, plan.einladungen)
    frei = schluessel and not Erhebung.objects.filter(schluessel=schluessel).exists()
    erhebung = Erhebung.objects.create(
        kommune=kommune,
        schluessel=schluessel if frei else neuer_schluessel(),
        reihe=plan.setzt_fort.reihe if plan.setzt_fort else neuer_schluessel(),
        titel=plan.titel,
        gruppe=plan.gruppe,
        instrument=plan.instrument,
        oeffnet=plan.oeffnet,
        schliesst=plan.schliesst,
    )
    _einladen(erhebung, plan.einladungen)
    eroeffnen(erhebung=erhebung)
    return Erhebung.objects.get(pk=erhebung.pk)


@transaction.atomic
def nachladen(*, erhebung: Erhebung, einladungen: Sequence[Eingeladen]) -> bool:
    """Ask further ones while it is not over. Raises ErhebungFehler."""
    _einrichtungen_sperren(einladungen)
    erhebung = Erhebung.objects.gesperrt(erhebung.pk)
    if erhebung.stand != Stand.GEPLANT and not erhebung.ist_offen:
        return False
    bisher = [Eingeladen(t.einrichtung, t.email) for t in erhebung.teilnahmen.select_related("einrichtung")]
    pruefen(erhebung.kommune, [*bisher, *einladungen], ausser=erhebung)
    neue = _einladen(erhebung, einladungen)
    if erhebung.stand == Stand.OFFEN:
        post.schreiben(neue, Art.EINLADUNG)
    return True


def _einladen(erhebung, einladungen):
    return [erhebung.teilnahmen.create(einrichtung=e.einrichtung, email=e.email) for e in einladungen]


def _einrichtungen_sperren(einladungen: Sequence[Eingeladen]) -> None:
    """All, in one order, so that two rounds announced at once see each other."""
    schluessel = {einladung.einrichtung.pk for einladung in einladungen}
    list(Einrichtung.objects.select_for_update().filter(pk__in=schluessel).order_by("pk"))


def pruefen(kommune: Kommune, einladungen: Sequence[Eingeladen], ausser: Erhebung | None = None) -> None:
    """Raises ErhebungFehler where these may not be asked.

    An Einrichtung answers at most one round in six months: from two rounds that ask nearly the same people at nearly the same
    time one could calculate what the others answered.
    """
    adressen = [einladung.email.lower() for einladung in einladungen]
    if doppelt := sorted({adresse for adresse in adressen if adressen.count(adresse) > 1}):
        raise ErhebungFehler(f"Diese Adresse steht zweimal da: {doppelt[0]}. Jede bekommt einen eigenen Bogen.")
    if len(adressen) < GENUG_ANTWORTEN:
        raise ErhebungFehler(
            "Eine anonyme Erhebung braucht mindestens fünf Eingeladene. Bei weniger ließe sich erraten, wer was geantwortet hat; "
            "dann ist ein Dialog der bessere Weg."
        )
    if len(adressen) > HOECHSTENS:
        raise ErhebungFehler(f"Das sind {len(adressen)} Adressen. Mehr als {HOECHSTENS} gehen in einer Erhebung nicht.")
    kuerzlich = Teilnahme.objects.filter(
        erhebung__in=_nahe(kommune, ausser), einrichtung__in={e.einrichtung.pk for e in einladungen}
    )
    if zuletzt := kuerzlich.select_related("einrichtung", "erhebung").first():
        raise ErhebungFehler(
            f"{zuletzt.einrichtung} wird oder wurde schon gefragt: „{zuletzt.erhebung}“ bis {zuletzt.erhebung.schliesst:%d.%m.%Y}. "
            "Zwischen zwei Erhebungen liegen für jede Einrichtung sechs Monate; sonst ließe sich aus beiden Ergebnissen errechnen, "
            "wer was geantwortet hat."
        )


def _nahe(kommune, ausser):
    """Rounds that are going on, or had a result less than six months ago."""
    alle = Erhebung.objects.exclude(pk=ausser.pk if ausser else None)
    return (alle.laufend() | alle.mit_ergebnis().filter(geschlossen_am__gt=timezone.localdate() - ABSTAND)).values("pk")


@transaction.atomic
def eroeffnen(*, erhebung: Erhebung) -> bool:
    """Send the invitations, once its first day has come; returns whether this call did."""
    erhebung = Erhebung.objects.gesperrt(erhebung.pk)
    if erhebung.stand != Stand.GEPLANT or erhebung.oeffnet > timezone.localdate():
        return False
    urne = Urne.leer(kriterium.code for kriterium in erhebung.instrument.vorlage.kriterien)
    erhebung.stand, erhebung.urne = Stand.OFFEN, siegel.versiegeln(urne.als_json(), URNE)
    erhebung.erinnerungen = _faellige_erinnerungen(erhebung)  # in a short round the invitation is reminder enough
    erhebung.save(update_fields=["stand", "urne", "erinnerungen"])
    teilnahmen = list(erhebung.teilnahmen.all())
    for teilnahme in teilnahmen:
        teilnahme.umschlag = umschlag.verschliessen([])
    Teilnahme.objects.bulk_update(teilnahmen, ["umschlag"])
    post.schreiben(teilnahmen, Art.EINLADUNG)
    return True


@transaction.atomic
def abgeben(*, teilnahme: Teilnahme) -> bool:
    """Fold a sheet into the counters and forget it; returns whether this call did.

    The whole ballot box is sealed anew each time: its old and its new content look like noise to whoever compares two states of
    the database. Raises ErhebungFehler where nothing is answered, siegel.SiegelFehler.
    """
    erhebung = Erhebung.objects.gesperrt(teilnahme.erhebung_id)
    teilnahme = Teilnahme.objects.select_for_update().get(pk=teilnahme.pk)
    teilnahme.erhebung = erhebung
    if not teilnahme.darf_ausfuellen:
        return False
    zeilen = umschlag.oeffnen(teilnahme)
    if not any(zeile.wert for zeile in zeilen):
        raise ErhebungFehler("Auf dem Bogen ist noch nichts angekreuzt. Eine Antwort genügt, auch „kann ich nicht einschätzen“.")
    urne = Urne.aus_json(siegel.oeffnen(erhebung.urne))
    urne.einwerfen(umschlag.bogen(zeilen))
    erhebung.urne = siegel.versiegeln(urne.als_json(), URNE)
    erhebung.save(update_fields=["urne"])
    teilnahme.umschlag, teilnahme.abgegeben_am = "", timezone.localdate()
    teilnahme.save(update_fields=["umschlag", "abgegeben_am"])
    teilnahme.briefe.all().delete()
    return True


@transaction.atomic
def schliessen(*, erhebung: Erhebung) -> bool:
    """Count, once and for all; what is not to be published is gone afterwards. Returns whether this call did.

    Raises siegel.SiegelFehler: then nothing is changed.
    """
    erhebung = Erhebung.objects.gesperrt(erhebung.pk)
    if erhebung.stand != Stand.OFFEN:
        return False
    urne = Urne.aus_json(siegel.oeffnen(erhebung.urne))
    befunde = urne.auszaehlen()
    erhebung.ergebnis = {code: asdict(befund) for code, befund in befunde.items()} if befunde else None
    erhebung.stand, erhebung.urne, erhebung.boegen = Stand.GESCHLOSSEN, "", urne.boegen
    erhebung.geschlossen_am, erhebung.eingeladen = timezone.localdate(), erhebung.teilnahmen.count()
    erhebung.save()
    erhebung.teilnahmen.update(umschlag="")
    Brief.objects.zu(erhebung).delete()
    post.schreiben(erhebung.teilnahmen.exclude(email=""), Art.ERGEBNIS)
    return True


@transaction.atomic
def absagen(*, erhebung: Erhebung) -> bool:
    """It does not take place, or no further; nothing that was answered is kept. Returns whether there was something to call off."""
    erhebung = Erhebung.objects.gesperrt(erhebung.pk)
    if erhebung.stand not in (Stand.GEPLANT, Stand.OFFEN):
        return False
    war_offen = erhebung.stand == Stand.OFFEN
    erhebung.stand, erhebung.urne, erhebung.geschlossen_am = Stand.ABGESAGT, "", timezone.localdate()
    erhebung.save()
    erhebung.teilnahmen.update(umschlag="")
    Brief.objects.zu(erhebung).delete()
    if war_offen:
        post.schreiben(erhebung.teilnahmen.all(), Art.ABGESAGT)
    return True


@transaction.atomic
def verlaengern(*, erhebung: Erhebung, bis: date) -> bool:
    """A later last day; returns False where it is over, or the day is no later one."""
    erhebung = Erhebung.objects.gesperrt(erhebung.pk)
    if erhebung.stand not in (Stand.GEPLANT, Stand.OFFEN) or bis <= erhebung.schliesst or bis < timezone.localdate():
        return False
    erhebung.schliesst = bis
    erhebung.save(update_fields=["schliesst"])
    return True


@transaction.atomic
def erinnern(*, erhebung: Erhebung) -> bool:
    """One of the two reminders, if it is due, to those who have not handed in."""
    erhebung = Erhebung.objects.gesperrt(erhebung.pk)
    if not erhebung.ist_offen or erhebung.erinnerungen >= len(VORLAUF):
        return False
    if (faellig := _faellige_erinnerungen(erhebung)) <= erhebung.erinnerungen:
        return False
    erhebung.erinnerungen = faellig
    erhebung.save(update_fields=["erinnerungen"])
    post.schreiben(erhebung.teilnahmen.offen(), Art.ERINNERUNG)
    return True


def _faellige_erinnerungen(erhebung: Erhebung) -> int:
    return sum(timezone.localdate() >= erhebung.schliesst - vorlauf for vorlauf in VORLAUF)


@transaction.atomic
def text_entfernen(*, erhebung: Erhebung, code: str, text: str) -> bool:
    """Take a sentence out of the result, for example because it names a child. Returns whether it was there."""
    erhebung = Erhebung.objects.gesperrt(erhebung.pk)
    texte = (erhebung.ergebnis or {}).get(code, {}).get("texte", [])
    if text not in texte:
        return False
    texte.remove(text)
    erhebung.save(update_fields=["ergebnis"])
    return True
