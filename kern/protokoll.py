"""What the portal writes down of its work: one line for each request and each error, and nothing about persons.

A line tells what went wrong and where, and leaves out what somebody typed: the message of an exception may quote a name, so
its type and the places it passed are all that is kept. A short number joins the line to the page that the visitor saw.
"""

import logging
import re
import secrets
import time
from contextvars import ContextVar
from pathlib import Path

from django.conf import settings
from django.utils.cache import add_never_cache_headers
from pythonjsonlogger.json import JsonFormatter

GEHEIM = ("/einladung/", "/teilnahme/", "/erinnerung/")  # who has such an address gets in
LINK = re.compile(rf"({'|'.join(GEHEIM)}).*", re.IGNORECASE)  # to the end of the line: a link may be broken in any way
ADRESSE = re.compile(r"[^\s<>\"'(=:/]+(?:@|%40)[^\s<>\"'),;/]+", re.IGNORECASE)
ANFRAGE = re.compile(r"\?\S*")  # what somebody searched for

zugriff = logging.getLogger("zugriff")
_nummer: ContextVar[str] = ContextVar("vorgangsnummer", default="")


def vorgangsnummer() -> str:
    """Of the request that is being answered; empty outside of one."""
    return _nummer.get()


def ist_geheim(pfad: str) -> bool:
    return LINK.search(pfad) is not None


def mitschreiben(get_response):
    """Middleware, the outermost: gives each request its number and writes one line about how it ended. No sender, no query."""

    def antworten(request):
        beginn, marke = time.monotonic(), _nummer.set(secrets.token_hex(4))
        try:
            antwort = get_response(request)
            dauer = round((time.monotonic() - beginn) * 1000)
            angaben = {"methode": request.method, "adresse": request.path, "antwort": antwort.status_code, "ms": dauer}
            zugriff.info("%s %s", request.method, request.path, extra=angaben)
            return antwort
        finally:
            _nummer.reset(marke)

    return antworten


def geheime_adressen(get_response):
    """Middleware: whatever is answered there, a page or an error, keeps its address to itself."""

    def antworten(request):
        antwort = get_response(request)
        if ist_geheim(request.path):
            antwort["Referrer-Policy"] = "strict-origin"  # "no-referrer" would take the origin from forms, too
            antwort["X-Robots-Tag"] = "noindex"
            add_never_cache_headers(antwort)
        return antwort

    return antworten


def ohne_personen(text: str) -> str:
    """Without tokens, e-mail addresses and what stands behind the question mark of an address."""
    return ADRESSE.sub("…@…", ANFRAGE.sub("?…", LINK.sub(r"\1…", text)))


def hergang(fehler: BaseException) -> str:
    """ "ValueError in kommunen/views.py:81 liste < …": where it was raised, and the places of ours it passed. No message."""
    orte, spur = [], fehler.__traceback__
    while spur:
        pfad = Path(spur.tb_frame.f_code.co_filename)
        eigen = pfad.is_relative_to(settings.BASE_DIR) and ".venv" not in pfad.parts
        if eigen or spur.tb_next is None:
            name = pfad.relative_to(settings.BASE_DIR) if eigen else Path(*pfad.parts[-2:])
            orte.append(f"{name}:{spur.tb_lineno} {spur.tb_frame.f_code.co_name}")
        spur = spur.tb_next
    return f"{type(fehler).__name__} in {' < '.join(reversed(orte))}"


class OhnePersonen(logging.Filter):
    """Takes tokens, addresses of people and messages of exceptions out of every record, whoever wrote it."""

    def filter(self, record):
        try:
            meldung = record.getMessage()
        except (TypeError, ValueError):  # a library's slip must not cost the line
            meldung = str(record.msg)
        record.msg, record.args = ohne_personen(meldung), None
        if record.exc_info and record.exc_info[1] and record.levelno >= logging.ERROR:
            record.hergang = hergang(record.exc_info[1])
        record.exc_info = record.exc_text = record.stack_info = None
        record.vorgang = vorgangsnummer()
        for name in ("request", "adresse"):
            if hasattr(record, name):
                wert = getattr(record, name)
                setattr(record, name, ohne_personen(wert) if isinstance(wert, str) else None)
        return True


class Zeilen(JsonFormatter):
    """One JSON object a line, for whatever collects logs."""

    FELDER = ("vorgang", "methode", "adresse", "antwort", "ms", "auftrag", "hergang")

    def add_fields(self, log_data, record, message_dict):
        log_data["zeit"] = self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z")
        log_data |= {"stufe": record.levelname, "quelle": record.name, "meldung": record.getMessage()}
        log_data |= {name: wert for name in self.FELDER if (wert := getattr(record, name, None)) not in {None, ""}}


class Lesbar(logging.Formatter):
    """For a person in front of a terminal."""

    def format(self, record):
        hergang = getattr(record, "hergang", "")
        return f"{super().format(record)}{f' ({hergang})' if hergang else ''}"
