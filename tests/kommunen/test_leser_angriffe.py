"""What a careful tester tried on the reader: names in every disguise, numbers that are none, texts that never end."""

import time
from dataclasses import fields, is_dataclass

import pytest

from kommunen.leser import lesen

pytestmark = pytest.mark.rein

INTERNAL = {"person", "person_email", "wortlaut", "quelltext", "hinweise", "orte", "nicht_zugeordnet"}


def public(value):
    """Every text a page could show."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from public(item)
    elif is_dataclass(value):
        for field in fields(value):
            if field.name not in INTERNAL:
                yield from public(getattr(value, field.name))


# ---------- Names ----------

CONTACTS = [
    "Petra Geheim", "Ayşe Geheim", "José Geheim-Öztürk", "PETRA GEHEIM", "P. Geheim", "Geheim, Petra", "Petra Geheim,",
    "• Petra Geheim",
    "Dr. phil. Petra Geheim", "Petra Geheim M.A.", "Frau Geheim", "Hr. Geheim", "Jo\u0308rg Geheim",
    "Petra\u00a0Geheim", "Pe\u00adtra Geheim",
    "Jugendamt\nPetra Geheim", "Petra Geheim\n38518 Gifhorn", "Jugendamt\nUnbekannte Geheim", "Leitung: Petra Geheim",
    "Anna Beispiel\nJugendamt\nHenrike Geheim\nSozialamt",
]  # fmt: skip


@pytest.mark.parametrize("lines", CONTACTS)
def test_a_name_in_a_contact_is_internal_however_it_is_written(lines):
    text = " ".join(public(lesen(f"Kontakt:\n{lines}")))

    assert "geheim" not in text.lower()


@pytest.mark.parametrize(
    "lines",
    [
        "Jugendamt\npetra.geheim@example.org", "petra.geheim@example.org\nPetra Geheim", "Anna Beispiel\nbernd.geheim@example.org",
        "Petra Geheim\ninfo.geheim@example.org", "Jugendamt\np.geheim@example.org", "Jugendamt\ngeheim@example.org",
        "Jugendamt\npetra.geheim(at)example.org", "Jugendamt\nTel. 0511 616 (Frau Geheim)",
    ],
)  # fmt: skip
def test_an_address_that_may_be_personal_is_internal(lines):
    assert "geheim" not in " ".join(public(lesen(f"Kontakt:\n{lines}"))).lower()


@pytest.mark.parametrize(
    "address", ["info@example.org", "jugendamt@example.org", "praeventionsketten.lueneburg@example.org", "muster@example.org"]
)
def test_an_address_of_an_office_stays_public(address):
    (kontakt,) = lesen(f"Stadt Muster\n\nKontakt:\nJugendamt\n{address}").kontakte

    assert kontakt.email == address


MEMBERS = [
    "Jugendamt (Anna Geheim)", "Jugendamt (Frau Geheim und Herr Geheim)", "Jugendamt (Anna Geheim / ASD)",
    "Frau Anna-Lena Geheim-Schmidt, Jugendamt",
    "Herr Karl Friedrich Geheim", "Frau Dr. phil. Geheim", "Frau A. Geheim", "Frau von Geheim", "Fr. Geheim",
    "Sozialdezernentin Anna Geheim",
    "Anna Geheim und Bernd Geheim (Jugendamt)", "Gürkan Geheim, Jugendamt", "Jugendamt, anna.geheim@example.org", "Anna Geheim",
    "Unbekannter Geheim, Jugendamt",
]  # fmt: skip


@pytest.mark.parametrize("entry", MEMBERS)
def test_a_name_among_the_members_is_internal_however_it_is_written(entry):
    lesung = lesen(f"Beteiligte Akteure:\nSteuergruppe:\n- {entry}")

    assert "geheim" not in " ".join(public(lesung)).lower()
    assert "Geheim" in " ".join(m.person for m in lesung.gruppen[0].mitglieder).title()
    assert all(m.funktion for m in lesung.gruppen[0].mitglieder)


@pytest.mark.parametrize(
    "heading",
    [
        "Steuergruppe (Leitung: Anna Geheim):", "Steuergruppe unter Leitung von Anna Geheim:", "Steuergruppe (Leitung Anna Geheim)",
        "Die Planungsgruppe um Anna Geheim ist im Aufbau.",
    ],
)  # fmt: skip
def test_who_leads_a_group_is_a_member_and_not_part_of_its_name(heading):
    lesung = lesen(f"Beteiligte Akteure:\n{heading}\n- Jugendamt")

    assert "Geheim" not in " ".join(public(lesung))
    assert "Anna Geheim" in [m.person for m in lesung.gruppen[0].mitglieder]
    assert lesung.gruppen[0].name in {"Steuergruppe", "Planungsgruppe"}


@pytest.mark.parametrize(
    "sentence",
    [
        "Fragen an petra.geheim@example.org.",
        "Anna-Lena Geheim hilft.",
        "Das macht Frau\nGeheim.",
        "Es leitet Anna von Geheim.",
        "Hr. Geheim weiß es.",
    ],
)
def test_a_name_in_a_running_text_is_pointed_out(sentence):
    hint = lesen(f"Stadt Muster\n\nBesonderheiten:\n{sentence}").hinweise[0]

    assert "nennt vielleicht eine Person" in hint


@pytest.mark.parametrize(
    "text",
    [
        "Leitung Frühe Hilfen",
        "Allgemeiner Sozialer Dienst",
        "Evangelische Jugend",
        "Bereichsleitung Soziale Dienste",
        "LVG & AFS",
        "Kita Sonnenschein",
    ],
)
def test_an_office_is_not_taken_for_a_person(text):
    (mitglied,) = lesen(f"Beteiligte Akteure:\nSteuergruppe:\n- {text}").gruppen[0].mitglieder

    assert (mitglied.funktion, mitglied.person) == (text, "")


# ---------- Numbers and days ----------


def read(heading, text):
    return [
        (f.art, float(f.wert), f.naeherung, f.zeitangabe and str(f.zeitangabe)) for f in lesen(f"{heading}:\n{text}").kennzahlen
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("174 Tsd.", [("einwohner", 174000, "gerundet", None)]),
        ("ca. 1,2 Mio.", [("einwohner", 1200000, "etwa", None)]),
        ("rd.75.097", [("einwohner", 75097, "etwa", None)]),
        ("31. Dezember 2016: 75.097", [("einwohner", 75097, "", "31.12.2016")]),
        ("75.097 (31.12.16)", [("einwohner", 75097, "", "31.12.2016")]),
        ("75.097 (12/2016)", [("einwohner", 75097, "", "Dezember 2016")]),
        ("75.097 (Dez. 2016)", [("einwohner", 75097, "", "Dezember 2016")]),
        ("75.097 (2016)", [("einwohner", 75097, "", "2016")]),
        ("75.097 (2016-12-31)", [("einwohner", 75097, "", "31.12.2016")]),
        ("75.097 (Quelle: Sozialbericht vom 12.03.2015)", [("einwohner", 75097, "", None)]),
        ("75.097 (vom 1.1.2018 bis 31.12.2018)", [("einwohner", 75097, "", None)]),
        ("75,097", []),
        ("im Jahr 2015", []),
        ("Bericht folgt 2019", []),
        ("503\n600", [("einwohner", 503, "", None), ("einwohner", 600, "", None)]),
        ("120\t130\t140", [("einwohner", 120, "", None), ("einwohner", 130, "", None), ("einwohner", 140, "", None)]),
        ("1.323 km² und 75.097 Menschen", [("einwohner", 75097, "", None)]),
        ("siehe https://example.org/2016/5000", []),
        ("9" * 40, []),
    ],
)  # fmt: skip
def test_a_number_of_residents(text, found):
    assert read("Einwohner", text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("9,1 vom Hundert", [("sgb2_quote_u10", 9.1, "", None)]),
        ("24-26 %", []),
        ("24 bis 26 %", []),
        ("zwischen 14,2 und 20,7 %", []),
        ("0,09", []),
        ("1.587 (24 %)", [("sgb2_kinder_u10", 1587, "", None), ("sgb2_quote_u10", 24, "", None)]),
        ("9,1% (1.503 Kinder)", [("sgb2_quote_u10", 9.1, "", None), ("sgb2_kinder_u10", 1503, "", None)]),
        ("1.587 von 6.839", [("sgb2_kinder_u10", 1587, "", None)]),
        ("§ 19 SGB II: 1.587", [("sgb2_kinder_u10", 1587, "", None)]),
        ("jedes 4. Kind", []),
        ("0-9 Jahre: 1.587", [("sgb2_kinder_u10", 1587, "", None)]),
        ("Kinder von 0 bis unter 10: 1.587", [("sgb2_kinder_u10", 1587, "", None)]),
        ("11.2016: 9,0 %", [("sgb2_quote_u10", 9.0, "", "November 2016")]),
    ],
)
def test_children_and_quotas(text, found):
    assert read("Armutsquote / SGB II-Quote (U-10)", text) == found


def test_of_two_days_none_is_guessed():
    lesung = lesen("Einwohner:\n31.12.2016: 75.097, 31.12.2017: 76.001")

    assert [(f.wert, f.zeitangabe) for f in lesung.kennzahlen] == [(75097, None), (76001, None)]
    assert "nennt mehrere Stichtage" in lesung.hinweise[0]


@pytest.mark.parametrize(
    "heading", ["Armutsquote", "SGB II-Quote (U-10)", "Armutsquote / SGB II-Quote (U-10)", "Kinder unter 10 im SGB-II-Bezug"]
)
def test_a_quota_may_stand_in_the_line_of_its_heading(heading):
    (figur,) = lesen(f"{heading}: 20,7 % (Stand März 2017)").kennzahlen

    assert (float(figur.wert), str(figur.zeitangabe)) == (20.7, "März 2017")


def test_a_sentence_about_quotas_stays_in_its_section():
    lesung = lesen("Grund für die Beteiligung:\nArmutsquoten von 30 % sind die Regel.\nDaher machen wir seit 2018 mit.")

    assert lesung.kennzahlen == ()
    assert "seit 2018" in lesung.grund


@pytest.mark.parametrize("heading", ["Zur Lage:", "Was uns bewegt"])
def test_an_unknown_heading_ends_a_section_of_figures(heading):
    lesung = lesen(f"Armutsquote:\n9,0 %\n\n{heading}\nWir haben 3 Städte und 2019 begonnen.")

    assert [float(f.wert) for f in lesung.kennzahlen] == [9.0]
    assert "Wir haben 3 Städte und 2019 begonnen." in [z.text for z in lesung.nicht_zugeordnet]


def test_the_stichtag_may_stand_in_the_heading():
    (figur,) = lesen("Einwohner (Stand 31.12.2016): 75.097").kennzahlen

    assert (figur.wert, str(figur.zeitangabe)) == (75097, "31.12.2016")


@pytest.mark.parametrize(
    "heading",
    [
        "Grund  für die Beteiligung",
        "Grund\u00a0für die Beteiligung:",
        "Gru\u0308nde –",
        "3. Gründe",
        "\u200bGrund:",
        "\ufeffMotivation",
    ],
)
def test_a_heading_is_known_through_what_one_cannot_see(heading):
    assert lesen(f"{heading}\nWeil es Kinder gibt.").grund == "Weil es Kinder gibt."


# ---------- Groups and lists ----------


@pytest.mark.parametrize("marker", ["- ", "-", "• ", "▪ ", "o ", "1. ", "a) ", "•\n"])
def test_lists_are_known_by_every_marker(marker):
    first, second = marker, marker.replace("1", "2").replace("a", "b")
    lesung = lesen(
        f"Beteiligte Akteure:\nSteuergruppe:\n{first}Jugendamt\n{second}Sozialamt\n\nErfolge:\n{first}Eins\n{second}Zwei"
    )

    assert [m.funktion for m in lesung.gruppen[0].mitglieder] == ["Jugendamt", "Sozialamt"]
    assert [e.text for e in lesung.erfolge] == ["Eins", "Zwei"]


@pytest.mark.parametrize("name", ["Netzwerktreffen", "Kernteam", "Fachforum Kita", "Qualitätszirkel"])
def test_a_group_of_an_unknown_kind_is_a_group_of_its_own(name):
    gruppen = lesen(f"Beteiligte Akteure:\nSteuergruppe:\n- Jugendamt\n{name}:\n- Sozialamt").gruppen

    assert [(g.name, len(g.mitglieder)) for g in gruppen] == [("Steuergruppe", 1), (name, 1)]


def test_a_sentence_of_members_is_no_heading():
    (gruppe,) = lesen("Beteiligte Akteure:\nSteuergruppe:\nNetzwerk Frühe Hilfen, AG Kita, Jugendamt").gruppen

    assert [m.funktion for m in gruppe.mitglieder] == ["Netzwerk Frühe Hilfen", "AG Kita", "Jugendamt"]


@pytest.mark.parametrize("entry", ["Fachdienst 51 Leitung Jugend", "Bereich 5 Mitarbeiterin", "0 Experten aus dem Amt"])
def test_the_number_of_an_office_counts_nobody(entry):
    (mitglied,) = lesen(f"Beteiligte Akteure:\nSteuergruppe:\n- {entry}").gruppen[0].mitglieder

    assert (mitglied.funktion, mitglied.anzahl) == (entry, None)


# ---------- Downloads ----------


@pytest.mark.parametrize(
    ("details", "kb"),
    [("1.234 KB pdf", 1234), ("526 kByte", 526), ("1,5 MB", 1536), ("0,5 MB PDF Download", 512)],
)
def test_the_size_of_a_document(details, kb):
    assert lesen(f"Downloads:\nBericht\n30.11.2017 {details}").downloads[0].groesse_kb == kb


@pytest.mark.parametrize("line", ["9" * 400 + " KB", "5 \u212aB", "KB", "5 KB und mehr dazu"])
def test_odd_sizes_break_nothing(line):
    titles = [download.titel for download in lesen(f"Downloads:\nBericht\n{line}").downloads]

    assert titles[0] == "Bericht"


# ---------- Texts that never end ----------

HEADINGS = [
    "Kontakt",
    "Einwohner",
    "Armutsquote",
    "Grund",
    "Ziele",
    "Beteiligte Akteure",
    "Besonderheiten",
    "Erfolge",
    "Downloads",
    "Termine",
]
ENDLESS = {
    "blanks": "x" + " " * 2_000 + "y\n", "commas": "5 x" + " ," * 1_000 + "x\n", "brackets": "(" * 2_000 + "\n",
    "digits": "1." * 1_000 + "\n",
    "addresses": "a.b@c." * 300 + "\n", "short lines": "a\n" * 1_000, "open lines": "(\n" * 1_000,
    "names": "Anna Muster " * 150 + "\n",
    "days": "12.12.2019 " * 180 + "\n", "later": "folgt " * 330 + "\n",
}  # fmt: skip


@pytest.mark.lang
@pytest.mark.parametrize("kind", ENDLESS)
@pytest.mark.parametrize("heading", HEADINGS)
def test_four_times_the_text_takes_about_four_times_as_long(heading, kind):
    """A ratio in one run; quadratic work would give sixteen, cubic sixty-four."""

    def seconds(times):
        text = f"{heading}:\n{ENDLESS[kind] * times}"
        begin = time.process_time()
        lesen(text)
        return time.process_time() - begin

    seconds(5)
    assert seconds(160) < 9 * max(seconds(40), 0.01)
