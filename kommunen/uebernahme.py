"""What was read from a text becomes rows: checked field by field, since no database truncates or refuses silently."""

from django.core.exceptions import ValidationError


class UebernahmeFehler(Exception):
    """What was read cannot be taken over; the message is for the person who tries."""


def anlegen(modell, **felder):
    """Save a row of what was read. Raises UebernahmeFehler where a value does not fit."""
    zeile = modell(**felder)
    passt(zeile, felder)
    zeile.save()
    return zeile


def passt(zeile, felder):
    """Raise UebernahmeFehler, in plain words, where a value does not fit."""
    nicht_gefragt = [feld.name for feld in zeile._meta.fields if feld.name not in felder]
    try:
        zeile.full_clean(exclude=nicht_gefragt, validate_unique=False)
    except ValidationError as fehler:
        feld, meldungen = next(iter(fehler.message_dict.items()))
        was = zeile._meta.verbose_name
        if feld != "__all__":
            was = f"{was}, {zeile._meta.get_field(feld).verbose_name} („{str(getattr(zeile, feld))[:80]}“)"
        raise UebernahmeFehler(
            f"{was}: {' '.join(meldungen)} Bitte kürzen oder berichtigen Sie die Stelle im Text und lesen Sie ihn noch einmal ein."
        ) from fehler
