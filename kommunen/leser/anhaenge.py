"""The end of a profile: downloads, dates and teasers, as a web page's text leaves them behind."""

import re
from datetime import date, time

from kommunen.leser.ergebnis import GeleseneMeldung, GelesenerDownload, GelesenerTermin, Zeile
from kommunen.leser.zahlen import dezimal
from kommunen.leser.zeilen import ohne_punkt, zusammengerueckt

DATUM = re.compile(r"(?<!\d)(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})(?!\d)")
GROESSE = re.compile(
    r"(?:^|\s)(?P<groesse>\d{1,3}(?:\.\d{3})?(?:,\d{1,3})?|\d{1,7}(?:[.,]\d{1,2})?)\s?(?P<einheit>[KMG]B)(?:yte)?\b",
    re.IGNORECASE | re.ASCII,
)
AM_ENDE = re.compile(r"(?:^|\s)(\d{1,2}\.\d{1,2}\.\d{2,4})$")
ENDUNG = re.compile(r"\.([A-Za-z]{2,5})$")
UHRZEIT = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*(?:Uhr\s*)?(?:-|–|bis)\s*(\d{1,2})(?:[:.](\d{2}))?\s*(?:h\b|Uhr)")
SATZENDE = (".", "!", "?", "…")
GROESSTE_DATEI_KB = 10_000_000
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
    offen = ""
    for zeile in zeilen:
        text = zusammengerueckt(ohne_punkt(zeile.text))
        if not text:
            continue  # a marker of a list and nothing behind it
        groesse = GROESSE.search(text)
        titel, tag = _titel_und_tag(text[: groesse.start()] if groesse else text)
        typ = _typ(text[groesse.end() :]) if groesse else None
        if not groesse or typ is None:
            gefunden.append(GelesenerDownload(text, typ=_endung(text), wortlaut=text))
            offen = text
        elif titel or offen:
            if not titel:
                gefunden.pop()  # the title stood in the line above
            gefunden.append(_mit_angaben(titel or offen, tag, groesse, typ, f"{'' if titel else offen} {text}".strip()))
            offen = ""
        else:
            continue  # details of a document nobody named
        orte[zeile.nr] = f"Download {gefunden[-1].titel}"
    return gefunden, orte


def _titel_und_tag(text: str) -> tuple[str, date | None]:
    tag = AM_ENDE.search(text)
    return (text[: tag.start()].strip(" ,-–"), datum(tag[1])) if tag else (text.strip(" ,-–"), None)


def _typ(rest: str) -> str | None:
    """The file type behind the size; None if what follows is more than a type and the word of a button."""
    worte = [wort for wort in rest.strip(" ,").split() if wort.lower() != "download"]
    if len(worte) > 1 or (worte and not re.fullmatch(r"[A-Za-z]{2,5}", worte[0])):
        return None
    return worte[0].lower() if worte else ""


def _endung(titel: str) -> str:
    endung = ENDUNG.search(titel)
    return endung[1].lower() if endung else ""


def _mit_angaben(titel: str, tag: date | None, groesse: re.Match, typ: str, wortlaut: str) -> GelesenerDownload:
    kb = round(dezimal(groesse["groesse"]) * KB[groesse["einheit"].upper()])
    return GelesenerDownload(titel, tag, min(kb, GROESSTE_DATEI_KB), typ or _endung(titel), wortlaut)


def absaetze(zeilen: list[Zeile]) -> list[list[Zeile]]:
    """Teasers stand a line each; only a line that begins small or inside a bracket goes on with the one before."""
    bloecke: list[list[Zeile]] = []
    offen = 0
    for zeile in zeilen:
        text = zeile.text.strip()
        if not text:
            continue
        if bloecke and len(bloecke[-1]) < 5 and (text[0].islower() or offen > 0):
            bloecke[-1].append(zeile)
            offen += text.count("(") - text.count(")")
        else:
            bloecke.append([zeile])
            offen = text.count("(") - text.count(")")
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
        # "Lüneburger" names Lüneburg, "leer" does not name Leer
        programmweit = not (kurzname and re.search(rf"\b{re.escape(kurzname)}", " ".join([*kopf, text])))
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
