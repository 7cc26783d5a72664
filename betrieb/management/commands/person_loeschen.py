from django.core.management.base import BaseCommand, CommandError

from betrieb.personen.loeschung import loeschen, offene
from betrieb.personen.suche import Gesucht, SucheFehler, suchen, titel_von
from betrieb.rueckfrage import bestaetigt
from kommunen.models import Datei


class Command(BaseCommand):
    help = "Löschung nach Art. 17 DSGVO: Konto, Namen, Adressen, Links, Foto, wartende Mails und die Nennung in allen Texten."

    def add_arguments(self, parser):
        parser.add_argument("--email", default="", help="E-Mail-Adresse")
        parser.add_argument("--name", default="", help="Vor- und Nachname")
        parser.add_argument(
            "--nummer", default="", help="Löschnummer einer Löschung, die nach dem Wiederherstellen zu wiederholen ist"
        )
        parser.add_argument("--ja", action="store_true", help="fragt nicht nach")

    def handle(self, *args, email, name, nummer, ja, **options):
        try:
            gesucht = Gesucht.aus(email, name)
            if not ja:
                self._fragen(gesucht)
            if nummer and nummer not in offene():
                raise CommandError(f"Die Löschnummer {nummer} ist nicht offen. Ohne --nummer bekommt die Löschung eine neue.")
            geloescht, fund = loeschen(gesucht, nummer)
        except SucheFehler as fehler:
            raise CommandError(str(fehler)) from fehler
        self.stdout.write(
            f"Gelöscht: {geloescht.zeilen} Einträge, in {geloescht.stellen} Texten ersetzt. Löschnummer {geloescht.nummer}\n"
            "Schreiben Sie die Nummer auf den Antrag: Wird einmal eine ältere Sicherung eingespielt, nennt das Portal sie,\n"
            "und die Löschung ist zu wiederholen. In Sicherungen bleibt die Person, bis diese gelöscht sind (SICHERUNG_TAGE)."
        )
        for datei in fund.dateien:
            self.stdout.write(f"Bitte selbst ersetzen, die Person ist darin genannt: {titel_von(datei)}")
        for datei in Datei.objects.filter(pk__in=[datei.pk for datei in fund.undurchsucht]):
            self.stdout.write(f"Bitte ansehen, lässt sich nicht durchsuchen: {titel_von(datei)}")

    def _fragen(self, gesucht):
        fund = suchen(gesucht)
        self.stdout.write(f"Gefunden: {len(fund.zeilen)} Einträge, {len(fund.stellen)} Texte, {len(fund.dateien)} Dokumente.")
        if not bestaetigt("löschen"):
            raise CommandError("Nichts geändert.")
