"""Groups and who sits in them: public page, editing, changes over time, reading old texts."""

import pytest
from django.urls import reverse

from netzwerke.models import Einrichtung, Gruppe, Mitgliedschaft, Mitgliedsperson
from tests.conftest import angemeldet
from tests.factories import make_einrichtung, make_gruppe, make_kommune, make_nutzer


@pytest.fixture
def koordination(login):
    return login("koordination")


def url(name, kommune, *args):
    return reverse(f"netzwerke:{name}", args=[kommune.slug, *(getattr(a, "schluessel", a) for a in args)])


def text(client, address, **data):
    return client.get(address, data).content.decode()


def begun(client, address):
    """The hidden fields of a form, as a browser sends them back."""
    form = client.get(address).context["form"]
    data = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in data.items() if value not in (None, False)}


# ---------- Pages ----------


def test_a_group_says_what_it_is_and_who_sits_in_it(client, kommune):
    einrichtung = make_einrichtung(kommune, "Gesundheitsamt")
    gruppe = make_gruppe(
        kommune,
        {"funktion": "Bereichsleitung", "einrichtung": einrichtung},
        {"funktion": "Stadtelternrat", "rolle": "gast", "entsandt_von": ""},
        {"funktion": "Vertretung der Gemeinden", "rolle": "entsandt", "entsandt_von": "Städtetag"},
        name="Steuergruppe", aufgabe="steuert", planungsstand="vorläufig", stand_vom="2018-07", gegruendet="2017",
        rhythmus="alle zwei Monate",
    )  # fmt: skip

    page = text(client, gruppe.get_absolute_url())

    for words in (
        "Steuergruppe", "Steuert", "Vorläufig, Stand Juli 2018", "2017", "alle zwei Monate", "Bereichsleitung", "Gesundheitsamt",
        "Gast", "entsandt von Städtetag",
    ):  # fmt: skip
        assert words in page
    assert einrichtung.get_absolute_url() in page


def test_an_internal_group_exists_only_for_those_who_keep_the_kommune(login, kommune):
    gruppe = make_gruppe(kommune, "Leitung", is_public=False, name="Krisenstab")

    answers = [login(role).get(gruppe.get_absolute_url()).status_code for role in ("anonym", "fremde", "koordination", "fachadmin")]

    assert answers == [404, 404, 200, 200]
    assert "Krisenstab" not in text(login("fremde"), url("netzwerk", kommune))
    assert "Krisenstab" in text(login("koordination"), url("netzwerk", kommune))


def test_a_group_of_several_kommunen_stands_on_the_pages_of_all(client, kommune):
    town = make_kommune(name="Stadt Testhausen", slug="testhausen")
    gruppe = make_gruppe(kommune, "Leitung", name="AG Kette")
    gruppe.beteiligte.add(town)

    assert "AG Kette" in text(client, town.get_absolute_url())
    page = text(client, url("netzwerk", town))
    assert gruppe.get_absolute_url() in page
    assert "Landkreis Musterkreis" in page  # whose group it is
    assert "Stadt Testhausen" in text(client, url("netzwerk", kommune))


def test_a_group_behind_a_profile_that_is_not_public_is_not_shown_elsewhere(client, kommune):
    town = make_kommune(slug="testhausen")
    make_gruppe(kommune, "Leitung", name="AG Kette").beteiligte.add(town)
    kommune.profil.is_published = False
    kommune.profil.save()

    assert "AG Kette" not in text(client, url("netzwerk", town))


def test_an_institution_that_is_not_public_is_not_named_where_it_sits(client, koordination, kommune):
    einrichtung = make_einrichtung(kommune, "Praxis Verborgen", is_public=False)
    gruppe = make_gruppe(kommune, {"funktion": "Kinderärztin", "einrichtung": einrichtung}, {"einrichtung": einrichtung})
    pages = [gruppe.get_absolute_url(), url("netzwerk", kommune), url("verbindungen", kommune), kommune.get_absolute_url()]

    assert "Praxis Verborgen" in text(koordination, pages[0])
    for page in pages:
        assert "Verborgen" not in text(client, page)
    assert "Weiteres Mitglied" in text(client, pages[0])


