"""An anonymous round, from its announcement to its result, as those who take part meet it."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from kooperation import fristen, post, umschlag
from kooperation.actions import erhebung as actions
from kooperation.forms.bogen import anfang
from kooperation.models import Erhebung, Instrument, Zugang
from tests.factories import fill_in, hand_in, make_einrichtung, make_erhebung, make_gruppe, make_kommune, make_kontakt, over
from tests.kooperation.partner import Partner


@pytest.fixture
def network(kommune):
    return [make_einrichtung(kommune, f"Einrichtung {i}", email=f"e{i}@example.org") for i in range(7)]


def announcement(einrichtungen, **daten):
    heute = timezone.localdate()
    return {
        "titel": "Wie arbeiten wir zusammen?",
        "oeffnet": heute.isoformat(),
        "schliesst": (heute + timedelta(days=21)).isoformat(),
        "instrument": 1,
        "schluessel": "0123456789ab",
        "wer": [e.pk for e in einrichtungen],
        **{f"email_{e.pk}": e.email for e in einrichtungen},
    } | daten


def announce(browser, kommune, einrichtungen, **daten):
    """Read the mail, then send it."""
    address = f"/kommunen/{kommune.slug}/kooperation/erhebungen/neu/"
    data = announcement(einrichtungen, instrument=Instrument.objects.geltend().pk, **daten)
    preview = browser.post(address, data | {"taste": "vorschau"})
    if "gesehen" not in (preview.context or {}):
        return preview
    return browser.post(address, data | {"taste": "absenden", "gesehen": preview.context["gesehen"]}, follow=True)


def link_in(mail):
    return re.search(r"https?://[^/]+(/einladung/\S+)", mail.body)[1]


def choose(browser, teilnahme, code, wert, **felder):
    """Save one Kriterium as the page does."""
    teilnahme.refresh_from_db()
    zeile = next(z for z in umschlag.oeffnen(teilnahme) if z.code == code)
    daten = {"wert": wert, "anfang": anfang(zeile)} | felder
    return browser.post(f"/teilnahme/{teilnahme.schluessel}/", {"taste": "selbst"} | {f"{code}-{k}": v for k, v in daten.items()})


# ---------- Announcing ----------


def test_the_koordination_announces_a_round_and_everybody_gets_a_link(login, kommune, network, mailoutbox):
    page = announce(login("koordination"), kommune, network)

    runde = Erhebung.objects.get()
    assert runde.stand == "offen"
    assert "0 von 7" in page.content.decode()
    assert sorted(mail.to[0] for mail in mailoutbox) == [f"e{i}@example.org" for i in range(7)]
    assert mailoutbox[0].subject == "Einladung: Wie arbeiten wir zusammen? (anonym)"
    assert len({link_in(mail) for mail in mailoutbox}) == 7


def test_the_mail_that_was_read_is_the_mail_that_is_sent(login, kommune, network, mailoutbox):
    koordination = login("koordination")
    address = f"/kommunen/{kommune.slug}/kooperation/erhebungen/neu/"
    data = announcement(network, instrument=Instrument.objects.geltend().pk)
    seen = koordination.post(address, data | {"taste": "vorschau"}).context
    changed = koordination.post(address, data | {"taste": "absenden", "gesehen": seen["gesehen"], "titel": "Ein anderer"})

    assert (Erhebung.objects.count(), len(mailoutbox)) == (0, 0)
    assert changed.context["mail"].betreff == "Einladung: Ein anderer (anonym)"

    koordination.post(address, data | {"taste": "absenden", "gesehen": seen["gesehen"]})
    first = next(mail for mail in mailoutbox if mail.to == ["e0@example.org"])
    assert first.subject == seen["mail"].betreff
    assert first.body.replace(link_in(first), "") == seen["mail"].text.replace(
        "(hier steht der persönliche Link)", "http://127.0.0.1:8000"
    )


def test_a_second_click_makes_no_second_round(login, kommune, network, mailoutbox):
    for _ in "ab":
        announce(login("koordination"), kommune, network)

    assert (Erhebung.objects.count(), len(mailoutbox)) == (1, 7)


def test_a_gruppe_gives_the_list_of_who_is_asked(login, kommune, network):
    gruppe = make_gruppe(kommune, "Leitung")
    gruppe.mitgliedschaften.update(einrichtung=network[2])

    page = login("koordination").get(f"/kommunen/{kommune.slug}/kooperation/erhebungen/neu/?gruppe={gruppe.schluessel}")

    assert [zeile.einrichtung for zeile in page.context["form"].zeilen() if zeile.gefragt] == [network[2]]


def test_several_people_of_one_einrichtung_get_a_sheet_each(login, kommune, network, mailoutbox):
    several = {f"email_{network[0].pk}": "leitung@example.org, team@example.org"}

    announce(login("koordination"), kommune, network, **several)

    assert len(mailoutbox) == 8
    page = Client().get(link_in(mailoutbox[0])).content.decode()
    assert "Wer gefragt ist (7 Einrichtungen)" in page
    assert "2 Bögen" in page


@pytest.mark.parametrize(
    ("daten", "says"),
    [
        ({"wer": []}, "Bitte wählen Sie, wer gefragt wird."),
        ({"titel": ""}, "Bitte geben Sie der Erhebung einen Titel."),
        ({"oeffnet": "2020-01-01"}, "Der Tag liegt schon zurück."),
        ({"schliesst": "2020-01-01"}, "Bitte geben Sie wenigstens drei Tage Zeit"),
        ({"schliesst": "2099-01-01"}, "höchstens drei Monate"),
    ],
)
def test_what_does_not_fit_is_said_where_it_stands(daten, says, login, kommune, network):
    page = announce(login("koordination"), kommune, network, **daten)

    assert says in page.content.decode()
    assert not Erhebung.objects.exists()


def test_fewer_than_five_are_not_asked_anonymously(login, kommune, network):
    page = announce(login("koordination"), kommune, network[:4])

    assert "wenigstens fünf Einrichtungen" in page.content.decode()
    assert "Dialog der bessere Weg" in page.content.decode()
    assert not Erhebung.objects.exists()


def test_an_address_that_is_none_is_named_and_the_rest_stays(login, kommune, network):
    page = announce(login("koordination"), kommune, network, **{f"email_{network[3].pk}": "kita(at)example.org"})

    assert "„kita(at)example.org“ ist keine vollständige Adresse." in page.content.decode()
    assert 'value="kita(at)example.org"' in page.content.decode()


def test_an_address_without_its_tick_is_asked_about(login, kommune, network):
    page = announce(login("koordination"), kommune, network[:6], **{f"email_{network[6].pk}": "neu@example.org"})

    assert "Hier steht eine Adresse, aber kein Häkchen." in page.content.decode()


def test_one_address_gets_one_sheet_however_it_is_written(login, kommune, network):
    page = announce(login("koordination"), kommune, network, **{f"email_{network[3].pk}": "E1@Example.org"})

    assert "Diese Adresse steht zweimal da: e1@example.org." in page.content.decode()


def test_nobody_is_asked_twice_in_six_months(login, kommune, network):
    """Two results of nearly the same people would be subtracted from each other."""
    koordination = login("koordination")
    announce(koordination, kommune, network)
    runde = Erhebung.objects.get()

    running = announce(koordination, kommune, network[:5], schluessel="0123456789ac").content.decode()
    for teilnahme, sheet in zip(runde.teilnahmen.all(), ["12345123", "23451234"] * 3, strict=False):
        hand_in(teilnahme, sheet)
    over(runde)
    actions.auszaehlen(erhebung=runde)
    counted = announce(koordination, kommune, network[:5], schluessel="0123456789ac").content.decode()

    assert "Einrichtung 0 wird gerade gefragt („Wie arbeiten wir zusammen?“)." in running
    assert f"wieder möglich ab {timezone.localdate() + timedelta(days=180):%d.%m.%Y}" in counted
    Erhebung.objects.update(geschlossen_am=timezone.localdate() - timedelta(days=181))
    announce(koordination, kommune, network[:5], schluessel="0123456789ac")
    assert Erhebung.objects.count() == 2


def test_who_is_not_free_is_said_in_the_list_before_anybody_is_chosen(login, kommune, network):
    koordination = login("koordination")
    announce(koordination, kommune, network[:5])

    zeilen = koordination.get(f"/kommunen/{kommune.slug}/kooperation/erhebungen/neu/?gruppe=alle").context["form"].zeilen()

    assert [zeile.belegt for zeile in zeilen] == ["wird gerade gefragt"] * 5 + ["", ""]
    assert [zeile.gefragt for zeile in zeilen] == [False] * 5 + [True, True]


def test_a_round_without_a_result_may_be_repeated_at_once(login, kommune, network):
    koordination = login("koordination")
    announce(koordination, kommune, network)
    over(Erhebung.objects.get())
    actions.auszaehlen(erhebung=Erhebung.objects.get())

    announce(koordination, kommune, network, schluessel="0123456789ac")

    assert Erhebung.objects.count() == 2


def test_a_round_that_begins_later_sends_its_mails_on_its_first_day(login, kommune, network, mailoutbox):
    later = timezone.localdate() + timedelta(days=3)
    page = announce(
        login("koordination"), kommune, network, oeffnet=later.isoformat(), schliesst=(later + timedelta(days=9)).isoformat()
    )
    assert "Am ersten Tag gehen" in page.content.decode()
    fristen.taeglich()
    assert mailoutbox == []

    Erhebung.objects.update(oeffnet=timezone.localdate())
    fristen.taeglich()
    fristen.taeglich()

    assert len(mailoutbox) == 7


def test_hundreds_of_mails_do_not_keep_the_page_waiting(login, kommune, mailoutbox):
    many = [make_einrichtung(kommune, f"E {i:03}", email=f"e{i}@example.org") for i in range(60)]

    page = announce(login("koordination"), kommune, many)

    assert len(mailoutbox) == 50
    assert "10 Einladungen sind noch nicht verschickt" in page.content.decode()
    fristen.taeglich()
    assert len({mail.to[0] for mail in mailoutbox}) == 60


# ---------- Taking part ----------


@pytest.fixture
def runde(kommune):
    return make_erhebung(kommune)


@pytest.fixture
def somebody(runde):
    return runde.teilnahmen.first()


def test_the_landing_page_says_what_is_promised_before_anything_is_kept(client, somebody):
    address = f"/einladung/{Zugang.neu(somebody)}/"

    page = client.get(address).content.decode()

    for words in (
        "Stufen nur als Summen, erst am Ende",
        "Erst ab fünf Bögen",
        "Ihr Bogen wird gelöscht",
        "Was dabei niemand versprechen kann",
    ):
        assert words in page
    assert "sessionid" not in client.cookies
    assert client.post(address).url == f"/teilnahme/{somebody.schluessel}/"


def test_a_choice_is_saved_at_once_and_is_there_on_another_device(somebody):
    phone, computer = Partner(somebody), Partner(somebody)

    saved = choose(phone, somebody, "K3", "4", beleg="Wir treffen uns dienstags.").json()

    assert saved["stand"] == "Gespeichert – 1 von 8"
    page = computer.get(f"/teilnahme/{somebody.schluessel}/").content.decode()
    assert "Wir treffen uns dienstags." in page
    assert re.search(r'name="K3-wert"\s+value="4"\s+checked', page)


def test_a_late_repetition_of_a_save_changes_nothing(somebody):
    browser = Partner(somebody)
    choose(browser, somebody, "K1", "2", quelle="seite", nummer=5)

    choose(browser, somebody, "K1", "1", quelle="seite", nummer=4)

    somebody.refresh_from_db()
    assert umschlag.oeffnen(somebody)[0].wert == "2"


def test_two_devices_that_choose_differently_are_told(somebody):
    browser = Partner(somebody)
    began = anfang(umschlag.oeffnen(somebody)[0])
    choose(browser, somebody, "K1", "2")

    late = choose(browser, somebody, "K1", "4", anfang=began)

    assert late.status_code == 409
    assert umschlag.oeffnen(type(somebody).objects.get(pk=somebody.pk))[0].wert == "2"


def test_without_a_script_the_button_saves_all_and_leads_on(somebody):
    browser = Partner(somebody)
    sheet = {f"{z.code}-anfang": anfang(z) for z in umschlag.oeffnen(somebody)}

    response = browser.post(f"/teilnahme/{somebody.schluessel}/", sheet | {"K1-wert": "3", "K2-wert": "1", "taste": "weiter-K2"})

    assert response.url == f"/teilnahme/{somebody.schluessel}/#K3"
    somebody.refresh_from_db()
    assert [zeile.wert for zeile in umschlag.oeffnen(somebody)][:3] == ["3", "1", ""]


def test_the_sheet_says_what_happens_to_a_sentence_and_asks_for_no_permission(somebody):
    page = Partner(somebody).get(f"/teilnahme/{somebody.schluessel}/").content.decode()

    assert "wird im Ergebnis wörtlich gezeigt" in page
    assert "beleg_frei" not in page.replace("&quot;beleg_frei&quot;", "")
    assert "Danach lässt er sich nicht mehr ansehen" in " ".join(page.split())


def test_handing_in_is_final(somebody):
    browser = Partner(somebody)
    choose(browser, somebody, "K1", "2")
    address = f"/teilnahme/{somebody.schluessel}/"

    page = browser.post(address, {"taste": "abgeben"}, follow=True).content.decode()

    assert "Danke, Ihr Bogen ist abgegeben" in page
    assert choose(browser, somebody, "K1", "5", anfang="{}").status_code == 410
    again = browser.post(address, {"taste": "abgeben"}, follow=True).content.decode()
    assert "Ihre letzte Eingabe zählt nicht mehr mit." in again


def test_an_empty_sheet_is_not_handed_in(somebody):
    page = Partner(somebody).post(f"/teilnahme/{somebody.schluessel}/", {"taste": "abgeben"})

    assert page.status_code == 422
    assert "noch nichts angekreuzt" in page.content.decode()
    assert type(somebody).objects.get(pk=somebody.pk).abgegeben_am is None


def test_after_the_last_day_nothing_is_taken_any_more(runde, somebody):
    browser = Partner(somebody)
    fill_in(somebody, "33333333")
    Erhebung.objects.update(schliesst=timezone.localdate() - timedelta(days=1), oeffnet=date(2026, 1, 1))

    page = browser.post(f"/teilnahme/{somebody.schluessel}/", {"taste": "abgeben"}, follow=True).content.decode()

    assert "Die Erhebung ist zu Ende" in page
    assert not actions.abgeben(teilnahme=somebody)
    assert runde.teilnahmen.abgegeben().count() == 0


def test_open_drafts_go_unread_when_it_is_closed(runde, somebody):
    fill_in(somebody, "33333333")
    over(runde)

    actions.auszaehlen(erhebung=runde)

    assert set(runde.teilnahmen.values_list("umschlag", flat=True)) == {""}
    assert Erhebung.objects.get().boegen == 0


# ---------- Running it ----------


def test_reminders_go_twice_and_only_to_those_who_have_not_handed_in(runde, mailoutbox):
    hand_in(runde.teilnahmen.first(), "33333333")
    for days in (8, 7, 6, 2, 1, 0):
        Erhebung.objects.update(schliesst=timezone.localdate() + timedelta(days=days))
        fristen.taeglich()

    assert [mail.subject.split(":")[0][:9] for mail in mailoutbox] == ["Noch bis "] * 10
    assert {mail.to[0] for mail in mailoutbox} == {f"e{i}@example.org" for i in range(1, 6)}


def test_in_a_short_round_nobody_is_reminded_the_day_after_the_invitation(login, kommune, network, mailoutbox):
    heute = timezone.localdate()
    announce(login("koordination"), kommune, network, schliesst=(heute + timedelta(days=5)).isoformat())
    mailoutbox.clear()

    fristen.taeglich()
    assert mailoutbox == []
    Erhebung.objects.update(schliesst=heute + timedelta(days=2))
    fristen.taeglich()
    assert len(mailoutbox) == 7


def test_a_reminder_that_has_not_left_yet_does_not_go_to_who_has_handed_in(runde, mailoutbox):
    Erhebung.objects.update(schliesst=timezone.localdate() + timedelta(days=7))
    actions.erinnern(erhebung=runde)
    hand_in(runde.teilnahmen.first(), "33333333")

    assert post.zustellen() == 5


def test_the_day_after_the_last_one_it_is_counted_and_all_are_told(runde, mailoutbox):
    for teilnahme, sheet in zip(runde.teilnahmen.all(), ["12345123", "23451234"] * 3, strict=True):
        hand_in(teilnahme, sheet)
    Erhebung.objects.update(schliesst=timezone.localdate() - timedelta(days=1), oeffnet=date(2026, 1, 1))

    fristen.taeglich()

    assert {mail.subject for mail in mailoutbox} == {"Das Ergebnis ist da: Wie arbeiten wir zusammen?"}
    assert len(mailoutbox) == 6
    browser = Client()
    page = browser.post(link_in(mailoutbox[0]), follow=True).content.decode()
    assert "Wo das Netzwerk steht" in page


def test_too_few_is_said_kindly_and_a_dialog_offered(runde, login, mailoutbox):
    for teilnahme in runde.teilnahmen.all()[:4]:
        hand_in(teilnahme, "33333333")
    over(runde)

    page = login("koordination").post(
        f"/kommunen/{runde.kommune.slug}/kooperation/erhebungen/{runde.schluessel}/", {"taste": "auszaehlen"}, follow=True
    )

    text = " ".join(page.content.decode().split())
    assert "4 von 6 haben abgegeben." in text
    assert "Das sagt nichts über Ihr Netzwerk" in text
    assert "Einen Dialog vorschlagen" in text
    assert {mail.subject for mail in mailoutbox} == {"Zu wenige Bögen: Wie arbeiten wir zusammen?"}


def act(browser, runde, taste, **daten):
    address = f"/kommunen/{runde.kommune.slug}/kooperation/erhebungen/{runde.schluessel}/"
    return browser.post(address, {"taste": taste} | daten, follow=True).content.decode()


def test_the_last_day_may_be_put_off_but_not_forward(login, runde):
    koordination = login("koordination")
    later = runde.schliesst + timedelta(days=10)

    assert f"Zeit ist jetzt bis zum {later:%d.%m.%Y}." in act(koordination, runde, "verlaengern", bis=later.isoformat())
    assert "Bitte nennen Sie einen späteren Tag" in act(koordination, runde, "verlaengern", bis=runde.schliesst.isoformat())
    assert Erhebung.objects.get().schliesst == later


def test_further_ones_are_invited_while_it_is_open(login, runde, mailoutbox):
    new = make_einrichtung(runde.kommune, "Nachzügler")
    koordination = login("koordination")

    assert "keine vollständige Adresse" in act(koordination, runde, "nachladen", wer=new.pk, **{f"email_{new.pk}": "x"})
    assert "Diese Adresse steht zweimal da" in act(
        koordination, runde, "nachladen", wer=new.pk, **{f"email_{new.pk}": "e1@example.org"}
    )
    act(koordination, runde, "nachladen", wer=new.pk, **{f"email_{new.pk}": "neu@example.org"})

    assert [mail.to for mail in mailoutbox] == [["neu@example.org"]]
    teilnahme = runde.teilnahmen.get(email="neu@example.org")
    assert choose(Partner(teilnahme), teilnahme, "K1", "3").status_code == 200


def test_called_off_nothing_of_it_is_kept(login, runde, mailoutbox):
    hand_in(runde.teilnahmen.first(), "33333333")
    fill_in(runde.teilnahmen.last(), "44444444")

    assert "Was schon geantwortet war, ist gelöscht." in act(login("koordination"), runde, "absagen")

    runde.refresh_from_db()
    assert (runde.stand, runde.urne, runde.ergebnis) == ("abgesagt", "", None)
    assert set(runde.teilnahmen.values_list("umschlag", flat=True)) == {""}
    assert len(mailoutbox) == 6
    assert Client().get(link_in(mailoutbox[0])).status_code == 200


def test_a_new_link_goes_to_an_address_whether_or_not_it_has_handed_in(login, runde, mailoutbox):
    done, open_one = runde.teilnahmen.first(), runde.teilnahmen.last()
    hand_in(done, "33333333")
    koordination = login("koordination")

    answers = {act(koordination, runde, "link", wer=t.schluessel).count("Ein neuer Link ist unterwegs.") for t in (done, open_one)}

    assert answers == {1}
    assert len(mailoutbox) == 2
    assert mailoutbox[0].body.replace(link_in(mailoutbox[0]), "") == mailoutbox[1].body.replace(link_in(mailoutbox[1]), "")


def test_after_the_end_the_buttons_of_a_running_round_do_nothing(login, runde):
    koordination = login("koordination")
    over(runde)
    act(koordination, runde, "auszaehlen")

    for taste in ("auszaehlen", "absagen", "link", "nachladen", "verlaengern"):
        assert "Das geht nicht mehr: Die Erhebung ist inzwischen weiter." in act(koordination, runde, taste)
    assert Erhebung.objects.get().stand == "geschlossen"


def test_a_server_with_another_secret_says_what_to_do_and_loses_nothing(login, runde, settings, caplog):
    for teilnahme in runde.teilnahmen.all():
        hand_in(teilnahme, "33333333")
    koordination = login("koordination")
    before = settings.SECRET_KEY
    Erhebung.objects.update(schliesst=timezone.localdate() - timedelta(days=1), oeffnet=date(2026, 1, 1))
    settings.SECRET_KEY = "ein anderer"

    fristen.taeglich()
    assert "lässt sich nicht auszählen" in caplog.text
    assert Erhebung.objects.get().stand == "offen"

    settings.SECRET_KEY_FALLBACKS = [before]
    koordination = login("koordination")
    act(koordination, runde, "auszaehlen")
    assert Erhebung.objects.get().boegen == 6


def test_a_sheet_that_cannot_be_opened_says_that_nothing_is_lost(somebody, settings, caplog):
    browser = Partner(somebody)
    choose(browser, somebody, "K1", "2")
    address = f"/teilnahme/{somebody.schluessel}/"
    settings.SECRET_KEY_FALLBACKS = []
    before, settings.SECRET_KEY = settings.SECRET_KEY, "ein anderer"
    browser.open(somebody)

    pages = [browser.get(address), browser.post(address, {"taste": "abgeben"}), browser.post(address, {"taste": "selbst"})]

    assert {page.status_code for page in pages} == {503}
    assert "Verloren ist nichts." in pages[0].content.decode()
    settings.SECRET_KEY = before
    assert umschlag.oeffnen(type(somebody).objects.get(pk=somebody.pk))[0].wert == "2"


# ---------- Nobody is singled out ----------


def test_a_round_is_counted_after_its_last_day_and_not_when_it_suits_somebody(login, runde):
    for teilnahme in runde.teilnahmen.all()[:5]:
        hand_in(teilnahme, "33333333")

    assert "Das geht nicht mehr" in act(login("koordination"), runde, "auszaehlen")
    assert Erhebung.objects.get().stand == "offen"


def test_when_all_have_handed_in_it_may_be_counted_at_once(login, runde):
    for teilnahme, sheet in zip(runde.teilnahmen.all(), ["12345123", "23451234"] * 3, strict=True):
        hand_in(teilnahme, sheet)

    assert "Wo das Netzwerk steht" in act(login("koordination"), runde, "auszaehlen")


def test_nobody_is_added_once_somebody_has_handed_in(login, runde, mailoutbox):
    """Four sheets of one's own, added after the first one came, would leave that one to be read off the result."""
    hand_in(runde.teilnahmen.first(), "33333333")
    new = make_einrichtung(runde.kommune, "Strohpuppe")

    page = act(login("koordination"), runde, "nachladen", wer=new.pk, **{f"email_{new.pk}": "neu@example.org"})

    assert "Das geht nicht mehr" in page
    assert (runde.teilnahmen.count(), mailoutbox) == (6, [])


