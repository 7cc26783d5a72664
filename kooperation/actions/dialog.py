"""A Dialog from proposal to reveal or end. Every step locks the Dialog first, so that two at once are one after the other."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from kommunen.models import Kommune
from kooperation import post
from kooperation.models import Brief, Dialog, Einschaetzung, Instrument, Kooperationsblatt, Seite
from kooperation.models.dialog import FRIST, HOECHSTENS_LAUFEND, VERLAENGERUNG
from netzwerke.models import Einrichtung

Art = Brief.Art
Stand = Dialog.Stand
Zusage = Seite.Zusage
VORLAUF = (timedelta(days=14), timedelta(days=4))  # before the Frist; one reminder each


class DialogFehler(Exception):
    """It cannot be done; the message is for the person who tried."""


@dataclass(frozen=True)
class Teilnahme:
    """One side as it is proposed."""

    einrichtung: Einrichtung
    standort: str = ""
    email: str = ""


@transaction.atomic
def vorschlagen(*, kommune: Kommune, anlass: str, seiten: tuple[Teilnahme, Teilnahme], von: str, schluessel: str = "") -> Dialog:
    """Propose a Dialog and have both sides invited. `schluessel` makes a second click find the first one's Dialog.

    Raises DialogFehler where one of the two has too many running, or these two have one already.
    """
    if vorhanden := Dialog.objects.filter(kommune=kommune, schluessel=schluessel).first():
        return vorhanden
    _pruefen([teilnahme.einrichtung for teilnahme in seiten])
    dialog = _anlegen(kommune, anlass, seiten, von, schluessel)
    _verschicken(dialog)
    return dialog


@transaction.atomic
def anfragen(*, kommune: Kommune, anlass: str, seiten: tuple[Teilnahme, Teilnahme]) -> Dialog:
    """Side A asks for a Dialog. Nothing is sent before the Koordination has seen it: anybody could have written this."""
    return _anlegen(kommune, anlass, seiten, Dialog.Von.A, stand=Stand.ANGEFRAGT)


@transaction.atomic
def anfrage_verschicken(*, dialog: Dialog, anlass: str, seiten: tuple[Teilnahme, Teilnahme]) -> Dialog:
    """Send what somebody asked for, as the Koordination has completed it, once. Raises DialogFehler."""
    dialog = _sperren(dialog)
    if dialog.stand != Stand.ANGEFRAGT:
        return dialog
    _pruefen([teilnahme.einrichtung for teilnahme in seiten])
    for seite, teilnahme in zip(dialog.paar, seiten, strict=True):
        seite.einrichtung, seite.standort, seite.email = teilnahme.einrichtung, teilnahme.standort, teilnahme.email
        seite.save()
    dialog.anlass = anlass
    _verschicken(dialog)
    return dialog


@transaction.atomic
def fortsetzen(*, seite: Seite, anlass: str) -> Dialog:
    """A side begins the next Dialog of the same pair; the other one is asked anew. Raises DialogFehler."""
    dialog = _sperren(seite.dialog)
    if hasattr(dialog, "nachfolger"):
        return dialog.nachfolger
    if dialog.stand not in (Stand.FEST, Stand.ENDE):
        raise DialogFehler("Dieser Dialog läuft noch. Ein neuer folgt, wenn das Kooperationsblatt bestätigt ist.")
    paar = dialog.paar
    _pruefen([s.einrichtung for s in paar])
    neu = _anlegen(dialog.kommune, anlass, tuple(Teilnahme(s.einrichtung, s.standort, s.email) for s in paar), von=seite.buchstabe)
    neu.vorgaenger = dialog
    _verschicken(neu)
    return neu


def _pruefen(einrichtungen: list[Einrichtung]) -> None:
    """Locks both, in one order, so that two proposals at once count each other."""
    a, b = einrichtungen
    if a == b:
        raise DialogFehler("Ein Dialog braucht zwei verschiedene Einrichtungen.")
    list(Einrichtung.objects.select_for_update().filter(pk__in=[a.pk, b.pk]).order_by("pk"))
    laufende = Dialog.objects.laufend()
    if laufende.filter(seiten__einrichtung=a).filter(seiten__einrichtung=b).exists():
        raise DialogFehler(f"Zwischen {a} und {b} läuft schon ein Dialog.")
    for einrichtung in einrichtungen:
        if laufende.filter(seiten__einrichtung=einrichtung).count() >= HOECHSTENS_LAUFEND:
            raise DialogFehler(
                f"{einrichtung} führt schon drei Dialoge. Mehr sollen es nicht zugleich sein; bitte warten Sie, bis einer endet."
            )


def geltendes_instrument() -> Instrument:
    """The version new Dialoge use. Raises DialogFehler where none is published."""
    instrument = Instrument.objects.geltend()
    if instrument is None:
        raise DialogFehler("Es ist noch keine Fassung des Instruments veröffentlicht. Das macht die Fachadministration.")
    return instrument


def _anlegen(kommune, anlass, seiten, von, schluessel="", stand=Stand.VORGESCHLAGEN):
    felder = {"schluessel": schluessel} if schluessel else {}
    dialog = Dialog.objects.create(
        kommune=kommune, anlass=anlass, instrument=geltendes_instrument(), vorgeschlagen_von=von, stand=stand, **felder
    )
    for buchstabe, teilnahme in zip("ab", seiten, strict=True):
        Seite.objects.create(
            dialog=dialog,
            buchstabe=buchstabe,
            einrichtung=teilnahme.einrichtung,
            standort=teilnahme.standort,
            email=teilnahme.email,
        )
    return dialog


def _verschicken(dialog):
    dialog.stand, dialog.frist = Stand.VORGESCHLAGEN, timezone.localdate() + FRIST
    dialog.vorgeschlagen_am = timezone.localdate()
    dialog.save()
    post.schreiben(dialog.seiten.all(), Art.EINLADUNG)


@transaction.atomic
def zusagen(*, seite: Seite, zusage: str) -> Seite:
    """A side answers the invitation, or thinks again while nothing is shown yet.

    Both „Einschätzen und sprechen“: it runs, four weeks from now. One „Nur sprechen“: they talk. „Jetzt nicht“ ends it.
    """
    dialog = _sperren(seite.dialog)
    seite = Seite.objects.get(pk=seite.pk)
    seite.dialog = dialog
    if dialog.stand not in Dialog.WARTENDE or seite.abgegeben or zusage == seite.zusage:
        return seite
    seite.zusage = zusage
    seite.save(update_fields=["zusage"])
    if zusage == Zusage.NICHT:
        _beenden(dialog)
        return seite
    if zusage == Zusage.EINSCHAETZEN:
        codes = [kriterium.code for kriterium in dialog.instrument.vorlage.kriterien]
        Einschaetzung.objects.bulk_create([Einschaetzung(seite=seite, code=c) for c in codes], ignore_conflicts=True)
    zusagen = {s.zusage for s in dialog.seiten.all()}
    if zusagen == {Zusage.EINSCHAETZEN}:
        if dialog.stand == Stand.VORGESCHLAGEN:
            dialog.stand, dialog.begonnen_am = Stand.LAEUFT, timezone.localdate()
            dialog.frist = dialog.begonnen_am + FRIST
            dialog.save()
    elif "" not in zusagen:
        dialog.nur_gespraech = True
        _ins_gespraech(dialog, Art.GESPRAECH)
    return seite


@transaction.atomic
def abgeben(*, seite: Seite) -> bool:
    """Hand in one side's sheet; with the second one both are shown. Returns whether this call handed it in."""
    dialog = _sperren(seite.dialog)
    seite = Seite.objects.select_for_update().get(pk=seite.pk)
    seite.dialog = dialog
    if not seite.darf_ausfuellen:
        return False
    if not seite.einschaetzungen.exclude(wert="").exists():
        raise DialogFehler("Auf dem Bogen ist noch nichts angekreuzt. Eine Antwort genügt, auch „kann ich nicht einschätzen“.")
    seite.abgegeben = True
    seite.save(update_fields=["abgegeben"])
    if all(s.abgegeben for s in dialog.seiten.all()):
        _ins_gespraech(dialog, Art.BEIDE_DA)
    return True


