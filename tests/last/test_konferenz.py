"""Three hundred partners open, fill in and hand in their sheets at the same time: no error, nothing lost, nothing doubled.

Each asks when her time has come, whether the others have been answered or not, and repeats what broke, as the page does: ten
minutes as promised, then five minutes five times as dense. Times go to docs/leistung.md; what is asserted must never differ.
"""

import http.client
import json
import random
import re
import statistics
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

import psycopg
import pytest

from tests.messung import write
from tests.server import manage, prepare, serve
from tests.umgebung import postgres_url

PARTNERS = 300
TAKT = {"10 Minuten": (600, 37), "5 Minuten, fünffach": (300, 92)}  # seconds, requests of each partner in that time
CODES = [f"K{i}" for i in range(1, 9)]
pytestmark = pytest.mark.lang


@dataclass
class Log:
    """Seconds of every answer by kind, and what went wrong."""

    times: dict[str, list[float]] = field(default_factory=lambda: {"Seite": [], "Speichern": [], "Abgeben": []})
    errors: list[str] = field(default_factory=list)
    repeated: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, kind, seconds):
        with self.lock:
            self.times[kind].append(seconds)


class Phone:
    """One partner with her cookies, over a connection of her own."""

    def __init__(self, url, log):
        self.host, self.cookies, self.log = urlsplit(url).netloc, {}, log

    def ask(self, kind, method, path, data=None, expected=(200,)):
        """An answer; a connection that breaks is tried again, as a browser does for a page and the sheet for a save."""
        body = urlencode(data | {"csrfmiddlewaretoken": self.cookies.get("csrftoken", "")}) if data is not None else None
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items()), "Origin": f"http://{self.host}"}
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        for _ in range(50):
            begin = time.perf_counter()
            try:
                connection = http.client.HTTPConnection(self.host, timeout=30)
                connection.request(method, path, body, headers)
                answer = connection.getresponse()
                text = answer.read().decode()
                break
            except (ConnectionError, http.client.HTTPException, TimeoutError):
                with self.log.lock:
                    self.log.repeated += 1
                time.sleep(0.2)  # before the next try, as the page waits
            finally:
                connection.close()
        self.log.add(kind, time.perf_counter() - begin)
        if answer.status not in expected:
            self.log.errors.append(f"{method} {path}: {answer.status}")
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        return answer, text


def take_part(phone, schluessel, token, times, draw):
    """From the mail to the hand-in, one request at each of these times: all eight answers, the page again, all eight anew.

    She hands in at some time after the first eight, and looks again from time to time. Returns what was acknowledged last.
    """
    sheet, acknowledged, beginnings = f"/bogen/{schluessel}/", {}, {}
    hand_in = draw.randrange(2 + 9, len(times))
    for number, moment in enumerate(times):
        time.sleep(max(0, moment - time.monotonic()))
        code = CODES[(number - 3) % 9] if number > 2 and (number - 3) % 9 < 8 else ""
        if number == 0:
            phone.ask("Seite", "GET", f"/einladung/{token}/")
        elif number == 1:
            phone.ask("Seite", "POST", f"/einladung/{token}/", {"taste": "weiter"}, expected=(302,))
        elif number == hand_in:
            phone.ask("Abgeben", "POST", sheet, {"taste": "abgeben"}, expected=(302,))
        elif number > hand_in:
            phone.ask("Seite", "GET", sheet, expected=(200, 302))
        elif not code:
            page = phone.ask("Seite", "GET", sheet)[1]
            found = re.findall(r'name="(K\d)-anfang"\s+value="([^"]*)"', page)
            beginnings = {code: text.replace("&quot;", '"') for code, text in found}
        else:
            answer = draw.choice(["1", "2", "3", "4", "5", "unklar"])
            data = {"taste": "selbst", f"{code}-wert": answer, f"{code}-anfang": beginnings[code]}
            reply, _ = phone.ask("Speichern", "POST", sheet, data | {f"{code}-quelle": schluessel, f"{code}-nummer": number})
            if reply.status == 200:
                acknowledged[code] = answer
    return acknowledged


