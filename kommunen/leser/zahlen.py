"""Figures in the forms in which profiles write them: value, Stichtag, source, definition."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from kommunen.leser.ergebnis import GeleseneKennzahl
from kommunen.leser.ueberschriften import Abschnitt
from kommunen.leser.zeiten import stichtage

# What a count and what a share in this section stands for (values of Kennzahl.Art).
ARTEN = {
    Abschnitt.EINWOHNER: ("einwohner", None),
    Abschnitt.KINDER: ("kinder_u10", "anteil_u10"),  # headed "Anteil", but mostly a count
    Abschnitt.ARMUT: ("sgb2_kinder_u10", "sgb2_quote_u10"),
}
LAENGSTER_TEXT = 1_000  # characters of a section of figures; what is longer is no figure any more

PROZENT = r"\s*(?:%|Prozent\b|v\.\s?H\.|vom\s+Hundert\b)"
ZAHL = re.compile(
    r"(?<![\d.,/\w-])(?P<etwa>(?:etwa|ca\.?|circa|rund|rd\.?|knapp|gut|über|ungefähr)\s*)?"
    r"(?<![\w/-])(?P<zahl>\d{1,3}(?:(?:\.\d{3}){1,3}|(?: \d{3}){1,3})(?:,\d{1,4})?|\d{1,10}(?:[,.]\d{1,4})?)(?!\d|[.,]\d)"
    rf"(?P<mal>\s*(?:Tsd\.?|Tausend|Mio\.?|Millionen)(?!\w))?(?P<prozent>{PROZENT})?",
    re.IGNORECASE,
)
BEREICH = re.compile(
    rf"\bzwischen\s+\d|\d{PROZENT}?\s*(?:-|–|bis)\s*\d[\d.,]*{PROZENT}|\d[\d.]*\s*(?:-|–)\s*\d[\d.]*\s+(?:Kinder|Personen)",
    re.IGNORECASE,
)
# "unter 10jährige", "6.839 von 75.097", "§ 19": numbers that count nobody
DAVOR = re.compile(r"(?:\b(?:unter|bis|ab|u|von|Jahr|seit|Nr|Tel|Telefon|Kap|Abs)\.?|§)[\s-]*$", re.IGNORECASE)
DANACH = re.compile(r"\s*-?\s*(?:jährig|Jahre)|\s*(?:[-–/]\s*\d|bis\b|km|qm|Uhr\b|€|EUR\b)", re.IGNORECASE)
ORDNUNGSZAHL = re.compile(r"\.\s+[A-ZÄÖÜ]")
BARES_JAHR = re.compile(r"(?:19|20)\d\d\Z")
ADRESSE = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+")
QUELLE = re.compile(r"^\s*(?:Quelle\b:?|lt\.|laut\b)\s*", re.IGNORECASE)
RAND = " \t\n,;:=–-("
BINDEWORT = re.compile(
    r"^(?:das\s+)?(?:entspricht|entsprechen|sind)\b|\b(?:das\s+)?(?:entspricht|entsprechen|das sind)$", re.IGNORECASE
)
WEM = re.compile(r"\s*(?:Kinder|Personen|Einwohner)")


@dataclass(frozen=True)
class Stueck:
    """A run of text outside brackets, or the inside of an outermost bracket."""

    text: str
    in_klammern: bool


def stuecke(text: str) -> list[Stueck]:
    """Cut at the outermost brackets; an unclosed one reaches to the end."""
    ergebnis, tiefe, anfang = [], 0, 0
    for i, zeichen in enumerate(text):
        if zeichen == "(":
            if tiefe == 0:
                ergebnis.append(Stueck(text[anfang:i], in_klammern=False))
                anfang = i + 1
            tiefe += 1
        elif zeichen == ")" and tiefe:
            tiefe -= 1
            if tiefe == 0:
                ergebnis.append(Stueck(text[anfang:i], in_klammern=True))
                anfang = i + 1
    ergebnis.append(Stueck(text[anfang:], in_klammern=tiefe > 0))
    return [stueck for stueck in ergebnis if stueck.text.strip()]


def dezimal(zahl: str) -> Decimal:
    """ "75.097" and "16667" are whole numbers, "9,0" and "20.7" are not: three digits follow a thousands point."""
    zahl = zahl.replace(" ", "")
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", zahl):
        zahl = zahl.replace(".", "")
    return Decimal(zahl.replace(",", "."))


def kennzahlen(abschnitt: Abschnitt, text: str) -> tuple[list[GeleseneKennzahl], list[str]]:
    """All figures of one section, and what a person should know about them.

    What a bracket says holds for the figures before it that lack it. A range ("24 bis 26 %") is no figure; the
    section then stays unread as a whole.
    """
    if len(text) > LAENGSTER_TEXT or BEREICH.search(text):
        return [], []
    gefunden: list[GeleseneKennzahl] = []
    hinweise: list[str] = []
    vorab: dict = {}
    for stueck in stuecke(text):
        zeiten, rest = stichtage(stueck.text, nur_mit_stichwort=bool(stueck.in_klammern and QUELLE.match(stueck.text)))
        neue = _werte(abschnitt, rest, text, nur_mit_wort=stueck.in_klammern)
        if len(zeiten) > 1:
            hinweise.append(f"„{text[:80]}“ nennt mehrere Stichtage; keiner ist übernommen.")
        angaben: dict = {"zeitangabe": zeiten[0]} if len(zeiten) == 1 else {}
        if stueck.in_klammern and not neue:
            angaben |= _quelle(rest)
        gefunden += [replace(figur, **vorab) for figur in neue]
        vorab = {} if gefunden else angaben
        gefunden = [_ergaenzt(figur, angaben) for figur in gefunden]
    return gefunden, hinweise


def _quelle(text: str) -> dict:
    quelle = QUELLE.sub("", text).strip(" ,;.:")
    return {"quelle": " ".join(quelle.split())} if quelle else {}


def _ergaenzt(figur: GeleseneKennzahl, angaben: dict) -> GeleseneKennzahl:
    return replace(figur, **{name: wert for name, wert in angaben.items() if not getattr(figur, name)})


def _werte(abschnitt: Abschnitt, text: str, wortlaut: str, nur_mit_wort: bool) -> list[GeleseneKennzahl]:
    """The figures of a piece; in a bracket only shares and what is called children, persons or residents."""
    text = ADRESSE.sub(" ", text)
    treffer = [t for t in ZAHL.finditer(text) if _zaehlt(text, t)]
    if nur_mit_wort:
        treffer = [t for t in treffer if t["prozent"] or WEM.match(text, t.end())]
    figuren = []
    for i, t in enumerate(treffer):
        art = ARTEN[abschnitt][bool(t["prozent"])]
        wert = _mal(dezimal(t["zahl"]), t["mal"])
        if art is None or (not t["prozent"] and wert % 1):
            continue  # nobody is a fraction of a person: "75,097" may mean anything
        danach = text[t.end() : treffer[i + 1].start() if i + 1 < len(treffer) else len(text)]
        figuren.append(
            GeleseneKennzahl(
                art=art,
                wert=wert,
                nachkommastellen=max(0, -int(wert.as_tuple().exponent)),
                einheit="prozent" if t["prozent"] else "personen",
                naeherung=_naeherung(t, wert),
                definition=_definition(danach),
                wortlaut=wortlaut,
            )
        )
    return figuren


def _zaehlt(text: str, t: re.Match) -> bool:
    davor, danach = text[max(0, t.start() - 12) : t.start("zahl")], text[t.end() : t.end() + 12]
    if BARES_JAHR.match(t["zahl"]) and text.strip() != t["zahl"]:
        return False
    return not (DAVOR.search(davor) or DANACH.match(danach) or ORDNUNGSZAHL.match(danach))


def _mal(wert: Decimal, wort: str | None) -> Decimal:
    if not wort:
        return wert
    ganz = wert * (1000 if wort.strip().lower().startswith("t") else 1_000_000)
    return ganz.quantize(Decimal(1)) if ganz % 1 == 0 else ganz


def _definition(text: str) -> str:
    """What stands behind a figure, without the words that only lead to the next one."""
    vorher = None
    while text != vorher:
        vorher = text
        text = BINDEWORT.sub("", text.strip(RAND)).strip(RAND)
    return " ".join(text.split())


def _naeherung(t: re.Match, wert: Decimal) -> str:
    if t["etwa"]:
        return "etwa"
    gerundet = t["mal"] or (wert >= 10_000 and wert % 1000 == 0)
    return "gerundet" if gerundet and not t["prozent"] else ""
