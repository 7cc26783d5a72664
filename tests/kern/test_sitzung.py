"""A session is known by its cookie, and the database does not hold the cookie."""

from django.contrib.sessions.models import Session
from django.test import Client

from kern.sitzung import SessionStore
from tests.factories import make_nutzer


def logged_in():
    browser = Client()
    browser.force_login(make_nutzer(), backend="django.contrib.auth.backends.ModelBackend")
    return browser


def test_who_has_a_copy_of_the_database_is_nobody():
    logged_in()
    thief = Client()
    thief.cookies["sessionid"] = Session.objects.get().session_key

    assert thief.get("/konto/").status_code == 302


def test_the_cookie_opens_it_until_it_is_left():
    browser = logged_in()
    assert browser.get("/konto/").status_code == 200
    cookie = browser.cookies["sessionid"].value

    browser.post("/konto/abmelden/")

    browser.cookies["sessionid"] = cookie
    assert browser.get("/konto/").status_code == 302


def test_a_new_key_leaves_no_old_row_behind():
    store = SessionStore()
    store["x"] = 1
    store.save()
    old = store.session_key

    store.cycle_key()
    store.save()

    assert Session.objects.count() == 1
    assert not store.exists(old)
    assert SessionStore(store.session_key)["x"] == 1


def test_an_expired_one_is_none():
    store = SessionStore()
    store.set_expiry(-1)
    store["x"] = 1
    store.save()

    assert "x" not in SessionStore(store.session_key)
