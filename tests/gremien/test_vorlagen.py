"""Council papers in the portal: read in, kept, shown; and what of them nobody but their keepers sees."""

from datetime import date, timedelta

import icalendar
import pytest
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import RestrictedError
from django.urls import reverse
from django.utils import timezone

from gremien.models import Beschlusspunkt, Gremium, Vorlage
from netzwerke.models import Gruppe
from tests.factories import make_datei, make_gruppe, make_kommune, make_vorlage
from tests.kommunen.test_dateien import pdf
from tests.netzwerke.test_gruppen import begun

TEXT = (django_settings.BASE_DIR / "fixtures" / "demo" / "vorlagen" / "luechow-dannenberg_2018-053.txt").read_text()


def read_in(client, kommune, text=TEXT, **more):
    """Paste, look, take over."""
    url = reverse("gremien:vorlage_einlesen", args=[kommune.slug])
    page = client.post(url, {"text": text})
    sent = {"text": text, "kennung": page.context["kennung"], "pruefsumme": page.context["pruefsumme"], "taste": "uebernehmen"}
    return client.post(url, sent | more)


# ---------- Reading in ----------


def test_a_pasted_paper_is_shown_line_by_line_before_anything_is_made(login, kommune):
    page = login("koordination").post(reverse("gremien:vorlage_einlesen", args=[kommune.slug]), {"text": TEXT}).content.decode()

    assert "Jugendhilfeplanungsgruppe" in page
    assert "eine Gruppe, kein Gremium des Rates" in page
    assert page.count('<li class="zeile"') == sum(bool(line.strip()) for line in TEXT.splitlines())
    assert not Vorlage.objects.exists()


def test_taken_over_it_is_internal_with_its_stations_and_a_second_click_makes_no_second(login, kommune):
    client = login("koordination")
    page = client.post(reverse("gremien:vorlage_einlesen", args=[kommune.slug]), {"text": TEXT})
    sent = {"text": TEXT, "kennung": page.context["kennung"], "pruefsumme": page.context["pruefsumme"], "taste": "uebernehmen"}
    for _ in range(2):
        client.post(reverse("gremien:vorlage_einlesen", args=[kommune.slug]), sent)

    vorlage = Vorlage.objects.get()
    assert (vorlage.nummer, vorlage.is_public) == ("2018/053", False)
    gruppe = Gruppe.objects.get(name="Jugendhilfeplanungsgruppe")
    assert [(b.name, b.gruppe, b.gremium and b.gremium.nie_oeffentlich) for b in vorlage.beratungen.all()] == [
        ("Jugendhilfeplanungsgruppe", gruppe, None),
        ("Jugendhilfeausschuss", None, False),
        ("Kreisausschuss", None, True),
        ("Kreistag", None, False),
    ]
    assert (gruppe.art, gruppe.is_public) == ("planung", False)


def test_bodies_and_groups_that_are_there_are_meant(login, kommune):
    gruppe = make_gruppe(kommune, name="Jugendhilfeplanungsgruppe", art="planung")
    Gremium.objects.create(kommune=kommune, name="Kreistag")

    read_in(login("koordination"), kommune)
    read_in(login("koordination"), kommune)

    assert Gruppe.objects.get() == gruppe
    assert Gremium.objects.filter(name="Kreistag").count() == 1
    assert Vorlage.objects.count() == 2


def test_a_text_that_was_changed_after_the_review_is_reviewed_again(login, kommune):
    read_in(login("koordination"), kommune, text=TEXT, pruefsumme="0" * 16)

    assert not Vorlage.objects.exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Liebe Grüße", "weder eine Beratungsfolge noch"),
        ("", "Bitte fügen Sie den Text der Vorlage ein."),
        ("Beratungsfolge:\nKreistag\t17.12.2018\n", "Einen Betreff haben wir nicht erkannt"),
    ],
)
def test_what_cannot_be_read_is_said_and_stays_in_the_form(login, kommune, text, said):
    page = login("koordination").post(reverse("gremien:vorlage_einlesen", args=[kommune.slug]), {"text": text}).content.decode()

    assert said in page
    assert text.strip() in page


def test_a_paper_without_a_subject_is_not_made_and_says_so(login, kommune):
    page = read_in(login("koordination"), kommune, text="Beratungsfolge:\nKreistag\t17.12.2018\n").content.decode()

    assert "Vorlage, Betreff" in page
    assert not Vorlage.objects.exists()


