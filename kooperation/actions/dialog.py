"""A Dialog from proposal to reveal or end. Every step locks the Dialog first, so that two at once are one after the other."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from kern.templatetags.schreibweise import zahlwort
from kommunen.models import Kommune
from kommunen.models.eintrag import neuer_schluessel
from kooperation import post
from kooperation.models import Brief, Dialog, Einschaetzung, Instrument, Kooperationsblatt, Seite
from kooperation.models.dialog import FRIST, HOECHSTENS_LAUFEND, VERLAENGERUNG
from netzwerke.models import Einrichtung

Art = Brief.Art
Stand = Dialog.Stand
Zusage = Seite.Zusage
RUHE = timedelta(days=30)  # before a pair that came to nothing is asked again by one of its sides
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
    _einrichtungen_sperren(seiten)
    if vorhanden := Dialog.objects.filter(kommune=kommune, schluessel=schluessel).first():
        return vorhanden
    _pruefen(seiten)
    dialog = _anlegen(kommune, anlass, seiten, von, schluessel)
    _verschicken(dialog)
    return dialog


@transaction.atomic
def anfragen(*, kommune: Kommune, anlass: str, seiten: tuple[Teilnahme, Teilnahme], schluessel: str) -> Dialog:
    """Side A asks for a Dialog. Nothing is sent before the Koordination has seen it: anybody could have written this."""
    _einrichtungen_sperren(seiten)
    vorhanden = Dialog.objects.filter(kommune=kommune, schluessel=schluessel).first()
    return vorhanden or _anlegen(kommune, anlass, seiten, Dialog.Von.A, schluessel, Stand.ANGEFRAGT)


@transaction.atomic
def anfrage_loeschen(*, dialog: Dialog) -> bool:
    """Returns False where somebody else has sent it meanwhile: then it is theirs."""
    dialog = _sperren(dialog)
    if dialog.stand != Stand.ANGEFRAGT:
        return False
    dialog.delete()
    return True


@transaction.atomic
def anfrage_verschicken(*, dialog: Dialog, anlass: str, seiten: tuple[Teilnahme, Teilnahme]) -> Dialog:
    """Send what somebody asked for, as the Koordination has completed it, once. Raises DialogFehler."""
    dialog = _sperren(dialog)
    if dialog.stand != Stand.ANGEFRAGT:
        return dialog
    _einrichtungen_sperren(seiten)
    _pruefen(seiten)
    dialog.seiten.all().delete()
    _seiten_anlegen(dialog, seiten)
    dialog.anlass = anlass
    _verschicken(dialog)
    return dialog


@transaction.atomic
def fortsetzen(*, seite: Seite, anlass: str) -> Dialog:
    """A side begins the next Dialog of the same pair; both are asked anew. Raises DialogFehler."""
    dialog = _sperren(seite.dialog)
    if dialog.stand != Stand.FEST:
        raise DialogFehler("Ein neuer Dialog folgt, wenn das Kooperationsblatt von beiden bestätigt ist.")
    for frueher in dialog.nachfolger.all():
        if frueher.stand != Stand.ENDE:
            return frueher
        if frueher.beendet_am > timezone.localdate() - RUHE:
            raise DialogFehler(
                "Der letzte Vorschlag ist noch keine 30 Tage her. Bitte warten Sie etwas, bevor Sie es wieder versuchen."
            )
    seiten = tuple(Teilnahme(s.einrichtung, s.standort, s.email) for s in dialog.paar)
    _einrichtungen_sperren(seiten)
    _pruefen(seiten)
    neu = _anlegen(dialog.kommune, anlass, seiten, von=seite.buchstabe)
    neu.vorgaenger = dialog
    _verschicken(neu)
    return neu


def _einrichtungen_sperren(seiten: tuple[Teilnahme, Teilnahme]) -> None:
    """Both, in one order, so that two proposals at once count each other."""
    schluessel = [teilnahme.einrichtung.pk for teilnahme in seiten]
    list(Einrichtung.objects.select_for_update().filter(pk__in=schluessel).order_by("pk"))


def _pruefen(seiten: tuple[Teilnahme, Teilnahme]) -> None:
    """The reason is one sentence for all cases: who asks may not know of the other's Dialoge."""
    a, b = (teilnahme.einrichtung for teilnahme in seiten)
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
    for buchstabe, teilnahme in zip("ab", seiten, strict=True):
        Seite.objects.create(
            dialog=dialog,
            buchstabe=buchstabe,
            einrichtung=teilnahme.einrichtung,
            standort=teilnahme.standort,
            email=teilnahme.email,
        )


def _verschicken(dialog, art=Art.EINLADUNG):
    dialog.stand, dialog.frist = Stand.VORGESCHLAGEN, timezone.localdate() + FRIST
    dialog.vorgeschlagen_am = timezone.localdate()
    dialog.save()
    post.schreiben(dialog.seiten.all(), art)


