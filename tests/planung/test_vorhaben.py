"""Projects of a Kommune: with their time as exactly as it is known, their money, who takes part; internal unless published."""

import pytest
from django.conf import settings as django_settings
from django.urls import reverse

from gremien.actions import vorhaben_anlegen, vorlage_uebernehmen
from gremien.leser import lesen
from planung.models import Vorhaben
from tests.factories import make_download, make_einrichtung, make_gruppe, make_kommune, make_vorhaben, make_vorlage

VORLAGEN = django_settings.BASE_DIR / "fixtures" / "demo" / "vorlagen"


def test_a_new_project_is_internal_until_somebody_publishes_it(login, kommune):
    login("koordination").post(reverse("planung:vorhaben_neu", args=[kommune.slug]), {"titel": "Frühe Hilfen", "stand": "geplant"})
    vorhaben = Vorhaben.objects.get()

    assert login("anonym").get(vorhaben.get_absolute_url()).status_code == 404
    assert "Frühe Hilfen" not in login("fremde").get(reverse("planung:planung", args=[kommune.slug])).content.decode()
    url = reverse("planung:vorhaben_bearbeiten", args=[kommune.slug, vorhaben.schluessel])
    login("koordination").post(url, {"titel": "Frühe Hilfen", "stand": "laeuft", "is_public": "on"})
    assert "Frühe Hilfen" in login("anonym").get(reverse("planung:planung", args=[kommune.slug])).content.decode()
    assert login("anonym").get(vorhaben.get_absolute_url()).status_code == 200


