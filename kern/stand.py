"""Whether a public page is still what a browser, a program or this process has of it, known without making it again.

A number grows with every committed write to a table that public pages show, whoever writes and how: forms, the admin, bulk
statements, commands. With it the portal's own files, its settings and the day make the ETag. A number that grows once too
often costs a page; one that does not grow would show something that is no longer true, so nothing here asks what was written.
"""

import hashlib
import re
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, wraps
from pathlib import Path
from threading import Lock

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections, transaction
from django.db.backends.signals import connection_created
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import condition

from kern.abfrage import vorbereitet
from kern.models import Stand

GEZEIGTE = ("statistik", "kommunen", "netzwerke", "gremien")  # apps whose tables public pages show
SCHREIBT = re.compile(rf'\s*(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM)\s+"?(?:{"|".join(GEZEIGTE)})_', re.IGNORECASE)
ENDUNGEN = {".py", ".html", ".svg", ".css", ".js", ".yaml", ".json"}
ORTE = (
    "praeventionsketten",
    "kern",
    "grafik",
    "konten",
    "statistik",
    "kommunen",
    "netzwerke",
    "kooperation",
    "planung",
    "gremien",
    "betrieb",
    "templates",
    "static",
)
SICHTBARE_EINSTELLUNGEN = ("SITE_URL", "BETREIBER_NAME", "BETREIBER_ANSCHRIFT", "BETREIBER_MAIL", "STATISTIK_MINDESTZAHL")


def mitzaehlen() -> None:
    """Listen to every statement of every connection; COPY does not pass here, but never comes alone."""
    connection_created.connect(_zuhoeren, dispatch_uid="kern.stand")
    for verbindung in connections.all(initialized_only=True):
        _zuhoeren(None, verbindung)


def _zuhoeren(sender, connection, **kwargs):
    if _merken not in connection.execute_wrappers:
        connection.execute_wrappers.append(_merken)


def _merken(execute, sql, params, many, context):
    ergebnis = execute(sql, params, many, context)
    if SCHREIBT.match(sql):
        verbindung = context["connection"]
        if verbindung.vendor == "sqlite" and not verbindung.in_atomic_block:
            _auslesen(context["cursor"])
        # once for each transaction; run_on_commit is emptied by commit and by rollback
        if not any(aufruf is _weiter for _, aufruf, _ in verbindung.run_on_commit):
            transaction.on_commit(_weiter, using=verbindung.alias, robust=True)
    return ergebnis


def neu_beginnen() -> None:
    """After a backup has been put back: a number that never was. Counting on from the old one would come to numbers that browsers
    know, of pages that are no more."""
    bisher = next(iter(Stand.objects.filter(pk=1).values_list("nummer", flat=True)), 0)
    Stand.objects.update_or_create(pk=1, defaults={"nummer": max(bisher + 1, int(time.time()))})


def _auslesen(cursor) -> None:
    """SQLite commits no statement that has rows left (INSERT … RETURNING): outside of a transaction they are taken at once."""
    if cursor.description:
        rest = iter(cursor.fetchall())
        cursor.fetchone, cursor.fetchall = lambda: next(rest, None), lambda: list(rest)


def _weiter():
    """After the commit: a reader in between has the new page under the old number and merely asks once more."""
    try:
        if not Stand.objects.filter(pk=1).update(nummer=F("nummer") + 1):
            Stand.objects.get_or_create(pk=1, defaults={"nummer": 1})
    except DatabaseError:
        if Stand._meta.db_table in connections[DEFAULT_DB_ALIAS].introspection.table_names():
            raise
        # the first migrations: others write before there is a number to count


_nummern = vorbereitet(lambda: Stand.objects.filter(pk=1).values_list("nummer"))


@cache
def fassung() -> str:
    """A hash of the portal's own files and of the settings a page shows; the same in every process of an installation."""
    summe = hashlib.sha256(repr([getattr(settings, name) for name in SICHTBARE_EINSTELLUNGEN]).encode())
    for ort in ORTE:
        for pfad in sorted(Path(settings.BASE_DIR, ort).rglob("*")):
            if pfad.suffix in ENDUNGEN and pfad.is_file():
                summe.update(pfad.read_bytes())
    return summe.hexdigest()


@dataclass(frozen=True)
class Antwort:
    content: bytes
    headers: dict[str, str]


class Behalten:
    """The last answers of this process by their ETag. Whatever changes gives another ETag; the old ones are pushed out."""

    def __init__(self, hoechstens: int, groesste: int):
        self.hoechstens, self.groesste = hoechstens, groesste  # answers, and bytes of one
        self.antworten: OrderedDict[str, Antwort] = OrderedDict()
        self.schloss = Lock()

    def nehmen(self, marke: str) -> Antwort | None:
        with self.schloss:
            if marke in self.antworten:
                self.antworten.move_to_end(marke)
            return self.antworten.get(marke)

    def geben(self, marke: str, antwort: HttpResponse) -> None:
        if len(antwort.content) > self.groesste:
            return
        with self.schloss:
            self.antworten[marke] = Antwort(antwort.content, dict(antwort.headers))
            while len(self.antworten) > self.hoechstens:
                self.antworten.popitem(last=False)


_behalten = Behalten(hoechstens=200, groesste=300_000)


def _fuer_alle(request: HttpRequest, antwort: HttpResponse) -> bool:
    """A page, and nothing in it belongs to one visitor: no cookie, no token of a form."""
    eigen = antwort.cookies or request.META.get("CSRF_COOKIE_NEEDS_UPDATE") or request.META.get("CSRF_COOKIE")
    return antwort.status_code == 200 and not antwort.streaming and not eigen


def etag(request: HttpRequest, *args, **kwargs) -> str | None:
    """None for who has a session: her pages may show what only she may see. One query."""
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        return None
    ((nummer,),) = _nummern() or [(0,)]
    worte = (fassung(), str(nummer), f"{timezone.localdate()}", request.get_host(), request.get_full_path())
    return f'"{hashlib.sha256("|".join(worte).encode()).hexdigest()[:32]}"'


def behaltend(view, speicher: Behalten, unbestaetigt: Callable[[], bool]):
    """A view that answers from `speicher` what it has answered under the same `request.marke`."""

    def antworten(request, *args, **kwargs):
        if request.marke is None or unbestaetigt():
            return view(request, *args, **kwargs)
        if (bekannt := speicher.nehmen(request.marke)) is not None:
            return HttpResponse(bekannt.content, headers=bekannt.headers)
        antwort = view(request, *args, **kwargs)
        if _fuer_alle(request, antwort):
            speicher.geben(request.marke, antwort)
        return antwort

    return antworten


def _unbestaetigt() -> bool:
    """Inside a transaction: what it has written has no number yet."""
    return connections[DEFAULT_DB_ALIAS].in_atomic_block


def unveraendert(view):
    """For a public page: asked again with its ETag it answers 304, asked by somebody else it answers as before, both without
    being made again; caches have to ask each time."""
    bedingt = condition(etag_func=lambda request, *args, **kwargs: request.marke)(behaltend(view, _behalten, _unbestaetigt))

    @wraps(view)
    def antworten(request, *args, **kwargs):
        request.marke = etag(request)
        antwort = bedingt(request, *args, **kwargs)
        if antwort.has_header("ETag"):
            antwort.headers.setdefault("Cache-Control", "no-cache")
            patch_vary_headers(antwort, ["Cookie"])
        return antwort

    return antworten