# ---------- What others see ----------

GEHEIM = {
    "top": "N 9",
    "ergebnis": "mehrheit",
    "ja": 17,
    "nein": 13,
    "abweichend": "Nur halb so viel Geld.",
    "rolle": "vorberatung",
}


@pytest.mark.parametrize("station", [{"oeffentlich": "nein"}, {"oeffentlich": ""}, {"name": "Kreisausschuss", "oeffentlich": "ja"}])
def test_of_a_station_that_is_not_public_everybody_else_sees_body_and_date_only(login, kommune, station):
    station = {"name": "Ausschuss für Geheimes", "datum": date(2026, 3, 4)} | GEHEIM | station
    vorlage = make_vorlage(kommune, beratungen=[station])

    kept = login("koordination").get(vorlage.get_absolute_url()).content.decode()
    assert all(words in kept for words in ("N 9", "17 Ja, 13 Nein", "Nur halb so viel Geld."))
    for role in ("anonym", "fremde"):
        for url in (vorlage.get_absolute_url(), reverse("gremien:gremien", args=[kommune.slug])):
            page = login(role).get(url).content.decode()
            assert not any(words in page for words in ("N 9", "17 Ja", "13 Nein", "Nur halb", "Vorberatung", "mit Mehrheit"))
        page = login(role).get(vorlage.get_absolute_url()).content.decode()
        assert "04.03.2026" in page
        assert station["name"] in page


def test_beschlossen_is_said_only_where_nothing_hidden_comes_after(login, kommune):
    decided = {"name": "Rat", "rolle": "entscheidung", "ergebnis": "einstimmig", "datum": date(2026, 3, 4)}
    hidden = {"name": "Kreisausschuss", "rolle": "entscheidung", "ergebnis": "abgelehnt"}
    before, after = make_vorlage(kommune, beratungen=[hidden, decided]), make_vorlage(kommune, beratungen=[decided, hidden])

    assert "beschlossen am 04.03.2026" in login("anonym").get(before.get_absolute_url()).content.decode()
    page = login("anonym").get(after.get_absolute_url()).content.decode()
    assert "Rat: angenommen am 04.03.2026" in page
    assert "beschlossen am" not in page


def test_the_state_of_a_paper_does_not_tell_what_was_decided_behind_closed_doors(login, kommune):
    vorlage = make_vorlage(
        kommune,
        beratungen=[{"oeffentlich": "nein", "rolle": "entscheidung", "ergebnis": "abgelehnt", "datum": date(2026, 3, 4)}],
    )

    assert "abgelehnt" in login("koordination").get(vorlage.get_absolute_url()).content.decode()
    for url in (vorlage.get_absolute_url(), reverse("gremien:gremien", args=[kommune.slug])):
        assert "abgelehnt" not in login("anonym").get(url).content.decode()


def test_an_internal_paper_exists_only_for_those_who_keep_it(login, kommune):
    vorlage = make_vorlage(kommune, betreff="Noch vertraulich", is_public=False)
    anlage = vorlage.anlagen.create(titel="Konzept", datei=make_datei(kommune))

    assert login("koordination").get(vorlage.get_absolute_url()).status_code == 200
    for role in ("anonym", "fremde"):
        assert login(role).get(vorlage.get_absolute_url()).status_code == 404
        assert "Noch vertraulich" not in login(role).get(reverse("gremien:gremien", args=[kommune.slug])).content.decode()
        datei = reverse("gremien:anlage_datei", args=[kommune.slug, vorlage.schluessel, anlage.schluessel])
        assert login(role).get(datei).status_code == 404


def test_a_related_paper_is_linked_only_for_those_who_may_read_it(login, kommune):
    andere = make_vorlage(kommune, nummer="2017/688", betreff="Der Anfang", is_public=False)
    vorlage = make_vorlage(kommune, bezuege="2017/688")

    assert andere.get_absolute_url() in login("koordination").get(vorlage.get_absolute_url()).content.decode()
    page = login("anonym").get(vorlage.get_absolute_url()).content.decode()
    assert "2017/688" in page
    assert "Der Anfang" not in page


