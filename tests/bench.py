"""`make bench`: what a page costs with 1, 3 and 1,000 Kommunen. Writes docs/leistung.md; not collected by `make test`.

Query counts are exact. Times are ratios within one run, the page with one Kommune being 1; on another machine the
seconds differ, the ratios hardly do.
"""

import gzip
import itertools
import json
import statistics
import time
import urllib.error
import urllib.request
from functools import partial

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kommunen.leser import lesen
from kommunen.models import Einlesung, Kommune
from kommunen.redaktion.actions import veroeffentlichen
from kommunen.redaktion.stand import staende
from konten.models import Nutzer
from praeventionsketten.actions import kommune_anlegen, profil_uebernehmen
from statistik.models import Gebiet
from tests.factories import make_gebiet, make_nutzer
from tests.messung import write
from tests.server import fetch, manage, prepare, serve
from tests.umgebung import postgres_url

RUNS = 15
TEXT = (settings.BASE_DIR / "fixtures/demo/lueneburg.txt").read_text(encoding="utf-8")


def leere_datenbank(engine, datei):
    """The address of an empty database: the file, or one of the tests' own PostgreSQL."""
    if engine == "sqlite":
        return f"sqlite:///{datei}"
    url = postgres_url()
    with psycopg.connect(url, autocommit=True) as server:
        server.execute("DROP DATABASE IF EXISTS bench WITH (FORCE)")
        server.execute("CREATE DATABASE bench")
    return url.replace("/postgres?", "/bench?")


def fill(count):
    """Public Kommunen in all Kreise, each with the whole profile of the demo's Lüneburg."""
    lesung = lesen(TEXT)
    kreise = list(Gebiet.objects.gueltig().kreise())
    for i in range(Kommune.objects.count(), count):
        kreis = kreise[i % len(kreise)]
        ars = f"{kreis.ars}9{i:06}"
        gebiet = make_gebiet(ars=ars, ags=kreis.ars + ars[9:], name=f"Ort {i}, Stadt", typ="Stadt", ebene="gemeinde", parent=kreis)
        kommune = kommune_anlegen(gebiet=gebiet)
        profil_uebernehmen(einlesung=Einlesung.objects.create(text=TEXT), lesung=lesung, kommune=kommune)
        kommune.is_published = True
        kommune.save()
        veroeffentlichen(kommune=kommune, nummern={stand.art: stand.nummer for stand in staende(kommune) if stand.entwurf})


def measure(path):
    """(queries, median seconds, kilobytes of compressed HTML) of a page; of an editing page for who keeps the Kommune."""
    client = Client()
    if "/bearbeiten/" in path or "/vorschau/" in path or "/meine/" in path:
        kommune = Kommune.objects.get(slug=path.strip("/").split("/")[1])
        nutzer = Nutzer.objects.filter(koordinationen__kommune=kommune).first() or make_nutzer(coordinates=[kommune])
        client.force_login(nutzer, backend="django.contrib.auth.backends.ModelBackend")
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        page = client.get(path)
    queries = len(captured)  # now: the next request empties the log
    assert page.status_code == 200, path
    times = []
    for _ in range(RUNS):
        begin = time.perf_counter()
        client.get(path)
        times.append(time.perf_counter() - begin)
    return queries, statistics.median(times), len(gzip.compress(page.content)) / 1000


def pages():
    first = Kommune.objects.order_by("pk").first()
    return {
        "Startseite": "/",
        "Liste": "/kommunen/",
        "Suche": "/kommunen/?q=Gesundheit",
        "Porträt": first.get_absolute_url(),
        "Meine Kommune": f"/meine/{first.slug}/",
        "Ziele bearbeiten": f"/kommunen/{first.slug}/bearbeiten/ziele/",
        "Vorschau": f"/kommunen/{first.slug}/vorschau/",
    }


def reading():
    """Kilobytes of profile text read in a second, as a multiple of just splitting it into lines and words."""

    def seconds(work):
        times = []
        for _ in range(30):
            begin = time.perf_counter()
            work()
            times.append(time.perf_counter() - begin)
        return statistics.median(times)

    return seconds(lambda: lesen(TEXT)) / seconds(lambda: [line.split() for line in TEXT.splitlines()])


