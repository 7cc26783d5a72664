"""Far more requests than two processes can serve: 200 or 503 and nothing else, nothing acknowledged is lost, soon normal again."""

import asyncio
import json
import random
import re
import statistics
import threading
import time
from collections import Counter
from urllib.parse import urlsplit

import pytest

from tests.last.test_konferenz import STORED, Log, Phone, postgres
from tests.messung import write
from tests.server import manage, prepare, serve

pytestmark = pytest.mark.lang
JE_SEKUNDE, SECONDS, PARTNERS = 400, 30, 40
CODES = [f"K{i}" for i in range(1, 9)]


async def one(host, port, path):
    """(status, has Retry-After, seconds) of one request over a connection of its own; status 0 where none came to be."""
    begin = time.perf_counter()
    try:
        reader, writer = await asyncio.open_connection(host, port)
        writer.write(f"GET {path} HTTP/1.1\r\nHost: {host}:{port}\r\nConnection: close\r\n\r\n".encode())
        answer = await asyncio.wait_for(reader.read(-1), 60)
        writer.close()
    except (OSError, TimeoutError):
        return 0, False, time.perf_counter() - begin
    head = answer.partition(b"\r\n\r\n")[0]
    status = int(head.split(b" ", 2)[1]) if head else 0
    return status, b"retry-after" in head.lower(), time.perf_counter() - begin


async def rush(host, port):
    """So many requests a second, whether the earlier ones are answered or not; each for a page that has to be made anew."""
    begin, jobs = time.monotonic(), []
    for number in range(JE_SEKUNDE * SECONDS):
        await asyncio.sleep(max(0, begin + number / JE_SEKUNDE - time.monotonic()))
        jobs.append(asyncio.create_task(one(host, port, f"/?n={number}")))
    sent = time.monotonic() - begin
    return sent, await asyncio.gather(*jobs)


async def calm(host, port, since):
    """Seconds after the rush until twenty answers in a row come as they should."""
    good = 0
    while good < 20:
        status, _, seconds = await one(host, port, f"/?ruhe={time.monotonic()}")
        good = good + 1 if status == 200 and seconds < 0.3 else 0
    return time.monotonic() - since


def save_all(url, log, schluessel, token, draw, over):
    """One partner who goes on saving until the rush is over and all is saved; a 503 is tried again. What was acknowledged."""
    phone = Phone(url, log)

    def patiently(*args, **kwargs):
        for _ in range(600):
            answer, text = phone.ask(*args, expected=(200, 302, 503), **kwargs)
            if answer.status != 503:
                return answer, text
            time.sleep(0.3)  # the page waits longer; here more attempts make a harder test
        raise AssertionError(args)

    patiently("Seite", "GET", f"/einladung/{token}/")
    patiently("Seite", "POST", f"/einladung/{token}/", {"taste": "weiter"})
    acknowledged, number = {}, 0
    while not over.is_set() or number < len(CODES):
        _, page = patiently("Seite", "GET", f"/bogen/{schluessel}/")
        beginnings = dict(re.findall(r'name="(K\d)-anfang"\s+value="([^"]*)"', page))
        code, answer = CODES[number % 8], draw.choice(["1", "2", "3", "4", "5", "unklar"])
        number += 1
        data = {"taste": "selbst", f"{code}-wert": answer, f"{code}-anfang": beginnings[code].replace("&quot;", '"')}
        data |= {f"{code}-quelle": schluessel, f"{code}-nummer": number}
        reply, _ = patiently("Speichern", "POST", f"/bogen/{schluessel}/", data)
        if reply.status == 200:
            acknowledged[code] = answer
    return acknowledged, number


@pytest.mark.parametrize("database", ["SQLite", "PostgreSQL"])
def test_a_rush_is_turned_away_kindly_and_nothing_acknowledged_is_lost(database, tmp_path):
    url = f"sqlite:///{tmp_path / 'db.sqlite3'}" if database == "SQLite" else postgres()
    env = prepare(url, EMAIL_URL="filemail://", EMAIL_FILE_PATH=str(tmp_path / "mails"), DEBUG="false")
    links = json.loads(manage(env, "-m", "tests.bogenlast", str(PARTNERS), "alle").splitlines()[-1])["links"]
    log, over, results = Log(), threading.Event(), {}
    with serve(env, workers=2) as server:
        address = urlsplit(server.url)

        def partner(schluessel, token):
            results[schluessel] = save_all(server.url, log, schluessel, token, random.Random(schluessel), over)

        partners = [threading.Thread(target=partner, args=link) for link in links]
        for one_of_them in partners:
            one_of_them.start()
        sent, answers = asyncio.run(rush(address.hostname, address.port))
        end = time.monotonic()
        over.set()
        quiet = asyncio.run(calm(address.hostname, address.port, end))
        for one_of_them in partners:
            one_of_them.join()

    stored = json.loads(manage(env, "manage.py", "shell", "-v0", "-c", STORED).splitlines()[-1])["boegen"]
    codes = Counter(status for status, _, _ in answers)
    assert set(codes) == {200, 503}, codes
    assert all(retry for status, retry, _ in answers if status == 503)
    assert log.errors == []
    assert len(results) == PARTNERS
    assert stored == {schluessel: acknowledged for schluessel, (acknowledged, _) in results.items()}
    assert quiet <= 10
    served = [seconds for status, _, seconds in answers if status == 200]
    saves = sum(number for _, number in results.values())
    write(
        f"Andrang: {JE_SEKUNDE} Anfragen je Sekunde, 2 Arbeiter, {database} (make test-lang)",
        [
            f"{len(answers)} Anfragen in {sent:.0f} s: {codes[200]} beantwortet, {codes[503]} mit 503 und Retry-After, keine "
            f"andere Antwort. Wer bedient wurde, wartete im Median {statistics.median(served):.1f} s, "
            f"höchstens {max(served):.1f} s. "
            f"{saves} bestätigte Speicherungen zur selben Zeit, alle da. Nach {quiet:.1f} s wieder wie immer."
        ],
    )