def test_the_picture_and_the_list_say_the_same(client, kommune):
    gemeinsam = make_einrichtung(kommune, "Jugendhilfeplanung")
    make_gruppe(kommune, {"funktion": "Planung", "einrichtung": gemeinsam}, name="Steuergruppe")
    make_gruppe(kommune, {"einrichtung": gemeinsam}, "Eltern", name="AG Sprache", art="arbeitsgruppe")
    make_gruppe(kommune, name="Umsetzungsgruppen", art="umsetzung", planungsstand="folgen")

    page = text(client, url("netzwerk", kommune))
    _, _, after = page.partition('class="gremienbild"')
    picture, _, rest = after.partition("</svg>")

    for words in ("Steuergruppe", "AG Sprache", "Umsetzungsgruppen", "Planung", "Eltern", "Folgen", "Steuerung", "Umsetzung"):
        assert words in picture
        assert words in rest
    assert picture.count('class="paar"') == 2  # the same institution sits in both
    assert "kasten--folgt" in picture
    assert "In mehr als einer Gruppe: Jugendhilfeplanung" in " ".join(rest.split())


def test_a_group_that_has_ended_leaves_the_public_page_and_stays_readable(client, koordination, kommune):
    gruppe = make_gruppe(kommune, "Leitung", name="Projektgruppe", beendet="2020")

    assert "Projektgruppe" not in text(client, kommune.get_absolute_url())
    assert "Projektgruppe" not in text(client, url("netzwerk", kommune))
    assert "Frühere Gruppen" in text(koordination, url("netzwerk", kommune))
    assert client.get(gruppe.get_absolute_url()).status_code == 200


# ---------- Who was there ----------


def test_who_was_in_the_group_in_march_2019(koordination, client, kommune):
    gruppe = make_gruppe(
        kommune, {"funktion": "Alte Leitung", "bis": "2019-02"}, {"funktion": "Neue Leitung", "von": "2019-03"},
        {"funktion": "Immer dabei"}, {"funktion": "Nur kurz", "von": "2019-03-05", "bis": "2019-03-20"},
    )  # fmt: skip

    march = koordination.get(gruppe.get_absolute_url(), {"am": "März 2019"}).context["mitglieder"]
    today = koordination.get(gruppe.get_absolute_url()).context

    assert [m.funktion for m in march] == ["Neue Leitung", "Immer dabei", "Nur kurz"]
    assert [m.funktion for m in today["mitglieder"]] == ["Neue Leitung", "Immer dabei"]
    assert [m.funktion for m in today["fruehere"]] == ["Alte Leitung", "Nur kurz"]
    public = text(client, gruppe.get_absolute_url(), am="Februar 2019")
    assert "Alte Leitung" not in public  # the past is for those who keep it


def test_a_time_nobody_understands_is_said_at_its_field(koordination, kommune):
    page = text(koordination, make_gruppe(kommune).get_absolute_url(), am="damals")

    assert "„damals“ verstehen wir nicht als Zeitpunkt" in page
    assert 'value="damals"' in page


# ---------- Editing ----------


def test_a_new_group_is_entered_and_public_at_once(koordination, client, kommune):
    town = make_kommune(slug="testhausen")
    angemeldet(make_nutzer())  # somebody else
    address = url("gruppe_neu", kommune)

    done = koordination.post(
        address,
        begun(koordination, address)
        | {"name": "Steuergruppe", "art": "steuerung", "stand_vom": "Juli 2018", "is_public": "on", "beteiligte": [town.pk]},
    )

    gruppe = Gruppe.objects.get()
    assert done.url == gruppe.get_absolute_url()
    assert (gruppe.kommune, gruppe.stand_vom, gruppe.is_public) == (kommune, "2018-07", True)
    assert not gruppe.beteiligte.exists()  # a town she does not keep cannot be drawn in
    assert "Steuergruppe" in text(client, kommune.get_absolute_url())


