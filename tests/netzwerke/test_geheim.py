"""Names and addresses of members reach nobody but those who keep the Kommune: made first, then looked for everywhere."""

import io

import pytest
from django.contrib import admin
from django.urls import reverse
from openpyxl import load_workbook

from netzwerke.models import Einrichtung, Gruppe, Mitgliedschaft
from tests.conftest import angemeldet
from tests.factories import make_datei, make_einrichtung, make_gruppe, make_kommune, make_mitglied, make_nutzer, make_sitzung
from tests.netzwerke.test_gruppen import begun, url

SECRETS = ("Petra Geheim", "petra.geheim@privat.example", "Geheim", "privat.example")


@pytest.fixture
def network(kommune, settings, tmp_path):
    """A group of several Kommunen in which a named person sits, with everything public that can be."""
    settings.MEDIA_ROOT = tmp_path
    einrichtung = make_einrichtung(kommune, "Jugendamt")
    gruppe = make_gruppe(kommune)
    mitglied = make_mitglied(
        gruppe, funktion="Leitung", einrichtung=einrichtung,
        person={"name": "Petra Geheim", "email": "petra.geheim@privat.example"},
    )  # fmt: skip
    mitglied.funktion = "Leitung des Amts"  # a change in the history
    mitglied.save()
    gruppe.beteiligte.add(make_kommune(slug="testhausen"))
    sitzung = make_sitzung(gruppe, is_public=True, datei=make_datei(kommune))
    return gruppe, mitglied, einrichtung, sitzung


def addresses(kommune, gruppe, einrichtung, sitzung):
    yield from (kommune.get_absolute_url(), gruppe.get_absolute_url(), einrichtung.get_absolute_url(), sitzung.get_absolute_url())
    yield from (url(name, kommune) for name in ("netzwerk", "verbindungen", "einrichtungen"))
    yield from ("/kommunen/testhausen/", "/kommunen/testhausen/netzwerk/", "/", "/kommunen/", "/kommunen/?q=geheim", "/termine/")
    yield from (f"{gruppe.get_absolute_url()}?am=2020", f"{url('einrichtungen', kommune)}?q=geheim")
    for name in ("kalender", "kommunen:feed", "kommunen:aktuelles"):
        yield reverse(name)
    yield from (reverse("kalender_kommune", args=[kommune.slug]), reverse("kommunen:feed_kommune", args=[kommune.slug]))


@pytest.mark.parametrize("role", ["anonym", "fremde"])
def test_no_public_page_calendar_feed_or_picture_holds_them(login, role, kommune, network):
    gruppe, _, einrichtung, sitzung = network
    visitor = login(role)

    for address in addresses(kommune, gruppe, einrichtung, sitzung):
        page = visitor.get(address)
        assert page.status_code == 200, address
        assert not [secret for secret in SECRETS if secret in page.content.decode()], address


def test_those_who_keep_the_kommune_do_see_them(login, network):
    page = login("koordination").get(network[0].get_absolute_url()).content.decode()

    assert "Petra Geheim" in page
    assert "petra.geheim@privat.example" in page


def test_a_partner_kommune_shares_the_group_and_not_its_names(network):
    town = angemeldet(make_nutzer(coordinates=[network[0].beteiligte.get()]))

    page = town.get(network[0].get_absolute_url()).content.decode()

    assert "Leitung des Amts" in page
    assert "Geheim" not in page


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_no_export_holds_them(login, kommune, network, ending):
    content = login("koordination").get(url("export", kommune, ending)).content
    if ending == "xlsx":  # compressed: nothing could be found in its bytes
        content = "\n".join(str(zelle) for zeile in load_workbook(io.BytesIO(content)).active.values for zelle in zeile).encode()

    assert b"Jugendamt" in content
    assert not [secret for secret in SECRETS if secret.encode() in content]


def test_no_calendar_entry_for_a_meeting_holds_them(login, kommune, network):
    gruppe, _, _, sitzung = network

    assert b"Geheim" not in login("koordination").get(url("kalendereintrag", kommune, gruppe, sitzung)).content


def test_no_list_form_or_history_of_the_admin_holds_them(login, network):
    fachadmin = login("fachadmin")
    for model, row in ((Gruppe, network[0]), (Einrichtung, network[2])):
        name = f"admin:netzwerke_{model._meta.model_name}"
        for address in (
            reverse(f"{name}_changelist"), reverse(f"{name}_change", args=[row.pk]), reverse(f"{name}_history", args=[row.pk]),
            f"{reverse(f'{name}_changelist')}?q=geheim",
        ):  # fmt: skip
            page = fachadmin.get(address)
            assert page.status_code == 200, address
            assert "Geheim" not in page.content.decode(), address
    assert not {"Mitgliedsperson", "Mitgliedschaft"} & {model.__name__ for model in admin.site._registry}


def test_no_history_row_holds_them(network):
    fields = {field.name for field in Mitgliedschaft.history.model._meta.fields}

    assert not fields & {"person", "name", "email", "person_name", "person_email"}
    assert Mitgliedschaft.history.count() == 2
    assert "Geheim" not in repr(list(Mitgliedschaft.history.values()))


def test_names_in_every_field_a_person_may_type_are_shown_as_text(login, kommune):
    hostile = "<img src=x onerror=alert(1)>\"'>"
    koordination = login("koordination")
    einrichtung = make_einrichtung(kommune, hostile[:190], weitere_namen=hostile, traeger=hostile, telefon=hostile)
    gruppe = make_gruppe(
        kommune, {"funktion": hostile, "einrichtung": einrichtung, "entsandt_von": hostile, "einheit": hostile, "person": hostile},
        name=hostile, aufgabe=hostile, planungsstand=hostile, rhythmus=hostile,
    )  # fmt: skip
    sitzung = make_sitzung(
        gruppe, ort=hostile, tagesordnung=hostile, protokoll=f"[x](javascript:alert(1)) {hostile}", is_public=True
    )
    sitzung.aufgaben.create(was=hostile, wer=hostile)

    pages = [kommune.get_absolute_url(), gruppe.get_absolute_url(), einrichtung.get_absolute_url(), sitzung.get_absolute_url()]
    pages += [url(name, kommune) for name in ("netzwerk", "verbindungen", "einrichtungen", "luecken", "zuordnen", "doppelte")]
    pages += [url("gruppe_bearbeiten", kommune, gruppe), url("einrichtung_bearbeiten", kommune, einrichtung)]
    pages += [url("mitglied_bearbeiten", kommune, gruppe, gruppe.mitgliedschaften.get())]
    pages += [url("sitzung_bearbeiten", kommune, gruppe, sitzung), f"/meine/{kommune.slug}/"]
    for address in pages:
        page = koordination.get(address)
        assert page.status_code == 200, address
        assert "<img src=x" not in page.content.decode(), address
        assert 'href="javascript:' not in page.content.decode(), address


def test_a_form_keeps_what_it_began_with_to_those_who_may_see_it(login, kommune, network):
    address = url("mitglied_bearbeiten", kommune, network[0], network[1])

    assert "Geheim" in begun(login("koordination"), address)["anfang"]
    assert login("fremde").get(address).status_code == 403
