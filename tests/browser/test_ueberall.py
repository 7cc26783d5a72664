"""Every page that somebody can click to, as each of five people, in every width and scheme, as it is and with its errors.

Nobody lists the pages: each person follows every link and is stopped only by seeing an address of the same kind again. On each
page axe looks six times; then text is spaced out as WCAG 1.4.12 says, and forced colours are put on. The Nu checker reads all.
"""

import re
from urllib.parse import urljoin, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import Resolver404, resolve

from tests.browser.conftest import Portal, log_in
from tests.browser.test_html import html_errors
from tests.browser.test_zugaenglich import GRID, RULES
from tests.messung import write
from tests.server import manage, prepare, serve

pytestmark = pytest.mark.lang
PEOPLE = {
    "ohne Konto": "",
    "Koordination Region": "koordination.region@example.org",
    "Koordination Gifhorn": "koordination.gifhorn@example.org",
    "Fachadministration": "fachadmin@example.org",
    "Partner*in": "",
}
SENT_EMPTY = [(1280, "dark"), (390, "light"), (320, "light")]
LEAVING = ("account_logout", "anderswo_abmelden", "kooperation:schliessen")
SPACED = (
    "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }"
    "p { margin-bottom: 2em !important }"
)
ADD_STYLE = """(css) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}"""
SETTLED = "Promise.allSettled(document.getAnimations().map((one) => one.finished))"  # colours of links fade in Django's admin
CLIPPED = """() => [...document.querySelectorAll('main *')].filter((e) => {
  const s = getComputedStyle(e);
  const hides = (v) => v === 'hidden' || v === 'clip';
  if (e.closest('svg, select') || !e.textContent.trim() || e.clientWidth <= 1 || s.clipPath !== 'none') return false;
  return (hides(s.overflowX) && e.scrollWidth > e.clientWidth + 1) || (hides(s.overflowY) && e.scrollHeight > e.clientHeight + 1);
}).map((e) => e.outerHTML.slice(0, 120))"""

WIDER = """() => {
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= room) return '';
  const wide = [...document.body.querySelectorAll('*')].filter((e) => e.getBoundingClientRect().right > room + 1);
  return (wide.at(-1) ?? document.body).outerHTML.slice(0, 120);
}"""


@pytest.fixture(scope="module")
def own_portal(tmp_path_factory):
    """A portal of its own: submitting every form empty changes one thing or another."""
    folder = tmp_path_factory.mktemp("ueberall")
    env = prepare(
        f"sqlite:///{folder / 'db.sqlite3'}", SECRET_KEY="nur-fuer-tests", DEBUG="false", EMAIL_URL="filemail://",
        EMAIL_FILE_PATH=str(folder / "mails"), MEDIA_ROOT=str(folder / "dateien"),
    )  # fmt: skip
    said = manage(env, "manage.py", "demo")
    with serve(env, workers=2) as server:
        portal = Portal(server.url, folder / "mails", re.findall(r"\b\d{8}\b", said))
        portal.links = [server.url + urlsplit(link).path for link in re.findall(r"http://\S+/einladung/\S+", said)]
        yield portal


def kind(path):
    """What sort of page an address is: its name, or nothing where it is none of ours."""
    try:
        return resolve(urlsplit(path).path).view_name
    except Resolver404:
        return ""


def walk(page, start):
    """kind -> (path, HTML) of every page that can be reached from there, one of each kind and, beside it, of each kind of query."""
    todo, seen, pages = [start], set(), {}
    while todo:
        path = todo.pop(0)
        asked = sorted(re.findall(r"(\w+)=", urlsplit(path).query))
        sort = (kind(path), tuple(asked[:1] if path.startswith("/admin/") else asked))  # its filters combine without end
        if path in seen or sort in pages or sort[0] in ("", *LEAVING):
            continue
        seen.add(path)
        answer = page.request.get(path)
        if "text/html" not in answer.headers.get("content-type", "") or answer.status != 200:
            continue
        html = answer.text()
        landed = urlsplit(answer.url)
        pages[sort] = (path, html)
        links = (
            urlsplit(urljoin(answer.url, link.replace("&amp;", "&"))) for link in re.findall(r'<a\b[^>]*?\bhref="([^"#]+)', html)
        )
        todo += [f"{to.path}?{to.query}" if to.query else to.path for to in links if to.netloc == landed.netloc]
    return {" ".join([name, *query]): page for (name, query), page in pages.items()}


