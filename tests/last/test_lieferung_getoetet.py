"""An import that is killed at any moment leaves all or nothing, and the same file goes in afterwards. On both databases."""

import os
import random
import subprocess
import sys
import time
from contextlib import contextmanager

import psycopg
import pytest
from django.conf import settings

from tests.messung import write
from tests.server import manage, prepare
from tests.umgebung import postgres_url

pytestmark = pytest.mark.lang

ZEILEN = 20_000
TODE = int(os.environ.get("TODE", "50"))
FRAGE = (
    "import django; django.setup();"
    "from statistik.models import Lieferung, Messwert;"
    "print(Messwert.objects.gueltig().count(), Messwert.objects.count(),"
    " Lieferung.objects.gueltig().count(), sum(not x.datei.storage.exists(x.datei.name) or bool(x.pruefung)"
    " and not x.pruefung.storage.exists(x.pruefung.name) for x in Lieferung.objects.all()))"
)
ZURUECK = (
    "from statistik.models import Lieferung; from statistik import actions;actions.zuruecknehmen(Lieferung.objects.gueltig().get())"
)


@contextmanager
def portal(engine, tmp_path):
    """The environment of an empty portal with 400 Gemeinden, and the file for it."""
    datei, media = tmp_path / "lieferung.csv", {"MEDIA_ROOT": str(tmp_path / "media")}
    if engine == "sqlite":
        env = prepare(f"sqlite:///{tmp_path / 'portal.sqlite3'}", **media)
    else:
        url = postgres_url()
        with psycopg.connect(url, autocommit=True) as server:
            server.execute("DROP DATABASE IF EXISTS lieferung WITH (FORCE)")
            server.execute("CREATE DATABASE lieferung")
        env = prepare(url.replace("/postgres?", "/lieferung?"), **media)
    manage(env, "-m", "tests.statistiklast", "400", "10", str(datei))
    yield env, datei


def asked(env):
    """(figures that stand, rows, deliveries in force, deliveries whose files are missing)."""
    env = env | {"DJANGO_SETTINGS_MODULE": "praeventionsketten.settings"}
    return tuple(map(int, manage(env, "-c", FRAGE).split()))


def run(env, datei, seconds=None):
    """Seconds that the import took; killed after so many."""
    begin = time.monotonic()
    prozess = subprocess.Popen(
        [sys.executable, "manage.py", "statistik_einlesen", str(datei)], cwd=settings.BASE_DIR, env=env,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        prozess.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        prozess.kill()
        prozess.wait()
    return time.monotonic() - begin


@pytest.mark.parametrize("engine", ["sqlite", "postgres"])
def test_killed_at_random_moments_it_leaves_all_or_nothing(engine, tmp_path):
    zufall = random.Random(engine)
    with portal(engine, tmp_path) as (env, datei):
        dauer = run(env, datei)
        assert asked(env) == (ZEILEN, ZEILEN, 1, 0)
        manage(env, "manage.py", "shell", "-c", ZURUECK)
        zeilen = ZEILEN
        mitten = 0
        for nummer in range(TODE):
            datei.write_bytes(datei.read_bytes() + b"\r\n")  # the same figures as another file
            run(env, datei, zufall.uniform(0.4 * dauer, 1.1 * dauer))
            gilt, alle, in_kraft, ohne_datei = asked(env)
            assert (gilt, alle - zeilen, in_kraft) in ((0, 0, 0), (ZEILEN, ZEILEN, 1)), f"death {nummer}"
            assert not ohne_datei, f"death {nummer}"
            if not in_kraft:
                mitten += 1
                run(env, datei)
                assert asked(env)[:3] == (ZEILEN, zeilen + ZEILEN, 1), f"after death {nummer}"
            zeilen += ZEILEN
            manage(env, "manage.py", "shell", "-c", ZURUECK)
            assert asked(env)[0] == 0
    write(f"Einlesen, {TODE}-mal getötet, {engine} (make test-lang)", [
        f"{TODE}-mal `kill -9` zu zufälligen Zeiten: {mitten}-mal nichts geschrieben, {TODE - mitten}-mal alles; "
        "jedes Mal ging dieselbe Datei danach hinein und ließ sich zurücknehmen."
    ])  # fmt: skip