@pytest.mark.usefixtures("gebiete")
def test_bench():
    results = {}
    for count in (1, 3, 1000):
        fill(count)
        results[count] = {name: measure(path) for name, path in pages().items()}
    lines = [
        "| Seite | Abfragen bei 1 / 3 / 1.000 Kommunen | Zeit bei 1.000, Zeit bei 1 = 1 | HTML bei 1.000, gzip |",
        "|---|---|---|---|",
    ]
    for name in results[1]:
        queries = " / ".join(str(results[count][name][0]) for count in results)
        ratio = results[1000][name][1] / results[1][name][1]
        lines.append(f"| {name} | {queries} | {ratio:.1f} | {results[1000][name][2]:.1f} kB |".replace(".", ","))
    lines += ["", f"Ein Profil lesen dauert {reading():.0f}-mal so lange, wie seinen Text nur in Zeilen und Wörter zu zerlegen."]
    write("Seiten und Lesen (make bench)", lines)
    assert all(results[1][name][0] == results[1000][name][0] for name in results[1])


@pytest.mark.parametrize("engine", ["sqlite", "postgres"])
def test_bench_oeffentlich(tmp_path, engine):
    """Processor time of public pages with 1,000 Kommunen, as multiples of a bare Django view on the same gunicorn, in turns."""
    env = prepare(leere_datenbank(engine, tmp_path / "seiten.sqlite3"))
    profil = manage(env, "-m", "tests.seitenlast", "1000").splitlines()[-1]
    paths = {"Startseite": "/", "Liste": "/kommunen/", "Porträt": profil}
    frisch, bekannt, wieder = ({name: [] for name in paths} for _ in "abc")
    nummer = itertools.count()
    with serve(env, app="tests.nackt") as bare, serve(env) as portal:
        etags = {name: etag_of(portal.url + path) for name, path in paths.items()}
        for turn in range(11):
            one = cpu_of(bare, lambda: fetch(f"{bare.url}/"), times=300)
            for name, path in paths.items():
                new = cpu_of(portal, lambda path=path: fetch(f"{portal.url}{path}?n={next(nummer)}"), times=60) / one
                known = cpu_of(portal, lambda path=path: fetch(portal.url + path), times=200) / one
                again = cpu_of(portal, lambda path=path, name=name: unchanged(portal.url + path, etags[name]), times=200) / one
                frisch[name] += [new] if turn else []  # the first turn warms up
                bekannt[name] += [known] if turn else []
                wieder[name] += [again] if turn else []
    arten = {"neu gemacht": frisch, "schon gemacht, seither nichts geändert": bekannt, "mit ETag gefragt": wieder}
    lines = [f"| Leere Ansicht ohne Middleware = 1 | {' | '.join(arten)} |", "|---|---|---|---|"]
    lines += [
        f"| {name} | {' | '.join(f'{statistics.median(art[name]):.1f}' for art in arten.values())} |".replace(".", ",")
        for name in paths
    ]
    name = {"sqlite": "SQLite", "postgres": "PostgreSQL, ohne deren Server"}[engine]
    write(f"Öffentliche Seiten mit 1.000 Kommunen, Rechenzeit je Anfrage, {name} (make bench)", lines)


NETZSEITEN = {
    "Gremienlandschaft": "", "Wer mit wem": "verbindungen/", "Einrichtungen": "einrichtungen/", "Wer fehlt": "luecken/",
    "Mögliche Doppelte": "einrichtungen/doppelte/", "Einrichtungen zuordnen": "zuordnen/", "eine Gruppe": "gruppen/{gruppe}/",
    "ein Mitglied bearbeiten": "gruppen/{gruppe}/mitglieder/{mitglied}/", "eine Einrichtung": "einrichtungen/{einrichtung}/",
    "eine Einrichtung bearbeiten": "einrichtungen/{einrichtung}/bearbeiten/",
}  # fmt: skip


