"""The promise of the reader: every line of the input is in a field or under "nicht zugeordnet", and nothing is invented."""

import re
from contextlib import suppress
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import HealthCheck, given
from hypothesis import settings as profile
from hypothesis import strategies as st

from kommunen.leser import LeseFehler, lesen
from kommunen.leser.ergebnis import GeleseneKennzahl
from kommunen.leser.ueberschriften import ueberschrift
from kommunen.leser.zeilen import glatt
from tests.vorbilder import SEEDS

pytestmark = pytest.mark.rein

OWN = sorted((Path(settings.BASE_DIR) / "fixtures" / "demo").glob("*.txt"))
TEXTS = [*OWN, *sorted(SEEDS.glob("*_profil.txt"))]
CODES = {"art", "naeherung", "genauigkeit", "typ"}  # values of our own lists, not words of the text
SIGNS = re.compile(r"[\W_]+")


def words(text):
    return SIGNS.sub(" ", glatt(text)).split()


def strings(value):
    """Every text of a Lesung that the database keeps: its own codes and the mere wording of groups are left out."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple | list):
        for item in value:
            yield from strings(item)
    elif is_dataclass(value):
        for field in fields(value):
            is_figure = isinstance(value, GeleseneKennzahl)
            left_out = CODES | ({"einheit"} if is_figure else {"wortlaut"})
            if field.name not in left_out:
                yield from strings(getattr(value, field.name))


def held(lesung):
    """The texts of all fields, without the source itself and the notes about it."""
    return [
        text
        for field in fields(lesung)
        if field.name not in {"quelltext", "hinweise", "orte", "nicht_zugeordnet"}
        for text in strings(getattr(lesung, field.name))
    ]


# Words that say which field it is, lead to a list or stand on a button; the field itself says it.
LABELS = {"Tel", "Telefon", "Telefax", "Fax", "E", "Mail", "Baustein", "bestehend", "aus", "Download", "KB", "MB"}


def check_nothing_is_lost(text):
    """Each line has one place, and each of its words stands in a field (a heading is the name of a field)."""
    lesung = lesen(text)
    kept = {word for value in held(lesung) for word in words(value)} | numbers(lesung)
    open_lines = {zeile.nr for zeile in lesung.nicht_zugeordnet}
    for nr, line in enumerate(text.splitlines(), start=1):
        assert (nr in open_lines) + (nr in lesung.orte) == bool(line.strip()), f"line {nr} is in no place or in two: {line!r}"
        place = lesung.orte.get(nr, "Überschrift")
        if not place.startswith("Überschrift"):
            lost = set(words(line)) - kept - LABELS - inline_heading(line)
            assert not lost, f"line {nr} ({place}) lost {lost}: {line!r}"


def numbers(lesung):
    """What a field holds as a number or a day."""
    counted = [b.nummer for b in lesung.bausteine] + [m.anzahl for g in lesung.gruppen for m in g.mitglieder]
    days = [f"{d.datum:%d.%m.%Y.%y.%-d.%-m}" for d in (*lesung.downloads, *lesung.termine) if d.datum]
    sizes = [d.groesse_kb for d in lesung.downloads]
    types = [kind for d in lesung.downloads for kind in (d.typ, d.typ.upper())]
    return {word for value in (*counted, *days, *sizes, *types) for word in words(str(value))}


def inline_heading(line):
    kopf = ueberschrift(line)
    return set(words(line)) - set(words(kopf[1])) if kopf else set()


def check_nothing_is_invented(text):
    source = set(words(text))
    lesung = lesen(text)
    for value in held(lesung):
        assert set(words(value)) <= source, f"not in the source: {set(words(value)) - source}"
    digits = re.sub(r"\D", "", text)
    for figur in lesung.kennzahlen:
        assert re.sub(r"\D", "", str(figur.wert)) in digits


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_every_line_has_its_place(path):
    check_nothing_is_lost(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_no_word_is_invented(path):
    check_nothing_is_invented(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", OWN, ids=lambda path: path.stem)
def test_the_untouched_source_is_kept(path):
    text = path.read_text(encoding="utf-8")

    assert lesen(text).quelltext == text


# ---------- Texts nobody thought of: real fragments, mixed ----------

FRAGMENTS = sorted({line for path in OWN for line in path.read_text(encoding="utf-8").splitlines()})
ODD = """Kontakt|Ziele: |Einwohner: 5.000 (|Downloads|Termine|(|)|- |•|,,,|12.12.19|30.11.2017 5 KB|+ 1 Experte|AG|Steuergruppe
Frau Beispiel|Anna Beispiel|a@b.de|E-Mail: a@b.de oder c@d.de|38518 Ort|%|9 %|Baustein 1: x|Baustein 1: y|Schwerpunkt|Tel:|Fax: 1
Stand 31.02.2020|  |\t- eins, zwei|Beteiligte Akteur*innen:|Erfolge|Planungsgruppe folgt|1.2.3.4|٣|²|bestehend aus: eins, zwei
Steuergruppe (Stand 2019): eins|Koordinatorin: Anna Beispiel|5.000 (Quelle: x (y) z) und 9 % (Stand Mai 2020)|www.example.org"""
ODD = [line for row in ODD.splitlines() for line in row.split("|")]
lines = st.lists(st.one_of(st.sampled_from(FRAGMENTS), st.sampled_from(ODD), st.text(max_size=30)), min_size=1, max_size=40)


def assert_any_text_is_placed(chosen):
    with suppress(LeseFehler):  # no heading, or too many control characters: refused as a whole, nothing to place
        check_nothing_is_lost("\n".join(chosen))


@given(lines)
@profile(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_mixture_of_lines_is_placed_line_by_line(chosen):
    assert_any_text_is_placed(chosen)


@pytest.mark.lang
@given(lines)
@profile(max_examples=20_000, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_mixture_of_lines_is_placed_line_by_line_at_length(chosen):
    assert_any_text_is_placed(chosen)


@given(
    st.permutations(["Kontakt:\nJugendamt", "Einwohner:\n5.000", "Ziele:\nAlles gut.", "Erfolge:\nViel.", "Besonderheiten:\nEins."])
)
@profile(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_order_of_the_sections_changes_nothing(sections):
    lesung = lesen("Stadt Muster\n\n" + "\n\n".join(sections))

    assert (lesung.ziele, lesung.besonderheiten, lesung.erfolge[0].text) == ("Alles gut.", "Eins.", "Viel.")
    assert (lesung.kennzahlen[0].wert, lesung.kontakte[0].dienststelle) == (5000, ("Jugendamt",))
    assert lesung.nicht_zugeordnet == ()