def test_five_addresses_of_one_einrichtung_are_no_network(login, kommune, network):
    several = {f"email_{network[0].pk}": ", ".join(f"ich{i}@example.org" for i in range(9))}

    page = announce(login("koordination"), kommune, network[:4], **several)

    assert "wenigstens fünf Einrichtungen" in page.content.decode()


def test_an_address_is_not_asked_again_under_another_name(login, kommune, network):
    koordination = login("koordination")
    announce(koordination, kommune, network)
    others = [make_einrichtung(kommune, f"Team {i}", email=f"E{i}@example.org") for i in range(6)]

    page = announce(koordination, kommune, others, schluessel="0123456789ac")

    assert "wird gerade gefragt" in page.content.decode()
    assert Erhebung.objects.count() == 1


def test_another_kommune_learns_that_somebody_is_asked_and_nothing_more(login, cast, kommune, network):
    other = make_kommune(profil=False)
    other.koordinationen.create(nutzer=cast["koordination"])
    make_erhebung(other, titel="Geheime Krisenrunde")
    einrichtungen = [t.einrichtung for t in Erhebung.objects.get().teilnahmen.all()]
    with pytest.raises(actions.ErhebungFehler, match="von einer anderen Kommune") as refused:
        actions.pruefen(kommune, [actions.Eingeladen(e, f"neu{e.pk}@example.org") for e in einrichtungen])

    assert "Krisenrunde" not in str(refused.value)


