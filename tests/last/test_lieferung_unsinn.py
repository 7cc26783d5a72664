"""Files mutated at random: never a crash, never a value that does not stand in the file, always German words with a line.

What "wrong" would be is found out by a second, simple reading of the same bytes: every figure has to stand, cell by cell, in the
line it is said to come from.
"""

import csv
import io
import json
import random
import re
import struct
import subprocess
import sys
import zipfile
from collections import Counter

import pytest
from django.conf import settings
from hypothesis import HealthCheck, given
from hypothesis import settings as profil
from hypothesis import strategies as st

from tests.messung import write
from tests.statistik.dateien import FAELLE, xlsx

pytestmark = pytest.mark.lang

MUTATIONEN = 3000
TEILE = [
    b";", b",", b"\t", b'"', b"\x00", b"\r", b"\n", b"\xff", b"\xe4", b"\xc3\xa4", b"-", b".", b"*", b"1.234", b"9" * 400, b"ags",
    b"wert", b"31.12.2019", b"2019-13-45", b"t03101", b"3101", b"=1+1", b"'", b"\xef\xbb\xbf", b"PK\x03\x04", b"GENESIS-Tabelle: x",
    b"statistics_code", "\u202e".encode(), b"x" * 30_000, b"1e309", b"NaN", b"inf", b"\xe2\x88\x92",
]  # fmt: skip
GRUND = [fall.inhalt if isinstance(fall.inhalt, bytes) else fall.inhalt.encode() for fall in FAELLE] + [
    xlsx(["ags", "stichtag", "indikator", "wert"], ["03101", "31.12.2019", "einwohner", 5])
]


@pytest.fixture(scope="module")
def leser():
    prozess = subprocess.Popen(
        [sys.executable, "-m", "tests.last.kind_unsinn"], cwd=settings.BASE_DIR, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )

    def fragen(daten):
        prozess.stdin.write(struct.pack(">I", len(daten)) + daten)
        prozess.stdin.flush()
        laenge = prozess.stdout.read(4)
        assert laenge, "the reader has crashed"
        return json.loads(prozess.stdout.read(struct.unpack(">I", laenge)[0]))

    yield fragen
    prozess.stdin.close()
    prozess.stdout.close()
    prozess.wait(timeout=20)


def mutiert(daten, zufall):
    for _ in range(zufall.randint(1, 2)):
        wo = zufall.randint(0, len(daten))
        art = zufall.randint(0, 4)
        if art == 0:
            daten = daten[:wo] + zufall.choice(TEILE) + daten[wo:]
        elif art == 1:
            daten = daten[:wo] + daten[wo + zufall.randint(1, 30) :]
        elif art == 2:
            bis = wo + zufall.randint(1, 60)
            daten = daten[:bis] + daten[wo:]
        elif art == 3 and daten:
            daten = daten[:wo] + bytes([zufall.randrange(256)]) + daten[wo + 1 :]
        else:
            zeilen = daten.split(b"\n")
            zufall.shuffle(zeilen)
            daten = b"\n".join(zeilen)
    return daten


def zellen_je_zeile(daten):
    """{line: cells} by the plainest reading: each delimiter, each line with what belongs to it."""
    text = daten.removeprefix(b"\xef\xbb\xbf")
    try:
        text = text.decode()
    except UnicodeDecodeError:
        text = text.decode("cp1252", errors="replace")
    gefunden = {}
    for trenner in ";,\t":
        leser = csv.reader(io.StringIO(text, newline=""), delimiter=trenner)
        anfang = 1
        for zellen in leser:
            gefunden.setdefault(anfang, set()).update(zelle.strip().removeprefix("'") for zelle in zellen)
            anfang = leser.line_num + 1
    return gefunden


def ziffern(text):
    return re.sub(r"\D", "", text)


def pruefen(daten, antwort):
    if "ablehnung" in antwort:
        assert re.search(r"[a-zäöü]{3}.*[.?]$", antwort["ablehnung"].split("\n")[0]), antwort
        return "abgelehnt"
    archiv = daten.startswith(b"PK")
    je_zeile = None if archiv else zellen_je_zeile(daten)
    for nummer, schluessel, _zeit, _reihe, wert, *bedeutungen in antwort["zellen"]:
        if not archiv:
            assert wert.removeprefix("'") in je_zeile[nummer], (nummer, wert)
            assert schluessel in je_zeile[nummer], (nummer, schluessel)
        for zahl, _status, _zeichen, fehler in bedeutungen:
            assert zahl is None or not fehler
            if zahl is not None:
                assert ziffern(f"{zahl:f}").strip("0").startswith(ziffern(wert).strip("0")[:12]) or not ziffern(wert).strip("0"), (
                    wert,
                    zahl,
                )
    return "gelesen"


def test_no_mutation_crashes_the_reader_or_makes_a_value_up(leser):
    zaehlung = Counter()

    @profil(max_examples=MUTATIONEN, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(st.integers(0, len(GRUND) - 1), st.integers(0, 2**64))
    def versuch(welche, samen):
        daten = mutiert(GRUND[welche], random.Random(samen))
        zaehlung[pruefen(daten, leser(daten))] += 1

    versuch()
    gelesen, abgelehnt = zaehlung["gelesen"], zaehlung["abgelehnt"]
    write("Einlesen, zufällig veränderte Dateien (make test-lang)", [
        f"{zaehlung.total()} veränderte Dateien: {gelesen} gelesen, jede Zahl steht so in ihrer Zeile; "
        f"{abgelehnt} mit einem Satz abgelehnt; kein Absturz."
    ])  # fmt: skip
    assert min(gelesen, abgelehnt) > MUTATIONEN / 20


def bombe():
    ausgabe = io.BytesIO()
    with zipfile.ZipFile(ausgabe, "w", zipfile.ZIP_DEFLATED) as archiv:
        archiv.writestr("a.csv", b"0" * 500_000_000)
    return ausgabe.getvalue()


def test_a_bomb_between_sane_files_does_not_tire_the_reader(leser):
    assert "500000000" not in leser(bombe())["ablehnung"]
    assert leser(GRUND[0])["zellen"]
