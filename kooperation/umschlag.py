"""The sheet of somebody in an anonymous round, until she hands it in: one sealed value, the same length whatever is in it."""

import json
from collections.abc import Iterable

from kern import siegel
from kooperation.models import Einschaetzung, Teilnahme
from kooperation.urne import LEER, Antwort

GROESSE = 16384  # bytes; eight sentences as long as they may be, before its length doubles
FELDER = ("wert", "beleg", "quelle", "nummer")


def oeffnen(teilnahme: Teilnahme) -> list[Einschaetzung]:
    """One for each Kriterium, in order, never saved as rows. Raises siegel.SiegelFehler."""
    inhalt = json.loads(siegel.oeffnen(teilnahme.umschlag)) if teilnahme.umschlag else {}
    codes = [kriterium.code for kriterium in teilnahme.erhebung.instrument.vorlage.kriterien]
    return [Einschaetzung(code=code, **inhalt.get(code, {})) for code in codes]


def verschliessen(zeilen: Iterable[Einschaetzung]) -> str:
    inhalt = {zeile.code: {name: getattr(zeile, name) for name in FELDER} for zeile in zeilen}
    return siegel.versiegeln(json.dumps(inhalt, ensure_ascii=False), GROESSE)


def bogen(zeilen: Iterable[Einschaetzung]) -> dict[str, Antwort]:
    """As it goes into the ballot box."""
    return {zeile.code: Antwort(zeile.wert or LEER, zeile.beleg.strip()) for zeile in zeilen}
