"""A Dialog in real browsers: a coordinator proposes, two partners on their phones rate, look together, agree and are reminded."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.test_html import html_errors
from tests.browser.test_redaktion import REGION, SIZES, person  # noqa: F401 -- a fixture
from tests.browser.test_zugaenglich import RULES

KOOPERATION = "/kommunen/barsinghausen/kooperation/"
PHONE = {"width": 390, "height": 844}


def clean(page, widths=()):
    """No finding of axe, no sideways scrolling, here and at further widths."""
    for width in (page.viewport_size["width"], *widths):
        page.set_viewport_size({"width": width, "height": 844})
        result = Axe().run(page, options=RULES)
        assert result.violations_count == 0, result.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), width


@pytest.fixture
def partner(browser, portal):
    """partner(link, …): a browser of somebody without an account who has followed this link."""
    contexts = []

    def make(link, **options):
        contexts.append(browser.new_context(base_url=portal.url, locale="de-DE", **{"viewport": PHONE} | options))
        page = contexts[-1].new_page()
        page.goto(link)
        return page

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def propose(portal, person):  # noqa: F811
    """propose(name): a new Dialog between two fresh Einrichtungen; returns both links."""

    def make(name):
        page = person(REGION)
        for einrichtung in (f"Kita {name}", f"Schule {name}"):
            page.goto("/kommunen/barsinghausen/netzwerk/einrichtungen/neu/")
            page.get_by_label("Name", exact=True).fill(einrichtung)
            page.get_by_role("button", name="Speichern", exact=True).click()
        page.goto(KOOPERATION)
        page.get_by_role("link", name="Dialog vorschlagen").click()
        page.get_by_label("Anlass").fill("Übergang in die Schule")
        for i, einrichtung in enumerate((f"Kita {name}", f"Schule {name}")):
            page.get_by_label("Einrichtung", exact=True).nth(i).select_option(einrichtung)
            page.get_by_label("E-Mail-Adresse").nth(i).fill(f"{einrichtung.split()[0].lower()}.{name.lower()}@example.org")
        page.get_by_role("button", name="Weiter zur Vorschau der E-Mails").click()
        expect(page.get_by_text("(hier steht der persönliche Link)").first).to_be_visible()
        clean(page)
        page.get_by_role("button", name="Absenden").click()
        expect(page.get_by_text("Vorgeschlagen.").first).to_be_visible()
        clean(page)
        return [link(portal, f"{kind}.{name.lower()}@example.org") for kind in ("kita", "schule")]

    return make


def link(portal, email):
    return re.search(r"http://\S+/einladung/\S+", portal.newest_mail(email))[0]


def ready(page):
    """The sheet's script is there; what is chosen before, and that it is not lost, has a test of its own."""
    page.locator("form.bogen--karten").wait_for()


def fill(page, answers, javascript=True):
    """Choose one answer per Kriterium as a thumb would: a card, and on."""
    if javascript:
        ready(page)
    for i, answer in enumerate(answers, 1):
        card = page.locator(f"#K{i}")
        card.locator(f"input[value='{answer}']").check()
        card.get_by_role("button", name="Weiter" if javascript else "Speichern und weiter").click()
    if javascript:
        expect(page.get_by_text(f"Gespeichert – {len(answers)} von 8")).to_be_visible()


def hand_in(page):
    page.get_by_role("button", name="Bogen abgeben").click()


