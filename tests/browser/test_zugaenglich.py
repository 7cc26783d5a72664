"""Every public page by the rules of axe-core (WCAG 2.1 AA and best practice), without sideways scrolling or console messages."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.seiten import OEFFENTLICH

RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]},
    "resultTypes": ["violations"],  # every rule runs; only what passed is not told element by element, which took half the time
}
GRID = [(width, scheme) for width in (1280, 390, 320) for scheme in ("light", "dark")]


def check(page, path, width, scheme):
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(path)
    page.wait_for_load_state("networkidle")

    result = Axe().run(page, options=RULES)

    assert result.violations_count == 0, result.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    not_there = path in (OEFFENTLICH["fehlt"], OEFFENTLICH["link-falsch"])
    assert [text for text in said if not (not_there and "404 (Not Found)" in text)] == []


@pytest.mark.parametrize("path", OEFFENTLICH.values(), ids=OEFFENTLICH)
def test_on_a_phone_in_light(page, path):
    check(page, path, 390, "light")


@pytest.mark.lang
@pytest.mark.parametrize(("width", "scheme"), GRID)
@pytest.mark.parametrize("path", OEFFENTLICH.values(), ids=OEFFENTLICH)
def test_in_every_width_and_scheme(page, path, width, scheme):
    check(page, path, width, scheme)


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_the_pages_of_reading_a_profile(page, login, width, scheme):
    login("fachadmin@example.org")
    check(page, "/profil-einlesen/", width, scheme)
    page.get_by_label("Text des Profils").fill(
        "Landkreis Celle\n\nKontakt:\nAnna Beispiel\nJugendamt\n\nEinwohner:\n174.000\n\nunklar"
    )
    page.get_by_role("button", name="Einlesen und prüfen").click()
    check(page, page.url, width, scheme)


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_the_page_of_how_the_portal_is(page, login, width, scheme):
    login("fachadmin@example.org")
    check(page, "/admin/zustand/", width, scheme)


def test_a_form_with_errors(page):
    page.goto("/rueckmeldung/")
    page.get_by_role("button", name="Absenden").click()

    assert Axe().run(page, options=RULES).violations_count == 0
    page.get_by_role("link", name="Was hat nicht funktioniert?").click()
    assert page.evaluate("document.activeElement.id") == "id_nachricht"
