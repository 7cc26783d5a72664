"""Counts errors where the administrator looks for them (Systemzustand)."""

import logging

from django.db import DatabaseError, InterfaceError, transaction


class Zaehler(logging.Handler):
    """A log handler for what ended with an exception. Needs the filter that says where (kern.protokoll.OhnePersonen)."""

    def emit(self, record):
        if not getattr(record, "hergang", ""):
            return
        from betrieb.models import Fehler  # logging is set up before any model

        try:
            with transaction.atomic():
                Fehler.objects.zaehlen(record.hergang, record.vorgang)
        except (DatabaseError, InterfaceError):  # where the database itself is the error the log has to do
            pass