def violations(page):
    """(rule, element) of each; the script of axe is brought to a page once."""
    if page.evaluate("typeof axe === 'undefined'"):
        found = Axe().run(page, options=RULES).response
    else:
        found = page.evaluate("(options) => axe.run(document, options)", RULES)
    return [(one["id"], one["nodes"][0]["html"][:120]) for one in found["violations"]]


def findings(page, grid=GRID):
    """What is wrong with the page as it stands, in every width and scheme, spaced out and in forced colours."""
    found = []
    for width, scheme in grid:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 844})
        page.evaluate(SETTLED)
        found += [f"{width} {scheme}: {rule} {html}" for rule, html in violations(page)]
        if wide := page.evaluate(WIDER):
            found.append(f"{width} {scheme}: scrolls sideways for {wide}")
    page.emulate_media(color_scheme="light", forced_colors="active")
    page.evaluate(SETTLED)
    found += [f"forced colours: {rule} {html}" for rule, html in violations(page)]
    page.emulate_media(forced_colors="none")
    page.evaluate(ADD_STYLE, SPACED)
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 844})
        found += [f"{width} spaced out, cut off: {html}" for html in page.evaluate(CLIPPED)]
        if wide := page.evaluate(WIDER):
            found.append(f"{width} spaced out: scrolls sideways for {wide}")
    return found


TEXTS = "input:not([type=hidden], [type=radio], [type=checkbox], [type=file]), textarea"
SEND_EMPTY = """(texts) => {
  const form = [...document.querySelectorAll('main form')].find((f) => f.method === 'post' && f.querySelector(texts));
  const button = form?.querySelector('button:not([type=button]), input[type=submit]');
  if (!button) return false;
  form.noValidate = true;
  for (const field of form.querySelectorAll(texts)) field.value = '';
  button.click();
  return true;
}"""


def come(person, page, portal):
    if person == "Partner*in":
        page.goto(portal.links[0])
        page.locator("main form button").first.click()
    elif PEOPLE[person]:
        log_in(page, portal, PEOPLE[person])


@pytest.mark.parametrize("person", PEOPLE)
def test_every_page_somebody_can_reach(person, browser, own_portal, tmp_path):
    context = browser.new_context(base_url=own_portal.url, locale="de-DE")
    page = context.new_page()
    come(person, page, own_portal)
    start = urlsplit(page.url).path if page.url.startswith("http") else "/"
    pages = walk(page, start)
    wrong, states = [], 0
    for name, (path, _) in pages.items():
        page.goto(path)
        page.wait_for_load_state("networkidle")
        states += 1
        wrong += [f"{name} {path}: {one}" for one in findings(page)]
        page.goto(path)
        before = page.url
        if not path.startswith("/admin/") and page.evaluate(SEND_EMPTY, TEXTS):
            page.wait_for_load_state("networkidle")
            states += 1
            wrong += [f"{name} {path}, sent empty (at {urlsplit(before).path}): {one}" for one in findings(page, SENT_EMPTY)]
    context.close()
    html = {
        f"{i:03} {name.replace(':', '-').replace('/', '-')}"[:80]: text.encode()
        for i, (name, (_, text)) in enumerate(pages.items())
    }

    assert not wrong, "\n".join(wrong)
    assert html_errors({name: text for name, text in html.items() if " admin-" not in name}, tmp_path) == []
    write(
        f"Zugänglich: jede Seite, {person} (make test-lang)",
        [
            f"{len(pages)} Arten von Seiten, {states} Zustände (auch leer abgeschickt), axe in sechs Formen (1280, 390, 320; hell, "
            "dunkel), dazu erzwungene Farben und weite Abstände: kein Befund. Nu: kein Fehler."
        ],
    )
