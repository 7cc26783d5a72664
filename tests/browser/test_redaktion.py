"""A coordinator at work: log in by code, change the goals, preview, publish; and what can go wrong on the way."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.seiten import REDAKTION
from tests.browser.test_zugaenglich import GRID, RULES, check

LUENEBURG = "koordination.lueneburg@example.org"
REGION = "koordination.region@example.org"
ZIELE = "/kommunen/lueneburg/bearbeiten/ziele/"
SIZES = {"desk": {"width": 1280, "height": 900}, "phone": {"width": 390, "height": 844}}


@pytest.fixture
def person(browser, base_url, sessions):
    """person(email) opens a browser of her own in which she is logged in, at the start page unless told otherwise."""
    contexts = []

    def come(email, start="/", **options):
        contexts.append(browser.new_context(base_url=base_url, locale="de-DE", storage_state=sessions(email), **options))
        page = contexts[-1].new_page()
        if start:
            page.goto(start)
        return page

    yield come
    for context in contexts:
        context.close()


def saved(page):
    expect(page.locator("[data-stand]")).to_contain_text("Entwurf gespeichert um")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("javascript", [True, False], ids=["with script", "without script"])
def test_log_in_change_the_goals_preview_publish(size, javascript, person):
    text = f"Kein Kind geht verloren ({size}, {javascript})."
    page = person("koordination.gifhorn@example.org", viewport=SIZES[size], java_script_enabled=javascript)
    if size == "phone":
        page.get_by_text("Menü", exact=True).click()
    page.get_by_role("link", name="Meine Kommune").locator("visible=true").click()
    page.get_by_role("link", name="Ziele und Projektbausteine").click()

    page.get_by_label("Ziele", exact=True).fill(text)
    page.get_by_role("button", name="Vorschau").click()
    expect(page.get_by_text(text)).to_be_visible()
    expect(page.get_by_text("Noch sehen das nur Sie")).to_be_visible()
    assert Axe().run(page, options=RULES).violations_count == 0 if javascript else True
    page.get_by_role("button", name="Veröffentlichen").click()

    expect(page.get_by_text("Veröffentlicht: Ziele und Projektbausteine")).to_be_visible()
    page.context.clear_cookies()
    page.goto("/kommunen/gifhorn/")
    expect(page.get_by_text(text)).to_be_visible()


def test_the_whole_way_with_the_keyboard_alone(person):
    page = person("koordination.gifhorn@example.org", viewport=SIZES["desk"])

    def tab_to(name):
        for _ in range(80):
            page.keyboard.press("Tab")
            focused = page.evaluate("document.activeElement.labels?.[0]?.textContent ?? document.activeElement.textContent")
            if focused.strip() == name:
                return
        raise AssertionError(f"{name} is not reached with Tab")

    tab_to("Meine Kommune")
    page.keyboard.press("Enter")
    page.wait_for_url("**/meine/gifhorn/")
    tab_to("Ziele und Projektbausteine")
    page.keyboard.press("Enter")
    page.wait_for_url("**/bearbeiten/ziele/")
    tab_to("Ziele")
    page.keyboard.press("Control+a")
    page.keyboard.type("Nur mit der Tastatur.")
    tab_to("Vorschau")
    page.keyboard.press("Enter")
    page.wait_for_url("**/vorschau/**")
    tab_to("Veröffentlichen")
    page.keyboard.press("Enter")

    expect(page.get_by_text("Veröffentlicht: Ziele und Projektbausteine")).to_be_visible()
    expect(page.get_by_text("Nur mit der Tastatur.")).to_be_visible()


def test_from_the_invitation_to_a_published_date(person, browser, base_url, portal):
    host = person(REGION)
    host.goto("/kommunen/garbsen/beteiligte/")
    host.get_by_label("E-Mail-Adresse").fill("neu@example.org")
    host.get_by_label("Region Hannover").uncheck() if host.get_by_label("Region Hannover").is_checked() else None
    host.get_by_label("Stadt Garbsen").check()
    host.get_by_role("button", name="Einladung verschicken").click()
    expect(host.get_by_text("Die Einladung an neu@example.org ist unterwegs.")).to_be_visible()
    link = re.search(r"http\S+/konto/einladung/\S+", portal.newest_mail("neu@example.org"))[0]

    context = browser.new_context(base_url=base_url, viewport=SIZES["phone"], locale="de-DE")
    page = context.new_page()
    page.goto(link)
    page.get_by_role("button", name="Einladung annehmen").click()
    page.get_by_role("link", name="Termin eintragen").click()
    page.get_by_label("Titel").fill("Elterncafé am Rathaus")
    page.get_by_label("Datum").fill("2031-03-14")
    page.get_by_role("button", name="Vorschau").click()
    page.get_by_role("button", name="Veröffentlichen").click()

    expect(page.get_by_text("Elterncafé am Rathaus")).to_be_visible()
    page.goto(link)
    expect(page.get_by_role("heading", name="Diese Einladung gilt nicht mehr")).to_be_visible()
    context.close()
    calendar = host.request.get("/kommunen/garbsen/termine.ics").text()
    assert "SUMMARY:Elterncafé am Rathaus" in calendar


def test_a_mistake_is_no_longer_called_one_once_it_is_mended(person):
    page = person("koordination.gifhorn@example.org", "/kommunen/gifhorn/bearbeiten/termine/")
    page.get_by_label("Titel").last.fill("Elternabend")
    page.get_by_label("Datum").last.fill("2031-03-14")
    page.locator("input[type=url]").last.fill("keine Adresse")
    page.get_by_role("button", name="Vorschau").click()
    expect(page.locator("#fehler")).to_be_visible()
    expect(page.locator("[aria-invalid]")).to_have_count(1)

    page.locator("[aria-invalid]").fill("")

    saved(page)
    expect(page.locator("#fehler")).to_have_count(0)
    expect(page.locator("[aria-invalid]")).to_have_count(0)


def test_what_is_typed_is_saved_by_itself_and_there_after_closing_the_tab(person):
    page = person(LUENEBURG)
    page.goto(ZIELE)
    page.get_by_label("Ziele", exact=True).fill("Von selbst gesichert.")
    saved(page)
    page.close()

    again = person(LUENEBURG)
    again.goto(ZIELE)

    expect(again.get_by_label("Ziele", exact=True)).to_have_value("Von selbst gesichert.")


def test_a_cut_line_is_said_and_mended_by_itself(person):
    page = person(LUENEBURG)
    page.goto(ZIELE)
    page.context.set_offline(True)
    page.get_by_label("Ziele", exact=True).fill("Im Tunnel getippt.")
    expect(page.locator("[data-stand]")).to_contain_text("Nicht gespeichert: keine Verbindung.")
    expect(page.locator("[data-stand]")).not_to_contain_text("Entwurf gespeichert")

    page.context.set_offline(False)

    saved(page)
    page.reload()
    expect(page.get_by_label("Ziele", exact=True)).to_have_value("Im Tunnel getippt.")


@pytest.mark.parametrize(
    ("javascript", "email"),
    [(True, LUENEBURG), (False, "koordination.gifhorn@example.org")],
    ids=["with script", "without script"],
)
def test_an_expired_login_leads_back_to_the_text(javascript, email, person, portal):
    page = person(email, java_script_enabled=javascript)
    page.goto(f"/kommunen/{email.split('.')[1].split('@')[0]}/bearbeiten/ziele/")
    cookies = page.context.cookies()
    page.context.clear_cookies()
    page.context.add_cookies([cookie for cookie in cookies if cookie["name"] != "sessionid"])
    page.get_by_label("Ziele", exact=True).fill("Nach dem Ende getippt.")
    if javascript:
        expect(page.locator("[data-stand]")).to_contain_text("Ihre Anmeldung ist abgelaufen.")

    page.get_by_role("button", name="Entwurf speichern").click()
    page.get_by_label("E-Mail-Adresse").fill(email)
    page.get_by_role("button", name="Code anfordern").click()
    page.get_by_label("Code aus der E-Mail").fill(portal.newest_code(email))
    page.get_by_role("button", name="Anmelden").click()

    expect(page.get_by_text("Ihr Text steht noch hier")).to_be_visible()
    expect(page.get_by_label("Ziele", exact=True)).to_have_value("Nach dem Ende getippt.")


@pytest.mark.parametrize("javascript", [True, False], ids=["with script", "without script"])
def test_two_who_write_at_once_both_find_their_sentences(javascript, person):
    first, second = (person(REGION, java_script_enabled=javascript) for _ in range(2))
    for page in (first, second):
        page.goto("/kommunen/seelze/bearbeiten/besonderheiten/")
    first.get_by_label("Besonderheiten").fill(f"Satz der ersten {javascript}.")
    first.get_by_role("button", name="Entwurf speichern").click()
    expect(first.locator("[data-stand]")).to_contain_text("Entwurf gespeichert heute")

    second.get_by_label("Besonderheiten").fill(f"Satz der zweiten {javascript}.")
    if javascript:
        expect(second.locator("[data-stand]")).to_contain_text("Jemand anderes hat hier gleichzeitig geschrieben.")
    second.get_by_role("button", name="Entwurf speichern").click()

    expect(second.get_by_role("heading", name="Zwei haben gleichzeitig geschrieben")).to_be_visible()
    expect(second.locator(".anderer__text")).to_have_text(f"Satz der ersten {javascript}.")
    expect(second.get_by_label("Besonderheiten")).to_have_value(f"Satz der zweiten {javascript}.")
    if javascript:
        assert Axe().run(second, options=RULES).violations_count == 0
    second.get_by_role("button", name="Diesen Text nehmen").click()
    expect(second.get_by_label("Besonderheiten")).to_have_value(f"Satz der ersten {javascript}.")


def test_back_after_saving_goes_on_without_a_quarrel(person):
    page = person(LUENEBURG)
    page.goto(ZIELE)
    page.get_by_label("Ziele", exact=True).fill("Erst so.")
    page.get_by_role("button", name="Vorschau").click()
    page.wait_for_url("**/vorschau/**")
    page.go_back()
    page.get_by_label("Ziele", exact=True).fill("Dann anders.")
    page.get_by_role("button", name="Entwurf speichern").click()

    expect(page.locator("[data-stand]")).to_contain_text("Entwurf gespeichert heute")
    expect(page.get_by_label("Ziele", exact=True)).to_have_value("Dann anders.")


def test_a_double_click_makes_one_version(person):
    page = person(LUENEBURG, java_script_enabled=False)
    page.goto(ZIELE)
    page.get_by_label("Ziele", exact=True).fill("Doppelt geklickt.")
    page.get_by_role("button", name="Entwurf speichern").dblclick()
    expect(page.locator("[data-stand]")).to_contain_text("Entwurf gespeichert heute")

    page.goto("/kommunen/lueneburg/fassungen/?q=Doppelt+geklickt")

    expect(page.locator("tbody tr")).to_have_count(1)


def test_the_preview_beside_a_field_shows_markdown_as_the_page_will(person):
    page = person(LUENEBURG)
    page.goto(ZIELE)

    page.get_by_label("Ziele", exact=True).fill("- Ein Punkt\n- **Noch** einer")

    expect(page.locator(".textvorschau").first.get_by_role("listitem")).to_have_count(2)
    expect(page.locator(".textvorschau strong")).to_have_text("Noch")


def test_an_uploaded_document_is_published_under_an_address_that_stays(person, tmp_path):
    page = person(REGION)
    pdf = page.pdf()
    page.goto("/kommunen/barsinghausen/bearbeiten/downloads/")
    page.get_by_label("Titel").fill("Sozialbericht")
    page.get_by_label("Datei", exact=True).set_input_files({"name": "x.exe", "mimeType": "text/plain", "buffer": pdf})
    page.get_by_role("button", name="Vorschau").click()
    page.get_by_role("button", name="Veröffentlichen").click()
    address = page.get_by_role("link", name="Sozialbericht").get_attribute("href")
    assert page.request.get(address).headers["content-disposition"] == 'attachment; filename="Sozialbericht.pdf"'

    page.goto("/kommunen/barsinghausen/bearbeiten/downloads/")
    svg = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
    page.get_by_label("Datei", exact=True).set_input_files({"name": "neu.pdf", "mimeType": "application/pdf", "buffer": svg})
    page.get_by_role("button", name="Entwurf speichern").click()

    expect(page.get_by_role("alert")).to_contain_text("Das ist eine Web- oder SVG-Datei")
    assert page.request.get(address).ok


@pytest.mark.parametrize("path", REDAKTION.values(), ids=REDAKTION)
def test_the_pages_of_editing_on_a_phone(path, person):
    page = person(REGION, start=None)
    check(page, path.format(slug="region-hannover"), 390, "light")


@pytest.mark.lang
@pytest.mark.parametrize(("width", "scheme"), GRID)
def test_the_pages_of_editing_in_every_width_and_scheme(width, scheme, person):
    page = person(REGION, start=None)
    for path in REDAKTION.values():
        check(page, path.format(slug="region-hannover"), width, scheme)
