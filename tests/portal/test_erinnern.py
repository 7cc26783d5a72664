"""Once a year a friendly question, and one click to end it."""

import re
from datetime import timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from betrieb.erinnerungen import aufraeumen, erinnern
from kommunen.models import Abschnitt, Einladung, Fassung
from kommunen.redaktion.actions import speichern, veroeffentlichen
from kommunen.redaktion.stand import stand
from tests.factories import make_entwurf, make_nutzer

LONG_AGO = timezone.localdate() - timedelta(days=400)


@pytest.fixture
def old(kommune, cast):
    make_entwurf(kommune, "ziele", ziele="Alt, aber gut")
    veroeffentlichen(kommune=kommune, nummern={"ziele": 1})
    Abschnitt.objects.update(geprueft_am=LONG_AGO)
    return kommune


def test_the_mail_names_the_section_links_to_the_page_and_can_be_ended_with_one_click(old, cast):
    erinnern()

    (sent,) = mail.outbox
    assert sent.to == [cast["koordination"].email]
    assert "Landkreis Musterkreis: Ziele und Projektbausteine" in sent.body
    assert "http://127.0.0.1:8000/meine/musterkreis/" in sent.body
    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_it_is_written_once_a_year(old, cast):
    assert (erinnern(), erinnern()) == (1, 0)
    cast["koordination"].erinnert_am = LONG_AGO
    cast["koordination"].save()

    assert erinnern() == 1


def test_an_address_nothing_can_be_sent_to_keeps_no_mail_from_the_others(old, cast):
    make_nutzer(email=f"a@{'ü' * 60}.de", coordinates=[old])

    assert erinnern() == 1
    assert [sent.to for sent in mail.outbox] == [[cast["koordination"].email]]


def test_one_click_of_a_mail_program_ends_it_looking_does_not(old, cast):
    erinnern()
    link = re.search(r"http://127.0.0.1:8000(/konto/erinnerung/\S+)", mail.outbox[0].body)[1]
    client = Client(enforce_csrf_checks=True)

    client.get(link)
    cast["koordination"].refresh_from_db()
    assert cast["koordination"].erinnern
    assert client.post(link, {"List-Unsubscribe": "One-Click"}).status_code == 200

    cast["koordination"].refresh_from_db()
    assert not cast["koordination"].erinnern
    cast["koordination"].erinnert_am = None
    cast["koordination"].save()
    assert erinnern() == 0


def test_a_forged_link_does_nothing(client):
    assert client.post(reverse("erinnerung", args=["1:abc"])).status_code == 404


def test_what_was_confirmed_or_is_empty_is_not_asked_for(old, login):
    page = login("koordination").get(reverse("meine_kommune", args=[old.slug])).content.decode()
    assert "Stimmt „Ziele und Projektbausteine“ noch?" in page

    login("koordination").post(reverse("kommunen:stimmt_noch", args=[old.slug, "ziele"]))

    assert stand(old, "ziele").geprueft_am == timezone.localdate()
    assert "noch?" not in login("koordination").get(reverse("meine_kommune", args=[old.slug])).content.decode()
    assert erinnern() == 0


def test_a_mail_that_fails_is_tried_again_the_next_day(old, settings):
    backend = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND, settings.EMAIL_PORT = "django.core.mail.backends.smtp.EmailBackend", 1
    assert erinnern() == 0

    settings.EMAIL_BACKEND = backend
    assert erinnern() == 1


def test_the_command_says_what_it_did(old):
    out = StringIO()
    call_command("erinnern", stdout=out)

    assert out.getvalue() == "Verschickte Mails: 1\n"


def test_states_on_the_way_go_after_a_month_and_what_somebody_meant_stays(kommune):
    for typed in ("K", "Ki", "Kinder"):
        inhalt = stand(kommune, "ziele").inhalt | {"ziele": typed}
        speichern(kommune=kommune, art="ziele", inhalt=inhalt, formular="f", anlass=Fassung.Anlass.ZWISCHENSTAND)
    Fassung.objects.update(am=timezone.now() - timedelta(days=40))

    aufraeumen()

    assert [fassung.inhalt["ziele"] for fassung in Fassung.objects.all()] == ["Kinder"]


def test_old_invitations_go(kommune):
    einladung, _ = Einladung.neu(email="x@example.org")
    einladung.gueltig_bis = timezone.now() - timedelta(days=31)
    einladung.save()

    aufraeumen()

    assert not Einladung.objects.exists()
