#!/usr/bin/env python
"""Keeps the rows of a portal with the demo in it as they were in this version, for the tests of updating.

    DATABASE_URL=sqlite:////tmp/f.sqlite3 werkzeuge/fassung.py fixtures/fassungen/0.2.0.json.gz

Run once for each version, before it is given out. Models and rows are those of the checkout it runs in.
"""

import gzip
import io
import json
import os
import sys
from pathlib import Path

OHNE = {
    "contenttypes.contenttype",
    "auth.permission",
    "sessions.session",
    "admin.logentry",
    "kern.stand",
    "mfa.authenticator",
}  # made anew, or secret


def _als_text(wert):
    """To the microsecond, as Django reads it again."""
    return wert.isoformat() if hasattr(wert, "isoformat") else str(wert)


def zeilen(modelle):
    """Every row of these models as {"app.model": [{column: value}]}."""
    gefunden = {}
    for modell in modelle:
        name = modell._meta.label_lower
        if name in OHNE or modell._meta.proxy or not modell._meta.managed:
            continue
        spalten = [feld.attname for feld in modell._meta.concrete_fields]
        werte = list(modell._base_manager.order_by("pk").values(*spalten))
        gefunden[name] = json.loads(json.dumps(werte, default=_als_text))
    return gefunden


def main(ziel):
    sys.path.insert(0, os.getcwd())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "praeventionsketten.settings")
    import django

    django.setup()
    from django.apps import apps
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("demo", stdout=io.StringIO())
    inhalt = {
        "migrationen": sorted(map(list, MigrationLoader(connection).applied_migrations)),
        "zeilen": zeilen(apps.get_models(include_auto_created=True)),
    }
    with gzip.GzipFile(ziel, "wb", mtime=0) as datei:
        datei.write(json.dumps(inhalt, ensure_ascii=False).encode())
    print(f"{sum(map(len, inhalt['zeilen'].values()))} Zeilen, {Path(ziel).stat().st_size} Byte")


if __name__ == "__main__":
    main(sys.argv[1])
