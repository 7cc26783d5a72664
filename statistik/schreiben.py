"""Many rows at once: COPY on PostgreSQL, one prepared statement on SQLite."""

from collections.abc import Iterator, Sequence

import numpy as np
from django.db import connection

from statistik.models import Messwert

SPALTEN = ("indikator_id", "gebiet_id", "stichtag", "wert", "status", "zeichen", "herkunft_id", "ist_amtlich", "gilt", "ist_klein")
BLOCK = 20_000
IN_HOECHSTENS = 5_000  # values in one IN: SQLite takes 32,766


def einfuegen(spalten: Sequence[np.ndarray | list]) -> None:
    """Rows of Messwert; `spalten` in the order of SPALTEN, each an array of its type or a list; NaN is NULL."""
    tabelle = Messwert._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {tabelle} ({', '.join(SPALTEN)}) FROM STDIN") as strom:
                for block in _bloecke(spalten):
                    strom.write("".join(map(_copy_zeile, *block)))
        else:
            befehl = f"INSERT INTO {tabelle} ({', '.join(SPALTEN)}) VALUES ({', '.join(['%s'] * len(SPALTEN))})"  # noqa: S608
            for block in _bloecke(spalten):  # all at once, Django would keep a copy of every row
                cursor.executemany(befehl, list(zip(*block, strict=True)))


def _bloecke(spalten: Sequence[np.ndarray | list]) -> Iterator[list[list]]:
    for anfang in range(0, len(spalten[0]), BLOCK):
        block = [spalte[anfang : anfang + BLOCK] for spalte in spalten]
        yield [_liste(stueck) for stueck in block]


def _liste(stueck) -> list:
    if isinstance(stueck, list):
        return stueck
    if stueck.dtype.kind == "M":
        return stueck.astype(str).tolist()
    if stueck.dtype.kind == "f":
        return [None if zahl != zahl else zahl for zahl in stueck.tolist()]  # noqa: PLR0124 (NaN is not itself)
    return stueck.tolist()


def _copy_zeile(*werte) -> str:
    """Text format of COPY (PostgreSQL documentation, COPY, "Text Format")."""
    return "\t".join(["\\N" if wert is None else wert if type(wert) is str else str(wert) for wert in werte]) + "\n"


def copy_sicher(text: str) -> str:
    """A text for COPY, where a backslash and a tab would mean something; on SQLite it is taken as it is."""
    if connection.vendor != "postgresql":
        return text
    return text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")


def aendern(pks: np.ndarray, **felder) -> None:
    """Set the same for many rows."""
    for anfang in range(0, len(pks), IN_HOECHSTENS):
        Messwert.objects.filter(pk__in=pks[anfang : anfang + IN_HOECHSTENS].tolist()).update(**felder)