def test_a_result_is_of_a_gruppe_only_if_nobody_else_was_asked(login, kommune, network):
    gruppe = make_gruppe(kommune, *[f"Funktion {i}" for i in range(5)])
    for mitgliedschaft, einrichtung in zip(gruppe.mitgliedschaften.all(), network, strict=False):
        mitgliedschaft.einrichtung = einrichtung
        mitgliedschaft.save()
    koordination = login("koordination")

    announce(koordination, kommune, network[:5], gruppe=gruppe.pk)
    assert Erhebung.objects.get().gruppe == gruppe
    actions.absagen(erhebung=Erhebung.objects.get())
    announce(koordination, kommune, network[:6], gruppe=gruppe.pk, schluessel="0123456789ac")

    assert Erhebung.objects.exclude(stand="abgesagt").get().gruppe is None


def test_two_rounds_do_not_go_on_from_the_same_one(kommune):
    first = make_erhebung(kommune, boegen=["12345123", "23451234"] * 3, stand="geschlossen")
    assert first in Erhebung.objects.fortsetzbar()
    Erhebung.objects.update(geschlossen_am=timezone.localdate() - timedelta(days=365))

    second = make_erhebung(kommune, setzt_fort=first)

    assert first not in Erhebung.objects.fortsetzbar()
    over(second)
    actions.auszaehlen(erhebung=second)  # too few: the series goes on from the first one
    assert first in Erhebung.objects.fortsetzbar()


