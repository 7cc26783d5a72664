"""A council paper is pasted as its page shows it: every line is placed, nothing is invented, and clerks stay outside."""

import re
from contextlib import suppress
from datetime import date
from pathlib import Path
from string import ascii_lowercase

import pytest
from django.conf import settings
from hypothesis import HealthCheck, given
from hypothesis import settings as profile
from hypothesis import strategies as st

from gremien.leser import lesen
from gremien.leser.finanzen import LABELS
from gremien.leser.ueberschriften import ueberschrift
from kommunen.leser import LeseFehler
from kommunen.leser.zeilen import glatt
from tests.kommunen.test_leser_verlustfrei import strings, words
from tests.vorbilder import SEEDS

pytestmark = pytest.mark.rein

OWN = sorted((Path(settings.BASE_DIR) / "fixtures" / "demo" / "vorlagen").glob("*.txt"))
LUECHOW = [*SEEDS.glob("luechow*bericht.txt"), *(path for path in OWN if "luechow" in path.name)]
LUENEBURG = [*SEEDS.glob("lueneburg_beschluss*.txt"), *(path for path in OWN if "lueneburg" in path.name)]


def read(path):
    return lesen(path.read_text(encoding="utf-8"))


def times(vorlage):
    return [tuple(str(zeit) if zeit else "" for zeit in (phase.von, phase.bis)) for phase in vorlage.phasen]


def ids(path):
    return path.stem


# ---------- The two papers everything began with ----------


@pytest.mark.parametrize("path", LUECHOW, ids=ids)
def test_the_report_of_luechow_dannenberg_has_four_stations_the_first_a_group(path):
    vorlage = read(path)

    assert (vorlage.art, vorlage.nummer) == ("info", "2018/053")
    assert [(b.gremium, b.datum, b.ist_gruppe, b.oeffentlich) for b in vorlage.beratungen] == [
        ("Jugendhilfeplanungsgruppe", date(2018, 11, 5), True, ""),
        ("Jugendhilfeausschuss", date(2018, 11, 15), False, ""),
        ("Kreisausschuss", date(2018, 11, 26), False, ""),
        ("Kreistag", date(2018, 12, 17), False, ""),
    ]
    assert len(vorlage.anlagen) == 3
    assert vorlage.bezuege == ("2017/688",)
    assert "regelmäßig" in vorlage.berichtspflicht
    assert times(vorlage) == [("01.08.2017", "31.07.2020")]
    assert "Stellenanteile" in vorlage.finanzen.erlaeuterung


@pytest.mark.parametrize("path", LUENEBURG, ids=ids)
def test_the_paper_of_lueneburg_has_its_decision_its_costs_and_its_phases(path):
    vorlage = read(path)

    assert (vorlage.art, vorlage.nummer, vorlage.datum) == ("beschluss", "", date(2019, 3, 20))
    assert vorlage.federfuehrend == "05 - Entwicklung und strategische Steuerung Bildung und Soziales"
    (station,) = vorlage.beratungen
    assert (station.gremium, station.datum, station.oeffentlich, station.rolle) == (
        "Sozial- und Gesundheitsausschuss", date(2019, 4, 4), "ja", "entscheidung",
    )  # fmt: skip
    assert len(vorlage.beschlusspunkte) == 2
    assert (vorlage.finanzen.erarbeitung, vorlage.finanzen.gesichert) == ("39 EUR", "")
    assert any("keine Angabe" in hinweis for hinweis in vorlage.hinweise)
    assert times(vorlage) == [("Mai 2019", ""), ("", "2019"), ("", "2020"), ("2021", ""), ("2019", "2020")]
    assert vorlage.beteiligte == (
        "DEZERNAT V", "Fachbereich 5 - Soziales und Bildung",
        "Bereich 51 - Soziale finanzielle Hilfe", "Bereich 54 - Asyl und Integration",
    )  # fmt: skip


@pytest.mark.parametrize("path", LUENEBURG, ids=ids)
def test_a_sentence_that_a_page_break_cut_is_one_again(path):
    text = read(path).sachverhalt

    assert not any(absatz[:1].islower() for absatz in text.split("\n\n"))


# ---------- Nothing lost, nothing invented, nobody named ----------


