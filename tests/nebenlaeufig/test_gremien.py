"""Council papers under many hands at once. On PostgreSQL."""

import pytest
from django.urls import reverse

from gremien.models import Beratung, Gremium, Vorlage
from netzwerke.models import Gruppe
from tests.factories import make_vorlage
from tests.gremien.test_vorlagen import TEXT, form
from tests.nebenlaeufig.test_netzwerk import people
from tests.nebenlaeufig.test_zugleich import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_fifty_clicks_on_taking_a_paper_over_make_one(kommune):
    clients = people(kommune, 10)
    url = reverse("gremien:vorlage_einlesen", args=[kommune.slug])
    page = clients[0].post(url, {"text": TEXT})
    sent = {"text": TEXT, "kennung": page.context["kennung"], "pruefsumme": page.context["pruefsumme"], "taste": "uebernehmen"}

    answers = at_once(lambda i: clients[i % 10].post(url, sent).status_code)

    assert set(answers) == {302}
    assert (Vorlage.objects.count(), Beratung.objects.count(), Gremium.objects.count(), Gruppe.objects.count()) == (1, 4, 3, 1)


def test_ten_new_stations_at_once_each_have_their_place_and_one_body(kommune):
    clients, vorlage = people(kommune, 10), make_vorlage(kommune)
    url = reverse("gremien:beratung_neu", args=[kommune.slug, vorlage.schluessel])

    at_once(lambda i: clients[i].post(url, form(vorlage, schluessel=f"{i:012x}")).status_code, count=10)

    assert sorted(eine.position for eine in vorlage.beratungen.all()) == list(range(10))
    assert Gremium.objects.count() == 1
