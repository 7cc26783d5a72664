"""Sealed values: what somebody reads who has the database but not the server's secret is noise of a fixed length."""

import base64
import hashlib
import hmac

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


class SiegelFehler(Exception):
    """It was sealed with another SECRET_KEY, or changed afterwards."""


def versiegeln(text: str, wenigstens: int) -> str:
    """Sealed for the database, filled up to the next power of two from `wenigstens` bytes on, so that its length tells nothing.

    Each sealing is new, the same text included; unlike Fernet's own it carries no time.
    """
    inhalt = text.encode()
    groesse = max(wenigstens, 1 << (len(inhalt) - 1).bit_length())
    return _siegel().encrypt_at_time(inhalt.ljust(groesse), current_time=0).decode()


def oeffnen(siegel: str) -> str:
    """The text without what filled it up. Raises SiegelFehler."""
    try:
        return _siegel().decrypt(siegel.encode()).decode().rstrip()
    except InvalidToken as fehler:
        raise SiegelFehler("Der geheime Schlüssel des Servers (SECRET_KEY) ist ein anderer als beim Versiegeln.") from fehler


def _siegel() -> MultiFernet:
    """Seals with SECRET_KEY, opens also what was sealed with one of SECRET_KEY_FALLBACKS."""
    geheim = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(_abgeleitet(schluessel))) for schluessel in geheim])


def _abgeleitet(schluessel: str) -> bytes:
    return hmac.digest(schluessel.encode(), b"praeventionsketten.siegel", hashlib.sha256)
