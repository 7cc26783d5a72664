"""What a hostile or unlucky person could do with a Dialog, each found by trying."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.utils import timezone

from kern.token import pruefsumme
from kooperation import fristen, post
from kooperation.actions import dialog as actions
from kooperation.actions import vorschlag
from kooperation.auswertung.dialog import gegenueberstellung
from kooperation.models import Dialog, Dienststelle, Kooperationsblatt, Seite, Zugang
from kooperation.uebersicht import freigegebene, waermetafel
from tests.factories import make_dialog, make_einrichtung, make_kommune, make_nutzer
from tests.kooperation.partner import Partner
from tests.kooperation.test_blatt import next_one, pdf_text, save, sheet

# ---------- Rights ----------


def test_the_koordination_cannot_take_over_a_side_and_read_the_others_sheet(kommune):
    dialog = make_dialog(kommune, stand="laeuft")
    a, b = dialog.paar
    actions.abgeben(seite=b)

    neu = vorschlag.adresse_aendern(seite=a, email="koordination@example.org")
    thief = neu.paar[0]
    actions.zusagen(seite=thief, zusage="einschaetzen")
    thief.einschaetzungen.update(wert="3")
    actions.abgeben(seite=thief)

    neu.refresh_from_db()
    assert neu.stand == "vorgeschlagen"  # b has to accept anew, and has a mail that says why
    with pytest.raises(ValueError, match="Not both"):
        gegenueberstellung(neu, thief)


def test_who_begins_the_next_dialog_anew_with_another_address_sees_nothing_of_the_last_one(kommune):
    fest = make_dialog(kommune, stand="fest")
    zeile = fest.vereinbarungen.create(was="Streng geheim", wer="beide", bis=date(2099, 1, 1))
    naechster = vorschlag.fortsetzen(seite=fest.paar[0], anlass="Weiter")

    neu = vorschlag.adresse_aendern(seite=naechster.paar[1], email="koordination@example.org")

    thief = neu.paar[1]
    browser = Partner(thief)
    assert browser.post(f"/dialoge/{thief.schluessel}/vereinbarungen/{zeile.schluessel}/", {"stand": "getan"}).status_code == 404
    assert neu.vorgaenger is None


def test_what_was_agreed_last_time_is_set_only_once_both_look_together(kommune):
    fest = make_dialog(kommune, stand="fest")
    zeile = fest.vereinbarungen.create(was="Liste", wer="beide", bis=date(2099, 1, 1))
    waiting = vorschlag.fortsetzen(seite=fest.paar[0], anlass="Weiter").paar[0]
    url = f"/dialoge/{waiting.schluessel}/vereinbarungen/{zeile.schluessel}/"
    assert Partner(waiting).post(url, {"stand": "getan"}).status_code == 404

    actions.absagen(seite=waiting)
    Dialog.objects.update(beendet_am=timezone.localdate() - timedelta(days=31))
    a = next_one(fest).paar[0]
    assert Partner(a).post(f"/dialoge/{a.schluessel}/vereinbarungen/{zeile.schluessel}/", {"stand": "getan"}).status_code == 302


def test_a_colleague_of_a_part_of_ones_own_dienststelle_is_a_side_too(kommune):
    amt = make_einrichtung(kommune, "Jugendamt")
    dialog = make_dialog(kommune, a=make_einrichtung(kommune, "Sozialer Dienst", obere=amt))
    ich = make_nutzer(coordinates=[kommune])
    Dienststelle.objects.create(nutzer=ich, einrichtung=amt)

    assert dialog not in Dialog.objects.accompanied_by(ich)


def test_a_stranger_learns_nothing_from_a_refusal(kommune):
    busy = make_einrichtung(kommune, "Jugendamt")
    for _ in range(3):
        make_dialog(kommune, a=busy)
    pair = make_dialog(kommune)
    reasons = set()
    for a, b in ((busy, make_einrichtung(kommune, "Kita")), tuple(s.einrichtung for s in pair.paar)):
        seiten = (vorschlag.Partei(a, email="x@example.org"), vorschlag.Partei(b, email="y@example.org"))
        with pytest.raises(actions.DialogFehler) as refused:
            vorschlag.vorschlagen(kommune=kommune, anlass="x", seiten=seiten, von="koordination")
        reasons.add(str(refused.value).replace(str(a), "A").replace(str(b), "B"))

    assert len(reasons) == 1


def test_links_cannot_be_sent_out_in_masses(kommune):
    a = make_dialog(kommune).paar[0]
    browser = Partner(a)

    for i in range(30):
        page = browser.post(f"/dialoge/{a.schluessel}/links/", {"email": f"opfer{i}@example.org"}, follow=True)

    assert len(mail.outbox) == 10
    assert "sehr viele Links" in page.content.decode()


def test_a_browser_on_a_shared_computer_can_be_closed(kommune):
    a = make_dialog(kommune).paar[0]
    browser = Partner(a)
    assert browser.get(f"/dialoge/{a.schluessel}/").status_code == 200

    browser.post("/dialoge/schliessen/")

    assert browser.get(f"/dialoge/{a.schluessel}/").status_code == 404


def test_a_side_that_moves_names_its_new_address_itself(kommune):
    dialog = make_dialog(kommune, stand="fest")
    a = dialog.paar[0]

    Partner(a).post(f"/dialoge/{a.schluessel}/links/", {"taste": "neu", "email": "neu@example.org"})

    assert [m.to for m in mail.outbox] == [["neu@example.org"]]
    a.refresh_from_db()
    assert a.email == "neu@example.org"


# ---------- Words that must be true ----------


@pytest.mark.parametrize("state", ["open", "ended"])
def test_nobody_is_told_that_the_other_has_handed_in_when_she_has_not(kommune, state):
    dialog = make_dialog(kommune, stand="laeuft")
    a, _ = dialog.paar
    browser = Partner(a)
    actions.abgeben(seite=a)
    if state == "ended":
        actions.beenden(dialog=dialog)

    for _ in "12":
        page = browser.post(f"/bogen/{a.schluessel}/zuruecknehmen/", follow=True).content.decode()

    assert "Inzwischen hat auch die andere Seite" not in page


def test_nobody_who_has_nothing_to_do_is_reminded(kommune):
    dialog = make_dialog(kommune)
    a, _ = dialog.paar
    actions.zusagen(seite=a, zusage="sprechen")
    Dialog.objects.update(frist=timezone.localdate() + timedelta(days=3))

    fristen.taeglich()

    assert [m.to for m in mail.outbox] == [["b@example.org"]]


def test_a_reminder_that_waits_is_taken_back_when_its_reader_has_handed_in(kommune):
    dialog = make_dialog(kommune, stand="laeuft")
    a, _ = dialog.paar
    post.schreiben([a], "erinnerung")

    actions.abgeben(seite=a)

    assert post.zustellen() == 0


def test_who_accepts_late_has_four_weeks_and_two_reminders_again(kommune):
    dialog = make_dialog(kommune)
    Dialog.objects.update(erinnerungen=2, frist=timezone.localdate() + timedelta(days=1))
    for seite in dialog.paar:
        actions.zusagen(seite=seite, zusage="einschaetzen")

    dialog.refresh_from_db()
    assert (dialog.erinnerungen, dialog.frist) == (0, timezone.localdate() + timedelta(weeks=4))


def test_more_time_is_never_less(kommune):
    dialog = make_dialog(kommune)
    actions.verlaengern(dialog=dialog)
    promised = Dialog.objects.get(pk=dialog.pk).frist
    for seite in dialog.paar:
        actions.zusagen(seite=seite, zusage="einschaetzen")
    assert Dialog.objects.get(pk=dialog.pk).frist == promised

    late = make_dialog(kommune, frist=timezone.localdate() - timedelta(days=40))
    actions.verlaengern(dialog=late)
    late.refresh_from_db()
    assert late.frist == timezone.localdate() + timedelta(weeks=2)
    assert not actions.ablaufen(dialog=late)  # the daily run had it on its list


def test_a_proposal_somebody_else_has_sent_is_not_ended_by_a_stale_page(kommune):
    dialog = make_dialog(kommune)

    assert not vorschlag.anfrage_loeschen(dialog=dialog)

    dialog.refresh_from_db()
    assert dialog.stand == "vorgeschlagen"


def test_a_talk_that_leads_nowhere_can_be_ended_by_a_side(kommune):
    dialog = make_dialog(kommune, stand="gespraech")
    a = dialog.paar[0]

    Partner(a).post(f"/dialoge/{a.schluessel}/zusage/", {"zusage": "nicht"})

    dialog.refresh_from_db()
    assert dialog.stand == "ende"
    assert "Meine Antworten" in Partner(a).get(f"/bogen/{a.schluessel}/").content.decode()


def test_evidence_without_a_stufe_is_not_lost_at_the_reveal(kommune):
    dialog = make_dialog(kommune, stand="laeuft", antworten=("-3333333", "33333333"))
    a, b = dialog.paar
    a.einschaetzungen.filter(code="K1").update(beleg="Das ist neu für uns.", beleg_frei=True)
    for seite in (a, b):
        actions.abgeben(seite=seite)

    antwort = gegenueberstellung(Dialog.objects.get(pk=dialog.pk), b).vergleiche[0].a

    assert (antwort.wortlaut, antwort.beleg) == ("nicht beantwortet", "Das ist neu für uns.")


def test_two_institutions_of_one_name_stay_two(kommune):
    for ist in (2, 5):
        dialog = make_dialog(kommune, stand="fest", a=make_einrichtung(kommune, "Kita"), b=make_einrichtung(kommune, "Schule"))
        Kooperationsblatt.objects.filter(dialog=dialog).update(ist=ist, stufen_frei=True)

    namen, zeilen = waermetafel(freigegebene(list(Dialog.objects.select_related("blatt").with_seiten())))

    assert namen == ["Kita", "Kita", "Schule", "Schule"]
    assert sorted(z.text for _, zellen in zeilen for z in zellen if z) == ["2", "2", "5", "5"]


# ---------- What is kept, and how long ----------


def over(dialog, tage=731):
    Dialog.objects.filter(pk=dialog.pk).update(vorgeschlagen_am=timezone.localdate() - timedelta(days=tage))
    fristen.aufraeumen()
    return Dialog.objects.get(pk=dialog.pk)


def test_nothing_keeps_who_accepted_what(kommune):
    dialog = make_dialog(kommune, stand="laeuft")
    actions.abgeben(seite=dialog.paar[0])

    dialog = over(dialog)

    assert set(dialog.seiten.values_list("zusage", "abgegeben", "funktionen", "email")) == {("", False, "", "")}


def test_what_was_ticked_but_never_confirmed_was_not_released(kommune):
    dialog = make_dialog(kommune, stand="gespraech")
    Kooperationsblatt.objects.filter(dialog=dialog).update(ist=3, stufen_frei=True, vereinbarungen_frei=True)
    dialog.vereinbarungen.create(was="Liste", wer="beide", bis=date(2026, 1, 1))

    dialog = over(dialog)

    assert (dialog.blatt.ist, dialog.vereinbarungen.count(), dialog.stand) == (None, 0, "ende")


def test_an_open_vereinbarung_nobody_can_close_any_more_is_not_shown_for_ever(kommune):
    dialog = make_dialog(kommune, stand="fest")
    Kooperationsblatt.objects.filter(dialog=dialog).update(vereinbarungen_frei=True)
    dialog.vereinbarungen.create(was="Offen", wer="beide", bis=date(2026, 1, 1))
    dialog.vereinbarungen.create(was="Getan", wer="beide", bis=date(2026, 1, 1), stand="getan", woran="intern")

    dialog = over(dialog)

    assert list(dialog.vereinbarungen.values_list("was", "woran")) == [("Getan", "")]


def test_an_ended_sheet_goes_after_thirty_days_also_when_something_follows(kommune):
    dialog = make_dialog(kommune, stand="laeuft")
    actions.beenden(dialog=dialog)
    make_dialog(kommune, vorgaenger=dialog)
    Dialog.objects.filter(pk=dialog.pk).update(beendet_am=timezone.localdate() - timedelta(days=31))

    fristen.aufraeumen()

    assert not dialog.paar[0].einschaetzungen.exists()


def test_a_proposal_nobody_answered_goes_with_its_address(kommune):
    dialog = make_dialog(kommune, stand="vorgeschlagen")
    Dialog.objects.update(stand="angefragt", vorgeschlagen_am=timezone.localdate() - timedelta(days=31))

    fristen.aufraeumen()

    assert not Dialog.objects.filter(pk=dialog.pk).exists()


def test_a_mail_to_a_dead_address_is_given_up_after_two_weeks(kommune, settings):
    dialog = make_dialog(kommune)
    post.schreiben(dialog.paar[:1], "einladung")
    dialog.paar[0].briefe.update(seit=timezone.localdate() - timedelta(days=15))

    assert post.zustellen() == 0
    assert not dialog.paar[0].briefe.exists()


def test_the_next_date_is_the_pairs_own_unless_they_release_something(kommune):
    dialog = make_dialog(kommune, stand="fest")
    Kooperationsblatt.objects.filter(dialog=dialog).update(naechster=date(2099, 5, 3))
    assert Dialog.objects.get(pk=dialog.pk).naechster_fuer_koordination is None

    Kooperationsblatt.objects.filter(dialog=dialog).update(vereinbarungen_frei=True)
    assert Dialog.objects.get(pk=dialog.pk).naechster_fuer_koordination == date(2099, 5, 3)


def test_a_dialog_that_began_anew_is_no_failure_in_the_overview(login, kommune):
    dialog = make_dialog(kommune)
    vorschlag.adresse_aendern(seite=dialog.paar[0], email="neu@example.org")

    page = login("koordination").get(f"/kommunen/{kommune.slug}/kooperation/").content.decode()

    assert "Nicht zustande gekommen" not in page
    assert page.count(str(dialog.paar[0].einrichtung)) == 1


@pytest.mark.parametrize("field", ["naechster", "vereinbarungen-0-bis"])
def test_a_day_that_has_passed_is_no_plan(kommune, field):
    a = make_dialog(kommune, stand="gespraech").paar[0]
    browser = Partner(a)
    daten = sheet(browser, a) | {
        "vereinbarungen-0-was": "Liste",
        "vereinbarungen-0-wer": "beide",
        "vereinbarungen-0-bis": "2099-01-01",
    }

    page = save(browser, a, daten | {field: "2020-01-15"}).content.decode()

    assert "Der Tag liegt schon zurück" in page
    assert "Noch nicht gespeichert. Bitte prüfen Sie:" in page
    assert 'href="#id_' in page.split("Bitte prüfen Sie:")[1]


# ---------- Odd input ----------

ODD = ["😀 Sonnenkita", "中文", "a\x85b\x9f", "# *fett* `code` $x$ \\ <b>", "ب" * 10, "x" * 150]


@pytest.mark.parametrize("text", ODD)
def test_whatever_somebody_writes_can_be_printed(kommune, text):
    dialog = make_dialog(kommune, stand="gespraech", anlass=text)
    a = dialog.paar[0]
    browser = Partner(a)
    save(browser, a, sheet(browser, a) | {"gut": text, "a-funktionen": text, "naechster": "2099-05-03"})

    assert "Kooperationsblatt" in pdf_text(browser, f"/dialoge/{a.schluessel}/kooperationsblatt.pdf")[0]
    assert "Meine Antworten" in pdf_text(browser, f"/bogen/{a.schluessel}/antworten.pdf")[0]
    assert browser.get(f"/dialoge/{a.schluessel}/naechster-dialog.ics").status_code == 200


@pytest.mark.parametrize("text", ["a\x00b", "a\r\nBcc: x@example.org", "<script>alert(1)</script>", "\u202e", "x" * 5000])
def test_odd_words_of_a_partner_break_nothing(kommune, text):
    fest = make_dialog(kommune, stand="fest")
    a = fest.paar[0]
    browser = Partner(a)

    page = browser.post(f"/dialoge/{a.schluessel}/fortsetzen/", {"anlass": text}, follow=True)

    assert page.status_code == 200
    assert "<script>alert" not in page.content.decode()
    for m in mail.outbox:
        assert "\n" not in m.subject
        assert m.bcc == []


@pytest.mark.parametrize("nummer", ["²", "-1", "9" * 40, "", "1.5", "x"])
def test_no_number_of_a_state_breaks_the_confirmation(kommune, nummer):
    a = make_dialog(kommune, stand="gespraech").paar[0]

    assert Partner(a).post(f"/dialoge/{a.schluessel}/bestaetigen/", {"nummer": nummer}).status_code == 302


def test_an_address_longer_than_mail_allows_is_refused_in_words(client, kommune):
    kita, schule = make_einrichtung(kommune, "Kita"), make_einrichtung(kommune, "Schule")
    lang = f"{'x' * 60}@{'.'.join(['y' * 60] * 4)}.example.org"
    daten = {"anlass": "x", "einrichtung_a": kita.pk, "einrichtung_b": schule.pk, "email_a": lang, "schluessel": "0" * 12}

    assert client.post(f"/kommunen/{kommune.slug}/kooperation/anfragen/", daten).status_code == 200
    assert not Dialog.objects.exists()


def test_who_spoke_is_not_lost_when_two_write_at_once_or_something_else_is_wrong(kommune):
    dialog = make_dialog(kommune, stand="gespraech")
    a, b = dialog.paar
    one, two = Partner(a), Partner(b)
    stale = sheet(two, b)
    save(one, a, sheet(one, a) | {"a-funktionen": "Leitung"})

    save(two, b, stale | {"gut": "Von B"})
    wrong = save(two, b, sheet(two, b) | {"b-funktionen": "Rektorin", "naechster": "irgendwann"}).content.decode()

    assert Seite.objects.get(pk=a.pk).funktionen == "Leitung"
    assert "Rektorin" in wrong


def test_saving_without_a_change_leaves_a_confirmation_alone(kommune):
    dialog = make_dialog(kommune, stand="gespraech")
    a, b = dialog.paar
    one, two = Partner(a), Partner(b)
    save(one, a, sheet(one, a) | {"gut": "Gut"})
    one.post(f"/dialoge/{a.schluessel}/bestaetigen/", {"nummer": 2})

    save(two, b, sheet(two, b))

    assert Kooperationsblatt.objects.get(dialog=dialog).nummer == Seite.objects.get(pk=a.pk).bestaetigt


# ---------- Second clicks ----------


def test_a_second_click_on_the_last_confirmation_is_no_mistake(kommune):
    dialog = make_dialog(kommune, stand="fest")
    a = dialog.paar[0]

    page = Partner(a).post(f"/dialoge/{a.schluessel}/bestaetigen/", {"nummer": 2}, follow=True).content.decode()

    assert "steht fest" in page


def test_a_second_click_of_a_stranger_makes_one_proposal(client, kommune):
    kita, schule = make_einrichtung(kommune, "Kita"), make_einrichtung(kommune, "Schule")
    daten = {
        "anlass": "x",
        "einrichtung_a": kita.pk,
        "einrichtung_b": schule.pk,
        "email_a": "a@example.org",
        "schluessel": "0" * 12,
    }

    for _ in "12":
        client.post(f"/kommunen/{kommune.slug}/kooperation/anfragen/", daten)

    assert Dialog.objects.count() == 1


def test_a_key_of_another_kommunes_dialog_is_not_taken(kommune):
    fremder = make_dialog(make_kommune())
    kita, schule = make_einrichtung(kommune, "Kita"), make_einrichtung(kommune, "Schule")
    seiten = (vorschlag.Partei(kita, email="x@example.org"), vorschlag.Partei(schule, email="y@example.org"))

    neu = vorschlag.vorschlagen(kommune=kommune, anlass="x", seiten=seiten, von="koordination", schluessel=fremder.schluessel)

    assert neu.schluessel != fremder.schluessel


def test_one_browser_with_both_sides_lists_a_vereinbarung_once(kommune):
    dialog = make_dialog(kommune, stand="fest")
    dialog.vereinbarungen.create(was="Nur einmal", wer="beide", bis=date(2099, 1, 1))

    assert Partner(*dialog.paar).get("/dialoge/").content.decode().count("Nur einmal") == 1


def test_revoking_reaches_a_link_whose_mail_is_on_its_way(kommune):
    dialog = make_dialog(kommune)
    a = dialog.paar[0]
    post.schreiben([a], "link")
    brief = a.briefe.get()
    _, _, token = post._uebernehmen(brief.pk)  # the mail server takes its time ...

    actions.links_erneuern(seite=a)  # ... while the owner ends all links

    assert not Zugang.objects.filter(token_hash=pruefsumme(token)).exists()
