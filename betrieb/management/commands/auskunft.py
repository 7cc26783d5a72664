import json

from django.core.management.base import BaseCommand, CommandError

from betrieb.personen.brief import als_brief, als_daten
from betrieb.personen.suche import Gesucht, SucheFehler, suchen
from kern.models import Vermerk, vermerken


class Command(BaseCommand):
    help = "Auskunft nach Art. 15 DSGVO: alles, was das Portal über einen Menschen weiß, zum Weitergeben."

    def add_arguments(self, parser):
        parser.add_argument("--email", default="", help="E-Mail-Adresse")
        parser.add_argument("--name", default="", help="Vor- und Nachname")
        parser.add_argument("--json", action="store_true", help="maschinenlesbar (Art. 20 DSGVO)")

    def handle(self, *args, email, name, **options):
        try:
            fund = suchen(Gesucht.aus(email, name))
        except SucheFehler as fehler:
            raise CommandError(str(fehler)) from fehler
        vermerken(Vermerk.Art.EXPORT, f"Auskunft über eine Person, {len(fund.zeilen)} Einträge")
        self.stdout.write(
            json.dumps(als_daten(fund), ensure_ascii=False, indent=2, default=str) if options["json"] else als_brief(fund)
        )
