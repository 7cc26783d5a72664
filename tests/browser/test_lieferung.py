"""A Koordination brings her own figures, from the template to the withdrawal, on a phone and at a desk; every page by axe."""

import re

import pytest

from tests.browser.test_zugaenglich import check
from tests.statistik.dateien import vorlage

ADRESSE = "/kommunen/lueneburg/zahlen/lieferungen/"
ZEILEN = (
    "03355022;31.12.2024;kinder_u10;6.812;Personen;;Einwohnermelderegister;;",
    "3355022;31.12.2024;kinder_u15;9.950;Personen;;Einwohnermelderegister;;",
    "03355022;31.12.2024;kinder_u18;zwölf;Personen;;Einwohnermelderegister;;",
)


@pytest.mark.parametrize("width", [390, 1280])
def test_from_the_template_to_the_withdrawal(page, login, tmp_path, width):
    login("koordination.lueneburg@example.org")
    page.set_viewport_size({"width": width, "height": 844})
    datei = tmp_path / f"zahlen-{width}.csv"
    datei.write_text(vorlage(*ZEILEN).replace("6.812", str(6000 + width)), encoding="utf-8-sig")

    check(page, f"{ADRESSE}neu/", width, "light")
    page.get_by_label("Dateien").set_input_files(datei)
    page.get_by_role("button", name="Datei prüfen").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Zwei Werte brauchen Ihren Blick"
    check(page, page.url, width, "light")

    page.get_by_label("Null ergänzen").check()
    page.get_by_role("button", name="Entscheidungen anwenden").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Ein Wert bleibt draußen"
    page.get_by_role("link", name="Alle Werte ansehen").click()
    check(page, page.url, width, "dark")
    page.go_back()
    page.get_by_role("button", name="Lieferung übernehmen").click()
    page.get_by_text("Übernommen. Die Zahlen gelten jetzt.").wait_for()
    check(page, page.url, width, "light")

    page.get_by_role("button", name="Lieferung zurücknehmen").click()
    page.get_by_text(re.compile("Was vorher galt, gilt wieder")).wait_for()
    check(page, ADRESSE, width, "dark")


def test_enter_in_a_field_takes_nothing_over(page, login, tmp_path):
    login("koordination.lueneburg@example.org")
    datei = tmp_path / "enter.csv"
    datei.write_text(vorlage("03355022;31.12.2023;kinder_u10;6.700;Personen;;Einwohnermelderegister;;"), encoding="utf-8-sig")
    page.goto(f"{ADRESSE}neu/")
    page.get_by_label("Dateien").set_input_files(datei)
    page.get_by_role("button", name="Datei prüfen").click()

    page.get_by_label("Tabelle").fill("A1")
    page.keyboard.press("Enter")

    page.get_by_text("gespeichert ist noch nichts").wait_for()
    assert page.get_by_label("Tabelle").input_value() == "A1"
    page.get_by_role("button", name="Verwerfen").click()
    page.get_by_text("Es wurde nichts geändert").wait_for()
