"""Editing a profile: drafts, preview, publishing, versions; and that nobody ever loses a sentence."""

import re

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from kommunen.models import Abschnitt, Fassung, Kontakt, Termin
from kommunen.redaktion import actions
from kommunen.redaktion.stand import stand
from tests.conftest import angemeldet
from tests.factories import make_datei, make_download, make_entwurf, make_kommune, make_kontakt, make_nutzer

JSON = {"taste": "selbst"}


@pytest.fixture
def seite(login, kommune):
    """The editing pages of one section, as two people see them: seite("ziele").form() reads, .send(...) saves."""

    class Seite:
        def __init__(self, art, client):
            self.client, self.url = client, reverse("kommunen:bearbeiten", args=[kommune.slug, art])

        def form(self):
            """What the page's form would send if nothing were changed."""
            return fields(self.client.get(self.url))

        def send(self, data, **changes):
            return self.client.post(self.url, data | changes)

    erste = login("koordination")
    zweite = angemeldet(make_nutzer(coordinates=[kommune], name="Zweite Person"))
    return lambda art, wer="erste": Seite(art, erste if wer == "erste" else zweite)


def fields(response):
    """Names and values of the form with which a section is edited."""
    html = response.content.decode()
    form = html[html.index("data-entwurf") : html.index("</form>", html.index("data-entwurf"))]
    data = {}
    for tag in re.findall(r"<input[^>]*>", form):
        attrs = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if "name" in attrs and attrs.get("type") not in ("file", "checkbox", "submit"):
            data[attrs["name"]] = unescaped(attrs.get("value", ""))
        elif attrs.get("type") == "checkbox" and " checked" in tag:
            data[attrs["name"]] = "on"
    for name, text in re.findall(r'<textarea[^>]*?name="([^"]+)"[^>]*>\n?(.*?)</textarea>', form, re.S):
        data[name] = unescaped(text)
    for name, options in re.findall(r'<select[^>]*?name="([^"]+)"[^>]*>(.*?)</select>', form, re.S):
        chosen = re.search(r'value="([^"]*)"\s+selected', options)
        data[name] = chosen[1] if chosen else re.search(r'value="([^"]*)"', options)[1]
    data.pop("csrfmiddlewaretoken", None)
    return data


def unescaped(text):
    from html import unescape

    return unescape(text)


def text(response):
    return response.content.decode()


def public(kommune):
    return text(Client().get(kommune.get_absolute_url()))


def publish(client, kommune, *arten):
    data = {f"fassung-{art}": stand(kommune, art).nummer for art in arten} | {"abschnitt": arten}
    return client.post(reverse("kommunen:veroeffentlichen", args=[kommune.slug]), data, follow=True)


# ---------- Draft, preview, publish ----------


def test_a_saved_draft_is_seen_in_the_preview_and_by_nobody_else(seite, kommune, login):
    ziele = seite("ziele")
    ziele.send(ziele.form(), ziele="Kein Kind geht verloren.")

    preview = reverse("vorschau", args=[kommune.slug])
    assert "Kein Kind geht verloren." in text(login("koordination").get(preview))
    assert "Kein Kind geht verloren." in text(login("fachadmin").get(preview))
    assert login("fremde").get(preview).status_code == 403
    for role in ("anonym", "fremde"):
        assert "Kein Kind geht verloren." not in text(login(role).get(kommune.get_absolute_url()))


def test_publishing_shows_it_to_everybody_and_names_the_section(seite, kommune):
    ziele = seite("ziele")
    ziele.send(ziele.form(), ziele="Kein Kind geht verloren.")

    page = publish(ziele.client, kommune, "ziele")

    assert "Veröffentlicht: Ziele und Projektbausteine" in text(page)
    assert "Kein Kind geht verloren." in public(kommune)


def test_of_two_drafts_one_can_be_published_alone(seite, kommune):
    make_entwurf(kommune, "ziele", ziele="Fertiges Ziel")
    make_entwurf(kommune, "grund", grund="Unfertiger Grund")

    publish(seite("ziele").client, kommune, "ziele")

    page = public(kommune)
    assert "Fertiges Ziel" in page
    assert "Unfertiger Grund" not in page
    assert stand(kommune, "grund").entwurf