def test_who_keeps_several_kommunen_shares_a_group_among_them(kommune):
    town = make_kommune(slug="testhausen")
    both = angemeldet(make_nutzer(coordinates=[kommune, town]))
    address = url("gruppe_neu", kommune)

    both.post(address, begun(both, address) | {"name": "AG", "art": "arbeitsgruppe", "beteiligte": [town.pk]})

    assert Gruppe.objects.get().beteiligte.get() == town


def test_a_kommune_somebody_else_drew_in_stays_in(koordination, kommune):
    town = make_kommune(slug="testhausen")
    gruppe = make_gruppe(kommune)
    gruppe.beteiligte.add(town)
    address = url("gruppe_bearbeiten", kommune, gruppe)

    koordination.post(address, begun(koordination, address) | {"aufgabe": "Neu"})

    gruppe.refresh_from_db()
    assert (gruppe.aufgabe, gruppe.beteiligte.get()) == ("Neu", town)


def test_two_clicks_on_a_new_group_make_one(koordination, kommune):
    address = url("gruppe_neu", kommune)
    data = begun(koordination, address) | {"name": "Steuergruppe", "art": "steuerung"}

    koordination.post(address, data)
    koordination.post(address, data)

    assert Gruppe.objects.count() == 1


def test_a_group_never_works_for_itself(koordination, kommune):
    upper = make_gruppe(kommune, name="Oben")
    lower = make_gruppe(kommune, name="Unten", obere=upper)
    address = url("gruppe_bearbeiten", kommune, upper)

    page = koordination.post(address, begun(koordination, address) | {"obere": lower.pk})

    assert "arbeitet selbst im Auftrag" in page.content.decode()
    upper.refresh_from_db()
    assert upper.obere is None


def test_a_foreign_group_is_no_upper_group(koordination, kommune):
    foreign = make_gruppe(make_kommune(slug="testhausen"), name="Fremd")
    address = url("gruppe_neu", kommune)

    page = koordination.post(address, begun(koordination, address) | {"name": "AG", "art": "arbeitsgruppe", "obere": foreign.pk})

    assert list(page.context["form"].errors) == ["obere"]
    assert not Gruppe.objects.filter(kommune=kommune).exists()
    assert "Fremd" not in text(koordination, address)


@pytest.mark.parametrize("public", [True, False])
def test_whoever_enters_a_member_is_told_when_everybody_will_see_it(public, koordination, kommune):
    page = koordination.get(url("mitglied_neu", kommune, make_gruppe(kommune, is_public=public))).content.decode()

    assert ("steht sofort auf ihrer Seite" in page) == public


def test_a_member_is_a_function_an_institution_and_perhaps_a_name_inside(koordination, client, kommune):
    amt = make_einrichtung(kommune, "Jugendamt")
    gruppe = make_gruppe(kommune)
    address = url("mitglied_neu", kommune, gruppe)

    koordination.post(
        address,
        begun(koordination, address)
        | {
            "funktion": "Leitung", "einrichtung_name": "jugend-amt", "rolle": "leitung", "von": "März 2019",
            "person_name": "Petra Geheim", "person_email": "petra@example.org",
        },
    )  # fmt: skip

    mitglied = Mitgliedschaft.objects.get()
    assert (mitglied.einrichtung, mitglied.von, mitglied.rolle) == (amt, "2019-03", "leitung")
    assert (mitglied.person.name, mitglied.person.email) == ("Petra Geheim", "petra@example.org")
    inside = text(koordination, gruppe.get_absolute_url())
    assert "Petra Geheim" in inside
    assert "petra@example.org" in inside
    assert "Geheim" not in text(client, gruppe.get_absolute_url())


def test_a_new_institution_comes_with_its_first_member_and_is_not_public(koordination, kommune):
    gruppe = make_gruppe(kommune)
    address = url("mitglied_neu", kommune, gruppe)

    koordination.post(address, begun(koordination, address) | {"einrichtung_name": "Kita Am Stadtpark", "rolle": "mitglied"})

    einrichtung = Mitgliedschaft.objects.get().einrichtung
    assert (einrichtung.name, einrichtung.kommune, einrichtung.is_public) == ("Kita Am Stadtpark", kommune, False)