def held(vorlage):
    fields = [
        name for name in vorlage.__dataclass_fields__ if name not in {"hinweise", "orte", "nicht_zugeordnet", "art", "phasen"}
    ]
    return [text for name in fields for text in strings(getattr(vorlage, name))]


CODES = {"ja", "nein", "entscheidung", "vorberatung", "kenntnisnahme", "anhoerung", "einstimmig", "mehrheit", "abgelehnt"}


def days_and_numbers(vorlage):
    days = [b.datum for b in vorlage.beratungen if b.datum] + [d for d in [vorlage.datum] if d]
    votes = [n for b in vorlage.beratungen for n in (b.ja, b.nein, b.enthaltungen) if n is not None]
    return {word for day in days for word in words(f"{day:%d.%m.%Y.%y.%-d.%-m}")} | {str(n) for n in votes}


def check_nothing_is_lost(text):
    vorlage = lesen(text)
    kept = {word for value in held(vorlage) for word in words(value)} | days_and_numbers(vorlage)
    open_lines = {zeile.nr for zeile in vorlage.nicht_zugeordnet}
    for nr, line in enumerate(text.splitlines(), start=1):
        assert (nr in open_lines) + (nr in vorlage.orte) == bool(line.strip()), f"line {nr} is in no place or in two: {line!r}"
        place = vorlage.orte.get(nr, "Überschrift")
        if place.startswith(("Sachverhalt", "Beschluss", "Anlagen", "Beteiligte", "Betreff", "Nummer", "Feder", "Beschließendes")):
            lost = set(words(line)) - kept - label(line)
            assert not lost, f"line {nr} ({place}) lost {lost}: {line!r}"


def label(line):
    """What a line holds beside its content: the name of the part, or the number or letter of a list."""
    kopf = ueberschrift(glatt(line))
    return set(words(line)) - set(words(kopf[1])) if kopf else {*map(str, range(100)), *ascii_lowercase}


@pytest.mark.parametrize("path", [*LUECHOW, *LUENEBURG], ids=ids)
def test_every_line_of_both_papers_has_its_place(path):
    text = path.read_text(encoding="utf-8")

    check_nothing_is_lost(text)
    assert lesen(text).nicht_zugeordnet == ()


@pytest.mark.parametrize("path", [*LUECHOW, *LUENEBURG], ids=ids)
def test_no_word_is_invented(path):
    text = path.read_text(encoding="utf-8")
    source = set(words(text))

    for value in held(lesen(text)):
        assert set(words(value)) - CODES <= source


@pytest.mark.parametrize(
    "head",
    [
        "Stabsstelle 05\nErika Beispiel\n\nDatum:\n20.03.2019\n\nEin Thema\n",
        "Sachbearbeitung: Erika Beispiel\n\nFederführend:\nStabsstelle 05\nErika Beispiel\n\nBetreff: Ein Thema\n",
        "Bearbeitet von:\nFrau Erika Beispiel\n\nFederführendes Amt: Stabsstelle 05\n\nEin Thema\n",
        "Federführend: Stabsstelle 05 / Erika Beispiel\nBerichterstatter: Erster Kreisrat Beispiel\n\nEin Thema\n",
        "Federführend:\tStabsstelle 05\tBearbeiter/-in: Beispiel, Erika\n\nEin Thema\n",
        "Federführend: Stabsstelle 05\nTel.: 1\n\nEin Thema\n\nBeteiligte Ämter:\nErika Beispiel\nAmt 5 (Frau Beispiel)\n",
        "Stabsstelle 05\nSachbearbeitung: B.\n\nEin Thema\n\nSachverhalt:\nGut.\n\nIm Auftrag\n\nErika Beispiel\n",
        "Stabsstelle 05\nSachbearbeitung: B.\n\nEin Thema\n\nBeschlussvorschlag:\n1. Ja.\ngez. Beispiel\n",
    ],
)
def test_the_name_of_a_clerk_is_in_no_field(head):
    vorlage = lesen(f"{head}\nBeratungsfolge:\nKreistag\t17.12.2018\n\nSachverhalt:\nAlles gut.")

    assert (vorlage.betreff, vorlage.federfuehrend) == ("Ein Thema", "Stabsstelle 05")
    assert not any("Beispiel" in text for text in held(vorlage))
    assert {"Name (wird nicht übernommen)", "Angaben nebeneinander"} & set(vorlage.orte.values())
    assert vorlage.nicht_zugeordnet == ()