def test_a_profile_goes_public_with_all_its_sections_at_first(login, kommune):
    kommune.profil.is_published = False
    kommune.profil.save()
    for art in ("ziele", "grund"):
        make_entwurf(kommune, art, **{art: f"Text zu {art}"})

    publish(login("koordination"), kommune, "ziele")
    assert "Das Profil folgt" in public(kommune)

    publish(login("koordination"), kommune, "ziele", "grund")
    assert "Text zu ziele" in public(kommune)
    assert "Text zu grund" in public(kommune)


def test_what_was_not_previewed_is_not_published(seite, kommune):
    make_entwurf(kommune, "ziele", ziele="Gesehen")
    seen = stand(kommune, "ziele").nummer
    make_entwurf(kommune, "ziele", ziele="Inzwischen weitergeschrieben")

    data = {"abschnitt": ["ziele"], "fassung-ziele": seen}
    page = seite("ziele").client.post(reverse("kommunen:veroeffentlichen", args=[kommune.slug]), data, follow=True)

    assert "Inzwischen wurde weitergeschrieben" in text(page)
    assert "weitergeschrieben" not in public(kommune)


def test_publishing_twice_has_one_effect(seite, kommune):
    make_entwurf(kommune, "ziele", ziele="Einmal")
    data = {"abschnitt": ["ziele"], "fassung-ziele": stand(kommune, "ziele").nummer}
    url = reverse("kommunen:veroeffentlichen", args=[kommune.slug])

    for _ in range(2):
        seite("ziele").client.post(url, data)

    assert Fassung.objects.filter(veroeffentlicht_am__isnull=False, inhalt__ziele="Einmal").count() == 1


def test_a_date_without_a_day_is_kept_as_a_draft_and_named_before_publishing(seite, kommune):
    termine = seite("termine")
    termine.send(termine.form(), **{"termine-0-titel": "Fachtag"})
    assert stand(kommune, "termine").inhalt["termine"][0]["titel"] == "Fachtag"

    page = text(publish(termine.client, kommune, "termine"))

    assert "Noch nicht veröffentlicht. Termine: Termin 1: Es fehlt noch: Datum." in page
    assert "Bevor Sie veröffentlichen können, ist noch etwas zu klären" in page
    assert not Termin.objects.exists()


def test_a_part_larger_than_its_whole_is_named_before_publishing(seite, kommune):
    kennzahlen = seite("kennzahlen")
    kennzahlen.send(kennzahlen.form(), **{"kennzahlen-0-art": "einwohner", "kennzahlen-0-wert": "17.400"})
    publish(kennzahlen.client, kommune, "kennzahlen")
    kennzahlen.send(kennzahlen.form(), taste="neu:kennzahlen")
    kennzahlen.send(kennzahlen.form(), **{"kennzahlen-1-art": "kinder_u10", "kennzahlen-1-wert": "167.000"})

    page = text(publish(kennzahlen.client, kommune, "kennzahlen"))

    assert "Kinder unter 10 Jahren (167.000) sind mehr als alle Einwohnerinnen und Einwohner (17.400)." in page
    assert [figure.art for figure in kommune.kennzahlen.all()] == ["einwohner"]


def test_an_entry_nobody_filled_in_is_not_published(seite, kommune):
    termine = seite("termine")
    termine.send(termine.form(), **{"termine-0-titel": "Fachtag", "termine-0-datum": "2030-05-01", "taste": "neu:termine"})
    assert len(stand(kommune, "termine").inhalt["termine"]) == 2

    publish(termine.client, kommune, "termine")

    assert [termin.titel for termin in kommune.termine.all()] == ["Fachtag"]


def test_giving_up_a_draft_leaves_what_is_public_and_keeps_the_draft_among_the_versions(seite, kommune):
    make_entwurf(kommune, "ziele", ziele="Verworfene Idee")

    seite("ziele").client.post(reverse("kommunen:verwerfen", args=[kommune.slug, "ziele"]))

    assert stand(kommune, "ziele").entwurf is None
    assert Fassung.objects.filter(inhalt__ziele="Verworfene Idee").exists()


