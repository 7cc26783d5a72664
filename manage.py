#!/usr/bin/env python
import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import OperationalError

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "praeventionsketten.settings")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as fehler:
        sys.exit(f"Eine Einstellung stimmt nicht: {fehler}\nAlle Einstellungen erklärt die Datei .env.beispiel.")
    except OperationalError as fehler:
        sys.exit(
            f"Die Datenbank antwortet nicht: {str(fehler).splitlines()[0]}\n"
            "Läuft PostgreSQL, und stimmt DATABASE_URL in .env? Auf einem Server mit eigenem Nutzer für das Portal rufen Sie "
            "Befehle so: portal BEFEHL (docs/betrieb/einrichten.md)."
        )
