"""The demo is the portal at work: texts in our own words, read by its own reader."""

import json
import re
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction

from gremien.sachstand import abschnitte
from kommunen.models import Ansprechperson, Kommune, Kontakt, Profil
from kooperation.auswertung.dialog import gegenueberstellung
from kooperation.auswertung.erhebung import auswertung
from kooperation.models import Dialog, Erhebung
from netzwerke.models import Einrichtung, Gruppe, Mitgliedschaft, Mitgliedsperson
from planung.auswertung import kette, massnahmen, wirkungsmodell
from tests.factories import make_nutzer


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """Loaded once for this file: each test starts from the same demo, since its own transaction lies inside this one."""
    out = StringIO()
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("demo", stdout=out)
        yield out.getvalue()
        transaction.set_rollback(True)


def test_it_prints_the_address_and_the_logins(demo):
    assert "http://127.0.0.1:8000/" in demo
    assert "koordination.region@example.org" in demo
    assert "fachadmin@example.org" in demo


def test_eight_kommunen_seven_with_a_profile(demo):
    assert Kommune.objects.filter(is_published=True).count() == 8
    assert Profil.objects.filter(is_published=True).count() == 7
    assert [str(k) for k in Kommune.objects.get(slug="region-hannover").staedte.all()] == [
        "Stadt Barsinghausen",
        "Stadt Garbsen",
        "Stadt Seelze",
    ]


def test_it_can_run_again_and_changes_nothing(demo):
    def counts():
        return [model.objects.count() for model in (Kommune, Kontakt, Gruppe, Mitgliedschaft, Einrichtung)]

    before = counts()
    call_command("demo", stdout=StringIO())

    assert counts() == before


def test_the_groups_are_complete_to_the_last_function(demo):
    sizes = {str(g): g.mitgliedschaften.count() for g in Gruppe.objects.filter(kommune__slug="region-hannover")}

    assert sizes == {
        "AG Präventionsketten": 5,
        "Beratungsnetzwerk Präventionsketten": 3,
        "Kommunale Steuergruppe": 2,
        "Arbeitsgruppe Präventionsketten": 3,
    }
    assert Gruppe.objects.get(kommune__slug="gifhorn", art="steuerung").mitgliedschaften.count() == 9
    assert Gruppe.objects.get(kommune__slug="gifhorn", art="beratend").mitgliedschaften.count() == 3


def test_institutions_stand_behind_the_functions_and_three_towns_take_part(demo):
    ag = Gruppe.objects.get(name="AG Präventionsketten")
    assert (ag.art, [str(town) for town in ag.beteiligte.all()]) == (
        "steuerung", ["Stadt Barsinghausen", "Stadt Garbsen", "Stadt Seelze"],
    )  # fmt: skip
    of_the_profiles = Einrichtung.objects.filter(dialogseiten=None, teilnahmen_an_erhebungen=None)
    assert of_the_profiles.count() == 25
    assert not of_the_profiles.filter(mitgliedschaften=None, untere=None).exists()
    without = Mitgliedschaft.objects.filter(einrichtung=None, begleitet=None).values_list("funktion", flat=True)
    assert sorted(without) == [
        "Dezernatsleitung", "Fachdienstleitungen der Jugendhilfe", "Koordinator*innen",
        "Koordinierende der Städte Barsinghausen, Garbsen und Seelze", "Sozialdezernent des Landkreises",
        "Stadträt*innen/ Sozialdezernent*innen der drei Städte", "Vertreter*in der Gemeinden",
    ]  # fmt: skip


