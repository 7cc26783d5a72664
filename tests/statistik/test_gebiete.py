"""The areas: complete, unambiguous, and with a way from yesterday's Kreise to today's."""

import json
from datetime import date

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction

from statistik.models import Gebiet
from statistik.namen import anzeigename, sortierschluessel
from tests.factories import make_gebiet

pytestmark = pytest.mark.usefixtures("gebiete")


def test_the_fixture_holds_the_45_kreise_with_figures_of_one_day_and_their_source():
    kreise = Gebiet.objects.gueltig().kreise()

    assert kreise.count() == 45
    assert {k.stand for k in kreise} == {date(2019, 12, 31)}
    assert all(k.einwohner and k.flaeche_km2 and "Statistisches Bundesamt" in k.quelle for k in kreise)
    assert sum(k.einwohner for k in kreise) == 7_993_608


def test_stored_names_follow_from_the_official_ones():
    for row in json.loads((settings.BASE_DIR / "fixtures" / "gebiete.json").read_text()):
        fields = row["fields"]
        assert fields["anzeigename"] == anzeigename(fields["name"], fields["typ"])
        assert fields["sortierung"] == sortierschluessel(fields["name"])


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Landkreis Lüneburg", ["03355"]),
        ("Stadt Lüneburg", ["033550022022"]),
        ("Hansestadt Lüneburg", ["033550022022"]),
        ("Lüneburg", ["03355", "033550022022"]),
        ("Landkreis Oldenburg", ["03458"]),
        ("Stadt Oldenburg", ["03403"]),
        ("Oldenburg", ["03403", "03458"]),
        ("Landkreis Osnabrück", ["03459"]),
        ("Stadt Osnabrück", ["03404"]),
        ("Osnabrück", ["03404", "03459"]),
        ("Landkreis Gifhorn", ["03151"]),
        ("Stadt Gifhorn", ["031510009009"]),
        ("Gifhorn", ["03151", "031510009009"]),
        ("Region Hannover", ["03241"]),
        ("Landkreis Nienburg", ["03256"]),
        ("Landkreis Göttingen", ["03159"]),
        ("Entenhausen", []),
    ],
)
def test_places_of_the_same_name_are_never_confused(said, meant):
    make_gebiet(
        name="Gifhorn, Stadt", anzeigename="Stadt Gifhorn", ars="031510009009", ags="03151009", typ="Stadt", ebene="gemeinde"
    )

    assert sorted(g.ars for g in Gebiet.objects.genannt(said)) == meant


@pytest.mark.parametrize("dissolved", ["03152", "03156"])
def test_a_dissolved_kreis_leads_to_its_successor(dissolved):
    gebiet = Gebiet.objects.get(ars=dissolved)

    assert gebiet.heute.ars == "03159"
    assert str(gebiet).endswith("(bis 31.10.2016)")


def test_on_a_day_before_the_merger_the_old_kreise_were_valid():
    before = Gebiet.objects.gueltig(on=date(2016, 10, 31)).kreise()
    after = Gebiet.objects.gueltig(on=date(2016, 11, 1)).kreise()

    assert {g.ars for g in before} - {g.ars for g in after} == {"03152", "03156"}
    assert {g.ars for g in after} - {g.ars for g in before} == {"03159"}


def test_keys_are_text_and_keep_their_zero():
    assert Gebiet.objects.get(anzeigename="Landkreis Gifhorn").ags == "03151"


@pytest.mark.parametrize(
    "values",
    [
        {"ars": "03151"},  # there is one with this key today
        {"ars": "3152", "ags": "3152"},  # the zero is lost
        {"ars": "03960", "ags": "03961x"[:5], "ebene": "gemeinde"},
        {"ars": "03960", "einwohner": 5},  # a figure without day and source
        {"ars": "03960", "gueltig_von": date(2020, 1, 1), "gueltig_bis": date(2019, 1, 1)},
    ],
    ids=["key twice", "zero lost", "wrong level", "figure without source", "ends before it begins"],
)
def test_a_row_that_cannot_be_true_is_refused(values):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_gebiet(**values)


def test_a_successor_is_only_for_what_is_dissolved():
    with pytest.raises(IntegrityError), transaction.atomic():
        make_gebiet(nachfolger=Gebiet.objects.get(ars="03159"))


def test_loading_the_fixture_again_changes_nothing():
    from django.core.management import call_command

    before = list(Gebiet.objects.order_by("pk").values())
    call_command("loaddata", "gebiete", verbosity=0)

    assert list(Gebiet.objects.order_by("pk").values()) == before
