"""The personal link: a key that is shown to nobody, opens only by a button, and ends when it should."""

import logging
import secrets
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from kern.protokoll import OhnePersonen
from kooperation import fristen
from kooperation.actions import dialog as actions
from kooperation.models import Dialog, Seite, Zugang
from tests.factories import make_dialog
from tests.kooperation.partner import Partner


@pytest.fixture
def dialog(kommune):
    return make_dialog(kommune)


def test_looking_consumes_nothing_and_leaves_nothing(client, dialog):
    token = Zugang.neu(dialog.paar[0])

    pages = [client.get(f"/einladung/{token}/") for _ in range(5)]  # a mail scanner comes before the person

    assert {page.status_code for page in pages} == {200}
    assert "sessionid" not in client.cookies
    assert not Seite.objects.exclude(zusage="").exists()
    assert client.post(f"/einladung/{token}/", {"taste": "einschaetzen"}).status_code == 302


def test_the_token_leaves_the_address_and_stands_nowhere(client, dialog):
    token = Zugang.neu(dialog.paar[0])

    page = client.get(f"/einladung/{token}/")
    response = client.post(f"/einladung/{token}/", {"taste": "einschaetzen"})

    assert token not in page.content.decode()
    assert page["Referrer-Policy"] == "strict-origin"
    assert "no-store" in page["Cache-Control"]
    assert token not in response.url
    assert token not in str(dict(client.session))
    assert not Zugang.objects.filter(token_hash__contains=token).exists()


def test_no_token_stands_in_the_log(client, dialog, caplog):
    token = Zugang.neu(dialog.paar[0])
    Zugang.objects.all().delete()

    with caplog.at_level(logging.WARNING):
        client.get(f"/einladung/{token}/")

    assert [record.getMessage() for record in caplog.records] == ["Not Found: /einladung/…"]


@pytest.mark.parametrize("broken", ["%20{}", "/{}", "%22{}%22", "'{}", "%2F{}", "%3F{}", "x/{}", "{}?a=b", "\u2028{}"])
@pytest.mark.parametrize("where", ["/einladung/", "/Einladung/", "/konto/einladung/"])
def test_no_token_of_a_broken_link_stands_in_the_log(client, broken, where, caplog):
    with caplog.at_level(logging.WARNING):
        client.get(f"{where}{broken.format('geheim')}/")

    assert "geheim" not in caplog.text


def test_no_page_that_answers_there_carries_the_token_on(dialog):
    token = Zugang.neu(dialog.paar[0])
    browser = Client(enforce_csrf_checks=True)

    refused = browser.post(f"/einladung/{token}/", {"taste": "weiter"})  # cookies are off, or the form is old

    assert refused.status_code == 403
    assert token not in refused.content.decode()
    assert refused["Referrer-Policy"] == "strict-origin"
    assert "no-store" in refused["Cache-Control"]


def test_no_token_stands_in_a_traceback():
    try:
        raise ValueError("/einladung/geheim/")
    except ValueError as fehler:
        record = logging.LogRecord("x", logging.ERROR, "", 0, "Fehler bei %s", ("/einladung/geheim/",), (ValueError, fehler, None))

    OhnePersonen().filter(record)

    assert "geheim" not in logging.Formatter().format(record)


def test_the_console_handler_is_the_filtered_one(settings):
    assert settings.LOGGING["handlers"]["konsole"]["filters"] == ["ohne_personen"]
    assert settings.LOGGING["root"]["handlers"] == ["konsole", "fehler"]


def test_it_works_on_a_second_device_and_again_on_the_first(dialog):
    seite = dialog.paar[0]
    phone, office = Partner(), Partner()
    phone.open(seite, "einschaetzen")
    office.open(seite)

    phone.choose(seite, "K1", "4")

    assert "Gespeichert – 1 von 8" in office.get(f"/bogen/{seite.schluessel}/").content.decode()


def test_two_sheets_in_two_tabs_never_mix(kommune, dialog):
    mine, other = dialog.paar[0], make_dialog(kommune).paar[1]
    browser = Partner()
    browser.open(mine, "einschaetzen")
    browser.open(other, "einschaetzen")

    browser.choose(mine, "K1", "1")
    browser.choose(other, "K1", "5")

    assert mine.einschaetzungen.get(code="K1").wert == "1"
    assert other.einschaetzungen.get(code="K1").wert == "5"
    page = browser.get("/dialoge/").content.decode()
    assert str(mine) in page
    assert str(other) in page