@pytest.mark.parametrize(
    "line",
    [
        "Antrag der CDU-Kreistagsfraktion vom 12.03.2023",
        "Landrat Beispiel\t01.05.2023",
        "Referat Soziales, 02.05.2023",
        "Rundbrief aus dem Netzwerk 12.03.2023",
    ],
)
def test_no_station_is_made_of_what_stands_in_the_head(line):
    vorlage = lesen(f"{line}\n\nEin Thema\n\nBeratungsfolge:\nKreistag\t17.12.2018\n\nSachverhalt:\nAlles gut.")

    assert [b.gremium for b in vorlage.beratungen] == ["Kreistag"]
    assert vorlage.betreff == "Ein Thema"


# ---------- Other forms of such a page ----------


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("Ö\t04.04.2019\tSozialausschuss", ("Sozialausschuss", date(2019, 4, 4), "ja", "", "")),
        ("Sozialausschuss\t04.04.2019\tVorberatung\tN", ("Sozialausschuss", date(2019, 4, 4), "nein", "vorberatung", "")),
        ("Kreisausschuss\t\t", ("Kreisausschuss", None, "", "", "")),
        ("04.04.2019 Rat der Stadt", ("Rat der Stadt", date(2019, 4, 4), "", "", "")),
        ("Rat, 4. April 2019", ("Rat", date(2019, 4, 4), "", "", "")),
        ("Rat\t04.04.2019\tÖ 7", ("Rat", date(2019, 4, 4), "ja", "", "Ö 7")),
        ("Rat\t04.04.2019\tN 2.1", ("Rat", date(2019, 4, 4), "nein", "", "N 2.1")),
        ("Rat\t04.04.2019\tTOP 7\tzur Kenntnis", ("Rat", date(2019, 4, 4), "", "kenntnisnahme", "TOP 7")),
    ],
)
def test_a_station_in_many_spellings(row, expected):
    (station,) = lesen(f"Ein Thema\n\nBeratungsfolge:\n{row}\n\nSachverhalt:\nAlles gut.").beratungen

    assert (station.gremium, station.datum, station.oeffentlich, station.rolle, station.top) == expected


RESULTS = (
    "Ein Thema\n\nBeratungsfolge:\nRat\t04.04.2019\n\nBeratungsergebnis:\n\tSitzung am\tTOP\tEin- stimmig\t"
    "Mit Stimmen-Mehrheit Ja / Nein / Enthaltun- gen\tlt. Be- schluss- vorschlag\tabweichen- der Beschluss\tUnterschrift\n"
)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("1\t04.04.2019\t7\tX\t\tX\t\t", ("einstimmig", None, None, None, True, "", "7")),
        ("1\t\tÖ 3\t\t12 / 3 / 1\t\tmit Änderung\tBeispiel", ("mehrheit", 12, 3, 1, False, "mit Änderung", "Ö 3")),
        ("1\t\t3\t\t3 / 20 / 0\t\t\t", ("abgelehnt", 3, 20, 0, None, "", "3")),
        ("1\t\t3\t\t10 / 10 / 1\t\t\t", ("abgelehnt", 10, 10, 1, None, "", "3")),
        ("1\t\t3\tX\t20 / 0 / 1\t\t\t", ("einstimmig", 20, 0, 1, None, "", "3")),
    ],
)
def test_a_result_belongs_to_its_station(row, expected):
    vorlage = lesen(f"{RESULTS}{row}\n2\t\t\t\t\t\t\t")
    (b,) = vorlage.beratungen

    assert (b.abstimmung, b.ja, b.nein, b.enthaltungen, b.laut_vorschlag, b.abweichend, b.top) == expected
    assert vorlage.nicht_zugeordnet == ()
    assert not any("Beispiel" in text for text in held(vorlage))