@transaction.atomic
def zuruecknehmen(*, seite: Seite) -> bool:
    """Take a sheet back as long as the other side has not handed in; returns whether that was still possible."""
    dialog = _sperren(seite.dialog)
    if dialog.stand not in Dialog.WARTENDE:
        return False
    return bool(Seite.objects.filter(pk=seite.pk, abgegeben=True).update(abgegeben=False))


def _ins_gespraech(dialog, art):
    dialog.stand = Stand.GESPRAECH
    dialog.begonnen_am = dialog.begonnen_am or timezone.localdate()
    dialog.save()
    Kooperationsblatt.objects.create(dialog=dialog)
    Brief.objects.filter(seite__dialog=dialog).delete()  # a reminder that has not left yet is out of date
    post.schreiben(dialog.seiten.all(), art)


@transaction.atomic
def verlaengern(*, dialog: Dialog) -> bool:
    """Two more weeks, once; returns whether this call gave them."""
    dialog = _sperren(dialog)
    if dialog.verlaengert or dialog.stand not in Dialog.WARTENDE:
        return False
    dialog.frist, dialog.verlaengert = dialog.frist + VERLAENGERUNG, True
    dialog.save(update_fields=["frist", "verlaengert"])
    return True


@transaction.atomic
def beenden(*, dialog: Dialog) -> bool:
    """Nothing has come of it, for whatever reason; nobody is named. Returns whether it was still waiting for something."""
    dialog = _sperren(dialog)
    if dialog.stand == Stand.ANGEFRAGT:
        dialog.delete()
        return True
    if dialog.stand not in Dialog.WARTENDE:
        return False
    _beenden(dialog)
    return True


