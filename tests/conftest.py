"""The cast and the stage. Four kinds of people meet in most tests: `anonym` has no account, `fremde` coordinates
another Kommune, `koordination` the one in question, `fachadmin` all of them."""

import time

import pytest
from allauth.account.internal.flows.login import _AUTHENTICATION_METHODS_USER_SESSION_KEY, AUTHENTICATION_METHODS_SESSION_KEY
from django.core.management import call_command
from django.test import Client
from hypothesis import settings

from tests.factories import make_gebiet, make_kommune, make_nutzer

settings.register_profile("portal", parent=settings(), deadline=None)  # a timed example fails where another suite runs beside it
settings.load_profile("portal")

ROLES = ("anonym", "fremde", "koordination", "fachadmin")


@pytest.fixture(autouse=True)
def _database(db):
    """Every test may use the database; the browser tests have a conftest of their own."""


@pytest.fixture
def gebiete():
    call_command("loaddata", "gebiete", verbosity=0)


@pytest.fixture
def zahlen(gebiete):
    """Areas and Indikatoren as the portal ships them."""
    call_command("loaddata", "statistik", verbosity=0)


@pytest.fixture
def kommune():
    gebiet = make_gebiet(name="Musterkreis", ars="03999")
    return make_kommune(name="Landkreis Musterkreis", slug="musterkreis", gebiet=gebiet)


@pytest.fixture
def cast(kommune):
    return {
        "anonym": None,
        "fremde": make_nutzer(coordinates=[make_kommune()]),
        "koordination": make_nutzer(coordinates=[kommune]),
        "fachadmin": make_nutzer(is_staff=True),
    }


def angemeldet(nutzer, *, zweiter_faktor=True):
    """A client in which this person is logged in; the Fachadministration has shown her second factor."""
    browser = Client()
    browser.force_login(nutzer, backend="django.contrib.auth.backends.ModelBackend")
    if nutzer.is_staff and zweiter_faktor:
        session = browser.session
        session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(nutzer.pk)
        session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "mfa", "type": "totp", "at": time.time()}]
        session.save()
    return browser


@pytest.fixture
def login(cast):
    """login("koordination") gives a client in which that person is logged in."""
    return lambda role: angemeldet(cast[role]) if cast[role] else Client()
