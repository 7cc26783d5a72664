from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from praeventionsketten.demo.dialoge import dialoge_laden
from praeventionsketten.demo.erhebungen import erhebungen_laden
from praeventionsketten.demo.kommunen import demo_laden
from praeventionsketten.demo.zahlen import zahlen_laden


class Command(BaseCommand):
    help = "Lädt die Demo: acht Kommunen und vier Konten. Kann beliebig oft laufen; Vorhandenes bleibt."

    def handle(self, *args, **options):
        if not settings.LOOPBACK:
            raise CommandError(
                "Die Demo legt ein Verwaltungskonto an und läuft darum nur auf dem eigenen Rechner (SITE_URL mit 127.0.0.1)."
            )
        konten, notfallcodes = demo_laden()
        zahlen_laden()
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
