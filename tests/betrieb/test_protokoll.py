"""What the portal writes about its work: every request and every error, and nothing about anybody."""

import http.client
import json
import re
import subprocess
import time
from contextlib import contextmanager
from urllib.parse import urlencode

import pytest
from django.conf import settings as django_settings

from tests.betrieb.installation import POSTGRES
from tests.server import BIN, free_port

pytestmark = pytest.mark.rein

HOST = "portal.example.org"
VERBORGEN = {
    "name": "Erika Mustermann",
    "adresse": "erika.mustermann@example.com",
    "wort": "geheimes-tagebuch",
    "kennung": "sT3ngGeheimesToken0123456789abcdefABCDEF012",
    "passwort": "d4s-passwort-der-datenbank",
    "sender": "203.0.113.77",
    "browser": "ErikasBrowser/7",
}


@contextmanager
def in_produktion(installation):
    """The portal as a server runs it: behind a proxy, with gunicorn's own settings. Yields (ask, read what it wrote)."""
    port = free_port()
    umgebung = installation.umgebung | {
        "SITE_URL": f"https://{HOST}", "HINTER_PROXY": "true", "EMAIL_URL": "smtp://127.0.0.1:9", "WEB_PROZESSE": "1",
        "WEB_ADRESSE": f"127.0.0.1:{port}", "SECRET_KEY": "aB3-xYz_7" * 8,
    }  # fmt: skip
    protokoll = installation.ordner / "protokoll.txt"
    with protokoll.open("wb") as datei:
        prozess = subprocess.Popen(
            [BIN / "gunicorn", "praeventionsketten.wsgi"], cwd=django_settings.BASE_DIR, env=umgebung, stdout=datei, stderr=datei
        )

    def fragen(methode, pfad, host=HOST, **felder):
        verbindung = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        kopf = {
            "Host": host, "X-Forwarded-Proto": "https", "X-Forwarded-For": VERBORGEN["sender"],
            "User-Agent": VERBORGEN["browser"], "Content-Type": "application/x-www-form-urlencoded", "Referer": f"https://{HOST}/",
        }  # fmt: skip
        if felder:
            seite = fragen("GET", pfad)
            kopf["Cookie"] = "; ".join(
                re.findall(r"(__Host-(?:csrftoken|sessionid)=[^;]+)", " ".join(seite.headers.get_all("Set-Cookie", [])))
            )
            marke = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', seite.text)
            felder["csrfmiddlewaretoken"] = marke[1] if marke else ""
        verbindung.request(methode, pfad, urlencode(felder), kopf)
        antwort = verbindung.getresponse()
        antwort.text = antwort.read().decode(errors="replace")
        return antwort

    try:
        ende = time.monotonic() + 30
        while time.monotonic() < ende:
            try:
                fragen("GET", "/status/lebt")
                break
            except OSError:
                time.sleep(0.05)  # between two looks at the same condition
        yield fragen, lambda: protokoll.read_text(errors="replace")
    finally:
        prozess.terminate()
        prozess.wait(timeout=40)


@pytest.fixture(scope="module")
def geschehen(gefuellt):
    """Everything that could leak, made first. Returns (what the visitor of the error saw, what was written down)."""
    with in_produktion(gefuellt) as (fragen, geschrieben):
        fragen("GET", f"/kommunen/?q={VERBORGEN['name'].replace(' ', '+')}")
        fragen("GET", f"/{VERBORGEN['adresse']}/")
        fragen("GET", f"/einladung/{VERBORGEN['kennung']}/")
        fragen("GET", f"/einladung%2F{VERBORGEN['kennung']}/")
        fragen("GET", f"/teilnahme/{VERBORGEN['kennung']}/")
        fragen("GET", "/", host=f"{VERBORGEN['wort']}.example.net")
        fragen("POST", "/konto/anmelden/", login="koordination.gifhorn@example.org")  # its mail cannot leave
        fragen("POST", "/rueckmeldung/", name=VERBORGEN["name"], email=VERBORGEN["adresse"], text=VERBORGEN["wort"])
        gefuellt.sql("ALTER TABLE kommunen_termin RENAME TO weg")
        kaputt = fragen("GET", f"/termine/?q={VERBORGEN['wort']}")
        gefuellt.sql("ALTER TABLE weg RENAME TO kommunen_termin")
        lauf = gefuellt.rufen("zustand")
        return kaputt, geschrieben(), lauf.stdout


def test_each_line_is_json_and_says_when_what_and_how_it_ended(geschehen):
    zeilen = [json.loads(zeile) for zeile in geschehen[1].splitlines()]

    anfragen = [zeile for zeile in zeilen if zeile["quelle"] == "zugriff"]
    assert len(anfragen) >= 8
    assert {"zeit", "stufe", "meldung", "methode", "adresse", "antwort", "ms", "vorgang"} <= set(anfragen[0])


@pytest.mark.parametrize("was", VERBORGEN)
def test_nothing_that_names_anybody_or_opens_anything_is_written(geschehen, was):
    assert VERBORGEN[was] not in geschehen[1]


def test_no_address_of_an_account_and_no_secret_is_written(geschehen, settings):
    assert "koordination.gifhorn" not in geschehen[1]
    assert "aB3-xYz_7" not in geschehen[1]
    assert "@example" not in geschehen[1]


def test_an_error_is_found_again_by_the_number_its_visitor_saw(geschehen):
    kaputt, geschrieben, _ = geschehen
    nummer = re.search(r"Vorgang ([0-9a-f]{8})", kaputt.text)[1]
    zeilen = [json.loads(zeile) for zeile in geschrieben.splitlines()]

    (fehler,) = [zeile for zeile in zeilen if zeile.get("vorgang") == nummer and zeile["stufe"] == "ERROR"]

    assert kaputt.status == (500 if POSTGRES else 503)  # to SQLite a missing table is as bad as a missing database
    assert re.search(r"(Operational|Programming)Error in .* < kommunen/termine\.py:\d+ termine", fehler["hergang"])
    assert VERBORGEN["wort"] not in json.dumps(fehler)


def test_an_error_is_counted_where_the_administrator_looks(geschehen):
    assert re.search(r"bitte ansehen\s+Fehler: \d+ Fehler in 24 Stunden, zuletzt", geschehen[2])
