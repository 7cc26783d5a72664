"""Figures in the forms in which profiles write them: value, Stichtag, source, definition."""

import re
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from kommunen.leser.ergebnis import GeleseneKennzahl
from kommunen.leser.ueberschriften import Abschnitt
from kommunen.zeitangabe import MONATE, Genauigkeit, Zeitangabe

# What a count and what a share in this section stands for (values of Kennzahl.Art).
ARTEN = {
    Abschnitt.EINWOHNER: ("einwohner", None),
    Abschnitt.KINDER: ("kinder_u10", "anteil_u10"),  # headed "Anteil", but mostly a count
    Abschnitt.ARMUT: ("sgb2_kinder_u10", "sgb2_quote_u10"),
}

TAG = r"\d{1,2}\.\s?\d{1,2}\.\s?\d{4}"
MONAT = rf"(?:{'|'.join(MONATE)})\s+\d{{4}}"
ZEIT = rf"(?:{TAG}|{MONAT}|(?:19|20)\d\d(?!\d))"
STICHTAG = re.compile(
    rf"\b(?:Stand|Stichtag|zum|am|vom|per|im)\b:?\s*(?:Stichtag\s*)?(?:zum\s+|am\s+|vom\s+)?({ZEIT})", re.IGNORECASE
)
NACKTER_TAG = re.compile(rf"(?<!\d)({TAG}|{MONAT})", re.IGNORECASE)
ZAHL = re.compile(
    r"(?P<etwa>\b(?:etwa|ca\.?|circa|rund|knapp|gut|über|ungefähr)\s+)?"
    r"(?<![\d.,-])(?P<zahl>\d{1,3}(?:(?:\.\d{3})+|(?:[\u202f\u00a0 ]\d{3})+)(?:,\d+)?|\d+(?:[,.]\d+)?)(?![\d]|[.,]\d)"
    r"(?P<prozent>\s*(?:%|Prozent\b|v\.\s?H\.))?"
    r"(?!\s*-?\s*(?:jährig|Jahre))",
    re.IGNORECASE,
)
ALTER = re.compile(r"(?:\bunter|\bbis|\bab|\bu)[\s-]*$", re.IGNORECASE)  # "unter 10jährige" counts nobody
QUELLE = re.compile(r"^\s*(?:Quelle:?|lt\.|laut)\s*", re.IGNORECASE)
BINDEWORT = re.compile(
    r"^[\s,;:=–-]*(?:(?:das\s+)?(?:entspricht|sind)\b)?[\s,;:=–-]*|[\s,;:=(–-]*(?:(?:das\s+)?entspricht|das sind)?[\s,;:=–-]*$"
)


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


def zeitangabe(text: str) -> Zeitangabe | None:
    """ "31.05.2017", "März 2017" or "2017"; None for anything else, also for days that do not exist."""
    text = text.strip()
    try:
        if re.fullmatch(TAG, text):
            tag, monat, jahr = (int(teil) for teil in text.split("."))
            return Zeitangabe(date(jahr, monat, tag), Genauigkeit.TAG)
        if re.fullmatch(r"\d{4}", text):
            return Zeitangabe(date(int(text), 1, 1), Genauigkeit.JAHR)
        monat_wort, jahr_wort = text.split()
        return Zeitangabe(date(int(jahr_wort), [m.lower() for m in MONATE].index(monat_wort.lower()) + 1, 1), Genauigkeit.MONAT)
    except ValueError:
        return None


def stichtag(text: str) -> tuple[Zeitangabe | None, str]:
    """The Stichtag named in a text, and the text without it.

    A bare year is none ("Sozialbericht 2015" is a title); a bare day or month is.
    """
    treffer = STICHTAG.search(text) or NACKTER_TAG.search(text)
    gefunden = treffer and zeitangabe(treffer[1])
    if not treffer or not gefunden:
        return None, text
    return gefunden, f"{text[: treffer.start()].rstrip(' ,;')} {text[treffer.end() :].lstrip(' ,;')}".strip()


def dezimal(zahl: str) -> Decimal:
    """ "75.097" and "16667" are whole numbers, "9,0" and "20.7" are not: three digits follow a thousands point."""
    zahl = re.sub(r"[\u202f\u00a0 ]", "", zahl)
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", zahl):
        zahl = zahl.replace(".", "")
    return Decimal(zahl.replace(",", "."))


def kennzahlen(abschnitt: Abschnitt, text: str) -> list[GeleseneKennzahl]:
    """All figures of one section. What a bracket says holds for the figures before it that lack it."""
    gefunden: list[GeleseneKennzahl] = []
    vorab: dict = {}
    for stueck in stuecke(text):
        angaben, neue = _angaben(stueck), []
        if not stueck.in_klammern:
            zeit, rest = stichtag(stueck.text)
            angaben = {"zeitangabe": zeit} if zeit else {}
            neue = _werte(abschnitt, rest, text)
        gefunden += [replace(figur, **vorab) for figur in neue]
        vorab = {} if gefunden else angaben
        gefunden = [_ergaenzt(figur, angaben) for figur in gefunden]
    return gefunden


def _angaben(stueck: Stueck) -> dict:
    zeit, rest = stichtag(stueck.text)
    mit_quelle = QUELLE.match(stueck.text)
    # A source keeps its own wording, with the date in its title; the date stands for itself only elsewhere.
    quelle = QUELLE.sub("", rest).strip(" ,;.")
    if mit_quelle and not STICHTAG.search(stueck.text):
        zeit, quelle = None, QUELLE.sub("", stueck.text).strip()
    return {name: wert for name, wert in (("zeitangabe", zeit), ("quelle", quelle)) if wert}


def _ergaenzt(figur: GeleseneKennzahl, angaben: dict) -> GeleseneKennzahl:
    return replace(figur, **{name: wert for name, wert in angaben.items() if not getattr(figur, name)})


def _werte(abschnitt: Abschnitt, text: str, wortlaut: str) -> list[GeleseneKennzahl]:
    treffer = [t for t in ZAHL.finditer(text) if not ALTER.search(text[: t.start("zahl")])]
    figuren = []
    for i, t in enumerate(treffer):
        ist_anteil = bool(t["prozent"])
        art = ARTEN[abschnitt][ist_anteil]
        if art is None:
            continue
        wert = dezimal(t["zahl"])
        danach = text[t.end() : treffer[i + 1].start() if i + 1 < len(treffer) else len(text)]
        figuren.append(
            GeleseneKennzahl(
                art=art,
                wert=wert,
                nachkommastellen=max(0, -int(wert.as_tuple().exponent)),
                einheit="prozent" if ist_anteil else "personen",
                naeherung=_naeherung(t["etwa"], wert, ist_anteil),
                definition=BINDEWORT.sub("", danach).strip(),
                wortlaut=wortlaut,
            )
        )
    return figuren


def _naeherung(etwa: str | None, wert: Decimal, ist_anteil: bool) -> str:
    if etwa:
        return "etwa"
    return "gerundet" if not ist_anteil and wert >= 10_000 and wert % 1000 == 0 else ""
