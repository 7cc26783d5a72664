"""The Kooperationsblatt: one text of two, fixed when both have confirmed the same state of it; then gesagt – getan."""

from django.db import transaction
from django.utils import timezone

from kooperation import post
from kooperation.models import Brief, Dialog, Kooperationsblatt, Seite, Vereinbarung

Stand = Dialog.Stand
LEER = 1  # the state in which nobody has written anything yet


@transaction.atomic
def bestaetigen(*, seite: Seite, nummer: int) -> bool:
    """One side agrees to the state it has seen; returns False where that was changed meanwhile, is fixed, or is still empty."""
    dialog = Dialog.objects.gesperrt(seite.dialog_id)
    blatt = Kooperationsblatt.objects.filter(dialog=dialog).first()
    seiten = dialog.paar
    meine = next(s for s in seiten if s.pk == seite.pk)
    if meine.bestaetigt == nummer:  # a second click
        return True
    if dialog.stand != Stand.GESPRAECH or blatt is None or blatt.nummer != nummer or nummer == LEER:
        return False
    meine.bestaetigt = nummer
    meine.save(update_fields=["bestaetigt"])
    if all(s.bestaetigt == nummer for s in seiten):
        dialog.stand, dialog.fest_am = Stand.FEST, timezone.localdate()
        dialog.save(update_fields=["stand", "fest_am"])
        Brief.objects.filter(seite__dialog=dialog, art=Brief.Art.BESTAETIGEN).delete()
        post.schreiben(seiten, Brief.Art.FEST)
    else:
        post.schreiben([s for s in seiten if s != meine], Brief.Art.BESTAETIGEN)
    return True


def geaendert(blatt: Kooperationsblatt) -> None:
    """A new state of the sheet: what was confirmed was another one. Call it under the Dialog's lock."""
    Kooperationsblatt.objects.filter(pk=blatt.pk).update(nummer=blatt.nummer + 1)
    Brief.objects.filter(seite__dialog=blatt.dialog_id, art=Brief.Art.BESTAETIGEN).delete()


@transaction.atomic
def stand_setzen(*, vereinbarung: Vereinbarung, stand: str, grund: str = "") -> None:
    """What became of it. A reason belongs to what was dropped, and to nothing else."""
    vereinbarung = Vereinbarung.objects.select_for_update().get(pk=vereinbarung.pk)
    if vereinbarung.stand != stand:
        vereinbarung.stand_vom = timezone.localdate()
    vereinbarung.stand = stand
    vereinbarung.grund = grund if stand == Vereinbarung.Stand.VERWORFEN else ""
    vereinbarung.save(update_fields=["stand", "stand_vom", "grund"])
