"""The addresses of the interface: public, read-only, without any cookie, open to pages of other sites."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from gremien.models import OparlObjekt
from gremien.oparl.bestand import Anfrage, AnfrageFehler, eines, seite
from gremien.oparl.objekte import LADER, LEERE_LISTEN, SCHEMA, Art
from kern.stand import unveraendert

NICHTS = f"Das gibt es hier nicht. Der Anfang ist {settings.SITE_URL}/oparl/v1.1/system."


def oeffentlich(view: Callable) -> Callable:
    """What every address here has in common."""
    return csrf_exempt(login_not_required(require_safe(unveraendert(view))))


def _json(daten: dict, status: int = 200) -> JsonResponse:
    kopf = {"Access-Control-Allow-Origin": "*"}
    return JsonResponse(daten, status=status, json_dumps_params={"ensure_ascii": False}, headers=kopf)


def _fehler(satz: str, status: int) -> JsonResponse:
    return _json({"type": f"{SCHEMA}Error", "message": satz, "debug": ""}, status)


@oeffentlich
def system(request):
    return _objekt(request, Art.SYSTEM, "1")


@oeffentlich
def objekt(request, art, schluessel):
    return _objekt(request, art, schluessel)


def _objekt(request: HttpRequest, art: str, schluessel: str) -> JsonResponse:
    daten = eines(art, schluessel, ohne_inneres=request.GET.get("omit_internal") == "true")
    return _json(daten) if daten else _fehler(NICHTS, 404)


@oeffentlich
def bodies(request):
    return _liste(request, OparlObjekt.objects.filter(art=Art.BODY))


@oeffentlich
def liste(request, kommune, art):
    if art not in (*LADER, *LEERE_LISTEN) or not OparlObjekt.objects.filter(art=Art.BODY, schluessel=kommune).exists():
        return _fehler(NICHTS, 404)
    if art in LEERE_LISTEN:
        return _liste(request, OparlObjekt.objects.none())
    return _liste(request, OparlObjekt.objects.filter(kommune=kommune, art=art))


@oeffentlich
def unbekannt(request, rest):
    return _fehler(NICHTS, 404)


def _liste(request: HttpRequest, zeilen) -> JsonResponse:
    try:
        daten, blatt = seite(zeilen, Anfrage.aus(request.GET.dict()))
    except AnfrageFehler as fehler:
        return _fehler(str(fehler), 400)
    zahlen = blatt.paginator

    def auf(nummer: int) -> str:
        worte = request.GET.copy()
        worte["page"] = str(nummer)
        return f"{settings.SITE_URL}{request.path}?{worte.urlencode()}"

    links = {"first": auf(1), "self": auf(blatt.number), "last": auf(zahlen.num_pages)}
    if blatt.has_previous():
        links["prev"] = auf(blatt.previous_page_number())
    if blatt.has_next():
        links["next"] = auf(blatt.next_page_number())
    pagination = {
        "totalElements": zahlen.count,
        "elementsPerPage": zahlen.per_page,
        "currentPage": blatt.number,
        "totalPages": zahlen.num_pages,
    }
    return _json({"data": daten, "pagination": pagination, "links": links})
