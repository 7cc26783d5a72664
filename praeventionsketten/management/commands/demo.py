from django.conf import settings
from django.core.management.base import BaseCommand

from praeventionsketten.demo import demo_laden


class Command(BaseCommand):
    help = "Lädt die Demo: acht Kommunen und vier Konten. Kann beliebig oft laufen; Vorhandenes bleibt."

    def handle(self, *args, **options):
        konten = demo_laden()
        self.stdout.write(f"\nDas Portal:  {settings.SITE_URL}/\nAnmelden als (der Code erscheint in diesem Fenster):")
        for email in konten:
            self.stdout.write(f"  {email}")
        self.stdout.write("")
