"""The six rules of a Dialog, from proposal to reveal or end."""

from datetime import date, timedelta
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.locmem import EmailBackend as LocMem
from django.utils import timezone

from kooperation import fristen, post
from kooperation.actions import dialog as actions
from kooperation.actions import vorschlag
from kooperation.auswertung.dialog import gegenueberstellung
from kooperation.auswertung.mass import unterer_median
from kooperation.models import Dialog, Dienststelle, Seite, Zugang
from tests.factories import answer, make_dialog, make_einrichtung, make_kommune, make_kontakt, make_nutzer

Partei = vorschlag.Partei


def propose(kommune, a, b, **felder):
    seiten = (Partei(a, email="a@example.org"), Partei(b, email="b@example.org"))
    return vorschlag.vorschlagen(**{"kommune": kommune, "anlass": "Anlass", "seiten": seiten, "von": "koordination"} | felder)


def days_later(dialog, tage):
    """As if so many days had passed since: the Frist moves towards today."""
    dialog.refresh_from_db()
    Dialog.objects.filter(pk=dialog.pk).update(frist=dialog.frist - timedelta(days=tage))


# ---------- Proposing ----------


def test_both_are_invited_with_a_link_of_their_own(kommune):
    dialog = make_dialog(kommune)
    post.schreiben(dialog.paar, "einladung")

    assert post.zustellen(dialog) == 2

    a, b = mail.outbox
    assert {a.to[0], b.to[0]} == {"a@example.org", "b@example.org"}
    assert "über die Zusammenarbeit" in a.subject
    links = [next(zeile for zeile in m.body.splitlines() if "/einladung/" in zeile) for m in (a, b)]
    assert links[0] != links[1]
    assert "freiwillig" in a.body
    assert Zugang.objects.count() == 2


def test_an_einrichtung_has_at_most_three_running(kommune):
    viel = make_einrichtung(kommune, "Jugendamt")
    for i in range(3):
        propose(kommune, viel, make_einrichtung(kommune, f"Kita {i}"))
    vierte = make_einrichtung(kommune, "Kita 4")

    with pytest.raises(actions.DialogFehler, match="eine der beiden führt schon drei"):
        propose(kommune, vierte, viel)

    actions.beenden(dialog=Dialog.objects.first())
    propose(kommune, vierte, viel)


def test_a_pair_has_one_at_a_time_and_consists_of_two(kommune):
    a, b = make_einrichtung(kommune, "Kita"), make_einrichtung(kommune, "Schule")
    propose(kommune, a, b)

    with pytest.raises(actions.DialogFehler, match="läuft schon ein Dialog"):
        propose(kommune, b, a)
    with pytest.raises(actions.DialogFehler, match="zwei verschiedene"):
        propose(kommune, a, a)


def test_a_second_click_finds_the_first_ones_dialog(kommune):
    a, b = make_einrichtung(kommune, "Kita"), make_einrichtung(kommune, "Schule")

    assert propose(kommune, a, b, schluessel="0123456789ab") == propose(kommune, a, b, schluessel="0123456789ab")


# ---------- Accepting ----------


def test_it_runs_four_weeks_from_the_day_both_have_accepted(kommune):
    dialog = make_dialog(kommune, frist=timezone.localdate() + timedelta(days=3))
    a, b = dialog.paar

    actions.zusagen(seite=a, zusage="einschaetzen")
    dialog.refresh_from_db()
    assert dialog.stand == "vorgeschlagen"
    actions.zusagen(seite=b, zusage="einschaetzen")

    dialog.refresh_from_db()
    assert dialog.stand == "laeuft"
    assert dialog.frist == timezone.localdate() + timedelta(weeks=4)


def test_one_who_only_wants_to_talk_makes_it_a_talk(kommune):
    dialog = make_dialog(kommune)
    a, b = dialog.paar
    actions.zusagen(seite=a, zusage="einschaetzen")
    answer(a, "3" * 8)

    actions.zusagen(seite=b, zusage="sprechen")

    dialog.refresh_from_db()
    assert dialog.stand == "gespraech"
    assert dialog.nur_gespraech
    with pytest.raises(ValueError, match="Not both"):  # what a has answered is shown to nobody
        gegenueberstellung(dialog, b)


