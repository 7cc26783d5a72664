"""Turns what somebody holds into what she may act on.

A partner has no account: a link's token becomes an entry in her session, side by side with others, and each address names the
side it is about. Whatever is not hers does not exist: 404, in the same words for a wrong, an ended and a foreign one.
The Koordination comes with her account, and sees of a Dialog what `stand_fuer_koordination` says.
"""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from kern.token import pruefsumme
from kommunen.access import eigene_kommunen, get_kommune
from kooperation.models import Dialog, Seite, Zugang

SITZUNG = "zugaenge"  # key of a side -> key of the link it was opened with
HOECHSTENS = 50  # sides one browser holds; the oldest make room


def get_zugang(token: str) -> Zugang | None:
    """The link this token belongs to, with its side; None for every other token."""
    zugaenge = Zugang.objects.select_related(
        "seite__dialog__instrument", "seite__dialog__kommune", "seite__einrichtung", "vereinbarung"
    )
    return zugaenge.filter(token_hash=pruefsumme(token)).first()


def oeffnen(request, zugang: Zugang) -> None:
    """From now on this browser acts for the side, without the token. The session gets a new key."""
    offene = [(k, v) for k, v in request.session.get(SITZUNG, {}).items() if k != zugang.seite.schluessel]
    request.session[SITZUNG] = dict([*offene, (zugang.seite.schluessel, zugang.pk)][-HOECHSTENS:])
    request.session.cycle_key()


def get_seite(request, schluessel: str) -> Seite:
    """The side this browser was let in to by a link that still holds."""
    zugang = request.session.get(SITZUNG, {}).get(schluessel)
    if zugang is None:
        raise Http404
    return get_object_or_404(Seite.objects.with_dialog(), schluessel=schluessel, zugaenge=zugang)


def seiten_dieses_browsers(request) -> list[Seite]:
    zugaenge = request.session.get(SITZUNG, {}).values()
    return list(Seite.objects.filter(zugaenge__in=zugaenge).with_dialog().order_by("-dialog__vorgeschlagen_am", "pk"))


def seiten_schliessen(request) -> None:
    request.session.pop(SITZUNG, None)


def get_kommune_der_koordination(user, slug: str):
    """For those who coordinate it themselves: the Fachadministration has no part in what two institutions discuss."""
    kommune = get_kommune(user, slug)
    if kommune.pk not in eigene_kommunen(user):
        raise PermissionDenied
    return kommune


def get_dialog(user, slug: str, schluessel: str) -> Dialog:
    """A Dialog this person accompanies; one in which her own Dienststelle is a side does not exist for her here."""
    kommune = get_kommune_der_koordination(user, slug)
    dialoge = Dialog.objects.accompanied_by(user).filter(kommune=kommune).select_related("instrument").with_seiten()
    dialog = get_object_or_404(dialoge, schluessel=schluessel)
    dialog.kommune = kommune
    return dialog
