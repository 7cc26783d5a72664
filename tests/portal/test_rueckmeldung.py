"""Whoever meets a barrier can say so, and what was written is not lost when the mail server is away."""

import pytest
from django.core import mail

from praeventionsketten.forms import HOECHSTENS_JE_STUNDE

URL = "/rueckmeldung/"


def test_a_message_goes_by_mail_to_the_operator(client):
    page = client.post(URL, {"nachricht": "Die Karte ist zu klein.", "seite": "/", "email": "ich@example.org"}, follow=True)

    (sent,) = mail.outbox
    assert (sent.to, sent.reply_to) == (["portal@example.org"], ["ich@example.org"])
    assert "Die Karte ist zu klein." in sent.body
    assert "Ihre Rückmeldung ist angekommen" in page.content.decode()


def test_the_page_it_is_about_is_filled_in(client):
    assert 'value="/hilfe/"' in client.get(URL, {"seite": "/hilfe/"}).content.decode()


@pytest.mark.parametrize("address", ["/einladung/geheim/", "/teilnahme/geheim/", "/konto/erinnerung/geheim/"])
def test_an_address_that_lets_somebody_in_is_not_passed_on(client, address):
    page = client.get(address)

    assert 'href="/rueckmeldung/"' in page.content.decode()
    assert page["Referrer-Policy"] == "strict-origin"


def test_an_empty_message_and_a_broken_address_are_pointed_out_and_nothing_is_lost(client):
    page = client.post(URL, {"nachricht": "", "email": "ich@", "seite": "/x/"}).content.decode()

    assert "Bitte schreiben Sie kurz, worum es geht." in page
    assert "Bitte geben Sie eine vollständige Adresse an" in page
    assert 'value="ich@"' in page
    assert 'href="#id_nachricht"' in page
    assert not mail.outbox


def test_without_a_mail_server_the_text_stays_and_another_way_is_named(client, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # nobody listens there

    page = client.post(URL, {"nachricht": "Bitte nicht verlieren"}).content.decode()

    assert "konnte gerade nicht gesendet werden" in page
    assert "Bitte nicht verlieren" in page
    assert "portal@example.org" in page


def test_a_message_that_goes_to_nobody_is_not_called_sent(client, settings):
    settings.BETREIBER_MAIL = ""

    page = client.post(URL, {"nachricht": "Der Knopf fehlt."}).content.decode()

    assert "konnte gerade nicht gesendet werden" in page
    assert "Der Knopf fehlt." in page


def test_an_address_nothing_can_be_sent_to_is_pointed_out(client):
    page = client.post(URL, {"nachricht": "Der Knopf fehlt.", "email": f"a@{'ü' * 60}.de"}).content.decode()

    assert "Bitte geben Sie eine vollständige Adresse an" in page
    assert "Der Knopf fehlt." in page
    assert not mail.outbox


def test_nobody_adds_recipients_through_the_form(client):
    client.post(URL, {"nachricht": "x", "email": "a@example.org\nBcc: b@example.org"})
    client.post(URL, {"nachricht": "x\nBcc: b@example.org", "seite": "y\nBcc: b@example.org"})

    assert all(message.recipients() == ["portal@example.org"] for message in mail.outbox)
    assert len(mail.outbox) == 1


def test_a_script_cannot_flood_the_mailbox(client):
    for _ in range(HOECHSTENS_JE_STUNDE + 5):
        page = client.post(URL, {"nachricht": "Flut"})

    assert len(mail.outbox) == HOECHSTENS_JE_STUNDE
    assert "Gerade kommen sehr viele Rückmeldungen an" in page.content.decode()
