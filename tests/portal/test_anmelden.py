"""Login by a code in a mail."""

import re
import time

from django.core import mail
from django.test import Client

from kern.models import Vermerk
from kern.sitzung import SEIT
from tests.factories import make_nutzer


def ask(client, email):
    return client.post("/konto/anmelden/", {"login": email})


def test_the_code_from_the_mail_lets_one_in(client):
    make_nutzer(email="erika@example.org")

    ask(client, "Erika@example.org")
    code = re.search(r"lautet:\s+(\S+)", mail.outbox[0].body)[1]
    page = client.post("/konto/anmelden/code/", {"code": code.lower(), "action": "confirm"}, follow=True)

    assert page.wsgi_request.user.email == "erika@example.org"
    assert "Sie sind angemeldet." in page.content.decode()


def test_the_mail_is_plain_kind_and_links_to_the_configured_address(client):
    make_nutzer(email="erika@example.org")

    client.post("/konto/anmelden/", {"login": "erika@example.org"}, headers={"host": "localhost"})

    (sent,) = mail.outbox
    assert sent.subject == "Ihr Code für das Portal Präventionsketten"
    assert "http://127.0.0.1:8000" in sent.body
    assert not sent.alternatives


def test_an_unknown_address_learns_nothing_and_gets_no_mail(client):
    make_nutzer(email="erika@example.org")

    known, unknown = ask(client, "erika@example.org"), ask(client, "niemand@example.org")

    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert [m.to for m in mail.outbox] == [["erika@example.org"]]


def test_a_wrong_code_is_refused_with_a_reason_and_not_for_ever(client):
    make_nutzer(email="erika@example.org")
    ask(client, "erika@example.org")

    pages = [client.post("/konto/anmelden/code/", {"code": "FALSCH", "action": "confirm"}, follow=True) for _ in range(4)]

    assert "Bitte prüfen Sie Ihre Angaben" in pages[0].content.decode()
    assert not pages[-1].wsgi_request.user.is_authenticated
    assert pages[-1].request["PATH_INFO"] == "/konto/anmelden/"


def test_a_closed_account_does_not_get_in(client):
    make_nutzer(email="erika@example.org", is_active=False)

    ask(client, "erika@example.org")

    assert not client.get("/").wsgi_request.user.is_authenticated


def test_one_address_is_one_account_in_any_spelling():
    import pytest
    from django.db import IntegrityError, transaction

    from konten.models import Nutzer

    make_nutzer(email="erika@example.org")
    with pytest.raises(IntegrityError), transaction.atomic():
        Nutzer.objects.create(email="ERIKA@example.org")


def test_without_a_mail_server_everybody_hears_the_same(client, settings):
    """Also whoever has no account: what is said tells nothing about that."""
    make_nutzer(email="erika@example.org")
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # nobody listens there

    known, unknown = ask(client, "erika@example.org"), ask(client, "niemand@example.org")

    assert (known.status_code, unknown.status_code) == (200, 200)
    for page in (known, unknown):
        assert "Zurzeit gehen keine Mails hinaus" in page.content.decode()


def logged_in(email):
    """A browser in which this person has logged in with a code from a mail."""
    browser = Client()
    ask(browser, email)
    code = re.search(r"lautet:\s+(\S+)", mail.outbox[-1].body)[1]
    browser.post("/konto/anmelden/code/", {"code": code, "action": "confirm"})
    return browser


def who(browser):
    return str(browser.get("/impressum/").wsgi_request.user)


def test_logging_out_elsewhere_ends_all_sessions_but_this_one():
    make_nutzer(email="erika@example.org")
    make_nutzer(email="andere@example.org")
    here, elsewhere, somebody = logged_in("erika@example.org"), logged_in("erika@example.org"), logged_in("andere@example.org")

    page = here.post("/konto/anderswo-abmelden/", follow=True)

    assert "Auf allen anderen Geräten sind Sie jetzt abgemeldet." in page.content.decode()
    assert [who(here), who(elsewhere), who(somebody)] == ["erika@example.org", "AnonymousUser", "andere@example.org"]


