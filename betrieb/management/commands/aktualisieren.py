from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from betrieb import migrationen
from betrieb.sicherung import SicherungFehler, ablage
from kern.fassung import fassung
from kern.models import Vermerk, vermerken
from statistik.models import Gebiet, Indikator


class Command(BaseCommand):
    help = (
        "Nach dem Installieren und nach jeder Aktualisierung: bringt die Datenbank auf den Stand dieser Fassung. "
        "Hat sie schon Inhalt, wird sie vorher gesichert. Kann beliebig oft laufen."
    )

    def add_arguments(self, parser):
        parser.add_argument("--ohne-sicherung", action="store_true", help="sichert vorher nicht")

    def handle(self, *args, ohne_sicherung, **options):
        with connection.cursor() as cursor:
            ist_leer = "django_migrations" not in connection.introspection.table_names(cursor)
        if migrationen.fremde():
            raise CommandError(
                f"Die Datenbank kommt aus einer neueren Fassung als dieser ({fassung().nummer}). Geändert wurde nichts. "
                "Wie es auf eine frühere Fassung zurückgeht, steht in docs/betrieb/aktualisieren.md."
            )
        offene = migrationen.offene()
        if offene and not ist_leer and not ohne_sicherung:
            try:
                self.stdout.write(f"Gesichert: {ablage.neue_sicherung()}")
            except SicherungFehler as fehler:
                raise CommandError(f"Nichts geändert, denn die Sicherung davor ist gescheitert. {fehler}") from fehler
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        # what the Fachadministration keeps afterwards; never put over what she changed
        if not Gebiet.objects.exists():
            call_command("loaddata", "gebiete", verbosity=0)
        if not Indikator.objects.exists():
            call_command("loaddata", "statistik", verbosity=0)
        if offene:
            vermerken(Vermerk.Art.BETRIEB, f"Fassung {fassung().nummer} eingerichtet ({len(offene)} Änderungen an der Datenbank)")
        self.stdout.write(f"Die Datenbank ist auf dem Stand von Fassung {fassung().nummer}.")