@pytest.mark.parametrize(
    ("felder", "said"),
    [
        ({"titel": ""}, "Bitte geben Sie dem Vorhaben einen Titel."),
        ({"von": "2020", "bis": "2019"}, "Das Ende liegt vor dem Beginn."),
        ({"von": "irgendwann"}, "verstehen wir nicht als Zeitpunkt"),
        ({"schwerpunkt": "Übergänge", "schwerpunkt_folgt": "on"}, "Das Schwerpunktthema steht schon da."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(login, kommune, felder, said):
    sent = {"titel": "Frühe Hilfen", "stand": "geplant", "leitsatz": "Kein Kind geht verloren."} | felder
    page = login("koordination").post(reverse("planung:vorhaben_neu", args=[kommune.slug]), sent).content.decode()

    assert said in page
    assert "Kein Kind geht verloren." in page
    assert not Vorhaben.objects.exists()


@pytest.mark.parametrize(
    ("phase", "said"),
    [
        ({"bis": "2019"}, "bis 2019"),
        ({"von": "2021"}, "ab 2021"),
        ({"von": "2019-05", "bis": "2020-12-31"}, "Mai 2019 bis 31.12.2020"),
        ({"von": "2020", "bis": "2020"}, "2020"),
        ({"bis": "2018-09", "meilenstein": True}, "September 2018"),
        ({}, "ohne Zeitangabe"),
    ],
)
def test_a_time_is_said_as_exactly_as_it_is_known(client, kommune, phase, said):
    page = client.get(make_vorhaben(kommune, phasen=[phase]).get_absolute_url()).content.decode()

    assert f'<p class="phase__wann">{said}</p>' in page


def test_two_phases_make_a_picture_that_the_list_repeats(client, kommune):
    vorhaben = make_vorhaben(kommune, phasen=[{"titel": "Auswerten", "bis": "2019"}, {"titel": "Erproben", "bis": "2020"}])
    page = client.get(vorhaben.get_absolute_url()).content.decode()

    assert 'role="img"' in page
    assert page.count("Auswerten") == 2
    assert 'role="img"' not in client.get(make_vorhaben(kommune, phasen=[{"bis": "2019"}]).get_absolute_url()).content.decode()


def test_a_theme_that_is_to_come_is_a_state(client, kommune):
    assert "folgt" in client.get(make_vorhaben(kommune, schwerpunkt_folgt=True).get_absolute_url()).content.decode()


def test_who_takes_part_is_recognised_by_name_and_linked_for_those_who_may_know(login, kommune):
    gruppe = make_gruppe(kommune, name="Planungsgruppe", is_public=False)
    amt = make_einrichtung(kommune, "Jugendamt", is_public=True)
    vorhaben = make_vorhaben(kommune)
    url = reverse("planung:beteiligung_neu", args=[kommune.slug, vorhaben.schluessel])
    for nummer, name in enumerate(["Planungsgruppe", "Jugendamt", "Dezernat V"]):
        login("koordination").post(url, {"name": name, "schluessel": f"{nummer:012x}"})

    assert [(b.name, b.gruppe, b.einrichtung) for b in vorhaben.beteiligungen.all()] == [
        ("Planungsgruppe", gruppe, None), ("Jugendamt", None, amt), ("Dezernat V", None, None),
    ]  # fmt: skip
    kept, others = (login(role).get(vorhaben.get_absolute_url()).content.decode() for role in ("koordination", "anonym"))
    assert (gruppe.get_absolute_url() in kept, amt.get_absolute_url() in kept) == (True, True)
    assert (gruppe.get_absolute_url() in others, amt.get_absolute_url() in others) == (False, True)
    assert "Planungsgruppe" in others


def test_a_project_of_several_kommunen_stands_on_the_pages_of_all(client, kommune):
    andere = make_kommune(name="Nachbarkreis")
    make_vorhaben(andere, titel="Gemeinsam").kommunen.add(kommune)

    page = client.get(reverse("planung:planung", args=[kommune.slug])).content.decode()
    assert "Gemeinsam" in page
    assert "Nachbarkreis" in page


def test_documents_of_a_draft_are_not_shown_with_a_project(client, kommune):
    vorhaben = make_vorhaben(kommune)
    vorhaben.dokumente.add(make_download(kommune, titel="Bericht 2018"))
    assert "Bericht 2018" in client.get(vorhaben.get_absolute_url()).content.decode()

    kommune.profil.is_published = False
    kommune.profil.save()
    assert "Bericht 2018" not in client.get(vorhaben.get_absolute_url()).content.decode()


def test_a_second_click_makes_no_second_row(login, kommune):
    vorhaben, client = make_vorhaben(kommune), login("koordination")
    rows = {
        "phase": ({"titel": "Aufbau", "stand": "offen"}, "phasen"),
        "foerderung": ({"geber": "Land", "stand": "beantragt"}, "foerderungen"),
        "ressource": ({"was": "Stellen", "art": "stelle"}, "ressourcen"), "beteiligung": ({"name": "Amt"}, "beteiligungen"),
    }  # fmt: skip
    for nummer, (art, (felder, liste)) in enumerate(rows.items()):
        for _ in range(2):
            url = reverse(f"planung:{art}_neu", args=[kommune.slug, vorhaben.schluessel])
            client.post(url, felder | {"schluessel": f"{nummer:012x}"})
        assert getattr(vorhaben, liste).count() == 1, art


def test_a_row_of_another_project_is_out_of_reach(login, kommune):
    fremd = make_vorhaben(make_kommune(), phasen=[{}])
    url = reverse("planung:phase", args=[kommune.slug, make_vorhaben(kommune).schluessel, fremd.phasen.get().schluessel])

    assert login("koordination").post(url, {"taste": "loeschen"}).status_code == 404
    assert fremd.phasen.exists()


def test_a_page_needs_the_same_queries_for_one_row_and_for_three(client, kommune, django_assert_num_queries):
    vorhaben = make_vorhaben(kommune, phasen=[{"bis": "2019"}])
    vorhaben.beteiligungen.create(name="Amt", gruppe=make_gruppe(kommune, is_public=True))
    liste = reverse("planung:planung", args=[kommune.slug])
    for _ in range(2):
        client.get(liste)
        with django_assert_num_queries(10):
            client.get(vorhaben.get_absolute_url())
        with django_assert_num_queries(4):
            client.get(liste)
        for nummer in range(2):
            make_vorhaben(kommune)
            vorhaben.phasen.create(titel=f"Phase {nummer}", bis="2020")
            vorhaben.foerderungen.create(geber="Land")
            vorhaben.beteiligungen.create(name="Amt", gruppe=make_gruppe(kommune, is_public=True))


# ---------- From a paper ----------


def paper(kommune, file):
    return vorlage_uebernehmen(kommune=kommune, gelesen=lesen((VORLAGEN / file).read_text()), kennung="x")


def test_the_phase_plan_of_a_paper_becomes_a_project_once(login, kommune):
    vorlage = paper(kommune, "lueneburg_2019-03-20.txt")
    url = reverse("gremien:vorhaben_daraus", args=[kommune.slug, vorlage.schluessel])
    for _ in range(2):
        login("koordination").post(url)

    vorhaben = Vorhaben.objects.get()
    assert (vorhaben.titel, vorhaben.is_public, vorhaben.zeitraum) == (vorlage.betreff, False, "2019 bis 2020")
    assert [phase.zeitraum for phase in vorhaben.phasen.all()] == ["ab Mai 2019", "bis 2019", "bis 2020", "ab 2021"]
    assert [b.name for b in vorhaben.beteiligungen.all()] == vorlage.beteiligte_liste
    assert list(vorlage.vorhaben.all()) == [vorhaben]


def test_the_time_of_a_grant_is_the_time_of_the_project(kommune):
    vorhaben = vorhaben_anlegen(vorlage=paper(kommune, "luechow-dannenberg_2018-053.txt"))

    assert (vorhaben.von, vorhaben.bis, vorhaben.phasen.count()) == ("2017-08-01", "2020-07-31", 0)


def test_paper_and_project_lead_to_each_other_as_far_as_one_may_read(login, kommune):
    vorlage, vorhaben = make_vorlage(kommune, is_public=False), make_vorhaben(kommune)
    vorlage.vorhaben.add(vorhaben)

    assert vorlage.get_absolute_url() in login("koordination").get(vorhaben.get_absolute_url()).content.decode()
    assert vorlage.get_absolute_url() not in login("anonym").get(vorhaben.get_absolute_url()).content.decode()
    assert vorhaben.get_absolute_url() in login("koordination").get(vorlage.get_absolute_url()).content.decode()