def test_a_similar_institution_is_pointed_out_and_a_new_one_needs_a_yes(koordination, kommune):
    make_einrichtung(kommune, "Kita Sonnenschein")
    gruppe = make_gruppe(kommune)
    address = url("mitglied_neu", kommune, gruppe)
    data = begun(koordination, address) | {"einrichtung_name": "Kita Sonenschein", "rolle": "mitglied"}

    asked = koordination.post(address, data).content.decode()

    assert "Meinen Sie „Kita Sonnenschein“?" in asked
    assert "Es ist eine andere" in asked
    assert not Mitgliedschaft.objects.exists()

    koordination.post(address, data | {"trotzdem": "on"})

    assert Mitgliedschaft.objects.get().einrichtung.name == "Kita Sonenschein"


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"funktion": "", "einrichtung_name": ""}, "eine Funktion oder eine Einrichtung"),
        ({"funktion": "Eltern", "anzahl": "2", "mehrere": "on"}, "entweder eine Anzahl"),
        ({"funktion": "Leitung", "von": "2020", "bis": "März 2019"}, "Das Ende liegt vor dem Beginn"),
        ({"funktion": "Leitung", "von": "neulich"}, "„neulich“ verstehen wir nicht"),
        ({"funktion": "Leitung", "person_email": "petra"}, "vollständige Adresse"),
        ({"funktion": "Leitung", "anzahl": "0"}, "größer oder gleich 1"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_typed_is_lost(koordination, kommune, typed, message):
    address = url("mitglied_neu", kommune, make_gruppe(kommune))

    page = koordination.post(address, begun(koordination, address) | {"rolle": "mitglied"} | typed).content.decode()

    assert message in page
    assert not Mitgliedschaft.objects.exists()
    assert all(f'value="{value}"' in page for name, value in typed.items() if value not in ("", "on"))


def test_an_end_ends_the_name_too(koordination, kommune):
    gruppe = make_gruppe(kommune, {"funktion": "Leitung", "person": "Petra Geheim"})
    mitglied = gruppe.mitgliedschaften.get()
    address = url("mitglied_bearbeiten", kommune, gruppe, mitglied)

    koordination.post(address, begun(koordination, address) | {"bis": "März 2019"})

    mitglied.refresh_from_db()
    assert mitglied.bis == "2019-03"
    assert not Mitgliedsperson.objects.exists()


def test_the_end_of_a_group_ends_the_names_in_it(koordination, kommune):
    gruppe = make_gruppe(kommune, {"funktion": "Leitung", "person": "Petra Geheim"})
    make_gruppe(kommune, {"funktion": "Leitung", "person": "Bleibt"}, name="Andere")
    address = url("gruppe_bearbeiten", kommune, gruppe)

    koordination.post(address, begun(koordination, address) | {"beendet": "2020"})

    assert [p.name for p in Mitgliedsperson.objects.all()] == ["Bleibt"]


def test_two_who_edit_a_member_at_once_both_see_it(koordination, kommune):
    gruppe = make_gruppe(kommune, {"funktion": "Leitung", "person": "Alt"})
    mitglied = gruppe.mitgliedschaften.get()
    address = url("mitglied_bearbeiten", kommune, gruppe, mitglied)
    mine = begun(koordination, address) | {"person_name": "Meine"}
    Mitgliedsperson.objects.update(name="Ihre")

    page = koordination.post(address, mine).content.decode()

    assert "inzwischen jemand anderes" in page
    assert "Ihre" in page
    assert "Meine" in page
    assert Mitgliedsperson.objects.get().name == "Ihre"


def test_members_are_put_in_order(koordination, kommune):
    gruppe = make_gruppe(kommune, "A", "B", "C")
    last = gruppe.mitgliedschaften.last()

    koordination.post(url("mitglied_ordnen", kommune, gruppe, last), {"richtung": "hoch"})
    koordination.post(url("mitglied_ordnen", kommune, gruppe, last), {"richtung": "hoch"})
    koordination.post(url("mitglied_ordnen", kommune, gruppe, last), {"richtung": "hoch"})  # it is first already

    assert [m.funktion for m in gruppe.mitgliedschaften.all()] == ["C", "A", "B"]


def test_deleting_a_group_takes_its_members_and_no_institution(koordination, kommune):
    gruppe = make_gruppe(kommune, {"einrichtung": make_einrichtung(kommune)})

    koordination.post(url("gruppe_bearbeiten", kommune, gruppe), {"taste": "loeschen"})

    assert (Gruppe.objects.count(), Mitgliedschaft.objects.count(), Einrichtung.objects.count()) == (0, 0, 1)


def test_what_was_typed_comes_through_an_expired_login(client, kommune, cast):
    address = url("gruppe_neu", kommune)

    client.post(address, {"name": "Lange getippt", "art": "steuerung"})
    client.force_login(cast["koordination"], backend="django.contrib.auth.backends.ModelBackend")

    page = text(client, address)
    assert 'value="Lange getippt"' in page
    assert "Ihre Anmeldung war abgelaufen" in page


# ---------- Reading texts, and what stands behind functions ----------

OLD_TEXT = """Allgemeines vorweg
Steuergruppe (vorläufiger Planungsstand Juli 2018)
- Leitung Familienbüro + 1 Fachkraft aus dem Team
- Gesundheitsamt
- Petra Geheim, Leitung Jugendamt

Netzwerk Kette bestehend aus:
Fachdienstleitungen, Dezernatsleitung.
Die Umsetzungsgruppe ist im Aufbau."""


def test_groups_from_a_text_are_shown_before_they_are_entered(koordination, kommune):
    page = koordination.post(url("gruppen_einlesen", kommune), {"text": OLD_TEXT}).content.decode()

    for words in ("Steuergruppe anlegen, als Steuerungsgruppe", "1 Fachkraft aus dem Team", "Netzwerk Kette", "nicht zugeordnet"):
        assert words in " ".join(page.split())
    assert not Gruppe.objects.exists()


def test_every_line_of_the_text_lands_somewhere_or_is_shown_as_not_placed(koordination, kommune):
    lines = koordination.post(url("gruppen_einlesen", kommune), {"text": OLD_TEXT}).context["zeilen"]

    assert [line for _, line, place in lines if not place] == ["Allgemeines vorweg"]
    assert len(lines) == len([line for line in OLD_TEXT.splitlines() if line.strip()])


def take_over(client, kommune, content, *numbers):
    """Read a text, tick groups, all by default, and enter them; sends the last step twice, as a double click would."""
    address = url("gruppen_einlesen", kommune)
    context = client.post(address, {"text": content}).context
    ticked = numbers or [number for number, *_ in context["gelesen"]]
    data = {"text": content, "taste": "uebernehmen", "anlegen": ticked}
    for _ in range(2):
        client.post(address, data | {"kennung": context["kennung"], "pruefsumme": context["pruefsumme"]})


def test_a_text_becomes_internal_groups_with_members(koordination, client, kommune):
    take_over(koordination, kommune, OLD_TEXT)

    steuer, netzwerk, umsetzung = Gruppe.objects.all()
    assert (steuer.stand_vom, steuer.is_public) == ("2018-07", False)
    assert [m.funktion for m in steuer.mitgliedschaften.all()] == [
        "Leitung Familienbüro", "Fachkraft aus dem Team", "Gesundheitsamt", "Leitung Jugendamt",
    ]  # fmt: skip
    assert steuer.mitgliedschaften.all()[1].begleitet == steuer.mitgliedschaften.all()[0]
    assert Mitgliedsperson.objects.get().name == "Petra Geheim"
    assert (netzwerk.mitgliedschaften.count(), umsetzung.planungsstand) == (2, "Die Umsetzungsgruppe ist im Aufbau.")
    assert "Steuergruppe" not in text(client, url("netzwerk", kommune))


def test_only_what_is_ticked_is_entered_and_what_is_there_already_is_not_ticked(koordination, kommune):
    make_gruppe(kommune, name="Steuergruppe")
    read = koordination.post(url("gruppen_einlesen", kommune), {"text": OLD_TEXT}).context["gelesen"]
    assert [(g.name, there) for _, g, _, there in read] == [
        ("Steuergruppe", True), ("Netzwerk Kette", False), ("Umsetzungsgruppe", False),
    ]  # fmt: skip

    take_over(koordination, kommune, OLD_TEXT, 1)

    assert [g.name for g in Gruppe.objects.all()] == ["Steuergruppe", "Netzwerk Kette"]


def test_the_heading_of_an_old_profile_is_no_group(koordination, kommune):
    for heading in ("Beteiligte Akteur*innen:", "Beteiligte Akteure", "Akteur*innen:"):
        answer = koordination.post(url("gruppen_einlesen", kommune), {"text": f"{heading}\n{OLD_TEXT}"}).context

        assert [g.name for _, g, *_ in answer["gelesen"]] == ["Steuergruppe", "Netzwerk Kette", "Umsetzungsgruppe"]
        assert (1, heading, "Überschrift") in answer["zeilen"]


def test_a_text_changed_after_reading_is_read_again_before_anything_is_entered(koordination, kommune):
    address = url("gruppen_einlesen", kommune)
    old = koordination.post(address, {"text": OLD_TEXT}).context["pruefsumme"]

    koordination.post(address, {"text": "AG Neu:\n- Amt", "taste": "uebernehmen", "anlegen": ["0"], "pruefsumme": old})

    assert not Gruppe.objects.exists()


def test_a_text_without_groups_is_answered_with_what_a_group_looks_like(koordination, kommune):
    page = koordination.post(url("gruppen_einlesen", kommune), {"text": "Nur ein Satz ohne alles."}).content.decode()

    assert "Hier erkennen wir keine Gruppe" in page


def test_institutions_are_suggested_for_functions_and_entered_as_the_person_says(koordination, kommune):
    known = make_einrichtung(kommune, "Gesundheitsamt")
    gruppe = make_gruppe(kommune, "Bereichsleitung Soziale Dienste", "Gesundheits-Amt", "Eltern", "Jugendamt")
    leitung, amt, eltern, jugend = gruppe.mitgliedschaften.all()
    address = url("zuordnen", kommune)

    rows = {m.pk: (name, known) for m, name, known in koordination.get(address).context["zeilen"]}
    assert rows[leitung.pk] == ("Bereich Soziale Dienste", False)
    assert rows[amt.pk] == ("Gesundheitsamt", True)
    assert rows[eltern.pk] == ("", False)

    koordination.post(
        address,
        {
            f"name-{leitung.schluessel}": "Soziale Dienste",
            f"name-{amt.schluessel}": "Gesundheitsamt",
            f"name-{eltern.schluessel}": " ",
        },
    )

    for mitglied in (leitung, amt, eltern, jugend):
        mitglied.refresh_from_db()
    assert (leitung.einrichtung.name, leitung.einrichtung.is_public) == ("Soziale Dienste", False)
    assert (amt.einrichtung, eltern.einrichtung, jugend.einrichtung) == (known, None, None)


def test_the_same_new_name_twice_is_one_institution(koordination, kommune):
    gruppe = make_gruppe(kommune, "Leitung", "Vertretung")
    one, two = gruppe.mitgliedschaften.all()

    koordination.post(url("zuordnen", kommune), {f"name-{one.schluessel}": "Jobcenter", f"name-{two.schluessel}": "JobCenter"})

    assert Einrichtung.objects.count() == 1


def test_functions_of_a_foreign_group_are_not_touched(koordination, kommune):
    foreign = make_gruppe(make_kommune(slug="testhausen"), "Leitung").mitgliedschaften.get()

    koordination.post(url("zuordnen", kommune), {f"name-{foreign.schluessel}": "Untergeschoben"})

    assert not Einrichtung.objects.exists()
