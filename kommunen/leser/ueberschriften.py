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
SGB2 = r"sgb\W*ii\W*(?:bezugs|hilfe)?quote"
AKTEURE = r"akteur(?:e|[*:_/]innen|innen)(?:\s+und\s+akteur(?:e|innen))?"
MUSTER = (
    (Abschnitt.KONTAKT, r"kontakte?|kontaktdaten|ansprechpartner(?:[*:_/]?-?in(?:nen)?)?|ansprechpersone?n?"),
    (Abschnitt.EINWOHNER, rf"einwohner{INNEN}(?:\s+und\s+einwohner)?|einwohner[*:_/]?(?:innen)?zahl"),
    (Abschnitt.EINWOHNER, rf"(?:an)?zahl der einwohner{INNEN}|bevölkerung"),
    (Abschnitt.KINDER, rf"(?:anteil|anzahl|zahl)\s+(?:der\s+)?kinder\s+{U10}|kinder\s+{U10}"),
    (Abschnitt.ARMUT, rf"(?:kinder)?armutsquote(?:\s*/\s*{SGB2})?(?:\s*\(?{U10}\)?)?|{SGB2}(?:\s*\(?{U10}\)?)?"),
    (Abschnitt.ARMUT, rf"kinder (?:{U10} )?im sgb\W*ii\W*bezug"),
    (Abschnitt.GRUND, r"gr(?:und|ünde) (?:für|der) (?:die |der )?(?:projekt|programm)?(?:beteiligung|teilnahme)"),
    (Abschnitt.GRUND, r"gr(?:und|ünde)|motivation"),
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
NUMMER = re.compile(r"^\d{1,2}[.)]\s+")  # "3. Ziele"
KLAMMER = re.compile(r"^([^()]*?)\s*(\([^()]*\))$")  # "Einwohner (Stand 2016)"
SCHMUCK = "#*_ \t"  # "## Ziele", "**Ziele:**"
LAENGSTE = 120  # characters; a heading is short


def ueberschrift(zeile: str) -> tuple[Abschnitt, str] | None:
    """The section that begins with this line, and what else the line holds ("Einwohner (Stand 2016): 75.097").

    A line of a list is never a heading, nor is a sentence that only begins with such a word.
    """
    nackt = NUMMER.sub("", " ".join(zeile.split()).strip(SCHMUCK))
    ganz = nackt.rstrip(SCHMUCK + ":–—-")
    if len(ganz) <= LAENGSTE:
        gefunden = _abschnitt(ganz)
        if gefunden:
            return gefunden
    # A heading's colon has a blank behind it; the one in "Einwohner:innen" has none.
    kopf, doppelpunkt, rest = nackt.partition(": ")
    gefunden = _abschnitt(kopf) if doppelpunkt and len(kopf) <= LAENGSTE else None
    return (gefunden[0], f"{rest.strip()} {gefunden[1]}".strip()) if gefunden else None


def _abschnitt(kopf: str) -> tuple[Abschnitt, str] | None:
    """The section with this name; a bracket behind the name is content, unless it belongs to the name ("(U-10)")."""
    mit_klammer = KLAMMER.match(kopf)
    for name, rest in ((kopf, ""), (mit_klammer[1], mit_klammer[2]) if mit_klammer else ("", "")):
        for abschnitt, muster in UEBERSCHRIFTEN:
            if name and muster.match(name):
                return abschnitt, rest
    return None
