"""Addresses for machines: alive, ready, whom to tell of a weakness; and the page that says the same to people."""

import json
import re
from datetime import datetime, timedelta

import requests
from django.conf import settings as django_settings
from django.utils import timezone

from betrieb.models import Auftrag, Fehler
from kern.models import Vermerk
from tests.server import manage, serve
from werkzeuge.stueckliste import stueckliste


def test_alive_asks_the_database_nothing(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/status/lebt").json() == {"lebt": True}


def test_ready_when_the_database_is_there_and_up_to_date(client):
    response = client.get("/status/bereit")

    assert (response.status_code, response.json()) == (200, {"bereit": True})
    assert "no-store" in response["Cache-Control"]


def test_not_ready_before_the_database_is_brought_up_to_date_and_without_one(installation, gefuellt):
    manage(installation.umgebung, "manage.py", "migrate", "konten", "-v0")
    with serve(installation.umgebung, ruft="/status/lebt") as unfertig:
        davor = requests.get(f"{unfertig.url}/status/bereit", timeout=30)
    umgebung = gefuellt.umgebung | {"DATABASE_URL": "postgres://portal:x@127.0.0.1:9/portal"}
    with serve(umgebung, ruft="/status/lebt") as ohne:
        weg = requests.get(f"{ohne.url}/status/bereit", timeout=30)
        seite = requests.get(f"{ohne.url}/", timeout=30)

    assert (davor.status_code, davor.json()["grund"]) == (503, "Datenbank nicht auf dem Stand dieser Fassung")
    assert (weg.status_code, weg.json()["grund"]) == (503, "Datenbank nicht erreichbar")
    assert (seite.status_code, seite.headers["Retry-After"]) == (503, "60")
    assert re.search(r"nennen Sie uns diese Nummer: Vorgang [0-9a-f]{8}", seite.text)


def test_behind_the_proxy_it_is_asked_without_encryption(client, settings):
    settings.SECURE_SSL_REDIRECT = True

    assert client.get("/status/bereit").status_code == 200
    assert client.get("/").status_code == 301


def test_who_finds_a_weakness_finds_whom_to_tell(client, settings):
    text = client.get("/.well-known/security.txt").content.decode()

    assert f"Contact: mailto:{settings.BETREIBER_MAIL}\n" in text
    until = datetime.fromisoformat(re.search(r"Expires: (\S+)", text)[1])
    assert timedelta(days=30) < until - timezone.now() < timedelta(days=365)


def test_the_page_shows_what_is_broken_first_and_what_was_done(login, cast):
    Fehler.objects.zaehlen("ValueError in kommunen/views.py:1 liste", "3fa2bc10")
    Auftrag.objects.create(name="sichern", faellig=timezone.now(), fehler="Das Programm pg_dump fehlt.")
    Vermerk.objects.create(art="rechte", was="Konto 7 betreut jetzt Gifhorn")

    page = login("fachadmin").get("/admin/zustand/").content.decode()

    states = re.findall(r"zustandspunkt--(\w+)", page)
    assert states == sorted(states, key=["gestoert", "achten", "gut"].index)
    assert "Das Programm pg_dump fehlt." in page
    assert "(Vorgang 3fa2bc10)" in page
    assert "Konto 7 betreut jetzt Gifhorn" in page


def test_the_administration_leads_there(login):
    assert 'href="/admin/zustand/"' in login("fachadmin").get("/admin/").content.decode()


def test_notes_are_read_and_never_changed(login):
    vermerk = Vermerk.objects.create(art="rechte", was="Konto 7 betreut jetzt Gifhorn")
    browser = login("fachadmin")

    assert browser.get(f"/admin/kern/vermerk/{vermerk.pk}/change/").status_code == 200
    assert browser.post(f"/admin/kern/vermerk/{vermerk.pk}/change/", {"was": "x"}).status_code == 403
    assert browser.post(f"/admin/kern/vermerk/{vermerk.pk}/delete/", {"post": "yes"}).status_code == 403


def test_the_bill_of_materials_names_all_that_runs_on_a_server():
    liste = {teil["name"].lower(): teil["version"] for teil in stueckliste()["components"]}
    pinned = re.findall(
        r"^([\w.-]+)==([^\s;]+)", (django_settings.BASE_DIR / "requirements" / "portal.txt").read_text(), re.MULTILINE
    )
    npm = json.loads((django_settings.BASE_DIR / "package.json").read_text())["dependencies"]

    assert {name.lower(): version for name, version in pinned}.items() <= liste.items()
    assert npm.items() <= liste.items()
