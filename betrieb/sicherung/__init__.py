"""Backups: database and uploaded files in one archive, encrypted if a key is set.

The archive is an ordinary tar.gz (or age file around one) with `datenbank` (pg_dump's custom format, or an SQLite file),
`dateien/…` and `inhalt.json`; whoever has lost the portal opens it with tar, age and pg_restore.
"""


class SicherungFehler(Exception):
    """A backup or its restoring cannot go on; the message says what to do."""

    @property
    def fuer_die_verwaltung(self) -> str:
        return str(self)
