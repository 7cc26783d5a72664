"""`make bilder`: the screenshots of the documentation, taken from the running demo. Not collected by `make test`."""

import subprocess
from pathlib import Path

import pytest

from tests.browser.test_dialog import KOOPERATION, PHONE, choose, fill, hand_in, link, partner, propose  # noqa: F401 -- fixtures
from tests.browser.test_lieferung import ADRESSE, ZEILEN
from tests.browser.test_redaktion import REGION, person  # noqa: F401 -- a fixture
from tests.statistik.dateien import vorlage

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
    "zahlen-gifhorn-1280": ("/kommunen/gifhorn/zahlen/?indikator=einwohner&mit=03355", 1280, "light"),
    "zahlen-gifhorn-390": ("/kommunen/gifhorn/zahlen/", 390, "light"),
    "zahlen-karte-1280": ("/daten/kinder_grundsicherung_u15/", 1280, "light"),
    "zahlen-karte-1280-dunkel": ("/daten/kinder_grundsicherung_u15/", 1280, "dark"),
    "zahlen-anzahl-390": ("/daten/einwohner/", 390, "light"),
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
    second.get_by_label("Ziele", exact=True).fill("Bis 2099 wissen alle Kitas und Schulen voneinander.")
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


def save_dialog(page, name, width=390, full=False):
    page.set_viewport_size({"width": width, "height": 900 if width > 600 else 844})
    page.wait_for_load_state("networkidle")
    if not full:
        page.evaluate("scrollTo(0, 0)")
    page.screenshot(path=BILDER / f"dialog-{name}.png", full_page=full)


def test_pictures_of_a_dialog_of_two(propose, partner, portal, tmp_path):  # noqa: F811
    """Each step from the invitation to the sheet; two browsers at phone width, sheet and reveal also on a desk."""
    kita, schule = (partner(link) for link in propose("Sonnenblume"))
    save_dialog(kita, "2-einladung-390", full=True)
    kita.get_by_role("button", name="Einschätzen und sprechen").click()
    fill(kita, "43")
    choose(kita, "K3", "2")
    kita.get_by_text("Gespeichert – 3 von 8").wait_for()
    kita.wait_for_load_state("networkidle")
    kita.screenshot(path=BILDER / "dialog-3-bogen-390.png")
    save_dialog(kita, "3-bogen-1280", 1280, full=True)
    kita.set_viewport_size(PHONE)
    kita.goto(f"{kita.url.split('#')[0]}#K1")
    kita.reload()
    fill(kita, ["4", "2", "2", "3", "3", "2", "3", "unklar"])
    hand_in(kita)
    save_dialog(kita, "4-abgegeben-390")
    schule.get_by_role("button", name="Einschätzen und sprechen").click()
    fill(schule, "24233433")
    hand_in(schule)
    save_dialog(schule, "5-zwei-blicke-1280", 1280, full=True)
    save_dialog(schule, "5-zwei-blicke-390", full=True)

    schule.get_by_role("link", name="Kooperationsblatt ausfüllen").click()
    schule.get_by_label("Wohin wir wollen").select_option("4 · Verbindlich zusammenarbeiten")
    schule.get_by_label("Warum").fill("Wir sprechen uns gut ab, doch manches hängt an einzelnen Personen.")
    schule.get_by_label("Was gut läuft").fill("Die Schnuppertage kommen bei Kindern und Eltern gut an.")
    schule.get_by_label("Wo es hakt").fill("Für gemeinsame Übergaben fehlt oft die Zeit.")
    for i, was in enumerate(("Ein Übergabegespräch je Kind, wenn die Eltern zustimmen", "Eine Seite mit Ansprechpersonen")):
        row = schule.get_by_role("group", name="Neue Vereinbarung").nth(i)
        row.get_by_label("Was", exact=True).fill(was)
        row.get_by_label("Wer").fill("beide Leitungen")
        row.get_by_label("Bis wann").fill("2099-03-01")
    save_dialog(schule, "6-blatt-390")
    schule.get_by_role("button", name="Speichern").click()
    schule.get_by_role("button", name="bestätigen").click()
    kita.goto(link(portal, "kita.sonnenblume@example.org"))
    kita.get_by_role("button", name="Weiter").click()
    kita.get_by_role("button", name="bestätigen").click()
    save_dialog(kita, "7-fest-390")
    pdf = tmp_path / "blatt.pdf"
    pdf.write_bytes(kita.request.get(kita.get_by_role("link", name="Kooperationsblatt als PDF").get_attribute("href")).body())
    target = BILDER / "dialog-8-kooperationsblatt"
    subprocess.run(["pdftoppm", "-png", "-singlefile", "-r", "80", pdf, target], check=True)  # from poppler-utils


