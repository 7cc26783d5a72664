"""Dates and news for everybody: pages, calendars, feeds."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
from django.urls import reverse
from django.utils import timezone

from kommunen.models import Meldung, Termin
from kommunen.redaktion.actions import veroeffentlichen
from kommunen.redaktion.stand import stand
from praeventionsketten.actions import neu
from tests.factories import make_entwurf

BERLIN = ZoneInfo("Europe/Berlin")


def publish(kommune, art="termine"):
    veroeffentlichen(kommune=kommune, nummern={art: stand(kommune, art).nummer})


def termin(**felder):
    return neu("termine", **({"titel": "Fachtag", "datum": (timezone.localdate() + timedelta(days=30)).isoformat()} | felder))


def calendar(client, kommune=None):
    url = reverse("kalender_kommune", args=[kommune.slug]) if kommune else reverse("kalender")
    response = client.get(url)
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    return icalendar.Calendar.from_ical(response.content)


def test_a_published_date_stands_in_the_calendar_in_berlin_time(client, kommune):
    make_entwurf(
        kommune, "termine", termine=[termin(datum="2030-07-01", beginn="09:00:00", ende="15:30:00", ort="Rathaus, Saal 1")]
    )
    publish(kommune)

    (event,) = calendar(client, kommune).walk("VEVENT")

    assert event.decoded("dtstart") == datetime(2030, 7, 1, 9, tzinfo=BERLIN)
    assert event["dtstart"].params["TZID"] == "Europe/Berlin"
    assert event.decoded("dtend") == datetime(2030, 7, 1, 15, 30, tzinfo=BERLIN)
    assert str(event["location"]) == "Rathaus, Saal 1"
    assert (event["sequence"], str(event["status"])) == (0, "CONFIRMED")
    assert calendar(client, kommune).walk("VTIMEZONE")


def test_a_date_without_a_time_is_a_whole_day(client, kommune):
    make_entwurf(kommune, "termine", termine=[termin(datum="2030-07-01")])
    publish(kommune)

    (event,) = calendar(client).walk("VEVENT")

    assert (event.decoded("dtstart"), event.decoded("dtend")) == (date(2030, 7, 1), date(2030, 7, 2))


def test_changes_and_cancellations_reach_who_subscribed(client, kommune):
    eintrag = termin()
    seen = []
    for change in ({}, {"ort": "Neuer Ort"}, {"abgesagt": True}):
        eintrag = eintrag | change
        make_entwurf(kommune, "termine", termine=[eintrag])
        publish(kommune)
        (event,) = calendar(client).walk("VEVENT")
        seen.append((str(event["uid"]), event["sequence"], str(event["status"])))
    make_entwurf(kommune, "termine", termine=[])
    publish(kommune)
    (event,) = calendar(client).walk("VEVENT")
    seen.append((str(event["uid"]), event["sequence"], str(event["status"])))

    assert len({uid for uid, _, _ in seen}) == 1
    assert [(sequence, status) for _, sequence, status in seen] == [
        (0, "CONFIRMED"), (1, "CONFIRMED"), (2, "CANCELLED"), (3, "CANCELLED")
    ]  # fmt: skip
    assert "Fachtag" not in client.get(kommune.get_absolute_url()).content.decode()


def test_publishing_another_section_does_not_count_as_a_change(client, kommune):
    make_entwurf(kommune, "termine", termine=[termin(), termin(titel="Zweiter")])
    publish(kommune)
    inhalt = stand(kommune, "termine").inhalt
    inhalt["termine"][1]["ort"] = "anders"
    make_entwurf(kommune, "termine", **inhalt)
    publish(kommune)

    assert sorted(event["sequence"] for event in calendar(client).walk("VEVENT")) == [0, 1]


@pytest.mark.parametrize("hidden", ["draft", "kommune", "profil"])
def test_what_is_not_public_is_in_no_calendar_and_no_feed(hidden, client, kommune):
    make_entwurf(kommune, "termine", termine=[termin(titel="Geheimtermin")])
    make_entwurf(kommune, "meldungen", meldungen=[neu("meldungen", titel="Geheimmeldung", text="x")])
    if hidden != "draft":
        publish(kommune)
        publish(kommune, "meldungen")
        kommune.profil.is_published = hidden != "profil"
        kommune.profil.save()
        kommune.is_published = hidden != "kommune"
        kommune.save()

    for name in ("kommunen:termine", "kalender", "kommunen:aktuelles", "kommunen:feed"):
        page = client.get(reverse(name)).content.decode()
        assert "Geheim" not in page


def test_a_title_cannot_smuggle_lines_into_the_calendar(client, kommune):
    title = "Fachtag\r\nBEGIN:VALARM\r\nACTION:EMAIL"
    make_entwurf(kommune, "termine", termine=[termin(titel=title)])
    publish(kommune)

    assert not calendar(client).walk("VALARM")


def test_past_dates_move_to_the_look_back_by_themselves(client, kommune):
    today = timezone.localdate()
    Termin.objects.create(titel="Gestern", datum=today - timedelta(days=1), is_published=True)
    Termin.objects.create(titel="Heute abend", datum=today, beginn=time(18), is_published=True)

    page = client.get(reverse("kommunen:termine")).content.decode()

    assert page.index("Heute abend") < page.index("Rückblick") < page.index("Gestern")


def test_news_come_as_an_atom_feed_with_clean_html(client, kommune):
    text = "**Neu** <script>alert(1)</script>"
    make_entwurf(kommune, "meldungen", meldungen=[neu("meldungen", titel="Lotsin", text=text, datum="2026-10-01")])
    publish(kommune, "meldungen")

    response = client.get(reverse("kommunen:feed_kommune", args=[kommune.slug]))

    feed = response.content.decode()
    assert response["Content-Type"].startswith("application/atom+xml")
    assert "<title>Lotsin</title>" in feed
    assert "2026-10-01T00:00:00+02:00" in feed
    assert "&lt;strong&gt;Neu&lt;/strong&gt;" in feed
    assert "<script" not in feed
    assert "&lt;script" not in feed


def test_news_of_the_programme_belong_to_no_kommune(client, kommune):
    Meldung.objects.create(titel="Förderaufruf", text="Jetzt bewerben.", is_published=True, geaendert_am=timezone.now())

    assert "Förderaufruf" in client.get(reverse("kommunen:aktuelles")).content.decode()
    assert "Förderaufruf" in client.get(reverse("kommunen:feed")).content.decode()
    assert "Förderaufruf" not in client.get(reverse("kommunen:feed_kommune", args=[kommune.slug])).content.decode()


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("name", "queries"), [("kommunen:termine", 4), ("kalender", 3), ("kommunen:aktuelles", 4), ("kommunen:feed", 1)]
)
def test_lists_and_feeds_need_the_same_queries_for_one_and_for_three(
    count, name, queries, client, kommune, django_assert_num_queries
):
    for i in range(count):
        Termin.objects.create(
            kommune=kommune, titel=f"T{i}", datum="2030-01-01", is_published=True, veroeffentlicht_am=timezone.now()
        )
        Meldung.objects.create(kommune=kommune, text=f"M{i}", is_published=True, geaendert_am=timezone.now())

    with django_assert_num_queries(queries):
        client.get(reverse(name))


def test_a_date_that_never_was_public_is_in_no_calendar(client):
    Termin.objects.create(titel="Noch nicht", datum=timezone.localdate() + timedelta(days=3), is_published=False)

    assert not calendar(client).walk("VEVENT")
    assert "Noch nicht" not in client.get(reverse("kommunen:termine")).content.decode()
