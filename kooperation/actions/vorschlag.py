"""How a Dialog comes about: proposed, asked for, begun again. Both sides always accept anew."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from kern.templatetags.schreibweise import zahlwort
from kommunen.models import Kommune
from kommunen.models.eintrag import neuer_schluessel
from kooperation import post
from kooperation.actions.dialog import DialogFehler
from kooperation.models import Brief, Dialog, Instrument, Seite
from kooperation.models.dialog import FRIST, HOECHSTENS_LAUFEND
from netzwerke.models import Einrichtung

Art = Brief.Art
Stand = Dialog.Stand
RUHE = timedelta(days=30)  # before a pair that came to nothing is asked again by one of its sides


@dataclass(frozen=True)
class Partei:
    """One side as it is proposed."""

    einrichtung: Einrichtung
    standort: str = ""
    email: str = ""


@transaction.atomic
def vorschlagen(*, kommune: Kommune, anlass: str, seiten: tuple[Partei, Partei], von: str, schluessel: str = "") -> Dialog:
    """Propose a Dialog and have both sides invited. `schluessel` makes a second click find the first one's Dialog.

    Raises DialogFehler where one of the two has too many running, or these two have one already.
    """
    _einrichtungen_sperren(seiten)
    if vorhanden := Dialog.objects.filter(kommune=kommune, schluessel=schluessel).first():
        return vorhanden
    pruefen(seiten)
    dialog = _anlegen(kommune, anlass, seiten, von, schluessel)
    _verschicken(dialog)
    return dialog


@transaction.atomic
def anfragen(*, kommune: Kommune, anlass: str, seiten: tuple[Partei, Partei], schluessel: str) -> Dialog:
    """Side A asks for a Dialog. Nothing is sent before the Koordination has seen it: anybody could have written this."""
    _einrichtungen_sperren(seiten)
    vorhanden = Dialog.objects.filter(kommune=kommune, schluessel=schluessel).first()
    return vorhanden or _anlegen(kommune, anlass, seiten, Dialog.Von.A, schluessel, Stand.ANGEFRAGT)


@transaction.atomic
def anfrage_loeschen(*, dialog: Dialog) -> bool:
    """Returns False where somebody else has sent it meanwhile: then it is theirs."""
    dialog = Dialog.objects.gesperrt(dialog.pk)
    if dialog.stand != Stand.ANGEFRAGT:
        return False
    dialog.delete()
    return True


@transaction.atomic
def anfrage_verschicken(*, dialog: Dialog, anlass: str, seiten: tuple[Partei, Partei]) -> Dialog:
    """Send what somebody asked for, as the Koordination has completed it, once. Raises DialogFehler."""
    dialog = Dialog.objects.gesperrt(dialog.pk)
    if dialog.stand != Stand.ANGEFRAGT:
        return dialog
    _einrichtungen_sperren(seiten)
    pruefen(seiten)
    dialog.seiten.all().delete()
    _seiten_anlegen(dialog, seiten)
    dialog.anlass = anlass
    _verschicken(dialog)
    return dialog


@transaction.atomic
def fortsetzen(*, seite: Seite, anlass: str) -> Dialog:
    """A side begins the next Dialog of the same pair; both are asked anew. Raises DialogFehler."""
    dialog = Dialog.objects.gesperrt(seite.dialog_id)
    if dialog.stand != Stand.FEST:
        raise DialogFehler("Ein neuer Dialog folgt, wenn das Kooperationsblatt von beiden bestätigt ist.")
    for frueher in dialog.nachfolger.all():
        if frueher.stand != Stand.ENDE:
            return frueher
        if frueher.beendet_am > timezone.localdate() - RUHE:
            raise DialogFehler(
                "Der letzte Vorschlag ist noch keine 30 Tage her. Bitte warten Sie etwas, bevor Sie es wieder versuchen."
            )
    seiten = tuple(Partei(s.einrichtung, s.standort, s.email) for s in dialog.paar)
    _einrichtungen_sperren(seiten)
    pruefen(seiten)
    neu = _anlegen(dialog.kommune, anlass, seiten, von=seite.buchstabe)
    neu.vorgaenger = dialog
    _verschicken(neu)
    return neu


@transaction.atomic
def adresse_aendern(*, seite: Seite, email: str) -> Dialog | None:
    """The Koordination has another address for a side: the Dialog begins anew for both. Returns the new one.

    Whoever holds the new link must not read what was said to somebody else, and who asked for it must not learn what either side
    has done. So nothing is carried over: the old Dialog ends, its sheets stay with their sides, both accept anew.
    None where both have handed in, or it is over. Raises DialogFehler.
    """
    dialog = Dialog.objects.gesperrt(seite.dialog_id)
    if not dialog.wartet:
        return None
    if email.lower() == seite.email.lower():
        raise DialogFehler("Das ist schon die Adresse. Meinten Sie „Link noch einmal schicken“?")
    seiten = tuple(Partei(s.einrichtung, s.standort, email if s.pk == seite.pk else s.email) for s in dialog.paar)
    dialog.stand, dialog.beendet_am, dialog.ersetzt = Stand.ENDE, timezone.localdate(), True
    dialog.save()
    Brief.objects.filter(seite__dialog=dialog).delete()
    post.schreiben([seite], Art.ABGELOEST)
    _einrichtungen_sperren(seiten)
    pruefen(seiten)
    neu = _anlegen(dialog.kommune, dialog.anlass, seiten, dialog.vorgeschlagen_von)
    _verschicken(neu)
    andere = next(s for s in neu.paar if s.buchstabe != seite.buchstabe)
    andere.briefe.update(art=Art.NEUBEGINN)  # she knows what a Dialog is, and is told why she is asked again
    return neu


def _einrichtungen_sperren(seiten: tuple[Partei, Partei]) -> None:
    """Both, in one order, so that two proposals at once count each other."""
    schluessel = [partei.einrichtung.pk for partei in seiten]
    list(Einrichtung.objects.select_for_update().filter(pk__in=schluessel).order_by("pk"))


def pruefen(seiten: tuple[Partei, Partei]) -> None:
    """The reason is one sentence for all cases: who asks may not know of the other's Dialoge."""
    a, b = (partei.einrichtung for partei in seiten)
    if a == b:
        raise DialogFehler("Ein Dialog braucht zwei verschiedene Einrichtungen.")
    if seiten[0].email and seiten[0].email.lower() == seiten[1].email.lower():
        raise DialogFehler("Beide Seiten brauchen ihre eigene Adresse: Jede antwortet für sich.")
    laufende = Dialog.objects.laufend()
    zusammen = laufende.filter(seiten__einrichtung=a).filter(seiten__einrichtung=b)
    if zusammen.exists() or any(laufende.filter(seiten__einrichtung=e).count() >= HOECHSTENS_LAUFEND for e in (a, b)):
        raise DialogFehler(
            f"Für {a} und {b} geht das gerade nicht: Zwischen ihnen läuft schon ein Dialog, oder eine der beiden führt schon "
            f"{zahlwort(HOECHSTENS_LAUFEND)}. Mehr sollen es nicht zugleich sein."
        )


