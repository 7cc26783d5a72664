"""What a review and an attack found: each once, so that it stays mended."""

import json

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from grafik.gremien import Ebene, Kasten, gremienbild
from kommunen.models import Kommune
from konten.anmeldung import EINGABEN
from netzwerke.auswertung import plaetze
from netzwerke.models import Aufgabe, Einrichtung, Gruppe, Mitgliedschaft, Sitzung, Standort
from tests.conftest import angemeldet
from tests.factories import make_einrichtung, make_gruppe, make_kommune, make_mitglied, make_nutzer, make_sitzung
from tests.netzwerke.test_einlesen import Leser, xlsx
from tests.netzwerke.test_gruppen import begun, text, url


@pytest.fixture
def koordination(login):
    return login("koordination")


@pytest.fixture
def town(kommune):
    """A Kommune of somebody else that takes part in an internal group, in which an internal institution sits."""
    town = make_kommune(name="Stadt Testhausen", slug="testhausen")
    geheim = make_einrichtung(kommune, "Geheimamt", is_public=False)
    make_gruppe(kommune, {"einrichtung": geheim}, name="Geheimgruppe", is_public=False).beteiligte.add(town)
    return town


@pytest.fixture
def hers(town):
    return angemeldet(make_nutzer(coordinates=[town]))


# ---------- Pictures that must not fail ----------


@pytest.mark.parametrize("partners", [3, 8, 12, 60])
def test_a_group_of_many_kommunen_is_still_drawn(partners):
    boxes = [Kasten(f"Arbeitsgruppe Präventionsketten {i}", "im Aufbau", marken=tuple(range(1, partners + 1))) for i in range(4)]

    picture = gremienbild([Ebene("Steuerung", tuple(boxes))])

    for box in picture.ebenen[0].kaesten:
        titles = [line.text for line in box.zeilen if line.form == "titel"]
        assert all(len(title) > 5 for title in titles)
        assert all(box.x <= mark.x <= box.x + box.breite and box.y < mark.y < box.y + box.hoehe for mark in box.marken)


def test_a_network_too_large_for_a_picture_shows_who_links_most(client, kommune):
    institutions = Einrichtung.objects.bulk_create(
        Einrichtung(kommune=kommune, name=f"Kita {i}", sortierung=f"kita {i:04}", is_public=True) for i in range(520)
    )
    one, two = make_gruppe(kommune, name="Eins"), make_gruppe(kommune, name="Zwei")
    Mitgliedschaft.objects.bulk_create(Mitgliedschaft(gruppe=one, einrichtung=e) for e in institutions)
    Mitgliedschaft.objects.bulk_create(Mitgliedschaft(gruppe=two, einrichtung=e) for e in institutions[:30])

    context = client.get(url("verbindungen", kommune)).context

    assert len(context["bild"].knoten) == 32
    assert context["bild"].weggelassen == 490
    assert len(context["einrichtungen"]) == 520  # the list has them all


# ---------- What others must not learn ----------


def test_an_internal_parent_is_not_named_in_the_public_list(client, kommune):
    make_einrichtung(kommune, "Dienst", obere=make_einrichtung(kommune, "Geheimamt", is_public=False))

    assert "Geheimamt" not in text(client, url("einrichtungen", kommune))
    assert "Geheimamt" not in text(client, Einrichtung.objects.get(name="Dienst").get_absolute_url())


def test_a_member_form_does_not_suggest_what_only_another_kommune_knows(hers, town):
    gruppe = make_gruppe(town)

    page = hers.post(url("mitglied_neu", town, gruppe), {"einrichtung_name": "Geheimamd", "rolle": "mitglied"}, follow=True)

    assert "Geheimamt" not in page.content.decode()
    assert gruppe.mitgliedschaften.get().einrichtung.kommune == town