def test_jetzt_nicht_ends_it_for_both_and_is_kept_nowhere(kommune):
    dialog = make_dialog(kommune)
    a, _ = dialog.paar

    assert actions.absagen(seite=a)
    post.zustellen(dialog)

    dialog.refresh_from_db()
    assert dialog.stand == "ende"
    assert [seite.zusage for seite in dialog.paar] == ["", ""]
    assert [m.to for m in mail.outbox] == [["b@example.org"]]  # who said so knows
    assert "nicht zustande gekommen. Das kann viele Gründe haben." in mail.outbox[0].body


def test_a_side_may_think_again_until_it_has_handed_in(kommune):
    dialog = make_dialog(kommune, stand="laeuft")
    a, _ = dialog.paar
    actions.abgeben(seite=a)

    assert not actions.absagen(seite=a)
    dialog.refresh_from_db()
    assert dialog.stand == "laeuft"
    actions.zuruecknehmen(seite=a)
    assert actions.absagen(seite=a)

    dialog.refresh_from_db()
    assert dialog.stand == "ende"


# ---------- Handing in and the reveal ----------


def test_with_the_second_sheet_both_are_shown_and_told_once(kommune):
    dialog = make_dialog(kommune, stand="laeuft")
    a, b = dialog.paar

    assert actions.abgeben(seite=a)
    assert not actions.abgeben(seite=a)
    assert post.zustellen(dialog) == 0
    assert actions.abgeben(seite=b)
    assert not actions.abgeben(seite=b)

    assert post.zustellen(dialog) == 2
    assert all(m.subject.startswith("Beide Bögen sind da") for m in mail.outbox)
    dialog.refresh_from_db()
    assert dialog.stand == "gespraech"


def test_taking_back_works_until_the_other_has_handed_in(kommune):
    dialog = make_dialog(kommune, stand="laeuft")
    a, b = dialog.paar
    actions.abgeben(seite=a)

    assert actions.zuruecknehmen(seite=a)
    assert not Seite.objects.get(pk=a.pk).abgegeben
    actions.abgeben(seite=a)
    actions.abgeben(seite=b)

    assert not actions.zuruecknehmen(seite=a)
    assert Seite.objects.get(pk=a.pk).abgegeben


def test_an_empty_sheet_is_not_handed_in(kommune):
    dialog = make_dialog(kommune, stand="laeuft", antworten=("--------", "33333333"))

    with pytest.raises(actions.DialogFehler, match="noch nichts angekreuzt"):
        actions.abgeben(seite=dialog.paar[0])


def test_two_stufen_apart_is_something_to_talk_about_except_for_knowing(kommune):
    dialog = make_dialog(kommune, stand="gespraech", antworten=("1113-u3p", "3213u33p"))

    blick = gegenueberstellung(dialog, dialog.paar[0])

    befunde = {v.kriterium.code: v.befund for v in blick.vergleiche}
    assert befunde == {
        "K1": "Sie wissen unterschiedlich viel voneinander.",
        "K2": "Nah beieinander",
        "K3": "Gleich eingeschätzt",
        "K4": "Gleich eingeschätzt",
        "K5": "Beide haben keine Stufe gewählt.",
        "K6": "Eine Seite hat keine Stufe gewählt. Kein Vergleich.",
        "K7": "Gleich eingeschätzt",
        "K8": "Beide haben keine Stufe gewählt.",
    }
    assert blick.gespraechsanlaesse == 0
    weit = make_dialog(kommune, stand="gespraech", antworten=("11111111", "33222222"))
    assert gegenueberstellung(weit, weit.paar[0]).gespraechsanlaesse == 1


def test_the_median_is_the_lower_one_from_five_answers_on():
    assert unterer_median([1, 2, 3, 4]) is None
    assert unterer_median([1, 2, 4, 5, 5]) == 4
    assert unterer_median([1, 2, 3, 4, 5, 5]) == 3


