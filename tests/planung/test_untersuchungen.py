"""What a Kommune has looked into, and what became of what was recommended."""

import pytest
from django.urls import reverse

from planung.models import Empfehlung, Untersuchung
from tests.factories import make_kommune, make_untersuchung, make_vorhaben


def url(kommune, name, *args):
    return reverse(f"planung:{name}", args=[kommune.slug, *args])


def test_one_is_internal_until_it_is_published(login, kommune):
    sent = {"art": "analyse", "titel": "Wie Familien leben", "themen": "Wohnen\nBildung"}
    login("koordination").post(url(kommune, "untersuchung_neu"), sent)
    untersuchung = Untersuchung.objects.get()

    assert login("anonym").get(untersuchung.get_absolute_url()).status_code == 404
    assert "Wie Familien leben" not in login("fremde").get(url(kommune, "planung")).content.decode()
    login("koordination").post(url(kommune, "untersuchung_bearbeiten", untersuchung.schluessel), sent | {"is_public": "on"})
    assert "Wie Familien leben" in login("anonym").get(url(kommune, "planung")).content.decode()


def test_a_conference_has_its_number_and_place_and_a_theme_may_be_open(client, kommune):
    untersuchung = make_untersuchung(kommune, nummer=2, ort="Gartow", themen="Wohnen\n\nMobilität ", thema_offen=True)
    response = client.get(untersuchung.get_absolute_url())
    page = " ".join(response.content.decode().split())

    assert "2. Sozialraumkonferenz" in page
    assert "Erste Sozialraumkonferenz, Gartow" in page
    assert response.context["untersuchung"].themen_liste == ["Wohnen", "Mobilität"]
    assert all(words in page for words in ("<li>Wohnen</li>", "<li>Mobilität</li>"))
    assert "ein weiteres wird noch festgelegt" in page


@pytest.mark.parametrize("stand", ["aufgegriffen", "verworfen"])
def test_of_what_became_of_a_recommendation_one_says_where_or_why(login, kommune, stand):
    untersuchung = make_untersuchung(kommune)
    address = url(kommune, "empfehlung_neu", untersuchung.schluessel)
    page = login("koordination").post(address, {"text": "Gemeinsam planen", "stand": stand}).content.decode()
    assert "worin sie aufgegriffen ist oder warum nicht" in page
    assert "Gemeinsam planen" in page

    login("koordination").post(address, {"text": "Gemeinsam planen", "stand": stand, "worin": "Haushalt 2027"})
    assert Empfehlung.objects.get().stand == stand


def test_a_recommendation_leads_to_its_project_for_those_who_may_read_it(login, kommune):
    untersuchung = make_untersuchung(kommune)
    for nummer, is_public in enumerate((True, False)):
        vorhaben = make_vorhaben(kommune, titel=f"Vorhaben {nummer}", is_public=is_public)
        untersuchung.empfehlungen.create(text="Planen", stand="aufgegriffen", vorhaben=vorhaben, position=nummer)

    kept, others = (login(role).get(untersuchung.get_absolute_url()).content.decode() for role in ("koordination", "anonym"))
    assert ("Vorhaben 0" in kept, "Vorhaben 1" in kept) == (True, True)
    assert ("Vorhaben 0" in others, "Vorhaben 1" in others) == (True, False)


def test_a_measure_behind_a_recommendation_stays_internal(login, kommune):
    untersuchung = make_untersuchung(kommune)
    massnahme = kommune.massnahmen.create(titel="Noch nicht beschlossen")
    untersuchung.empfehlungen.create(text="Planen", stand="aufgegriffen", massnahme=massnahme)

    assert "Noch nicht beschlossen" in login("koordination").get(untersuchung.get_absolute_url()).content.decode()
    assert "Noch nicht beschlossen" not in login("anonym").get(untersuchung.get_absolute_url()).content.decode()


def test_what_is_anothers_is_out_of_reach(login, kommune):
    fremd = make_untersuchung(make_kommune())
    empfehlung = fremd.empfehlungen.create(text="Fremd")

    own = make_untersuchung(kommune)
    assert login("koordination").post(url(kommune, "empfehlung", own.schluessel, empfehlung.schluessel)).status_code == 404
    assert login("koordination").get(url(kommune, "untersuchung", fremd.schluessel)).status_code == 404


def test_a_second_click_makes_no_second(login, kommune):
    for _ in range(2):
        sent = {"art": "befragung", "titel": "Umfrage", "schluessel": "0123456789ab"}
        login("koordination").post(url(kommune, "untersuchung_neu"), sent)

    assert Untersuchung.objects.count() == 1