def test_pictures_of_accompanying(partner, person, portal):  # noqa: F811
    """A proposal with its mails, the overview, what is overdue, and a pair that only talks; from the demo."""
    page = person(REGION)
    page.goto(KOOPERATION)
    save_dialog(page, "10-koordination-1280", 1280, full=True)
    page.get_by_role("link", name="Kita Sonnenweg mit").first.click()
    page.get_by_role("button", name="Link noch einmal schicken").first.click()
    overdue = partner(link(portal, "kita.sonnenweg@example.org"))
    overdue.get_by_role("button", name="Weiter").click()
    save_dialog(overdue, "9-gesagt-getan-390")
    page.goto(KOOPERATION)
    page.get_by_role("link", name="Familienzentrum Am Deister mit Jugend").click()
    page.get_by_role("button", name="Link noch einmal schicken").first.click()
    talk = partner(link(portal, "familienzentrum@example.org"))
    talk.get_by_role("button", name="Weiter").click()
    save_dialog(talk, "11-nur-sprechen-390")
    page.goto(f"{KOOPERATION}dialoge/neu/")
    page.get_by_label("Anlass").fill("Sprachförderung")
    page.get_by_label("Einrichtung", exact=True).nth(0).select_option("Kita Sonnenweg")
    page.get_by_label("Einrichtung", exact=True).nth(1).select_option("Kinderarztpraxis am Markt")
    page.get_by_role("button", name="Weiter zur Vorschau der E-Mails").click()
    save_dialog(page, "1-vorschlag-1280", 1280, full=True)


def save_erhebung(page, name, width=390, full=False):
    page.set_viewport_size({"width": width, "height": 900 if width > 600 else 844})
    page.wait_for_load_state("networkidle")
    page.screenshot(path=BILDER / f"erhebung-{name}.png", full_page=full)


def test_pictures_of_a_round(person, partner, portal, tmp_path):  # noqa: F811
    """The demo's rounds: announcing one, the sheet on a phone, how many, the result, too few, the report."""
    page = person(REGION)
    page.goto(f"{KOOPERATION}erhebungen/neu/?gruppe=alle")
    save_erhebung(page, "1-ansetzen-1280", 1280)
    page.goto(KOOPERATION)
    page.get_by_role("link", name="Dritte Runde").click()
    save_erhebung(page, "4-laeuft-1280", 1280)
    page.get_by_role("button", name="Link noch einmal schicken").last.click()
    phone = partner(link(portal, "stadtbuecherei.barsinghausen@example.org"))
    save_erhebung(phone, "2-einladung-390", full=True)
    phone.get_by_role("button", name="Zum Bogen").click()
    choose(phone, "K1", "3")
    phone.get_by_text("Gespeichert – 1 von 8").wait_for()
    save_erhebung(phone, "3-bogen-390")
    for name, picture in (("Zweite Runde", "5-ergebnis"), ("Runde der Kitas", "6-zu-wenige")):
        page.goto(KOOPERATION)
        page.get_by_role("link", name=name).click()
        save_erhebung(page, f"{picture}-1280", 1280, full=True)
        save_erhebung(page, f"{picture}-390", full=True)
    page.goto(KOOPERATION)
    page.get_by_role("link", name="Zweite Runde").click()
    pdf = tmp_path / "bericht.pdf"
    pdf.write_bytes(page.request.get(page.get_by_role("link", name="Bericht als PDF").get_attribute("href")).body())
    subprocess.run(["pdftoppm", "-png", "-r", "80", pdf, BILDER / "erhebung-7-bericht"], check=True)


def test_pictures_of_a_delivery(page, login, tmp_path):
    """What a file of figures would change, on a desk and on a phone, and the log of what it did."""
    login("koordination.lueneburg@example.org")
    datei = tmp_path / "kinder-2024.csv"
    datei.write_text(vorlage(*ZEILEN), encoding="utf-8-sig")
    page.goto(f"{ADRESSE}neu/")
    page.get_by_label("Dateien").set_input_files(datei)
    page.get_by_role("button", name="Datei prüfen").click()
    for name, width in (("lieferung-1280", 1280), ("lieferung-390", 390)):
        page.set_viewport_size({"width": width, "height": 900 if width > 600 else 844})
        page.screenshot(path=BILDER / f"{name}.png", full_page=width > 600)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.get_by_label("Null ergänzen").check()
    page.get_by_role("button", name="Entscheidungen anwenden").click()
    page.get_by_role("button", name="Lieferung übernehmen").click()
    page.get_by_text("Übernommen. Die Zahlen gelten jetzt.").wait_for()
    page.screenshot(path=BILDER / "lieferung-protokoll-1280.png", full_page=True)
