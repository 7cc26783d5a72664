"""A list comes in: three steps, nothing stored before the last, all of it or nothing, duplicates pointed out."""

import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from netzwerke.models import Einrichtung, Gruppe, Mitgliedschaft, Mitgliedsperson
from tests.factories import make_einrichtung, make_gruppe, make_kommune
from tests.netzwerke.test_gruppen import url


@pytest.fixture
def koordination(login):
    return login("koordination")


def xlsx(*rows):
    book, file = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(file)
    return file.getvalue()


class Leser:
    """The three steps as a browser takes them."""

    def __init__(self, client, kommune):
        self.client, self.address, self.data = client, url("einrichtungen_einlesen", kommune), {}

    def upload(self, content, name="liste.xlsx"):
        file = SimpleUploadedFile(name, content if isinstance(content, bytes) else content.encode())
        self.page = self.client.post(self.address, {"datei": file})
        if "tabelle" in (self.page.context or {}):
            self.data = {"tabelle": self.page.context["tabelle"], "kennung": self.page.context["kennung"]} | {
                f"spalte-{nr}": feld for nr, _, _, feld in self.page.context["spalten"]
            }
        return self

    def check(self, **choices):
        self.data |= {name.replace("_", "-") if name != "gruppe" else name: value for name, value in choices.items()}
        self.page = self.client.post(self.address, self.data | {"taste": "pruefen"})
        self.pruefung = self.page.context["pruefung"]
        self.data |= {f"wahl-{v.zeile.nummer}": v.wahl for v in self.pruefung.vorschlaege if v.wahl and v.braucht_augen}
        return self

    def enter(self, **choices):
        self.data |= {name.replace("_", "-"): value for name, value in choices.items()}
        self.page = self.client.post(self.address, self.data | {"taste": "uebernehmen"}, follow=True)
        return self

    @property
    def text(self):
        return " ".join(self.page.content.decode().split())


@pytest.fixture
def leser(koordination, kommune):
    return Leser(koordination, kommune)


def test_nothing_is_stored_before_the_last_step(leser):
    leser.upload(xlsx(["Einrichtung", "Ort"], ["Kita", "Seelze"])).check()

    assert not Einrichtung.objects.exists()
    assert leser.pruefung.zahlen == {"neu": 1, "vorhanden": 0, "doppelt": 0, "weg": 0}
    leser.enter()
    assert "1 Einrichtung ist neu und zunächst intern" in leser.text
    einrichtung = Einrichtung.objects.get()
    assert (einrichtung.name, einrichtung.is_public, einrichtung.standorte.get().ort) == ("Kita", False, "Seelze")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "cp1252"])
def test_csv_comes_in_whatever_it_is_written_in(leser, encoding):
    leser.upload("Verteiler\r\nEinrichtung;Ort\r\nKita Übermut;Lüneburg\r\n".encode(encoding), "liste.csv").check().enter()

    assert (Einrichtung.objects.get().name, Einrichtung.objects.get().standorte.get().ort) == ("Kita Übermut", "Lüneburg")