def test_the_administration_can_log_somebody_out_everywhere(login, cast):
    nutzer = make_nutzer(email="erika@example.org")
    elsewhere = logged_in("erika@example.org")

    login("fachadmin").post("/admin/konten/nutzer/", {"action": "abmelden", "_selected_action": [nutzer.pk]})

    assert who(elsewhere) == "AnonymousUser"
    assert Vermerk.objects.filter(was=f"Konto {nutzer.pk}: überall abgemeldet", nutzer=cast["fachadmin"]).exists()
    assert who(logged_in("erika@example.org")) == "erika@example.org"  # it is no lock


def test_who_is_locked_out_is_so_at_once():
    nutzer = make_nutzer(email="erika@example.org")
    browser = logged_in("erika@example.org")

    nutzer.is_active = False
    nutzer.save()

    assert who(browser) == "AnonymousUser"


def test_a_login_ends_after_its_time_however_busy_one_is(settings):
    make_nutzer(email="erika@example.org")
    browser = logged_in("erika@example.org")
    sitzung = browser.session
    for _ in range(2):
        sitzung[SEIT] -= settings.SESSION_COOKIE_AGE / 2 - 60
        sitzung["etwas"] = "getan"  # each save would begin a new span
        sitzung.save()
        assert who(browser) == "erika@example.org"

    sitzung[SEIT] -= 121
    sitzung.save()

    assert who(browser) == "AnonymousUser"


def test_a_code_ends_after_ten_minutes(monkeypatch):
    make_nutzer(email="erika@example.org")
    browser = Client()
    for minutes, user in ((9, "erika@example.org"), (10, "AnonymousUser")):
        browser.logout()
        ask(browser, "erika@example.org")
        code = re.search(r"lautet:\s+(\S+)", mail.outbox[-1].body)[1]
        with monkeypatch.context() as later:
            now = time.time() + minutes * 60 + 1
            later.setattr(time, "time", lambda now=now: now)
            browser.post("/konto/anmelden/code/", {"code": code, "action": "confirm"})
        assert who(browser) == user


def test_a_code_lets_in_once():
    make_nutzer(email="erika@example.org")
    browser = logged_in("erika@example.org")
    code = re.search(r"lautet:\s+(\S+)", mail.outbox[-1].body)[1]

    browser.post("/konto/abmelden/")
    browser.post("/konto/anmelden/code/", {"code": code, "action": "confirm"})

    assert who(browser) == "AnonymousUser"


def test_a_code_opens_the_browser_that_asked_for_it_and_no_other():
    make_nutzer(email="erika@example.org")
    hers, thiefs = Client(), Client()
    for browser in (hers, thiefs):
        ask(browser, "erika@example.org")
    first, second = (re.search(r"lautet:\s+(\S+)", m.body)[1] for m in mail.outbox)

    thiefs.post("/konto/anmelden/code/", {"code": first, "action": "confirm"})
    hers.post("/konto/anmelden/code/", {"code": first, "action": "confirm"})

    assert first != second
    assert [who(hers), who(thiefs)] == ["erika@example.org", "AnonymousUser"]


def test_what_is_made_for_somebody_is_kept_by_no_cache_on_the_way(client):
    make_nutzer(email="erika@example.org")

    kept = [browser.get("/kommunen/").headers.get("Cache-Control") for browser in (client, logged_in("erika@example.org"))]

    assert kept == ["no-cache", "private, no-cache"]


def test_leaving_takes_what_the_browser_kept_along():
    make_nutzer(email="erika@example.org")
    browser = logged_in("erika@example.org")

    assert browser.post("/konto/abmelden/").headers["Clear-Site-Data"] == '"cache"'
    assert who(browser) == "AnonymousUser"
