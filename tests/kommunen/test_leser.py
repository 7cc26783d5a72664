"""The reader of old profiles, on small texts of our own that hold the traps of the real ones."""

import pytest

from kommunen.leser import LeseFehler, lesen, text_aus_bytes
from kommunen.leser.eingabe import GROESSTE_EINGABE

pytestmark = pytest.mark.rein


def profil(**abschnitte):
    """A profile from sections; `abschnitte` are headings with their text."""
    return "Landkreis Muster\n\n" + "\n\n".join(f"{kopf}:\n\n{text}" for kopf, text in abschnitte.items())


def figuren(heading, text):
    return {f.art: f for f in lesen(f"{heading}:\n{text}").kennzahlen}


# ---------- Headings ----------


@pytest.mark.parametrize("spelling", ["Ziele:", "Ziele", "ZIELE:", "**Ziele:**", "## Ziele", "Unsere Ziele:", "Zielsetzung"])
def test_a_heading_is_known_in_its_spellings(spelling):
    assert lesen(f"{spelling}\nAlle Kinder wachsen gut auf.").ziele == "Alle Kinder wachsen gut auf."


@pytest.mark.parametrize(
    "heading",
    [
        "Beteiligte Akteur*innen",
        "Beteiligte Akteur:innen",
        "Beteiligte AkteurInnen",
        "Akteure",
        "Beteiligte Akteure und Akteurinnen",
    ],
)
def test_the_people_involved_are_found_however_gender_is_written(heading):
    (gruppe,) = lesen(f"{heading}:\nSteuergruppe:\n- Jugendamt").gruppen

    assert [m.funktion for m in gruppe.mitglieder] == ["Jugendamt"]


def test_headings_come_in_any_order():
    lesung = lesen("Ziele:\nEins\n\nEinwohner:\n5.000\n\nKontakt:\nJugendamt")

    assert lesung.ziele == "Eins"
    assert lesung.kennzahlen[0].wert == 5000
    assert lesung.kontakte[0].dienststelle == ("Jugendamt",)


def test_a_heading_may_hold_its_value_in_the_same_line():
    assert figuren("Ziele: Eins\n\nEinwohner", "75.097")["einwohner"].wert == 75097
    assert lesen("Ziele: Eins").ziele == "Eins"


@pytest.mark.parametrize(
    "line", ["Ziel ist eine Kette ohne Lücken.", "- Ziele", "Erfolge brauchen Zeit.", "Termine werden noch bekannt gegeben."]
)
def test_a_sentence_or_list_item_is_no_heading(line):
    assert line.lstrip("- ") in lesen(f"Besonderheiten:\n{line}").besonderheiten


def test_a_section_that_comes_twice_keeps_both_texts():
    assert lesen("Ziele:\nEins.\n\nErfolge:\nZwei.\n\nZiele:\nDrei.").ziele == "Eins.\n\nDrei."


# ---------- Figures ----------


@pytest.mark.parametrize(
    ("text", "value", "decimals"),
    [("75.097", 75097, 0), ("1.171.052", 1171052, 0), ("16667", 16667, 0), ("174 000", 174000, 0)],
)
def test_numbers_are_read_in_every_form(text, value, decimals):
    figur = figuren("Einwohner", text)["einwohner"]

    assert float(figur.wert) == value
    assert figur.nachkommastellen == decimals


def test_the_section_called_share_holds_a_count():
    figur = figuren("Anteil der Kinder unter 10 Jahre", "6.912 (Meldestatistik, Stand 31.05.2017)")["kinder_u10"]

    assert (figur.wert, figur.einheit) == (6912, "personen")
    assert (str(figur.zeitangabe), figur.quelle) == ("31.05.2017", "Meldestatistik")


def test_a_real_share_of_children_stays_a_share():
    assert figuren("Anteil der Kinder unter 10 Jahre", "9,4 %")["anteil_u10"].einheit == "prozent"


