from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from betrieb.personen import loeschung
from betrieb.rueckfrage import bestaetigt
from betrieb.sicherung import SicherungFehler, ablage
from betrieb.sicherung.archiv import auspacken
from kern.templatetags.schreibweise import dateigroesse, stueck, zeitpunkt


class Command(BaseCommand):
    help = "Spielt eine Sicherung ein. Alles, was jetzt in Datenbank und Dateien steht, wird durch sie ersetzt."

    requires_system_checks = []  # what is broken may be what it mends

    def add_arguments(self, parser):
        parser.add_argument(
            "datei", nargs="?", type=Path, help="Name oder Pfad der Sicherung; ohne Angabe werden die vorhandenen gezeigt"
        )
        parser.add_argument("--schluessel", type=Path, help="Datei mit dem geheimen Schlüssel einer verschlüsselten Sicherung")
        parser.add_argument("--probe", action="store_true", help="prüft die Sicherung Stück für Stück und ändert nichts")
        parser.add_argument("--ja", action="store_true", help="fragt nicht nach")

    def handle(self, *args, datei, schluessel, probe, ja, **options):
        if datei is None:
            self._liste()
            return
        if not datei.is_absolute() and (settings.SICHERUNG_ORDNER / datei).is_file():
            datei = settings.SICHERUNG_ORDNER / datei
        if not datei.is_file():
            raise CommandError(f"Die Datei {datei} gibt es nicht. Ohne Angabe zeigt der Befehl die vorhandenen Sicherungen.")
        try:
            with auspacken(datei, self._geheim(schluessel)) as (inhalt, ordner):
                ablage.pruefen(inhalt)
                self.stdout.write(
                    f"{datei.name}: Fassung {inhalt.fassung}, gesichert {zeitpunkt(datetime.fromisoformat(inhalt.vom))}, "
                    f"{stueck(len(inhalt.teile) - 1, 'Datei', 'Dateien')}."
                )
                if probe:
                    self.stdout.write("Sie ist vollständig und unbeschädigt. Geändert wurde nichts.")
                    return
                self._fragen(ja)
                dateien = ablage.wiederherstellen(inhalt, ordner)
        except SicherungFehler as fehler:
            raise CommandError(f"Nicht wiederhergestellt. {fehler}") from fehler
        self.stdout.write(
            f"Wiederhergestellt: die Datenbank und {stueck(dateien, 'Datei', 'Dateien')}. Jetzt „portal aktualisieren“ ausführen."
        )
        if nummern := loeschung.seit(inhalt.vom):
            self.stdout.write(
                "Seit dieser Sicherung wurden Personen gelöscht, die jetzt wieder da sind. Bitte wiederholen Sie die Löschungen "
                f"(portal person_loeschen … --nummer NUMMER): {', '.join(nummern)}. Der Systemzustand erinnert daran."
            )

    def _geheim(self, schluessel: Path | None) -> str:
        if schluessel is None:
            return ""
        try:
            zeilen = schluessel.read_text(encoding="utf-8", errors="replace").splitlines()
        except FileNotFoundError as fehler:
            raise CommandError(
                f"Die Schlüsseldatei {schluessel.absolute()} gibt es nicht. Bitte den ganzen Pfad angeben."
            ) from fehler
        except OSError as fehler:
            raise CommandError(
                "Die Schlüsseldatei ist für den Nutzer portal nicht lesbar. Legen Sie sie ihm hin: "
                f"install -o portal -m 0600 {schluessel} /var/lib/praeventionsketten/schluessel.txt"
            ) from fehler
        return next((zeile.strip() for zeile in zeilen if zeile.strip() and not zeile.startswith("#")), "-")

    def _fragen(self, ja: bool) -> None:
        if ja:
            return
        self.stdout.write("Damit verschwindet alles, was jetzt im Portal steht. Halten Sie Web und Dienst vorher an.")
        if not bestaetigt("ersetzen"):
            raise CommandError("Nichts geändert.")

    def _liste(self):
        try:
            sicherungen = ablage.alle()
        except OSError as fehler:
            raise CommandError(f"Der Ordner aus SICHERUNG_ORDNER ist nicht lesbar: {fehler.filename}") from fehler
        if not sicherungen:
            self.stdout.write("Es gibt keine Sicherung in SICHERUNG_ORDNER.")
        for sicherung in sicherungen:
            vom = timezone.localtime(sicherung.vom)
            self.stdout.write(f"{vom:%d.%m.%Y %H:%M}  {dateigroesse(sicherung.groesse):>10}  {sicherung.pfad}")
