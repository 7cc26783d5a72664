"""Institutions: what they are, who works where, duplicates that are pointed out and merged by a person."""

import pytest
from django.urls import reverse

from kommunen.uebernahme import UebernahmeFehler
from netzwerke import actions
from netzwerke.auswertung import abdeckung, arten, luecken
from netzwerke.models import Einrichtung, Einrichtungsart, Handlungsfeld, Mitgliedschaft
from tests.factories import make_einrichtung, make_gebiet, make_gruppe, make_kommune, make_mitglied
from tests.netzwerke.test_gruppen import begun, text, url


@pytest.fixture
def koordination(login):
    return login("koordination")


def art(name):
    return Einrichtungsart.objects.get(name=name)


def save(client, address, **data):
    """Fill in the form of an institution, with its one empty Standort, and send it."""
    standorte = {"standorte-TOTAL_FORMS": "1", "standorte-INITIAL_FORMS": "0"}
    return client.post(address, begun(client, address) | standorte | data)


# ---------- Pages ----------


def test_one_page_says_what_an_institution_is_and_takes_part_in(client, kommune):
    kreis = make_gebiet(name="Nachbarkreis")
    oben = make_einrichtung(kommune, "Dezernat Soziales")
    einrichtung = make_einrichtung(
        kommune, "Gesundheitsamt", art=art("Gesundheitsamt"), traeger="Landkreis Nachbarkreis", obere=oben, gebiet=kreis,
        phasen="12", weitere_namen="Amt 53\nStabsstelle 05", felder=["Gesundheit"], orte=["21335"], telefon="04131 1",
        email="amt@example.org", webseite="https://amt.example.org",
    )  # fmt: skip
    make_gruppe(kommune, {"funktion": "Amtsärztin", "einrichtung": einrichtung}, name="Steuergruppe")

    page = text(client, einrichtung.get_absolute_url())

    for words in (
        "Gesundheitsamt", "auch: Amt 53, Stabsstelle 05", "Landkreis Nachbarkreis", "Dezernat Soziales",
        "Schwangerschaft und Geburt", "0 bis 3 Jahre", "21335", "04131 1",
        "mailto:amt@example.org", "https://amt.example.org", "Steuergruppe", "Amtsärztin",
    ):  # fmt: skip
        assert words in page
    assert str(kreis) in page  # whom it serves may be wider than the Kommune
    assert "Gesundheitsamt" in text(client, oben.get_absolute_url())


def test_an_internal_institution_exists_only_for_those_who_keep_it(login, kommune):
    einrichtung = make_einrichtung(kommune, "Praxis Verborgen", is_public=False)

    answers = [login(role).get(einrichtung.get_absolute_url()).status_code for role in ("anonym", "fremde", "koordination")]

    assert answers == [404, 404, 200]
    for address in (url("einrichtungen", kommune), f"{url('einrichtungen', kommune)}?q=Verborgen"):
        assert "Praxis Verborgen" not in text(login("fremde"), address)
        assert "Praxis Verborgen" in text(login("koordination"), address)


def test_its_internal_groups_and_its_past_are_not_told_to_the_public(client, koordination, kommune):
    einrichtung = make_einrichtung(kommune)
    make_gruppe(kommune, {"einrichtung": einrichtung}, name="Krisenstab", is_public=False)
    make_gruppe(kommune, {"einrichtung": einrichtung, "bis": "2019"}, name="Beirat")

    page, inside = (text(who, einrichtung.get_absolute_url()) for who in (client, koordination))

    assert "Krisenstab" not in page
    assert "Beirat" not in page
    assert "Krisenstab" in inside
    assert "bis 2019" in inside


