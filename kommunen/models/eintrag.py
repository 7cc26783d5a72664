import re
import secrets

from django.db import models


def neuer_schluessel() -> str:
    """48 random bits as twelve characters: enough to name an entry, short enough for an address."""
    return secrets.token_hex(6)


def ist_schluessel(text: str | None) -> bool:
    return bool(text and re.fullmatch("[0-9a-f]{12}", text))


class Eintrag(models.Model):
    """An entry of a list in a section: its key stays the same through all versions, whatever happens to the row."""

    schluessel = models.CharField(max_length=12, unique=True, default=neuer_schluessel, editable=False)
    position = models.PositiveSmallIntegerField("Reihenfolge", default=0)

    class Meta:
        abstract = True
        ordering = ["position", "pk"]
