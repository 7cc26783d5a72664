"""A Dialog from acceptance to reveal or end. Every step locks the Dialog first, so that two at once are one after the other."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from kooperation import post
from kooperation.models import Brief, Dialog, Einschaetzung, Kooperationsblatt, Seite
from kooperation.models.dialog import FRIST, VERLAENGERUNG

Art = Brief.Art
Stand = Dialog.Stand
Zusage = Seite.Zusage
VORLAUF = (timedelta(days=14), timedelta(days=4))  # before the Frist; one reminder each


class DialogFehler(Exception):
    """It cannot be done; the message is for the person who tried."""


@transaction.atomic
def zusagen(*, seite: Seite, zusage: str) -> Seite:
    """A side answers the invitation, or thinks again while nothing is shown yet.

    Both „Einschätzen und sprechen“: it runs, four weeks from now. One „Nur sprechen“: they talk.
    """
    dialog = Dialog.objects.gesperrt(seite.dialog_id)
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
    dialog = Dialog.objects.gesperrt(seite.dialog_id)
    if dialog.stand not in Dialog.LAUFENDE or (dialog.wartet and Seite.objects.get(pk=seite.pk).abgegeben):
        return False
    _beenden(dialog)
    Brief.objects.filter(seite=seite).delete()  # she knows
    return True


@transaction.atomic
def abgeben(*, seite: Seite) -> bool:
    """Hand in one side's sheet; with the second one both are shown. Returns whether this call handed it in."""
    dialog = Dialog.objects.gesperrt(seite.dialog_id)
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
    dialog = Dialog.objects.gesperrt(seite.dialog_id)
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
    dialog = Dialog.objects.gesperrt(dialog.pk)
    if dialog.verlaengert or not dialog.wartet:
        return False
    dialog.frist, dialog.verlaengert = max(dialog.frist, timezone.localdate()) + VERLAENGERUNG, True
    dialog.save(update_fields=["frist", "verlaengert"])
    return True


@transaction.atomic
def beenden(*, dialog: Dialog) -> bool:
    """Nothing has come of it, for whatever reason; nobody is named. Returns whether it was still waiting for something."""
    dialog = Dialog.objects.gesperrt(dialog.pk)
    if not dialog.wartet:
        return False
    _beenden(dialog)
    return True


@transaction.atomic
def ablaufen(*, dialog: Dialog) -> bool:
    """End it if its Frist is over, which somebody may have extended a moment ago."""
    dialog = Dialog.objects.gesperrt(dialog.pk)
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
def erinnern(*, dialog: Dialog) -> bool:
    """One of the two reminders, if it is due, to those who still have something to do."""
    dialog = Dialog.objects.gesperrt(dialog.pk)
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


@transaction.atomic
def links_erneuern(*, seite: Seite, email: str = "") -> None:
    """A side ends all its links; a new one goes to its own address, or to the one it names from now on."""
    Dialog.objects.gesperrt(seite.dialog_id)
    seite.zugaenge.all().delete()
    if email:
        Seite.objects.filter(pk=seite.pk).update(email=email)
    post.schreiben([seite], Art.LINK)