def geltendes_instrument() -> Instrument:
    """The version new Dialoge use. Raises DialogFehler where none is published."""
    instrument = Instrument.objects.geltend()
    if instrument is None:
        raise DialogFehler("Es ist noch keine Fassung des Instruments veröffentlicht. Das macht die Fachadministration.")
    return instrument


def _anlegen(kommune, anlass, seiten, von, schluessel="", stand=Stand.VORGESCHLAGEN):
    if not schluessel or Dialog.objects.filter(schluessel=schluessel).exists():
        schluessel = neuer_schluessel()
    dialog = Dialog.objects.create(
        kommune=kommune, anlass=anlass, instrument=geltendes_instrument(), vorgeschlagen_von=von, stand=stand, schluessel=schluessel
    )
    _seiten_anlegen(dialog, seiten)
    return dialog


def _seiten_anlegen(dialog, seiten):
    for buchstabe, partei in zip("ab", seiten, strict=True):
        Seite.objects.create(
            dialog=dialog,
            buchstabe=buchstabe,
            einrichtung=partei.einrichtung,
            standort=partei.standort,
            email=partei.email,
        )


def _verschicken(dialog):
    dialog.stand, dialog.frist = Stand.VORGESCHLAGEN, timezone.localdate() + FRIST
    dialog.vorgeschlagen_am = timezone.localdate()
    dialog.save()
    post.schreiben(dialog.seiten.all(), Art.EINLADUNG)
