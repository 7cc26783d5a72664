import pyrage
from django.core.management.base import BaseCommand, CommandError

from betrieb.sicherung import SicherungFehler, ablage
from kern.templatetags.schreibweise import dateigroesse


class Command(BaseCommand):
    help = (
        "Sichert Datenbank und hochgeladene Dateien in eine Datei in SICHERUNG_ORDNER und löscht, was älter ist als SICHERUNG_TAGE."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--neuer-schluessel", action="store_true", help="erzeugt ein Schlüsselpaar zum Verschlüsseln und sichert nichts"
        )

    def handle(self, *args, neuer_schluessel, **options):
        if neuer_schluessel:
            self._schluesselpaar()
            return
        try:
            datei = ablage.neue_sicherung()
            alte = ablage.alte_loeschen()
        except SicherungFehler as fehler:
            raise CommandError(f"Nicht gesichert. {fehler}") from fehler
        self.stdout.write(f"Gesichert: {datei} ({dateigroesse(datei.stat().st_size)})")
        if alte:
            self.stdout.write(f"Alte Sicherungen gelöscht: {alte}")

    def _schluesselpaar(self):
        paar = pyrage.x25519.Identity.generate()
        self.stdout.write(
            f"Öffentlich, in die Datei .env:\nSICHERUNG_SCHLUESSEL={paar.to_public()}\n\n"
            "Geheim, NICHT auf diesen Server: in eine Datei auf einem anderen Rechner, in den Tresor und ausgedruckt.\n"
            f"Ohne ihn lässt sich keine Sicherung mehr öffnen.\n{paar}"
        )
