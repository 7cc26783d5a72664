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


def test_picture_of_the_review(page, login):
    login("fachadmin@example.org")
    page.set_viewport_size({"width": 1280, "height": 1100})
    page.goto("/profil-einlesen/")
    text = (Path(__file__).resolve().parents[2] / "fixtures/demo/gifhorn.txt").read_text(encoding="utf-8")
    page.get_by_label("Text des Profils").fill(f"{text}\nPfeil zum scrollen\n")
    page.get_by_role("button", name="Einlesen und prüfen").click()
    page.wait_for_load_state("networkidle")
    page.screenshot(path=BILDER / "einlesen-1280.png")
