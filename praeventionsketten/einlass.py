"""Who waits at the door. Where more are waiting than can be served in a few seconds, the next ones are told so at once.

The kernel counts the connections that no process has taken yet (tcp(7), TCP_INFO of a listening socket). Without that a rush
would fill the queue, everybody would wait longer than any browser does, and each answer would come too late.
"""

import socket
import struct
from collections.abc import Callable, Iterable

from django.template.loader import render_to_string

HOECHSTENS = 100  # waiting connections; about a second's work of two processes
IN_SEKUNDEN = 5
# tcpi_unacked of struct tcp_info: for a listening socket the length of its queue
STELLE = 24

_tueren: list[socket.socket] = []


def beobachten(tueren: Iterable[socket.socket]) -> None:
    """The sockets this process listens on; gunicorn tells (gunicorn.conf.py)."""
    _tueren[:] = [tuer for tuer in tueren if tuer.family in (socket.AF_INET, socket.AF_INET6) and hasattr(socket, "TCP_INFO")]


def wartende() -> int:
    """How many are waiting; 0 where the system does not say."""
    return sum(struct.unpack_from("I", tuer.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 64), STELLE)[0] for tuer in _tueren)


class Einlass:
    """WSGI: in front of everything, because turning away has to cost next to nothing."""

    def __init__(self, anwendung, anzahl: Callable[[], int] = wartende):
        self.anwendung, self.anzahl = anwendung, anzahl
        self.seite = render_to_string("503.html").encode()

    def __call__(self, environ, start_response):
        if self.anzahl() <= HOECHSTENS:
            return self.anwendung(environ, start_response)
        kopf = [
            ("Content-Type", "text/html; charset=utf-8"),
            ("Content-Length", str(len(self.seite))),
            ("Retry-After", str(IN_SEKUNDEN)),
            ("Cache-Control", "no-store"),
            ("X-Content-Type-Options", "nosniff"),
            ("X-Frame-Options", "DENY"),
            ("Referrer-Policy", "same-origin"),
            ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"),
        ]
        start_response("503 Service Unavailable", kopf)
        return [self.seite]
