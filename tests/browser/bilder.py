"""`make bilder`: the screenshots of the documentation, taken from the running demo. Not collected by `make test`."""

from pathlib import Path

import pytest

BILDER = Path(__file__).resolve().parents[2] / "docs" / "bilder"
PAGES = {
    "start-1280": ("/", 1280, "light"),
    "start-390": ("/", 390, "light"),
    "lueneburg-1280": ("/kommunen/lueneburg/", 1280, "light"),
    "lueneburg-390": ("/kommunen/lueneburg/", 390, "light"),
    "lueneburg-1280-dunkel": ("/kommunen/lueneburg/", 1280, "dark"),
    "region-1280": ("/kommunen/region-hannover/", 1280, "light"),
    "liste-1280": ("/kommunen/", 1280, "light"),
    "netzwerk-1280": ("/kommunen/region-hannover/netzwerk/", 1280, "light"),
    "netzwerk-390": ("/kommunen/region-hannover/netzwerk/", 390, "light"),
    "verbindungen-1280": ("/kommunen/lueneburg/netzwerk/verbindungen/", 1280, "light"),
}


@pytest.mark.parametrize("name", PAGES)
def test_picture_of(page, name):
    path, width, scheme = PAGES[name]
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 844 if width < 600 else 900})
    page.goto(path)
    page.wait_for_load_state("networkidle")
    BILDER.mkdir(exist_ok=True)
    page.screenshot(path=BILDER / f"{name}.png", full_page=width > 600)


def test_pictures_of_editing(browser, base_url, sessions):
    """A coordinator's dashboard, two who wrote at once, the preview, a version beside the one before."""

    def seat(width=1280):
        context = browser.new_context(
            base_url=base_url, viewport={"width": width, "height": 900 if width > 600 else 844}, locale="de-DE",
            storage_state=sessions("koordination.region@example.org"),
        )  # fmt: skip
        return context.new_page()

    def save(page, name, path=None, full=False):
        if path:
            page.goto(path)
        page.wait_for_load_state("networkidle")
        page.evaluate("scrollTo(0, 0)")
        page.screenshot(path=BILDER / f"{name}.png", full_page=full)

    first, second = seat(), seat()
    for page in (first, second):
        page.goto("/kommunen/region-hannover/bearbeiten/ziele/")
    first.get_by_label("Ziele", exact=True).fill(
        "Bis 2028 hat jede Grundschule eine feste Ansprechperson in den Kitas ihres Einzugsgebiets."
    )
    first.get_by_role("button", name="Entwurf speichern").click()
    save(first, "bearbeiten-1280")
    second.get_by_label("Ziele", exact=True).fill("Bis 2027 wissen alle Kitas und Schulen voneinander.")
    second.get_by_role("button", name="Entwurf speichern").click()
    save(second, "gleichzeitig-1280")
    save(first, "meine-1280", "/meine/region-hannover/", full=True)
    save(first, "luecken-1280", "/kommunen/region-hannover/netzwerk/luecken/", full=True)
    save(first, "fassung-1280", "/kommunen/region-hannover/fassungen/ziele/2/")
    save(seat(390), "vorschau-390", "/kommunen/region-hannover/vorschau/")
    save(seat(390), "bearbeiten-390", "/kommunen/region-hannover/bearbeiten/termine/")


def test_picture_of_the_review(page, login):
    login("fachadmin@example.org")
    page.set_viewport_size({"width": 1280, "height": 1100})
    page.goto("/profil-einlesen/")
    text = (Path(__file__).resolve().parents[2] / "fixtures/demo/gifhorn.txt").read_text(encoding="utf-8")
    page.get_by_label("Text des Profils").fill(f"{text}\nPfeil zum scrollen\n")
    page.get_by_role("button", name="Einlesen und prüfen").click()
    page.wait_for_load_state("networkidle")
    page.screenshot(path=BILDER / "einlesen-1280.png")
