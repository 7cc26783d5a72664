"""What more than one form and model checks alike."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator

postleitzahl = RegexValidator(r"^\d{5}\Z", "Eine Postleitzahl hat fünf Ziffern.")


def sendbar(adresse: str) -> None:
    """Refuses what looks like an address and cannot be sent: a name of a domain that DNS has no letters for."""
    try:
        adresse.rpartition("@")[2].encode("idna")
    except UnicodeError as fehler:
        raise ValidationError("Das ist keine vollständige Adresse.", code="invalid") from fehler
