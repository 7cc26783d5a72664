"""The headers that protect a browser stand on every status; those of 200 to 405 are held for each address in test_access.py."""

import pytest
from django.test import Client
from django.urls import reverse

from praeventionsketten import views
from tests.test_access import unprotected

pytestmark = pytest.mark.django_db


def wrong_host():
    return Client().get("/", headers={"host": "boese.example.org"})


def not_there():
    return Client().get("/gibt-es-nicht/")


def expired_form():
    return Client(enforce_csrf_checks=True).post(reverse("rueckmeldung"), {"nachricht": "Hallo"})


def too_many_fields():
    return Client().post(reverse("rueckmeldung"), {f"f{n}": "x" for n in range(6_000)})


@pytest.mark.parametrize(
    ("ask", "code"),
    [(wrong_host, 400), (not_there, 404), (expired_form, 403), (too_many_fields, 400)],
    ids=lambda x: getattr(x, "__name__", x),
)
def test_refusals_carry_them(ask, code):
    response = ask()

    assert (response.status_code, unprotected(response)) == (code, [])


@pytest.mark.parametrize(("error", "code"), [(RuntimeError("Interna"), 500), (views.OperationalError("weg"), 503)])
def test_so_do_the_pages_for_what_went_wrong(monkeypatch, error, code):
    def broken(*args):
        raise error

    monkeypatch.setattr(views, "kartenbild", broken)
    response = Client(raise_request_exception=False).get("/")

    assert (response.status_code, unprotected(response)) == (code, [])


def test_a_page_without_them_would_be_noticed(client):
    response = client.get("/impressum/")
    assert unprotected(response) == []
    response.headers["Content-Security-Policy"] = response.headers["Content-Security-Policy"].replace("'self'", "'unsafe-inline'")
    del response.headers["X-Content-Type-Options"]
    response.set_cookie("offen", "1")

    assert unprotected(response) == ["CSP", "base-uri", "nosniff", "offen"]