# ---------- Buttons of a list ----------


def test_entries_are_added_moved_and_removed_with_buttons(seite, kommune):
    make_kontakt(kommune, funktionen="Erste", position=0)
    make_kontakt(kommune, funktionen="Zweite", position=1)
    kontakt = seite("kontakt")

    def names():
        return [eintrag["funktionen"] for eintrag in stand(kommune, "kontakt").inhalt["kontakte"]]

    form = kontakt.form()
    kontakt.send(form, taste=f"hoch:{form['kontakte-1-schluessel']}")
    assert names() == ["Zweite", "Erste"]
    form = kontakt.form()
    kontakt.send(form, taste="neu:kontakte")
    assert names() == ["Zweite", "Erste", ""]
    form = kontakt.form()
    kontakt.send(form, taste=f"weg:{form['kontakte-0-schluessel']}")
    assert names() == ["Erste", ""]


def test_a_new_entry_saved_again_from_the_same_page_stays_one_entry(seite, kommune):
    termine = seite("termine")
    form = termine.form()

    for title in ("Fach", "Fachtag"):
        termine.send(form, **{"termine-0-titel": title})

    assert [eintrag["titel"] for eintrag in stand(kommune, "termine").inhalt["termine"]] == ["Fachtag"]


@pytest.mark.parametrize(
    ("art", "changes", "says"),
    [
        ("kontakt", {"kontakte-0-plz": "2133"}, "Kontakt 1, Postleitzahl: Eine Postleitzahl hat fünf Ziffern."),
        ("kontakt", {"kontakte-0-email": "ohne at"}, "Bitte geben Sie eine vollständige Adresse an"),
        ("kennzahlen", {"kennzahlen-0-wert": "1.5"}, "ist nicht eindeutig. Bitte schreiben Sie Dezimalstellen mit Komma: 1,5"),
        ("kennzahlen", {"kennzahlen-0-stichtag": "neulich"}, "verstehen wir nicht als Tag"),
        ("kennzahlen", {"kennzahlen-0-stichtag": "31.12.2044"}, "Dieser Tag liegt in der Zukunft."),
        ("kennzahlen", {"kennzahlen-0-art": "kinder_u10", "kennzahlen-0-wert": "9,6 %"}, "Hier wird eine Anzahl erwartet."),
        ("kennzahlen", {"kennzahlen-0-art": "kinder_u10", "kennzahlen-0-wert": "16,667"}, "Ist 16.667 gemeint?"),
        ("kennzahlen", {"kennzahlen-0-art": "kinder_u10", "kennzahlen-0-wert": "9,6"}, "Ist ein Anteil in Prozent gemeint?"),
        ("kennzahlen", {"kennzahlen-0-art": "anteil_u10", "kennzahlen-0-wert": "160"}, "Ein Anteil kann nicht über 100 Prozent"),
        ("termine", {"termine-0-anmeldung": "fruehehilfen@example.org"}, "Das ist eine E-Mail-Adresse."),
        ("termine", {"termine-0-ende": "09:00"}, "Zum Ende gehört ein Beginn."),
        ("termine", {"termine-0-beginn": "10:00", "termine-0-ende": "09:00"}, "Das Ende liegt nicht nach dem Beginn."),
        ("termine", {"termine-0-datum": "2030-02-31"}, "Bitte geben Sie den Tag so an"),
    ],
)
def test_what_cannot_be_read_is_said_with_its_place_and_stays_in_the_form(art, changes, says, seite, kommune):
    page = seite(art)

    response = page.send(page.form(), **changes)

    assert says in unescaped(text(response))
    assert fields(response) | changes == fields(response)
    assert not Fassung.objects.exists()
    assert page.send(page.form(), **changes, taste="selbst").status_code == 422


