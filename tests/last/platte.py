"""A disk of a few hundred megabytes that a test may fill, and a PostgreSQL of its own on it that a test may kill."""

import re
import signal
import subprocess
import tempfile
import time
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
import psycopg

from tests.umgebung import postgres

KNAPP = 4096  # bytes that are written at a time when the last of the disk is taken


@contextmanager
def platte(megabyte: int):
    """The folder of a file system in memory of that size. Needs the right to mount: root, in a container of its own too.

    Outside pytest's folders: each run of pytest closes those to other users, and PostgreSQL runs as one.
    """
    ordner = Path(tempfile.mkdtemp(prefix="praeventionsketten-platte-"))
    befehl = ["mount", "-t", "tmpfs", "-o", f"size={megabyte}m,mode=755", "none", str(ordner)]
    ergebnis = subprocess.run(befehl, capture_output=True, text=True, check=False)
    if ergebnis.returncode:
        raise RuntimeError(f"A full disk is tested on a small one, and mounting it takes root: {ergebnis.stderr.strip()}")
    try:
        yield ordner
    finally:
        subprocess.run(["umount", "-l", str(ordner)], check=True)
        ordner.rmdir()


def fuellen(ordner: Path) -> None:
    """Takes what is free, and again whatever has become free since; `leeren` gives all of it back."""
    with (ordner / "voll").open("ab", buffering=0) as datei, suppress(OSError):
        while True:
            datei.write(b"\0" * 2**20)
    with (ordner / "voll").open("ab", buffering=0) as datei, suppress(OSError):
        while True:
            datei.write(b"\0" * KNAPP)


def leeren(ordner: Path) -> None:
    (ordner / "voll").unlink()


class SQLite:
    def __init__(self, ordner: Path):
        self.url = f"sqlite:///{ordner / 'db.sqlite3'}"

        self.faellt = False  # there is no server that could

    def draengen(self) -> None: ...

    def aufstehen(self) -> None: ...

    def ende(self) -> None: ...


class PostgreSQL:
    """A cluster of its own, with as little room for its log as it takes, so that a full disk is felt soon."""

    def __init__(self, ordner: Path):
        self.server = postgres(ordner)
        verwaltung = self.server.get_uri()
        with psycopg.connect(verwaltung, autocommit=True) as verbindung:
            for name, wert in (("max_wal_size", "32MB"), ("min_wal_size", "32MB"), ("wal_recycle", "off")):
                verbindung.execute(f"ALTER SYSTEM SET {name} = '{wert}'")
            verbindung.execute("SELECT pg_reload_conf()")
            verbindung.execute("CREATE DATABASE kassenbuch")
        self.url = re.sub(r"/postgres(\?|$)", r"/kassenbuch\1", verwaltung)
        self.faellt = True

    def abstuerzen(self) -> None:
        """The immediate shutdown: no checkpoint, nothing written out; what was promised stands in the log alone."""
        haupt = psutil.Process(int((self.server.pgdata / "postmaster.pid").read_text().split()[0]))
        haupt.send_signal(signal.SIGQUIT)
        haupt.wait(60)

    def draengen(self) -> None:
        """Asks for a new file of the log, as a full one does; on a full disk there is none, and the server falls over that."""
        with suppress(psycopg.Error), psycopg.connect(self.url, autocommit=True, connect_timeout=5) as verbindung:
            verbindung.execute("SELECT pg_switch_wal()")

    def aufstehen(self) -> None:
        """It answers, after having read its log; where it still runs, nothing happens."""
        bis = time.monotonic() + 120
        while True:
            try:
                self.server.ensure_postgres_running()
                psycopg.connect(self.url, connect_timeout=5).close()
            except (psycopg.OperationalError, subprocess.SubprocessError, AssertionError):
                if time.monotonic() > bis:
                    raise
                time.sleep(0.2)  # until it has read its log
            else:
                return

    def ende(self) -> None:
        self.server.stop()


DATENBANKEN = {"SQLite": SQLite, "PostgreSQL": PostgreSQL}
