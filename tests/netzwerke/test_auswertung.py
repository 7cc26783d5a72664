from django.contrib.auth.models import AnonymousUser

from netzwerke.auswertung import gruppenbilder
from netzwerke.models import Gruppe
from tests.factories import make_gruppe


def picture(gruppe):
    return gruppenbilder(Gruppe.objects.filter(pk=gruppe.pk).with_mitglieder(AnonymousUser()))[0]


def test_a_function_says_where_it_belongs_and_how_many_it_are(kommune):
    gruppe = make_gruppe(
        kommune,
        {"funktion": "Koordination", "einheit": "Stabsstelle", "obereinheit": "Bereich 05"},
        {"funktion": "Fachdienstleitungen", "mehrere": True},
        {"funktion": "Expertinnen", "anzahl": 2},
    )

    assert [(p.funktion, p.notiz) for p in picture(gruppe).plaetze] == [
        ("Koordination", "Stabsstelle, Bereich 05"),
        ("Fachdienstleitungen", "mehrere Personen"),
        ("2 Expertinnen", ""),
    ]


def test_an_expert_on_top_stands_under_the_function_it_comes_with(kommune):
    gruppe = make_gruppe(kommune, "Bereichsleitung")
    gruppe.mitgliedschaften.create(
        funktion="Experte aus dem Bereich", anzahl=1, begleitet=gruppe.mitgliedschaften.get(), position=1
    )

    (platz,) = picture(gruppe).plaetze

    assert (platz.funktion, platz.zusaetze) == ("Bereichsleitung", ("1 Experte aus dem Bereich",))


def test_a_group_without_members_follows_later(kommune):
    assert picture(make_gruppe(kommune)).folgt
    assert not picture(make_gruppe(kommune, "Jugendamt")).folgt


def test_the_name_of_a_person_is_no_part_of_the_picture(kommune):
    gruppe = make_gruppe(kommune, {"funktion": "Leitung", "person": "Petra Geheim"})

    assert "Geheim" not in repr(picture(gruppe))
