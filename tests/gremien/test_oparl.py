"""The interface for programs after OParl 1.1: what it says, what it never says, and that a client can keep up with it."""

import json
from datetime import date, timedelta
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.db import IntegrityError, connection
from django.test import Client
from django.utils import timezone
from jsonschema import Draft202012Validator

from gremien.models import Anlage, Beratung, Beschlusspunkt, OparlObjekt, Vorlage
from gremien.oparl.bestand import abgleichen
from tests.factories import make_datei, make_gruppe, make_kommune, make_vorlage
from tests.gremien.oparl_schema import OBJEKTE, liste

pytestmark = pytest.mark.django_db
SYSTEM = "/oparl/v1.1/system"
LISTS = {
    "organization": "organization", "meeting": "meeting", "paper": "paper", "agendaItem": "agendaitem",
    "consultation": "consultation", "file": "file",
}  # fmt: skip


def get(address, **words):
    """As a program asks: without any cookie; JSON."""
    answer = Client().get(address.removeprefix(settings.SITE_URL) + (f"?{urlencode(words)}" if words else ""))
    return json.loads(answer.content)


def body(kommune):
    return get(f"/oparl/v1.1/body/{kommune.pk}")


def told(kommune, what, **words):
    """All objects of one list, page by page, as a client follows `next`."""
    page = get(body(kommune)[what], **words)
    found = list(page["data"])
    while "next" in page["links"]:
        page = get(page["links"]["next"])
        found += page["data"]
    return found


def make_full(kommune):
    """A paper with everything: a public, a non-public, a group's station, a decision, files with and without bytes."""
    make_gruppe(kommune, name="Planungsgruppe", is_public=True)
    stations = [
        {"name": "Planungsgruppe", "datum": date(2018, 11, 5), "rolle": "anhoerung"},
        {"name": "Kreisausschuss", "datum": date(2018, 11, 26), "oeffentlich": "", "rolle": "vorberatung", "abweichend": "Geheim"},
        {
            "name": "Kreistag", "datum": date(2018, 12, 17), "rolle": "entscheidung", "top": "7", "ergebnis": "mehrheit",
            "ja": 30, "nein": 0, "abweichend": "Mit Bericht.",
        },
    ]  # fmt: skip
    paper = make_vorlage(kommune, nummer="2018/053", datum=date(2018, 10, 1), beratungen=stations, sachverhalt="Warum.")
    Beschlusspunkt.objects.create(vorlage=paper, text="Der Kreistag beschließt.", anmerkung="nur intern")
    Anlage.objects.create(vorlage=paper, titel="Bericht.pdf", datei=make_datei(kommune))
    Anlage.objects.create(vorlage=paper, titel="Karte", url="https://example.org/karte.pdf")
    Anlage.objects.create(vorlage=paper, titel="Liegt nicht bei")
    return paper


# ---------- What it says ----------


def test_everything_it_says_holds_against_the_specification(kommune):
    make_full(kommune)
    gone = make_vorlage(kommune, betreff="Zurückgezogen", beratungen=[{"datum": date(2019, 1, 1)}])
    abgleichen()
    gone.delete()
    abgleichen()

    for what, schema in {SYSTEM: OBJEKTE["system"], "/oparl/v1.1/body": liste(OBJEKTE["body"])}.items():
        Draft202012Validator(schema).validate(get(what))
    for what, art in LISTS.items():
        for words in ({}, {"modified_since": "2000-01-01T00:00:00+01:00"}):
            page = get(body(kommune)[what], **words)
            Draft202012Validator(liste(OBJEKTE[art])).validate(page)
            assert page["data"], what
            for one in page["data"]:
                Draft202012Validator(OBJEKTE[art]).validate(get(one["id"]))


