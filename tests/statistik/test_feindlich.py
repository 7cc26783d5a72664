"""Files made to exhaust a server: refused in words, within 150 MB more than an ordinary file takes, reading process included."""

import io
import json
import re
import subprocess
import sys
import zipfile

import pytest
from django.conf import settings
from django.core.files import File

from statistik import eingang
from statistik.leser import eingabe
from tests.statistik.dateien import annehmen, archiv, datei, vorlage, xlsx

pytestmark = pytest.mark.rein

MESSEN = """
import json, os, sys, threading
from pathlib import Path
from kern.begrenzt import AblehnungFehler, ausfuehren

def hoechster_stand(pid):  # proc(5), VmHWM: kilobytes; not inherited from whoever started it, as ru_maxrss is
    try:
        zeilen = Path(f"/proc/{pid}/status").read_text().splitlines()
        return next(int(zeile.split()[1]) for zeile in zeilen if zeile.startswith("VmHWM"))
    except (OSError, StopIteration):
        return 0

def beobachten():
    while not fertig.wait(0.002):
        for pid in Path(f"/proc/self/task/{os.getpid()}/children").read_text().split():
            kind.append(hoechster_stand(pid))

fertig, kind = threading.Event(), [0]
wache = threading.Thread(target=beobachten)
wache.start()
with open(sys.argv[1], "rb") as datei:
    try:
        ausfuehren("statistik.leser.einlesen", datei, zu_gross="zu groß")
        satz = ""
    except AblehnungFehler as fehler:
        satz = str(fehler)
fertig.set()
wache.join()
print(json.dumps([satz, (hoechster_stand("self") + max(kind)) / 1024]))
"""
GEWOEHNLICH = vorlage("03101;31.12.2019;einwohner;249406").encode()


def gemessen(inhalt, tmp_path):
    """(words of the refusal or "", megabytes of both processes)."""
    pfad = tmp_path / "datei"
    pfad.write_bytes(inhalt)
    ausgabe = subprocess.run([sys.executable, "-c", MESSEN, str(pfad)], cwd=settings.BASE_DIR, check=True, capture_output=True)
    return json.loads(ausgabe.stdout)


@pytest.fixture(scope="module")
def gewoehnlich(tmp_path_factory):
    """Megabytes that an ordinary file takes."""
    return gemessen(GEWOEHNLICH, tmp_path_factory.mktemp("gewoehnlich"))[1]


def ferne_zelle():
    """A workbook of a few kilobytes whose only figure stands in the last cell there is."""
    buch = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(xlsx(["ags", "wert"], ["03101", 5]))) as alt,
        zipfile.ZipFile(buch, "w", zipfile.ZIP_DEFLATED) as neu,
    ):
        for name in alt.namelist():
            inhalt = alt.read(name)
            if name == "xl/worksheets/sheet1.xml":
                inhalt = (
                    inhalt.replace(b'r="2"', b'r="1048576"')
                    .replace(b'r="A2"', b'r="A1048576"')
                    .replace(b'r="B2"', b'r="XFD1048576"')
                )
            neu.writestr(name, inhalt)
    return buch.getvalue()


def xml_bombe():
    buch = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(xlsx(["ags", "wert"], ["03101", 5]))) as alt,
        zipfile.ZipFile(buch, "w", zipfile.ZIP_DEFLATED) as neu,
    ):
        for name in alt.namelist():
            inhalt = alt.read(name)
            if name == "xl/worksheets/sheet1.xml":
                inhalt = inhalt.replace(
                    b"</sheetData>", b'<row><c t="n"><v>1</v></c><c t="n"><v>1</v></c></row>' * 600_000 + b"</sheetData>"
                )
                assert len(inhalt) > 20_000_000
            neu.writestr(name, inhalt)
    return buch.getvalue()


def kleiner_behauptet():
    """An archive that says its file has ten bytes."""
    inhalt = bytearray(archiv(a_csv=b"0;" * 60_000_000))
    echt = (120_000_000).to_bytes(4, "little")
    while (wo := inhalt.find(echt)) >= 0:
        inhalt[wo : wo + 4] = (10).to_bytes(4, "little")
    return bytes(inhalt)


FEINDLICH = {
    "ferne Zelle": (ferne_zelle, r"zu viel Speicher|keine lesbare|mehr als|zu groß|zu viel Text|Kopfzeile|nur eine Spalte"),
    "Zeilen ohne Ende": (xml_bombe, r"mehr als 200000 Zeilen|zu groß"),
    "ZIP-Bombe": (lambda: archiv(a_csv=b"0;" * 250_000_000), "möglich sind 60 MB"),
    "ZIP-Bombe, die klein tut": (kleiner_behauptet, "beschädigt|möglich sind|zu groß"),
    "eine einzige Zelle": (lambda: b"ags;stichtag;indikator;wert\n" + b"9" * 50_000_000, r"mehr als 200000 Zeichen"),
    "Spalten ohne Ende": (lambda: b";" * 50_000_000, "mehr als 200000 Zeichen"),
    "Millionen Zeilen": (lambda: b"ags;stichtag;indikator;wert\n" + b"1;2;3;4\n" * 7_000_000, "mehr als 1000000 Zeilen"),
    "offenes Anführungszeichen": (
        lambda: b'ags;stichtag;indikator;wert\n03101;2019;einwohner;"' + b"1\n" * 20_000_000,
        "Ab Zeile 2",
    ),
}


@pytest.mark.parametrize("name", FEINDLICH)
def test_a_hostile_file_is_refused_in_words_and_small(name, tmp_path, gewoehnlich):
    machen, satz = FEINDLICH[name]

    gesagt, megabyte = gemessen(machen(), tmp_path)

    assert re.search(satz, gesagt), gesagt
    assert megabyte - gewoehnlich <= 150


def test_a_file_that_is_too_large_is_not_even_opened(zahlen, monkeypatch):
    monkeypatch.setattr(eingabe, "MEISTE_BYTES", 100)
    monkeypatch.setattr(eingang, "ausfuehren", None)

    with pytest.raises(eingang.LieferungFehler, match="Bitte laden Sie weniger Jahre"):
        annehmen("x" * 101)


def test_the_reader_says_the_same_of_a_file_given_open_and_given_as_bytes(zahlen, tmp_path):
    pfad = tmp_path / "datei.csv"
    pfad.write_bytes(GEWOEHNLICH)

    with pfad.open("rb") as strom:
        strom.read(3)  # somebody has read of it before
        offen = eingang.lesen(File(strom, name="datei.csv"))
    assert offen.packen() == eingang.lesen(datei(GEWOEHNLICH)).packen()