def test_the_head_in_the_usual_layout_with_labels():
    vorlage = lesen(
        "Vorlage-Art: Beschlussvorlage\nStatus: öffentlich\nBetreff: Familienzentrum\n\n"
        "Beratungsfolge\nJugendhilfeausschuss 12.03.2026 Ö Vorberatung\nKreistag Entscheidung\n\nSachverhalt\nEs gibt einen Bedarf."
    )

    assert (vorlage.art, vorlage.betreff) == ("beschluss", "Familienzentrum")
    assert [(b.gremium, b.rolle) for b in vorlage.beratungen][-1] == ("Kreistag", "entscheidung")
    assert "Kreistag: ohne Datum." in vorlage.hinweise
    assert vorlage.sachverhalt == "Es gibt einen Bedarf."
    assert vorlage.nicht_zugeordnet == ()


def test_a_paper_that_is_not_public_says_so():
    vorlage = lesen("Status: nichtöffentlich\n\nSachverhalt\nEs gibt einen Bedarf.")

    assert any("nicht öffentlich gekennzeichnet" in hinweis for hinweis in vorlage.hinweise)


@pytest.mark.parametrize(
    "row",
    [
        "3\t\t7\tX\t\t\t\t",
        "1\t05.05.2019\t7\tX\t\t\t\t",
        "1\t\t7\tvertagt\t\t\t\t",
        "1\t\t7\t\t0 / 0 / 0\t\t\t",
        "1\t\t7\tX\t12 / 3 / 0\t\t\t",
        "1\t\t7\t\t\t\tgez. Müller\t",
        "1\t\t7\t\t\t\tErika Beispiel\t",
    ],
)
def test_a_result_nobody_can_place_stays_open(row):
    vorlage = lesen(f"{RESULTS}{row}")

    assert [zeile.text for zeile in vorlage.nicht_zugeordnet] == [row]
    assert not vorlage.beratungen[0].abstimmung


def test_what_a_column_means_is_told_by_its_heading_alone():
    station = "Ein Thema\n\nBeratungsfolge:\nRat\t04.04.2019\n\nBeratungsergebnis:\n"
    row = "1\t04.04.2019\t7\tX\t\tX\tgez. Müller"

    (b,) = lesen(f"{station}Nr.\tDatum\tTOP\tEinstimmig\tJa / Nein / Enth.\tlt. Vorschlag\tUnterschrift\n{row}").beratungen
    assert (b.abstimmung, b.laut_vorschlag, b.abweichend) == ("einstimmig", True, "")
    assert [zeile.text for zeile in lesen(f"{station}{row}").nicht_zugeordnet] == [row]


@pytest.mark.parametrize(
    ("answers", "gesichert"),
    [
        ("Ja\n\nNein", ""),
        ("[x] Ja\n[ ] Nein", "ja"),
        ("☐ Ja\n☒ Nein", "nein"),
        ("Ja", "ja"),
        ("Ja x\nNein", "ja"),
        ("x Ja\nx Nein", ""),
        ("[ ] Ja\n[x] Nein, erst ab 2024", "nein"),
        ("☐ Ja", ""),
        ("( ) ja", ""),
        ("[x ] ja\n[ ] nein", "ja"),
        ("☒ ja ☐ nein", "ja"),
        ("ja [ ]\nnein [x]", "nein"),
        ("Ja, im Haushalt 2027", "ja"),
        ("Ja / Nein", ""),
        ("Die Mittel fehlen noch.", ""),
    ],
)
def test_yes_and_no_unticked_is_no_answer(answers, gesichert):
    vorlage = lesen(f"Sachverhalt:\nGut.\n\nFinanzielle Auswirkungen:\n\nd) Haushaltsrechtlich gesichert:\n\n{answers}")

    assert vorlage.finanzen.gesichert == gesichert
    if words_left := re.search("erst ab 2024|im Haushalt 2027|Die Mittel fehlen noch", answers):
        assert words_left[0] in vorlage.finanzen.erlaeuterung


def test_costs_stand_behind_their_label_or_below_it():
    text = (
        "Sachverhalt:\nGut.\n\nFinanzielle Auswirkungen:\nKosten (in €)\naa) Vorbereitende Kosten, z.B. Ortstermine, etc.: 500\n"
        "b) für die Umsetzung der Maßnahmen:\n12.000 im Jahr\nHaushaltsjahr: 2027\ne) mögliche Einnahmen: keine"
    )
    finanzen = lesen(text).finanzen

    assert (finanzen.vorbereitung, finanzen.umsetzung, finanzen.haushaltsjahr, finanzen.einnahmen) == (
        "500", "12.000 im Jahr", "2027", "keine",
    )  # fmt: skip
    assert {name for name, _ in LABELS} <= set(finanzen.__dataclass_fields__)


