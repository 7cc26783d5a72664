"""What a round says about a network: distributions, what moved, questions; as page, table, picture and report."""

import csv
import io
import re
import xml.etree.ElementTree as ET
from datetime import date

import openpyxl
import pytest
from pypdf import PdfReader

from kooperation import pdf
from kooperation.actions import instrument as instrumente
from kooperation.auswertung.erhebung import auswertung
from kooperation.auswertung.fragen import Frage, fragen
from kooperation.models import Erhebung
from kooperation.vorlage import als_inhalt, lesen
from tests.erhebungslast import counted
from tests.factories import make_dialog, make_erhebung, portalfassung
from tests.kooperation.partner import Partner

FIRST = ["2222222u", "2133222u", "22332232", "1222313p", "33223221", "2322333u"]
SECOND = ["3233122u", "3144522u", "33442232", "2233413p", "44324221", "3433333u"]


@pytest.fixture
def first(kommune):
    return make_erhebung(kommune, boegen=FIRST, stand="geschlossen", geschlossen_am=date(2025, 5, 1), titel="Erste")


@pytest.fixture
def second(kommune, first):
    """A year later, of the same network."""
    return make_erhebung(
        kommune, boegen=SECOND, stand="geschlossen", geschlossen_am=date(2026, 5, 1), titel="Zweite", setzt_fort=first
    )


def by_code(runde):
    return {v.kriterium.code: v for v in auswertung(runde).verteilungen}


def address(runde, end=""):
    return f"/kommunen/{runde.kommune.slug}/kooperation/erhebungen/{runde.schluessel}/{end}"


# ---------- What is calculated ----------


def test_each_kriterium_has_its_distribution_lower_median_and_middle_half(second):
    k2 = by_code(second)["K2"]  # 2, 1, 3, 2, 4, 4

    assert k2.stufen == (1, 2, 1, 2, 0)
    assert (k2.mitte.mitte, k2.mitte.von, k2.mitte.bis) == (2, 2, 4)
    assert k2.mitte.spannt


def test_cannot_tell_and_does_not_fit_are_findings_of_their_own(second):
    k8 = by_code(second)["K8"]  # u, u, 2, p, 1, u

    assert (k8.unklar, k8.passt_nicht, k8.stufen) == (3, 1, None)
    assert k8.ohne == ["3 können es nicht einschätzen", "1 sagt: passt für uns nicht"]


def test_the_development_says_what_moved_since_the_last_time_and_not_whether_that_is_good(second):
    said = {v.kriterium.code: v.worte.replace("\u00a0", " ") for v in auswertung(second).verlaeufe}

    assert said["K1"] == "Mittlere Stufe von 2 auf 3; mittlere Hälfte jetzt 3, zuvor 2."
    assert said["K8"] == "Kein Vergleich möglich."
    assert auswertung(second).brueche == ()


def test_the_earlier_result_does_not_change_when_a_later_one_comes(first, kommune):
    before = auswertung(first).verteilungen

    later = make_erhebung(
        kommune, boegen=SECOND, stand="geschlossen", geschlossen_am=date(2026, 5, 1), titel="Zweite", setzt_fort=first
    )

    assert auswertung(Erhebung.objects.get(pk=first.pk)).verteilungen == before
    assert len(auswertung(first).runden) == 1
    assert [runde.erhebung.titel for runde in auswertung(later).runden] == ["Erste", "Zweite"]


def test_another_version_of_the_instrument_leaves_a_break_mark_and_compares_what_is_the_same(first, kommune, login):
    inhalt = als_inhalt(portalfassung().vorlage) | {"kennung": "zweite", "fassung": "Zweite Fassung"}
    inhalt["kriterien"][0] |= {"code": "N1", "name": "Neues Kriterium"}
    neu = instrumente.laden(vorlage=lesen(inhalt))
    instrumente.veroeffentlichen(instrument=neu)
    runde = make_erhebung(
        kommune, boegen=SECOND, stand="geschlossen", geschlossen_am=date(2026, 5, 1), instrument=neu, setzt_fort=first
    )

    ergebnis = auswertung(runde)

    assert ergebnis.brueche == (0,)
    verlaeufe = {v.kriterium.code: v for v in ergebnis.verlaeufe}
    assert not verlaeufe["N1"].zeigt_etwas
    assert verlaeufe["K2"].zeigt_etwas
    page = " ".join(login("koordination").get(address(runde)).content.decode().split())
    assert "hat sich die Fassung des Instruments geändert" in page
    assert "bild__bruch" in page


def test_a_round_of_others_is_no_part_of_the_series(first, kommune):
    other = make_erhebung(kommune, boegen=SECOND, stand="geschlossen", geschlossen_am=date(2026, 5, 1))

    assert auswertung(other).verlaeufe == ()


def test_questions_follow_from_what_is_to_be_seen_and_judge_nothing(second):
    gestellt = fragen(auswertung(second))

    k2 = second.instrument.vorlage.kriterien[1]
    assert gestellt[0] == Frage(k2, "Die Antworten gehen auseinander, von Stufe 2 bis 4.", k2.reflexion[0])
    assert any("können es nicht einschätzen" in frage.anlass for frage in gestellt)
    assert len({frage.kriterium for frage in gestellt}) == len(gestellt) <= 5
    assert all(frage.frage.endswith("?") for frage in gestellt)


