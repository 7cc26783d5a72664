"""How figures and times are written on German pages."""

from datetime import date, datetime, time
from decimal import Decimal

from django import template
from django.utils import timezone
from django.utils.formats import date_format

register = template.Library()

ZAHLWORT = ("null", "eins", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf")
SCHMALES_LEERZEICHEN = "\u202f"  # between number and %, DIN 5008; does not break


def zahl_schreiben(wert, stellen: int | None = None) -> str:
    """A number with thousands point and decimal comma.

    `stellen` fixes the decimal places; without it there are as many as the number needs.

    >>> zahl_schreiben(75097), zahl_schreiben(Decimal("9.50")), zahl_schreiben(Decimal("9"), 1)
    ('75.097', '9,5', '9,0')
    """
    dezimal = Decimal(str(float(wert))) if isinstance(wert, float) else Decimal(wert)  # a double as it is typed
    if stellen is None:
        stellen = max(0, -int(dezimal.normalize().as_tuple().exponent))
    return f"{dezimal:,.{stellen}f}".translate(str.maketrans(",.", ".,"))


@register.filter
def zahl(wert):
    return "" if wert in (None, "") else zahl_schreiben(wert)


@register.filter
def knapp(wert):
    """On an axis, where there is little room: "250.000", from a million on "7,5 Mio."."""
    return zahl(wert) if abs(wert) < 1_000_000 else f"{zahl_schreiben(wert / 1_000_000)}\u00a0Mio."


@register.filter
def nachkomma(wert, stellen):
    """A number with a fixed count of decimal places, for lists where they stand below each other."""
    return "" if wert is None else zahl_schreiben(wert, stellen)


@register.filter
def prozent(wert):
    """A share as computed, with one decimal place; 23.205 becomes "23,2 %"."""
    return "" if wert is None else f"{zahl_schreiben(wert, 1)}{SCHMALES_LEERZEICHEN}%"


@register.filter
def uhrzeit(wert):
    """A time as people say it; 9:00 becomes "9", 9:30 becomes "9.30"."""
    return "" if wert is None else date_format(wert, "G" if wert.minute == 0 else "G.i")


@register.filter
def wann(wert):
    """A moment as people say it: "heute um 14:32 Uhr", "gestern um 9:05 Uhr", "am 21.11.2026 um 14:32 Uhr"."""
    if not wert:
        return ""
    ort = timezone.localtime(wert)
    tage = (timezone.localdate() - ort.date()).days
    tag = {0: "heute", 1: "gestern"}.get(tage, f"am {ort:%d.%m.%Y}")
    return f"{tag} um {date_format(ort, 'G:i')} Uhr"


def ausgeschrieben(wert) -> str:
    """A value of a form or a row as people write it."""
    if isinstance(wert, bool):
        return "ja" if wert else ""
    if isinstance(wert, date):
        return f"{wert:%d.%m.%Y}"
    if isinstance(wert, time):
        return f"{wert:%H:%M}"
    return "" if wert is None else str(wert)


def zeitpunkt(wann: datetime) -> str:
    """A moment for records: "21.11.2026, 14:32 Uhr"."""
    return f"{timezone.localtime(wann):%d.%m.%Y, %H:%M} Uhr"


def dateigroesse(byte: int) -> str:
    """ "4,2 MB": in the largest unit of which there is at least one."""
    for einheit, groesse in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if byte >= groesse:
            return f"{zahl_schreiben(round(byte / groesse, 1))} {einheit}"
    return f"{byte} Byte"


@register.filter
def zahlwort(anzahl: int) -> str:
    """Up to twelve in letters, as in a text; the rest in digits."""
    return ZAHLWORT[anzahl] if 0 <= anzahl < len(ZAHLWORT) else zahl_schreiben(anzahl)


def stueck(anzahl: int, einzahl: str, mehrzahl: str) -> str:
    """ "1 Zeile", "2.000 Zeilen"."""
    return f"{zahl_schreiben(anzahl)} {einzahl if anzahl == 1 else mehrzahl}"


@register.filter("stueck")
def stueck_filter(anzahl: int, worte: str) -> str:
    """{{ 2000|stueck:"Zeile,Zeilen" }}"""
    return stueck(anzahl, *worte.split(","))


def am_anfang(anzahl: int, einzahl: str, mehrzahl: str) -> str:
    """For the beginning of a sentence: "Eine Datei fehlt", "Fünf Dateien fehlen"; `einzahl` brings its own "Ein"."""
    return einzahl if anzahl == 1 else f"{zahlwort(anzahl).capitalize()} {mehrzahl}"
