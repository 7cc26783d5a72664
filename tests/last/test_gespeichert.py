""" "Gespeichert" is saved: a ledger of every acknowledged save, while processes, the database and the disk fail.

Each partner keeps what was acknowledged to her, looks at her sheet again after every eight saves, before she overwrites any of
them, and finds all of it there. A save without acknowledgement is sent again until there is one, as the page does.
"""

import http.client
import json
import os
import random
import re
import signal
import threading
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

import pytest

from tests.last.platte import DATENBANKEN, fuellen, leeren, platte
from tests.last.test_konferenz import STORED
from tests.messung import write
from tests.server import free_port, manage, prepare, serve

pytestmark = pytest.mark.lang
PARTNERS, SAVES, MEGABYTES = 40, 20_000, 400
ARBEITER_ALLE, ABSTURZ_ALLE, VOLL_BEI = 500, 4_000, (6_000, 14_000)  # acknowledged saves between two faults
VERWEIGERT = 100  # saves that have to be refused before the disk has room again
CODES = [f"K{i}" for i in range(1, 9)]
ANTWORTEN = ["1", "2", "3", "4", "5", "unklar"]
NICHT_BESTAETIGT = (500, 503)


@dataclass
class Kassenbuch:
    """Counts of all partners together; `luecken` are answers that were acknowledged and are not there."""

    bestaetigt: int = 0
    nachgesehen: int = 0
    wiederholt: int = 0
    verweigert: int = 0
    luecken: list[str] = field(default_factory=list)
    unerwartet: list[str] = field(default_factory=list)
    vorbei: threading.Event = field(default_factory=threading.Event)
    bewegung: threading.Condition = field(default_factory=threading.Condition)

    def zaehlen(self, name):
        with self.bewegung:
            setattr(self, name, getattr(self, name) + 1)
            self.bewegung.notify_all()

    def warten(self, bedingung, sekunden=300):
        """Until this is so; ends the run where it does not come to be, or where something is wrong already."""
        with self.bewegung:
            assert self.bewegung.wait_for(lambda: bedingung() or self.luecken or self.unerwartet, sekunden), vars(self)
        assert self.luecken == []
        assert self.unerwartet == []


class Partnerin(threading.Thread):
    def __init__(self, netloc, buch, schluessel, token):
        super().__init__(daemon=True)
        self.netloc, self.buch, self.schluessel, self.token = netloc, buch, schluessel, token
        self.cookies, self.stand, self.nummer = {}, {}, 0
        self.draw = random.Random(schluessel)

    def ask(self, method, path, data=None, expected=(200,)):
        """Asks until there is an answer of those expected; everything else but failing is noted and ends her part."""
        while True:
            status, text, cookies = self._once(method, path, data)
            if status in expected:
                self.cookies |= cookies
                return text
            if status not in (0, *NICHT_BESTAETIGT):
                self.buch.unerwartet.append(f"{method} {path}: {status}")
                self.buch.zaehlen("wiederholt")
                raise SystemExit
            self.buch.zaehlen("wiederholt" if status == 0 else "verweigert")
            time.sleep(0.1)  # before the next try, as the page waits

    def _once(self, method, path, data):
        body = urlencode(data | {"csrfmiddlewaretoken": self.cookies.get("csrftoken", "")}) if data is not None else None
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items()), "Origin": f"http://{self.netloc}"}
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection = http.client.HTTPConnection(self.netloc, timeout=30)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            text = answer.read().decode()
        except (OSError, http.client.HTTPException):
            return 0, "", {}
        finally:
            connection.close()
        pairs = (value.partition(";")[0].partition("=") for name, value in answer.getheaders() if name.lower() == "set-cookie")
        return answer.status, text, {name: value for name, _, value in pairs}

    def run(self):
        self.ask("GET", f"/einladung/{self.token}/")
        self.ask("POST", f"/einladung/{self.token}/", {"taste": "weiter"}, expected=(302,))
        anfaenge = self.nachsehen()
        while not self.buch.vorbei.is_set():
            for code in CODES:
                self.speichern(code, anfaenge)
            anfaenge = self.nachsehen()

    def nachsehen(self):
        """Her sheet as it stands; says what is missing of what was acknowledged. The beginnings of the next saves."""
        seite = self.ask("GET", f"/bogen/{self.schluessel}/")
        felder = [
            dict(re.findall(r'([\w-]+)="([^"]*)"', feld)) | {"an": bool(re.search(r"\schecked", feld))}
            for feld in re.findall(r"<input[^>]*>", seite)
        ]
        da = {f["name"].partition("-")[0]: f["value"] for f in felder if f.get("name", "").endswith("-wert") and f["an"]}
        if da != self.stand:
            self.buch.luecken.append(f"{self.schluessel}: {da} statt {self.stand}")
        for _ in self.stand:
            self.buch.zaehlen("nachgesehen")
        return {
            f["name"].partition("-")[0]: f["value"].replace("&quot;", '"') for f in felder if f.get("name", "").endswith("-anfang")
        }

    def speichern(self, code, anfaenge):
        self.nummer += 1
        antwort = self.draw.choice(ANTWORTEN)
        daten = {"taste": "selbst", f"{code}-wert": antwort, f"{code}-anfang": anfaenge[code]}
        daten |= {f"{code}-quelle": self.schluessel, f"{code}-nummer": self.nummer}
        self.ask("POST", f"/bogen/{self.schluessel}/", daten)
        self.stand[code] = antwort
        self.buch.zaehlen("bestaetigt")


