"""What the page called saved is there: connections lost and found again, tabs closed the moment the page has said so."""

import random

import pytest
from playwright.sync_api import expect

from tests.browser.test_dialog import partner, propose  # noqa: F401 -- fixtures
from tests.browser.test_redaktion import person  # noqa: F401 -- a fixture

pytestmark = pytest.mark.lang
ROUNDS = 25
WAITING = "Object.keys(sessionStorage).filter((key) => key.startsWith('bogen-')).length"


def test_two_hundred_choices_through_lost_connections_and_closed_tabs(propose, partner):  # noqa: F811
    draw = random.Random(20261123)
    page = partner(propose("Kassenbuch")[0])
    page.get_by_role("button", name="Einschätzen und sprechen").click()
    address, context, chosen = page.url.partition("#")[0], page.context, {}
    page.set_viewport_size({"width": 1280, "height": 900})  # all Kriterien at once
    for _ in range(ROUNDS):
        for number in range(1, 9):
            if draw.random() < 0.3:
                context.set_offline(True)
            chosen[number] = draw.choice([value for value in ("1", "2", "3", "4", "5", "unklar") if value != chosen.get(number)])
            page.locator(f"#K{number} input[value='{chosen[number]}']").check()
            if draw.random() < 0.5:
                context.set_offline(False)
        context.set_offline(False)
        expect(page.get_by_text("Gespeichert – 8 von 8")).to_be_visible()
        page.wait_for_function(f"() => {WAITING} === 0")
        page.close()

        page = context.new_page()
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(address)
        for number, value in chosen.items():
            expect(page.locator(f"#K{number} input[value='{value}']")).to_be_checked()