def test_the_network_holds_who_sits_in_its_groups_whoever_keeps_the_entry(client, kommune):
    region = make_kommune(slug="region")
    amt = make_einrichtung(region, "Regionsamt")
    assert "Regionsamt" not in text(client, url("einrichtungen", kommune))

    make_mitglied(make_gruppe(kommune), einrichtung=amt)

    assert "Regionsamt" in text(client, url("einrichtungen", kommune))


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"q": "gesund"}, ["Gesundheitsamt"]), ({"q": "AMT 53"}, ["Gesundheitsamt"]), ({"q": "caritas"}, ["Kita Übermut"]),
        ({"q": "ÜBER"}, ["Kita Übermut"]), ({"phase": "3"}, ["Kita Übermut"]), ({"phase": "2"}, ["Gesundheitsamt", "Kita Übermut"]),
        ({"q": "nichts"}, []), ({"phase": "99", "art": "x"}, ["Gesundheitsamt", "Kita Übermut"]),
    ],
)  # fmt: skip
def test_the_list_is_narrowed(client, kommune, query, names):
    make_einrichtung(kommune, "Gesundheitsamt", phasen="12", weitere_namen="Amt 53")
    make_einrichtung(kommune, "Kita Übermut", phasen="23", traeger="Caritas")

    assert [e.name for e in client.get(url("einrichtungen", kommune), query).context["seite"]] == names


# ---------- Entering ----------


def test_a_name_is_enough_to_begin(koordination, kommune):
    done = save(koordination, url("einrichtung_neu", kommune), name="Kita Sonnenschein")

    einrichtung = Einrichtung.objects.get()
    assert done.url == einrichtung.get_absolute_url()
    assert (einrichtung.kommune, einrichtung.is_public, einrichtung.sortierung) == (kommune, False, "kita sonnenschein")


def test_everything_about_it_is_kept(koordination, kommune):
    save(
        koordination, url("einrichtung_neu", kommune), name="Kita", art=art("Kita oder Kindertagespflege").pk, traeger="Stadt",
        phasen=["3", "2"], handlungsfelder=[Handlungsfeld.objects.get(name="Gesundheit").pk], webseite="www.example.org",
        beendet="2020", **{"standorte-0-strasse": "Am Markt 1", "standorte-0-plz": "21335", "standorte-0-ort": "Lüneburg"},
    )  # fmt: skip

    einrichtung = Einrichtung.objects.get()
    assert (einrichtung.phasen, einrichtung.webseite, einrichtung.beendet) == ((2, 3), "https://www.example.org", "2020")
    assert str(einrichtung.standorte.get()) == "Am Markt 1, 21335 Lüneburg"
    assert [str(feld) for feld in einrichtung.handlungsfelder.all()] == ["Gesundheit"]


def test_one_that_may_exist_already_is_pointed_out_before_anything_is_saved(koordination, kommune):
    make_einrichtung(kommune, "Kita Sonnenschein", orte=["21335"])
    address = url("einrichtung_neu", kommune)

    asked = save(koordination, address, name="Kindertagesstätte Sonnenschein")

    assert "Gibt es diese Einrichtung schon?" in asked.content.decode()
    assert Einrichtung.objects.count() == 1

    save(koordination, address, name="Kindertagesstätte Sonnenschein", trotzdem="ja")

    assert Einrichtung.objects.count() == 2


def test_the_same_name_in_another_place_is_not_asked_about(koordination, kommune):
    make_einrichtung(kommune, "Grundschule Mitte", orte=["21335"])

    save(koordination, url("einrichtung_neu", kommune), name="Grundschule Mitte", **{"standorte-0-plz": "30169"})

    assert Einrichtung.objects.count() == 2


def test_saving_an_old_entry_again_asks_nothing(koordination, kommune):
    one = make_einrichtung(kommune, "Kita")
    make_einrichtung(kommune, "KiTa")

    done = save(koordination, url("einrichtung_bearbeiten", kommune, one), telefon="1")

    assert done.status_code == 302


def test_an_institution_in_use_is_not_deleted_and_the_groups_are_named(koordination, kommune):
    einrichtung = make_einrichtung(kommune)
    make_gruppe(kommune, {"einrichtung": einrichtung}, name="Steuergruppe")
    address = url("einrichtung_bearbeiten", kommune, einrichtung)

    page = koordination.post(address, {"taste": "loeschen"}, follow=True).content.decode()

    assert "steht noch in Steuergruppe" in page
    Mitgliedschaft.objects.all().delete()
    koordination.post(address, {"taste": "loeschen"})
    assert not Einrichtung.objects.exists()