def test_a_new_institution_is_not_compared_with_what_only_another_kommune_knows(hers, town):
    data = {"name": "Geheimamt", "standorte-TOTAL_FORMS": "0", "standorte-INITIAL_FORMS": "0"}

    page = hers.post(url("einrichtung_neu", town), data, follow=True).content.decode()

    assert "Gibt es diese Einrichtung schon?" not in page
    assert Einrichtung.objects.filter(kommune=town, name="Geheimamt").exists()


def test_no_list_or_suggestion_names_what_only_another_kommune_knows(hers, town):
    gruppe = make_gruppe(town, "Geheim-Amt", name="AG")

    assert [(name, there) for _, name, there in hers.get(url("zuordnen", town)).context["zeilen"]] == [("", False)]
    for page in (url("mitglied_neu", town, gruppe), url("einrichtung_neu", town), url("doppelte", town), url("luecken", town)):
        assert "Geheimamt" not in text(hers, page)
        assert "Geheimgruppe" not in text(hers, page)
    leser = Leser(hers, town).upload(xlsx(["Einrichtung"], ["Geheimamt"])).check()
    assert leser.pruefung.zahlen["vorhanden"] == 0


def test_a_foreign_internal_group_is_not_named_where_ones_institution_sits_in_it(hers, town, kommune):
    mine = make_einrichtung(town, "Rathaus")
    make_mitglied(Gruppe.objects.get(name="Geheimgruppe"), einrichtung=mine)
    other = make_einrichtung(town, "Rathhaus")

    refused = hers.post(url("einrichtung_bearbeiten", town, mine), {"taste": "loeschen"}, follow=True).content.decode()

    assert "Gruppen anderer Kommunen" in refused
    for page in (refused, text(hers, mine.get_absolute_url()), text(hers, url("zusammenfuehren", town, mine, other))):
        assert "Geheimgruppe" not in page


def test_sitting_in_an_internal_or_a_past_group_puts_nobody_on_a_public_list(client, kommune, town):
    foreign = make_einrichtung(kommune, "Regionsamt")
    make_mitglied(make_gruppe(town, is_public=False), einrichtung=foreign)
    make_mitglied(make_gruppe(town, name="Alt"), einrichtung=foreign, bis="2015")
    make_mitglied(make_gruppe(town, name="Beendet", beendet="2015"), einrichtung=foreign)

    assert "Regionsamt" not in text(client, url("einrichtungen", town))
    assert client.get(url("netzwerk", town)).context["zahl_einrichtungen"] == 0


def test_the_preview_shows_groups_as_the_public_will_see_them(koordination, kommune):
    make_gruppe(kommune, {"einrichtung": make_einrichtung(kommune, "Geheimamt", is_public=False)}, name="Offen")
    make_gruppe(kommune, name="Innen", is_public=False)

    page = text(koordination, reverse("vorschau", args=[kommune.slug]))

    assert "Offen" in page
    assert "Geheimamt" not in page.partition('id="gruppen"')[2]
    assert "Innen" not in page.partition('id="gruppen"')[2]


def test_an_address_beside_a_person_is_taken_for_hers(koordination, kommune):
    leser = Leser(koordination, kommune).upload(
        xlsx(["Einrichtung", "Ansprechpartner*in", "E-Mail"], ["Kita", "P", "p@example.org"])
    )

    assert leser.data["spalte-2"] == "person_email"


def test_merging_an_internal_entry_into_a_public_one_says_what_becomes_public(koordination, kommune):
    bleibt, geht = make_einrichtung(kommune, "Kita"), make_einrichtung(kommune, "KiTa", is_public=False, telefon="2")
    Einrichtung.objects.filter(pk=bleibt.pk).update(telefon="1")

    page = text(koordination, url("zusammenfuehren", kommune, bleibt, geht))
    assert "auch sein Name, ist danach öffentlich" in page
    assert "Telefon „2“" in page
    done = koordination.post(url("zusammenfuehren", kommune, bleibt, geht), follow=True).content.decode()

    assert "Nicht übernommen, weil es schon etwas gab: Telefon: 2." in done