def test_a_figure_is_typed_the_german_way_and_published_as_typed(seite, kommune):
    kennzahlen = seite("kennzahlen")
    figure = {"art": "sgb2_quote_u10", "wert": "23,20 %", "naeherung": "etwa", "stichtag": "März 2017", "quelle": "BA"}
    kennzahlen.send(kennzahlen.form(), **{f"kennzahlen-0-{name}": wert for name, wert in figure.items()})

    publish(kennzahlen.client, kommune, "kennzahlen")

    page = public(kommune)
    assert "etwa 23,20\u202f%" in page
    assert "März 2017, BA" in page
    assert kennzahlen.form()["kennzahlen-0-wert"] == "23,20"


# ---------- Nobody overwrites anybody ----------


def test_two_who_change_different_fields_both_find_their_sentences(seite, kommune):
    first, second = seite("ziele"), seite("ziele", "zweite")
    at_once = first.form(), second.form()

    first.send(at_once[0], ziele="Ziel der ersten")
    second.send(at_once[1], schwerpunkt="Schwerpunkt der zweiten")

    inhalt = stand(kommune, "ziele").inhalt
    assert (inhalt["ziele"], inhalt["schwerpunkt"]) == ("Ziel der ersten", "Schwerpunkt der zweiten")


def test_two_who_change_the_same_field_see_both_texts_and_the_later_one_decides(seite, kommune):
    first, second = seite("ziele"), seite("ziele", "zweite")
    at_once = first.form(), second.form()
    first.send(at_once[0], ziele="Satz der ersten")

    response = second.send(at_once[1], ziele="Satz der zweiten")

    page = text(response)
    assert response.status_code == 409
    assert "Zwei haben gleichzeitig geschrieben" in page
    assert "Satz der ersten" in page
    assert fields(response)["ziele"] == "Satz der zweiten"
    assert stand(kommune, "ziele").inhalt["ziele"] == "Satz der ersten"  # nothing is overwritten before she decides
    second.send(fields(response), ziele="Satz der ersten. Satz der zweiten.")
    assert stand(kommune, "ziele").inhalt["ziele"] == "Satz der ersten. Satz der zweiten."


def test_the_later_one_takes_the_other_text_with_one_button(seite, kommune):
    first, second = seite("ziele"), seite("ziele", "zweite")
    at_once = first.form(), second.form()
    first.send(at_once[0], ziele="Satz der ersten")
    response = second.send(at_once[1], ziele="Satz der zweiten")

    response = second.send(fields(response), nehmen="ziele")

    assert fields(response)["ziele"] == "Satz der ersten"


def test_who_closes_the_page_instead_of_deciding_finds_her_text_among_the_versions(seite, kommune):
    first, second = seite("ziele"), seite("ziele", "zweite")
    at_once = first.form(), second.form()
    first.send(at_once[0], ziele="Satz der ersten")
    second.send(at_once[1], ziele="Satz der zweiten")

    page = text(second.client.get(reverse("kommunen:fassungen", args=[kommune.slug]), {"q": "Satz der zweiten"}))

    assert "aufbewahrt: gleichzeitig mit jemand anderem geschrieben" in page


def test_what_another_saved_is_not_undone_by_a_form_that_never_saw_it(seite, kommune):
    """The first saves twice from one open page; in between the second changes another field."""
    first, second = seite("ziele"), seite("ziele", "zweite")
    open_page = first.form()
    first.send(open_page, ziele="Eins")
    second.send(second.form(), schwerpunkt="Dazwischen")
    first.send(open_page, ziele="Eins und zwei")
    first.send(open_page, ziele="Eins, zwei und drei")

    inhalt = stand(kommune, "ziele").inhalt
    assert (inhalt["ziele"], inhalt["schwerpunkt"]) == ("Eins, zwei und drei", "Dazwischen")


def test_going_back_in_the_browser_is_no_quarrel_with_oneself(seite, kommune):
    ziele = seite("ziele")
    old_page = ziele.form()
    ziele.send(old_page, ziele="Erster Stand")

    response = ziele.send(old_page, ziele="Zweiter Stand")

    assert response.status_code == 302
    assert stand(kommune, "ziele").inhalt["ziele"] == "Zweiter Stand"


