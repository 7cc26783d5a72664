"""Two sides and many clicks at once: one effect, one mail, nothing shown too early, nothing changed too late. On PostgreSQL."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection, transaction
from django.utils import timezone

from kooperation import post
from kooperation.actions import blatt as blatt_actions
from kooperation.actions import dialog as actions
from kooperation.actions import vorschlag
from kooperation.models import Brief, Dialog, Einschaetzung, Kooperationsblatt, Seite
from tests.factories import make_dialog, make_einrichtung
from tests.kooperation.partner import Partner, began
from tests.nebenlaeufig.test_zugleich import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_fifty_hand_ins_of_both_sides_have_one_effect_and_send_one_mail_each(kommune):
    dialog = make_dialog(kommune, stand="laeuft")
    browsers = [(seite, Partner(seite)) for seite in dialog.paar for _ in range(5)]

    def hand_in(i):
        seite, browser = browsers[i % 10]
        return browser.post(f"/bogen/{seite.schluessel}/", {"taste": "abgeben"}).status_code

    assert set(at_once(hand_in)) == {302}

    dialog.refresh_from_db()
    assert dialog.stand == "gespraech"
    assert Kooperationsblatt.objects.count() == 1
    assert sorted(m.to[0] for m in mail.outbox) == ["a@example.org", "b@example.org"]


def test_who_takes_back_while_the_other_hands_in_is_either_in_time_or_shown(kommune):
    for _ in range(10):
        dialog = make_dialog(kommune, stand="laeuft")
        a, b = dialog.paar
        actions.abgeben(seite=a)
        work = [lambda a=a: actions.zuruecknehmen(seite=a), lambda b=b: actions.abgeben(seite=b)]

        at_once(lambda i, work=work: work[i](), count=2, workers=2)

        dialog.refresh_from_db()
        handed_in = [seite.abgegeben for seite in dialog.paar]
        assert (dialog.stand, handed_in) in (("gespraech", [True, True]), ("laeuft", [False, True]))


def test_a_save_that_meets_the_hand_in_is_either_kept_or_refused(kommune):
    for _ in range(10):
        dialog = make_dialog(kommune, stand="laeuft", antworten=("3-------", "33333333"))
        a, b = dialog.paar
        actions.abgeben(seite=b)
        one, two = Partner(a), Partner(a)
        url = f"/bogen/{a.schluessel}/"
        work = [
            lambda one=one, url=url: one.post(url, {"taste": "selbst", "K2-wert": "5", "K2-anfang": began()}).status_code,
            lambda two=two, url=url: two.post(url, {"taste": "abgeben"}).status_code,
        ]

        saved, _ = at_once(lambda i, work=work: work[i](), count=2, workers=2)

        assert (saved, Einschaetzung.objects.get(seite=a, code="K2").wert) in ((200, "5"), (410, ""))
        assert Dialog.objects.get(pk=dialog.pk).stand == "gespraech"


def test_eight_kriterien_saved_at_once_are_all_kept(kommune):
    seite = make_dialog(kommune).paar[0]
    actions.zusagen(seite=seite, zusage="einschaetzen")
    browsers = [Partner(seite) for _ in range(8)]

    def save(i):
        code = f"K{i + 1}"
        daten = {"taste": "selbst", f"{code}-wert": str(i % 5 + 1), f"{code}-anfang": began()}
        return browsers[i].post(f"/bogen/{seite.schluessel}/", daten).status_code

    assert set(at_once(save, count=8, workers=8)) == {200}
    assert [z.wert for z in seite.einschaetzungen.order_by("code")] == ["1", "2", "3", "4", "5", "1", "2", "3"]


def test_ten_proposals_at_once_for_one_einrichtung_make_three(kommune):
    make_dialog(kommune)  # so that there is an instrument
    busy, others = make_einrichtung(kommune, "Jugendamt"), [make_einrichtung(kommune, f"Kita Wald {i}") for i in range(10)]

    def propose(i):
        seiten = (vorschlag.Partei(busy, email="a@example.org"), vorschlag.Partei(others[i], email="b@example.org"))
        try:
            return vorschlag.vorschlagen(kommune=kommune, anlass="x", seiten=seiten, von="koordination").stand
        except actions.DialogFehler:
            return "zu viele"

    assert sorted(at_once(propose, count=10)) == ["vorgeschlagen"] * 3 + ["zu viele"] * 7


def test_ten_processes_that_send_what_is_due_send_it_once(kommune):
    dialog = make_dialog(kommune)
    post.schreiben(dialog.paar, "einladung")

    assert sum(at_once(lambda i: post.zustellen(), count=10)) == 2
    assert not Brief.objects.exists()


def test_both_confirm_at_once_and_the_sheet_is_fixed_once(kommune):
    for _ in range(5):
        dialog = make_dialog(kommune, stand="gespraech")
        Kooperationsblatt.objects.filter(dialog=dialog).update(nummer=2)
        paar = dialog.paar

        at_once(lambda i, paar=paar: blatt_actions.bestaetigen(seite=paar[i % 2], nummer=2), count=10)

        dialog.refresh_from_db()
        assert dialog.stand == "fest"
        assert Brief.objects.filter(seite__dialog=dialog, art="fest").count() == 2


def test_the_end_of_the_time_and_the_last_hand_in_agree_on_one_outcome(kommune):
    for _ in range(10):
        dialog = make_dialog(kommune, stand="laeuft")
        a, b = dialog.paar
        actions.abgeben(seite=a)
        work = [lambda dialog=dialog: actions.beenden(dialog=dialog), lambda b=b: actions.abgeben(seite=b)]

        at_once(lambda i, work=work: work[i](), count=2, workers=2)

        dialog.refresh_from_db()
        briefe = set(Brief.objects.filter(seite__dialog=dialog).values_list("art", flat=True))
        seiten = list(Seite.objects.filter(dialog=dialog).values_list("abgegeben", flat=True))
        assert (dialog.stand, briefe, seiten) in (
            ("gespraech", {"beide_da"}, [True, True]),
            ("ende", {"ende"}, [True, False]),
        )


def while_somebody_holds(row, change, work):
    """Run `work` while this row is locked; once it waits for the lock (or is through), `change` is made and the lock let go."""

    def alone():
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            type(row).objects.select_for_update().get(pk=row.pk)
            job = pool.submit(alone)
            while not job.done() and not waiting():
                time.sleep(0.01)  # between two looks at the same condition
            change()
        return job.result(timeout=20)


def waiting():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return cursor.fetchone()[0]


VERBS = {
    "zusagen": lambda a, b: actions.zusagen(seite=b, zusage="sprechen").zusage,
    "absagen": lambda a, b: actions.absagen(seite=b),
    "abgeben": lambda a, b: actions.abgeben(seite=b),
    "zuruecknehmen": lambda a, b: actions.zuruecknehmen(seite=a),
    "verlaengern": lambda a, b: actions.verlaengern(dialog=a.dialog),
    "beenden": lambda a, b: actions.beenden(dialog=a.dialog),
    "ablaufen": lambda a, b: actions.ablaufen(dialog=a.dialog),
    "erinnern": lambda a, b: actions.erinnern(dialog=a.dialog),
    "adresse_aendern": lambda a, b: vorschlag.adresse_aendern(seite=b, email="neu@example.org"),
}


@pytest.mark.parametrize("verb", VERBS)
def test_whoever_waited_acts_on_what_is_true_then(kommune, verb):
    """One process ends the Dialog while another is about to do something with it: that one finds it ended, and changes nothing."""
    dialog = make_dialog(kommune, stand="laeuft", frist=timezone.localdate() + timedelta(days=1))
    Dialog.objects.filter(pk=dialog.pk).update(frist=timezone.localdate() - timedelta(days=verb == "ablaufen"))
    a, b = dialog.paar
    actions.abgeben(seite=a)
    ended = {"stand": "ende", "beendet_am": timezone.localdate()}
    before = state(dialog)

    result = while_somebody_holds(
        dialog, lambda: Dialog.objects.filter(pk=dialog.pk).update(**ended), lambda: VERBS[verb](*dialog.paar)
    )

    assert result in (False, None, "einschaetzen")
    assert state(dialog) == before | ended
    assert Dialog.objects.count() == 1
    assert not Brief.objects.exists()
    assert b.einschaetzungen.count() == 8


def state(dialog):
    """All that a step could change."""
    row = Dialog.objects.filter(pk=dialog.pk).values().get()
    return row | {"seiten": list(dialog.seiten.order_by("pk").values())}


def test_a_save_that_waited_for_the_hand_in_is_refused(kommune):
    dialog = make_dialog(kommune, stand="laeuft", antworten=("3-------", "33333333"))
    a, _ = dialog.paar
    browser = Partner(a)
    daten = {"taste": "selbst", "K2-wert": "5", "K2-anfang": began()}

    answer = while_somebody_holds(
        a,
        lambda: Seite.objects.filter(pk=a.pk).update(abgegeben=True),
        lambda: browser.post(f"/bogen/{a.schluessel}/", daten).status_code,
    )

    assert answer == 410
    assert Einschaetzung.objects.get(seite=a, code="K2").wert == ""
