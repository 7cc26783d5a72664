"""Tables from outside: nothing is read wrong without notice."""

import io
import zipfile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kern.tabelle import TabelleFehler, csv_lesen, csv_schreiben, xlsx_lesen, xlsx_schreiben

pytestmark = pytest.mark.rein


def xlsx(*rows, change=lambda book: None):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        "Name;PLZ\r\nMünchehagen;01067\r\n".encode(),
        "Name;PLZ\r\nMünchehagen;01067\r\n".encode("utf-8-sig"),
        "Name;PLZ\nMünchehagen;01067".encode("cp1252"),
        b"Name,PLZ\nM\xc3\xbcnchehagen,01067\n\n",
        b"Name\tPLZ\nM\xc3\xbcnchehagen\t01067\n",
        b'"Name";"PLZ"\n"M\xc3\xbcnchehagen";"01067"\n',
    ],
    ids=["utf-8", "with a mark", "windows", "comma", "tab", "quoted"],
)
def test_the_same_table_in_every_german_spelling(data):
    table = csv_lesen(data)

    assert table.kopf == ("Name", "PLZ")
    assert table.zeilen == ((2, ("Münchehagen", "01067")),)


def test_lines_are_counted_as_an_editor_counts_them():
    table = csv_lesen(b'a;b\n"x\ny";1\n\nz;2\n')

    assert [number for number, _ in table.zeilen] == [2, 5]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "Die Datei ist leer"),
        (b"\n\n", "Die Datei ist leer"),
        (b'a;b\n1;"offen\n2;3\n', "Ab Zeile 2 ist die Datei nicht lesbar"),
        (b'a;b\n1;"x"y\n', "Ab Zeile 2"),
        (b"a;b;a\n1;2;3\n", "nennt doppelt: a"),
        (b"a;;c\n1;2;3\n", "Spalte 2 keinen Namen"),
        (b"a;b\n1;2;3\n", "Zeile 2 hat 3 statt 2 Werte."),
        (b"a;b\n1\n", "Zeile 2 hat 1 statt 2 Werte"),
        (b"a;b\n1;\x002\n", "keine Textdatei"),
        (b"PK\x03\x04", "Excel-Datei"),
        ("a;b\nMÃ¼nchen;1\n".encode(), "Zeile 2: „Ã¼“ sieht nach falsch gespeicherten Umlauten aus"),
        (b"a;b\n\x81;1\n", "Zeile 2: Diese Zeichen sind weder UTF-8 noch Windows-1252"),
    ],
)
def test_what_is_not_sure_is_refused_with_its_line(data, says):
    with pytest.raises(TabelleFehler, match=says):
        csv_lesen(data)


def test_many_faults_are_named_up_to_a_limit():
    with pytest.raises(TabelleFehler) as error:
        csv_lesen(b"a;b\n" + b"1\n" * 50)

    lines = str(error.value).split("\n")
    assert (len(lines), lines[-1]) == (21, "… und 30 weitere.")


DANGEROUS = ["=1+1", "+49 4131 309", "-5", "@SUM(A1)", "\tx", "\rx", "=cmd|' /C calc'!A0"]


@pytest.mark.parametrize("cell", DANGEROUS)
def test_no_written_cell_can_become_a_formula(cell):
    written = csv_schreiben(["a"], [[cell]])

    assert written.startswith("\ufeff")
    second = written.split("\r\n", 1)[1]
    assert second.lstrip('"').startswith("'")


cells = st.text(st.characters(codec="utf-8", exclude_characters="\x00\r\n\t", exclude_categories=["Cs", "Cc", "Z"]), max_size=20)


@given(st.lists(st.tuples(cells, cells), min_size=1, max_size=5))
def test_what_is_written_reads_back_the_same(rows):
    rows = [(f"x{a}", b) for a, b in rows] + [("y", cell) for cell in DANGEROUS[:4]]
    from kern.tabelle import DOPPELT_KODIERT

    if not DOPPELT_KODIERT.search("".join(a + b for a, b in rows)) and not any(b.startswith("'") for _, b in rows):
        table = csv_lesen(csv_schreiben(["eins", "zwei"], rows).encode())
        assert [row for _, row in table.zeilen] == rows


# ---------- XLSX ----------


def test_a_sheet_of_values_is_read_as_people_see_it():
    from datetime import date

    table = xlsx_lesen(xlsx(["AGS", "Wert", "Tag", "ja?"], ["03355", 24.5, date(2018, 12, 31), True], ["03241", 1587, None, False]))

    assert table.kopf == ("AGS", "Wert", "Tag", "ja?")
    assert [row for _, row in table.zeilen] == [("03355", "24,5", "31.12.2018", "ja"), ("03241", "1587", "", "nein")]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (lambda: xlsx(["a"], ["=1+1"]), "Zelle A2 enthält eine Formel"),
        (lambda: xlsx(["a"], [1], change=lambda book: book.create_sheet("Zwei").append(["b"])), "mehrere Blätter: Sheet, Zwei"),
        (lambda: b"PK\x03\x04kaputt", "keine lesbare Excel-Datei"),
        (lambda: b"a;b\n1;2", "keine lesbare Excel-Datei"),
        (lambda: xlsx(["a", "a"], [1, 2]), "nennt doppelt: a"),
    ],
    ids=["formula", "two sheets", "broken", "csv", "header"],
)
def test_an_unclear_workbook_is_refused(data, says):
    with pytest.raises(TabelleFehler, match=says):
        xlsx_lesen(data())


def test_a_workbook_that_asks_for_gigabytes_costs_a_refusal():
    """A cell of 1.5 GB, packed into a megabyte."""
    source = io.BytesIO(xlsx(["a"], ["text"]))
    out = io.BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name != "xl/worksheets/sheet1.xml":
                new.writestr(name, old.read(name))
        with new.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            sheet.write(b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">')
            sheet.write(b'<c r="A1" t="inlineStr"><is><t>')
            for _ in range(150):
                sheet.write(b"0" * 10_000_000)
            sheet.write(b"</t></is></c></row></sheetData></worksheet>")
    assert len(out.getvalue()) < 3_000_000

    with pytest.raises(TabelleFehler, match="ausgepackt zu groß"):
        xlsx_lesen(out.getvalue())


def test_a_written_workbook_holds_text_only():
    data = xlsx_schreiben(["AGS", "x"], [["03355", "=1+1"]])

    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert [(cell.value, cell.data_type) for cell in sheet[2]] == [("03355", "s"), ("=1+1", "s")]
    assert xlsx_lesen(data).zeilen == ((2, ("03355", "=1+1")),)