def test_where_nothing_can_be_shown_exactly_there_is_still_a_question(kommune, login):
    runde = make_erhebung(kommune, boegen=["33333333"] * 6, stand="geschlossen")

    assert [frage.kriterium.code for frage in fragen(auswertung(runde))] == ["K1"]
    assert login("koordination").get(address(runde)).status_code == 200


# ---------- What is shown ----------


def test_every_picture_has_a_text_and_its_numbers_in_a_table(second, login):
    page = login("koordination").get(address(second)).content.decode()

    labels = re.findall(r'<svg class="(?:verteilung|verlauf)"[^>]*aria-label="([^"]+)"', page)
    assert "Verbindlichkeit. Stufe 1: 1, Stufe 2: 2, Stufe 3: 1, Stufe 4: 2, Stufe 5: 0. Mittlere Stufe 2." in labels
    assert page.count("So lesen Sie die Bilder:") == 2
    assert page.count("Dieselben Zahlen als Tabelle") == 2


def test_whoever_took_part_sees_the_same_result_and_nothing_of_pairs(second, login):
    make_dialog(second.kommune, stand="fest")
    somebody = second.teilnahmen.first()

    page = Partner(somebody).get(f"/teilnahme/{somebody.schluessel}/").content.decode()

    assert "Wo das Netzwerk steht" in page
    assert "Mittlere Stufe" in page
    assert "Daneben" not in page
    assert 'value="entfernen"' not in page


def test_released_stufen_of_pairs_stand_beside_it_for_the_koordination(second, login):
    dialog = make_dialog(second.kommune, stand="fest")
    koordination = login("koordination")
    assert "Daneben" not in koordination.get(address(second)).content.decode()

    dialog.blatt.__class__.objects.update(ist=3, ziel=4, stufen_frei=True)

    page = koordination.get(address(second)).content.decode()
    assert "Daneben: was je zwei Einrichtungen freigegeben haben" in page
    assert "Stufe 3 → 4" in page


def test_a_sentence_can_be_taken_out_once_and_for_all(kommune, login):
    runde = make_erhebung(kommune, boegen=FIRST, saetze=["Der kleine Max\nwird nie abgeholt.", "Gut so."], stand="geschlossen")
    koordination = login("koordination")

    koordination.post(address(runde), {"taste": "entfernen", "code": "K1", "text": "Der kleine Max\r\nwird nie abgeholt."})
    again = koordination.post(address(runde), {"taste": "entfernen", "code": "K1", "text": "Gibt es nicht"}, follow=True)

    assert Erhebung.objects.get(pk=runde.pk).ergebnis["K1"]["texte"] == ["Gut so."]
    assert "Das geht nicht mehr" in again.content.decode()


def test_what_somebody_typed_is_shown_as_text(kommune, login):
    runde = make_erhebung(kommune, boegen=FIRST, saetze=["<script>alert(1)</script>"], stand="geschlossen")

    page = login("koordination").get(address(runde)).content.decode()

    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page


# ---------- Files ----------


def test_the_table_has_a_row_for_each_kriterium_of_each_round(second, login):
    text = login("koordination").get(address(second, "zahlen.csv")).content.decode("utf-8-sig")

    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert len(rows) == 16
    last = [row for row in rows if row["Erhebung"] == "Zweite"]
    assert [last[1][f"Stufe {n}"] for n in range(1, 6)] == ["1", "2", "1", "2", "0"]
    assert (last[7]["Stufe 1"], last[7]["kann ich nicht einschätzen"]) == ("", "3")
    assert last[7]["Hinweis"].startswith("Weniger als fünf")


def test_in_excel_numbers_are_numbers_and_no_title_is_a_formula(kommune, login):
    runde = make_erhebung(kommune, boegen=FIRST, stand="geschlossen", titel="=HYPERLINK(1)")
    koordination = login("koordination")

    blatt = openpyxl.load_workbook(io.BytesIO(koordination.get(address(runde, "zahlen.xlsx")).content)).active
    text = koordination.get(address(runde, "zahlen.csv")).content.decode("utf-8-sig")

    assert (blatt["A2"].value, blatt["A2"].data_type) == ("=HYPERLINK(1)", "s")
    assert (blatt["E2"].value, blatt["E2"].data_type) == (6, "n")
    assert text.splitlines()[1].startswith("'=HYPERLINK")


@pytest.mark.parametrize("bild", ["verteilung", "verlauf"])
def test_the_pictures_are_files_of_their_own_with_title_and_description(bild, second, login):
    response = login("koordination").get(address(second, f"{bild}.svg"))

    root = ET.fromstring(response.content)  # noqa: S314
    space = "{http://www.w3.org/2000/svg}"
    assert response["Content-Type"] == "image/svg+xml"
    assert "Zweite" in root.find(f"{space}title").text
    assert "6 von 6 Bögen" in root.find(f"{space}desc").text
    assert not re.search(rb"NaN|None|,\d+\"", response.content)


