from django.core.management.base import BaseCommand, CommandError

from betrieb.zustand import Stand, zustand


class Command(BaseCommand):
    help = "Sagt, wie es dem Portal geht. Endet mit einem Fehler, wenn etwas gestört ist; so lässt es sich überwachen."

    requires_system_checks = []  # they are part of what it says

    def handle(self, *args, **options):
        befunde = zustand()
        for befund in befunde:
            self.stdout.write(f"{befund.stand.wort:<13} {befund.titel}: {befund.text}{f' → {befund.tun}' if befund.tun else ''}")
        if gestoert := [befund.titel for befund in befunde if befund.stand == Stand.GESTOERT]:
            raise CommandError(f"Gestört: {', '.join(gestoert)}")
