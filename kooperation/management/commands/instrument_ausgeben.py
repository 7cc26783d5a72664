from django.core.management.base import BaseCommand, CommandError

from kooperation.models import Instrument
from kooperation.vorlage import als_yaml


class Command(BaseCommand):
    help = "Gibt eine Fassung des Instruments als YAML aus, ohne Angabe die geltende."

    def add_arguments(self, parser):
        parser.add_argument("kennung", nargs="?")

    def handle(self, *args, kennung=None, **options):
        instrument = Instrument.objects.filter(kennung=kennung).first() if kennung else Instrument.objects.geltend()
        if instrument is None:
            bekannt = ", ".join(Instrument.objects.values_list("kennung", flat=True)) or "keine"
            raise CommandError(f"Diese Fassung gibt es nicht. Vorhanden: {bekannt}.")
        self.stdout.write(als_yaml(instrument.vorlage), ending="")