def test_count_and_quota_stand_in_one_sentence():
    text = "812 Kinder, entspricht etwa 24 % (Stand März 2017) (Quelle: Amt, Bestand (PERS) unter 10 Jahren, Hannover)"

    figures = figuren("Armutsquote / SGB II-Quote (U-10)", text)

    count, quota = figures["sgb2_kinder_u10"], figures["sgb2_quote_u10"]
    assert (count.wert, count.naeherung) == (812, "")
    assert (quota.wert, quota.naeherung) == (24, "etwa")
    assert str(count.zeitangabe) == str(quota.zeitangabe) == "März 2017"
    assert count.quelle == quota.quelle == "Amt, Bestand (PERS) unter 10 Jahren, Hannover"


def test_the_ten_of_under_ten_is_no_figure():
    figures = figuren("SGB II-Quote", "8,0 % entspricht 1204 unter 10jährigen im SGB-II-Bezug")

    assert {art: float(f.wert) for art, f in figures.items()} == {"sgb2_quote_u10": 8.0, "sgb2_kinder_u10": 1204}
    assert figures["sgb2_quote_u10"].nachkommastellen == 1


def test_the_year_in_the_title_of_a_source_is_no_stichtag():
    figur = figuren("Armutsquote", "20,7% (Quelle: Sozialbericht 2015 der Region)")["sgb2_quote_u10"]

    assert figur.zeitangabe is None
    assert figur.quelle == "Sozialbericht 2015 der Region"


@pytest.mark.parametrize(
    ("text", "stichtag", "quelle"),
    [
        ("97.538 Stichtag 30.06.2017 (Quelle: Online-Statistik)", "30.06.2017", "Online-Statistik"),
        ("16667 (lt. Melderegister der Gemeinden zum 31.12.2016)", "31.12.2016", "Melderegister der Gemeinden"),
        ("5.000 (Stand: Mai 2019)", "Mai 2019", ""),
        ("5.000 (Stand 2019)", "2019", ""),
        ("5.000 am 31.02.2019", "None", ""),
        ("5.000", "None", ""),
    ],
)
def test_stichtag_and_source_are_taken_from_where_they_stand(text, stichtag, quelle):
    figur = next(iter(figuren("Kinder unter 10", text).values()))

    assert (str(figur.zeitangabe), figur.quelle) == (stichtag, quelle)


def test_each_figure_keeps_the_stichtag_of_its_own_bracket():
    figures = figuren("SGB II-Quote", "9,0 % (Stand 2016) entspricht 1503 Kindern (Stand Mai 2017)")

    assert str(figures["sgb2_quote_u10"].zeitangabe) == "2016"
    assert str(figures["sgb2_kinder_u10"].zeitangabe) == "Mai 2017"


def test_a_round_number_is_marked_and_pointed_out():
    lesung = lesen("Einwohner:\n174.000")

    assert lesung.kennzahlen[0].naeherung == "gerundet"
    assert "gerundet" in lesung.hinweise[-1]


def test_a_figure_section_without_a_number_is_not_lost():
    lesung = lesen("Einwohner:\nfolgt später\n\nZiele:\nEins")

    assert [z.text for z in lesung.nicht_zugeordnet] == ["folgt später"]


# ---------- Contact ----------


def test_a_contact_is_told_apart_by_the_shape_of_its_lines():
    (kontakt,) = lesen(
        "Kontakt:\n\nPetra Beispiel\nQualität und Beteiligung\nKoordinatorin Präventionsketten\n\nStadt Muster\nDezernat Soziales\n"
        "Klosterhof\n21335 Muster\nTelefon: 04131 209-1\nTelefax: 04131 309-2\n\ninfo@example.org"
    ).kontakte

    assert kontakt.person == "Petra Beispiel"
    assert kontakt.funktionen == ("Qualität und Beteiligung", "Koordinatorin Präventionsketten")
    assert kontakt.dienststelle == ("Stadt Muster", "Dezernat Soziales")
    assert (kontakt.strasse, kontakt.plz, kontakt.ort) == ("Klosterhof", "21335", "Muster")
    assert (kontakt.telefon, kontakt.telefax, kontakt.email) == ("04131 209-1", "04131 309-2", "info@example.org")