@transaction.atomic
def zusagen(*, seite: Seite, zusage: str) -> Seite:
    """A side answers the invitation, or thinks again while nothing is shown yet.

    Both „Einschätzen und sprechen“: it runs, four weeks from now. One „Nur sprechen“: they talk.
    """
    dialog = _sperren(seite.dialog)
    seite = Seite.objects.get(pk=seite.pk)
    seite.dialog = dialog
    if not dialog.wartet or seite.abgegeben or zusage == seite.zusage:
        return seite
    seite.zusage = zusage
    seite.save(update_fields=["zusage"])
    Brief.objects.filter(seite=seite, art=Art.ERINNERUNG).delete()
    if zusage == Zusage.EINSCHAETZEN:
        codes = [kriterium.code for kriterium in dialog.instrument.vorlage.kriterien]
        Einschaetzung.objects.bulk_create([Einschaetzung(seite=seite, code=c) for c in codes], ignore_conflicts=True)
    else:
        seite.einschaetzungen.all().delete()
    zusagen = {s.zusage for s in dialog.seiten.all()}
    if zusagen == {Zusage.EINSCHAETZEN}:
        if dialog.stand == Stand.VORGESCHLAGEN:
            dialog.stand, dialog.begonnen_am, dialog.erinnerungen = Stand.LAEUFT, timezone.localdate(), 0
            dialog.frist = max(dialog.frist, dialog.begonnen_am + FRIST)
            dialog.save()
    elif "" not in zusagen:
        dialog.nur_gespraech = True
        _ins_gespraech(dialog, Art.GESPRAECH)
    return seite


@transaction.atomic
def absagen(*, seite: Seite) -> bool:
    """„Jetzt nicht“, or no longer: it ends for both, and nothing keeps who said so. Returns whether there was something to end."""
    dialog = _sperren(seite.dialog)
    if dialog.stand not in Dialog.LAUFENDE or (dialog.wartet and Seite.objects.get(pk=seite.pk).abgegeben):
        return False
    _beenden(dialog)
    return True


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
    Brief.objects.filter(seite=seite, art=Art.ERINNERUNG).delete()
    if all(s.abgegeben for s in dialog.seiten.all()):
        _ins_gespraech(dialog, Art.BEIDE_DA)
    return True


@transaction.atomic
def zuruecknehmen(*, seite: Seite) -> bool:
    """Take a sheet back as long as the other side has not handed in; returns whether it is open now."""
    dialog = _sperren(seite.dialog)
    if not dialog.wartet:
        return False
    Seite.objects.filter(pk=seite.pk).update(abgegeben=False)
    return True


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
    if dialog.verlaengert or not dialog.wartet:
        return False
    dialog.frist, dialog.verlaengert = max(dialog.frist, timezone.localdate()) + VERLAENGERUNG, True
    dialog.save(update_fields=["frist", "verlaengert"])
    return True


@transaction.atomic
def beenden(*, dialog: Dialog) -> bool:
    """Nothing has come of it, for whatever reason; nobody is named. Returns whether it was still waiting for something."""
    dialog = _sperren(dialog)
    if not dialog.wartet:
        return False
    _beenden(dialog)
    return True


@transaction.atomic
def ablaufen(*, dialog: Dialog) -> bool:
    """End it if its Frist is over, which somebody may have extended a moment ago."""
    dialog = _sperren(dialog)
    if not dialog.ist_ueberfaellig:
        return False
    _beenden(dialog)
    return True


def _beenden(dialog):
    dialog.stand, dialog.beendet_am = Stand.ENDE, timezone.localdate()
    dialog.save()
    Brief.objects.filter(seite__dialog=dialog).delete()
    post.schreiben(dialog.seiten.all(), Art.ENDE)


@transaction.atomic
def adresse_aendern(*, seite: Seite, email: str) -> Dialog | None:
    """The Koordination has another address for a side: the Dialog begins anew for both. Returns the new one.

    Whoever holds the new link must not read what was said to somebody else, and who asked for it must not learn what either side
    has done. So nothing is carried over: the old Dialog ends, its sheets stay with their sides, both accept anew.
    None where both have handed in, or it is over. Raises DialogFehler.
    """
    dialog = _sperren(seite.dialog)
    if not dialog.wartet:
        return None
    seiten = tuple(Teilnahme(s.einrichtung, s.standort, email if s.pk == seite.pk else s.email) for s in dialog.paar)
    dialog.stand, dialog.beendet_am = Stand.ENDE, timezone.localdate()
    dialog.save()
    Brief.objects.filter(seite__dialog=dialog).delete()
    post.schreiben([seite], Art.ENDE)
    _einrichtungen_sperren(seiten)
    _pruefen(seiten)
    neu = _anlegen(dialog.kommune, dialog.anlass, seiten, dialog.vorgeschlagen_von)
    _verschicken(neu, Art.NEUBEGINN)
    return neu


@transaction.atomic
def erinnern(*, dialog: Dialog) -> bool:
    """One of the two reminders, if it is due, to those who still have something to do."""
    dialog = _sperren(dialog)
    if not dialog.wartet or dialog.erinnerungen >= len(VORLAUF):
        return False
    heute = timezone.localdate()
    faellig = sum(heute >= dialog.frist - vorlauf for vorlauf in VORLAUF)
    if faellig <= dialog.erinnerungen:
        return False
    dialog.erinnerungen = faellig
    dialog.save(update_fields=["erinnerungen"])
    post.schreiben([seite for seite in dialog.seiten.select_related("dialog") if seite.hat_etwas_zu_tun], Art.ERINNERUNG)
    return True


def _sperren(dialog: Dialog) -> Dialog:
    return Dialog.objects.select_for_update().get(pk=dialog.pk)


@transaction.atomic
def links_erneuern(*, seite: Seite, email: str = "") -> None:
    """A side ends all its links; a new one goes to its own address, or to the one it names from now on."""
    _sperren(seite.dialog)
    seite.zugaenge.all().delete()
    if email:
        Seite.objects.filter(pk=seite.pk).update(email=email)
    post.schreiben([seite], Art.LINK)
