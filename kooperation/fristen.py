"""What the calendar does to Dialoge and Erhebungen: reminders, ends, and the end of what may be kept. Runs every hour."""

import logging
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from kern.siegel import SiegelFehler
from kooperation import post
from kooperation.actions import dialog as actions
from kooperation.actions import erhebung as runden
from kooperation.models import (
    Brief,
    Dialog,
    Einschaetzung,
    Erhebung,
    Kooperationsblatt,
    Seite,
    Teilnahme,
    Vereinbarung,
    Zugang,
)

log = logging.getLogger(__name__)

NACHKLANG = timedelta(days=30)  # how long a sheet stays with its side, and links work, after everything is over
LAENGSTENS = timedelta(days=730)  # 24 months
VORHER = timedelta(days=7)  # before a Vereinbarung is due
Stand = Dialog.Stand


def taeglich() -> int:
    """Remind, end what nobody continued, send what is due; returns how many mails went out."""
    heute = timezone.localdate()
    for dialog in Dialog.objects.filter(stand__in=Dialog.WARTENDE):
        actions.ablaufen(dialog=dialog) or actions.erinnern(dialog=dialog)
    vereinbarungen_erinnern(heute)
    for erhebung in Erhebung.objects.laufend():
        _weiterfuehren(erhebung)
    return post.zustellen()


def _weiterfuehren(erhebung: Erhebung) -> None:
    """Open it, remind, or count it, as its days say."""
    runden.eroeffnen(erhebung=erhebung)
    runden.erinnern(erhebung=erhebung)
    try:
        if erhebung.ist_vorbei:
            runden.auszaehlen(erhebung=erhebung)
    except SiegelFehler:
        log.exception("Die Erhebung %s lässt sich nicht auszählen", erhebung.schluessel)


@transaction.atomic
def vereinbarungen_erinnern(heute) -> None:
    """Once before the date, once after it, to both sides."""
    offene = Vereinbarung.objects.gelten().offen().select_for_update(of=("self",)).filter(bis__lte=heute + VORHER, erinnert__lt=2)
    for vereinbarung in offene:
        stufe, art = (2, Brief.Art.FAELLIG) if vereinbarung.bis < heute else (1, Brief.Art.BALD)
        if vereinbarung.erinnert < stufe:
            Vereinbarung.objects.filter(pk=vereinbarung.pk).update(erinnert=stufe)
            post.schreiben(Seite.objects.filter(dialog=vereinbarung.dialog_id), art, vereinbarung)


def aufraeumen() -> None:
    """Delete addresses, links and sheets of Dialoge that are over. What the pair released to the Koordination stays."""
    alte = Dialog.objects.filter(stand=Stand.ANGEFRAGT, vorgeschlagen_am__lt=timezone.localdate() - NACHKLANG)
    alte.delete()
    erhebungen_vergessen()
    mit_adressen = Q(seiten__email__gt="") | Q(seiten__zugaenge__isnull=False)
    for dialog in Dialog.objects.filter(mit_adressen).distinct():
        if ist_vorbei(dialog):
            loeschen(dialog)


@transaction.atomic
def erhebungen_vergessen() -> None:
    """Addresses, links, and who handed in on which day; that an Einrichtung was asked stays, for the distance to the next round."""
    vorbei = timezone.localdate() - timedelta(days=settings.ERHEBUNG_ADRESSEN_TAGE)
    nie_ausgezaehlt = Q(erhebung__geschlossen_am=None, erhebung__schliesst__lt=vorbei)  # the server's secret is lost
    alte = Teilnahme.objects.filter(Q(erhebung__geschlossen_am__lt=vorbei) | nie_ausgezaehlt)
    Zugang.objects.filter(teilnahme__in=alte).delete()
    Brief.objects.filter(teilnahme__in=alte).delete()
    alte.update(email="", abgegeben_am=None, umschlag="")


def ist_vorbei(dialog: Dialog) -> bool:
    """Thirty days after the last Vereinbarung, the next date and what follows it are over; at the latest after 24 months."""
    heute = timezone.localdate()
    if dialog.vorgeschlagen_am < heute - LAENGSTENS:
        return True
    if dialog.stand == Stand.ENDE:
        return dialog.beendet_am < heute - NACHKLANG
    if not all(ist_vorbei(nachfolger) for nachfolger in dialog.nachfolger.all()):
        return False
    if dialog.stand != Stand.FEST or dialog.vereinbarungen.offen().exists():
        return False
    tage = [dialog.fest_am, dialog.blatt.naechster, *dialog.vereinbarungen.values_list("stand_vom", flat=True)]
    return max(filter(None, tage)) < heute - NACHKLANG


@transaction.atomic
def loeschen(dialog: Dialog) -> None:
    """What is left is what the Koordination may see: the pair, and what both confirmed and released."""
    dialog = Dialog.objects.gesperrt(dialog.pk)
    Zugang.objects.filter(seite__dialog=dialog).delete()
    Brief.objects.filter(seite__dialog=dialog).delete()
    Einschaetzung.objects.filter(seite__dialog=dialog).delete()
    Seite.objects.filter(dialog=dialog).update(email="", zusage="", abgegeben=False, funktionen="")
    blatt = Kooperationsblatt.objects.filter(dialog=dialog).first()
    steht = bool(blatt) and dialog.stand == Stand.FEST
    if steht and blatt.vereinbarungen_frei:
        dialog.vereinbarungen.offen().delete()  # nobody could say any more what became of them
        dialog.vereinbarungen.update(woran="", grund="")
    else:
        dialog.vereinbarungen.all().delete()
    if blatt:
        blatt.begruendung = blatt.gut = blatt.hakt = ""
        if not (steht and blatt.stufen_frei):
            blatt.ist = blatt.ziel = None
        blatt.save()
    if dialog.stand in Dialog.LAUFENDE:
        Dialog.objects.filter(pk=dialog.pk).update(stand=Stand.ENDE, beendet_am=timezone.localdate())
