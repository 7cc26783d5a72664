from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from kooperation.actions import instrument as actions
from kooperation.vorlage import VorlageFehler, aus_yaml


class Command(BaseCommand):
    help = "Lädt eine Fassung des Instruments aus einer YAML-Datei als Entwurf; --veroeffentlichen macht sie gültig."

    def add_arguments(self, parser):
        parser.add_argument("datei", type=Path)
        parser.add_argument("--veroeffentlichen", action="store_true", help="danach ändert sich die Fassung nicht mehr")

    def handle(self, *args, datei, veroeffentlichen, **options):
        try:
            instrument = actions.laden(vorlage=aus_yaml(datei.read_text(encoding="utf-8-sig")))
        except OSError as fehler:
            raise CommandError(f"{datei} lässt sich nicht lesen: {fehler.strerror}.") from fehler
        except UnicodeDecodeError as fehler:
            raise CommandError(f"{datei} ist kein Text in UTF-8.") from fehler
        except VorlageFehler as fehler:
            raise CommandError(f"{datei}: {fehler}") from fehler
        if veroeffentlichen:
            actions.veroeffentlichen(instrument=instrument)
        instrument.refresh_from_db()
        stand = "veröffentlicht" if instrument.veroeffentlicht_am else "Entwurf"
        self.stdout.write(f"{instrument} ({instrument.kennung}): {len(instrument.vorlage.kriterien)} Kriterien, {stand}.")