def test_a_client_finds_the_whole_beratungsfolge_from_the_system(kommune):
    make_full(kommune)
    abgleichen()

    bodies = get(get(SYSTEM)["body"])["data"]
    [paper] = get(bodies[0]["paper"])["data"]
    stations = [get(one["id"]) for one in paper["consultation"]]

    assert (paper["reference"], paper["paperType"], paper["date"]) == ("2018/053", "Beschlussvorlage", "2018-10-01")
    assert [one["praeventionsketten:gremium"] for one in stations] == ["Planungsgruppe", "Kreisausschuss", "Kreistag"]
    assert [get(one["organization"][0])["organizationType"] for one in stations] == ["Sonstiges", "Gremium", "Gremium"]
    meeting = get(stations[2]["meeting"])
    assert (meeting["name"], meeting["praeventionsketten:datum"]) == ("Kreistag, 17.12.2018", "2018-12-17")
    [item] = meeting["agendaItem"]
    assert (item["number"], item["order"], item["result"], item["resolutionText"]) == (
        "7",
        1,
        "mit Mehrheit angenommen",
        "Mit Bericht.",
    )
    assert (item["praeventionsketten:ja"], item["praeventionsketten:nein"]) == (30, 0)
    assert get(item["consultation"])["authoritative"] is True
    assert get(item["id"]) == item
    assert "start" not in meeting, "the hour is not known, and midnight would be wrong"


def test_a_paper_tells_its_own_fields_under_our_prefix(kommune):
    paper = make_full(kommune)
    Vorlage.objects.filter(pk=paper.pk).update(kosten_erarbeitung="39 EUR", federfuehrend="FD 51")
    abgleichen()

    [told_paper] = told(kommune, "paper")
    assert told_paper["praeventionsketten:sachverhalt"] == "Warum."
    assert told_paper["praeventionsketten:beschlusspunkte"] == [{"text": "Der Kreistag beschließt.", "umsetzung": "offen"}]
    assert {"was": "für die Erarbeitung der Vorlage", "angabe": "39 EUR"} in told_paper["praeventionsketten:finanzen"]
    assert {"was": "haushaltsrechtlich gesichert", "angabe": "keine Angabe"} in told_paper["praeventionsketten:finanzen"]
    assert told_paper["praeventionsketten:anlagenOhneDatei"] == ["Liegt nicht bei"]
    assert [one["name"] for one in told_paper["auxiliaryFile"]] == ["Bericht.pdf", "Karte"]


def test_a_file_is_there_under_the_address_it_tells(kommune):
    make_full(kommune)
    abgleichen()

    ours, elsewhere = told(kommune, "file")
    answer = Client().get(ours["accessUrl"].removeprefix(settings.SITE_URL))
    assert (answer.status_code, len(b"".join(answer.streaming_content))) == (200, ours["size"])
    assert (ours["fileName"], ours["mimeType"]) == ("Bericht.pdf", "application/pdf")
    assert elsewhere["accessUrl"] == "https://example.org/karte.pdf"


def test_two_papers_on_one_day_are_one_meeting_with_two_points(kommune):
    for subject in ("Erste", "Zweite"):
        make_vorlage(kommune, betreff=subject, beratungen=[{"name": "Kreistag", "datum": date(2019, 6, 1)}])
    abgleichen()

    [meeting] = told(kommune, "meeting")
    assert sorted((one["name"], one["order"]) for one in meeting["agendaItem"]) == [("Erste", 1), ("Zweite", 2)]


def test_related_papers_are_linked_where_they_are_public(kommune):
    make_vorlage(kommune, nummer="2017/1", betreff="Davor")
    make_vorlage(kommune, nummer="2017/2", betreff="Noch geheim", is_public=False)
    make_vorlage(kommune, nummer="2018/1", betreff="Danach", bezuege="2017/1\n2017/2\n2017/3")
    abgleichen()

    danach = next(one for one in told(kommune, "paper") if one["name"] == "Danach")
    assert [get(one)["name"] for one in danach["relatedPaper"]] == ["Davor"]


# ---------- What it never says ----------


def test_of_a_non_public_station_body_and_day_and_nothing_else(kommune):
    make_full(kommune)
    abgleichen()

    hidden = next(one for one in told(kommune, "consultation") if one["praeventionsketten:gremium"] == "Kreisausschuss")
    assert set(hidden) == {
        "id", "type", "created", "modified", "paper", "organization", "meeting",
        "praeventionsketten:gremium", "praeventionsketten:datum",
    }  # fmt: skip
    meeting = get(hidden["meeting"])
    assert meeting["agendaItem"] == []
    assert not any("Geheim" in json.dumps(told(kommune, what)) for what in LISTS)


