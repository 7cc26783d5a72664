"""Reads a council paper from the text of its page in the Ratsinformationssystem. Knows no database.

`lesen(text)` gives a `GeleseneVorlage`. Its promise is that of the profile's reader: every line of the input stands in one of
its fields or under `nicht_zugeordnet`, and no value is there that the text does not hold. Names of clerks are recognised and
stand in no field at all.
"""

from gremien.leser.ergebnis import GeleseneBeratung, GeleseneFinanzen, GelesenePhase, GeleseneVorlage
from gremien.leser.lesen import lesen

__all__ = ["GeleseneBeratung", "GeleseneFinanzen", "GelesenePhase", "GeleseneVorlage", "lesen"]