def test_no_answer_to_a_reminder_tells_who_has_not_handed_in(kommune, runde, mailoutbox):
    make_kontakt(kommune, email="koordination@example.org")
    Erhebung.objects.update(schliesst=timezone.localdate() + timedelta(days=7))
    fristen.taeglich()

    assert {tuple(mail.reply_to) for mail in mailoutbox} == {()}
    assert {mail.extra_headers["Auto-Submitted"] for mail in mailoutbox} == {"auto-generated"}


def test_an_extended_round_reminds_anew(runde, mailoutbox):
    Erhebung.objects.update(schliesst=timezone.localdate() + timedelta(days=1), erinnerungen=2)
    actions.verlaengern(erhebung=runde, bis=timezone.localdate() + timedelta(days=10))
    Erhebung.objects.update(schliesst=timezone.localdate() + timedelta(days=7))  # three days later

    fristen.taeglich()

    assert len(mailoutbox) == 6


def test_put_off_a_moment_ago_it_is_not_counted(runde):
    over(runde)
    stale = Erhebung.objects.get()
    actions.verlaengern(erhebung=runde, bis=timezone.localdate() + timedelta(days=7))

    assert not actions.auszaehlen(erhebung=stale)


def test_a_round_of_a_foreign_kommune_does_not_exist(login, runde, kommune):
    foreign = make_kommune(profil=False)
    theirs = make_erhebung(foreign, domain="example.com")
    koordination = login("koordination")

    assert koordination.get(f"/kommunen/{kommune.slug}/kooperation/erhebungen/{theirs.schluessel}/").status_code == 404


def test_the_list_begins_with_the_newest_round(login, kommune):
    make_erhebung(kommune, stand="geschlossen", titel="Alte Runde")
    make_erhebung(kommune, titel="Neue Runde", oeffnet=timezone.localdate())

    page = login("koordination").get(f"/kommunen/{kommune.slug}/kooperation/").content.decode()

    assert page.index("Neue Runde") < page.index("Alte Runde")
    assert "0 von 6 haben abgegeben" in page
    assert "zu wenige Bögen" in page


def test_a_browser_lists_the_rounds_it_was_let_in_to(somebody):
    browser = Partner(somebody)

    assert f"/teilnahme/{somebody.schluessel}/" in browser.get("/dialoge/").content.decode()
    browser.post("/dialoge/schliessen/")
    assert browser.get(f"/teilnahme/{somebody.schluessel}/").status_code == 404