def test_an_address_that_carries_the_name_is_internal_like_the_name():
    (kontakt,) = lesen("Kontakt:\nJörg Müller-Öhr\nFachbereich Jugend\njoerg.mueller@example.org").kontakte

    assert kontakt.email == ""
    assert kontakt.person_email == "joerg.mueller@example.org"


@pytest.mark.parametrize("line", ["0511 / 616 - 22881", "Tel: 05371 / 82 814", "Tel. 0511-616"])
def test_a_telephone_number_is_known_with_and_without_its_word(line):
    (kontakt,) = lesen(f"Kontakt:\nFachbereich Jugend\n{line}").kontakte

    assert any(ziffer in kontakt.telefon for ziffer in "0123456789")
    assert not kontakt.telefon.startswith("Tel")


def test_two_persons_make_two_contacts():
    kontakte = lesen("Kontakt:\nAnna Beispiel\nJugendamt\n0511 111111\n\nBernd Muster\nSozialamt\n0511 222222").kontakte

    assert [(k.person, k.dienststelle, k.telefon) for k in kontakte] == [
        ("Anna Beispiel", ("Jugendamt",), "0511 111111"),
        ("Bernd Muster", ("Sozialamt",), "0511 222222"),
    ]


@pytest.mark.parametrize(
    "line", ["Koordinatorin: Petra Beispiel", "Petra Beispiel, Koordinatorin", "Koordinatorin (Frau Dr. Beispiel)"]
)
def test_a_name_beside_its_function_is_taken_out_of_it(line):
    (kontakt,) = lesen(f"Kontakt:\nStadt Muster\n{line}").kontakte

    assert "Beispiel" in kontakt.person
    assert kontakt.funktionen == ("Koordinatorin",)


def test_a_second_value_for_a_full_field_is_not_lost():
    lesung = lesen("Kontakt:\nJugendamt\n38518 Muster\n38519 Anderswo")

    assert lesung.kontakte[0].ort == "Muster"
    assert [z.text for z in lesung.nicht_zugeordnet] == ["38519 Anderswo"]


# ---------- Groups ----------


def gruppen(text):
    return {g.name: g for g in lesen(f"Beteiligte Akteur*innen:\n\n{text}").gruppen}


def functions(gruppe):
    return [m.funktion for m in gruppe.mitglieder]


def test_a_dash_list_keeps_its_commas():
    gefunden = gruppen("Steuergruppe\n- Dezernentin Bildung, Jugend und Soziales\n- Gesundheitsamt,")

    assert functions(gefunden["Steuergruppe"]) == ["Dezernentin Bildung, Jugend und Soziales", "Gesundheitsamt"]


def test_a_sentence_is_split_at_its_commas():
    gefunden = gruppen("Steuerungsgruppe:\nSozialdezernent, Leitung Jugend, Vertreter*in (Schule, Kita).")

    assert functions(gefunden["Steuerungsgruppe"]) == ["Sozialdezernent", "Leitung Jugend", "Vertreter*in"]
    assert gefunden["Steuerungsgruppe"].mitglieder[2].einheit == "Schule, Kita"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Steuergruppe", "steuerung"), ("Lenkungsgruppe", "steuerung"), ("Kommunale Steuergruppe", "steuerung"),
        ("Planungsgruppe", "planung"), ("Umsetzungsgruppe(n)", "umsetzung"), ("AG Kita", "arbeitsgruppe"),
        ("Arbeitsgruppe Kita", "arbeitsgruppe"), ("Beratungsnetzwerk Kita", "beratungsnetzwerk"), ("Beratend", "beratend"),
    ],
)  # fmt: skip
def test_the_kind_of_a_group_follows_its_local_name(name, kind):
    assert gruppen(f"{name}:\n- Jugendamt")[name].art == kind


