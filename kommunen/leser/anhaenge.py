"""The end of a profile: downloads, dates and teasers, as a web page's text leaves them behind."""

import re
from datetime import date, time

from kommunen.leser.ergebnis import GeleseneMeldung, GelesenerDownload, GelesenerTermin, Zeile

DATUM = re.compile(r"(?<!\d)(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})(?!\d)")
ANGABEN = re.compile(
    r"^(?P<titel>.*?)\s*(?P<datum>\d{1,2}\.\d{1,2}\.\d{2,4})?\s+(?P<groesse>\d+(?:[.,]\d+)?)\s*(?P<einheit>[KMG]B)\s*"
    r"(?P<typ>[A-Za-z]{2,5})?\s*(?:Download\s*)*$",
    re.IGNORECASE,
)
ENDUNG = re.compile(r"\.([A-Za-z]{2,5})$")
UHRZEIT = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*(?:Uhr\s*)?(?:-|–|bis)\s*(\d{1,2})(?:[:.](\d{2}))?\s*(?:h\b|Uhr)")
SATZENDE = (".", "!", "?", "…")
KB = {"KB": 1, "MB": 1024, "GB": 1024 * 1024}


def datum(text: str) -> date | None:
    """The first day named in the text; two-digit years are of this century. None for a day that does not exist."""
    for tag, monat, jahr in DATUM.findall(text):
        try:
            return date(int(jahr) + (2000 if len(jahr) == 2 else 0), int(monat), int(tag))
        except ValueError:
            continue
    return None


def downloads(zeilen: list[Zeile]) -> tuple[list[GelesenerDownload], dict[int, str]]:
    """A title, and below or behind it date, size and type. A title alone is a download of which no more is known."""
    gefunden: list[GelesenerDownload] = []
    orte: dict[int, str] = {}
    offen: Zeile | None = None
    for zeile in zeilen:
        angaben = ANGABEN.match(f" {zeile.text.strip()}")
        if not angaben:
            gefunden.append(_download(zeile.text.strip()))
            offen = zeile
        elif angaben["titel"].strip():
            gefunden.append(_download(angaben["titel"].strip(), angaben, zeile.text))
            offen = None
        elif offen:
            gefunden[-1] = _download(offen.text.strip(), angaben, f"{offen.text.strip()} {zeile.text.strip()}")
            offen = None
        else:
            continue  # details of a document nobody named
        orte[zeile.nr] = f"Download {gefunden[-1].titel}"
    return gefunden, orte


def _download(titel: str, angaben: re.Match | None = None, wortlaut: str = "") -> GelesenerDownload:
    endung = ENDUNG.search(titel)
    typ = (angaben and angaben["typ"]) or (endung and endung[1]) or ""
    groesse = None
    if angaben:
        groesse = round(float(angaben["groesse"].replace(",", ".")) * KB[angaben["einheit"].upper()])
    return GelesenerDownload(
        titel=titel,
        datum=datum(angaben["datum"] or "") if angaben else None,
        groesse_kb=groesse,
        typ=typ.lower(),
        wortlaut=wortlaut or titel,
    )


def absaetze(zeilen: list[Zeile]) -> list[list[Zeile]]:
    """Teasers stand a line each; only a line that begins small or inside a bracket goes on with the one before."""
    bloecke: list[list[Zeile]] = []
    for zeile in zeilen:
        if not zeile.text.strip():
            continue
        bisher = " ".join(z.text for z in bloecke[-1]) if bloecke else ""
        if bloecke and (zeile.text.strip()[0].islower() or bisher.count("(") > bisher.count(")")):
            bloecke[-1].append(zeile)
        else:
            bloecke.append([zeile])
    return bloecke


def termine_und_meldungen(saetze: list[str], kurzname: str) -> tuple[list[GelesenerTermin], list[GeleseneMeldung]]:
    """Teasers: lines without a full stop are headings of the sentence below them; a day in it makes it a Termin.

    A teaser that does not name the Kommune is one of the programme.
    """
    termine, meldungen, kopf = [], [], []
    for i, text in enumerate(saetze):
        if not text.endswith(SATZENDE) and i + 1 < len(saetze):
            kopf.append(text)
            continue
        programmweit = not (kurzname and kurzname.casefold() in " ".join([*kopf, text]).casefold())
        tag = datum(text)
        if tag:
            termine.append(_termin(kopf, text, tag, programmweit))
        else:
            meldungen.append(GeleseneMeldung(" – ".join(kopf), text, programmweit))
        kopf = []
    return termine, meldungen


def _termin(kopf: list[str], text: str, tag: date, programmweit: bool) -> GelesenerTermin:
    zeiten = UHRZEIT.search(text)
    beginn = ende = None
    if zeiten:
        beginn, ende = _zeit(zeiten[1], zeiten[2]), _zeit(zeiten[3], zeiten[4])
    return GelesenerTermin(
        titel=kopf[-1] if kopf else text,
        text=text if kopf else "",
        datum=tag,
        beginn=beginn,
        ende=ende,
        ort=", ".join(kopf[:-1]),
        programmweit=programmweit,
    )


def _zeit(stunde: str, minute: str | None) -> time | None:
    try:
        return time(int(stunde), int(minute or 0))
    except ValueError:
        return None
