"""Meetings: internal unless published, their tasks always; an invitation as a file and as a mail to copy."""

from datetime import date, time

import icalendar
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from netzwerke.models import Aufgabe, Sitzung
from tests.factories import make_datei, make_gruppe, make_kommune, make_sitzung
from tests.netzwerke.test_gruppen import begun, text, url


@pytest.fixture
def koordination(login):
    return login("koordination")


@pytest.fixture
def gruppe(kommune, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return make_gruppe(kommune, name="Steuergruppe")


def save(client, address, **data):
    empty = {"aufgaben-TOTAL_FORMS": "2", "aufgaben-INITIAL_FORMS": "0"}
    empty |= {f"aufgaben-{i}-stand": "offen" for i in range(2)}
    return client.post(address, begun(client, address) | empty | data)


def test_a_meeting_is_internal_until_it_is_published_and_its_tasks_stay_so(koordination, client, kommune, gruppe):
    save(
        koordination, url("sitzung_neu", kommune, gruppe), datum="2026-12-10", beginn="09:00", ende="11:30", ort="Rathaus",
        tagesordnung="- Begrüßung", protokoll="Beschlossen: **weiter**",
        **{"aufgaben-0-was": "Liste schicken", "aufgaben-0-wer": "Jobcenter", "aufgaben-0-bis": "2026-12-20"},
    )  # fmt: skip
    sitzung = Sitzung.objects.get()
    assert (sitzung.datum, sitzung.beginn, sitzung.is_public) == (date(2026, 12, 10), time(9), False)
    assert (Aufgabe.objects.get().was, Aufgabe.objects.get().bis) == ("Liste schicken", date(2026, 12, 20))
    assert client.get(sitzung.get_absolute_url()).status_code == 404
    assert "10. Dezember" not in text(client, gruppe.get_absolute_url())

    Sitzung.objects.update(is_public=True)

    page = text(client, sitzung.get_absolute_url())
    for words in ("10. Dezember 2026", "9 bis 11.30 Uhr, Rathaus", "Begrüßung", "<strong>weiter</strong>"):
        assert words in " ".join(page.split())
    assert "Liste schicken" not in page
    assert "Einladung zum Kopieren" not in page
    assert "Liste schicken" in text(koordination, sitzung.get_absolute_url())
    assert "10. Dezember" in text(client, gruppe.get_absolute_url())


def test_a_published_meeting_of_an_internal_group_stays_internal(client, koordination, gruppe):
    sitzung = make_sitzung(gruppe, is_public=True)
    gruppe.is_public = False
    gruppe.save()

    assert client.get(sitzung.get_absolute_url()).status_code == 404
    assert "weil die Gruppe intern ist" in text(koordination, sitzung.get_absolute_url())


def test_minutes_as_a_file_are_delivered_as_far_as_the_meeting_is_public(koordination, client, kommune, gruppe):
    sitzung = make_sitzung(gruppe, datei=make_datei(kommune))
    address = url("protokoll", kommune, gruppe, sitzung)
    assert client.get(address).status_code == 404

    delivered = koordination.get(address)

    assert delivered["Content-Disposition"].startswith("attachment")
    assert b"".join(delivered.streaming_content) == b"%PDF-1.7"


def test_a_file_is_checked_by_its_content(koordination, kommune, gruppe):
    upload = SimpleUploadedFile("protokoll.pdf", b"<html><script>alert(1)</script>")

    page = save(koordination, url("sitzung_neu", kommune, gruppe), datum="2026-12-10", ort="Rathaus", neue_datei=upload)

    assert page.status_code == 200
    assert 'value="Rathaus"' in page.content.decode()
    assert not Sitzung.objects.exists()


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"datum": ""}, "an welchem Tag die Sitzung ist"), ({"datum": "morgen"}, "Bitte geben Sie den Tag so an"),
        ({"beginn": "11:00", "ende": "09:00"}, "Das Ende liegt nicht nach dem Beginn"),
        ({"ende": "9:00"}, "Zum Ende gehört ein Beginn"),
        ({"aufgaben-0-wer": "Jobcenter"}, "Bitte sagen Sie, was zu tun ist"),
    ],
)  # fmt: skip
def test_what_is_missing_is_said(koordination, kommune, gruppe, typed, message):
    page = save(koordination, url("sitzung_neu", kommune, gruppe), **({"datum": "2026-12-10"} | typed)).content.decode()

    assert message in page
    assert not Sitzung.objects.exists()


def test_two_clicks_make_one_meeting(koordination, kommune, gruppe):
    address = url("sitzung_neu", kommune, gruppe)
    data = begun(koordination, address) | {"datum": "2026-12-10", "aufgaben-TOTAL_FORMS": "0", "aufgaben-INITIAL_FORMS": "0"}

    koordination.post(address, data)
    koordination.post(address, data)

    assert Sitzung.objects.count() == 1


def event(client, kommune, gruppe, sitzung):
    answer = client.get(url("kalendereintrag", kommune, gruppe, sitzung))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    (found,) = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    return found


