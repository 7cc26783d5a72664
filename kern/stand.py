"""Whether a public page is still what a browser or a program has of it, known without making it again.

A number grows with every committed write to a table that public pages show, whoever writes and how: forms, the admin, bulk
statements, commands. With it the portal's own files, its settings and the day make the ETag. A number that grows once too
often costs a page; one that does not grow would show something that is no longer true, so nothing here asks what was written.
"""

import hashlib
import re
from functools import cache, wraps
from pathlib import Path

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections, transaction
from django.db.backends.signals import connection_created
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import condition

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
        # once for each transaction; run_on_commit is emptied by commit and by rollback
        if not any(aufruf is _weiter for _, aufruf, _ in verbindung.run_on_commit):
            transaction.on_commit(_weiter, using=verbindung.alias, robust=True)
    return ergebnis


def _weiter():
    """After the commit: a reader in between has the new page under the old number and merely asks once more."""
    try:
        if not Stand.objects.filter(pk=1).update(nummer=F("nummer") + 1):
            Stand.objects.get_or_create(pk=1, defaults={"nummer": 1})
    except DatabaseError:
        if Stand._meta.db_table in connections[DEFAULT_DB_ALIAS].introspection.table_names():
            raise
        # the first migrations: others write before there is a number to count


@cache
def fassung() -> str:
    """A hash of the portal's own files and of the settings a page shows; the same in every process of an installation."""
    summe = hashlib.sha256(repr([getattr(settings, name) for name in SICHTBARE_EINSTELLUNGEN]).encode())
    for ort in ORTE:
        for pfad in sorted(Path(settings.BASE_DIR, ort).rglob("*")):
            if pfad.suffix in ENDUNGEN and pfad.is_file():
                summe.update(pfad.read_bytes())
    return summe.hexdigest()


def etag(request: HttpRequest, *args, **kwargs) -> str | None:
    """None for who has a session: her pages may show what only she may see. One query."""
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        return None
    nummer = next(iter(Stand.objects.filter(pk=1).values_list("nummer", flat=True)), 0)
    worte = (fassung(), str(nummer), f"{timezone.localdate()}", request.get_full_path())
    return f'"{hashlib.sha256("|".join(worte).encode()).hexdigest()[:32]}"'


def unveraendert(view):
    """For a public page: asked again with its ETag it answers 304 without being made; caches have to ask each time."""
    bedingt = condition(etag_func=etag)(view)

    @wraps(view)
    def antworten(request, *args, **kwargs):
        antwort = bedingt(request, *args, **kwargs)
        if antwort.has_header("ETag"):
            antwort.headers.setdefault("Cache-Control", "no-cache")
            patch_vary_headers(antwort, ["Cookie"])
        return antwort

    return antworten