def test_bestehend_aus_belongs_to_no_name():
    assert list(gruppen("Beratungsnetzwerk Kette bestehend aus:\n- Amt")) == ["Beratungsnetzwerk Kette"]


def test_a_bracket_behind_the_name_is_planning_state_or_task():
    gefunden = gruppen("Steuergruppe (vorläufiger Planungsstand Juli 2018)\n- Amt\n\nAG Kette (strategische Steuerung):\n- Amt")

    assert gefunden["Steuergruppe"].planungsstand == "vorläufiger Planungsstand Juli 2018"
    assert gefunden["AG Kette"].aufgabe == "strategische Steuerung"


@pytest.mark.parametrize(
    "text",
    ["Die Planungsgruppe befindet sich im Aufbau.", "Planungsgruppe\n- Erfolgen nach der Wahl zu einem späteren Zeitpunkt"],
)
def test_a_group_that_does_not_exist_yet_has_a_state_and_no_members(text):
    gruppe = gruppen(text)["Planungsgruppe"]

    assert gruppe.mitglieder == ()
    assert gruppe.planungsstand


@pytest.mark.parametrize("plus", ["+ 1 Experte aus dem Bereich", "1 Experte aus dem Bereich"])
def test_an_expert_comes_on_top_with_and_without_a_plus(plus):
    vorne, dazu = gruppen(f"Planungsgruppe\n- Bereichsleitung Soziales {plus}")["Planungsgruppe"].mitglieder

    assert (vorne.funktion, vorne.anzahl) == ("Bereichsleitung Soziales", None)
    assert (dazu.funktion, dazu.anzahl, dazu.begleitet) == ("Experte aus dem Bereich", 1, True)


@pytest.mark.parametrize(
    "text", ["Fachdienstleitungen Jugendhilfe", "Stadträt*innen/ Sozialdezernent*innen der Städte", "Koordinierende"]
)
def test_several_people_of_unknown_number_are_said_to_be_several(text):
    (mitglied,) = gruppen(f"Steuergruppe\n- {text}")["Steuergruppe"].mitglieder

    assert (mitglied.funktion, mitglied.mehrere, mitglied.anzahl) == (text, True, None)


@pytest.mark.parametrize(
    "text", ["Leitung Frühe Hilfen - Frühe Chancen", "Fachbereich 4 Jugend", "Vertreter*in der Schulen", "LVG & AFS"]
)
def test_what_looks_like_two_things_stays_one(text):
    (mitglied,) = gruppen(f"Steuergruppe\n- {text}")["Steuergruppe"].mitglieder

    assert (mitglied.funktion, mitglied.mehrere, mitglied.anzahl) == (text, False, None)


def test_a_bracket_names_unit_and_parent_unit():
    (mitglied,) = gruppen("Steuergruppe\n- Koordination (Stabsstelle Qualität / Bereich 05)")["Steuergruppe"].mitglieder

    assert (mitglied.funktion, mitglied.einheit, mitglied.obereinheit) == ("Koordination", "Stabsstelle Qualität", "Bereich 05")


@pytest.mark.parametrize("text", ["Frau Petra Beispiel, Jugendamt", "Petra Beispiel (Jugendamt)", "Jugendamt: Herr Beispiel"])
def test_the_name_of_a_member_goes_into_the_internal_field(text):
    (mitglied,) = gruppen(f"Steuergruppe\n- {text}")["Steuergruppe"].mitglieder

    assert "Beispiel" in mitglied.person
    assert (mitglied.funktion, mitglied.einheit, mitglied.obereinheit) == ("Jugendamt", "", "")


# ---------- Goals, successes, downloads, dates ----------


