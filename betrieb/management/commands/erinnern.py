from django.core.management.base import BaseCommand

from betrieb.auftraege import erinnern_und_aufraeumen


class Command(BaseCommand):
    help = (
        "Verschickt fällige Erinnerungen und löscht, dessen Frist vorbei ist. "
        "Der Dienst (manage.py dienst) tut das jede Stunde von selbst; öfter schadet nicht."
    )

    def handle(self, *args, **options):
        self.stdout.write(erinnern_und_aufraeumen())
