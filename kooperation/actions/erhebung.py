"""An anonymous round from its announcement to its result. Every step locks the Erhebung first."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from kern import siegel
from kern.templatetags.schreibweise import zahlwort
from kommunen.models import Kommune
from kommunen.models.eintrag import neuer_schluessel
from kooperation import post, umschlag
from kooperation.auswertung.mass import GENUG_ANTWORTEN
from kooperation.models import Brief, Erhebung, Instrument, Teilnahme
from kooperation.urne import Urne
from netzwerke.models import Einrichtung, Gruppe

Art = Brief.Art
Stand = Erhebung.Stand
VORLAUF = (timedelta(days=7), timedelta(days=2))  # before the last day; one reminder each
HOECHSTENS = 500  # addresses
URNE = 65536  # bytes; the counters and a hundred long sentences, before its length doubles


class ErhebungFehler(Exception):
    """It cannot be done; the message is for the person who tried."""


@dataclass(frozen=True)
class Eingeladen:
    """Somebody who is to be asked."""

    einrichtung: Einrichtung
    email: str


@dataclass(frozen=True)
class Plan:
    """A round as it is announced. `gruppe`: where its list came from; `setzt_fort`: the round whose series it goes on."""

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
        gruppe=plan.gruppe if _sitzen_in(plan.gruppe, plan.einladungen) else None,
        instrument=plan.instrument,
        oeffnet=plan.oeffnet,
        schliesst=plan.schliesst,
    )
    _einladen(erhebung, plan.einladungen)
    eroeffnen(erhebung=erhebung)
    return Erhebung.objects.get(pk=erhebung.pk)


@transaction.atomic
def nachladen(*, erhebung: Erhebung, einladungen: Sequence[Eingeladen]) -> bool:
    """Ask further ones, until somebody has handed in; returns False from then on. Raises ErhebungFehler.

    Who hands in has read who else is asked. Sheets of people who were added later could single hers out.
    """
    _einrichtungen_sperren(einladungen)
    erhebung = Erhebung.objects.gesperrt(erhebung.pk)
    if not erhebung.nimmt_weitere:
        return False
    bisher = [Eingeladen(t.einrichtung, t.email) for t in erhebung.teilnahmen.select_related("einrichtung")]
    pruefen(erhebung.kommune, einladungen, bisher, erhebung)
    if not _sitzen_in(erhebung.gruppe, einladungen):
        erhebung.gruppe = None
        erhebung.save(update_fields=["gruppe"])
    neue = _einladen(erhebung, einladungen)
    if erhebung.stand == Stand.OFFEN:
        post.schreiben(neue, Art.EINLADUNG)
    return True


def _einladen(erhebung, einladungen):
    leer = umschlag.verschliessen([])
    neue = [Teilnahme(erhebung=erhebung, einrichtung=e.einrichtung, email=e.email, umschlag=leer) for e in einladungen]
    return Teilnahme.objects.bulk_create(neue)


def _sitzen_in(gruppe: Gruppe | None, einladungen: Sequence[Eingeladen]) -> bool:
    """Nobody is asked who does not sit in it: only then a result is one of this Gruppe."""
    sitzen = set(gruppe.mitgliedschaften.heute().values_list("einrichtung", flat=True)) if gruppe else set()
    return {einladung.einrichtung.pk for einladung in einladungen} <= sitzen


def _einrichtungen_sperren(einladungen: Sequence[Eingeladen]) -> None:
    """All, in one order, so that two rounds announced at once see each other."""
    schluessel = {einladung.einrichtung.pk for einladung in einladungen}
    list(Einrichtung.objects.select_for_update().filter(pk__in=schluessel).order_by("pk"))


def pruefen(
    kommune: Kommune, einladungen: Sequence[Eingeladen], bisher: Sequence[Eingeladen] = (), ausser: Erhebung | None = None
) -> None:
    """Raises ErhebungFehler where these may not be asked, besides those who are asked already in the round `ausser`."""
    alle = [*bisher, *einladungen]
    adressen = [einladung.email.lower() for einladung in alle]
    if doppelt := sorted({adresse for adresse in adressen if adressen.count(adresse) > 1}):
        raise ErhebungFehler(f"Diese Adresse steht zweimal da: {doppelt[0]}. Jede bekommt einen eigenen Bogen.")
    if len({einladung.einrichtung.pk for einladung in alle}) < GENUG_ANTWORTEN:
        raise ErhebungFehler(
            f"Eine anonyme Erhebung braucht wenigstens {zahlwort(GENUG_ANTWORTEN)} Einrichtungen. Bei weniger ließe sich erraten, "
            "wer was geantwortet hat; dann ist ein Dialog der bessere Weg."
        )
    if len(adressen) > HOECHSTENS:
        raise ErhebungFehler(f"Das sind {len(adressen)} Adressen. Mehr als {HOECHSTENS} gehen in einer Erhebung nicht.")
    if gesperrt := _gesperrte(kommune, einladungen, ausser):
        raise ErhebungFehler(
            f"{' '.join(gesperrt)} Zwischen zwei Erhebungen liegen für jede Einrichtung und jede Adresse sechs Monate; sonst ließe "
            "sich aus beiden Ergebnissen errechnen, wer was geantwortet hat."
        )


def _gesperrte(kommune, einladungen, ausser) -> list[str]:
    """One sentence for each that is being asked, or was less than six months ago, by whichever Kommune."""
    dieselben = Q(einrichtung__in={e.einrichtung.pk for e in einladungen}) | Q(adresse__in=[e.email.lower() for e in einladungen])
    saetze = []
    for teilnahme in _belegende(ausser).annotate(adresse=Lower("email")).filter(dieselben):
        erhebung = teilnahme.erhebung
        name = f" („{erhebung}“)" if erhebung.kommune_id == kommune.pk else " (von einer anderen Kommune)"
        saetze.append(f"{teilnahme.einrichtung} {_belegung(erhebung, name)}.")
    return list(dict.fromkeys(saetze))


def belegte(einrichtungen: Iterable[Einrichtung], ausser: Erhebung | None = None) -> dict[int, str]:
    """Key of an Einrichtung -> why it cannot be asked now. One query."""
    teilnahmen = _belegende(ausser).filter(einrichtung__in=list(einrichtungen))
    return {teilnahme.einrichtung_id: _belegung(teilnahme.erhebung) for teilnahme in teilnahmen}


def _belegende(ausser):
    runden = Erhebung.objects.exclude(pk=ausser.pk if ausser else None).belegend()
    return Teilnahme.objects.filter(erhebung__in=runden).select_related("einrichtung", "erhebung").defer("erhebung__urne")


def _belegung(erhebung, name=""):
    if erhebung.frei_ab:
        return f"wurde schon gefragt{name}, wieder möglich ab {erhebung.frei_ab:%d.%m.%Y}"
    return f"wird gerade gefragt{name}"


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
    post.schreiben(erhebung.teilnahmen.all(), Art.EINLADUNG)
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
def auszaehlen(*, erhebung: Erhebung) -> bool:
    """Count, once and for all; what is not to be published is gone afterwards. Returns whether this call did.

    Only after the last day, which somebody may have put off a moment ago, or when all have handed in: whoever could choose the
    moment could choose whose sheets are in it. Raises siegel.SiegelFehler: then nothing is changed.
    """
    erhebung = Erhebung.objects.gesperrt(erhebung.pk)
    if not erhebung.ist_auszuzaehlen:
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
    erhebung.erinnerungen = _faellige_erinnerungen(erhebung)  # those of the new day are still to come
    erhebung.save(update_fields=["schliesst", "erinnerungen"])
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
    erhebung.ergebnis[code]["entfernt"] = erhebung.ergebnis[code].get("entfernt", 0) + 1
    erhebung.save(update_fields=["ergebnis"])
    return True