def test_the_other_sides_sheet_does_not_exist_for_me(dialog):
    a, b = dialog.paar
    browser = Partner(a)
    actions.zusagen(seite=b, zusage="einschaetzen")

    assert browser.get(f"/bogen/{b.schluessel}/").status_code == 404
    assert browser.post(f"/bogen/{b.schluessel}/", {"K1-wert": "5", "K1-anfang": ""}).status_code == 404


def test_a_revoked_link_ends_at_once_where_it_is_open(dialog):
    seite = dialog.paar[0]
    token = Zugang.neu(seite)
    thief, owner = Partner(), Partner(seite)
    thief.post(f"/einladung/{token}/", {"taste": "weiter"})
    assert thief.get(f"/dialoge/{seite.schluessel}/").status_code == 200

    owner.post(f"/dialoge/{seite.schluessel}/links/", {"taste": "neu"})

    assert thief.get(f"/dialoge/{seite.schluessel}/").status_code == 404
    assert thief.get(f"/einladung/{token}/").status_code == 404


def test_wrong_ended_and_foreign_links_look_the_same_and_guessing_is_slowed_down(client, dialog, settings):
    token = Zugang.neu(dialog.paar[0])
    Zugang.objects.all().delete()

    pages = [client.get(f"/einladung/{wrong}/") for wrong in (token, "x", "ä" * 43, token[:-1])]

    assert {page.status_code for page in pages} == {404}
    assert len({page.content for page in pages}) == 1
    for _ in range(130):  # the count begins anew with each minute, perhaps just now
        last = client.get("/einladung/geraten/")
        if last.status_code == 429:
            break
    assert last.status_code == 429
    assert last["Retry-After"] == "60"


def test_whose_session_has_ended_is_told_to_open_the_link_again(client, dialog):
    page = client.get(f"/bogen/{dialog.paar[0].schluessel}/")

    assert page.status_code == 404
    assert "öffnen Sie bitte Ihren Link aus der E-Mail noch einmal" in page.content.decode()
    assert page.content.replace(dialog.paar[0].schluessel.encode(), b"x" * 12) == client.get("/bogen/xxxxxxxxxxxx/").content


@pytest.mark.lang
def test_a_hundred_thousand_guessed_tokens_all_meet_the_same_wall(client, dialog, caplog):
    caplog.set_level(logging.CRITICAL, "django.request")  # a hundred thousand lines say nothing more than one
    token = Zugang.neu(dialog.paar[0])
    seen = set()
    for _ in range(100_000):
        page = client.get(f"/einladung/{secrets.token_urlsafe(32)}/")
        seen.add((page.status_code, page.content))

    assert sorted(status for status, _ in seen) == [404, 429]
    assert len({content for _, content in seen}) == 1
    assert client.get(f"/einladung/{token}/").status_code == 200


def test_a_link_whose_dialog_is_over_ends_with_it(client, kommune):
    dialog = make_dialog(kommune, stand="laeuft")
    token = Zugang.neu(dialog.paar[0])
    actions.beenden(dialog=dialog)
    assert client.get(f"/einladung/{token}/").status_code == 200  # one's own sheet, for thirty days

    Dialog.objects.update(beendet_am=timezone.localdate() - timedelta(days=31))
    fristen.aufraeumen()

    assert client.get(f"/einladung/{token}/").status_code == 404


def test_a_link_that_holds_is_never_slowed_down_by_those_who_guess(client, dialog):
    for _ in range(70):
        client.get("/einladung/geraten/")

    assert client.get(f"/einladung/{Zugang.neu(dialog.paar[0])}/").status_code == 200


def test_whoever_opens_a_link_gets_a_new_session_key(dialog):
    browser = Partner()
    browser.open(dialog.paar[0])
    before = browser.session.session_key

    browser.open(dialog.paar[0])

    assert browser.session.session_key != before


def test_a_further_link_goes_to_whom_the_side_names_and_the_address_is_not_kept(dialog, mailoutbox):
    seite = dialog.paar[0]
    Partner(seite).post(f"/dialoge/{seite.schluessel}/links/", {"email": "praktikantin@example.org"})

    assert mailoutbox[0].to == ["praktikantin@example.org"]
    link = next(zeile for zeile in mailoutbox[0].body.splitlines() if "/einladung/" in zeile)
    assert Client().get(link).status_code == 200
    assert not Seite.objects.filter(email__contains="praktikantin").exists()


def test_an_address_that_is_none_is_said_and_nothing_is_sent(dialog, mailoutbox):
    seite = dialog.paar[0]

    page = Partner(seite).post(f"/dialoge/{seite.schluessel}/links/", {"email": "niemand"}, follow=True).content.decode()

    assert "vollständige Adresse" in page
    assert not mailoutbox
