"""An anonymous round in real browsers: a coordinator asks her network, partners answer on their phones, all see the result."""

import pytest
from playwright.sync_api import expect

from tests.browser.test_dialog import KOOPERATION, PHONE, clean, fill, hand_in, link, partner  # noqa: F401 -- a fixture
from tests.browser.test_html import html_errors
from tests.browser.test_redaktion import REGION, person  # noqa: F401 -- a fixture

SEELZE = "/kommunen/seelze/kooperation/"
SHEETS = ["23412345", "34423444", "44323353", "2343244u", "34532332"]


def ask(page, portal, titel):
    """Announce a round of five at made-up addresses; returns their links."""
    page.goto("/kommunen/seelze/netzwerk/einrichtungen/neu/")
    page.get_by_label("Name", exact=True).fill("Kita Leineaue")
    page.get_by_role("button", name="Speichern", exact=True).click()
    page.goto(SEELZE)
    page.get_by_role("link", name="Das Netzwerk anonym fragen").click()
    page.get_by_label("Titel").fill(titel)
    names = [box.get_attribute("aria-label") for box in page.locator(".eingeladen > input").all()][:5]
    emails = [f"{titel.lower()}.{i}@example.org" for i in range(5)]
    for name, addresses in zip(names, emails, strict=True):
        page.get_by_role("checkbox", name=name.removeprefix("E-Mail-Adresse: "), exact=True).check()
        page.get_by_label(name, exact=True).fill(addresses)
    clean(page, widths=(320, 1280))
    page.get_by_role("button", name="Weiter zur Vorschau der E-Mail").click()
    expect(page.get_by_text("(hier steht der persönliche Link)")).to_be_visible()
    clean(page)
    page.get_by_role("button", name="5 Einladungen jetzt verschicken").click()
    expect(page.get_by_text("0 von 5")).to_be_visible()
    return [link(portal, email) for email in emails]


def test_a_network_rates_itself_and_everybody_sees_where_it_stands(portal, person, partner, tmp_path):  # noqa: F811
    coordinator = person(REGION)
    links = ask(coordinator, portal, "Herbstrunde")
    clean(coordinator, widths=(320, 1280))
    phones = [partner(to, java_script_enabled=i == 0) for i, to in enumerate(links)]
    first = phones[0]
    clean(first, widths=(320, 1280))
    first.set_viewport_size(PHONE)
    first.get_by_role("button", name="Zum Bogen").click()
    clean(first, widths=(320, 1280))
    first.set_viewport_size(PHONE)
    fill(first, SHEETS[0])
    first.evaluate("sessionStorage.setItem(`bogen-${location.pathname.split('/')[2]}`, '[]')")  # a save that was still on its way
    hand_in(first)
    expect(first.get_by_role("heading", level=1)).to_have_text("Danke, Ihr Bogen ist abgegeben")
    assert first.evaluate("Object.keys(sessionStorage)") == []
    clean(first, widths=(320,))
    for phone, sheet in zip(phones[1:], SHEETS[1:], strict=True):
        phone.get_by_role("button", name="Zum Bogen").click()
        for i, answer in enumerate(sheet, 1):
            phone.locator(f"#K{i} input[value='{ {'u': 'unklar'}.get(answer, answer) }']").check()
        hand_in(phone)
        expect(phone.get_by_role("heading", level=1)).to_have_text("Danke, Ihr Bogen ist abgegeben")

    coordinator.reload()
    expect(coordinator.get_by_text("5 von 5")).to_be_visible()
    coordinator.get_by_role("button", name="Jetzt auszählen").click()
    expect(coordinator.get_by_role("heading", name="Wo das Netzwerk steht")).to_be_visible()
    clean(coordinator, widths=(320, 1280))
    for name in ("Bericht als PDF, zwei Seiten", "CSV", "Excel", "Verteilung (SVG)"):
        assert coordinator.request.get(coordinator.get_by_role("link", name=name).get_attribute("href")).ok
    first.goto(link(portal, "herbstrunde.0@example.org"))
    first.get_by_role("button", name="Weiter").click()
    expect(first.get_by_role("heading", name="Wo das Netzwerk steht")).to_be_visible()
    clean(first, widths=(320, 1280))
    assert html_errors({"ergebnis": coordinator.content().encode(), "teilnahme": first.content().encode()}, tmp_path) == []


def test_the_rounds_of_the_demo_show_their_result_what_moved_and_that_four_are_too_few(person, portal, tmp_path):  # noqa: F811
    page = person(REGION)
    pages = {}
    for name, heading in (
        ("Zweite Runde", "Was sich bewegt hat"),
        ("Runde der Kitas", "Zu wenige Bögen"),
        ("Dritte Runde", "4 von 12"),
    ):
        page.goto(KOOPERATION)
        page.get_by_role("link", name=name).click()
        expect(page.get_by_text(heading).first).to_be_visible()
        clean(page, widths=(320, 1280))
        pages[name] = page.content().encode()
    assert html_errors(pages, tmp_path) == []


@pytest.mark.parametrize("scheme", ["dark", "light"])
def test_a_result_in_dark_and_printed(person, scheme):  # noqa: F811
    page = person(REGION)
    page.emulate_media(color_scheme=scheme, media="print" if scheme == "light" else "screen")
    page.goto(KOOPERATION)
    page.get_by_role("link", name="Zweite Runde").click()

    clean(page)
    expect(page.locator("svg.verteilung")).to_have_count(7)
