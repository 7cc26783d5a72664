"""Ways round the front door, tried at every address: forged hosts, redirects elsewhere, headers smuggled in, a proxy that keeps."""

import re
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.db import transaction
from django.test import Client
from django.urls import reverse

from gremien.oparl.bestand import abgleichen
from tests.conftest import ROLES
from tests.nachweise.test_formeln import poison
from tests.test_access import ARGS, GET, shut

EVIL = "boese.example"
ELSEWHERE = [
    f"https://{EVIL}/", f"//{EVIL}/", f"///{EVIL}/", f"/\\{EVIL}/", f"\\\\{EVIL}/", f"https:{EVIL}", f"http:///{EVIL}",
    f"\t//{EVIL}/", f"/%09/{EVIL}/", f"https://127.0.0.1@{EVIL}/", f"javascript:alert('{EVIL}')", f"/\r\nLocation: https://{EVIL}/",
]  # fmt: skip
WHERE_TO = ("next", "url", "zurueck", "weiter", "seite", "redirect_to", "return_to", "referer")
HOSTS = [
    EVIL, f"{EVIL}:8000", f"127.0.0.1.{EVIL}", f"{EVIL}#127.0.0.1", f"127.0.0.1@{EVIL}", f"127.0.0.1, {EVIL}", "", ".",
    f"127.0.0.1 {EVIL}", f"{EVIL}/127.0.0.1", "127.0.0.1\\", "*",
]  # fmt: skip


@pytest.fixture(autouse=True)
def _stage(tmp_path, settings, kommune):
    settings.MEDIA_ROOT = tmp_path
    abgleichen()


@pytest.fixture
def each(kommune, cast):
    """Every address with an object of its own; what was made for it is gone afterwards."""

    def addresses():
        for name in sorted(GET):
            with transaction.atomic():
                yield name, reverse(name, args=ARGS[name](kommune, cast) if name in ARGS else [])
                transaction.set_rollback(True)

    return addresses


def told(response):
    """Headers and body, as one text."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    shut(response)
    return f"{dict(response.headers)}\n{content.decode('utf-8', 'replace')}"


@pytest.mark.parametrize("host", HOSTS)
def test_no_other_host_is_answered(host):
    response = Client(headers={"host": host}).get("/")

    assert response.status_code == 400
    assert EVIL not in told(response)


def test_what_a_visitor_says_of_the_host_is_in_no_answer_and_no_mail(each, login):
    forged = {"X-Forwarded-Host": EVIL, "X-Host": EVIL, "Forwarded": f"host={EVIL}", "X-Original-URL": f"https://{EVIL}/"}
    browser = login("koordination")

    answers = ((name, browser.get(url, headers=forged)) for name, url in each())
    assert [name for name, answer in answers if EVIL in told(answer) or answer.status_code == 400] == []
    Client(headers=forged).post("/konto/anmelden/", {"login": "koordination@example.org"})
    assert [message for message in mail.outbox if EVIL in str(message.message())] == []


@pytest.mark.lang
def test_no_address_leads_elsewhere(each, login):
    visitors = {role: login(role) for role in ("anonym", "koordination")}
    away = []
    for name, url in each():
        for target in ELSEWHERE:
            query = dict.fromkeys(WHERE_TO, target)
            for role, browser in visitors.items():
                for verb in ("get", "post"):
                    with transaction.atomic():
                        kept = dict(browser.cookies)
                        response = getattr(browser, verb)(url, query, headers={"referer": target.strip()})
                        shut(response)
                        browser.cookies.clear()
                        browser.cookies.update(kept)
                        transaction.set_rollback(True)
                    place = re.sub(r"[\t\r\n\\]", "/", response.headers.get("Location", ""))
                    leads_away = urlsplit(place).netloc not in ("", "testserver", "127.0.0.1:8000") or place.startswith("//")
                    away += [(name, role, verb, target, place)] if leads_away or place.startswith("javascript") else []
    assert away == []


def test_no_text_becomes_a_header(each, login):
    """In every name and title there is: file names of downloads, calendars and feeds are made from them."""
    browser = login("koordination")
    browser.raise_request_exception = False
    smuggled = []
    for name, url in each():
        if name == "einlesung":  # what it shows was read as a profile before it was kept
            continue
        poison("x\r\nBoese: 1")
        response = browser.get(url)
        shut(response)
        if "Boese" in response.headers or any("\n" in value for value in response.headers.values()) or response.status_code >= 500:
            smuggled.append((name, response.status_code))
    assert smuggled == []


class Keeping:
    """A shared cache that keeps whatever RFC 9111 (section 3) does not forbid, asks nobody again, and may not heed Vary."""

    def __init__(self, *, heeds_vary):
        self.kept, self.heeds_vary = {}, heeds_vary

    def get(self, browser, url):
        for vary, sent, text in self.kept.get(url, ()):
            if all(sent[name] == header(browser, name) for name in vary):
                return text
        response = browser.get(url)
        text = told(response)
        rules = {rule.strip().partition("=")[0] for rule in response.headers.get("Cache-Control", "").split(",")}
        vary = [name.strip().lower() for name in response.headers.get("Vary", "").split(",") if name.strip()] * self.heeds_vary
        if not rules & {"private", "no-store"} and "*" not in vary and response.status_code in (200, 203, 301, 404, 410):
            self.kept.setdefault(url, []).append((vary, {name: header(browser, name) for name in vary}, text))
        return text


def header(browser, name):
    return browser.cookies.output() if name == "cookie" else ""


@pytest.mark.lang
@pytest.mark.parametrize("heeds_vary", [True, False])
def test_a_proxy_that_keeps_answers_gives_nobody_what_is_somebody_elses(heeds_vary, each, login, cast):
    cast["koordination"].first_name, cast["koordination"].last_name = "Zebrafink", "Zebrafink"
    cast["koordination"].save()
    browsers = {role: login(role) for role in ROLES}
    leaks = []
    for name, url in each():
        proxy = Keeping(heeds_vary=heeds_vary)
        for address in (url, f"{url}?x=1", f"{url}x.css", f"{url};x.css"):
            for role in ("koordination", "fachadmin"):
                proxy.get(browsers[role], address)
            direct, kept = told(browsers["anonym"].get(address)), proxy.get(browsers["anonym"], address)
            words = [word for word in (cast["koordination"].email, "Zebrafink") if word in kept]
            if words or without_secrets(kept) != without_secrets(direct):
                leaks.append((name, address, words))
    assert leaks == []


def without_secrets(text):
    """What differs from one answer to the next for the same person."""
    return re.sub(
        r'name="(csrfmiddlewaretoken|schluessel)" value="\w+"|\d\d:\d\d:\d\d|"[0-9a-f]{32,}"|\d{4}-\d\d-\d\dT[\d:.+]+', "", text
    )
