"""The sheet: each choice saved at once, nothing lost between devices, nothing changed once it is closed."""

import gzip

import pytest

from kooperation.actions import dialog as actions
from kooperation.forms.bogen import EinschaetzungForm, anfang
from kooperation.models import Einschaetzung, Seite
from tests.factories import make_dialog
from tests.kooperation.partner import Partner, began


@pytest.fixture
def seite(kommune):
    seite = make_dialog(kommune).paar[0]
    actions.zusagen(seite=seite, zusage="einschaetzen")
    return Seite.objects.get(pk=seite.pk)


@pytest.fixture
def partner(seite):
    return Partner(seite)


def answers(seite):
    return dict(seite.einschaetzungen.values_list("code", "wert"))


def test_all_texts_of_all_cells_are_on_the_page(partner, seite):
    page = partner.get(f"/bogen/{seite.schluessel}/").content.decode().replace("\u00ad", "")

    for kriterium in seite.dialog.instrument.vorlage.kriterien:
        for text in (*kriterium.stufen, *kriterium.reflexion, kriterium.frage):
            assert text in page
    assert page.count('type="radio"') == 8 * 7


def test_a_choice_is_saved_and_counted(partner, seite):
    ack = partner.choose(seite, "K3", "4").json()

    assert answers(seite)["K3"] == "4"
    assert ack["stand"] == "Gespeichert – 1 von 8"
    assert ack["ringe"].count("ring--zu") == 2  # a ring and where it passes over the next
    assert ack["anfang"]["K3"] == anfang(seite.einschaetzungen.get(code="K3"))


def test_both_answers_without_a_stufe_count_as_answers(partner, seite):
    partner.choose(seite, "K1", "unklar")

    assert partner.choose(seite, "K2", "passt_nicht").json()["stand"] == "Gespeichert – 2 von 8"


@pytest.mark.parametrize("wert", ["0", "6", "-1", "drei", "3\x00"])
def test_what_is_no_answer_is_refused(partner, seite, wert):
    assert partner.choose(seite, "K1", wert).status_code == 422
    assert answers(seite)["K1"] == ""


def test_the_sheet_begins_with_what_the_form_compares_with(seite):
    for stand in ({}, {"wert": "3"}, {"beleg": "Zeile\r\nzwei ", "beleg_frei": True}):
        zeile = Einschaetzung(pk=1, seite=seite, code="K1", **stand)
        assert EinschaetzungForm(instance=zeile, prefix="K1").initial["anfang"] == anfang(zeile)


def test_a_save_repeated_by_the_page_has_one_effect(partner, seite):
    for _ in range(3):
        assert partner.choose(seite, "K1", "4", anfang=began(), quelle="seite-1", nummer=1).status_code == 200

    assert answers(seite)["K1"] == "4"


def test_a_save_that_arrives_after_a_later_one_changes_nothing(partner, seite):
    partner.choose(seite, "K1", "2", quelle="seite-1", nummer=1)
    partner.choose(seite, "K1", "3", quelle="seite-1", nummer=2)
    partner.choose(seite, "K1", "2", quelle="seite-1", nummer=3)

    late = partner.choose(seite, "K1", "3", anfang=began(wert="2"), quelle="seite-1", nummer=2)

    assert late.status_code == 200
    assert answers(seite)["K1"] == "2"


def test_a_lost_acknowledgement_does_not_block_the_next_choice(partner, seite):
    partner.choose(seite, "K1", "2", anfang=began(), quelle="seite-1", nummer=1)  # saved, but the page was in a tunnel

    again = partner.choose(seite, "K1", "3", anfang=began(), quelle="seite-1", nummer=2)

    assert again.status_code == 200
    assert answers(seite)["K1"] == "3"


def test_what_another_device_saved_meanwhile_is_not_overwritten(partner, seite):
    office = Partner(seite)
    office.choose(seite, "K1", "5", beleg="Vom Büro", beleg_frei="on")

    clash = partner.choose(seite, "K1", "2", anfang=began())
    joined = partner.choose(seite, "K2", "3", anfang=began(), beleg="Vom Bus")

    assert clash.status_code == 409
    assert "Hier hat inzwischen jemand anderes etwas gespeichert" in clash.json()["meldung"]
    assert answers(seite)["K1"] == "5"
    assert joined.status_code == 200


def test_a_text_written_on_one_device_stays_when_the_other_only_chooses_a_stufe(partner, seite):
    Partner(seite).choose(seite, "K1", "", beleg="Vom Büro")

    partner.choose(seite, "K1", "4", anfang=began())

    zeile = seite.einschaetzungen.get(code="K1")
    assert (zeile.wert, zeile.beleg) == ("4", "Vom Büro")


