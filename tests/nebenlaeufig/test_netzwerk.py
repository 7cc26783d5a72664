"""The network under many hands at once: one effect for many clicks, nothing overwritten, nothing half merged. On PostgreSQL."""

import pytest

from netzwerke.models import Einrichtung, Gruppe, Mitgliedschaft
from tests.conftest import angemeldet
from tests.factories import make_einrichtung, make_gruppe, make_nutzer
from tests.nebenlaeufig.test_zugleich import at_once
from tests.netzwerke.test_einlesen import Leser, xlsx
from tests.netzwerke.test_gruppen import begun, url

pytestmark = pytest.mark.django_db(transaction=True)


def people(kommune, count):
    return [angemeldet(make_nutzer(coordinates=[kommune])) for _ in range(count)]


def test_fifty_clicks_on_a_new_group_make_one(kommune):
    clients = people(kommune, 10)
    address = url("gruppe_neu", kommune)
    data = begun(clients[0], address) | {"name": "Steuergruppe", "art": "steuerung"}

    answers = at_once(lambda i: clients[i % 10].post(address, data).status_code)

    assert set(answers) == {302}
    assert Gruppe.objects.count() == 1


def test_fifty_clicks_on_a_new_member_with_a_new_institution_make_one_of_each(kommune):
    clients, gruppe = people(kommune, 10), make_gruppe(kommune)
    address = url("mitglied_neu", kommune, gruppe)
    data = begun(clients[0], address) | {"einrichtung_name": "Kita Wald", "rolle": "mitglied"}

    answers = at_once(lambda i: clients[i % 10].post(address, data).status_code)

    assert set(answers) == {302}
    assert (Mitgliedschaft.objects.count(), Einrichtung.objects.count()) == (1, 1)


def test_ten_who_write_in_one_field_all_hear_of_each_other_but_one(kommune):
    clients, gruppe = people(kommune, 10), make_gruppe(kommune)
    address = url("gruppe_bearbeiten", kommune, gruppe)
    forms = [begun(client, address) | {"aufgabe": f"Aufgabe {i}"} for i, client in enumerate(clients)]

    answers = at_once(lambda i: clients[i].post(address, forms[i]).status_code, count=10)

    assert sorted(answers) == [200] * 9 + [302]


def test_two_who_write_in_different_fields_are_both_kept(kommune):
    clients, gruppe = people(kommune, 2), make_gruppe(kommune)
    address = url("gruppe_bearbeiten", kommune, gruppe)
    forms = [begun(client, address) | change for client, change in zip(clients, ({"aufgabe": "A"}, {"rhythmus": "B"}), strict=True)]

    at_once(lambda i: clients[i].post(address, forms[i]).status_code, count=2, workers=2)

    gruppe.refresh_from_db()
    assert (gruppe.aufgabe, gruppe.rhythmus) == ("A", "B")


def test_merging_and_editing_at_once_leaves_no_entry_half_merged(kommune):
    clients = people(kommune, 4)
    for _ in range(5):
        bleibt, geht = make_einrichtung(kommune, "Eins"), make_einrichtung(kommune, "Zwei")
        mitglied = make_gruppe(kommune, {"einrichtung": geht}).mitgliedschaften.get()
        edit = url("einrichtung_bearbeiten", kommune, geht)
        form = begun(clients[1], edit) | {"telefon": "1", "standorte-TOTAL_FORMS": "0", "standorte-INITIAL_FORMS": "0"}
        work = [
            lambda bleibt=bleibt, geht=geht: clients[0].post(url("zusammenfuehren", kommune, bleibt, geht)),
            lambda edit=edit, form=form: clients[1].post(edit, form),
            lambda bleibt=bleibt, geht=geht: clients[2].post(url("zusammenfuehren", kommune, geht, bleibt)),
        ]

        answers = at_once(lambda i, work=work: work[i]().status_code, count=3, workers=3)

        assert set(answers) <= {302, 404, 200}
        mitglied.refresh_from_db()
        open_ones = Einrichtung.objects.filter(pk__in=[bleibt.pk, geht.pk], aufgegangen_in=None)
        assert mitglied.einrichtung == open_ones.get()
        Gruppe.objects.all().delete()
        Einrichtung.objects.update(aufgegangen_in=None)
        Einrichtung.objects.all().delete()


def test_the_same_new_name_given_by_ten_at_once_is_one_institution(kommune):
    clients = people(kommune, 10)
    gruppe = make_gruppe(kommune, *(f"Funktion {i}" for i in range(10)))
    members = list(gruppe.mitgliedschaften.all())

    at_once(
        lambda i: clients[i].post(url("zuordnen", kommune), {f"name-{members[i].schluessel}": "Jobcenter"}).status_code, count=10
    )

    assert Einrichtung.objects.count() == 1
    assert Mitgliedschaft.objects.filter(einrichtung=None).count() == 0


def test_a_list_sent_ten_times_at_once_comes_in_once(kommune):
    clients = people(kommune, 10)
    leser = Leser(clients[0], kommune).upload(xlsx(["Einrichtung", "Gruppe"], ["Kita", "AG"], ["Amt", "AG"])).check()
    data = leser.data | {"taste": "uebernehmen"}

    answers = at_once(lambda i: clients[i].post(leser.address, data).status_code, count=10)

    assert set(answers) == {302}
    assert (Einrichtung.objects.count(), Gruppe.objects.count(), Mitgliedschaft.objects.count()) == (2, 1, 2)
