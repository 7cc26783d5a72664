from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from gremien.oparl.bestand import abgleichen
from kommunen.models import Kommune
from praeventionsketten.demo.dialoge import dialoge_laden
from praeventionsketten.demo.erhebungen import erhebungen_laden
from praeventionsketten.demo.gremien import gremien_laden
from praeventionsketten.demo.kommunen import kommunen_laden, konten_laden
from praeventionsketten.demo.planung import planung_laden
from praeventionsketten.demo.zahlen import zahlen_laden


class Command(BaseCommand):
    help = "Lädt die Demo: acht Kommunen und vier Konten. Kann beliebig oft laufen; Vorhandenes bleibt."

    def add_arguments(self, parser):
        parser.add_argument(
            "--ohne-konten",
            action="store_true",
            help="nur Kommunen, Netzwerke und Zahlen; geht auch auf einem Server, der noch leer ist",
        )

    def handle(self, *args, ohne_konten, **options):
        if ohne_konten:
            self._nur_inhalte()
            return
        if not settings.LOOPBACK:
            raise CommandError(
                "Die Demo legt ein Verwaltungskonto an und läuft darum nur auf dem eigenen Rechner (SITE_URL mit 127.0.0.1). "
                "Nur die Inhalte, ohne Konten: manage.py demo --ohne-konten"
            )
        kommunen_laden()
        konten, notfallcodes = konten_laden()
        zahlen_laden()
        gremien_laden()
        planung_laden()
        abgleichen()
        links, bogen = dialoge_laden(), erhebungen_laden()
        self.stdout.write(f"\nDas Portal:  {settings.SITE_URL}/\nAnmelden als (der Code erscheint in diesem Fenster):")
        for email in konten:
            self.stdout.write(f"  {email}")
        self.stdout.write("Die Fachadministration braucht dazu einen zweiten Faktor, hier je Anmeldung einen dieser Notfallcodes:")
        self.stdout.write(f"  {' '.join(notfallcodes)}")
        if links:
            self.stdout.write("Ein Dialog zum Ausprobieren, jede Seite in ihrem eigenen Browser:")
            for link in links:
                self.stdout.write(f"  {link}")
        if bogen:
            self.stdout.write(f"Ein anonymer Bogen zum Ausprobieren:\n  {bogen}")
        self.stdout.write("")

    def _nur_inhalte(self):
        if Kommune.objects.exists():
            raise CommandError("Im Portal stehen schon Kommunen. Die Demo käme ihnen dazwischen; sie gehört in ein leeres Portal.")
        kommunen_laden()
        zahlen_laden()
        gremien_laden()
        planung_laden()
        abgleichen()
        self.stdout.write(f"Acht Kommunen zum Ansehen stehen jetzt unter {settings.SITE_URL}/. Es sind keine Konten dabei.")
