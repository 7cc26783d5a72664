"""The whole database into a file and back, by the database's own means."""

import contextlib
import os
import shutil
import sqlite3
import subprocess
from pathlib import Path

from django.conf import settings
from django.db import connection

from betrieb.sicherung import SicherungFehler

WARTEN = "30s"  # on somebody who still works in the database
# https://www.postgresql.org/docs/current/libpq-envars.html
LIBPQ = {
    "host": "PGHOST",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "dbname": "PGDATABASE",
    "service": "PGSERVICE",
    "passfile": "PGPASSFILE",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
}


def ausgeben(ziel: Path) -> None:
    """A consistent copy of the database while it is used. Raises SicherungFehler."""
    if settings.SQLITE:
        with contextlib.closing(sqlite3.connect(ziel)) as kopie:
            connection.ensure_connection()
            connection.connection.backup(kopie)
        return
    _postgres("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={ziel}")


def andere_verbindungen() -> int:
    """How many others work in the database now; SQLite does not know."""
    if settings.SQLITE:
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")
        return cursor.fetchone()[0]


def einspielen(quelle: Path) -> None:
    """Put the copy in the place of everything the database holds, all or nothing. Raises SicherungFehler."""
    if settings.SQLITE:
        _einspielen_sqlite(quelle)
    else:
        _einspielen_postgres(quelle)


def _einspielen_sqlite(quelle: Path) -> None:
    with contextlib.closing(sqlite3.connect(f"file:{quelle}?mode=ro", uri=True)) as kopie:
        try:
            (zustand,) = kopie.execute("PRAGMA integrity_check").fetchone()
        except sqlite3.DatabaseError as fehler:
            raise SicherungFehler("Die Datenbank in der Sicherung ist keine SQLite-Datei.") from fehler
        if zustand != "ok":
            raise SicherungFehler("Die Datenbank in der Sicherung ist beschädigt.")
        connection.ensure_connection()
        kopie.backup(connection.connection)


def _einspielen_postgres(quelle: Path) -> None:
    """As one script in one transaction: first all tables go, then the backup comes; a failure on the way changes nothing."""
    with quelle.open("rb") as datei:
        if datei.read(5) != b"PGDMP":
            raise SicherungFehler("Die Datenbank in der Sicherung kommt nicht von PostgreSQL. Sie passt nicht zu DATABASE_URL.")
    befehle = quelle.with_suffix(".sql")
    _aufrufen(["pg_restore", "--no-owner", "--no-privileges", f"--file={befehle}", str(quelle)])
    with connection.cursor() as cursor:
        tabellen = [connection.ops.quote_name(name) for name in connection.introspection.table_names(cursor)]
    connection.close()
    davor = befehle.with_name("davor.sql")
    davor.write_text(
        f"SET lock_timeout = '{WARTEN}';\n" + (f"DROP TABLE {', '.join(tabellen)} CASCADE;\n" if tabellen else ""), encoding="utf-8"
    )
    _postgres(
        "psql", "--quiet", "--no-psqlrc", "--single-transaction", "--set=ON_ERROR_STOP=1", f"--file={davor}", f"--file={befehle}"
    )


def _postgres(programm: str, *argumente: str) -> None:
    """Call one of PostgreSQL's programs for the portal's database. Where it is and the password go by the environment, unseen."""
    angaben = connection.get_connection_params()
    _aufrufen([programm, *argumente], {name: str(angaben[wort]) for wort, name in LIBPQ.items() if angaben.get(wort)})


def _aufrufen(befehl: list[str], umgebung: dict | None = None) -> None:
    programm = befehl[0]
    if shutil.which(programm) is None:
        raise SicherungFehler(
            f"Das Programm {programm} fehlt. Unter Debian: apt install postgresql-client, in derselben Hauptversion wie der Server."
        )
    lauf = subprocess.run(
        befehl, env={**os.environ, **(umgebung or {})}, capture_output=True, text=True, errors="replace", check=False
    )
    if lauf.returncode == 0:
        return
    if "version mismatch" in lauf.stderr or "unsupported version" in lauf.stderr:
        raise SicherungFehler(
            f"{programm} ist älter als der Datenbankserver. "
            "Installieren Sie postgresql-client in derselben Hauptversion wie der Server."
        )
    if "lock timeout" in lauf.stderr:
        raise SicherungFehler(
            "In der Datenbank arbeitet noch jemand. Halten Sie Web und Dienst an und versuchen Sie es noch einmal."
        )
    if "does not exist" in lauf.stderr and "database" in lauf.stderr:
        raise SicherungFehler(
            "Die Datenbank aus DATABASE_URL gibt es nicht. Legen Sie sie leer an: docs/betrieb/einrichten.md, Datenbank."
        )
    zeilen = [zeile for zeile in lauf.stderr.splitlines() if "DETAIL" not in zeile]  # a DETAIL quotes what stands in the rows
    raise SicherungFehler(f"{programm} ist gescheitert: {' '.join(zeilen)[:300]}")
