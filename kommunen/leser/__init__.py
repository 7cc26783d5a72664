"""Reads an old programme profile: plain text in, dataclasses out. Knows no database.

`lesen(text)` gives a `Lesung`. Its promise: every line of the input stands in one of its fields, word for word,
or under `nicht_zugeordnet`; no value is there that the text does not hold. Names of persons go only into fields
called `person` and `person_email`.
"""

from kommunen.leser.eingabe import GROESSTE_EINGABE, LeseFehler, text_aus_bytes
from kommunen.leser.ergebnis import Lesung
from kommunen.leser.lesen import lesen

__all__ = ["GROESSTE_EINGABE", "LeseFehler", "Lesung", "lesen", "text_aus_bytes"]
