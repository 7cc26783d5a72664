"""Every hostile file at every door through which files come: refused in words, quickly or without much memory, nothing kept.

The portal runs behind gunicorn as in production; memory is what its process and those it starts have taken at most.
"""

import http.client
import json
import re
import threading
import time
import uuid
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.formulare import Form
from tests.messung import write
from tests.nachweise.feindlich import DATEIEN, FREMD
from tests.server import fetch, manage, prepare, serve

pytestmark = pytest.mark.lang
SEKUNDEN, MEGABYTE = 1, 150
# what is taken as the document or picture it is: nothing here reads it, or it was written anew without what it brought
GENOMMEN = ("ferne Zelle", "dreitausend Blätter", "Formel", "ohne Blatt", "Bild und Archiv", "Bild und PHP")
FUER_DOKUMENTE = ("Anlage", "Protokoll")
# plain text, or a workbook whose macros nobody runs: this door shows what is in it as a list, and keeps nothing
GEZEIGT = ("Makros", "YAML, das wächst", "Shell")
AUSGEFUELLT = {"titel": "Anlage", "datum": "04.05.2030", "format": "0"}
GEZAEHLT = """
import json
from django.apps import apps
MODELLE = ["kommunen.Datei", "kommunen.Kontakt", "kommunen.Einlesung", "planung.Angebot", "netzwerke.Einrichtung",
           "kooperation.Instrument", "statistik.Lieferung", "gremien.Anlage", "netzwerke.Sitzung"]
print(json.dumps({name: apps.get_model(name)._default_manager.count() for name in MODELLE}))
"""


def stand(pid, wort):
    """Megabytes that proc(5) tells of a process: VmRSS now, VmHWM at most since it was last cleared."""
    try:
        zeilen = Path(f"/proc/{pid}/status").read_text().splitlines()
        return next(int(zeile.split()[1]) for zeile in zeilen if zeile.startswith(wort)) / 1024
    except (OSError, StopIteration):
        return 0


class Speicher(threading.Thread):
    """What a worker takes beyond what it had, and each process it starts, at most."""

    def __init__(self, pid):
        super().__init__()
        self.pid, self.ende, self.kinder = pid, threading.Event(), {}
        Path(f"/proc/{pid}/clear_refs").write_text("5")
        self.vorher = stand(pid, "VmRSS")

    def run(self):
        while not self.ende.wait(0.004):
            for kind in Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split():
                self.kinder[kind] = max(self.kinder.get(kind, 0), stand(kind, "VmHWM"))

    def megabyte(self):
        return stand(self.pid, "VmHWM") - self.vorher + max(self.kinder.values(), default=0)

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.ende.set()
        self.join()


@dataclass(frozen=True)
class Antwort:
    status: int
    text: str
    sekunden: float
    megabyte: float


def bringen(server, session, path, feld, name, inhalt):
    """The form of this page sent with a file, as a browser sends it."""
    formular = Form()
    formular.feed(fetch(server.url + path, session).decode())
    felder = formular.fields | {name: wert for name, wert in AUSGEFUELLT.items() if name in formular.fields}
    grenze = uuid.uuid4().hex
    teile = [
        f'--{grenze}\r\nContent-Disposition: form-data; name="{feld}"\r\n\r\n{wert}\r\n'.encode()
        for feld, werte in felder.items()
        for wert in (werte if isinstance(werte, list) else [werte])
    ]
    kopf = f'--{grenze}\r\nContent-Disposition: form-data; name="{feld}"; filename="{name}"\r\n\r\n'.encode()
    rumpf = b"".join([*teile, kopf, inhalt, f"\r\n--{grenze}--\r\n".encode()])
    ort = urlsplit(server.url)
    verbindung = http.client.HTTPConnection(ort.netloc, timeout=120)
    koepfe = {
        "Content-Type": f"multipart/form-data; boundary={grenze}",
        "Origin": server.url,
        "Cookie": f"sessionid={session}; csrftoken={'c' * 32}",
    }
    rumpf = re.sub(rb'(name="csrfmiddlewaretoken"\r\n\r\n)\w+', rb"\g<1>" + b"c" * 32, rumpf, count=1)
    with Speicher(server.workers()[0]) as speicher:
        beginn = time.perf_counter()
        verbindung.request("POST", path, rumpf, koepfe)
        antwort = verbindung.getresponse()
        text = antwort.read().decode()
        sekunden = time.perf_counter() - beginn
    verbindung.close()
    return Antwort(antwort.status, text, sekunden, speicher.megabyte())