def test_a_calendar_takes_the_invitation_and_its_changes(koordination, kommune, gruppe):
    sitzung = make_sitzung(
        gruppe, datum="2026-07-10", beginn="09:00", ende="11:30", ort="Rathaus; Raum 12", tagesordnung="- Eins\n- Zwei"
    )

    first = event(koordination, kommune, gruppe, sitzung)

    assert str(first["summary"]) == "Steuergruppe"
    assert first.decoded("dtstart").isoformat() == "2026-07-10T09:00:00+02:00"
    assert (str(first["location"]), str(first["description"])) == ("Rathaus; Raum 12", "- Eins\n- Zwei")

    address = url("sitzung_bearbeiten", kommune, gruppe, sitzung)
    save(koordination, address, beginn="10:00", abgesagt="on")
    second = event(koordination, kommune, gruppe, sitzung)

    assert second["uid"] == first["uid"]
    assert second["sequence"] > first["sequence"]
    assert (str(second["summary"]), str(second["status"])) == ("Abgesagt: Steuergruppe", "CANCELLED")


def test_a_mail_to_copy_says_when_where_and_what(koordination, kommune, gruppe):
    sitzung = make_sitzung(
        gruppe, datum=date(2026, 12, 10), beginn=time(9), ende=time(11, 30), ort="Rathaus & Hof", tagesordnung="- Eins"
    )

    mail = koordination.get(sitzung.get_absolute_url()).context["mail"]

    assert mail["betreff"] == "Einladung: Steuergruppe am 10.12.2026"
    assert "Wann: Donnerstag, 10. Dezember 2026, 9 bis 11.30 Uhr\nWo: Rathaus & Hof\n\nTagesordnung:\n- Eins" in mail["text"]
    assert "Wo:" not in koordination.get(make_sitzung(gruppe).get_absolute_url()).context["mail"]["text"]


def test_addresses_of_a_group_are_one_line_and_cards(koordination, kommune, gruppe):
    for funktion, person in (
        ("Leitung", {"name": "Petra Müller; Dr.", "email": "petra@example.org"}), ("Gast", {"email": "gast@example.org"}),
        ("Früher", None), ("Doppelt", {"email": "petra@example.org"}),
    ):  # fmt: skip
        mitglied = gruppe.mitgliedschaften.create(funktion=funktion, bis="2019" if funktion == "Früher" else "")
        if person:
            type(mitglied).person.related.related_model.objects.create(mitgliedschaft=mitglied, **person)

    page = text(koordination, gruppe.get_absolute_url())
    cards = koordination.get(url("adressen", kommune, gruppe))

    assert ">petra@example.org; gast@example.org</textarea>" in page
    assert cards["Content-Type"] == "text/vcard; charset=utf-8"
    assert cards["Cache-Control"] == "private, no-store"
    body = cards.content.decode()
    assert body.count("BEGIN:VCARD") == 3
    assert "FN:Petra Müller\\; Dr." in body
    assert "TITLE:Leitung" in body


def test_a_due_task_and_the_next_meeting_stand_on_the_dashboard(koordination, kommune, gruppe):
    sitzung = make_sitzung(gruppe, datum="2099-12-10", ort="Rathaus")
    sitzung.aufgaben.create(was="Liste schicken", bis="2020-01-01")
    sitzung.aufgaben.create(was="Längst getan", bis="2020-01-01", stand="getan")
    sitzung.aufgaben.create(was="Hat noch Zeit", bis="2099-01-01")

    page = text(koordination, f"/meine/{kommune.slug}/")

    assert "Liste schicken" in page
    assert "bis 01.01.2020" in page
    assert "Längst getan" not in page
    assert "Hat noch Zeit" not in page
    assert sitzung.get_absolute_url() in page
    assert "Steuergruppe" in text(koordination, f"/kommunen/{kommune.slug}/uebergabe/")


def test_an_old_planning_state_is_asked_about(koordination, kommune, gruppe):
    gruppe.stand_vom = "2018-07"
    gruppe.save()

    assert "Steuergruppe (Juli 2018)" in text(koordination, f"/meine/{kommune.slug}/")


def test_a_meeting_of_another_group_is_not_found_under_this_one(koordination, kommune, gruppe):
    foreign = make_sitzung(make_gruppe(make_kommune(slug="testhausen")))

    assert koordination.get(url("sitzung", kommune, gruppe, foreign)).status_code == 404
    assert koordination.post(url("sitzung_bearbeiten", kommune, gruppe, foreign)).status_code == 404


def test_a_public_meeting_is_in_the_calendar_to_subscribe_to_and_an_internal_one_is_not(client, kommune):
    gruppe = make_gruppe(kommune, name="Steuergruppe", is_public=True)
    make_sitzung(gruppe, datum=timezone.localdate(), is_public=True, tagesordnung="Alles Neue")
    make_sitzung(gruppe, datum=timezone.localdate(), is_public=False, tagesordnung="Ganz geheim")

    feed = client.get(reverse("kalender_kommune", args=[kommune.slug])).content.decode()

    assert feed.count("BEGIN:VEVENT") == 1
    assert "Alles Neue" in feed
    assert "Ganz geheim" not in feed