def test_two_that_are_called_two_are_not_asked_about_again(koordination, kommune):
    one, other = make_einrichtung(kommune, "Kita Wald"), make_einrichtung(kommune, "Kita Wald")

    koordination.post(url("zusammenfuehren", kommune, one, other), {"taste": "verschieden"})

    assert koordination.get(url("doppelte", kommune)).context["paare"] == []
    assert Einrichtung.objects.filter(aufgegangen_in=None).count() == 2
    assert koordination.get(url("doppelte", kommune), {"eine": one.schluessel, "andere": other.schluessel}).status_code == 302


# ---------- Nothing is lost, nothing happens twice ----------


def test_a_dispute_about_one_field_leaves_the_others_alone(koordination, kommune):
    einrichtung = make_einrichtung(kommune, traeger="Stadt")
    address = url("einrichtung_bearbeiten", kommune, einrichtung)
    data = begun(koordination, address) | {"traeger": "Meiner", "standorte-TOTAL_FORMS": "0", "standorte-INITIAL_FORMS": "0"}
    Einrichtung.objects.filter(pk=einrichtung.pk).update(traeger="Ihrer", phasen="12")

    form = koordination.post(address, data).context["form"]
    again = {name: form.data.getlist(name) for name in form.data}
    koordination.post(address, again)

    einrichtung.refresh_from_db()
    assert (einrichtung.traeger, einrichtung.phasen) == ("Meiner", (1, 2))


def test_a_parent_that_is_not_mine_to_choose_stays(koordination, kommune):
    foreign = make_einrichtung(make_kommune(slug="region"), "Fremd", is_public=False)
    einrichtung = make_einrichtung(kommune, "Dienst", obere=foreign)
    address = url("einrichtung_bearbeiten", kommune, einrichtung)

    page = text(koordination, address)
    koordination.post(
        address, begun(koordination, address) | {"telefon": "1", "standorte-TOTAL_FORMS": "0", "standorte-INITIAL_FORMS": "0"}
    )

    einrichtung.refresh_from_db()
    assert (einrichtung.telefon, einrichtung.obere) == ("1", foreign)
    assert "Fremd" not in page


def test_a_membership_stays_with_its_institution_when_another_bears_the_same_name(koordination, kommune):
    make_einrichtung(kommune, "Kita Sonne", orte=["21335"])
    second = make_einrichtung(kommune, "Kita Sonne", orte=["30169"])
    gruppe = make_gruppe(kommune, {"einrichtung": second})
    mitglied = gruppe.mitgliedschaften.get()
    address = url("mitglied_bearbeiten", kommune, gruppe, mitglied)

    koordination.post(address, begun(koordination, address) | {"rolle": "gast"})
    mitglied.refresh_from_db()
    assert (mitglied.rolle, mitglied.einrichtung) == ("gast", second)

    new = url("mitglied_neu", kommune, gruppe)
    page = koordination.post(
        new, begun(koordination, new) | {"einrichtung_name": "Kita Sonne", "rolle": "mitglied"}
    ).content.decode()
    assert "Es gibt 2 Einrichtungen mit diesem Namen" in page


def test_a_list_does_not_choose_between_two_of_the_same_name(koordination, kommune):
    for _ in range(2):
        make_einrichtung(kommune, "Kita Sonne")

    leser = Leser(koordination, kommune).upload(xlsx(["Einrichtung"], ["Kita Sonne"])).check()

    assert len(leser.pruefung.offen) == 1


def test_what_is_wrong_in_a_row_far_below_is_said_at_the_top(koordination, kommune):
    address = url("einrichtung_neu", kommune)
    data = begun(koordination, address) | {"name": "Kita", "standorte-TOTAL_FORMS": "1", "standorte-INITIAL_FORMS": "0"}

    page = koordination.post(address, data | {"standorte-0-plz": "2133"}).content.decode()

    oben, _, unten = page.partition('name="name"')
    assert "Noch nicht gespeichert: Standorte" in oben
    assert 'href="#id_standorte-0-plz"' in oben
    assert 'id="id_standorte-0-plz"' in unten


