from django.core.management.base import BaseCommand

from kooperation import fristen
from praeventionsketten.erinnerungen import aufraeumen, erinnern


class Command(BaseCommand):
    help = "Verschickt fällige Erinnerungen und löscht, dessen Frist vorbei ist. Einmal am Tag ausführen; öfter schadet nicht."

    def handle(self, *args, **options):
        aufraeumen()
        fristen.aufraeumen()
        self.stdout.write(f"Verschickte Mails: {erinnern() + fristen.taeglich()}")
