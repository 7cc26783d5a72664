"""What the portal does by itself: each thing when it is due, by one process, and again soon where it failed."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from betrieb import auftraege
from betrieb.models import Auftrag
from betrieb.sicherung import SicherungFehler


def plan(tun, name="probe", danach=lambda jetzt: jetzt + timedelta(hours=1)):
    return auftraege.Plan(name, "Probe", tun, danach)


@pytest.fixture
def plaene(monkeypatch):
    """plaene(…) are the only jobs there are."""
    return lambda *alle: monkeypatch.setattr(auftraege, "PLAENE", alle)


def test_a_job_runs_when_it_is_due_and_not_again_before_its_time(plaene):
    gelaufen = []
    plaene(plan(lambda: gelaufen.append(1) or "getan"))

    auftraege.faellige_ausfuehren()
    auftraege.faellige_ausfuehren()

    auftrag = Auftrag.objects.get()
    assert gelaufen == [1]
    assert auftrag.ergebnis == "getan"
    assert timedelta(minutes=59) < auftrag.faellig - timezone.now() <= timedelta(hours=1)


def test_a_failing_job_is_tried_again_in_ten_minutes_and_holds_up_no_other(plaene):
    def scheitern():
        raise ValueError("Erika Muster, erika@example.org")

    plaene(plan(scheitern, "erster"), plan(lambda: "getan", "zweiter"))

    auftraege.faellige_ausfuehren()

    erster, zweiter = Auftrag.objects.order_by("name")
    assert erster.fehler == "ValueError"  # the message might name somebody
    assert erster.gelungen_am is None
    assert erster.faellig - timezone.now() <= timedelta(minutes=10)
    assert zweiter.ergebnis == "getan"


def test_our_own_errors_speak_to_the_administrator(plaene):
    def scheitern():
        raise SicherungFehler("Das Programm pg_dump fehlt.")

    plaene(plan(scheitern))

    auftraege.faellige_ausfuehren()

    assert Auftrag.objects.get().fehler == "Das Programm pg_dump fehlt."


def test_a_run_that_died_is_taken_over_an_hour_later(plaene):
    gelaufen = []
    plaene(plan(lambda: gelaufen.append(1) or ""))
    jetzt = timezone.now()
    Auftrag.objects.uebernehmen("probe", jetzt - timedelta(minutes=61), jetzt - timedelta(minutes=1))  # and never ended

    auftraege.faellige_ausfuehren()

    assert gelaufen == [1]


@pytest.mark.parametrize(
    ("jetzt", "naechste"),
    [
        (datetime(2026, 11, 23, 0, 0, tzinfo=UTC), "2026-11-23 02:30"),
        (datetime(2026, 11, 23, 5, 0, tzinfo=UTC), "2026-11-24 02:30"),
        (datetime(2026, 3, 28, 12, 0, tzinfo=UTC), "2026-03-29 03:30"),  # 2:30 does not exist in the night summer time begins
        (datetime(2026, 10, 24, 12, 0, tzinfo=UTC), "2026-10-25 02:30"),
    ],
)
def test_backups_are_made_at_night_also_when_the_clock_is_changed(jetzt, naechste):
    wann = auftraege._naechste_nacht(jetzt)

    assert f"{timezone.localtime(wann.astimezone(UTC)):%Y-%m-%d %H:%M}" == naechste
    assert timedelta(0) < wann - jetzt <= timedelta(hours=25)


def test_all_jobs_of_the_portal_run_and_are_noted(gefuellt):
    gefuellt.manage("dienst", "--einmal")

    laeufe = dict(gefuellt.sql("SELECT name, ergebnis FROM betrieb_auftrag"))
    assert laeufe["erinnern"].startswith("Verschickte Mails: ")
    assert laeufe["sichern"].startswith("portal-")
    assert set(laeufe) == {"erinnern", "sichern", "wachen", "ratsdaten"}


def test_what_is_due_can_be_done_by_hand(capsys):
    call_command("erinnern")

    assert "Verschickte Mails: 0" in capsys.readouterr().out
