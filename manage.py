#!/usr/bin/env python
import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "praeventionsketten.settings")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as fehler:
        sys.exit(f"Eine Einstellung stimmt nicht: {fehler}\nAlle Einstellungen erklärt die Datei .env.beispiel.")
