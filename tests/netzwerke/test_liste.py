"""Lists as offices keep them: headings are found, columns guessed, addresses taken apart."""

import pytest

from netzwerke.einlesen.liste import Rohliste, lesen, rohliste, zuordnung

pytestmark = pytest.mark.rein


def table(*rows):
    return rohliste(list(enumerate([list(row) for row in rows], start=1)))


def test_a_title_above_the_headings_is_no_row():
    liste = table(["Verteiler Frühe Hilfen", ""], ["Stand: 2025"], ["", ""], ["Einrichtung", "Tel."], ["Kita", "1"], ["Amt", "2"])

    assert liste.kopf == ("Einrichtung", "Tel.")
    assert liste.zeilen == ((5, ("Kita", "1")), (6, ("Amt", "2")))
    assert liste.davor == ("Verteiler Frühe Hilfen", "Stand: 2025")


def test_ragged_rows_empty_columns_and_columns_without_a_heading():
    liste = table(["Name", "", "Ort"], ["Kita", "", "Seelze", "Anmerkung"], ["Amt"])

    assert liste.kopf == ("Name", "Ort", "Spalte 4")
    assert [zellen for _, zellen in liste.zeilen] == [("Kita", "Seelze", "Anmerkung"), ("Amt", "", "")]


def test_a_list_without_known_headings_takes_its_first_line_for_them():
    assert table(["Wer", "Wo"], ["Kita", "Seelze"]).kopf == ("Wer", "Wo")


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Einrichtung / Träger", "name"), ("Name der Einrichtung", "name"), ("Institution:", "name"), ("Netzwerkpartner", "name"),
        ("Träger", "traeger"), ("Straße, Hausnr.", "strasse"), ("Str.", "strasse"), ("PLZ/Ort", "plz_ort"), ("PLZ", "plz"),
        ("Anschrift", "anschrift"), ("Tel.", "telefon"), ("Telefon-Nr.", "telefon"), ("E-Mail", "email"), ("Mailadresse", "email"),
        ("Ansprechpartner*in", "person_name"), ("E-Mail Ansprechperson", "person_email"), ("Homepage", "webseite"),
        ("Art der Einrichtung", "art"), ("Handlungsfelder", "handlungsfelder"), ("Altersgruppe", "phasen"), ("AG", "gruppe"),
        ("Bemerkung", ""), ("lfd. Nr.", ""),
    ],
)  # fmt: skip
def test_what_a_heading_probably_means(heading, field):
    known = ["Name"] if field != "name" else []
    assert zuordnung(Rohliste((*known, heading), ()))[-1] == field


def test_each_field_is_guessed_once_and_a_name_always():
    assert zuordnung(Rohliste(("Name", "Bezeichnung", "Ort"), ())) == ["name", "", "ort"]
    assert zuordnung(Rohliste(("Wer", "Ort"), ())) == ["name", "ort"]


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        ({"anschrift": "Musterstr. 1, 30926 Seelze"}, {"strasse": "Musterstr. 1", "plz": "30926", "ort": "Seelze"}),
        ({"anschrift": "Am Markt 2 D-21335 Lüneburg"}, {"strasse": "Am Markt 2", "plz": "21335", "ort": "Lüneburg"}),
        ({"anschrift": "Rathaus"}, {"strasse": "Rathaus"}),
        ({"anschrift": "30926 Seelze"}, {"plz": "30926", "ort": "Seelze"}),
        ({"plz_ort": "30926 Seelze"}, {"plz": "30926", "ort": "Seelze"}),
        ({"plz_ort": "Seelze"}, {"ort": "Seelze"}),
        ({"plz": "1067"}, {"plz": "01067"}),
        ({"webseite": "www.example.org"}, {"webseite": "https://www.example.org"}),
    ],
)
def test_what_stands_in_one_cell_is_taken_apart(cells, values):
    (row,) = lesen(Rohliste(tuple(cells), ((7, tuple(cells.values())),)), list(cells))

    assert (row.nummer, row.werte) == (7, values)


def test_two_columns_of_one_meaning_are_joined():
    (row,) = lesen(Rohliste(("Name", "Zusatz"), ((2, ("Kita", "Nord")),)), ["name", "name"])

    assert row.werte == {"name": "Kita, Nord"}
