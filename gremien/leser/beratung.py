"""The stations of a paper, and what they decided: rows of two tables that a pasted page has taken apart."""

import re
from dataclasses import replace
from itertools import zip_longest
from typing import Any

from gremien.leser.ergebnis import GeleseneBeratung
from kommunen.leser.ergebnis import Zeile
from kommunen.leser.personen import ist_person
from kommunen.leser.zeiten import ISO, TAG, TAG_MIT_WORT, zeitangabe

GREMIUM = re.compile(
    r"ausschu(?:ss|ß)|rat\b|räte\b|kreistag|gremium|beirat|kommission|gruppe\b|konferenz|versammlung|bürgerschaft|arbeitskreis|netzwerk",
    re.IGNORECASE,
)
# an office or a person, and what only mentions a council
KEIN_GREMIUM = re.compile(
    r"\breferat\b|fraktion|\bantrag\b|\b(?:land|kreis|stadt)r(?:at|ätin)\s+\S+$|\b(?:vom|von|am|zum|zur|der|des|im)$", re.IGNORECASE
)
GRUPPE = re.compile(r"(?:gruppe|arbeitskreis|runder tisch|konferenz|netzwerk)(?:\s+\S+)*$", re.IGNORECASE)
DATUM = re.compile(rf"(?<![\d.])(?:{ISO}|{TAG_MIT_WORT}|{TAG})", re.IGNORECASE)
OEFFENTLICH = {"ö": "ja", "öffentlich": "ja", "n": "nein", "nö": "nein", "nichtöffentlich": "nein", "nicht öffentlich": "nein"}
ROLLEN = {
    "vorberatung": "vorberatung", "zur vorberatung": "vorberatung", "entscheidung": "entscheidung",
    "zur entscheidung": "entscheidung", "beschluss": "entscheidung", "kenntnisnahme": "kenntnisnahme",
    "zur kenntnis": "kenntnisnahme", "anhörung": "anhoerung",
}  # fmt: skip
TABELLENKOPF = re.compile(r"gremium|sitzungs|status|zuständigkeit", re.IGNORECASE)
TOP = re.compile(r"(?:TOP\s*)?(?P<art>[ÖN])?\s*\d{1,3}(?:\.\d{1,2})?[a-z]?\Z")
LAENGSTE = 160  # characters of a row
SPALTEN = (
    ("einstimmig", re.compile(r"einstimmig", re.IGNORECASE)),
    ("stimmen", re.compile(r"mehrheit|ja\s*/\s*nein", re.IGNORECASE)),
    ("abweichend", re.compile(r"abweich", re.IGNORECASE)),
    ("laut_vorschlag", re.compile(r"\b(?:lt\.|laut)", re.IGNORECASE)),
    ("unterschrift", re.compile(r"unterschrift|protokoll|gezeichnet", re.IGNORECASE)),  # which nobody keeps
    ("datum", re.compile(r"sitzung|datum", re.IGNORECASE)),
    ("top", re.compile(r"\btop\b|tagesordnung", re.IGNORECASE)),
)
UNTERSCHRIEBEN = re.compile(r"\bgez\b|\bi\. ?[av]\.", re.IGNORECASE)
KREUZ = {"x", "ja", "☒", "☑", "✓", "✔"}


def station(text: str) -> GeleseneBeratung | None:
    """A row of the Beratungsfolge: a body, and perhaps a date, a mark of publicity, a role."""
    if len(text) > LAENGSTE or text.rstrip().endswith((".", ":")):
        return None
    zellen = [zelle.strip() for zelle in text.split("\t")]
    if len(zellen) == 1:
        teile = [teil.strip(" ,;–-") for teil in re.split(f"({DATUM.pattern})", zellen[0], flags=re.IGNORECASE)]
        zellen = [zelle for teil in teile for zelle in _ohne_rolle(teil)]
        if len(zellen) == 1:
            return None
    felder: dict[str, Any] = {}
    namen = []
    for zelle in filter(None, zellen):
        klein = zelle.lower()
        if DATUM.fullmatch(zelle) and (zeit := zeitangabe(zelle)) and "datum" not in felder:
            felder["datum"] = zeit.datum
        elif klein in OEFFENTLICH and "oeffentlich" not in felder:
            felder["oeffentlich"] = OEFFENTLICH[klein]
        elif klein in ROLLEN and "rolle" not in felder:
            felder["rolle"] = ROLLEN[klein]
        elif (punkt := TOP.match(zelle)) and "top" not in felder:
            felder["top"] = zelle
            if punkt["art"]:  # "Ö 7" is an item of the public part
                felder.setdefault("oeffentlich", OEFFENTLICH[punkt["art"].lower()])
        else:
            namen.append(zelle)
    if len(namen) != 1 or not GREMIUM.search(namen[0]) or KEIN_GREMIUM.search(namen[0]) or TABELLENKOPF.fullmatch(namen[0]):
        return None
    return GeleseneBeratung(gremium=" ".join(namen[0].split()), ist_gruppe=bool(GRUPPE.search(namen[0])), **felder)