def test_a_second_click_enters_no_second_row_of_anything(koordination, kommune):
    address = url("einrichtung_neu", kommune)
    data = begun(koordination, address) | {"name": "Kita", "standorte-TOTAL_FORMS": "1", "standorte-INITIAL_FORMS": "0"}
    for _ in range(2):
        koordination.post(address, data | {"standorte-0-plz": "21335"})
    gruppe = make_gruppe(kommune)
    sitzung = make_sitzung(gruppe)
    edit = url("sitzung_bearbeiten", kommune, gruppe, sitzung)
    task = {"aufgaben-TOTAL_FORMS": "1", "aufgaben-INITIAL_FORMS": "0", "aufgaben-0-was": "Liste", "aufgaben-0-stand": "offen"}
    data = begun(koordination, edit)
    for _ in range(2):
        koordination.post(edit, data | task)

    assert (Einrichtung.objects.count(), Standort.objects.count(), Sitzung.objects.count(), Aufgabe.objects.count()) == (1, 1, 1, 1)


def test_a_list_sent_twice_comes_in_once(koordination, kommune):
    make_einrichtung(kommune, "Kita Sonnenschein")
    leser = Leser(koordination, kommune).upload(xlsx(["Einrichtung"], ["Kita Sonenschein"], ["Jobcenter"])).check()
    for _ in range(2):
        leser.enter(wahl_2="neu")

    assert Einrichtung.objects.count() == 3


def test_two_persons_of_one_institution_both_come_in(koordination, kommune):
    leser = Leser(koordination, kommune).upload(
        xlsx(["Einrichtung", "Gruppe", "Ansprechpartner*in"], ["Jugendamt", "AG", "Anna"], ["Jugendamt", "AG", "Bert"])
    )
    leser.check().enter()

    assert [m.person.name for m in Gruppe.objects.get().mitgliedschaften.all()] == ["Anna", "Bert"]
    assert Einrichtung.objects.count() == 1


def test_before_a_list_comes_in_it_is_said_which_groups_it_fills(koordination, kommune):
    make_gruppe(kommune, name="AG Kita")
    leser = Leser(koordination, kommune).upload(
        xlsx(["Einrichtung", "Gruppe", "Ansprechpartner*in"], ["A-Amt", "AG Kita", ""], ["B-Amt", "AG Neu", ""],
             ["C-Amt", "", "Petra"])
    ).check()  # fmt: skip

    assert leser.page.context["in_gruppen"] == [("AG Kita", 1, True), ("AG Neu", 1, False)]
    assert "Personen aus 1 Zeile ohne Gruppe" in leser.text


def test_an_address_is_not_mixed_from_two(koordination, kommune):
    einrichtung = make_einrichtung(kommune, "Kita Sonne")
    Standort.objects.create(einrichtung=einrichtung, plz="21335", ort="Lüneburg")
    Leser(koordination, kommune).upload(
        xlsx(["Einrichtung", "Straße", "PLZ", "Ort", "Tel."], ["Kita Sonne", "Weg 5", "21335", "Lüneburg", "1"])
    ).check().enter()
    assert str(einrichtung.standorte.get()) == "Weg 5, 21335 Lüneburg"

    Leser(koordination, kommune).upload(
        xlsx(["Einrichtung", "Straße", "Ort"], ["Kita Sonne", "Markt 1", "Lüneburg"])
    ).check().enter()
    assert str(einrichtung.standorte.get()) == "Weg 5, 21335 Lüneburg"


def test_what_the_list_says_otherwise_is_shown_and_taken_only_on_demand(koordination, kommune):
    known = make_einrichtung(kommune, "Jugendamt", telefon="0511 616", traeger="Region")
    leser = (
        Leser(koordination, kommune).upload(xlsx(["Einrichtung", "Tel.", "Träger"], ["Jugendamt", "0511 777", "Region"])).check()
    )
    assert "Telefon: im Portal „0511 616“, in der Liste „0511 777“" in leser.text

    leser.enter()
    known.refresh_from_db()
    assert known.telefon == "0511 616"
    assert "nichts, was nicht schon im Portal steht" in leser.text
    leser.enter(wahl_2=f"u:{known.schluessel}")
    known.refresh_from_db()
    assert known.telefon == "0511 777"