@pytest.mark.parametrize(
    ("antworten", "gemeinsam"),
    [(("33333333", "13333335"), 3), (("33333333", "44444444"), None), (("3333uuuu", "3333uuuu"), None)],
)
def test_the_joint_stufe_is_suggested_only_where_both_medians_agree(kommune, antworten, gemeinsam):
    dialog = make_dialog(kommune, stand="gespraech", antworten=antworten)

    assert gegenueberstellung(dialog, dialog.paar[0]).gemeinsame_mitte == gemeinsam


def test_evidence_is_shown_to_the_other_only_where_its_author_ticked_that(kommune):
    dialog = make_dialog(kommune, stand="gespraech")
    a, b = dialog.paar
    a.einschaetzungen.filter(code="K2").update(beleg="Nur für uns", beleg_frei=False)
    a.einschaetzungen.filter(code="K3").update(beleg="Für beide", beleg_frei=True)

    assert [v.a.beleg for v in gegenueberstellung(dialog, a).vergleiche][1:3] == ["Nur für uns", "Für beide"]
    assert [v.a.beleg for v in gegenueberstellung(dialog, b).vergleiche][1:3] == ["", "Für beide"]


def test_nothing_can_be_compared_before_both_have_handed_in(kommune):
    dialog = make_dialog(kommune, stand="laeuft")
    actions.abgeben(seite=dialog.paar[0])

    with pytest.raises(ValueError, match="Not both"):
        gegenueberstellung(Dialog.objects.get(pk=dialog.pk), dialog.paar[0])


# ---------- Time ----------


def test_two_reminders_to_whoever_still_has_something_to_do(kommune):
    dialog = make_dialog(kommune, stand="laeuft")
    a, _ = dialog.paar
    actions.abgeben(seite=a)
    days_later(dialog, 13)
    assert fristen.taeglich() == 0

    days_later(dialog, 1)
    assert fristen.taeglich() == 1
    assert fristen.taeglich() == 0
    days_later(dialog, 10)
    assert fristen.taeglich() == 1
    days_later(dialog, 3)
    assert fristen.taeglich() == 0

    assert [m.to for m in mail.outbox] == [["b@example.org"]] * 2
    assert "noch nicht abgegeben" in mail.outbox[0].body


def test_more_time_once_for_both(kommune):
    dialog = make_dialog(kommune)
    vorher = dialog.frist

    assert actions.verlaengern(dialog=dialog)
    assert not actions.verlaengern(dialog=dialog)

    dialog.refresh_from_db()
    assert dialog.frist == vorher + timedelta(weeks=2)


def test_when_the_time_is_over_it_has_not_come_about_and_names_nobody(kommune):
    dialog = make_dialog(kommune, stand="laeuft")
    a, b = dialog.paar
    actions.abgeben(seite=a)
    days_later(dialog, 29)

    fristen.taeglich()

    dialog.refresh_from_db()
    assert dialog.stand == "ende"
    texte = {m.to[0]: m.body for m in mail.outbox}
    ohne = [text.replace(str(a), "X").replace(str(b), "X").split("/einladung/")[0] for text in texte.values()]
    assert ohne[0] == ohne[1]


def test_a_sheet_stays_with_its_side_for_thirty_days(kommune):
    dialog = make_dialog(kommune, stand="laeuft")
    a, _ = dialog.paar
    actions.abgeben(seite=a)
    actions.beenden(dialog=dialog)
    fristen.aufraeumen()
    assert a.einschaetzungen.count() == 8

    Dialog.objects.filter(pk=dialog.pk).update(beendet_am=timezone.localdate() - timedelta(days=31))
    fristen.aufraeumen()

    assert a.einschaetzungen.count() == 0
    assert set(dialog.seiten.values_list("email", flat=True)) == {""}


def test_an_agreed_dialog_keeps_its_links_until_the_last_vereinbarung_is_closed(kommune):
    dialog = make_dialog(kommune, stand="fest")
    zeile = dialog.vereinbarungen.create(was="Liste", wer="beide", bis=date(2026, 1, 1))
    Zugang.neu(dialog.paar[0])
    Dialog.objects.filter(pk=dialog.pk).update(fest_am=timezone.localdate() - timedelta(days=300))
    fristen.aufraeumen()
    assert Zugang.objects.exists()

    zeile.stand, zeile.stand_vom = "getan", timezone.localdate() - timedelta(days=31)
    zeile.save()
    fristen.aufraeumen()

    assert not Zugang.objects.exists()


