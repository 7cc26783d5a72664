from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from statistik.gemeindeverzeichnis import VerzeichnisFehler, lesen, text, uebernehmen

HOECHSTENS_GEZEIGT = 20


class Command(BaseCommand):
    help = "Lädt das amtliche Gemeindeverzeichnis (Datei GV100AD des Statistischen Bundesamts). Alles oder nichts."

    def add_arguments(self, parser):
        parser.add_argument("datei", type=Path)

    def handle(self, *args, datei, **options):
        try:
            saetze = lesen(text(datei.read_bytes()).splitlines())
        except OSError as fehler:
            raise CommandError(f"Die Datei {datei} lässt sich nicht öffnen: {fehler.strerror}.") from fehler
        except VerzeichnisFehler as fehler:
            raise CommandError(self._kurz(fehler.meldungen)) from fehler
        ergebnis = uebernehmen(saetze, fortschritt=lambda alle: tqdm(alle, unit=" Gebiete", desc="Gebiete", file=self.stderr))
        self.stdout.write(f"{ergebnis.neu} neu, {ergebnis.geaendert} geändert, {ergebnis.gleich} unverändert.")
        if ergebnis.fehlt_in_der_datei:
            self.stdout.write(f"Im Portal, aber nicht in der Datei: {', '.join(ergebnis.fehlt_in_der_datei)}.")

    def _kurz(self, meldungen):
        rest = len(meldungen) - HOECHSTENS_GEZEIGT
        ende = [f"… und {rest} weitere Fehler."] if rest > 0 else []
        return "\n".join(["Es wurde nichts geladen.", *meldungen[:HOECHSTENS_GEZEIGT], *ende])