def test_an_internal_group_is_named_as_the_paper_names_it_and_not_linked(login, kommune):
    gruppe = make_gruppe(kommune, name="Planungsgruppe", is_public=False)
    vorlage = make_vorlage(kommune, beratungen=[{"name": "Planungsgruppe"}])

    assert gruppe.get_absolute_url() in login("koordination").get(vorlage.get_absolute_url()).content.decode()
    page = login("anonym").get(vorlage.get_absolute_url()).content.decode()
    assert "Planungsgruppe" in page
    assert gruppe.get_absolute_url() not in page


def test_neither_yes_nor_no_is_no_answer(login, kommune):
    vorlage = make_vorlage(kommune, kosten_erarbeitung="39 EUR")
    page = login("anonym").get(vorlage.get_absolute_url()).content.decode()

    assert "39 EUR" in page
    assert "keine Angabe" in page


# ---------- Where a paper stands ----------

GESTERN, MORGEN = timezone.localdate() - timedelta(days=1), timezone.localdate() + timedelta(days=1)


@pytest.mark.parametrize(
    ("stations", "said"),
    [
        ([], "noch keine Beratung eingetragen"),
        ([{}], "Termine stehen noch nicht fest"),
        ([{"datum": MORGEN}], f"wird beraten: Kreistag am {MORGEN:%d.%m.%Y}"),
        ([{"datum": GESTERN}], f"zuletzt beraten am {GESTERN:%d.%m.%Y}"),
        ([{"datum": GESTERN, "rolle": "entscheidung", "ergebnis": "einstimmig"}], f"beschlossen am {GESTERN:%d.%m.%Y}"),
        ([{"rolle": "entscheidung", "ergebnis": "mehrheit", "abweichend": "Ab 2027."}], "geändert beschlossen"),
        ([{"rolle": "entscheidung", "ergebnis": "abgelehnt"}, {"datum": MORGEN}], "abgelehnt"),
        ([{"datum": GESTERN, "rolle": "vorberatung", "ergebnis": "einstimmig"}, {"datum": MORGEN}], "wird beraten"),
        ([{"rolle": "kenntnisnahme", "ergebnis": "kenntnis"}], "zur Kenntnis genommen"),
        ([{"datum": GESTERN, "rolle": "entscheidung", "ergebnis": "vertagt"}, {"datum": MORGEN}], "wird beraten"),
    ],
)
def test_where_it_stands_is_said_in_one_line(client, kommune, stations, said):
    vorlage = make_vorlage(kommune, beratungen=stations)

    for url in (vorlage.get_absolute_url(), reverse("gremien:gremien", args=[kommune.slug])):
        assert said in client.get(url).content.decode()


def test_the_list_begins_with_what_was_last_beraten_and_names_what_comes(client, kommune):
    make_vorlage(kommune, betreff="Alt", datum=date(2019, 1, 1))
    make_vorlage(kommune, betreff="Neu", beratungen=[{"datum": MORGEN}])
    make_vorlage(kommune, betreff="Mittel", beratungen=[{"datum": date(2024, 5, 6)}])
    page = client.get(reverse("gremien:gremien", args=[kommune.slug])).content.decode()

    assert page.index(">Neu<") < page.index(">Mittel<") < page.index(">Alt<")
    assert f"{MORGEN:%d.%m.}</b>" in page


def test_the_list_needs_the_same_queries_for_one_and_for_three(client, kommune, django_assert_num_queries):
    def look():
        client.get(reverse("gremien:gremien", args=[kommune.slug]))

    make_vorlage(kommune, beratungen=[{}, {"name": "Rat"}])
    look()
    with django_assert_num_queries(4):
        look()
    for _ in range(2):
        make_vorlage(kommune, beratungen=[{}, {"name": "Rat"}, {"name": "Ausschuss"}])
    with django_assert_num_queries(4):
        look()


# ---------- Keeping it ----------


def form(vorlage, **felder):
    return {"name": "Kreistag", "oeffentlich": "ja", "platz": "1", "laut_vorschlag": "", "schluessel": ""} | felder