def test_nothing_belongs_to_itself(koordination, kommune):
    oben = make_einrichtung(kommune, "Oben")
    mitte = make_einrichtung(kommune, "Mitte", obere=oben)
    unten = make_einrichtung(kommune, "Unten", obere=mitte)

    page = save(koordination, url("einrichtung_bearbeiten", kommune, oben), obere=unten.pk).content.decode()

    assert "gehört selbst zu der, die Sie hier bearbeiten" in page


# ---------- Merging ----------


def test_merging_keeps_memberships_places_names_and_fills_what_is_empty(kommune):
    bleibt = make_einrichtung(kommune, "Kita Sonnenschein", traeger="Stadt", phasen="3", felder=["Gesundheit"], orte=["21335"])
    geht = make_einrichtung(
        kommune, "Kindertagesstätte Sonnenschein", traeger="Anderer", telefon="1", phasen="2", weitere_namen="Kita 4",
        felder=["Frühe Hilfen"], orte=["21335", "21337"], art=art("Kita oder Kindertagespflege"),
    )  # fmt: skip
    mitglied = make_gruppe(kommune, {"einrichtung": geht, "bis": "2019"}).mitgliedschaften.get()
    unten = make_einrichtung(kommune, "Krippe", obere=geht)

    actions.zusammenfuehren(bleibt=bleibt, geht=geht)

    for row in (bleibt, geht, mitglied, unten):
        row.refresh_from_db()
    assert (mitglied.einrichtung, unten.obere) == (bleibt, bleibt)
    assert bleibt.weitere_namen_liste == ["Kindertagesstätte Sonnenschein", "Kita 4"]
    assert (bleibt.traeger, bleibt.telefon, bleibt.phasen, bleibt.art) == ("Stadt", "1", (2, 3), art("Kita oder Kindertagespflege"))
    assert {str(feld) for feld in bleibt.handlungsfelder.all()} == {"Gesundheit", "Frühe Hilfen"}
    assert [s.plz for s in bleibt.standorte.all()] == ["21335", "21337"]
    assert geht.aufgegangen_in == bleibt


def test_the_history_of_both_and_of_what_moved_stays(kommune):
    bleibt, geht = make_einrichtung(kommune, "Eins"), make_einrichtung(kommune, "Zwei")
    mitglied = make_gruppe(kommune, {"einrichtung": geht}).mitgliedschaften.get()

    actions.zusammenfuehren(bleibt=bleibt, geht=geht)

    assert [h.einrichtung_id for h in mitglied.history.all()] == [bleibt.pk, geht.pk]
    assert geht.history.count() == 2
    assert bleibt.history.count() == 2


def test_the_one_that_went_is_seen_by_nobody_and_its_address_leads_on(client, koordination, kommune):
    bleibt, geht = make_einrichtung(kommune, "Eins"), make_einrichtung(kommune, "Zwei")

    koordination.post(url("zusammenfuehren", kommune, bleibt, geht))

    for who in (client, koordination):
        assert who.get(geht.get_absolute_url()).url == bleibt.get_absolute_url()
        assert [e.name for e in who.get(url("einrichtungen", kommune)).context["seite"]] == ["Eins"]
    assert koordination.get(url("einrichtung_bearbeiten", kommune, geht)).status_code == 404
    assert koordination.get(url("zusammenfuehren", kommune, bleibt, geht)).status_code == 404


def test_merging_twice_or_with_itself_is_refused(kommune):
    bleibt, geht = make_einrichtung(kommune, "Eins"), make_einrichtung(kommune, "Zwei")
    actions.zusammenfuehren(bleibt=bleibt, geht=geht)

    for pair in ((bleibt, geht), (geht, bleibt), (bleibt, bleibt)):
        with pytest.raises(UebernahmeFehler, match="inzwischen schon zusammengeführt"):
            actions.zusammenfuehren(bleibt=pair[0], geht=pair[1])


@pytest.mark.parametrize("upper_stays", [True, False])
@pytest.mark.parametrize("between", [0, 1, 2])
def test_merging_along_a_line_of_parents_makes_no_circle(kommune, between, upper_stays):
    upper = make_einrichtung(kommune, "Oben")
    lower = upper
    for i in range(between + 1):
        lower = make_einrichtung(kommune, f"Darunter {i}", obere=lower)
    bleibt, geht = (upper, lower) if upper_stays else (lower, upper)

    actions.zusammenfuehren(bleibt=bleibt, geht=geht)

    for einrichtung in Einrichtung.objects.filter(aufgegangen_in=None):
        assert einrichtung not in actions.obere_von(einrichtung)
        assert einrichtung.obere != geht


