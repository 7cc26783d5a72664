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
KASTEN = r"(?:\[\s*[x✓✔]?\s*\]|\(\s*[x✓✔]?\s*\)|[☐☒☑✓✔]|\bx\b)"
DAVOR = re.compile(rf"(?P<kasten>{KASTEN})?\s*\b(?P<wort>ja|nein)\b", re.IGNORECASE)
DANACH = re.compile(rf"\b(?P<wort>ja|nein)\b\s*(?P<kasten>{KASTEN})?", re.IGNORECASE)
LEER = re.compile(r"[\[\](){}\s☐]*")


def finanzen(zeilen: list[Zeile]) -> tuple[GeleseneFinanzen, dict[int, str], bool]:
    """(what is said, where each line went, whether yes or no are printed without a clear mark)."""
    werte: dict[str, list[str]] = {}
    antworten: list[tuple[str, bool | None]] = []
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
        if text and feld == "gesichert":
            gegeben, rest = _antworten(text)
            antworten += gegeben
            if rest:
                werte.setdefault("erlaeuterung", []).append(text)
        elif text:
            werte.setdefault(feld, []).append(text)
    gesichert, offen = _angekreuzt(antworten)
    texte = {name: ("\n\n" if name == "erlaeuterung" else " ").join(teile) for name, teile in werte.items()}
    return GeleseneFinanzen(gesichert=gesichert, **texte), orte, offen


def _antworten(text: str) -> tuple[list[tuple[str, bool | None]], str]:
    """([(word, ticked, or None where it has no box)], what else the line says); only a line that begins with them has answers."""
    muster = DAVOR if re.match(KASTEN, text, re.IGNORECASE) else DANACH
    if not muster.match(text):
        return [], text
    antworten = [
        (gefunden["wort"].lower(), None if gefunden["kasten"] is None else not LEER.fullmatch(gefunden["kasten"]))
        for gefunden in muster.finditer(text)
    ]
    return antworten, muster.sub("", text).strip(" /,;|")


def _angekreuzt(antworten):
    """("ja", "nein" or "", is it unclear). One ticked box is an answer, and so is a single word without a box."""
    gewaehlt = [wort for wort, kreuz in antworten if kreuz]
    if len(gewaehlt) == 1:
        return gewaehlt[0], False
    if len(antworten) == 1 and antworten[0][1] is None:
        return antworten[0][0], False
    return "", bool(antworten)