def test_numbered_points_of_a_decision_lose_their_number_only():
    vorlage = lesen("Beschlussvorschlag:\n1. Der Rat stimmt zu.\n2. Die Verwaltung berichtet\nim Mai.")

    assert vorlage.beschlusspunkte == ("Der Rat stimmt zu.", "Die Verwaltung berichtet im Mai.")


def test_time_in_the_text_is_offered_as_phases():
    vorlage = lesen(
        "Sachverhalt:\nVon 2026 bis 2028 wird gebaut. Seit März 2024 geplant. Die 2030+ Ziele bleiben. Bis Ende 2027 fertig."
    )

    assert [phase.wortlaut for phase in vorlage.phasen] == [
        "Von 2026 bis 2028 wird gebaut.",
        "Seit März 2024 geplant.",
        "Bis Ende 2027 fertig.",
    ]
    assert times(vorlage) == [("2026", "2028"), ("März 2024", ""), ("", "2027")]


@pytest.mark.parametrize("text", ["", "Ein Brief an meine Tante.", "%PDF-1.4 \x00\x01\x02\x03\x04\x05\x06"])
def test_what_is_no_paper_is_refused_in_words(text):
    with pytest.raises(LeseFehler, match=r"[A-ZÄÖÜ].+\."):
        lesen(text)


# ---------- Texts nobody thought of ----------

FRAGMENTS = sorted({line for path in OWN for line in path.read_text(encoding="utf-8").splitlines()})
ODD = """Beratungsfolge:|Sachverhalt
Beschlussvorschlag:|Anlagen:|1.|1\t|\t|Rat\tRat|Ö\tÖ\tRat|Datum: 31.02.2020|Datum:|Nr.:|Nr.: |Kreistag
1\t31.02.2020\tx\tx\t1/2\tx|Beratungsergebnis:|Finanzielle Auswirkungen: keine|Ja|[x] Nein|a) b) c)|Betreff:|Beteiligte Ämter:
(|)|- |•|Sachbearbeitung:|Erika Beispiel|Rat 04.04.2019 05.05.2019|04.04.2019|TOP 1\tRat|²|٣\tRat"""
ODD = [line for row in ODD.splitlines() for line in row.split("|")]
lines = st.lists(st.one_of(st.sampled_from(FRAGMENTS), st.sampled_from(ODD), st.text(max_size=30)), min_size=1, max_size=40)


@given(lines)
@profile(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_mixture_of_lines_is_placed_line_by_line(chosen):
    with suppress(LeseFehler):
        check_nothing_is_lost("\n".join(chosen))


@pytest.mark.lang
@given(lines)
@profile(max_examples=20_000, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_mixture_of_lines_is_placed_line_by_line_at_length(chosen):
    with suppress(LeseFehler):
        check_nothing_is_lost("\n".join(chosen))


@pytest.mark.parametrize(("words", "expected"), [("keine", ()), ("Keine.", ()), ("entfällt", ()), ("-", ()), ("Karte", ("Karte",))])
def test_no_annex_is_made_of_the_word_that_there_is_none(words, expected):
    assert lesen(f"Ein Thema\n\nSachverhalt:\nAlles gut.\n\nAnlagen:\n{words}").anlagen == expected


@pytest.mark.parametrize("head", ["Status\tDatum\tGremium", "Öffentl.\tSitzungs- datum\tZuständigkeit", "Sitzungstag\tGremium"])
def test_the_head_of_a_table_is_no_station_and_has_its_place(head):
    vorlage = lesen(f"Ein Thema\n\nBeratungsfolge:\n\n{head}\nÖ\t04.04.2019\tSozialausschuss\n\nSachverhalt:\nAlles gut.")

    assert [beratung.gremium for beratung in vorlage.beratungen] == ["Sozialausschuss"]
    assert not vorlage.nicht_zugeordnet