def test_a_corrected_export_is_matched_by_its_key(koordination, kommune):
    known = make_einrichtung(kommune, "Jugendamt", telefon="1")
    table = (
        koordination.get(url("export", kommune, "csv"))
        .content.decode()
        .replace("Jugendamt", "Amt für Jugend")
        .replace(";1;", ";2;")
    )

    Leser(koordination, kommune).upload(table, "liste.csv").check().enter()

    known.refresh_from_db()
    assert (Einrichtung.objects.count(), known.name, known.telefon) == (1, "Amt für Jugend", "2")
    assert known.weitere_namen_liste == ["Jugendamt"]
    assert known.is_public


def test_another_spelling_in_the_list_is_found_later(koordination, client, kommune):
    make_einrichtung(kommune, "Kita Regenbogen")
    Leser(koordination, kommune).upload(xlsx(["Einrichtung"], ["KITA Regenbogen e.V."])).check().enter()

    assert [e.name for e in client.get(url("einrichtungen", kommune), {"q": "Regenbogen e.V."}).context["seite"]] == [
        "Kita Regenbogen"
    ]


def test_a_sum_at_the_end_and_a_heading_between_are_pointed_out(koordination, kommune):
    leser = Leser(koordination, kommune).upload(
        xlsx(["Einrichtung", "Tel.", "Ort"], ["Landkreis"], ["Kita", "1", "Seelze"], ["--- --"], ["Summe: 1 Einrichtung"])
    )
    leser.check()

    assert {v.zeile.nummer: v.wahl for v in leser.pruefung.fraglich} == {2: "neu", 4: "weg", 5: "weg"}


def test_a_list_is_never_entered_by_looking_after_a_login(client, cast, koordination, kommune):
    leser = Leser(koordination, kommune).upload(xlsx(["Einrichtung"], ["Kita"])).check()
    client.post(leser.address, leser.data | {"taste": "uebernehmen"})  # the login has run out
    assert EINGABEN in client.session
    client.force_login(cast["koordination"], backend="django.contrib.auth.backends.ModelBackend")

    page = client.get(leser.address).content.decode()

    assert "Was sich ändern wird" in page
    assert not Einrichtung.objects.exists()


def test_company_has_no_company_and_stays_when_it_loses_its_own(koordination, kommune):
    gruppe = make_gruppe(kommune, "Beta", "Gamma")
    beta, gamma = gruppe.mitgliedschaften.all()
    alpha = make_mitglied(gruppe, funktion="Alpha", begleitet=beta)
    address = url("mitglied_bearbeiten", kommune, gruppe, beta)

    koordination.post(address, begun(koordination, address) | {"begleitet": gamma.pk})
    shown = [p.funktion for p in plaetze(gruppe.mitgliedschaften.with_einrichtung(AnonymousUser()))]
    assert shown == ["Beta", "Gamma"]
    koordination.post(address, {"taste": "loeschen"})

    alpha.refresh_from_db()
    assert alpha.begleitet is None


def test_who_joins_later_can_be_reached(koordination, kommune):
    gruppe = make_gruppe(kommune, {"funktion": "Kommt noch", "von": "2090"})

    context = koordination.get(gruppe.get_absolute_url()).context

    assert [m.funktion for m in context["kuenftige"]] == ["Kommt noch"]
    assert context["fruehere"] == []


def test_ordering_steps_over_those_who_have_left(koordination, kommune):
    gruppe = make_gruppe(kommune, "A", {"funktion": "weg", "bis": "2015"}, "B")
    last = gruppe.mitgliedschaften.last()

    koordination.post(url("mitglied_ordnen", kommune, gruppe, last), {"richtung": "hoch"})

    assert [m.funktion for m in gruppe.mitgliedschaften.heute()] == ["B", "A"]