def test_after_24_months_everything_ends(kommune):
    dialog = make_dialog(kommune, stand="fest")
    dialog.vereinbarungen.create(was="Liste", wer="beide", bis=date(2030, 1, 1))
    Zugang.neu(dialog.paar[0])
    Dialog.objects.filter(pk=dialog.pk).update(vorgeschlagen_am=timezone.localdate() - timedelta(days=731))

    fristen.aufraeumen()

    assert not Zugang.objects.exists()
    assert not dialog.vereinbarungen.exists()


def test_what_the_pair_released_stays_what_it_did_not_goes(kommune):
    frei, zu = (make_dialog(kommune, stand="fest") for _ in "ab")
    for dialog in (frei, zu):
        dialog.vereinbarungen.create(was="Liste", wer="beide", bis=date(2026, 1, 1), stand="getan")
        dialog.blatt.__class__.objects.filter(dialog=dialog).update(ist=3, ziel=4, gut="Gut", begruendung="Warum")
        Dialog.objects.filter(pk=dialog.pk).update(vorgeschlagen_am=timezone.localdate() - timedelta(days=731))
    frei.blatt.__class__.objects.filter(dialog=frei).update(stufen_frei=True, vereinbarungen_frei=True)

    fristen.aufraeumen()

    frei, zu = (Dialog.objects.get(pk=d.pk) for d in (frei, zu))
    assert (frei.blatt.ist, frei.blatt.gut, frei.vereinbarungen.count()) == (3, "", 1)
    assert (zu.blatt.ist, zu.blatt.gut, zu.vereinbarungen.count()) == (None, "", 0)


# ---------- Accompanying ----------


def test_who_is_a_side_herself_does_not_accompany(kommune):
    amt = make_einrichtung(kommune, "Jugendamt")
    dialog = make_dialog(kommune, a=amt)
    ich, kollegin = make_nutzer(coordinates=[kommune]), make_nutzer(coordinates=[kommune])
    Dienststelle.objects.create(nutzer=ich, einrichtung=amt)

    assert dialog not in Dialog.objects.accompanied_by(ich)
    assert dialog in Dialog.objects.accompanied_by(kollegin)


def test_the_fachadministration_accompanies_nothing(kommune):
    make_dialog(kommune)

    assert not Dialog.objects.accompanied_by(make_nutzer(is_staff=True))
    assert not Dialog.objects.accompanied_by(make_nutzer(coordinates=[make_kommune()]))


def test_another_address_begins_anew_for_both_and_hands_nothing_on(kommune):
    dialog = make_dialog(kommune, stand="laeuft")
    a, b = dialog.paar
    actions.abgeben(seite=a)
    actions.abgeben(seite=make_dialog(kommune, stand="laeuft").paar[0])  # others are not touched

    neu = vorschlag.adresse_aendern(seite=a, email="neu@example.org")
    post.zustellen(dialog)
    post.zustellen(neu)

    dialog.refresh_from_db()
    assert (dialog.stand, neu.stand, neu.vorgaenger) == ("ende", "vorgeschlagen", None)
    assert [(s.email, s.zusage) for s in neu.paar] == [("neu@example.org", ""), ("b@example.org", "")]
    assert not neu.paar[0].einschaetzungen.exists()
    assert a.einschaetzungen.count() == b.einschaetzungen.count() == 8  # theirs for thirty days, behind their old links
    assert [(m.to[0], m.subject.split(":")[0]) for m in mail.outbox] == [
        ("a@example.org", f"Ihr Link zum Dialog mit {b.einrichtung} gilt nicht mehr"),
        ("neu@example.org", "Einladung"),  # she hears of it for the first time
        ("b@example.org", "Noch einmal"),
    ]


def test_the_address_that_is_there_begins_nothing_anew(kommune):
    dialog = make_dialog(kommune)

    with pytest.raises(actions.DialogFehler, match="schon die Adresse"):
        vorschlag.adresse_aendern(seite=dialog.paar[0], email="A@example.org")

    dialog.refresh_from_db()
    assert dialog.stand == "vorgeschlagen"


