"""A whole network hands in at the same time: every counter right, nobody counted twice, nothing after the end. On PostgreSQL."""

import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from kern import siegel
from kooperation import umschlag
from kooperation.actions import erhebung as actions
from kooperation.models import Erhebung, Teilnahme
from kooperation.urne import Urne
from tests.factories import fill_in, make_einrichtung, make_erhebung, over, portalfassung
from tests.kooperation.partner import Partner, began
from tests.nebenlaeufig.test_zugleich import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def counted(runde):
    return Urne.aus_json(siegel.oeffnen(Erhebung.objects.get(pk=runde.pk).urne))


def test_two_hundred_hand_ins_at_once_are_all_counted_right(kommune):
    runde = make_erhebung(kommune, eingeladen=200)
    teilnahmen = list(runde.teilnahmen.all())
    sheets = ["".join(str((i * k) % 5 + 1) for k in range(1, 9)) for i in range(200)]
    for teilnahme, sheet in zip(teilnahmen, sheets, strict=True):
        fill_in(teilnahme, sheet)

    assert set(at_once(lambda i: actions.abgeben(teilnahme=teilnahmen[i]), count=200, workers=20)) == {True}

    urne = counted(runde)
    assert urne.boegen == 200
    for position in range(8):
        true = Counter(sheet[position] for sheet in sheets)
        assert {wert: n for wert, n in urne.zaehler[f"K{position + 1}"].items() if n} == dict(true)


def test_a_sheet_handed_in_many_times_at_once_counts_once(kommune):
    runde = make_erhebung(kommune)
    somebody = runde.teilnahmen.first()
    fill_in(somebody, "33333333")
    browsers = [Partner(somebody) for _ in range(10)]

    at_once(lambda i: browsers[i].post(f"/teilnahme/{somebody.schluessel}/", {"taste": "abgeben"}).status_code, count=10)

    assert counted(runde).boegen == 1


def test_eight_choices_saved_at_once_are_all_in_the_envelope(kommune):
    runde = make_erhebung(kommune)
    somebody = runde.teilnahmen.first()
    browsers = [Partner(somebody) for _ in range(8)]

    def save(i):
        data = {"taste": "selbst", f"K{i + 1}-wert": str(i % 5 + 1), f"K{i + 1}-anfang": began()}
        return browsers[i].post(f"/teilnahme/{somebody.schluessel}/", data).status_code

    assert set(at_once(save, count=8, workers=8)) == {200}
    assert [z.wert for z in umschlag.oeffnen(Teilnahme.objects.get(pk=somebody.pk))] == [str(i % 5 + 1) for i in range(8)]


def test_a_save_that_meets_the_hand_in_is_counted_or_refused(kommune):
    for _ in range(10):
        runde = make_erhebung(kommune)
        somebody = runde.teilnahmen.first()
        fill_in(somebody, "3-------")
        one, two = Partner(somebody), Partner(somebody)
        url = f"/teilnahme/{somebody.schluessel}/"
        work = [
            lambda one=one, url=url: one.post(url, {"taste": "selbst", "K2-wert": "5", "K2-anfang": began()}).status_code,
            lambda two=two, url=url: two.post(url, {"taste": "abgeben"}).status_code,
        ]

        saved, _ = at_once(lambda i, work=work: work[i](), count=2, workers=2)

        assert (saved, counted(runde).zaehler["K2"]["5"]) in ((200, 1), (410, 0))
        assert Teilnahme.objects.get(pk=somebody.pk).umschlag == ""
        actions.absagen(erhebung=runde)


def test_who_hands_in_while_it_is_counted_is_in_the_result_or_told_it_is_over(kommune):
    for _ in range(5):
        runde = make_erhebung(kommune, eingeladen=12)
        teilnahmen = list(runde.teilnahmen.all())
        for teilnahme in teilnahmen:
            fill_in(teilnahme, "33333333")
        work = [lambda t=t: actions.abgeben(teilnahme=t) for t in teilnahmen]
        work.insert(6, lambda runde=runde: over(runde) or actions.auszaehlen(erhebung=runde))

        done = at_once(lambda i, work=work: work[i](), count=13, workers=6)

        runde.refresh_from_db()
        handed_in = sum(done) - 1
        assert (runde.boegen, runde.teilnahmen.abgegeben().count()) == (handed_in, handed_in)
        Erhebung.objects.update(geschlossen_am=timezone.localdate() - timedelta(days=200))


def test_a_save_that_waits_while_it_is_counted_leaves_no_envelope_behind(kommune):
    runde = make_erhebung(kommune)
    somebody = runde.teilnahmen.first()
    browser = Partner(somebody)
    url = f"/teilnahme/{somebody.schluessel}/"
    over(runde)
    data = {"taste": "selbst", "K1-wert": "5", "K1-anfang": began()}
    Erhebung.objects.update(schliesst=timezone.localdate())
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            list(Teilnahme.objects.select_for_update().filter(erhebung=runde))
            saving = pool.submit(lambda: (browser.post(url, data).status_code, connection.close())[0])
            wait_until_somebody_waits()
            over(runde)
            assert actions.auszaehlen(erhebung=runde)
        assert saving.result() == 410

    assert set(runde.teilnahmen.values_list("umschlag", flat=True)) == {""}


def wait_until_somebody_waits():
    with connection.cursor() as cursor:
        for _ in range(2000):
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
            time.sleep(0.01)  # between two looks at the same condition
    raise AssertionError("Nobody waits for a lock.")


def test_it_is_counted_once_and_everybody_told_once(kommune):
    runde = make_erhebung(kommune)
    over(runde)

    done = at_once(lambda i: actions.auszaehlen(erhebung=runde), count=10)

    assert sum(done) == 1
    assert sum(teilnahme.briefe.count() for teilnahme in runde.teilnahmen.all()) == 6


def test_two_rounds_announced_at_once_cannot_ask_the_same_einrichtung(kommune):
    einrichtungen = [make_einrichtung(kommune, f"E{i}") for i in range(9)]
    heute, instrument = timezone.localdate(), portalfassung()

    def announce(i):
        asked = einrichtungen[:5] if i % 2 else einrichtungen[4:]
        plan = actions.Plan(
            f"Runde {i}",
            instrument,
            heute,
            heute + timedelta(days=9),
            tuple(actions.Eingeladen(e, f"e{e.pk}@example.org") for e in asked),
        )
        try:
            return actions.ansetzen(kommune=kommune, plan=plan).pk
        except actions.ErhebungFehler:
            return None

    done = at_once(announce, count=8, workers=8)

    assert len([pk for pk in done if pk]) == 1
    assert Erhebung.objects.count() == 1
