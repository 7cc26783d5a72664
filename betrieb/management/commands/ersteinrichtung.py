from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse

from kern.models import Vermerk, vermerken
from konten.models import Nutzer


class Command(BaseCommand):
    help = "Legt ein Konto der Fachadministration an: das erste oder, wenn niemand mehr hineinkommt, ein weiteres."

    def add_arguments(self, parser):
        parser.add_argument("email", help="Adresse, an die der Code zum Anmelden geht")
        parser.add_argument("--name", default="", help="Name, nur für die Verwaltung sichtbar")
        parser.add_argument(
            "--zweiter-faktor-neu",
            action="store_true",
            help="entfernt den zweiten Faktor des Kontos, etwa nach Verlust des Telefons",
        )

    @transaction.atomic
    def handle(self, *args, email, name, zweiter_faktor_neu, **options):
        email = email.strip().lower()
        try:
            validate_email(email)
        except ValidationError as fehler:
            raise CommandError(f"„{email}“ ist keine E-Mail-Adresse.") from fehler
        nutzer = Nutzer.objects.filter(email__iexact=email).first()
        if nutzer is None and zweiter_faktor_neu:
            raise CommandError(f"Ein Konto {email} gibt es nicht. Ist die Adresse richtig geschrieben?")
        if nutzer is None:
            nutzer = Nutzer.objects.create_user(email, name=name)
        neu = not (nutzer.is_staff and nutzer.is_active)
        if neu:
            nutzer.is_staff = nutzer.is_superuser = nutzer.is_active = True
            nutzer.name = name or nutzer.name
            nutzer.save()
            vermerken(Vermerk.Art.RECHTE, f"Konto {nutzer.pk} auf dem Server zur Fachadministration gemacht")
        if zweiter_faktor_neu:
            Authenticator.objects.filter(user=nutzer).delete()
            vermerken(Vermerk.Art.RECHTE, f"Zweiter Faktor von Konto {nutzer.pk} auf dem Server entfernt")
        if zweiter_faktor_neu:
            self.stdout.write("Der zweite Faktor ist entfernt.")
        self.stdout.write(
            f"{email} {'gehört jetzt' if neu else 'gehört schon'} zur Fachadministration.\n"
            f"So geht es weiter:\n"
            f"1. Anmelden: {settings.SITE_URL}{reverse('account_login')} (der Code kommt per Mail)\n"
            f"2. Verwaltung öffnen und den zweiten Faktor einrichten: {settings.SITE_URL}{reverse('admin:index')}"
        )