def test_a_double_click_makes_one_version(seite, kommune):
    ziele = seite("ziele")
    form = ziele.form()

    for _ in range(2):
        ziele.send(form, ziele="Nur einmal")

    assert Fassung.objects.filter(inhalt__ziele="Nur einmal").count() == 1


def test_a_save_whose_answer_was_lost_can_be_repeated(seite, kommune):
    ziele = seite("ziele")
    form = ziele.form()
    ziele.send(form, ziele="Halber Satz", **JSON)  # the line broke before the answer came

    answer = ziele.send(form, ziele="Halber Satz, nun ganz", **JSON)

    assert answer.json()["gespeichert"]
    assert stand(kommune, "ziele").inhalt["ziele"] == "Halber Satz, nun ganz"


def test_a_session_that_ended_while_typing_leads_through_the_login_back_to_the_text(kommune, cast):
    url = reverse("kommunen:bearbeiten", args=[kommune.slug, "ziele"])
    client = angemeldet(cast["koordination"])
    form = fields(client.get(url))
    client.session.flush()

    to_login = client.post(url, form | {"ziele": "Vor dem Ende getippt"})
    assert to_login.url.startswith(reverse("account_login"))
    client.force_login(cast["koordination"], backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(url)

    assert "Ihr Text steht noch hier" in text(page)
    assert fields(page)["ziele"] == "Vor dem Ende getippt"
    client.post(url, fields(page))
    assert stand(kommune, "ziele").inhalt["ziele"] == "Vor dem Ende getippt"
    assert "Ihr Text steht noch hier" not in text(client.get(url))


def test_text_kept_at_the_door_is_only_for_those_who_may_edit(kommune, cast):
    url = reverse("kommunen:bearbeiten", args=[kommune.slug, "ziele"])
    client = Client()
    client.post(url, {"ziele": "Geheim"})
    client.force_login(cast["fremde"], backend="django.contrib.auth.backends.ModelBackend")

    response = client.get(url)

    assert response.status_code == 403
    assert "Geheim" not in text(response)


def test_saving_by_itself_answers_when_it_was_saved_and_makes_one_listed_version(seite, kommune):
    ziele = seite("ziele")
    form = ziele.form()
    for typed in ("K", "Ki", "Kinder"):
        answer = ziele.send(form, ziele=typed, **JSON)
        assert re.fullmatch(r"\d\d:\d\d", answer.json()["gespeichert"])

    page = text(ziele.client.get(reverse("kommunen:fassungen", args=[kommune.slug])))

    assert page.count("von selbst gesichert") == 1
    assert stand(kommune, "ziele").inhalt["ziele"] == "Kinder"


def test_saving_by_itself_stops_where_somebody_else_wrote(seite, kommune):
    first, second = seite("ziele"), seite("ziele", "zweite")
    at_once = first.form(), second.form()
    first.send(at_once[0], ziele="Satz der ersten", **JSON)

    answer = second.send(at_once[1], ziele="Satz der zweiten", **JSON)

    assert (answer.status_code, answer.json()) == (409, {"streit": True})
    assert stand(kommune, "ziele").inhalt["ziele"] == "Satz der ersten"


def test_a_row_changed_outside_becomes_a_version_and_a_draft_moves_on_top_of_it(kommune):
    make_entwurf(kommune, "ziele", ziele="Entwurf")
    kommune.profil.schwerpunkt = "Von der Fachadministration"
    kommune.profil.save()

    with transaction.atomic():
        actions.gesperrt(kommune, "ziele")

    inhalt = stand(kommune, "ziele").inhalt
    assert (inhalt["ziele"], inhalt["schwerpunkt"]) == ("Entwurf", "Von der Fachadministration")
    assert stand(kommune, "ziele").oeffentlich.inhalt["schwerpunkt"] == "Von der Fachadministration"


# ---------- Versions ----------


def test_a_version_is_compared_in_words(seite, kommune):
    make_entwurf(kommune, "ziele", ziele="Alle Kinder lernen schwimmen")
    make_entwurf(kommune, "ziele", ziele="Alle Kinder lernen sicher schwimmen")
    alt, neu = Fassung.objects.order_by("nummer").values_list("nummer", flat=True)[:2]

    page = text(seite("ziele").client.get(reverse("kommunen:fassung", args=[kommune.slug, "ziele", alt]), {"mit": neu}))

    assert re.search(r"<ins>\s*<span\s+class=\"wort\"\s*>neu:</span>\s*sicher", page)
    assert "1 Wort neu" in page


def test_an_old_version_comes_back_as_a_draft_first(seite, kommune):
    make_entwurf(kommune, "ziele", ziele="Abgestimmter Text")
    publish(seite("ziele").client, kommune, "ziele")
    old = stand(kommune, "ziele").nummer
    make_entwurf(kommune, "ziele", ziele="Neuer Text")
    publish(seite("ziele").client, kommune, "ziele")

    seite("ziele").client.post(reverse("kommunen:fassung", args=[kommune.slug, "ziele", old]))

    assert stand(kommune, "ziele").entwurf.inhalt["ziele"] == "Abgestimmter Text"
    assert "Neuer Text" in public(kommune)


def test_a_remark_makes_a_coordinated_text_findable(seite, kommune):
    make_entwurf(kommune, "ziele", ziele="Abgestimmt")
    client = seite("ziele").client
    data = {"abschnitt": ["ziele"], "fassung-ziele": 1, "notiz": "mit dem Sozialausschuss am 12.11."}
    client.post(reverse("kommunen:veroeffentlichen", args=[kommune.slug]), data)

    page = text(client.get(reverse("kommunen:fassungen", args=[kommune.slug]), {"q": "Sozialausschuss"}))

    assert "mit dem Sozialausschuss am 12.11." in page


def test_versions_say_who_and_keep_the_function_when_the_person_has_gone(kommune):
    nutzer = make_nutzer(coordinates=[kommune], name="Erika Beispiel")
    make_entwurf(kommune, "ziele", ziele="Von Erika", nutzer=nutzer)
    fassung = Fassung.objects.get()
    assert fassung.wer == "Erika Beispiel (Koordination)"

    nutzer.delete()

    assert Fassung.objects.get().wer == "Koordination"


# ---------- Foreign ids change nothing ----------


@pytest.fixture
def fremd():
    """Another Kommune with something of everything."""
    kommune = make_kommune(name="Landkreis Fremd")
    make_kontakt(kommune, funktionen="Fremde Stelle")
    make_entwurf(kommune, "ziele", ziele="Fremder Entwurf")
    return kommune


def test_the_key_of_a_foreign_entry_becomes_a_new_entry_of_ones_own(seite, kommune, fremd):
    foreign = fremd.kontakte.get()
    kontakt = seite("kontakt")

    kontakt.send(kontakt.form(), **{"kontakte-0-schluessel": foreign.schluessel, "kontakte-0-funktionen": "Untergeschoben"})
    publish(kontakt.client, kommune, "kontakt")

    foreign.refresh_from_db()
    assert foreign.funktionen == "Fremde Stelle"
    assert kommune.kontakte.get().schluessel != foreign.schluessel
    assert Kontakt.objects.count() == 2


def test_a_foreign_file_is_not_taken_over(seite, kommune, fremd, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    foreign = make_datei(fremd)
    make_download(kommune, titel="Bericht")
    inhalt = stand(kommune, "downloads").inhalt
    inhalt["downloads"][0]["datei"] = foreign.schluessel
    make_entwurf(kommune, "downloads", **inhalt)

    client = seite("downloads").client
    publish(client, kommune, "downloads")

    assert kommune.downloads.get().datei is None
    assert client.get(foreign.get_absolute_url()).status_code == 404
    assert foreign.schluessel not in text(client.get(reverse("vorschau", args=[kommune.slug])))


def test_a_foreign_document_is_not_linked(seite, kommune, fremd):
    foreign = make_download(fremd)
    erfolge = seite("erfolge")

    page = erfolge.send(erfolge.form(), **{"erfolge-0-text": "Geklappt", "erfolge-0-download": foreign.schluessel})

    assert page.status_code == 200
    assert not Fassung.objects.filter(abschnitt__kommune=kommune).exists()


@pytest.mark.parametrize("name", ["verwerfen", "stimmt_noch"])
def test_a_foreign_section_is_not_touched(name, login, fremd):
    before = list(Abschnitt.objects.values())

    response = login("koordination").post(reverse(f"kommunen:{name}", args=[fremd.slug, "ziele"]))

    assert response.status_code == 403
    assert list(Abschnitt.objects.values()) == before


def test_a_foreign_version_is_neither_seen_nor_brought_back(login, kommune, fremd):
    number = stand(fremd, "ziele").nummer
    client = login("koordination")

    own = reverse("kommunen:fassung", args=[kommune.slug, "ziele", number])

    assert (client.get(own).status_code, client.post(own).status_code) == (404, 404)
    assert client.post(reverse("kommunen:fassung", args=[fremd.slug, "ziele", number])).status_code == 403


def test_a_foreign_kommune_is_not_published(login, kommune, fremd):
    data = {"abschnitt": ["ziele"], "fassung-ziele": stand(fremd, "ziele").nummer}

    login("koordination").post(reverse("kommunen:veroeffentlichen", args=[kommune.slug]), data)

    assert "Fremder Entwurf" not in public(fremd)
    assert login("koordination").post(reverse("kommunen:veroeffentlichen", args=[fremd.slug]), data).status_code == 403


@pytest.mark.parametrize("basis", ["", "-1", "999999999999999999999", "abc", "1e3"])
def test_nonsense_in_hidden_fields_breaks_nothing(basis, seite, kommune):
    ziele = seite("ziele")

    assert ziele.send(ziele.form(), basis=basis, formular="x" * 500, ziele="Neu").status_code in (302, 409)
    assert ziele.send({"taste": "speichern"}).status_code == 200  # without the form's own bookkeeping


# ---------- What it costs ----------


PAGES = [
    "kommunen:fassung",
    "meine_kommune",
    "vorschau",
    "uebergabe",
    "kommunen:fassungen",
    "kommunen:beteiligte",
    *Abschnitt.Art.values,
    "kommune",
]


def busy(kommune, versions):
    """Something in every section, edited so and so often."""
    for i, art in enumerate(Abschnitt.Art.values):
        client = f"{art}{i}"
        lists = {
            "kontakt": {"kontakte": [{"funktionen": client}]},
            "kennzahlen": {"kennzahlen": [{"art": "einwohner", "wert": "1.0000", "einheit": "personen"}]},
            "downloads": {"downloads": [{"titel": client}]},
            "erfolge": {"erfolge": [{"text": client}]},
            "termine": {"termine": [{"titel": client, "datum": "2030-01-01"}]},
            "meldungen": {"meldungen": [{"text": client}]},
        }
        plan = actions.PLAN[art]
        fields = {feld: client for feld in plan.felder if feld != "schwerpunkt_offen"}
        for liste in plan.listen:
            entries = lists.get(art, {}).get(liste.name, [])
            fields[liste.name] = [
                actions.inhalte.als_werte(liste, liste.modell()) | {"schluessel": f"{i:012}"} | e for e in entries
            ]
        entwurf = make_entwurf(kommune, art, **fields).entwurf
        older = range(entwurf.nummer + 1, entwurf.nummer + versions)
        Fassung.objects.bulk_create(Fassung(abschnitt=entwurf.abschnitt, nummer=n, inhalt=entwurf.inhalt) for n in older)


@pytest.mark.parametrize("versions", [1, 50])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_needs_at_most_fifteen_queries_however_many_versions(name, versions, login, kommune, django_assert_max_num_queries):
    busy(kommune, versions)
    if name == "kommune":
        actions.veroeffentlichen(kommune=kommune, nummern={art: stand(kommune, art).nummer for art in Abschnitt.Art.values})
    section = name in Abschnitt.Art.values
    more = ["ziele", 1] if name == "kommunen:fassung" else []
    url = reverse("kommunen:bearbeiten", args=[kommune.slug, name]) if section else reverse(name, args=[kommune.slug, *more])
    client = login("koordination")

    with django_assert_max_num_queries(15) as queries:
        assert client.get(url).status_code == 200
    assert len(queries) >= 4