def test_three_pairs_of_one_town_are_as_far_as_can_be(demo, client):
    fest, gespraech, offen = Dialog.objects.order_by("pk")
    assert (fest.stand, gespraech.stand, gespraech.nur_gespraech, offen.stand) == ("fest", "gespraech", True, "vorgeschlagen")
    assert {d.kommune.slug for d in (fest, gespraech, offen)} == {"barsinghausen"}
    assert gegenueberstellung(fest, fest.paar[0]).gespraechsanlaesse == 2
    assert [v.ist_ueberfaellig for v in fest.vereinbarungen.all()] == [True, False]

    links = re.findall(r"/einladung/\S+", demo)
    assert [client.get(link).status_code for link in links] == [200, 200, 200]  # two sides of a Dialog, one anonymous sheet


def test_one_town_has_asked_its_network_twice_once_too_few_and_is_asking_again(demo):
    runden = {runde.titel.split()[-2] if "Runde" in runde.titel[-6:] else "Kleine": runde for runde in Erhebung.objects.all()}
    erste, zweite, dritte, kleine = (runden[name] for name in ("Erste", "Zweite", "Dritte", "Kleine"))

    assert [(r.stand, r.boegen, r.hat_ergebnis) for r in (erste, zweite, kleine, dritte)] == [
        ("geschlossen", 11, True),
        ("geschlossen", 12, True),
        ("geschlossen", 4, False),
        ("offen", None, False),
    ]
    assert [v.befund.grob for v in auswertung(zweite).verteilungen] == ["", "", "", "", "unten", "", "", "wenige"]
    assert [v.hat_sich_bewegt for v in auswertung(zweite).verlaeufe] == [True, True, True, True, False, False, False, False]


def test_it_holds_no_person(demo):
    assert not Ansprechperson.objects.exists()
    assert not Mitgliedsperson.objects.exists()
    assert all(k.email.endswith("@example.org") for k in Kontakt.objects.all())


def test_it_uses_every_addition():
    additions = json.loads((settings.BASE_DIR / "fixtures/demo/ergaenzungen.json").read_text())
    texts = {path.stem for path in (settings.BASE_DIR / "fixtures/demo").glob("*.txt")}

    assert set(additions["kommunen"]) == texts


def test_the_public_pages_of_the_demo_all_answer(demo, client):
    for kommune in Kommune.objects.all():
        assert client.get(kommune.get_absolute_url()).status_code == 200


def test_gifhorn_leads_from_a_gap_to_the_paper_that_decides_it(demo, client):
    """Lücke, Maßnahme, Ziel, Indikator, Vorlage, Anlage: each names the next."""
    kommune = Kommune.objects.get(slug="gifhorn")
    measure = kommune.massnahmen.get(titel__startswith="Willkommensbesuche")
    [point] = measure.beschlusspunkte.all()

    assert measure.anlass in kette(kommune).fehlt
    assert [i.kennung for m, found in massnahmen(kommune, wirkungsmodell(kommune)) if m == measure for i in found] == [
        "kinder_grundsicherung_u15"
    ]
    assert "Beispiel" in point.vorlage.betreff
    assert [station.name for station in point.vorlage.beratungen.all()] == ["Jugendhilfeausschuss", "Kreisausschuss", "Kreistag"]
    assert "Was vorgeschlagen ist" in {part.titel for part in abschnitte(point.vorlage, make_nutzer(coordinates=[kommune]))}


def test_papers_are_told_to_programs_with_their_whole_beratungsfolge(demo, client):
    bodies = client.get("/oparl/v1.1/body").json()["data"]
    papers = [paper for body in bodies for paper in client.get(body["paper"]).json()["data"]]

    assert {body["shortName"] for body in bodies} == {"Gifhorn", "Lüchow-Dannenberg", "Lüneburg"}
    report = next(paper for paper in papers if paper.get("reference") == "2018/053")
    assert [s["praeventionsketten:datum"] for s in report["consultation"]] == [
        "2018-11-05",
        "2018-11-15",
        "2018-11-26",
        "2018-12-17",
    ]
    assert any(
        {"was": "für die Erarbeitung der Vorlage", "angabe": "39 EUR"} in p.get("praeventionsketten:finanzen", []) for p in papers
    )