@pytest.mark.parametrize("hide", ["paper", "kommune", "deleted"])
def test_what_is_withdrawn_is_gone_at_once_and_noted_with_the_next_run(kommune, hide):
    paper = make_full(kommune)
    abgleichen()
    addresses = [one["id"] for what in LISTS for one in told(kommune, what)] + [body(kommune)["id"]]
    assert len(addresses) == 3 + 3 + 1 + 2 + 3 + 2 + 1

    if hide == "paper":
        Vorlage.objects.filter(pk=paper.pk).update(is_public=False)
    elif hide == "kommune":
        type(kommune).objects.filter(pk=kommune.pk).update(is_published=False)
    else:
        paper.delete()
    for _ in range(2):
        for address in addresses:
            assert set(get(address)) == {"id", "type", "created", "modified", "deleted"}, address
        abgleichen()

    assert set(OparlObjekt.objects.exclude(art="system").values_list("geloescht", flat=True)) == {True}


def test_an_internal_group_is_no_organization_and_has_no_meeting(kommune):
    make_gruppe(kommune, name="Steuerungsrunde", is_public=False)
    make_vorlage(kommune, beratungen=[{"name": "Steuerungsrunde", "datum": date(2019, 1, 1)}])
    abgleichen()

    [station] = told(kommune, "consultation")
    assert "organization" not in station
    assert "meeting" not in station
    assert told(kommune, "organization") == told(kommune, "meeting") == []


def test_internal_notes_and_measures_stay_inside(kommune):
    make_full(kommune)
    abgleichen()

    assert "nur intern" not in json.dumps(told(kommune, "paper"))


def test_who_is_logged_in_gets_what_everybody_gets(login, kommune):
    make_full(kommune)
    make_vorlage(kommune, betreff="Entwurf", is_public=False)
    abgleichen()

    for art in LISTS.values():
        address = f"/oparl/v1.1/body/{kommune.pk}/{art}"
        assert login("koordination").get(address).content == Client().get(address).content


# ---------- Keeping up with it ----------


def rewind():
    """As if all that is noted so far had been noted long ago."""
    before = timezone.now().replace(microsecond=0) - timedelta(days=30)
    OparlObjekt.objects.update(angelegt=before, geaendert=before)
    return before


def test_a_client_that_asks_for_changes_gets_the_changed_the_new_and_the_gone(kommune):
    make_vorlage(kommune, betreff="Bleibt")
    changed, gone = make_vorlage(kommune, betreff="Wird anders"), make_vorlage(kommune, betreff="Geht")
    abgleichen()
    before = rewind()

    Vorlage.objects.filter(pk=changed.pk).update(betreff="Ist anders")
    gone_address = f"{settings.SITE_URL}/oparl/v1.1/paper/{gone.schluessel}"
    gone.delete()
    make_vorlage(kommune, betreff="Neu")
    abgleichen()

    since = (before + timedelta(days=1)).isoformat()
    new = {one.get("name", one["id"]) for one in told(kommune, "paper", modified_since=since)}
    assert new == {"Ist anders", "Neu", gone_address}
    assert {one["name"] for one in told(kommune, "paper", created_since=since)} == {"Neu"}
    assert {one["name"] for one in told(kommune, "paper", modified_until=since)} == {"Bleibt"}
    assert {one["name"] for one in told(kommune, "paper", created_until=since)} == {"Bleibt", "Ist anders"}
    assert {one["name"] for one in told(kommune, "paper")} == {"Bleibt", "Ist anders", "Neu"}


def test_a_change_inside_is_a_change_of_the_paper(kommune):
    paper = make_full(kommune)
    abgleichen()
    before = rewind()

    Beratung.objects.filter(vorlage=paper, name="Kreistag").update(ja=31)
    abgleichen()

    since = (before + timedelta(days=1)).isoformat()
    assert [one["praeventionsketten:ja"] for one in told(kommune, "agendaItem", modified_since=since)] == [31]
    assert [one["name"] for one in told(kommune, "meeting", modified_since=since)] == ["Kreistag, 17.12.2018"]
    Beratung.objects.filter(vorlage=paper, name="Kreistag").update(rolle="vorberatung")
    abgleichen()
    assert [one["reference"] for one in told(kommune, "paper", modified_since=since)] == ["2018/053"]


def test_nothing_new_changes_nothing(kommune):
    make_full(kommune)
    assert abgleichen() > 0
    before = list(OparlObjekt.objects.values())

    assert abgleichen() == 0
    assert list(OparlObjekt.objects.values()) == before


