from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone


class NutzerManager(BaseUserManager):
    def create_user(self, email, **felder):
        """Make a person who logs in by code; a password is never set."""
        nutzer = self.model(email=self.normalize_email(email).lower(), **felder)
        nutzer.set_unusable_password()
        nutzer.save(using=self._db)
        return nutzer

    def create_superuser(self, email, password=None, **felder):
        return self.create_user(email, is_staff=True, is_superuser=True, **felder)

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)


class Nutzer(AbstractBaseUser, PermissionsMixin):
    """A person with an account; whose Kommunen she coordinates stands in kommunen.Koordination."""

    email = models.EmailField("E-Mail-Adresse", unique=True)
    name = models.CharField("Name", max_length=120, blank=True, help_text="Nur für die Verwaltung, erscheint nirgends öffentlich.")
    is_active = models.BooleanField("darf sich anmelden", default=True)
    is_staff = models.BooleanField("Fachadministration", default=False, help_text="Sieht alle Kommunen und die Verwaltung.")
    erinnern = models.BooleanField("möchte einmal im Jahr erinnert werden", default=True)
    erinnert_am = models.DateField("zuletzt erinnert am", null=True, blank=True)
    date_joined = models.DateTimeField("angelegt am", default=timezone.now)

    objects = NutzerManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = []

    class Meta:
        ordering = ["email"]
        verbose_name = "Nutzer*in"
        verbose_name_plural = "Nutzer*innen"
        constraints = [
            models.UniqueConstraint(
                Lower("email"), name="nutzer_email_unique_in_any_case", violation_error_message="Diese Adresse gibt es schon."
            )
        ]

    def __str__(self):
        return self.email

    def sitzungen_beenden(self):
        """Whatever browser is logged in as this person is so no longer: sessions hold a hash of the password that nobody has."""
        self.set_unusable_password()
        self.save(update_fields=["password"])

    # The Fachadministration maintains all data: one switch, no list of single permissions to forget.
    def has_perm(self, perm, obj=None):
        return self.is_active and self.is_staff

    def has_module_perms(self, app_label):
        return self.is_active and self.is_staff