def _ohne_rolle(text: str) -> list[str]:
    """ "Kreistag Entscheidung", "Ö Vorberatung": what stands before a role, and the role."""
    worte = " ".join(text.split())
    rolle = next((rolle for rolle in sorted(ROLLEN, key=len, reverse=True) if worte.lower().endswith(f" {rolle}")), "")
    return [worte[: -len(rolle)].rstrip(" ,;–-"), worte[-len(rolle) :]] if rolle else [worte]


def ist_tabellenkopf(text: str) -> bool:
    return "\t" in text and bool(TABELLENKOPF.search(text)) and not DATUM.search(text)


def mit_ergebnissen(
    beratungen: list[GeleseneBeratung], zeilen: list[Zeile]
) -> tuple[list[GeleseneBeratung], dict[int, str], list[str]]:
    """(stations with what the table of results says, where each of its lines went, which columns were left out).

    A row belongs to the station of its date, else to the one of its number. A row that belongs to none stays unplaced, and so
    does one under no heading: what a cell means is told by its column alone.
    """
    spalten: list[str] = []
    orte: dict[int, str] = {}
    ausgelassen: list[str] = []
    neu = list(beratungen)
    for zeile in zeilen:
        zellen = [zelle.strip() for zelle in zeile.text.split("\t")]
        if not re.fullmatch(r"\d{1,2}\.?", zellen[0]):
            if len(zellen) > 1:
                spalten = [_spalte(zelle) for zelle in zellen]
                orte[zeile.nr] = "Überschrift der Ergebnisse"
            continue
        if not any(zellen[1:]):
            orte[zeile.nr] = "Ergebnis (noch leer)"
            continue
        belegt = [(spalte, zelle) for spalte, zelle in zip_longest(spalten[1:], zellen[1:], fillvalue="") if zelle]
        werte = {"nummer": zellen[0]} | dict(belegt)
        stelle = _stelle(neu, werte)
        if "" in werte or len(werte) <= len(belegt) or stelle is None or (gelesen := _ergebnis(werte)) is None:
            continue
        neu[stelle] = replace(neu[stelle], **gelesen)
        orte[zeile.nr] = "Ergebnis"
        if "unterschrift" in werte:
            ausgelassen.append("Unterschrift")
    return neu, orte, ausgelassen


def _spalte(kopf: str) -> str:
    """What a column is for; "" for one nobody knows."""
    ganz = re.sub(r"-\s+", "", kopf)  # "Ein- stimmig": broken where the page was
    return next((name for name, muster in SPALTEN if muster.search(ganz)), "")


def _stelle(beratungen, werte):
    zeit = zeitangabe(werte.get("datum", "")) if DATUM.fullmatch(werte.get("datum", "")) else None
    if zeit:
        return next((i for i, beratung in enumerate(beratungen) if beratung.datum == zeit.datum), None)
    nummer = int(werte["nummer"].rstrip(".")) - 1
    return nummer if 0 <= nummer < len(beratungen) else None


def _ergebnis(werte):
    """What a row says; None where a cell holds something else than its column is for."""
    gelesen: dict[str, Any] = {"top": werte["top"]} if werte.get("top") else {}
    if werte.get("einstimmig"):
        if werte["einstimmig"].lower() not in KREUZ:
            return None
        gelesen["abstimmung"] = "einstimmig"
    if werte.get("stimmen"):
        stimmen = re.fullmatch(r"(\d{1,3})\s*/\s*(\d{1,3})\s*/\s*(\d{1,3})", werte["stimmen"])
        if not stimmen:
            return None
        ja, nein, enthaltungen = (int(zahl) for zahl in stimmen.groups())
        if not (ja or nein) or (nein and "abstimmung" in gelesen):
            return None  # no vote, or one that says two things
        gelesen = {"abstimmung": "mehrheit" if ja > nein else "abgelehnt"} | gelesen
        gelesen |= {"ja": ja, "nein": nein, "enthaltungen": enthaltungen}
    if werte.get("laut_vorschlag"):
        if werte["laut_vorschlag"].lower() not in KREUZ:
            return None
        gelesen["laut_vorschlag"] = True
    if werte.get("abweichend"):
        if ist_person(werte["abweichend"], am_anfang=True) or UNTERSCHRIEBEN.search(werte["abweichend"]):
            return None
        gelesen |= {"abweichend": werte["abweichend"], "laut_vorschlag": False}
    return gelesen