def test_what_comes_back_keeps_its_address_and_its_first_day(kommune):
    paper = make_full(kommune)
    abgleichen()
    before = rewind()
    for public in (False, True):
        Vorlage.objects.filter(pk=paper.pk).update(is_public=public)
        abgleichen()

    [back] = told(kommune, "paper")
    assert back["id"] == f"{settings.SITE_URL}/oparl/v1.1/paper/{paper.schluessel}"
    assert back["created"].startswith(f"{timezone.localtime(before):%Y-%m-%d}")
    assert not back["modified"].startswith(f"{timezone.localtime(before):%Y-%m-%d}")


def test_without_inner_objects_on_request(kommune):
    make_full(kommune)
    abgleichen()

    [paper] = told(kommune, "paper", omit_internal="true")
    assert "consultation" not in paper
    assert "auxiliaryFile" not in paper
    assert "consultation" not in get(paper["id"], omit_internal="true")


def test_pages_are_followed_by_links_and_keep_the_filter(kommune):
    for number in range(5):
        make_vorlage(kommune, betreff=f"Vorlage {number}")
    abgleichen()

    first = get(body(kommune)["paper"], limit=2, created_since="2000-01-01T00:00:00+01:00")
    assert first["pagination"] == {"totalElements": 5, "elementsPerPage": 2, "currentPage": 1, "totalPages": 3}
    assert "prev" not in first["links"]
    assert "created_since=2000" in first["links"]["next"]
    names = [one["name"] for one in told(kommune, "paper", limit=2)]
    assert sorted(names) == [f"Vorlage {number}" for number in range(5)]


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        ({"modified_since": "gestern"}, "modified_since: „gestern“ ist kein vollständiger Zeitpunkt"),
        ({"modified_since": "2019-01-01"}, "ist kein vollständiger Zeitpunkt"),
        ({"page": "0"}, "page: „0“ ist keine Zahl ab 1."),
        ({"page": "²"}, "ist keine Zahl ab 1."),
        ({"limit": "-1"}, "limit: „-1“ ist keine Zahl ab 1."),
        ({"page": "9"}, "page: Die Liste hat 1 Seiten."),
    ],
)
def test_a_question_that_cannot_be_meant_is_answered_with_what_to_ask(kommune, words, hint):
    make_full(kommune)
    abgleichen()

    answer = Client().get(f"/oparl/v1.1/body/{kommune.pk}/paper", words)
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/json")
    assert hint in answer.json()["message"]


@pytest.mark.parametrize(
    "rest", ["paper/nie", "nichts/1", "body/999", "body/999/paper", "body/999/person", "body/1/nichts", "", "a/b/c", "system/x"]
)
def test_what_never_was_is_not_found_and_says_where_to_begin(kommune, rest):
    answer = Client().get(f"/oparl/v1.1/{rest}")
    assert answer.status_code == 404
    assert answer.json()["message"].endswith("/oparl/v1.1/system.")


def test_persons_are_not_kept_and_their_lists_are_empty(kommune):
    make_full(kommune)
    abgleichen()

    for what in ("person", "membership", "legislativeTermList", "locationList"):
        assert get(body(kommune)[what])["data"] == []


def test_pages_of_other_sites_may_ask_and_an_unchanged_answer_is_not_sent_twice(kommune):
    make_full(kommune)
    abgleichen()

    first = Client().get(SYSTEM)
    assert first["Access-Control-Allow-Origin"] == "*"
    assert not first.cookies
    assert Client().get(SYSTEM, headers={"If-None-Match": first["ETag"]}).status_code == 304


def test_a_changed_paper_is_a_changed_answer(kommune, django_capture_on_commit_callbacks):
    paper = make_full(kommune)
    abgleichen()
    address = f"/oparl/v1.1/paper/{paper.schluessel}"
    first = Client().get(address)
    connection.run_on_commit = []  # what the stage was set with counts as committed
    with django_capture_on_commit_callbacks(execute=True):
        Vorlage.objects.filter(pk=paper.pk).update(betreff="Ganz anders")

    assert Client().get(address, headers={"If-None-Match": first["ETag"]}).json()["name"] == "Ganz anders"


def test_a_kommune_is_listed_once_it_has_a_public_paper(kommune):
    make_vorlage(make_kommune(name="Landkreis Stille"), is_public=False)
    make_vorlage(kommune)
    abgleichen()

    assert [one["name"] for one in get("/oparl/v1.1/body")["data"]] == [kommune.name]