def test_a_long_title_stays_inside_its_picture(kommune, login):
    runde = make_erhebung(
        kommune, boegen=FIRST, stand="geschlossen", titel="Wie gut arbeiten wir im Netzwerk zusammen? " * 2 + "Und wie weiter?"
    )

    root = ET.fromstring(login("koordination").get(address(runde, "verteilung.svg")).content)  # noqa: S314

    head = root.find("{http://www.w3.org/2000/svg}g")
    assert len(list(head)) == 4  # three lines and what it shows
    assert float(root.get("viewBox").split()[1]) < float(next(iter(head)).get("y")) - 20


def test_there_is_no_picture_of_a_development_that_was_none(first, login):
    assert login("koordination").get(address(first, "verlauf.svg")).status_code == 404


def test_without_a_result_there_are_no_files(kommune, login):
    runde = make_erhebung(kommune, boegen=FIRST[:4], stand="geschlossen")
    koordination = login("koordination")

    ends = ("bericht.pdf", "zahlen.csv", "zahlen.xlsx", "verteilung.svg", "verlauf.svg")
    assert {koordination.get(address(runde, end)).status_code for end in ends} == {404}


def test_the_report_has_two_pages_is_tagged_and_holds_no_sentence_of_anybody(kommune, first, login):
    runde = make_erhebung(
        kommune,
        boegen=SECOND,
        saetze=["Daran erkennt man mich."],
        stand="geschlossen",
        geschlossen_am=date(2026, 5, 1),
        setzt_fort=first,
    )

    report = PdfReader(io.BytesIO(login("koordination").get(address(runde, "bericht.pdf")).content))

    text = " ".join(page.extract_text() for page in report.pages)
    assert len(report.pages) == 2
    assert report.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert b"pdfuaid:part" in report.trailer["/Root"]["/Metadata"].get_data()
    for words in ("Wo das Netzwerk steht", "Was sich bewegt hat", "Fragen für das Gespräch", "6 von 6 haben geantwortet"):
        assert words in text
    assert "Daran erkennt" not in text


def test_the_report_keeps_to_two_pages_with_twenty_kriterien_and_many_rounds(kommune):
    inhalt = als_inhalt(portalfassung().vorlage) | {"kennung": "lang", "fassung": "Lange Fassung"}
    eins = inhalt["kriterien"][0]
    inhalt["kriterien"] = [eins | {"code": f"K{i}", "name": f"Kriterium mit einem recht langen Namen {i}"} for i in range(20)]
    lang = instrumente.laden(vorlage=lesen(inhalt))
    instrumente.veroeffentlichen(instrument=lang)
    runde = None
    for jahr in range(2019, 2027):
        draw = [f"{1 + (jahr + i) % 4}{1 + i % 5}{'u' if i % 2 else 3}" * 6 + "23" for i in range(6)]
        runde = make_erhebung(
            kommune, boegen=draw, stand="geschlossen", geschlossen_am=date(jahr, 5, 1), instrument=lang, setzt_fort=runde
        )

    assert len(PdfReader(io.BytesIO(pdf.bericht(auswertung(Erhebung.objects.get(pk=runde.pk))))).pages) == 2


# ---------- What it costs ----------


@pytest.mark.parametrize("sheets", [10, 100_000])
def test_an_evaluation_reads_counters_with_one_query_however_many_sheets(sheets, kommune, django_assert_num_queries):
    runde = counted(kommune, sheets)
    assert runde.boegen == sheets

    with django_assert_num_queries(1):
        ergebnis = auswertung(runde)
        assert sum(ergebnis.verteilungen[0].stufen) == sheets
        assert fragen(ergebnis)


@pytest.mark.parametrize("rounds", [1, 3])
def test_the_page_asks_as_often_for_one_round_as_for_three(rounds, kommune, login, django_assert_num_queries):
    koordination = login("koordination")
    runde = None
    for jahr in range(rounds):
        runde = make_erhebung(kommune, boegen=SECOND, stand="geschlossen", geschlossen_am=date(2020 + jahr, 5, 1), setzt_fort=runde)

    with django_assert_num_queries(8):
        assert koordination.get(address(runde)).status_code == 200


@pytest.mark.parametrize("asked", [6, 40])
def test_the_page_of_a_running_round_asks_as_often_for_six_as_for_forty(asked, kommune, login, django_assert_num_queries):
    koordination = login("koordination")
    runde = make_erhebung(kommune, eingeladen=asked)

    with django_assert_num_queries(14):
        assert koordination.get(address(runde)).status_code == 200


@pytest.mark.parametrize("asked", [6, 40])
def test_the_sheet_asks_as_often_for_six_as_for_forty(asked, kommune, django_assert_num_queries):
    somebody = make_erhebung(kommune, eingeladen=asked).teilnahmen.first()
    browser = Partner(somebody)

    with django_assert_num_queries(2):
        assert browser.get(f"/teilnahme/{somebody.schluessel}/").status_code == 200
