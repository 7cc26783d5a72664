"""At the door: where too many wait, the next ones are told at once and come again; where few do, nothing is in the way."""

import http.client
import os
import signal
import socket
from urllib.parse import urlsplit

import pytest

from praeventionsketten.einlass import HOECHSTENS, IN_SEKUNDEN, Einlass, beobachten, wartende
from tests.server import prepare, serve

pytestmark = pytest.mark.rein


def answer(waiting):
    """(status, headers, body) of a door at which so many wait."""
    heard = {}

    def portal(environ, start_response):
        start_response("200 OK", [])
        return [b"drin"]

    def start_response(status, headers):
        heard.update(status=status, headers=dict(headers))

    body = b"".join(Einlass(portal, anzahl=lambda: waiting)({}, start_response))
    return heard["status"], heard["headers"], body


def test_whoever_comes_while_few_wait_is_let_in():
    assert answer(HOECHSTENS)[::2] == ("200 OK", b"drin")


def test_whoever_comes_while_many_wait_is_told_when_to_come_again():
    status, headers, body = answer(HOECHSTENS + 1)

    assert status == "503 Service Unavailable"
    assert headers["Retry-After"] == str(IN_SEKUNDEN)
    assert headers["Cache-Control"] == "no-store"
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert "Gerade ist hier sehr viel los" in body.decode()
    assert int(headers["Content-Length"]) == len(body)


def test_the_page_needs_nothing_that_would_have_to_wait_as_well():
    body = answer(HOECHSTENS + 1)[2].decode()

    assert "<link" not in body
    assert "<script" not in body
    assert "style=" not in body


def test_the_kernel_counts_who_waits():
    with socket.create_server(("127.0.0.1", 0), backlog=50) as door:
        beobachten([door])
        callers = [socket.create_connection(door.getsockname()) for _ in range(7)]
        try:
            assert wartende() == 7
            door.accept()[0].close()
            assert wartende() == 6
        finally:
            beobachten([])
            for caller in callers:
                caller.close()
    assert wartende() == 0


def test_the_served_portal_turns_away_whom_it_cannot_serve_soon_and_then_serves_again(tmp_path):
    env = prepare(f"sqlite:///{tmp_path / 'db.sqlite3'}")
    with serve(env) as server:
        host = urlsplit(server.url).netloc
        worker = server.workers()[0]
        os.kill(worker, signal.SIGSTOP)  # nobody serves, everybody waits
        try:
            callers = [http.client.HTTPConnection(host, timeout=60) for _ in range(HOECHSTENS + 30)]
            for caller in callers:
                caller.request("GET", "/status/lebt")
        finally:
            os.kill(worker, signal.SIGCONT)
        codes = [caller.getresponse().status for caller in callers]
        turned_away = codes.count(503)

        assert set(codes) == {200, 503}
        assert 20 <= turned_away <= 30
        again = http.client.HTTPConnection(host, timeout=60)
        again.request("GET", "/status/lebt")
        assert again.getresponse().status == 200


def test_no_visitor_says_under_which_path_the_portal_lies(tmp_path):
    """gunicorn would take SCRIPT_NAME from a header; links are made with it, and some are kept for everybody."""
    env = prepare(f"sqlite:///{tmp_path / 'db.sqlite3'}")
    with serve(env) as server:
        pages = []
        for headers in ({"SCRIPT_NAME": "/evil"}, {}):
            for path in ("/evil/impressum/", "/impressum/"):
                visitor = http.client.HTTPConnection(urlsplit(server.url).netloc, timeout=60)
                visitor.request("GET", path, headers=headers)
                answer = visitor.getresponse()
                pages.append((answer.status, b'href="/evil' in answer.read()))

    assert pages == [(404, False), (200, False)] * 2