@pytest.mark.parametrize("javascript", [True, False], ids=["with script", "without script"])
def test_two_sides_rate_alone_look_together_agree_and_hold_the_sheet(javascript, propose, partner, portal):
    name = f"Nord{javascript}"
    kita, schule = (partner(link, java_script_enabled=javascript) for link in propose(name))
    if javascript:
        clean(kita, widths=(320,))
    kita.get_by_role("button", name="Einschätzen und sprechen").click()
    assert "/bogen/" in kita.url
    if javascript:
        clean(kita, widths=(320, 1280))
        kita.set_viewport_size(PHONE)
    fill(kita, ["4", "2", "2", "3", "3", "2", "3", "unklar"], javascript)
    hand_in(kita)
    expect(kita.get_by_text("fehlt die andere Seite noch")).to_be_visible()
    if javascript:
        clean(kita, widths=(320,))

    schule.get_by_role("button", name="Einschätzen und sprechen").click()
    fill(schule, ["2", "4", "2", "3", "3", "4", "3", "3"], javascript)
    hand_in(schule)
    expect(schule.get_by_role("heading", level=1)).to_have_text("Zwei Blicke auf eine Zusammenarbeit")
    expect(schule.locator(".anlass")).to_have_count(2)
    if javascript:
        clean(schule, widths=(320, 1280))
        schule.set_viewport_size(PHONE)

    schule.get_by_role("link", name="Kooperationsblatt ausfüllen").click()
    schule.get_by_label("Wohin wir wollen").select_option("4 · Verbindlich zusammenarbeiten")
    for i, was in enumerate(("Übergabegespräch je Kind", "Liste der Ansprechpersonen")):
        row = schule.get_by_role("group", name="Neue Vereinbarung").nth(i)
        row.get_by_label("Was", exact=True).fill(was)
        row.get_by_label("Wer").fill("beide Leitungen")
        row.get_by_label("Bis wann").fill("2099-03-01")
    if javascript:
        clean(schule, widths=(320,))
    schule.get_by_role("button", name="Speichern").click()
    schule.get_by_role("button", name="bestätigen").click()
    expect(schule.get_by_text("Jetzt fehlt noch die andere Seite.")).to_be_visible()

    kita.goto(link(portal, f"kita.{name.lower()}@example.org"))
    kita.get_by_role("button", name="Weiter").click()
    kita.get_by_role("button", name="bestätigen").click()
    expect(kita.get_by_text("Das Kooperationsblatt steht fest.").first).to_be_visible()
    if javascript:
        clean(kita, widths=(320, 1280))
    pdf = kita.request.get(kita.get_by_role("link", name="Kooperationsblatt als PDF").get_attribute("href"))
    assert pdf.headers["content-type"] == "application/pdf"
    kita.locator("details.stand-aendern summary").first.click()
    kita.get_by_role("radio", name="getan").first.check()
    kita.get_by_role("button", name="Speichern").first.click()
    expect(kita.locator(".stand--getan")).to_be_visible()


@pytest.fixture
def sheet(propose, partner, request):
    """An open sheet on a phone, nothing chosen yet."""
    page = partner(propose(request.node.name.split("_")[1].capitalize())[0])
    page.get_by_role("button", name="Einschätzen und sprechen").click()
    ready(page)
    return page


def choose(page, code, value):
    page.locator(f"#{code} input[value='{value}']").check()


def test_offline_for_a_while_and_catching_up(sheet):
    choose(sheet, "K1", "2")
    expect(sheet.get_by_text("Gespeichert – 1 von 8")).to_be_visible()
    sheet.context.set_offline(True)
    sheet.locator("#K1").get_by_role("button", name="Weiter").click()
    choose(sheet, "K2", "3")
    sheet.locator("#K2").get_by_role("button", name="Weiter").click()
    choose(sheet, "K3", "4")
    expect(sheet.get_by_text("Nicht gespeichert: keine Verbindung.")).to_be_visible()

    sheet.context.set_offline(False)

    expect(sheet.get_by_text("Gespeichert – 3 von 8")).to_be_visible()


def test_a_choice_made_before_the_script_is_there_is_saved_too(sheet):
    held = []
    sheet.route("**/js/bogen*.js", lambda route: held.append(route))  # noqa: PLW0108 -- playwright asks a handler for its name
    sheet.reload(wait_until="commit")
    choose(sheet, "K1", "2")

    held.pop().continue_()

    expect(sheet.get_by_text("Gespeichert – 1 von 8")).to_be_visible()


def test_restarted_server_loses_nothing_even_when_the_page_is_loaded_anew(sheet):
    sheet.evaluate("addEventListener('online', (e) => e.stopImmediatePropagation(), true)")  # nothing tells the page
    sheet.context.set_offline(True)
    choose(sheet, "K1", "5")
    expect(sheet.get_by_text("Nicht gespeichert: keine Verbindung.")).to_be_visible()
    sheet.on("dialog", lambda dialog: dialog.accept())
    sheet.context.set_offline(False)

    sheet.reload()

    expect(sheet.locator("#K1 input[value='5']")).to_be_checked()
    expect(sheet.get_by_text("Gespeichert – 1 von 8")).to_be_visible()
    sheet.reload()
    expect(sheet.locator("#K1 input[value='5']")).to_be_checked()


