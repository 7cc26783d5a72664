"""The network in a real browser: a group with members, a list from Excel, two who edit at once, the picture by keyboard."""

import io
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from openpyxl import Workbook
from playwright.sync_api import expect

from tests.browser.test_redaktion import REGION, SIZES, person  # noqa: F401 -- a fixture
from tests.browser.test_zugaenglich import RULES

NETZWERK = "/kommunen/region-hannover/netzwerk/"


def clean(page):
    """No finding of axe, no sideways scrolling."""
    result = Axe().run(page, options=RULES)
    assert result.violations_count == 0, result.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def save(page):
    page.get_by_role("button", name="Speichern", exact=True).click()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("javascript", [True, False], ids=["with script", "without script"])
def test_a_group_its_members_a_meeting_and_what_the_public_sees(size, javascript, person):  # noqa: F811
    name = f"AG Sprache {size} {javascript}"
    page = person(REGION, viewport=SIZES[size], java_script_enabled=javascript)
    page.goto(NETZWERK)
    page.get_by_role("link", name="Neue Gruppe").click()
    save(page)
    expect(page.get_by_role("alert")).to_contain_text("Bitte geben Sie an, wie die Gruppe heißt.")
    page.get_by_label("Name der Gruppe").fill(name)
    page.get_by_label("Art", exact=True).select_option("Arbeitsgruppe")
    page.get_by_label("Stadt Garbsen").check()
    save(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    group = page.url

    page.get_by_role("link", name="Mitglied eintragen").click()
    page.get_by_label("Funktion").fill("Leitung der Kita")
    page.get_by_label("Einrichtung", exact=True).fill(f"Kita {size} {javascript}")
    page.get_by_label("Name (intern)").fill("Petra Geheim")
    page.get_by_label("E-Mail-Adresse (intern)").fill("petra@privat.example")
    page.get_by_role("button", name="Speichern und nächstes").click()
    page.get_by_label("Funktion").fill("Eltern")
    page.get_by_label("Dabei bis").fill("März 2019")
    save(page)
    expect(page.get_by_text("Petra Geheim, petra@privat.example")).to_be_visible()
    expect(page.get_by_label("Adressen der Gruppe")).to_have_value("petra@privat.example")
    page.get_by_label("Wer war dabei?").fill("Februar 2019")
    page.get_by_role("button", name="Anzeigen").click()
    expect(page.get_by_role("link", name="Eltern")).to_be_visible()

    page.goto(group)
    page.get_by_role("link", name="Neue Sitzung").click()
    page.get_by_label("Datum").fill("2027-03-04")
    page.get_by_label("Was", exact=True).first.fill("Liste schicken")
    save(page)
    expect(page.get_by_label("Betreff")).to_have_value(f"Einladung: {name} am 04.03.2027")
    if javascript:
        clean(page)
        page.goto(group)
        clean(page)
        page.get_by_role("link", name="Leitung der Kita").click()
        clean(page)
        page.goto(f"{page.url}")

    page.context.clear_cookies()
    page.goto(group)  # internal until ticked
    expect(page.get_by_role("heading", level=1)).not_to_have_text(name)


def test_an_institution_that_may_exist_already_and_merging_two(person):  # noqa: F811
    page = person(REGION, viewport=SIZES["phone"])
    for spelling in ("Beratungsstelle Wegweiser", "Beratungs-Stelle Wegweiser"):
        page.goto(f"{NETZWERK}einrichtungen/neu/")
        page.get_by_label("Name", exact=True).fill(spelling)
        save(page)
    expect(page.get_by_role("alert")).to_contain_text("Gibt es diese Einrichtung schon?")
    clean(page)
    page.get_by_label("Nein, es ist eine andere. Bitte speichern.").check()
    save(page)

    page.goto(f"{NETZWERK}einrichtungen/doppelte/")
    page.get_by_role("link", name=re.compile("Vergleichen.*Beratungsstelle Wegweiser")).click()
    clean(page)
    page.get_by_role("link", name="Der rechte soll bleiben").click()
    page.get_by_role("button", name="Zusammenführen").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Beratungs-Stelle Wegweiser")
    expect(page.get_by_text("auch: Beratungsstelle Wegweiser")).to_be_visible()
    clean(page)


@pytest.mark.parametrize("size", SIZES)
def test_a_list_from_excel_in_three_steps(size, person, tmp_path):  # noqa: F811
    book, file = Workbook(), io.BytesIO()
    for row in (
        ["Verteiler"], [], ["Einrichtung", "Art", "Anschrift", "E-Mail", "Bemerkung"],
        [f"Kita Wald {size}", "KiTa", "Weg 1, 30926 Seelze", "kita@", "neu"], [f"Kindergarten Wald {size}", "KiTa", "", "", ""],
        [f"Praxis Dorf {size}", "Arzt", "", "", ""],
    ):  # fmt: skip
        book.active.append(row)
    book.save(file)
    page = person(REGION, viewport=SIZES[size])

    page.goto(f"{NETZWERK}einrichtungen/")
    page.get_by_role("link", name="Liste einlesen").click()
    page.get_by_label("Liste", exact=True).set_input_files(
        {"name": "liste.xlsx", "mimeType": "application/octet-stream", "buffer": file.getvalue()}
    )
    page.get_by_role("button", name="Liste ansehen").click()
    expect(page.get_by_text("Über den Überschriften stand: „Verteiler“")).to_be_visible()
    clean(page)
    page.get_by_role("button", name="Zeilen prüfen").click()
    expect(page.get_by_text("Diese Spalten: Bemerkung.")).to_be_visible()
    clean(page)
    page.get_by_role("button", name="Übernehmen").click()
    expect(page.get_by_role("alert")).to_contain_text("Nichts übernommen")
    page.get_by_label("E-Mail", exact=True).fill("kita@example.org")
    page.get_by_label("„Arzt“").select_option("Praxis")
    page.get_by_role("button", name="Übernehmen").click()

    expect(page.get_by_text("2 Einrichtungen sind neu")).to_be_visible()


def test_two_who_edit_a_group_at_once_both_find_their_words(person):  # noqa: F811
    first, second = person(REGION), person(REGION)
    first.goto(f"{NETZWERK}gruppen/neu/")
    first.get_by_label("Name der Gruppe").fill("AG Zugleich")
    first.get_by_label("Art", exact=True).select_option("Arbeitsgruppe")
    save(first)
    first.get_by_role("link", name="Angaben zur Gruppe bearbeiten").click()
    second.goto(first.url)
    first.get_by_label("Aufgabe").fill("Sprache fördern")
    first.get_by_label("Sitzungsrhythmus").fill("monatlich")
    save(first)
    second.get_by_label("Aufgabe").fill("Sprache stärken")
    save(second)

    expect(second.get_by_text("Hier hat inzwischen jemand anderes etwas gespeichert").first).to_be_visible()
    expect(second.get_by_text("Sprache fördern")).to_be_visible()
    expect(second.get_by_label("Sitzungsrhythmus")).to_have_value("monatlich")
    clean(second)
    save(second)
    expect(second.get_by_text("Sprache stärken")).to_be_visible()
    expect(second.get_by_text("monatlich")).to_be_visible()


def test_the_picture_is_walked_by_keyboard_and_on_a_phone_the_list_stands_for_it(page):
    page.set_viewport_size(SIZES["desk"])
    page.goto(NETZWERK)
    picture = page.get_by_role("group", name="Gremienlandschaft Region Hannover")
    expect(picture).to_be_visible()
    picture.get_by_role("link").first.focus()
    assert "AG Präventionsketten" in page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("AG Präventionsketten")

    page.set_viewport_size(SIZES["phone"])
    page.goto(NETZWERK)
    expect(picture).to_be_hidden()
    expect(page.get_by_role("link", name="Kommunale Steuergruppe")).to_be_visible()


def test_the_network_stands_still_between_visits(page):
    page.set_viewport_size(SIZES["desk"])
    places = []
    for _ in range(2):
        page.goto("/kommunen/lueneburg/netzwerk/verbindungen/")
        places.append(
            page.locator(".netzbild circle").evaluate_all("all => all.map(c => [c.getAttribute('cx'), c.getAttribute('cy')])")
        )
    assert places[0] == places[1]
    assert len(places[0]) > 10