@pytest.mark.parametrize(
    ("content", "name", "message"),
    [
        (b"", "leer.csv", "Die Datei ist leer"), (b"\x00\x01", "bild.csv", "keine Textdatei"),
        (b"Name\n", "kopf.csv", "keine Zeile"),
        (b"PK\x03\x04kaputt", "kaputt.xlsx", "keine lesbare Excel-Datei"), ("Name\nKita Ã¼ber\n".encode(), "m.csv", "Umlauten"),
        (b'Name;Ort\n"Kita;Seelze\n', "offen.csv", "Anführungszeichen"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_answered_with_why(leser, content, name, message):
    assert message in leser.upload(content, name).text


def test_a_list_that_is_too_long_is_said(leser):
    assert "möglich sind 1.000 auf einmal" in leser.upload("Name\n" + "Kita\n" * 1001, "lang.csv").text


def test_without_a_column_for_the_name_it_asks(leser):
    leser.upload(xlsx(["Einrichtung", "Ort"], ["Kita", "Seelze"]))
    leser.data["spalte-0"] = ""
    leser.page = leser.client.post(leser.address, leser.data | {"taste": "pruefen"})

    assert "in welcher Spalte der Name der Einrichtung steht" in leser.text


def test_one_that_is_there_already_is_filled_and_not_overwritten(leser, kommune):
    known = make_einrichtung(kommune, "Kita Sonnenschein", traeger="Stadt", orte=["30926"], phasen="2", felder=["Gesundheit"])
    leser.upload(
        xlsx(
            ["Einrichtung", "Träger", "Tel.", "PLZ", "Straße"], ["Kindergarten Sonnenschein", "Verein", "05131 1", "30926", "Weg 1"]
        )
    ).check()
    assert leser.pruefung.zahlen["vorhanden"] == 1

    leser.enter()

    known.refresh_from_db()
    assert Einrichtung.objects.count() == 1
    assert (known.name, known.traeger, known.telefon, known.phasen) == ("Kita Sonnenschein", "Stadt", "05131 1", (2,))
    assert [str(s) for s in known.standorte.all()] == ["Weg 1, 30926"]
    assert known.handlungsfelder.get().name == "Gesundheit"
    assert known.is_public  # as it was


def test_a_similar_one_waits_for_a_decision_and_without_it_nothing_comes_in(leser, kommune):
    make_einrichtung(kommune, "Kita Sonnenschein")
    leser.upload(xlsx(["Einrichtung"], ["Kita Sonenschein"], ["Jobcenter"])).check()
    assert [v.zeile.nummer for v in leser.pruefung.offen] == [2]

    leser.enter()

    assert "Nichts übernommen" in leser.text
    assert Einrichtung.objects.count() == 1
    leser.enter(wahl_2="neu")
    assert {e.name for e in Einrichtung.objects.all()} == {"Kita Sonnenschein", "Kita Sonenschein", "Jobcenter"}


def test_the_same_institution_twice_in_the_list_becomes_one_with_all_that_is_said(leser):
    leser.upload(xlsx(["Einrichtung", "Tel.", "E-Mail"], ["Kita Nord", "1", ""], ["KiTa Nord", "", "kita@example.org"])).check()
    assert leser.pruefung.zahlen == {"neu": 1, "vorhanden": 0, "doppelt": 1, "weg": 0}

    leser.enter()

    einrichtung = Einrichtung.objects.get()
    assert (einrichtung.name, einrichtung.telefon, einrichtung.email) == ("Kita Nord", "1", "kita@example.org")


def test_one_row_wrong_and_nothing_comes_in_until_it_is_mended_in_place(leser):
    leser.upload(xlsx(["Einrichtung", "E-Mail", "PLZ"], ["Kita Nord", "kita@", "30926"], ["Amt", "", "309"])).check()
    assert {v.zeile.nummer: set(v.fehler) for v in leser.pruefung.fraglich} == {2: {"email"}, 3: {"plz"}}

    leser.enter()
    assert not Einrichtung.objects.exists()
    assert 'value="kita@"' in leser.text

    leser.data |= {"wert-2-email": "kita@example.org", "wert-3-plz": ""}
    leser.enter()
    assert {(e.name, e.email) for e in Einrichtung.objects.all()} == {("Kita Nord", "kita@example.org"), ("Amt", "")}


def test_a_row_is_left_out_on_demand(leser):
    leser.upload(xlsx(["Einrichtung", "E-Mail"], ["Kita", "kaputt"], ["Amt", ""])).check().enter(wahl_2="weg")

    assert [e.name for e in Einrichtung.objects.all()] == ["Amt"]


def test_a_row_that_is_the_same_as_one_left_out_is_said(leser):
    leser.upload(xlsx(["Einrichtung", "E-Mail"], ["Kita", "kaputt"], ["Kita", ""])).check().enter(wahl_2="weg", wahl_3="z:2")

    assert "Zeile 3 soll dieselbe sein wie Zeile 2; die wird aber ausgelassen" in leser.text
    assert not Einrichtung.objects.exists()


def test_words_for_kinds_are_asked_once_each(leser):
    leser.upload(xlsx(["Einrichtung", "Art"], ["Sonnenschein", "KiTa"], ["Regenbogen", "KiTa"], ["Nord", "Komisch"])).check()
    assert leser.pruefung.arten == [("KiTa", 2, "Kita oder Kindertagespflege"), ("Komisch", 1, "")]

    leser.enter(art_1="Sonstige")

    assert {e.name: str(e.art) for e in Einrichtung.objects.all()} == {
        "Sonnenschein": "Kita oder Kindertagespflege", "Regenbogen": "Kita oder Kindertagespflege", "Nord": "Sonstige",
    }  # fmt: skip


def test_what_does_not_come_along_is_said(leser):
    leser.upload(
        xlsx(
            ["Einrichtung", "Bemerkung", "Ansprechpartner*in", "Handlungsfelder"],
            ["Kita", "läuft", "Petra", "Gesundheit; Zauberei"],
        )
    ).check()

    assert "Diese Spalten: Bemerkung." in leser.text
    assert "Name der Person (intern): Dafür braucht es eine Gruppe" in leser.text
    assert "Zeile 2: „Zauberei“" in leser.text
    leser.enter()
    assert Einrichtung.objects.get().handlungsfelder.get().name == "Gesundheit"
    assert not Mitgliedsperson.objects.exists()


def test_a_list_with_groups_brings_members_with_names_inside(leser, kommune):
    steuer = make_gruppe(kommune, name="Steuergruppe")
    leser.upload(
        xlsx(
            ["Einrichtung", "Gruppe", "Funktion", "Ansprechpartner*in", "E-Mail Ansprechperson"],
            ["Jugendamt", "Steuergruppe", "Leitung", "Petra Geheim", "petra@example.org"], ["Jugendamt", "AG Kita", "", "", ""],
        )
    ).check().enter()  # fmt: skip

    assert Einrichtung.objects.get().name == "Jugendamt"
    mitglied = steuer.mitgliedschaften.get()
    assert (mitglied.funktion, mitglied.einrichtung.name) == ("Leitung", "Jugendamt")
    assert (mitglied.person.name, mitglied.person.email) == ("Petra Geheim", "petra@example.org")
    neu = Gruppe.objects.get(name="AG Kita")
    assert (neu.is_public, neu.mitgliedschaften.count()) == (False, 1)


def test_all_rows_into_one_group_and_a_second_time_changes_nothing(leser, kommune):
    gruppe = make_gruppe(kommune)
    content = xlsx(["Einrichtung", "Funktion"], ["Jugendamt", "Leitung"], ["Jobcenter", ""])
    for _ in range(2):
        leser.upload(content).check(gruppe=gruppe.schluessel).enter()

    assert Mitgliedschaft.objects.count() == 2
    assert Einrichtung.objects.count() == 2


def test_a_wrong_address_of_a_person_stops_everything(leser, kommune):
    leser.upload(
        xlsx(["Einrichtung", "Gruppe", "E-Mail Ansprechperson"], ["Jugendamt", "AG", "petra"])
    ).check().enter()  # fmt: skip

    assert "Zeile 2: „petra“ ist keine vollständige E-Mail-Adresse" in leser.text
    assert (Einrichtung.objects.count(), Gruppe.objects.count()) == (0, 0)


def test_one_kept_by_another_kommune_is_linked_and_not_changed(leser, kommune):
    region = make_kommune(slug="region")
    foreign = make_einrichtung(region, "Regionsamt")
    gruppe = make_gruppe(kommune, {"einrichtung": foreign})
    leser.upload(xlsx(["Einrichtung", "Tel.", "Funktion"], ["Regionsamt", "1", "Planung"])).check(gruppe=gruppe.schluessel).enter()

    foreign.refresh_from_db()
    assert (foreign.telefon, Einrichtung.objects.count()) == ("", 1)
    assert gruppe.mitgliedschaften.filter(funktion="Planung", einrichtung=foreign).exists()


@pytest.mark.parametrize(
    "table",
    ["kein json", "[]", "[1,2,3]", json.dumps([["A"], [["x", ["y"]]], []]), json.dumps([["A"], [[1, ["y", "z"]]], []]), "null"],
)
def test_a_list_that_was_tampered_with_leads_back_to_the_beginning(leser, table):
    page = leser.client.post(leser.address, {"tabelle": table, "spalte-0": "name", "taste": "uebernehmen"})

    assert page.status_code == 200
    assert "Schritt 1 von 3" in page.content.decode()


@pytest.mark.parametrize("choice", ["e:fremd", "z:999", "z:x", "loeschen", ""])
def test_a_forged_choice_is_no_decision(leser, kommune, choice):
    make_einrichtung(make_kommune(slug="region"), "Fremd", schluessel="fremd")
    make_einrichtung(kommune, "Kita Sonnenschein")
    leser.upload(xlsx(["Einrichtung"], ["Kita Sonenschein"])).check().enter(wahl_2=choice)

    assert "Nichts übernommen" in leser.text
    assert Einrichtung.objects.count() == 2


# ---------- The messy list of 200 ----------


def messy(count=200):
    """A title, empty rows, numbers as numbers, addresses in one cell, kinds by other names, doubles in other spellings."""
    rows = [["Netzwerk Frühe Hilfen – Verteiler"], ["Stand: Herbst, bitte Änderungen melden"], []]
    rows.append(["lfd. Nr.", "Einrichtung / Träger", "Art der Einrichtung ", "Anschrift", "Tel.", "E-Mail", "Bemerkung"])
    for i in range(count):
        name = f"Kita Nummer {i}"
        if i % 10 == 9:
            name = f"  KINDERTAGESSTÄTTE „Nummer {i - 1}“ "  # the one above again
        rows.append([i + 1, name, "KiTa", f"Weg {i}, 30926 Seelze", 5131000 + i, f"kita{i}@example.org", "ok" if i % 7 else ""])
        if i % 40 == 0:
            rows.append([])
    return xlsx(*rows)


def test_two_hundred_from_a_messy_sheet_come_in_with_their_duplicates_pointed_out(leser):
    leser.upload(messy()).check()

    assert leser.pruefung.zahlen == {"neu": 180, "vorhanden": 0, "doppelt": 20, "weg": 0}
    assert len(leser.pruefung.fraglich) == 20
    assert not leser.pruefung.offen
    leser.enter()
    assert "180 Einrichtungen sind neu" in leser.text
    assert Einrichtung.objects.count() == 180
    assert Einrichtung.objects.get(name="Kita Nummer 0").standorte.get().plz == "30926"
    leser.upload(messy()).check()
    assert leser.pruefung.zahlen == {"neu": 0, "vorhanden": 200, "doppelt": 0, "weg": 0}


# ---------- And out again ----------


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_what_goes_out_comes_in_again_unchanged(leser, koordination, kommune, ending):
    make_einrichtung(
        kommune, "=Kita", traeger="+Träger", phasen="23", felder=["Gesundheit", "Frühe Hilfen"], weitere_namen="Alt\nÄlter",
        orte=["01067"], email="kita@example.org",
    )  # fmt: skip
    before = list(Einrichtung.objects.values())

    answer = koordination.get(url("export", kommune, ending))
    leser.upload(answer.content, f"liste.{ending}").check().enter()

    assert list(Einrichtung.objects.values()) == before
    assert Einrichtung.objects.get().handlungsfelder.count() == 2
    assert Einrichtung.objects.get().standorte.get().plz == "01067"


def test_the_export_holds_no_person_and_no_live_formula(koordination, kommune):
    einrichtung = make_einrichtung(kommune, "=HYPERLINK(1)")
    make_gruppe(kommune, {"einrichtung": einrichtung, "person": {"name": "Petra Geheim", "email": "petra@example.org"}})

    answer = koordination.get(url("export", kommune, "csv")).content.decode("utf-8-sig")

    assert "Petra" not in answer
    assert "petra" not in answer
    assert ";'=HYPERLINK(1);" in answer