def test_modules_of_the_project_and_an_open_focus_are_taken_out_of_the_goals():
    lesung = lesen(
        "Ziele:\nGemeinsam besser.\n  • Baustein 1: Prüfen\n  • Baustein 2: Einbeziehen\n\nEin Schwerpunkt ist zu erarbeiten."
    )

    assert lesung.ziele == "Gemeinsam besser."
    assert [(b.nummer, b.text) for b in lesung.bausteine] == [(1, "Prüfen"), (2, "Einbeziehen")]
    assert (lesung.schwerpunkt, lesung.schwerpunkt_offen) == ("Ein Schwerpunkt ist zu erarbeiten.", True)


def test_a_sentence_that_wraps_inside_a_bracket_is_one():
    assert lesen("Besonderheiten:\nZwei Fachkräfte (eine vor Ort.\nEine im Amt) arbeiten mit.").besonderheiten == (
        "Zwei Fachkräfte (eine vor Ort. Eine im Amt) arbeiten mit."
    )


def test_downloads_have_their_details_in_the_line_below():
    (download,) = lesen("Downloads:\n1_Blatt_Muster.pdf\n\n30.11.2017 1,5 MB pdf Download Download").downloads

    assert (download.titel, str(download.datum), download.groesse_kb, download.typ) == (
        "1_Blatt_Muster.pdf",
        "2017-11-30",
        1536,
        "pdf",
    )


def test_a_success_that_points_to_the_downloads_says_so():
    erfolge = lesen("Erfolge:\nEin Instrument. (Material s. Downloads)\n\nEine Gruppe.").erfolge

    assert [e.verweist_auf_downloads for e in erfolge] == [True, False]


def test_a_day_in_a_teaser_makes_it_a_date():
    (termin,) = lesen(
        "Region Muster\n\nTermine\n\nMuster-Nord\n\nEin Fachtag\n\nDie Region Muster lädt am 12.12.19 von 9-15 h ein."
    ).termine

    assert (termin.titel, termin.ort, str(termin.datum)) == ("Ein Fachtag", "Muster-Nord", "2019-12-12")
    assert (termin.beginn.hour, termin.ende.hour, termin.programmweit) == (9, 15, False)


def test_a_teaser_that_names_another_kommune_is_one_of_the_programme():
    (meldung,) = lesen("Stadt Muster\n\nTermine\n\nIn der Region Anderswo hat sich etwas getan. Netzwerke...").meldungen

    assert meldung.programmweit
    assert meldung.text.endswith("Netzwerke...")


def test_what_the_web_page_left_behind_belongs_nowhere():
    lesung = lesen("Besonderheiten:\nEins.\n\nPfeil zum scrollen")

    assert lesung.besonderheiten == "Eins."
    assert [(z.nr, z.text) for z in lesung.nicht_zugeordnet] == [(4, "Pfeil zum scrollen")]


# ---------- Bad input ----------


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "leer"),
        (" \n\t\n", "leer"),
        ("Ein Brief ohne jede Überschrift.\nMit zwei Zeilen.", "keine Überschrift"),
        ("Ziele:\n\x00\x01\x02", "kein lesbarer Text"),
        ("x" * (GROESSTE_EINGABE + 1), "zu lang: 0,5 MB"),
        ("Ziele:\n" + "x" * 10_000_000, "zu lang: 10,0 MB"),
    ],
    ids=["empty", "blank", "no heading", "binary", "large", "10 MB"],
)
def test_what_is_no_profile_is_refused_with_a_reason(text, says):
    with pytest.raises(LeseFehler, match=says):
        lesen(text)


@pytest.mark.parametrize(
    ("content", "says"),
    [(b"%PDF-1.7 ...", "PDF"), (b"PK\x03\x04...", "Word"), (b"x" * 10_000_000, "zu lang")],
)
def test_a_file_that_is_no_text_is_named_for_what_it_is(content, says):
    with pytest.raises(LeseFehler, match=says):
        text_aus_bytes(content)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_text_file_is_read_in_the_encodings_that_occur(encoding):
    assert lesen(text_aus_bytes("Ziele:\nÜbergänge für Kinder".encode(encoding))).ziele == "Übergänge für Kinder"
