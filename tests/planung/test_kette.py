"""The chain as a picture: what there is, what is missing, and how a child gets from one phase into the next."""

import pytest
from django.urls import reverse

from netzwerke.models import Handlungsfeld
from planung.auswertung import kette
from planung.models import Angebot, Uebergang
from tests.factories import make_angebot, make_einrichtung, make_kommune


def url(kommune, name="kette", *args):
    return reverse(f"planung:{name}", args=[kommune.slug, *args])


def show(login, kommune, answer="ja"):
    login("koordination").post(url(kommune, "zeigen"), {"was": "kette", "oeffentlich": answer})


def test_the_chain_is_for_planning_until_the_kommune_shows_it(login, kommune):
    make_angebot(kommune, felder=["Gesundheit"])

    assert login("koordination").get(url(kommune)).status_code == 200
    assert login("anonym").get(url(kommune)).status_code == 404
    assert url(kommune) not in login("anonym").get(reverse("planung:planung", args=[kommune.slug])).content.decode()
    show(login, kommune)
    assert "Elterncafé" in login("anonym").get(url(kommune)).content.decode()
    assert url(kommune) in login("anonym").get(reverse("planung:planung", args=[kommune.slug])).content.decode()
    show(login, kommune, "nein")
    assert login("anonym").get(url(kommune)).status_code == 404


def test_an_offer_stands_in_each_of_its_cells(kommune):
    make_angebot(kommune, phasen=(2, 3), felder=["Gesundheit", "Frühe Hilfen"])
    bild = kette(kommune)

    assert [feld.name for feld, _ in bild.zeilen] == ["Gesundheit", "Frühe Hilfen"]
    for _, zellen in bild.zeilen:
        assert [len(zelle.angebote) for zelle in zellen] == [0, 1, 1, 0, 0, 0]
        assert [zelle.luecke for zelle in zellen] == [True, False, False, True, True, True]


def test_past_childhood_there_are_fields_and_a_column_where_a_kommune_uses_them(kommune):
    assert not kette(kommune).darueber_hinaus
    make_angebot(kommune, name="Dabei sein im Alter", phasen=(), felder=["Senior*innen"])
    bild = kette(kommune)

    ((feld, zellen),) = bild.zeilen
    assert (feld.name, bild.darueber_hinaus) == ("Senior*innen", True)
    assert [len(zelle.angebote) for zelle in zellen] == [0] * 6 + [1]
    assert not any(zelle.luecke for zelle in zellen)
    assert "Senior*innen" not in {feld.name for feld in kette(make_kommune()).leere_felder}


def test_fields_past_childhood_are_nowhere_missed_in_the_network(login, kommune):
    make_einrichtung(kommune, felder=["Gesundheit"])
    page = login("koordination").get(reverse("netzwerke:luecken", args=[kommune.slug])).content.decode()

    assert "Gesundheit" in page
    assert "Ehrenamt" not in page


@pytest.mark.parametrize(
    ("offers", "said"),
    [
        ([{"phasen": (1, 2, 3, 4, 5)}], "Schule und Beruf: Hier ist noch kein Angebot eingetragen."),
        ([{"phasen": (1,), "reichweite": "selektiv"}], "Schwangerschaft und Geburt: Kein Angebot richtet sich an alle Familien."),
        ([{"phasen": (1,), "stand": "endet"}], "Schwangerschaft und Geburt: Was es gibt, ist geplant oder läuft aus."),
        ([{"phasen": (1,), "stand": "geplant"}, {"phasen": (1,), "reichweite": "indiziert"}], "Kein Angebot richtet sich an alle"),
    ],
)
def test_what_is_missing_is_said_in_sentences_to_those_who_plan(login, kommune, offers, said):
    for felder in offers:
        make_angebot(kommune, felder=["Gesundheit"], **felder)
    show(login, kommune)

    assert said in login("koordination").get(url(kommune)).content.decode()
    assert said not in login("anonym").get(url(kommune)).content.decode()


def test_nothing_is_missing_where_all_phases_have_something_for_all(kommune):
    make_angebot(kommune, phasen=(1, 2, 3, 4, 5, 6), felder=["Gesundheit"])

    assert kette(kommune).fehlt == ()


def test_who_carries_it_is_recognised_by_name(login, kommune):
    amt = make_einrichtung(kommune, "Jugendamt")
    felder = [Handlungsfeld.objects.get(name="Gesundheit").pk]
    sent = {
        "name": "Beratung",
        "phasen": ["2"],
        "handlungsfelder": felder,
        "reichweite": "selektiv",
        "stand": "besteht",
        "traeger": "jugendamt",
    }
    for _ in range(2):
        login("koordination").post(url(kommune, "angebot_neu"), sent | {"traeger": "jugendamt", "schluessel": "0123456789ab"})

    angebot = Angebot.objects.get()
    assert (angebot.einrichtung, angebot.phasen, angebot.handlungsfelder.get().name) == (amt, (2,), "Gesundheit")


def test_a_foreign_offer_is_out_of_reach(login, kommune):
    fremd = make_angebot(make_kommune())

    assert login("koordination").get(url(kommune, "angebot", fremd.schluessel)).status_code == 404
    assert login("koordination").post(url(kommune, "angebot", fremd.schluessel), {"taste": "loeschen"}).status_code == 404
    assert Angebot.objects.exists()


def test_the_picture_needs_the_same_queries_for_one_offer_and_for_thirty(kommune, django_assert_num_queries):
    make_angebot(kommune, felder=["Gesundheit"])
    with django_assert_num_queries(3):
        kette(kommune)
    for nummer in range(29):
        make_angebot(kommune, name=f"Angebot {nummer}", felder=["Gesundheit", "Frühe Hilfen"])
    with django_assert_num_queries(3):
        kette(kommune)


# ---------- Transitions ----------


def test_five_transitions_stand_there_from_the_beginning(login, kommune):
    page = login("koordination").get(url(kommune)).content.decode()

    assert page.count("noch nicht betrachtet") == 5
    assert "3 bis 6 Jahre → 6 bis 10 Jahre" in page


def test_what_is_agreed_is_written_before_a_transition_counts_as_settled(login, kommune):
    page = (
        login("koordination")
        .post(url(kommune, "uebergang", 3), {"stand": "geregelt", "hemmnisse": "Niemand fragt."})
        .content.decode()
    )
    assert "Bitte schreiben Sie, was vereinbart ist." in page
    assert "Niemand fragt." in page

    for _ in range(2):
        login("koordination").post(url(kommune, "uebergang", 3), {"stand": "geregelt", "vereinbarung": "Ein Bogen geht mit."})
    uebergang = Uebergang.objects.get()
    assert (uebergang.nummer, uebergang.vereinbarung) == (3, "Ein Bogen geht mit.")
    assert "Ein Bogen geht mit." in login("koordination").get(url(kommune)).content.decode()


@pytest.mark.parametrize("nummer", [0, 6])
def test_there_are_no_other_transitions(login, kommune, nummer):
    assert login("koordination").get(url(kommune, "uebergang", nummer)).status_code == 404
