from django.core.management.base import BaseCommand
from django.db import transaction

from statistik import kleine_zahlen


class Command(BaseCommand):
    help = "Bestimmt neu, welche Zahlen zu klein sind, um öffentlich zu sein; nach einer neuen STATISTIK_MINDESTZAHL."

    @transaction.atomic
    def handle(self, *args, **options):
        kleine_zahlen.alle_markieren()
        self.stdout.write("Alle Zahlen sind neu geprüft.")