def test_questions_go_to_the_contact_of_the_kommune(kommune):
    make_kontakt(kommune, email="koordination@example.org", telefon="05105 1234")
    dialog = make_dialog(kommune)
    post.schreiben(dialog.paar[:1], "einladung")
    post.zustellen(dialog)

    assert mail.outbox[0].reply_to == ["koordination@example.org"]
    assert "Fragen beantwortet die Koordination: koordination@example.org, Telefon 05105 1234" in mail.outbox[0].body


def test_both_sides_need_their_own_mailbox_also_later(kommune):
    dialog = make_dialog(kommune)

    with pytest.raises(actions.DialogFehler, match="eigene Adresse"):
        vorschlag.adresse_aendern(seite=dialog.paar[0], email="B@example.org")

    dialog.refresh_from_db()
    assert dialog.stand == "vorgeschlagen"


# ---------- The next one ----------


def test_the_next_dialog_follows_the_fixed_sheet(kommune):
    dialog = make_dialog(kommune, stand="gespraech")
    with pytest.raises(actions.DialogFehler, match="von beiden bestätigt"):
        vorschlag.fortsetzen(seite=dialog.paar[0], anlass="Weiter")
    fest = make_dialog(kommune, stand="fest")

    neu = vorschlag.fortsetzen(seite=fest.paar[1], anlass="Weiter")

    assert vorschlag.fortsetzen(seite=fest.paar[0], anlass="Nochmal") == neu
    assert (neu.vorgaenger, neu.vorgeschlagen_von) == (fest, "b")
    assert [s.email for s in neu.paar] == ["a@example.org", "b@example.org"]


def test_who_has_declined_is_left_in_peace_for_a_while(kommune):
    fest = make_dialog(kommune, stand="fest")
    neu = vorschlag.fortsetzen(seite=fest.paar[0], anlass="Weiter")
    actions.absagen(seite=neu.paar[1])

    with pytest.raises(actions.DialogFehler, match="noch keine 30 Tage"):
        vorschlag.fortsetzen(seite=fest.paar[0], anlass="Weiter")
    with pytest.raises(actions.DialogFehler, match="von beiden bestätigt"):
        vorschlag.fortsetzen(seite=neu.paar[0], anlass="Weiter")

    Dialog.objects.filter(pk=neu.pk).update(beendet_am=timezone.localdate() - timedelta(days=31))
    assert vorschlag.fortsetzen(seite=fest.paar[0], anlass="Weiter").stand == "vorgeschlagen"


# ---------- Mails ----------


class Refusing(BaseEmailBackend):
    def send_messages(self, mails):
        raise SMTPRecipientsRefused({mails[0].to[0]: (550, b"no such mailbox")})


class Down(BaseEmailBackend):
    def open(self):
        raise ConnectionRefusedError


@pytest.mark.parametrize("server", ["Refusing", "Down"])
def test_a_mail_that_could_not_be_sent_waits_for_the_next_try(server, kommune, settings, caplog):
    dialog = make_dialog(kommune)
    post.schreiben(dialog.paar, "einladung")
    settings.EMAIL_BACKEND = f"tests.kooperation.test_dialog.{server}"

    assert post.zustellen(dialog) == 0
    assert not Zugang.objects.exists()  # a link nobody got is none
    assert "example.org" not in caplog.text
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    assert post.zustellen() == 2


class Counting(LocMem):
    made = 0

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        Counting.made += 1


def test_many_mails_leave_over_one_connection(kommune, settings, mailoutbox):
    post.schreiben(make_dialog(kommune).paar, "einladung")
    settings.EMAIL_BACKEND = "tests.kooperation.test_dialog.Counting"

    assert post.zustellen() == 2
    assert (Counting.made, len(mailoutbox)) == (1, 2)


def test_an_address_that_cannot_be_written_does_not_keep_the_others_waiting(kommune, mailoutbox):
    dialog = make_dialog(kommune)
    Seite.objects.filter(buchstabe="a").update(email=f"a@{'ü' * 60}.de")  # as punycode longer than a name may be
    post.schreiben(dialog.paar, "einladung")

    assert post.zustellen() == 1
    assert [mail.to for mail in mailoutbox] == [["b@example.org"]]
    assert post.zustellen() == 0
