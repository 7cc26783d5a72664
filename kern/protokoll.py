"""Addresses that are keys: what must not stand in a log, a referrer, a cache or a search engine."""

import logging
import re

from django.utils.cache import add_never_cache_headers

LINK = re.compile(r"(/einladung/|/teilnahme/).*", re.IGNORECASE)  # to the end of the line: a link may be broken in any way


def ist_schluessel(pfad: str) -> bool:
    return "/einladung/" in pfad.lower()


def schluesseladressen(get_response):
    """Middleware: whatever is answered there, a page or an error, keeps its address to itself."""

    def antworten(request):
        antwort = get_response(request)
        if ist_schluessel(request.path):
            antwort["Referrer-Policy"] = "strict-origin"  # "no-referrer" would take the origin from forms, too
            antwort["X-Robots-Tag"] = "noindex"
            add_never_cache_headers(antwort)
        return antwort

    return antworten


class OhneSchluessel(logging.Filter):
    """Takes the token out of the address of a personal link, wherever in a record it stands."""

    def filter(self, record):
        record.msg = LINK.sub(r"\1…", record.getMessage())
        record.args = None
        if record.exc_info and not record.exc_text:
            record.exc_text = LINK.sub(r"\1…", logging.Formatter().formatException(record.exc_info))
        return True