def test_a_kommune_with_a_network_can_be_deleted(kommune):
    make_gruppe(kommune, {"einrichtung": make_einrichtung(kommune)})

    Kommune.objects.filter(pk=kommune.pk).delete()

    assert not Einrichtung.objects.exists()


# ---------- Odd input ----------


@pytest.mark.parametrize("key", ["fremd", "ä" * 12, "²" * 12, "x" * 12, "' OR 1=1 --", ""])
def test_a_strange_key_makes_a_new_row_and_touches_no_other(koordination, kommune, key):
    foreign = make_gruppe(make_kommune(slug="testhausen"), name="Fremd", schluessel="abcdefabcdef")
    address = url("gruppe_neu", kommune)

    koordination.post(
        address,
        begun(koordination, address)
        | {"schluessel": foreign.schluessel if key == "fremd" else key, "name": "Neu", "art": "planung"},
    )

    assert Gruppe.objects.filter(kommune=kommune, name="Neu").count() == 1
    foreign.refresh_from_db()
    assert foreign.name == "Fremd"


@pytest.mark.parametrize(
    "name", ["ß" * 150, "ﷺ" * 199, "a\x00b", "\ud800x".encode("utf-8", "replace").decode(), "👩‍👩‍👧 Zentrum", "\u202eabc"]
)
def test_strange_names_are_entered_or_refused_and_never_an_error(koordination, kommune, name):
    gruppe = make_gruppe(kommune, "Leitung")
    mitglied = gruppe.mitgliedschaften.get()
    pages = [
        koordination.post(url("zuordnen", kommune), {f"name-{mitglied.schluessel}": name}),
        koordination.post(url("mitglied_neu", kommune, gruppe), {"funktion": name, "einrichtung_name": name, "rolle": "mitglied"}),
        koordination.post(
            url("einrichtung_neu", kommune),
            {"name": name, "standorte-TOTAL_FORMS": "0", "standorte-INITIAL_FORMS": "0", "trotzdem": "ja"},
        ),
        koordination.post(url("gruppen_einlesen", kommune), {"text": f"Steuergruppe:\n- {name}"}),
        koordination.post(
            url("einrichtungen_einlesen", kommune), {"tabelle": json.dumps([["Name"], [[2, [name]]], []]), "gruppe": name}
        ),
    ]  # fmt: skip

    assert {page.status_code for page in pages} <= {200, 302}
    assert all("\x00" not in e.name and len(e.sortierung) <= 200 for e in Einrichtung.objects.all())


@pytest.mark.parametrize(
    "table", ["[" * 100_000, '[["A"],[[Infinity,["x"]]],[]]', '[["A"],[[2,["\\ud800"]]],[]]', '[["A"],[[2,["\\u0000"]]],[]]']
)
def test_a_forged_table_is_no_error(koordination, kommune, table):
    page = koordination.post(url("einrichtungen_einlesen", kommune), {"tabelle": table, "spalte-0": "name", "taste": "uebernehmen"})

    assert page.status_code in (200, 302)
    assert not Einrichtung.objects.exists()


@pytest.mark.parametrize("count", ["1000", "-1", "x", "99999999999999999999"])
def test_a_forged_number_of_rows_is_no_error_and_no_burden(koordination, kommune, count):
    page = koordination.post(
        url("einrichtung_neu", kommune), {"name": "Kita", "standorte-TOTAL_FORMS": count, "standorte-INITIAL_FORMS": "0"}
    )

    assert page.status_code in (200, 302)
    if page.context:
        assert len(page.context["standorte"].forms) <= 60


def test_a_text_with_hundreds_of_members_is_asked_to_be_split(koordination, kommune):
    page = koordination.post(url("gruppen_einlesen", kommune), {"text": "Steuergruppe:\n" + "Leitung, " * 400}).content.decode()

    assert "mehr als 300 Mitglieder" in page
