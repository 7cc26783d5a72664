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
from kooperation.models import Dialog, Erhebung, Seite, Teilnahme, Zugang

SITZUNG = "zugaenge"  # key of a side, or of a part in an Erhebung -> key of the link it was opened with
HOECHSTENS = 50  # of them one browser holds; the oldest make room


def get_zugang(token: str) -> Zugang | None:
    """The link this token belongs to, with what it is for; None for every other token."""
    zugaenge = Zugang.objects.select_related(
        "seite__dialog__instrument",
        "seite__dialog__kommune",
        "seite__einrichtung",
        "vereinbarung",
        "teilnahme__erhebung__instrument",
        "teilnahme__erhebung__kommune",
        "teilnahme__erhebung__gruppe",
        "teilnahme__einrichtung",
    )
    return zugaenge.filter(token_hash=pruefsumme(token)).first()


def oeffnen(request, zugang: Zugang) -> None:
    """From now on this browser acts for what the link is for, without the token. The session gets a new key."""
    schluessel = zugang.wofuer.schluessel
    offene = [(k, v) for k, v in request.session.get(SITZUNG, {}).items() if k != schluessel]
    request.session[SITZUNG] = dict([*offene, (schluessel, zugang.pk)][-HOECHSTENS:])
    request.session.cycle_key()


def get_seite(request, schluessel: str) -> Seite:
    """The side this browser was let in to by a link that still holds."""
    return _get(request, Seite.objects.with_dialog(), schluessel)


def get_teilnahme(request, schluessel: str) -> Teilnahme:
    """The part in an Erhebung this browser was let in to by a link that still holds."""
    return _get(request, Teilnahme.objects.with_erhebung(), schluessel)


def _get(request, zeilen, schluessel):
    zugang = request.session.get(SITZUNG, {}).get(schluessel)
    if zugang is None:
        raise Http404
    return get_object_or_404(zeilen, schluessel=schluessel, zugaenge=zugang)


def seiten_dieses_browsers(request) -> list[Seite]:
    zugaenge = request.session.get(SITZUNG, {}).values()
    return list(Seite.objects.filter(zugaenge__in=zugaenge).with_dialog().order_by("-dialog__vorgeschlagen_am", "pk"))


def teilnahmen_dieses_browsers(request) -> list[Teilnahme]:
    zugaenge = request.session.get(SITZUNG, {}).values()
    return list(Teilnahme.objects.filter(zugaenge__in=zugaenge).with_erhebung().order_by("-erhebung__oeffnet", "pk"))


def zugaenge_schliessen(request) -> None:
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


def get_erhebung(user, slug: str, schluessel: str) -> Erhebung:
    """An Erhebung of a Kommune this person coordinates: what it is, how many, the result; nothing of anybody."""
    kommune = get_kommune_der_koordination(user, slug)
    erhebungen = Erhebung.objects.visible_to(user).filter(kommune=kommune).select_related("instrument", "gruppe").defer("urne")
    erhebung = get_object_or_404(erhebungen, schluessel=schluessel)
    erhebung.kommune = kommune
    return erhebung
