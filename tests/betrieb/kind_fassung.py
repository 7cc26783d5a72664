"""A process of its own that brings a database to an earlier version.

laden FILE      migrates an empty database to the version kept in FILE and puts its rows in
zurueck FILE    migrates back to that version and prints the rows as JSON
"""

import gzip
import json
import os
import sys
from pathlib import Path

sys.path.insert(0, os.getcwd())
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "praeventionsketten.settings")

import django

django.setup()

from django.core.management.color import no_style  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.db.migrations.executor import MigrationExecutor  # noqa: E402

from werkzeuge.fassung import zeilen  # noqa: E402


def ziele(migrationen):
    """The last migration of each app among these."""
    ausfuehrer = MigrationExecutor(connection)
    gemeint = {tuple(migration) for migration in migrationen}
    graph = ausfuehrer.loader.graph
    blaetter = [
        knoten
        for knoten in gemeint & set(graph.nodes)
        if not any(kind.key in gemeint and kind.key[0] == knoten[0] for kind in graph.node_map[knoten].children)
    ]
    spaetere = {app for app, _ in graph.nodes} - {app for app, _ in gemeint}
    return blaetter, [(app, None) for app in sorted(spaetere)]


def zustand(blaetter):
    return MigrationExecutor(connection).loader.project_state(blaetter).apps


def laden(inhalt):
    blaetter, _ = ziele(inhalt["migrationen"])
    ausfuehrer = MigrationExecutor(connection)
    ausfuehrer.migrate(blaetter)
    apps = zustand(blaetter)
    modelle = [apps.get_model(name) for name in inhalt["zeilen"]]
    with transaction.atomic():
        for modell in reversed(modelle):
            modell._base_manager.all().delete()  # what migrations have put in
        for modell in modelle:
            felder = {feld.attname: feld for feld in modell._meta.concrete_fields}
            for feld in felder.values():
                feld.auto_now = feld.auto_now_add = False  # the time is that of the row
            modell._base_manager.bulk_create(
                modell(**{name: felder[name].to_python(wert) if wert is not None else None for name, wert in zeile.items()})
                for zeile in inhalt["zeilen"][modell._meta.label_lower]
            )
    with connection.cursor() as cursor:
        for befehl in connection.ops.sequence_reset_sql(no_style(), modelle):
            cursor.execute(befehl)


def zurueck(inhalt):
    blaetter, spaetere = ziele(inhalt["migrationen"])
    MigrationExecutor(connection).migrate([*spaetere, *blaetter])
    apps = zustand(blaetter)
    json.dump(zeilen([apps.get_model(name) for name in inhalt["zeilen"]]), sys.stdout)


if __name__ == "__main__":
    {"laden": laden, "zurueck": zurueck}[sys.argv[1]](json.loads(gzip.decompress(Path(sys.argv[2]).read_bytes())))