def test_bench_netzwerk(tmp_path):
    """Milliseconds of each page of a large network for who keeps it, on one gunicorn worker, beside the shortest page."""
    env = prepare(f"sqlite:///{tmp_path / 'netz.sqlite3'}")
    keys = json.loads(manage(env, "-m", "tests.netzlast").splitlines()[-1])
    with serve(env) as server:
        get = partial(fetch, session=keys["session"])
        start = f"{server.url}/kommunen/{keys['slug']}/netzwerk/"
        pages = {name: start + path.format(**keys) for name, path in NETZSEITEN.items()}
        shortest = seconds_of(get, f"{server.url}/impressum/")
        measured = {name: seconds_of(get, url) for name, url in pages.items()}
        svg = {name: len(gzip.compress(picture(get(pages[name])))) / 1000 for name in ("Gremienlandschaft", "Wer mit wem")}
    lines = ["| Seite | Median | so viel wie das Impressum |", "|---|---|---|"]
    lines += [f"| {name} | {1000 * s:.0f} ms | {s / shortest:.1f}-mal |".replace(".", ",") for name, s in measured.items()]
    lines += ["", f"SVG, gzip: {', '.join(f'{name} {kb:.1f} kB' for name, kb in svg.items())}.".replace(".", ",", 2)]
    write("Netzwerk mit 300 Einrichtungen, 60 Gruppen, 1.500 Mitgliedschaften (make bench)", lines)


def test_bench_bogen(tmp_path):
    """Processor time of the sheet's page, as multiples of a bare Django view without middleware; asked in turns."""
    env = prepare(f"sqlite:///{tmp_path / 'bogen.sqlite3'}")
    keys = json.loads(manage(env, "-m", "tests.bogenlast", "2").splitlines()[-1])
    paths = {"Bogen": f"/bogen/{keys['bogen']}/", "Einladung": f"/einladung/{keys['links'][1][1]}/", "Impressum": "/impressum/"}
    ratios = {name: [] for name in paths}
    with serve(env, app="tests.nackt") as bare, serve(env) as portal:
        for turn in range(11):
            one = cpu_of(bare, lambda: fetch(f"{bare.url}/"), times=300)
            for name, path in paths.items():
                ratio = cpu_of(portal, lambda path=path: fetch(portal.url + path, keys["session"]), times=60) / one
                ratios[name] += [ratio] if turn else []  # the first turn warms up
    lines = ["| Seite | Rechenzeit, leere Ansicht ohne Middleware = 1 |", "|---|---|"]
    lines += [f"| {name} | {statistics.median(found):.1f} |".replace(".", ",") for name, found in ratios.items()]
    write("Dialog, Rechenzeit je Anfrage (make bench)", lines)


def test_bench_erhebung(tmp_path):
    """What a result costs with 10 and with 100,000 sheets: it reads sums. Processor time of the page, asked in turns."""
    env = prepare(f"sqlite:///{tmp_path / 'erhebung.sqlite3'}")
    keys = json.loads(manage(env, "-m", "tests.erhebungslast", "10", "100000").splitlines()[-1])
    costs = {sheets: [] for sheets in keys["seiten"]}
    with serve(env) as portal:
        for turn in range(11):
            for sheets, path in keys["seiten"].items():
                cost = cpu_of(portal, lambda path=path: fetch(portal.url + path, keys["session"]), times=60)
                costs[sheets] += [cost] if turn else []  # the first turn warms up
    ratio = statistics.median(many / few for few, many in zip(costs["10"], costs["100000"], strict=True))
    verhaeltnis = f"{ratio:.2f}".replace(".", ",")
    write(
        "Anonyme Erhebung, Rechenzeit der Auswertung (make bench)",
        [f"Ergebnisseite mit 100.000 Bögen, mit 10 Bögen = 1: {verhaeltnis}"],
    )