@pytest.mark.parametrize(
    "time",
    ["2019-01-01T00:00:00+23:00", "2019-01-01T00:00:00+01:00:00.5", "0001-01-01T00:00:00+01:00", "9999-12-31T23:59:59-01:00"],
)
def test_a_time_no_database_knows_is_answered_in_words_or_understood(kommune, time):
    make_full(kommune)
    abgleichen()

    assert Client().get(f"/oparl/v1.1/body/{kommune.pk}/paper", {"modified_since": time}).status_code in (200, 400)


def test_a_group_with_the_key_of_anothers_council_is_told_beside_it(kommune):
    """Keys come with the form: somebody may send one that belongs to a body of another Kommune."""
    paper = make_full(kommune)
    key = paper.beratungen.get(name="Kreistag").gremium.schluessel
    other = make_kommune(name="Landkreis Anderswo")
    make_gruppe(other, name="Runde", is_public=True, schluessel=key)
    make_vorlage(other, beratungen=[{"name": "Runde", "datum": date(2019, 1, 1)}])
    abgleichen()

    assert get(f"/oparl/v1.1/organization/{key}")["name"] == "Kreistag"
    assert [one["name"] for one in told(other, "organization")] == ["Runde"]
    assert [one["name"] for one in told(other, "meeting")] == ["Runde, 01.01.2019"]


def test_what_is_wrong_with_one_kommune_is_not_the_others_trouble(kommune):
    """A row that belongs to nobody's Kommune stands in the way of one; the others are noted, and the service says it failed."""
    other = make_kommune(name="Landkreis Anderswo")
    blocked, fine = make_vorlage(other, betreff="Gesperrt"), make_vorlage(kommune, betreff="Da")
    now = timezone.now()
    third = make_kommune(name="Landkreis Dritter")
    OparlObjekt.objects.create(kommune=third, art="paper", schluessel=blocked.schluessel, angelegt=now, geaendert=now)
    with pytest.raises(IntegrityError):
        abgleichen()

    assert [one["id"].rpartition("/")[2] for one in told(kommune, "paper")] == [fine.schluessel]


def test_related_are_all_of_a_number_but_never_itself(kommune):
    for subject in ("Erste", "Zweite"):
        make_vorlage(kommune, nummer="7", betreff=subject)
    make_vorlage(kommune, nummer="8", betreff="Danach", bezuege="7\n7\n8")
    abgleichen()

    danach = next(one for one in told(kommune, "paper") if one["name"] == "Danach")
    assert sorted(get(one)["name"] for one in danach["relatedPaper"]) == ["Erste", "Zweite"]


# ---------- However many ----------


def many(kommune, number):
    """Papers of a busy council, three stations each, without history."""
    papers = Vorlage.objects.bulk_create(
        [Vorlage(kommune=kommune, art="beschluss", betreff=f"Vorlage {i}", nummer=f"{i}", is_public=True) for i in range(number)]
    )
    gremium = make_vorlage(kommune, beratungen=[{"datum": date(2019, 1, 1)}]).beratungen.get().gremium
    day = date(2010, 1, 1)
    Beratung.objects.bulk_create(
        Beratung(vorlage=paper, name="Kreistag", gremium=gremium, datum=day + timedelta(days=i % 300), oeffentlich="ja", position=k)
        for i, paper in enumerate(papers)
        for k in range(3)
    )


def test_a_client_pages_through_5000_papers_with_the_same_queries_on_each_page(kommune, django_assert_num_queries):
    many(kommune, 4_999)
    abgleichen()

    address, seen = f"/oparl/v1.1/body/{kommune.pk}/paper", set()
    while address:
        with django_assert_num_queries(9):
            page = get(address)
        seen |= {one["id"] for one in page["data"]}
        address = page["links"].get("next")
    assert len(seen) == 5_000


@pytest.mark.parametrize("what", LISTS)
def test_each_list_costs_the_same_for_few_and_for_many(kommune, django_assert_max_num_queries, what):
    make_full(kommune)
    many(kommune, 150)
    abgleichen()

    with django_assert_max_num_queries(10):
        get(f"/oparl/v1.1/body/{kommune.pk}/{LISTS[what]}")
