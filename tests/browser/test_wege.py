"""What people do: find a Kommune, on a desk and on a phone, with mouse and keyboard; read a profile in."""

import re

import pytest
from playwright.sync_api import expect

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_from_the_map_to_a_kommune_is_one_click(page, size):
    page.set_viewport_size(size)
    page.goto("/")

    page.get_by_role("link", name="Hansestadt Lüneburg, Landkreis Lüneburg").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Hansestadt Lüneburg")


def test_a_town_of_the_region_is_two_clicks_away(page):
    page.set_viewport_size(PHONE)
    page.goto("/")

    page.get_by_role("list", name="Beteiligte Kommunen").get_by_role("link", name="Region Hannover").click()
    page.get_by_role("link", name="Stadt Garbsen").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Stadt Garbsen")


def test_every_kreis_of_the_map_is_reached_with_the_keyboard(page):
    page.goto("/")
    page.locator("a[data-kreis]").first.focus()
    seen, edge = set(), [page.evaluate("[...document.querySelectorAll('[data-kreis]')].indexOf(document.activeElement)")]
    while edge:
        here = edge.pop()
        if here in seen:
            continue
        seen.add(here)
        for key in ("ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"):
            page.locator("[data-kreis]").nth(here).focus()
            page.keyboard.press(key)
            edge.append(page.evaluate("[...document.querySelectorAll('[data-kreis]')].indexOf(document.activeElement)"))

    assert len(seen) == 45


def test_the_name_of_the_kreis_stands_below_the_map(page):
    page.goto("/")

    page.locator("a[data-kreis]").and_(page.get_by_label("Landkreis Peine")).focus()

    expect(page.locator("[data-karte-wo]")).to_have_text(re.compile(r"^\d+ Landkreis Peine$"))


def test_with_the_keyboard_alone_one_gets_past_the_header(page):
    page.goto("/kommunen/lueneburg/")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Zum Inhalt springen")

    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "inhalt"


def test_searching_from_the_start_page(page):
    page.goto("/")
    page.get_by_role("searchbox").fill("Familienwegweiser")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="1 Kommune")).to_be_visible()
    expect(page.get_by_role("link", name="Landkreis Gifhorn")).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False], ids=["with script", "without script"])
def test_the_menu_of_a_phone_opens(browser, base_url, javascript):
    context = browser.new_context(base_url=base_url, viewport=PHONE, java_script_enabled=javascript)
    page = context.new_page()
    page.goto("/")

    page.get_by_text("Menü", exact=True).click()
    page.get_by_role("navigation", name="Menü").get_by_role("link", name="Kommunen").click()

    expect(page).to_have_url(re.compile("/kommunen/$"))
    context.close()


def test_contact_and_downloads_stay_in_reach_on_a_phone(page):
    page.set_viewport_size(PHONE)
    page.goto("/kommunen/region-hannover/")

    page.get_by_role("navigation", name="Schnellzugriff").get_by_role("link", name="Downloads").click()

    expect(page.get_by_role("heading", name="Downloads")).to_be_in_viewport()


def test_an_old_profile_is_read_in_reviewed_and_becomes_a_draft(page, login):
    login("fachadmin@example.org")
    page.get_by_role("navigation", name="Hauptnavigation").get_by_role("link", name="Profil einlesen").click()
    page.get_by_label("Text des Profils").fill(
        "Landkreis Uelzen\n\nKontakt:\nAnna Beispiel\nFachbereich Jugend\n\nEinwohner:\n92.389\n\n"
        "Ziele:\nAlle Kinder wachsen gut auf.\n\n"
        "Beteiligte Akteur*innen:\nSteuergruppe\n- Leitung Jugendamt + 1 Experte aus dem Bereich\n\nPfeil zum scrollen"
    )
    page.get_by_role("button", name="Einlesen und prüfen").click()
    expect(page.get_by_text("ist nicht zugeordnet")).to_contain_text("Pfeil zum scrollen")

    page.get_by_role("button", name="Als Entwurf übernehmen").click()

    expect(page.get_by_role("heading", name="Vorschau")).to_be_visible()
    expect(page.get_by_text("Alle Kinder wachsen gut auf.")).to_be_visible()
    expect(page.get_by_text("Anna Beispiel")).to_have_count(0)


def test_a_portrait_prints_on_few_pages_without_menus(page):
    page.goto("/kommunen/lueneburg/")
    page.emulate_media(media="print")

    expect(page.get_by_role("navigation", name="Schnellzugriff")).to_be_hidden()
    expect(page.get_by_role("heading", name="Steuergruppe")).to_be_visible()
    assert page.pdf(format="A4").count(b"/Type /Page\n") <= 3
