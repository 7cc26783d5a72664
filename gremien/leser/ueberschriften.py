"""The headings of a council paper, in the spellings that occur."""

import re
from enum import StrEnum


class Teil(StrEnum):
    ART = "Art der Vorlage"
    STATUS = "Öffentlich oder nicht"
    NUMMER = "Nummer"
    DATUM = "Datum"
    BETREFF = "Betreff"
    FEDERFUEHREND = "Federführung"
    PERSON = "Name (wird nicht übernommen)"
    BESCHLIESSEND = "Beschließendes Gremium"
    BERATUNG = "Beratungsfolge"
    SACHVERHALT = "Sachverhalt"
    BESCHLUSS = "Beschlussvorschlag"
    FINANZEN = "Finanzielle Auswirkungen"
    ANLAGEN = "Anlagen"
    ERGEBNIS = "Beratungsergebnis"
    BETEILIGTE = "Beteiligte Bereiche"


# What stands beside its label or in the lines below it, up to the next gap.
KURZE = {Teil.ART, Teil.STATUS, Teil.NUMMER, Teil.DATUM, Teil.BETREFF, Teil.FEDERFUEHREND, Teil.PERSON, Teil.BESCHLIESSEND}
IN = r"(?:[*:_/]?-?in)?"
STELLEN = r"(?:bereiche?|fachbereiche?|fachdienste?|stellen|ämter|dienste|dezernate?|organisationseinheiten)"
MUSTER = (
    (Teil.ART, r"vorlagen?-?(?:art|typ)|art der vorlage"),
    (Teil.STATUS, r"status|öffentlichkeit(?:sstatus)?"),
    (Teil.NUMMER, r"(?:sitzungs|beschluss|info(?:rmations)?-?|mitteilungs)?(?:vorlagen?|drucksachen?)?[- ]*(?:nr\.?|nummer)"),
    (Teil.DATUM, r"datum|vorlage vom"),
    (Teil.BETREFF, r"betreff|betrifft|gegenstand|titel"),
    (Teil.FEDERFUEHREND, r"federführ(?:end(?:e[rs]?)?|ung)(?: (?:fach)?(?:bereich|dienst|amt)| stelle)?|organisationseinheit"),
    (
        Teil.PERSON,
        rf"(?:sach)?bearbeit(?:er{IN}|ung|et von)|verfasser{IN}|erstellt von|ansprechpartner{IN}|auskunft erteilt"
        rf"|ansprechperson|berichterstatter{IN}|dezernent{IN}|verantwortlich(?:e[rs]?)?{IN}|tel(?:efon|\.)?|e-?mail|zimmer",
    ),
    (Teil.BESCHLIESSEND, r"(?:beschließendes|beschlussfassendes|zuständiges) gremium"),
    (Teil.BERATUNG, r"(?:vorgesehene )?beratungs(?:folge|verlauf)"),
    (Teil.SACHVERHALT, r"(?:sachverhalt|sachdarstellung|begründung|sach- und rechtslage)(?: ?(?:und|/) ?begründung)?"),
    (Teil.BESCHLUSS, r"beschluss(?:vorschlag|empfehlung|entwurf)|empfehlung der verwaltung"),
    (Teil.FINANZEN, r"(?:finanzielle|haushaltsrechtliche) auswirkung(?:en)?"),
    (Teil.ANLAGEN, r"anlage(?:n|/n|\(n\))?|anlagenverzeichnis"),
    (Teil.ERGEBNIS, r"beratungsergebnis(?:se)?|abstimmungsergebnis(?:se)?"),
    (Teil.BETEILIGTE, rf"beteiligte {STELLEN}(?: ?[/,] ?{STELLEN})*"),
)
UEBERSCHRIFTEN = tuple((teil, re.compile(rf"(?:{muster})\Z", re.IGNORECASE)) for teil, muster in MUSTER)
LAENGSTE = 60  # characters


def paare(zeile: str) -> list[tuple[Teil, str]]:
    """The labels of a row and what stands beside each ("Amt:\tJugend\tBearbeitung: …"); [] for any other line."""
    gefunden: list[tuple[Teil, str]] = []
    for zelle in filter(None, (zelle.strip() for zelle in zeile.split("\t"))):
        if kopf := ueberschrift(zelle):
            gefunden.append(kopf)
        elif gefunden and not gefunden[-1][1]:
            gefunden[-1] = (gefunden[-1][0], zelle)
        else:
            return []
    return gefunden if len(gefunden) > 1 and all(teil in KURZE for teil, _ in gefunden) else []


def ueberschrift(zeile: str) -> tuple[Teil, str] | None:
    """The part that begins with this line, and what else the line holds ("Nr.: 2018/053")."""
    nackt = " ".join(zeile.split()).strip("#*_ ")
    kopf, doppelpunkt, rest = nackt.partition(":")
    if len(kopf) > LAENGSTE or (rest and not rest.startswith((" ", "*"))):
        return None
    for teil, muster in UEBERSCHRIFTEN:
        if muster.match(kopf.strip()) and (doppelpunkt or teil not in KURZE):
            return teil, rest.strip(" *_")
    return None