def test_possible_duplicates_are_listed_surest_first_and_never_merged_by_themselves(koordination, kommune):
    make_einrichtung(kommune, "Kita Sonnenschein")
    make_einrichtung(kommune, "Kita Sonenschein")
    make_einrichtung(kommune, "Kindergarten Sonnenschein")
    make_einrichtung(kommune, "Jobcenter")

    pairs = koordination.get(url("doppelte", kommune)).context["paare"]

    assert [({str(a), str(b)}, gleich) for a, b, gleich in pairs] == [
        ({"Kita Sonnenschein", "Kindergarten Sonnenschein"}, True),
        ({"Kindergarten Sonnenschein", "Kita Sonenschein"}, False),
        ({"Kita Sonenschein", "Kita Sonnenschein"}, False),
    ]
    assert Einrichtung.objects.filter(aufgegangen_in=None).count() == 4


def test_a_foreign_institution_cannot_be_merged_into_ones_own(koordination, kommune):
    mine, foreign = make_einrichtung(kommune), make_einrichtung(make_kommune(slug="testhausen"), "Fremd")

    assert koordination.post(url("zusammenfuehren", kommune, mine, foreign)).status_code == 404


# ---------- Who is missing ----------


def network(kommune):
    return list(Einrichtung.objects.filter(kommune=kommune).with_einordnung())


def test_a_kind_that_is_expected_along_a_life_phase_and_not_there_is_named_with_its_sentence(kommune):
    praxis = art("Praxis")
    assert [(g.art, g.ganz, [p.nummer for p in g.phasen], g.warum) for g in luecken([], [praxis])] == [
        ("Praxis", True, [2, 3, 4], praxis.warum)
    ]

    make_einrichtung(kommune, "Kinderarztpraxis", art=praxis, phasen="23")
    (gap,) = luecken(network(kommune), [praxis])
    assert (gap.ganz, [p.name for p in gap.phasen]) == (False, ["6 bis 10 Jahre"])

    make_einrichtung(kommune, "Hausarztpraxis", art=praxis)  # names no phases: counts where its kind is expected
    assert luecken(network(kommune), [praxis]) == []


def test_the_table_counts_where_somebody_works_and_shows_where_nobody_does(kommune):
    gesundheit = Handlungsfeld.objects.get(name="Gesundheit")
    make_einrichtung(kommune, "Amt", phasen="12", felder=["Gesundheit"])
    for name in ("Hebamme", "Klinik", "Beratung"):
        make_einrichtung(kommune, name, phasen="1", felder=["Gesundheit"])

    cells = {row.phase.nummer: row.zellen[0] for row in abdeckung(network(kommune), [gesundheit])}

    assert [(cells[n].anzahl, cells[n].stufe) for n in (1, 2, 3)] == [(4, 3), (1, 1), (0, 0)]


def test_kinds_are_counted_the_largest_first(kommune):
    make_einrichtung(kommune, "A", art=art("Klinik"))
    make_einrichtung(kommune, "B", art=art("Praxis"))
    make_einrichtung(kommune, "C", art=art("Praxis"))
    make_einrichtung(kommune, "D")

    assert [(z.art, z.anzahl, z.anteil) for z in arten(network(kommune))] == [
        ("Praxis", 2, 100), ("Klinik", 1, 50), ("noch ohne Art", 1, 50),
    ]  # fmt: skip


def test_the_gaps_stand_on_a_page_for_those_who_keep_the_kommune(koordination, client, kommune):
    make_einrichtung(kommune, "Amt", art=art("Gesundheitsamt"), phasen="12", felder=["Gesundheit"])

    page = text(koordination, url("luecken", kommune))

    assert "Jobcenter" in page
    assert "Es erreicht Familien mit wenig Geld" in page
    assert "Im Netzwerk, aber nicht hier" in page
    assert "Wer fehlt" not in text(client, url("netzwerk", kommune))
    assert reverse("account_login") in client.get(url("luecken", kommune)).url