# ---------- Without the script ----------


def whole(seite, **werte):
    daten = {}
    for zeile in seite.einschaetzungen.all():
        daten |= {f"{zeile.code}-anfang": anfang(zeile), f"{zeile.code}-wert": werte.get(zeile.code, zeile.wert)}
    return daten


def test_a_button_saves_the_whole_sheet_and_goes_to_the_next_question(partner, seite):
    response = partner.post(f"/bogen/{seite.schluessel}/", whole(seite, K1="1", K2="2") | {"taste": "weiter-K2"})

    assert response.url == f"/bogen/{seite.schluessel}/#K3"
    assert (answers(seite)["K1"], answers(seite)["K2"]) == ("1", "2")
    assert partner.post(f"/bogen/{seite.schluessel}/", whole(seite) | {"taste": "weiter-K8"}).url.endswith("#abgeben")


def test_what_cannot_be_saved_stays_on_the_page(partner, seite):
    page = partner.post(f"/bogen/{seite.schluessel}/", whole(seite, K1="3") | {"K2-beleg": "x" * 501, "taste": "weiter-K2"})

    assert page.status_code == 422
    assert "x" * 501 in page.content.decode()
    assert "höchstens 500 Zeichen" in page.content.decode()
    assert answers(seite)["K1"] == ""  # all or nothing, and nothing is lost: it is still chosen on the page
    assert page.content.decode().count("checked") == 1


def test_handing_in_saves_first(partner, seite):
    partner.post(f"/bogen/{seite.schluessel}/", whole(seite, K1="3") | {"taste": "abgeben"})

    seite.refresh_from_db()
    assert seite.abgegeben
    assert answers(seite)["K1"] == "3"


def test_an_empty_sheet_is_refused_kindly(partner, seite):
    page = partner.post(f"/bogen/{seite.schluessel}/", whole(seite) | {"taste": "abgeben"}, follow=True).content.decode()

    assert "Eine Antwort genügt" in page
    assert not Seite.objects.get(pk=seite.pk).abgegeben


# ---------- Closed ----------


def test_after_handing_in_nothing_can_be_changed_until_it_is_taken_back(partner, seite):
    partner.choose(seite, "K1", "3")
    actions.abgeben(seite=seite)

    refused = partner.choose(seite, "K1", "5")
    assert refused.status_code == 410
    assert "kam zu spät" in refused.json()["meldung"]
    assert answers(seite)["K1"] == "3"
    page = partner.get(f"/bogen/{seite.schluessel}/").content.decode()
    assert "fehlt die andere Seite noch" in page

    partner.post(f"/bogen/{seite.schluessel}/zuruecknehmen/")
    assert partner.choose(seite, "K1", "5").status_code == 200


def test_when_the_time_ends_while_somebody_types_what_was_there_stays(partner, seite):
    partner.choose(seite, "K1", "3")
    actions.beenden(dialog=seite.dialog)

    assert partner.choose(seite, "K2", "3").status_code == 410
    page = partner.post(f"/bogen/{seite.schluessel}/", whole(seite, K2="3") | {"taste": "weiter-K2"}, follow=True).content.decode()
    assert "Was bis dahin gespeichert war, bleibt" in page
    assert "30 Tage" in page
    assert answers(seite)["K1"] == "3"


def test_after_the_reveal_the_sheet_leads_to_what_both_have(kommune):
    dialog = make_dialog(kommune, stand="gespraech")
    a = dialog.paar[0]

    assert Partner(a).get(f"/bogen/{a.schluessel}/").url == f"/dialoge/{a.schluessel}/"


def test_the_page_of_the_sheet_asks_the_database_a_fixed_number_of_times(partner, seite, django_assert_num_queries):
    partner.get(f"/bogen/{seite.schluessel}/")  # each process reads the instrument once
    with django_assert_num_queries(4):  # session, side with its Dialog, answers, the other side
        partner.get(f"/bogen/{seite.schluessel}/")
    daten = {"taste": "selbst", "K1-wert": "3", "K1-anfang": began()}
    with django_assert_num_queries(10):  # session, side; in a transaction: side under lock, answers, check, update
        partner.post(f"/bogen/{seite.schluessel}/", daten)


def test_the_page_of_the_sheet_is_light(partner, seite):
    assert len(gzip.compress(partner.get(f"/bogen/{seite.schluessel}/").content)) < 12_000
