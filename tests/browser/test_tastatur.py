"""Six journeys with the keyboard alone. At each stop of Tab the focus is to be seen and nothing lies over it."""

import re

from playwright.sync_api import expect

from tests.browser.test_dialog import partner, propose, ready  # noqa: F401 -- fixtures
from tests.browser.test_redaktion import person  # noqa: F401 -- a fixture

DESK = {"width": 1280, "height": 800}
# what somebody sees of the focus: its place, whether it is marked, and whether something else lies over it
FOCUS = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const visible = (n) => { const r = n.getBoundingClientRect(); return r.width > 1 && r.height > 1; };
  const marked = (n) => {
    const s = getComputedStyle(n);
    return (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2) || s.boxShadow !== 'none';
  };
  const around = [e, e.parentElement, e.closest('label'), e.closest('summary'), ...(e.labels ?? [])].filter(Boolean);
  if (e.nextElementSibling) around.push(e.nextElementSibling);
  const r = (visible(e) ? e : e.closest('label') ?? e.parentElement).getBoundingClientRect();
  const [x, y] = [r.x + Math.min(r.width / 2, 20), r.y + Math.min(r.height / 2, 20)];
  const top = document.elementFromPoint(x, y);
  return { what: e.outerHTML.slice(0, 150), marked: around.some(marked) || e.closest('svg') !== null,
           free: !top || around.some((n) => n.contains(top) || top.contains(n)), inside: y >= 0 && y <= innerHeight };
}"""


ARRIVED = (
    f"() => {{ const stop = ({FOCUS})(); return stop === null || (stop.inside && stop.free); }}"  # a browser scrolls there smoothly
)


def tab_to(page, target, key="Tab", most=250):
    """Press until the target has the focus; every stop on the way is checked."""
    expect(target).to_be_attached()
    for _ in range(most):
        page.keyboard.press(key)
        page.wait_for_function(ARRIVED)
        stop = page.evaluate(FOCUS)
        assert stop is None or (stop["marked"] and stop["free"] and stop["inside"]), stop
        if target.evaluate("(e) => e === document.activeElement"):
            return
    raise AssertionError(f"{target} is not reached by {key}")


def press(page, target):
    """Go there and on to where it leads."""
    tab_to(page, target)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def write(page, label, text):
    tab_to(page, page.get_by_label(label, exact=True))
    page.keyboard.press("Control+A")
    page.keyboard.type(text)


def test_somebody_finds_a_kommune_and_opens_its_numbers(page):
    page.set_viewport_size(DESK)
    page.goto("/")
    tab_to(page, page.get_by_role("searchbox").first)
    page.keyboard.type("Gifhorn")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    press(page, page.get_by_role("main").get_by_role("link", name="Landkreis Gifhorn"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Gifhorn")
    press(page, page.get_by_role("main").get_by_role("link", name=re.compile("Zahlen")).first)

    expect(page).to_have_url(re.compile("/zahlen/"))


def test_somebody_reports_a_barrier_after_a_mistake(page):
    page.set_viewport_size(DESK)
    page.goto("/rueckmeldung/")
    press(page, page.get_by_role("button", name="Absenden"))
    press(page, page.get_by_role("link", name="Was hat nicht funktioniert?"))
    assert page.evaluate("document.activeElement.id") == "id_nachricht"
    page.keyboard.type("Ich komme mit der Tastatur nicht in die Karte.")
    press(page, page.get_by_role("button", name="Absenden"))

    expect(page.get_by_text("Danke, Ihre Rückmeldung ist angekommen.")).to_be_visible()


def test_a_coordinator_logs_in_by_code(page, portal):
    page.set_viewport_size(DESK)
    page.goto("/")
    press(page, page.get_by_role("link", name="Anmelden").first)
    write(page, "E-Mail-Adresse", "koordination.lueneburg@example.org")
    press(page, page.get_by_role("button", name="Code anfordern"))
    expect(page.get_by_label("Code aus der E-Mail")).to_be_visible()
    write(page, "Code aus der E-Mail", portal.newest_code("koordination.lueneburg@example.org"))
    press(page, page.get_by_role("button", name="Anmelden"))

    expect(page.get_by_text("Sie sind angemeldet.")).to_be_visible()


def test_a_coordinator_changes_her_goals_previews_and_publishes(person):  # noqa: F811
    page = person("koordination.lueneburg@example.org", "/meine/lueneburg/", viewport=DESK)
    press(page, page.get_by_role("link", name="Ziele und Projektbausteine"))
    write(page, "Ziele", "Jedes Kind ist willkommen.")
    press(page, page.get_by_role("button", name="Vorschau"))
    expect(page.get_by_text("Noch sehen das nur Sie")).to_be_visible()
    press(page, page.get_by_role("button", name="Veröffentlichen"))

    expect(page.get_by_text("Veröffentlicht: Ziele und Projektbausteine")).to_be_visible()


def test_a_coordinator_adds_an_einrichtung_and_names_it_in_a_group(person):  # noqa: F811
    page = person("koordination.lueneburg@example.org", "/kommunen/lueneburg/netzwerk/", viewport=DESK)
    press(page, page.get_by_role("main").get_by_role("link", name="Einrichtungen", exact=True).first)
    press(page, page.locator("main a[href$='/einrichtungen/neu/']"))
    write(page, "Name", "Kita Tastatur")
    press(page, page.get_by_role("button", name="Speichern", exact=True))

    expect(page.get_by_text("Kita Tastatur").first).to_be_visible()


def test_a_partner_answers_and_hands_in(propose, partner):  # noqa: F811
    page = partner(propose("Taste")[0], viewport=DESK)
    press(page, page.get_by_role("button", name="Einschätzen und sprechen"))
    ready(page)
    for number in range(1, 9):
        tab_to(page, page.locator(f"#K{number} input[type=radio]").first)
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowDown")
        expect(page.locator(f"#K{number} input[value='3']")).to_be_checked()
    expect(page.get_by_text("Gespeichert – 8 von 8")).to_be_visible()
    press(page, page.get_by_role("button", name="Bogen abgeben"))

    expect(page.get_by_role("heading", level=1)).to_contain_text("abgegeben")
