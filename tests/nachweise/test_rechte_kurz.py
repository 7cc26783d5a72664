"""What an address may not lead to by a detour: keys of one Kommune under the name of another, and what is hidden stays unsaid."""

import pytest
from django.urls import reverse

from kooperation.models import Erhebung
from tests.conftest import angemeldet
from tests.factories import make_dialog, make_einrichtung, make_entwurf, make_erhebung, make_kommune, make_nutzer
from tests.kooperation.partner import Partner

pytestmark = pytest.mark.django_db


@pytest.fixture
def other():
    return make_kommune(name="Landkreis Anderswo", slug="anderswo")


@pytest.fixture
def both(kommune, other):
    """Somebody who keeps two Kommunen: right is not what stands in her way, only the address is wrong."""
    return angemeldet(make_nutzer(coordinates=[kommune, other]))


def test_a_hidden_kommune_is_not_there_for_those_who_do_not_keep_it(login, kommune):
    kommune.is_published = False
    kommune.save()

    assert login("fremde").get(reverse("meine_kommune", args=[kommune.slug])).status_code == 404


def test_a_version_of_one_kommune_is_not_shown_under_the_name_of_another(both, kommune, other):
    make_entwurf(kommune, "grund", grund="Nur hier.")

    assert both.get(reverse("kommunen:fassung", args=[kommune.slug, "grund", 1])).status_code == 200
    assert both.get(reverse("kommunen:fassung", args=[other.slug, "grund", 1])).status_code == 404


def test_an_institution_of_one_kommune_is_not_edited_under_the_name_of_another(both, kommune, other):
    key = make_einrichtung(kommune).schluessel

    assert both.get(reverse("netzwerke:einrichtung_bearbeiten", args=[kommune.slug, key])).status_code == 200
    assert both.get(reverse("netzwerke:einrichtung_bearbeiten", args=[other.slug, key])).status_code == 404


def test_a_round_of_one_kommune_is_not_shown_under_the_name_of_another(both, kommune, other):
    key = make_erhebung(kommune).schluessel

    assert both.get(reverse("kooperation:erhebung", args=[kommune.slug, key])).status_code == 200
    assert both.get(reverse("kooperation:erhebung", args=[other.slug, key])).status_code == 404


def test_a_section_there_is_none_of_is_not_found(login, kommune):
    assert login("koordination").get(reverse("kommunen:bearbeiten", args=[kommune.slug, "gibt-es-nicht"])).status_code == 404


def test_a_browser_lists_what_it_was_let_in_to_and_nothing_else(kommune):
    dialog, round_ = make_dialog(kommune, anlass="Mein Anlass"), make_erhebung(kommune)
    make_dialog(make_kommune(), anlass="Fremder Anlass")
    mine, asked = dialog.paar[0], round_.teilnahmen.first()

    nothing = Partner().get(reverse("kooperation:dialoge")).content.decode()
    assert "Mein Anlass" not in nothing
    assert str(round_) not in nothing
    own = Partner(mine).get(reverse("kooperation:dialoge"))
    assert ([one for one, _, _ in own.context["seiten"]], own.context["teilnahmen"]) == ([mine], [])
    other = Partner(asked).get(reverse("kooperation:dialoge"))
    assert (other.context["seiten"], other.context["teilnahmen"]) == ([], [asked])


def test_a_round_that_too_few_took_part_in_has_no_result(kommune):
    few = make_erhebung(kommune, boegen=["12345123"] * 4, stand="geschlossen")

    assert few not in Erhebung.objects.mit_ergebnis()
    assert Erhebung.objects.filter(pk=few.pk, stand="geschlossen").exists()