def test_another_device_goes_on_where_the_first_one_stopped(sheet, partner, portal):
    choose(sheet, "K1", "2")
    expect(sheet.get_by_text("Gespeichert – 1 von 8")).to_be_visible()
    office = partner(link(portal, "kita.another@example.org"), viewport={"width": 1280, "height": 900})
    office.get_by_role("button", name="Weiter").click()

    expect(office.locator("#K1 input[value='2']")).to_be_checked()
    office.locator("#K1 summary").first.click()
    office.get_by_role("textbox", name="Woran merken Sie das?").first.fill("Wir telefonieren.")
    choose(office, "K8", "5")
    expect(office.get_by_text("Gespeichert – 2 von 8")).to_be_visible()
    sheet.reload()

    expect(sheet.locator("#K1 textarea")).to_have_value("Wir telefonieren.")


def test_closing_time_while_somebody_chooses_is_said_and_keeps_what_was_there(sheet, person):  # noqa: F811
    choose(sheet, "K1", "2")
    expect(sheet.get_by_text("Gespeichert – 1 von 8")).to_be_visible()
    page = person(REGION)
    page.goto(KOOPERATION)
    page.get_by_role("link", name=re.compile("Kita Closing mit")).click()
    page.get_by_role("button", name="Dialog beenden").click()

    sheet.locator("#K1").get_by_role("button", name="Weiter").click()
    choose(sheet, "K2", "3")

    expect(sheet.get_by_text("Der Bogen ist inzwischen geschlossen.")).to_be_visible()
    sheet.reload()
    expect(sheet.get_by_text("30 Tage lang herunterladen")).to_be_visible()


def test_keyboard_alone_fills_a_sheet_and_back_is_safe(sheet):
    sheet.locator("#K1 input").first.focus()
    sheet.keyboard.press("ArrowDown")
    sheet.keyboard.press("ArrowDown")
    expect(sheet.locator("#K1 input[value='3']")).to_be_checked()
    expect(sheet.get_by_text("Gespeichert – 1 von 8")).to_be_visible()
    sheet.locator("#K1").get_by_role("button", name="Weiter").focus()
    sheet.keyboard.press("Enter")
    expect(sheet.locator("#K2")).to_be_focused()
    sheet.go_back()

    expect(sheet.locator("#K1 input[value='3']")).to_be_visible()
    expect(sheet.locator("#K2")).to_be_hidden()


SHARED = ("kern.", "tokens.", "base.", "fira-sans", "zeichen.")


def test_weight_of_a_sheet_beyond_what_all_pages_share_is_under_60_kilobytes(sheet):
    sheet.wait_for_load_state("networkidle")  # what was asked for before is not counted
    session = sheet.context.new_cdp_session(sheet)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    urls, sent = {}, {}
    session.on("Network.requestWillBeSent", lambda event: urls.__setitem__(event["requestId"], event["request"]["url"]))
    session.on("Network.loadingFinished", lambda event: sent.__setitem__(event["requestId"], event["encodedDataLength"]))

    sheet.reload()
    sheet.wait_for_load_state("networkidle")

    own = {url: sent[key] for key, url in urls.items() if not any(name in url for name in SHARED)}
    assert any(url.endswith(".js") for url in own)
    assert sum(own.values()) < 60_000, own


def test_pages_of_partners_are_valid_html(propose, partner, tmp_path):
    kita, schule = (partner(link) for link in propose("Pages"))
    pages = {"einladung": kita.request.get(kita.url).body()}
    for page in (kita, schule):
        page.get_by_role("button", name="Einschätzen und sprechen").click()
        pages["bogen"] = page.request.get(page.url).body()
        fill(page, "33333333")
        hand_in(page)
        page.wait_for_load_state()
        pages[page.url.split("/")[3]] = page.request.get(page.url).body()
    pages["blatt"] = schule.request.get(schule.get_by_role("link", name="Kooperationsblatt ausfüllen").get_attribute("href")).body()

    assert sorted(pages) == ["blatt", "bogen", "dialoge", "einladung"]
    assert html_errors(pages, tmp_path) == []


@pytest.mark.parametrize("size", SIZES)
def test_the_tab_of_a_kommune_with_what_pairs_released(size, person):  # noqa: F811
    page = person(REGION, viewport=SIZES[size])
    page.goto(KOOPERATION)

    expect(page.get_by_text("3 → 4").first).to_be_visible()
    expect(page.locator(".ueberfaellig").first).to_be_visible()
    clean(page)