def satz(text):
    """The words of the refusal."""
    treffer = re.findall(
        r'<(?:p|span|li|div|ul)[^>]*class="[^"]*(?:kern-error|fehler|errorlist|alert)[^"]*"[^>]*>(.*?)</(?:p|ul|div)>',
        text,
        re.DOTALL,
    )
    return " ".join(re.sub(r"<[^>]+>|\s+", " ", eines) for eines in treffer).strip()


def test_no_hostile_file_gets_in(tmp_path):
    env = prepare(f"sqlite:///{tmp_path / 'db.sqlite3'}", DEBUG="false", MEDIA_ROOT=str(tmp_path / "dateien"))
    buehne = json.loads(manage(env, "-m", "tests.dateilast").splitlines()[-1])
    vorher = json.loads(manage(env, "manage.py", "shell", "-v0", "-c", GEZAEHLT).splitlines()[-1])
    schlecht, laengste, meiste, versuche = [], 0, 0, 0
    with serve(env, workers=1) as server:

        def durch(tuer, name, inhalt):
            rolle, path, feld = buehne["doors"][tuer]
            return bringen(server, buehne["sessions"][rolle], path, feld, name, inhalt)

        gewoehnlich = {tuer: durch(tuer, "a.txt", b"nur Text").megabyte for tuer in buehne["doors"]}
        for was, (name, machen) in DATEIEN.items():
            inhalt = machen()
            for tuer in buehne["doors"]:
                antwort = durch(tuer, name, inhalt)
                versuche += 1
                mehr = antwort.megabyte - gewoehnlich[tuer]
                laengste = max(laengste, antwort.sekunden)
                meiste = max(meiste, mehr if antwort.sekunden > SEKUNDEN else 0)
                genommen = was in GENOMMEN and tuer in FUER_DOKUMENTE
                gezeigt = was in GEZEIGT and tuer == "Einrichtungen" and "Was bedeuten die Spalten?" in antwort.text
                gut = antwort.status == 302 if genommen else antwort.status in (200, 422) and (satz(antwort.text) or gezeigt)
                if not gut or (antwort.sekunden > SEKUNDEN and mehr > MEGABYTE):
                    schlecht.append((was, tuer, antwort.status, round(antwort.sekunden, 1), round(mehr), satz(antwort.text)[:80]))
    nachher = json.loads(manage(env, "manage.py", "shell", "-v0", "-c", GEZAEHLT).splitlines()[-1])
    neue = {name: nachher[name] - vorher[name] for name in nachher if nachher[name] != vorher[name]}
    gespeichert = b"".join(pfad.read_bytes() for pfad in (tmp_path / "dateien").rglob("*") if pfad.is_file())

    assert schlecht == []
    assert neue == {"kommunen.Datei": len(GENOMMEN), "gremien.Anlage": len(GENOMMEN), "netzwerke.Sitzung": len(GENOMMEN)}
    assert FREMD not in gespeichert
    write(
        "Feindliche Dateien (make test-lang)",
        [
            f"{len(DATEIEN)} Dateien an {len(buehne['doors'])} Türen, {versuche} Versuche: keine kam hinein. Die längste Ablehnung "
            f"dauerte {laengste:.1f} s; wo es länger als {SEKUNDEN} s dauerte, brauchte keine mehr als {meiste:.0f} MB. "
            f"{len(GENOMMEN)} davon sind als Dokument oder Bild harmlos und werden als solche genommen, Bilder neu geschrieben."
        ],
    )
