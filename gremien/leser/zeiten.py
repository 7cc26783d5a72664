"""What the running text says about time: phases, the duty to report, other papers."""

import re

from gremien.leser.ergebnis import GelesenePhase
from kommunen.leser.zeiten import JAHR, MONAT, TAG, TAG_MIT_WORT, zeitangabe
from kommunen.zeitangabe import Zeitangabe

ZEIT = rf"(?:{TAG_MIT_WORT}|{TAG}|{MONAT}|{JAHR})"
VON_BIS = re.compile(rf"\bvo[mn]\s+({ZEIT})\s+bis\s+(?:zum\s+)?({ZEIT})", re.IGNORECASE)
JAHRE = re.compile(rf"\bin den Jahren\s+({JAHR})\s+(?:und|bis)\s+({JAHR})", re.IGNORECASE)
BIS = re.compile(rf"\bbis\s+(?:zum\s+|spätestens\s+)?(?:Ende|Mitte|Anfang)?\s*({ZEIT})", re.IGNORECASE)
AB = re.compile(rf"\b(?:ab|seit)\s+(?:dem\s+)?(?:Ende|Mitte|Anfang)?\s*({ZEIT})", re.IGNORECASE)
SATZENDE = re.compile(r"(?<=[.!?])(?<!\bz\.)(?<!\bu\.)(?<!\bsog\.)(?<!\bz\.B\.)(?<!\bu\.a\.)(?<!\bca\.)\s+(?=[A-ZÄÖÜ„])")
BERICHT = re.compile(r"\b(?:sachstands)?bericht(?:e|en|et|erstattung|s)?\b", re.IGNORECASE)
WIE_OFT = re.compile(
    r"regelmäßig|(?:viertel|halb)?jährlich|einmal im jahr|fortlaufend|in jeder sitzung|nach abschluss", re.IGNORECASE
)
VORLAGE = re.compile(r"\b(?:\w+[Vv]orlage|Vorlage|Drucksache)\s+(?:Nr\.?\s*)?([A-Z]{0,4}/?\d{1,5}/\d{1,5}(?:-\d+)?)")


def saetze(markdown: str) -> list[str]:
    return [satz.strip(" -") for absatz in markdown.split("\n") for satz in SATZENDE.split(absatz) if satz.strip()]


def phasen(markdown: str) -> tuple[GelesenePhase, ...]:
    """Sentences that say from when or until when, in their order."""
    gefunden = []
    for satz in saetze(markdown):
        if spanne := VON_BIS.search(satz) or JAHRE.search(satz):
            von, bis = zeitangabe(spanne[1]), zeitangabe(spanne[2])
        else:
            von, bis = _zeit(AB, satz), _zeit(BIS, satz)
        if von or bis:
            gefunden.append(GelesenePhase(satz, von, bis))
    return tuple(gefunden)


def _zeit(muster: re.Pattern[str], satz: str) -> Zeitangabe | None:
    treffer = muster.search(satz)
    return zeitangabe(treffer[1]) if treffer else None


def berichtspflicht(markdown: str) -> str:
    """The first sentence that promises reports."""
    return next((satz for satz in saetze(markdown) if BERICHT.search(satz) and WIE_OFT.search(satz)), "")


def bezuege(text: str) -> tuple[str, ...]:
    """Numbers of other papers the text names."""
    return tuple(dict.fromkeys(VORLAGE.findall(text)))