def stoeren(buch, server, neu_starten, datenbank, ordner):
    """Everything that fails, each after so many acknowledged saves; how often what failed."""
    getoetet = abgestuerzt = voll = 0
    for bei in range(ARBEITER_ALLE, SAVES, ARBEITER_ALLE):
        buch.warten(lambda bei=bei: buch.bestaetigt >= bei)
        os.kill(random.choice(server.workers()), signal.SIGKILL)
        getoetet += 1
        if bei % ABSTURZ_ALLE == 0:
            if datenbank.faellt:
                verweigert = buch.verweigert
                datenbank.abstuerzen()
                buch.warten(lambda verweigert=verweigert: buch.verweigert > verweigert)
                datenbank.aufstehen()
            server = neu_starten(server)
            abgestuerzt += 1
        if bei in VOLL_BEI:
            vorher, bis = buch.verweigert, time.monotonic() + 120
            while buch.verweigert < vorher + VERWEIGERT:
                assert time.monotonic() < bis, "The disk is full and nothing is refused."
                fuellen(ordner)  # again and again: what the database gives back is taken too
                datenbank.draengen()
                time.sleep(0.1)  # between two fillings
            leeren(ordner)
            datenbank.aufstehen()  # a PostgreSQL that cannot write its log stops
            voll += 1
    buch.warten(lambda: buch.bestaetigt >= SAVES)
    return getoetet, abgestuerzt, voll


@pytest.mark.parametrize("name", DATENBANKEN)
def test_what_was_acknowledged_is_there_whatever_fails(name, tmp_path):
    with platte(MEGABYTES) as ordner, ExitStack() as am_ende:
        datenbank = DATENBANKEN[name](ordner)
        am_ende.callback(datenbank.ende)
        env = prepare(datenbank.url, EMAIL_URL="filemail://", EMAIL_FILE_PATH=str(tmp_path / "mails"), DEBUG="false")
        links = json.loads(manage(env, "-m", "tests.bogenlast", str(PARTNERS), "alle").splitlines()[-1])["links"]
        port = free_port()
        server = am_ende.enter_context(serve(env, workers=2, port=port))

        def neu_starten(alter):
            for pid in (alter.pid, *alter.workers()):
                os.kill(pid, signal.SIGKILL)
            return am_ende.enter_context(serve(env, workers=2, port=port))

        buch = Kassenbuch()
        partnerinnen = [Partnerin(urlsplit(server.url).netloc, buch, *link) for link in links]
        begin = time.monotonic()
        for eine in partnerinnen:
            eine.start()
        try:
            getoetet, abgestuerzt, voll = stoeren(buch, server, neu_starten, datenbank, ordner)
        finally:
            buch.vorbei.set()
        for eine in partnerinnen:
            eine.join()
        seconds = time.monotonic() - begin
        stored = json.loads(manage(env, "manage.py", "shell", "-v0", "-c", STORED).splitlines()[-1])

    assert buch.luecken == []
    assert buch.unerwartet == []
    assert buch.bestaetigt >= SAVES
    assert buch.nachgesehen == buch.bestaetigt
    assert stored["boegen"] == {eine.schluessel: eine.stand for eine in partnerinnen}
    assert stored["zeilen"] == PARTNERS * len(CODES)
    write(
        f"„Gespeichert“ ist gespeichert: Kassenbuch, {name} (make test-lang)",
        [
            f"{buch.bestaetigt} bestätigte Speicherungen in {seconds:.0f} s, jede vor der nächsten nachgesehen: 0 verloren. "
            f"Dabei {getoetet}-mal einen Arbeiter getötet (`kill -9`), {abgestuerzt}-mal alles neu gestartet"
            f"{' und PostgreSQL ohne Abschluss beendet' if name == 'PostgreSQL' else ''}, {voll}-mal die Platte gefüllt; "
            f"{buch.verweigert} Anfragen mit 500 oder 503 verweigert, {buch.wiederholt} abgebrochen, alle wiederholt."
        ],
    )
