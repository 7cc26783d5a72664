import smtplib
import ssl

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from kern.templatetags.schreibweise import zeitpunkt

URSACHEN = (
    (smtplib.SMTPAuthenticationError, "Der Mailserver nimmt Nutzer oder Passwort nicht an. Prüfen Sie beide in EMAIL_URL."),
    (smtplib.SMTPSenderRefused, "Der Mailserver lehnt den Absender ab. Prüfen Sie MAIL_ABSENDER."),
    (smtplib.SMTPRecipientsRefused, "Der Mailserver lehnt den Empfänger ab. Darf er an Adressen außerhalb zustellen?"),
    (
        smtplib.SMTPNotSupportedError,
        "Der Mailserver kann nicht, was EMAIL_URL verlangt. Er verschlüsselt so nicht "
        "(smtp+tls gehört zu Port 587, smtp+ssl zu 465), oder er will Nutzer und Passwort nicht haben.",
    ),
    (
        smtplib.SMTPServerDisconnected,
        "Der Mailserver hat die Verbindung beendet. Stimmt die Art? smtp+tls (587) oder smtp+ssl (465).",
    ),
    (
        ssl.SSLError,
        "Die Verschlüsselung kommt nicht zustande. smtp+tls gehört zu Port 587, smtp+ssl zu 465; das Zertifikat muss gelten.",
    ),
    (TimeoutError, "Der Mailserver antwortet nicht. Stimmen Host und Port, und lässt die Firewall hinaus?"),
    (ConnectionRefusedError, "Dort nimmt niemand Mails an. Stimmen Host und Port in EMAIL_URL?"),
    (smtplib.SMTPException, "Der Mailserver hat die Mail nicht angenommen."),
    (OSError, "Der Mailserver ist nicht zu erreichen. Stimmt der Name des Hosts in EMAIL_URL?"),
)


class Command(BaseCommand):
    help = "Schickt eine Testmail und sagt sofort, ob sie hinausging oder woran es liegt."

    def add_arguments(self, parser):
        parser.add_argument("email", help="wohin die Testmail gehen soll")

    def handle(self, *args, email, **options):
        if not settings.EMAIL_BACKEND.endswith("smtp.EmailBackend"):
            self.stdout.write(
                "EMAIL_URL nennt keinen Mailserver: Mails verlassen diesen Rechner nicht, die Testmail erscheint hier."
            )
        else:
            art = "SSL" if settings.EMAIL_USE_SSL else "STARTTLS" if settings.EMAIL_USE_TLS else "ohne Verschlüsselung"
            self.stdout.write(
                f"Mailserver {settings.EMAIL_HOST}, Port {settings.EMAIL_PORT}, {art}, Absender {settings.DEFAULT_FROM_EMAIL}"
            )
        text = (
            f"Diese Mail kommt vom Portal {settings.SITE_URL}, abgeschickt am {zeitpunkt(timezone.now())}.\n"
            "Sie haben sie bekommen? Dann gehen auch Codes zum Anmelden und Einladungen hinaus.\n"
        )
        leitung = get_connection()
        try:
            EmailMessage("Testmail des Präventionsketten-Portals", text, to=[email], connection=leitung).send()
        except (OSError, ValueError) as fehler:
            ursache = next((worte for art, worte in URSACHEN if isinstance(fehler, art)), "Die Adresse lässt sich nicht verwenden.")
            raise CommandError(f"Die Testmail ging NICHT hinaus. {ursache} ({type(fehler).__name__})") from fehler
        finally:
            leitung.close()  # one that failed half way stays open otherwise
        self.stdout.write(
            f"Die Testmail an {email} ist abgegeben. Kommt sie nicht an, sehen Sie im Spam-Ordner und beim Mailserver nach."
        )