def test_a_station_takes_its_place_and_moves_the_others_on(login, kommune):
    vorlage = make_vorlage(kommune, beratungen=[{"name": "Ausschuss"}, {"name": "Kreistag"}])

    url = reverse("gremien:beratung_neu", args=[kommune.slug, vorlage.schluessel])
    login("koordination").post(url, form(vorlage, name="Jugendhilfeausschuss", platz="2", schluessel="0123456789ab"))

    assert [b.name for b in vorlage.beratungen.all()] == ["Ausschuss", "Jugendhilfeausschuss", "Kreistag"]
    assert [b.position for b in vorlage.beratungen.all()] == [0, 1, 2]


def test_a_result_is_entered_after_the_meeting(login, kommune, client):
    vorlage = make_vorlage(kommune, beratungen=[{"datum": GESTERN, "rolle": "entscheidung"}])
    eine = vorlage.beratungen.get()
    sent = form(
        vorlage, datum=GESTERN.isoformat(), rolle="entscheidung", ergebnis="mehrheit", ja="20", nein="3", enthaltungen="1", top="7"
    )

    login("koordination").post(
        reverse("gremien:beratung", args=[kommune.slug, vorlage.schluessel, eine.schluessel]), sent | {"laut_vorschlag": "True"}
    )

    page = client.get(vorlage.get_absolute_url()).content.decode()
    assert "20 Ja, 3 Nein, 1 Enthaltung)" in page
    assert "wie vorgeschlagen" in page
    assert "beschlossen am" in page


@pytest.mark.parametrize(
    ("felder", "said"),
    [
        ({"name": ""}, "Bitte geben Sie an, wer berät."),
        ({"ergebnis": "einstimmig", "nein": "2"}, "Einstimmig heißt ohne Nein-Stimmen"),
        ({"ja": "viele"}, "Bitte geben Sie eine ganze Zahl an."),
        ({"platz": ""}, "an welcher Stelle beraten wird"),
        ({"datum": "31.02.2026"}, "Bitte geben Sie den Tag so an"),
    ],
)
def test_what_is_wrong_with_a_station_is_said_and_nothing_is_lost(login, kommune, felder, said):
    vorlage = make_vorlage(kommune)
    url = reverse("gremien:beratung_neu", args=[kommune.slug, vorlage.schluessel])
    page = login("koordination").post(url, form(vorlage, abweichend="Ein langer Text.") | felder).content.decode()

    assert said in page
    assert "Ein langer Text." in page
    assert not vorlage.beratungen.exists()


def test_two_who_write_in_one_field_both_find_their_words(login, kommune):
    vorlage = make_vorlage(kommune, sachverhalt="Alt.")
    client = login("koordination")
    url = reverse("gremien:text", args=[kommune.slug, vorlage.schluessel])
    began = client.get(url).context["form"].initial["anfang"]
    Vorlage.objects.filter(pk=vorlage.pk).update(sachverhalt="Von der anderen.", bericht_an="dem Rat")

    page = client.post(url, {"sachverhalt": "Von mir.", "anfang": began}).content.decode()

    assert "Von der anderen." in page
    assert "Von mir." in page
    vorlage.refresh_from_db()
    assert (vorlage.sachverhalt, vorlage.bericht_an) == ("Von der anderen.", "dem Rat")


def test_a_row_of_another_paper_is_out_of_reach(login, kommune):
    fremd = make_vorlage(make_kommune(), beratungen=[{}])
    vorlage = make_vorlage(kommune)

    url = reverse("gremien:beratung", args=[kommune.slug, vorlage.schluessel, fremd.beratungen.get().schluessel])
    assert login("koordination").get(url).status_code == 404
    assert login("koordination").post(url, {"taste": "loeschen"}).status_code == 404
    assert fremd.beratungen.exists()


def test_a_second_click_enters_no_second_row(login, kommune):
    vorlage = make_vorlage(kommune)
    client = login("koordination")
    for art, felder in (
        ("beratung", form(vorlage)), ("beschlusspunkt", {"text": "Zustimmen.", "stand": "offen"}), ("anlage", {"titel": "Konzept"}),
    ):  # fmt: skip
        for _ in range(2):
            url = reverse(f"gremien:{art}_neu", args=[kommune.slug, vorlage.schluessel])
            client.post(url, felder | {"schluessel": f"{len(art):012x}"})

    assert [getattr(vorlage, rows).count() for rows in ("beratungen", "beschlusspunkte", "anlagen")] == [1, 1, 1]