def _beenden(dialog):
    dialog.stand, dialog.beendet_am = Stand.ENDE, timezone.localdate()
    dialog.save()
    Brief.objects.filter(seite__dialog=dialog).delete()
    post.schreiben(dialog.seiten.all(), Art.ENDE)


@transaction.atomic
def adresse_aendern(*, seite: Seite, email: str) -> bool:
    """Another address for a side: it begins anew. Returns False where both have handed in, or it is over.

    Its links end and its sheet is emptied, whatever was on it: whoever gets the new link must not read what somebody else wrote,
    and who asked for it must not learn whether there was anything.
    """
    dialog = _sperren(seite.dialog)
    if dialog.stand not in Dialog.WARTENDE:
        return False
    Seite.objects.filter(pk=seite.pk).update(email=email, zusage="", abgegeben=False)
    seite.zugaenge.all().delete()
    seite.einschaetzungen.all().delete()
    if dialog.stand == Stand.LAEUFT:
        dialog.stand, dialog.begonnen_am = Stand.VORGESCHLAGEN, None
        dialog.save(update_fields=["stand", "begonnen_am"])
    Brief.objects.filter(seite=seite).delete()
    post.schreiben([seite], Art.EINLADUNG)
    return True


@transaction.atomic
def erinnern(*, dialog: Dialog) -> bool:
    """One of the two reminders, if it is due, to those who still have something to do."""
    dialog = _sperren(dialog)
    if dialog.stand not in Dialog.WARTENDE or dialog.erinnerungen >= len(VORLAUF):
        return False
    heute = timezone.localdate()
    faellig = sum(heute >= dialog.frist - vorlauf for vorlauf in VORLAUF)
    if faellig <= dialog.erinnerungen:
        return False
    dialog.erinnerungen = faellig
    dialog.save(update_fields=["erinnerungen"])
    post.schreiben([seite for seite in dialog.seiten.all() if not seite.abgegeben], Art.ERINNERUNG)
    return True


def _sperren(dialog: Dialog) -> Dialog:
    return Dialog.objects.select_for_update().get(pk=dialog.pk)


@transaction.atomic
def links_erneuern(*, seite: Seite) -> None:
    """All links of a side end, a new one goes to its own address."""
    _sperren(seite.dialog)
    seite.zugaenge.all().delete()
    post.schreiben([seite], Art.LINK)
