import logging
import signal
import threading

from django.core.management.base import BaseCommand
from django.db import DatabaseError, InterfaceError, close_old_connections

from betrieb.auftraege import faellige_ausfuehren

log = logging.getLogger("betrieb.dienst")
SCHRITT = 30  # seconds between two looks at the list


class Command(BaseCommand):
    help = "Läuft dauernd und tut, was das Portal von selbst tut: Mails, Fristen, Sicherungen, nach dem Rechten sehen."

    requires_system_checks = []  # a wrong setting must not silence what would tell of it

    def add_arguments(self, parser):
        parser.add_argument("--einmal", action="store_true", help="tut, was jetzt fällig ist, und endet (für cron)")

    def handle(self, *args, einmal, **options):
        if einmal:
            anzahl = faellige_ausfuehren()
            self.stdout.write(f"Ausgeführt: {anzahl} fällige Aufträge. Wie sie ausgingen, sagt „zustand“.")
            return
        ende = threading.Event()
        for zeichen in (signal.SIGTERM, signal.SIGINT):
            signal.signal(zeichen, lambda *_: ende.set())
        log.info("Der Dienst läuft")
        while not ende.is_set():
            close_old_connections()
            try:
                faellige_ausfuehren()
            except (DatabaseError, InterfaceError) as fehler:  # it comes back; a service that ends would have to be found first
                log.error("Die Datenbank antwortet nicht: %s", type(fehler).__name__)
            ende.wait(SCHRITT)
        log.info("Der Dienst endet")