def test_an_annex_has_a_file_or_a_link_or_does_not_lie_here(login, kommune, client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    vorlage = make_vorlage(kommune)
    vorlage.anlagen.create(titel="Ohne alles")
    datei = vorlage.anlagen.create(titel="Mit Datei", datei=make_datei(kommune), position=1)

    page = client.get(vorlage.get_absolute_url()).content.decode()
    assert "liegt nicht bei" in page
    answer = client.get(reverse("gremien:anlage_datei", args=[kommune.slug, vorlage.schluessel, datei.schluessel]))
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    url = reverse("gremien:anlage", args=[kommune.slug, vorlage.schluessel, datei.schluessel])
    page = login("koordination").post(url, {"titel": "Mit Datei", "url": "https://example.org/a.pdf"}).content.decode()
    assert "Bitte entweder eine Datei oder eine Adresse angeben" in page


@pytest.mark.parametrize("change", [{"neue_datei": True}, {"datei_weg": "on"}], ids=["another file", "no file"])
def test_a_file_somebody_else_has_put_there_meanwhile_is_not_replaced_unseen(login, kommune, settings, tmp_path, change):
    settings.MEDIA_ROOT = tmp_path
    anlage = make_vorlage(kommune).anlagen.create(titel="Konzept", datei=make_datei(kommune))
    url = reverse("gremien:anlage", args=[kommune.slug, anlage.vorlage.schluessel, anlage.schluessel])
    client = login("koordination")
    mine = begun(client, url) | change
    if "neue_datei" in mine:
        mine["neue_datei"] = SimpleUploadedFile("meins.pdf", pdf())
    theirs = make_datei(kommune)
    anlage.datei = theirs
    anlage.save()

    page = client.post(url, mine).content.decode()

    assert "Inzwischen hat jemand anderes hier eine Datei abgelegt." in page
    anlage.refresh_from_db()
    assert anlage.datei == theirs


def test_deleting_a_group_leaves_its_station_with_the_name_of_the_paper(kommune):
    gruppe = make_gruppe(kommune, name="Planungsgruppe")
    vorlage = make_vorlage(kommune, beratungen=[{"name": "Planungsgruppe"}])
    assert vorlage.beratungen.get().gruppe == gruppe

    gruppe.delete()

    assert (vorlage.beratungen.get().name, vorlage.beratungen.get().gruppe) == ("Planungsgruppe", None)


# ---------- In calendars ----------


def calendar(client, kommune=None):
    url = reverse("kalender_kommune", args=[kommune.slug]) if kommune else reverse("kalender")
    return {str(event["summary"]): event for event in icalendar.Calendar.from_ical(client.get(url).content).walk("VEVENT")}


def test_stations_with_a_day_are_in_the_calendars_of_the_kommune_and_of_all(login, kommune, client):
    vorlage = make_vorlage(kommune, beratungen=[{"datum": MORGEN, "top": "7"}, {"name": "Rat"}])

    for feed in (calendar(client, kommune), calendar(client)):
        event = feed["Kreistag: Familienzentren ausbauen"]
        assert (event.decoded("dtstart"), event["sequence"], str(event["status"])) == (MORGEN, 0, "CONFIRMED")
        assert str(event["url"]).endswith(vorlage.get_absolute_url())
        assert len(feed) == 1
    assert calendar(client, make_kommune()) == {}
    eine = vorlage.beratungen.first()
    url = reverse("gremien:beratung", args=[kommune.slug, vorlage.schluessel, eine.schluessel])
    login("koordination").post(url, form(vorlage, datum=(MORGEN + timedelta(days=7)).isoformat(), ergebnis="abgesetzt"))
    event = calendar(client)["Kreistag: Familienzentren ausbauen"]
    assert (event["sequence"], str(event["status"])) == (1, "CANCELLED")


def test_a_calendar_holds_nothing_that_is_not_public_whoever_subscribes(login, kommune):
    make_vorlage(kommune, betreff="Noch vertraulich", is_public=False, beratungen=[{"datum": MORGEN}])
    make_vorlage(kommune, beratungen=[{"name": "Kreisausschuss", "datum": MORGEN, **GEHEIM, "ergebnis": "abgesetzt"}])

    for role in ("anonym", "koordination", "fachadmin"):
        feed = calendar(login(role), kommune)
        assert list(feed) == ["Kreisausschuss: Familienzentren ausbauen"]
        assert str(feed["Kreisausschuss: Familienzentren ausbauen"]["status"]) == "CONFIRMED"
        assert not {"description", "location"} & set(feed["Kreisausschuss: Familienzentren ausbauen"])


# ---------- Nothing comes out by the back door ----------


def test_a_body_that_stations_use_cannot_be_deleted(kommune, client):
    vorlage = make_vorlage(kommune, beratungen=[{"name": "Kreisausschuss", "ergebnis": "abgelehnt", "top": "N 7"}])
    assert vorlage.beratungen.get().gremium.nie_oeffentlich

    with pytest.raises(RestrictedError):
        Gremium.objects.all().delete()
    assert "abgelehnt" not in client.get(vorlage.get_absolute_url()).content.decode()
    kommune.vorlagen.all().delete()
    Gremium.objects.all().delete()


@pytest.mark.parametrize("name", ["Kreisausschuss (KA)", "Verwaltungsausschuß", "Kreisausschuss des Landkreises"])
def test_a_main_committee_is_never_public_however_it_is_written(kommune, client, name):
    vorlage = make_vorlage(kommune, beratungen=[{"name": name, "ergebnis": "abgelehnt"}])
    assert "abgelehnt" not in client.get(vorlage.get_absolute_url()).content.decode()

    vorlage.beratungen.update(gremium=None)  # however that came about
    assert "abgelehnt" not in client.get(vorlage.get_absolute_url()).content.decode()


def test_notes_about_a_decision_are_for_those_who_keep_it(login, kommune):
    vorlage = make_vorlage(kommune)
    Beschlusspunkt.objects.create(vorlage=vorlage, position=0, text="Ein Familienbüro.", anmerkung="KA war dagegen")

    assert "KA war dagegen" in login("koordination").get(vorlage.get_absolute_url()).content.decode()
    page = login("anonym").get(vorlage.get_absolute_url()).content.decode()
    assert "Ein Familienbüro." in page
    assert "KA war dagegen" not in page


# ---------- What nobody expects ----------


def test_going_back_and_correcting_a_new_row_saves_the_correction(login, kommune):
    vorlage = make_vorlage(kommune)
    new = reverse("gremien:beschlusspunkt_neu", args=[kommune.slug, vorlage.schluessel])
    key = login("koordination").get(new).context["form"]["schluessel"].value()
    for text in ("Ein Familienbüro.", "Zwei Familienbüros."):
        login("koordination").post(new, {"schluessel": key, "text": text, "stand": "offen"})

    assert [punkt.text for punkt in vorlage.beschlusspunkte.all()] == ["Zwei Familienbüros."]


def test_going_back_and_pasting_another_text_makes_another_paper(login, kommune):
    client = login("koordination")
    url = reverse("gremien:vorlage_einlesen", args=[kommune.slug])
    number = client.get(url).context["kennung"]
    for nummer in ("2018/053", "2019/001"):
        text = TEXT.replace("2018/053", nummer)
        page = client.post(url, {"text": text, "kennung": number})
        client.post(url, {"text": text, "kennung": number, "pruefsumme": page.context["pruefsumme"], "taste": "uebernehmen"})

    assert set(Vorlage.objects.values_list("nummer", flat=True)) == {"2018/053", "2019/001"}


@pytest.mark.parametrize("number", ["", "…", "0" * 12])
def test_the_number_of_a_form_need_not_be_one(login, kommune, number):
    other = make_kommune()
    for town in (kommune, other):
        read_in(login("fachadmin"), town, kennung=number)

    assert Vorlage.objects.filter(kommune=kommune).count() == Vorlage.objects.filter(kommune=other).count() == 1


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("Das Vorhaben läuft vom 01.01.2020 bis 31.12.2019.", ("", "")),
        ("Das Vorhaben läuft vom 01.01.2020 bis zum 31.12.2199.", ("2020-01-01", "")),
    ],
)
def test_times_that_cannot_be_meant_make_no_project_impossible(login, kommune, text, times):
    vorlage = make_vorlage(kommune, sachverhalt=text)
    answer = login("koordination").post(reverse("gremien:vorhaben_daraus", args=[kommune.slug, vorlage.schluessel]))

    vorhaben = vorlage.vorhaben.get()
    assert answer.url == vorhaben.get_absolute_url()
    assert (vorhaben.von, vorhaben.bis) == times