@pytest.mark.parametrize("engine", ["sqlite", "postgres"])
def test_bench_lieferung(tmp_path, engine):
    """A delivery of 11,000 Gemeinden, ten years, five Indikatoren, beside the bare writing of the same rows; and a tenth of it."""
    gemessen = {}
    for gemeinden in (1_000, 11_000):
        datei = tmp_path / f"{gemeinden}.csv"
        env = prepare(leere_datenbank(engine, tmp_path / f"{gemeinden}.sqlite3"), MEDIA_ROOT=str(tmp_path / "media"))
        manage(env, "-m", "tests.statistiklast", str(gemeinden), "10", str(datei))
        gemessen[gemeinden] = json.loads(manage(env, "-m", "tests.statistikbench", str(datei)).splitlines()[-1])
    klein, gross = gemessen[1_000], gemessen[11_000]
    je_zeile = {name: m["ganz"] / m["zeilen"] for name, m in (("klein", klein), ("gross", gross))}
    verhaeltnisse = {
        "lesen, ganz prüfen, Vorschau, schreiben; blankes Schreiben derselben Zeilen = 1": gross["ganz"] / gross["blank"],
        "dieselben Zahlen noch einmal, unverändert; das erste Mal = 1": gross["wieder"] / gross["ganz"],
        "Zeit je Zeile bei 550.000 Zeilen; bei 50.000 = 1": je_zeile["gross"] / je_zeile["klein"],
    }
    lines = ["| Was | 550.000 Zeilen |", "|---|---|"]
    lines += [
        f"| {was} | {wert:.2f} |".replace(f"{wert:.2f}", f"{wert:.2f}".replace(".", ",")) for was, wert in verhaeltnisse.items()
    ]
    lines += [
        f"| je Zeile schneller als ein schlichter django-import-export-Import | {gross['je_zeile'] / je_zeile['gross']:.0f}-mal |",
        f"| höchster Speicher, Leseprozess eingeschlossen | {gross['megabyte']:.0f} MB |",
        f"| auf dieser Maschine | {gross['ganz']:.0f} s |",
    ]
    name = {"sqlite": "SQLite, blank: executemany", "postgres": "PostgreSQL, blank: COPY"}[engine]
    write(f"Lieferung einlesen, {name} (make bench)", lines)


def test_bench_zahlen(tmp_path):
    """An Indikator's page with 11,000 areas and four days in the database, and the same page asked again with its ETag."""
    env = prepare(f"sqlite:///{tmp_path / 'zahlen.sqlite3'}")
    stand = json.loads(manage(env, "-m", "tests.zahlenlast", "11000").splitlines()[-1])
    pfad, wieder, sekunden = "/daten/sgb2_quote_u15/", [], []
    with serve(env, app="tests.nackt") as bare, serve(env) as portal:
        etag = etag_of(portal.url + pfad)
        for turn in range(11):
            one = cpu_of(bare, lambda: fetch(f"{bare.url}/"), times=300)
            ratio = cpu_of(portal, lambda: unchanged(portal.url + pfad, etag), times=300) / one
            wieder += [ratio] if turn else []
        for _ in range(200):
            begin = time.perf_counter()
            fetch(portal.url + pfad)
            sekunden.append(time.perf_counter() - begin)
    lines = [
        "| Was | |",
        "|---|---|",
        f"| Werte in der Datenbank | {stand['werte']:,} |".replace(",", "."),
        f"| Abfragen der Seite | {stand['abfragen']} |",
        f"| 95 von 100 Antworten auf dieser Maschine in höchstens | {1000 * sorted(sekunden)[189]:.0f} ms |",
        f"| unverändert, mit ETag gefragt; leere Ansicht ohne Middleware = 1 | {statistics.median(wieder):.1f} |".replace(".", ","),
    ]
    write("Zahlen: die Seite eines Indikators (make bench)", lines)


def etag_of(url):
    with urllib.request.urlopen(url) as antwort:
        return antwort.headers["ETag"]


def unchanged(url, etag):
    """Asks again; nothing but 304 will do."""
    try:
        urllib.request.urlopen(urllib.request.Request(url, headers={"If-None-Match": etag})).close()
    except urllib.error.HTTPError as fehler:
        assert fehler.code == 304, fehler.code  # noqa: PT017
    else:
        raise AssertionError(url)


def cpu_of(server, ask, times):
    """Seconds of processor time of one answer, of many in a row; again where a worker ended among them (max_requests)."""
    while True:
        workers, before = server.workers(), server.cpu()
        for _ in range(times):
            ask()
        seconds = server.cpu() - before
        if server.workers() == workers:
            return seconds / times


def seconds_of(get, path):
    """The median of 30 answers, the first left out: it counts the layout of a picture."""
    get(path)
    times = []
    for _ in range(30):
        begin = time.perf_counter()
        get(path)
        times.append(time.perf_counter() - begin)
    return statistics.median(times)


def picture(html):
    start = html.index(b"<svg", html.index(b"<figure"))
    return html[start : html.index(b"</svg>", start)]