def postgres():
    """A database of its own on the server of the tests."""
    url = postgres_url()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS konferenz WITH (FORCE)")
        connection.execute("CREATE DATABASE konferenz")
    return re.sub(r"/postgres(\?|$)", r"/konferenz\1", url)


STORED = """
import json
from kooperation.models import Dialog, Einschaetzung, Kooperationsblatt, Seite
boegen = {}
for schluessel, code, wert in Einschaetzung.objects.values_list("seite__schluessel", "code", "wert"):
    boegen.setdefault(schluessel, {})[code] = wert
print(json.dumps({
    "boegen": boegen, "abgegeben": Seite.objects.filter(abgegeben=True).count(), "blaetter": Kooperationsblatt.objects.count(),
    "im_gespraech": Dialog.objects.filter(stand="gespraech").count(), "zeilen": Einschaetzung.objects.count(),
}))
"""


@pytest.mark.parametrize("takt", TAKT)
@pytest.mark.parametrize("database", ["SQLite", "PostgreSQL"])
def test_three_hundred_partners_hand_in(database, takt, tmp_path):
    seconds, requests = TAKT[takt]
    url = f"sqlite:///{tmp_path / 'db.sqlite3'}" if database == "SQLite" else postgres()
    env = prepare(url, EMAIL_URL="filemail://", EMAIL_FILE_PATH=str(tmp_path / "mails"), DEBUG="false")
    links = json.loads(manage(env, "-m", "tests.bogenlast", str(PARTNERS), "alle").splitlines()[-1])["links"]
    log = Log()
    with serve(env, workers=2) as server, ThreadPoolExecutor(PARTNERS) as pool:
        begin = time.monotonic() + 2

        def partner(number, schluessel, token):
            """Evenly spread: the first asks at once, the last one just before the first asks again."""
            pause = seconds / requests
            times = [begin + pause * (i + number / PARTNERS) for i in range(requests)]
            return take_part(Phone(server.url, log), schluessel, token, times, random.Random(schluessel))

        jobs = {schluessel: pool.submit(partner, n, schluessel, token) for n, (schluessel, token) in enumerate(links)}
        acknowledged = {schluessel: job.result() for schluessel, job in jobs.items()}
        took = time.monotonic() - begin

    stored = json.loads(manage(env, "manage.py", "shell", "-v0", "-c", STORED).splitlines()[-1])
    mails = sum(path.read_text().count("Subject: ") for path in (tmp_path / "mails").iterdir())
    assert log.errors == []
    assert log.repeated == 0
    assert stored["boegen"] == acknowledged
    assert stored["zeilen"] == PARTNERS * len(CODES)
    assert (stored["abgegeben"], stored["im_gespraech"], stored["blaetter"]) == (PARTNERS, PARTNERS / 2, PARTNERS / 2)
    assert mails == PARTNERS
    report(f"Konferenz: 300 Bögen in {takt}, 2 Arbeiter, {database}", log, took)


def report(heading, log, seconds):
    count = sum(len(times) for times in log.times.values())
    rate = f"{count / seconds:.1f}".replace(".", ",")
    lines = [f"{count} Anfragen in {seconds:.0f} s ({rate} je Sekunde), kein Fehler, nichts verloren, nichts doppelt.", ""]
    lines += ["| Was | Median | p95 | längste |", "|---|---|---|---|"]
    for kind, times in log.times.items():
        p95 = statistics.quantiles(times, n=20)[-1]
        lines.append(f"| {kind} | {1000 * statistics.median(times):.0f} ms | {1000 * p95:.0f} ms | {1000 * max(times):.0f} ms |")
    write(f"{heading} (make test-lang)", lines)
