"""The financial effects: lines with a letter and a label, each with a value behind it or below it."""

import re

from gremien.leser.ergebnis import GeleseneFinanzen
from kommunen.leser.ergebnis import Zeile
from kommunen.leser.zeilen import zusammengerueckt

BUCHSTABE = r"(?:[a-z]{1,2}\)\s*)?"
LABELS = tuple(
    (feld, re.compile(rf"{BUCHSTABE}(?:{muster})\s*(?::\s*(?P<wert>.*))?\Z", re.IGNORECASE))
    for feld, muster in (
        ("erarbeitung", r"(?:kosten )?für die erarbeitung der vorlage"),
        ("vorbereitung", r"vorbereitende kosten(?:,? z\. ?b\.[^:]*)?"),
        ("umsetzung", r"(?:kosten )?für die umsetzung(?: der maßnahmen?)?"),
        ("folgekosten", r"(?:an )?(?:jährliche[n]? )?folgekosten"),
        ("gesichert", r"haushaltsrechtlich gesichert"),
        ("kostenstelle", r"teilhaushalt(?: ?/ ?kostenstelle)?|kostenstelle"),
        ("kostentraeger", r"produkt(?: ?/ ?kostenträger)?|kostenträger"),
        ("haushaltsjahr", r"haushaltsjahr(?:e)?"),
        ("einnahmen", r"(?:mögliche )?einnahmen"),
    )
)
UEBERSCHRIFT = re.compile(r"kosten(?: \(in (?:€|euro|eur)\))?:?", re.IGNORECASE)
ANTWORT = re.compile(r"(?P<kreuz>\[[ x]?\]|[☐☒☑✓✔]|\([ x]?\)|x(?=\s))?\s*(?P<wort>ja|nein)\s*(?P<danach>[x☒☑✓✔])?", re.IGNORECASE)
LEER = {None, "", "[ ]", "[]", "( )", "()", "☐"}


def finanzen(zeilen: list[Zeile]) -> tuple[GeleseneFinanzen, dict[int, str], bool]:
    """(what is said, where each line went, whether yes and no are printed with neither ticked)."""
    werte: dict[str, list[str]] = {}
    antworten: list[tuple[str, bool]] = []
    orte: dict[int, str] = {}
    feld = "erlaeuterung"
    for zeile in zeilen:
        text = zusammengerueckt(zeile.text)
        orte[zeile.nr] = "Finanzielle Auswirkungen"
        if UEBERSCHRIFT.fullmatch(text):
            orte[zeile.nr] = "Überschrift Kosten"
            continue
        if gefunden := next(((name, t) for name, muster in LABELS if (t := muster.match(text))), None):
            feld, text = gefunden[0], gefunden[1]["wert"] or ""
        antwort = ANTWORT.fullmatch(text) if feld == "gesichert" else None
        if antwort:
            antworten.append((antwort["wort"].lower(), antwort["kreuz"] not in LEER or bool(antwort["danach"])))
        elif text and feld == "gesichert":
            werte.setdefault("erlaeuterung", []).append(text)
        elif text:
            werte.setdefault(feld, []).append(text)
    gesichert, offen = _angekreuzt(antworten)
    texte = {name: ("\n\n" if name == "erlaeuterung" else " ").join(teile) for name, teile in werte.items()}
    return GeleseneFinanzen(gesichert=gesichert, **texte), orte, offen


def _angekreuzt(antworten):
    """("ja", "nein" or "", are both printed without a mark). A single word without a box is an answer; two are a form."""
    gewaehlt = [wort for wort, kreuz in antworten if kreuz]
    if len(gewaehlt) == 1:
        return gewaehlt[0], False
    if len(antworten) == 1:
        return antworten[0][0], False
    return "", len(antworten) > 1
