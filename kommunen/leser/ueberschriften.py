"""The headings of a profile, in the spellings that occur."""

import re
from enum import StrEnum


class Abschnitt(StrEnum):
    KONTAKT = "Kontakt"
    EINWOHNER = "Einwohner"
    KINDER = "Kinder unter 10 Jahren"
    ARMUT = "SGB-II-Quote"
    GRUND = "Grund für die Beteiligung"
    ZIELE = "Ziele"
    SCHWERPUNKT = "Schwerpunktthema"
    AKTEURE = "Beteiligte Akteur*innen"
    BESONDERHEITEN = "Besonderheiten"
    ERFOLGE = "Erfolge"
    DOWNLOADS = "Downloads"
    TERMINE = "Termine"


U10 = r"(?:unter|bis|u\W?)\s*(?:10|zehn)(?:\s*jahren?)?"
INNEN = r"(?:[*:_/]-?innen|innen|\s*und\s*\w+innen)?"
AKTEURE = r"akteur(?:e|[*:_/]innen|innen)(?:\s+und\s+akteur(?:e|innen))?"
MUSTER = (
    (Abschnitt.KONTAKT, r"kontakte?|kontaktdaten|ansprechpartner(?:[*:_/]?in(?:nen)?)?|ansprechpersone?n?"),
    (Abschnitt.EINWOHNER, rf"einwohner{INNEN}(?:\s+und\s+einwohner)?|einwohner[*:_/]?(?:innen)?zahl"),
    (Abschnitt.EINWOHNER, rf"(?:an)?zahl der einwohner{INNEN}|bevölkerung"),
    (Abschnitt.KINDER, rf"(?:anteil|anzahl|zahl)\s+(?:der\s+)?kinder\s+{U10}|kinder\s+{U10}"),
    (Abschnitt.ARMUT, r"(?:kinder)?armutsquote.*|sgb\W*ii\W*(?:bezugs)?quote.*|kinder im sgb\W*ii\W*bezug"),
    (Abschnitt.GRUND, r"gr(?:und|ünde) (?:für|der) (?:die |der )?(?:projekt|programm)?(?:beteiligung|teilnahme)"),
    (Abschnitt.GRUND, r"warum wir (?:dabei|beteiligt) sind"),
    (Abschnitt.ZIELE, r"(?:unsere |die )?ziele?|zielsetzung(?:en)?"),
    (Abschnitt.SCHWERPUNKT, r"schwerpunkt(?:e|thema|themen)?"),
    (Abschnitt.AKTEURE, rf"(?:beteiligte\s+)?{AKTEURE}|beteiligte|beteiligte (?:gruppen|partner{INNEN})"),
    (Abschnitt.BESONDERHEITEN, r"besonderheit(?:en)?|besonderes"),
    (Abschnitt.ERFOLGE, r"(?:bisherige )?erfolge?|erreichtes"),
    (Abschnitt.DOWNLOADS, r"downloads?|materialien|dokumente"),
    (Abschnitt.TERMINE, r"termine?|veranstaltungen|aktuelles|agenda|(?:agenda\W*)?rückblick"),
)
UEBERSCHRIFTEN = tuple((abschnitt, re.compile(rf"(?:{muster})\Z", re.IGNORECASE)) for abschnitt, muster in MUSTER)
AUSZEICHNUNG = re.compile(r"^[#*_\s]+|[*_\s]+$")  # "## Ziele", "**Ziele:**"


def ueberschrift(zeile: str) -> tuple[Abschnitt, str] | None:
    """The section that begins with this line, and what stands behind the colon ("Einwohner: 75.097").

    A line of a list is never a heading, nor is a sentence that only begins with such a word.
    """
    nackt = AUSZEICHNUNG.sub("", zeile)
    ganz = nackt.rstrip(": \t")
    for abschnitt, muster in UEBERSCHRIFTEN:
        if muster.match(ganz):
            return abschnitt, ""
    # An inner colon cannot stand in "Einwohner:innen"; a heading's colon has a blank behind it.
    kopf, doppelpunkt, rest = nackt.partition(": ") if ": " in nackt else (nackt, "", "")
    if doppelpunkt:
        for abschnitt, muster in UEBERSCHRIFTEN:
            if muster.match(kopf.strip()) and rest.strip():
                return abschnitt, rest.strip()
    return None
