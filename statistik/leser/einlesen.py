"""Recognises a file by its header, never by its name or by a line number, and takes its table apart.

Sources of the formats: GENESIS-Online and Regionaldatenbank Deutschland, "Tabelle als CSV" (datencsv) and "Flatfile" (ffcsv);
GENESIS-Webservice, chapter "Formate". The portal's own template is VORLAGE.
"""

import difflib
import re
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain, islice

import numpy as np

from kern.begrenzt import AblehnungFehler
from kern.tabelle import wie_getippt
from statistik.leser import eingabe, zeit
from statistik.leser.rohtabelle import MEISTE_ZEILEN, Angaben, LeseFehler, Rohtabelle, Spalte, Texte

Zeile = tuple[int, list[str]]

VORLAGE = ("ags", "stichtag", "indikator", "wert", "einheit", "status", "quelle", "tabelle", "stand")
VORLAGE_PFLICHT = VORLAGE[:4]
SCHLUESSEL = re.compile(r"DG|[tT]?\d{1,12}")
ZEITZELLE = re.compile(r"\d{2}\.\d{2}\.\d{4}|\d{4}(?:-\d{2}(?:-\d{2})?)?")
KOPF_UNTER = 60  # lines in which a header is looked for
BLOCK = 20_000
MEISTE_MELDUNGEN = 10
MEISTE_SPALTEN = 400


def im_kind(daten: bytes) -> bytes:
    """For kern.begrenzt: a packed Rohtabelle."""
    try:
        return einlesen(daten).packen()
    except LeseFehler as fehler:
        raise AblehnungFehler(str(fehler)) from fehler


@dataclass(frozen=True)
class Aufbau:
    """How a table is built: headings of its columns, and where among the first lines its rows begin.

    `schluessel` is the place of the key where only rows with a key are rows of the table and a footer may follow.
    """

    angaben: Angaben
    kopf: list[str]
    beginn: int
    schluessel: int | None = None


def einlesen(daten: bytes) -> Rohtabelle:
    """Raises LeseFehler."""
    datei = eingabe.oeffnen(daten)
    anfang = list(islice(datei.zeilen, KOPF_UNTER))
    gestrafft = [(nr, _gestrafft(zellen)) for nr, zellen in anfang]
    if not any(zellen for _, zellen in gestrafft):
        raise LeseFehler("Die Datei ist leer.")
    aufbau = next(gefunden for erkennen in (_vorlage, _flach, _genesis, _fremd) if (gefunden := erkennen(gestrafft)))
    if len(aufbau.kopf) > MEISTE_SPALTEN:
        raise LeseFehler(f"Die Tabelle hat {len(aufbau.kopf)} Spalten, möglich sind {MEISTE_SPALTEN}.")
    zeilen = chain(anfang[aufbau.beginn :], datei.zeilen)
    nummern, spalten, nachher = _koerper(zeilen, len(aufbau.kopf), aufbau.schluessel)
    if not len(nummern):
        raise LeseFehler("Unter der Kopfzeile steht keine Zeile mit Werten.")
    angaben = replace(_herkunft(aufbau.angaben, nachher), kodierung=datei.kodierung, trenner=datei.trenner)
    return Rohtabelle(
        angaben,
        nummern,
        [Spalte(i, kopf, *spalte) for i, (kopf, spalte) in enumerate(zip(aufbau.kopf, spalten, strict=True), start=1)],
    )


def _gestrafft(zellen: list[str]) -> list[str]:
    """Without blanks around the cells and without empty cells at the end, as a spreadsheet adds them."""
    zellen = [zelle.strip() for zelle in zellen]
    while zellen and not zellen[-1]:
        zellen.pop()
    return zellen


def _erste(zeilen: list[Zeile]) -> tuple[int, list[str]]:
    return next((i, zellen) for i, (_, zellen) in enumerate(zeilen) if zellen)


def _vorlage(zeilen: list[Zeile]) -> Aufbau | None:
    stelle, kopf = _erste(zeilen)
    namen = [name.casefold() for name in kopf]
    bekannt = set(namen) & set(VORLAGE)
    if len(bekannt) < 3 or not bekannt & {"ags", "indikator"} or not bekannt & {"wert", "stichtag", "status"}:
        return None
    doppelt = sorted({name for name in namen if namen.count(name) > 1})
    if doppelt:
        raise LeseFehler(f"Die Kopfzeile nennt doppelt: {', '.join(doppelt)}.")
    fehlend = [name for name in VORLAGE_PFLICHT if name not in namen]
    fremd = [name for name in namen if name not in VORLAGE]
    if fehlend or (fremd and len(bekannt) >= 4):
        teile = [f"Die Kopfzeile (Zeile {zeilen[stelle][0]}) passt nicht zur Vorlage des Portals."]
        teile += [f"Es fehlt: {', '.join(fehlend)}."] if fehlend else []
        teile += [f"„{name}“ kennt die Vorlage nicht{_gemeint(name)}" for name in fremd]
        raise LeseFehler(" ".join(teile))
    return Aufbau(Angaben("vorlage"), namen, stelle + 1)


def _gemeint(name: str) -> str:
    aehnlich = difflib.get_close_matches(name, VORLAGE, 1)
    return f"; gemeint ist vermutlich „{aehnlich[0]}“." if aehnlich else "."


def _flach(zeilen: list[Zeile]) -> Aufbau | None:
    stelle, kopf = _erste(zeilen)
    klein = [name.casefold() for name in kopf]
    if klein[:1] == ["statistics_code"]:
        noetig = {"time", "value", "1_variable_attribute_code"}
        art = "flach_neu"
    elif klein[:1] == ["statistik_code"]:
        noetig = {"zeit", "1_auspraegung_code"}
        art = "flach_alt"
    else:
        return None
    if noetig - set(klein):
        raise LeseFehler(f"Das ist eine flache Datei, aber in der Kopfzeile fehlt: {', '.join(sorted(noetig - set(klein)))}.")
    doppelt = sorted({name for name in kopf if kopf.count(name) > 1})
    if doppelt:
        raise LeseFehler(f"Die Kopfzeile nennt doppelt: {', '.join(doppelt)}.")
    return Aufbau(Angaben(art), kopf, stelle + 1)


def _genesis(zeilen: list[Zeile]) -> Aufbau | None:
    stelle, erste = _erste(zeilen)
    treffer = re.match(r"(?:GENESIS-)?Tabelle:\s*([\w-]+)", erste[0])
    if not treffer:
        return None
    beginn, mit_zeit = _erste_datenzeile(zeilen, stelle)
    fuehrend = 3 if mit_zeit else 2
    kopfzeilen = [zellen for _, zellen in zeilen[stelle + 1 : beginn] if len(zellen) > fuehrend and not any(zellen[:2])]
    if not kopfzeilen:
        raise LeseFehler(f"Zeile {zeilen[beginn][0]}: Über den Werten stehen keine Überschriften. Ist die Datei vollständig?")
    breite = max(len(zellen) for _, zellen in zeilen[beginn : beginn + 10])
    breite = max(breite, *(len(zellen) for zellen in kopfzeilen))
    beschriftet = ["Stichtag", "Schlüssel", "Name"][3 - fuehrend :]
    for i in range(fuehrend, breite):
        teile = [zellen[i] for zellen in kopfzeilen if i < len(zellen) and zellen[i]]
        beschriftet.append(" | ".join(dict.fromkeys(teile)) or f"Spalte {i + 1}")
    davor = [zellen[0] for _, zellen in zeilen[stelle + 1 : beginn] if zellen and zellen[0]]
    titel = " ".join(davor[:1]).rstrip(" -")
    einheit = re.search(r"\(([^()]+)\)$", davor[-1]) if davor else None
    angaben = Angaben(
        "genesis", tabelle=treffer[1], titel=titel, stichtag=zeit.steht_in(" ".join(davor)), einheit=einheit[1] if einheit else ""
    )
    return Aufbau(angaben, beschriftet, beginn, schluessel=fuehrend - 2)


def _erste_datenzeile(zeilen: list[Zeile], ab: int) -> tuple[int, bool]:
    """(place, whether a column with the day stands before the key)."""
    for i, (_, zellen) in enumerate(zeilen[ab + 1 :], start=ab + 1):
        if len(zellen) < 3:
            continue
        if ZEITZELLE.fullmatch(zellen[0]) and SCHLUESSEL.fullmatch(zellen[1]) and len(zellen) > 3:
            return i, True
        if SCHLUESSEL.fullmatch(zellen[0]) and not SCHLUESSEL.fullmatch(zellen[1]) and zellen[1]:
            return i, False
    raise LeseFehler(
        "Das ist eine Tabelle aus GENESIS, aber sie enthält keine Zeile mit Gebietsschlüssel und Werten. "
        "Bitte laden Sie sie mit Gebieten in den Zeilen herunter."
    )


def _fremd(zeilen: list[Zeile]) -> Aufbau | None:
    """Any other table: its header is the first line that is filled about as wide as the widest and holds no figures."""
    breite = max(len(zellen) for _, zellen in zeilen)
    if breite < 2:
        raise LeseFehler("In dieser Datei steht nur eine Spalte. Eine Lieferung braucht mindestens Schlüssel und Wert.")
    for i, (_, zellen) in enumerate(zeilen):
        gefuellt = [zelle for zelle in zellen if zelle]
        if len(gefuellt) >= 2 and len(gefuellt) >= 0.6 * breite and not any(_wie_zahl(zelle) for zelle in gefuellt):
            doppelt = sorted({name for name in gefuellt if gefuellt.count(name) > 1})
            if doppelt:
                raise LeseFehler(
                    f"Zeile {zeilen[i][0]}: Die Kopfzeile nennt doppelt: {', '.join(doppelt)}. Bitte ändern Sie einen der Namen."
                )
            kopf = [zellen[k] if k < len(zellen) and zellen[k] else f"Spalte {k + 1}" for k in range(breite)]
            davor = " ".join(" ".join(filter(None, zellen)) for _, zellen in zeilen[:i])
            return Aufbau(Angaben("fremd", titel=davor.strip()[:200], stichtag=zeit.nennt(davor)), kopf, i + 1)
    raise LeseFehler("In den ersten Zeilen ist keine Kopfzeile zu finden. Bitte geben Sie jeder Spalte eine Überschrift.")


def _wie_zahl(text: str) -> bool:
    return bool(re.fullmatch(r"[-+]?\d[\d., \u00a0\u2009\u202f]*%?", text)) and not re.fullmatch(r"(19|20)\d{2}", text)


Gelesen = tuple[list[str], np.ndarray]


def _koerper(zeilen: Iterator[Zeile], breite: int, schluessel: int | None) -> tuple[np.ndarray, list[Gelesen], list[str]]:
    """(lines, for each column its texts and codes, what stood below the table). Rows must be as wide as the header."""
    texte = [Texte() for _ in range(breite)]
    kodes = [array("i") for _ in range(breite)]
    nummern = array("i")
    nachher: list[str] = []
    fehler: list[str] = []
    zu_ende = False
    while block := list(islice(zeilen, BLOCK)):
        reihen = []
        for nr, zellen in block:
            if not any(zellen):
                continue
            if schluessel is None:
                ist_zeile = len(zellen) == breite or sum(map(bool, zellen)) > 1  # a line with one cell is a remark below
            else:
                ist_zeile = len(zellen) > schluessel + 1 and bool(SCHLUESSEL.fullmatch(zellen[schluessel].strip()))
            if not ist_zeile:
                zu_ende = True
                nachher.append(" ".join(filter(None, (zelle.strip() for zelle in zellen))))
                continue
            if zu_ende:
                raise LeseFehler(
                    f"Zeile {nr}: Nach dem Ende der Tabelle stehen noch einmal Werte. Ist die Datei aus mehreren zusammengesetzt?"
                )
            nummern.append(nr)
            reihen.append(zellen if len(zellen) == breite else _passend(nr, zellen, breite, fehler))
        if len(nummern) > MEISTE_ZEILEN:
            raise LeseFehler(f"Die Datei hat mehr als {MEISTE_ZEILEN} Zeilen. Bitte teilen Sie sie auf.")
        for i, spalte in enumerate(zip(*reihen, strict=True)):
            kodes[i].extend(map(texte[i].kode, spalte))
    _melden(fehler)
    return (
        np.frombuffer(nummern, "i4") if nummern else np.zeros(0, "i4"),
        [_gestraffte(t.liste(), k) for t, k in zip(texte, kodes, strict=True)],
        nachher,
    )


def _passend(nr: int, zellen: list[str], breite: int, fehler: list[str]) -> list[str]:
    if len(zellen) > breite and not any(zellen[breite:]):
        return zellen[:breite]
    mehr = "ist mehr" if len(zellen) - breite == 1 else "sind mehr"
    grund = f"das {mehr}; steht ein Trennzeichen in einem Wert" if len(zellen) > breite else "es fehlen welche"
    fehler.append(f"Zeile {nr}: {len(zellen)} Werte, die Kopfzeile hat {breite} Spalten ({grund}?).")
    return (zellen + [""] * breite)[:breite]


def _melden(fehler: list[str]) -> None:
    if fehler:
        rest = len(fehler) - MEISTE_MELDUNGEN
        raise LeseFehler("\n".join(fehler[:MEISTE_MELDUNGEN] + ([f"… und {rest} weitere Zeilen."] if rest > 0 else [])))


def _gestraffte(texte: list[str], kodes: array) -> Gelesen:
    """Blanks around texts do not count; neither does the apostrophe that keeps a spreadsheet from computing."""
    stellen = Texte()
    neu = np.fromiter((stellen.kode(wie_getippt(text.strip())) for text in texte), "i4", len(texte))
    return stellen.liste(), neu[np.frombuffer(kodes, "i4")] if len(kodes) else np.zeros(0, "i4")


def _herkunft(angaben: Angaben, nachher: list[str]) -> Angaben:
    """The date of the file and its publisher stand below a GENESIS table."""
    text = " ".join(nachher)
    stand = re.search(r"\bStand:\s*(\d{2}\.\d{2}\.\d{4}(?:\s*/\s*\d{2}:\d{2}(?::\d{2})?)?)", text)
    quelle = re.search(r"©\s*([^,]+(?:, Deutschland)?)", text)
    fussnoten = [zeile[:400] for zeile in nachher if not re.match(r"_+$|©|Stand:", zeile)]
    return replace(
        angaben,
        stand=stand[1].replace(" / ", ", ") if stand else angaben.stand,
        quelle=quelle[1].removesuffix(", Deutschland").strip() if quelle else angaben.quelle,
        lizenz="dl-de/by-2-0" if re.search(r"Namensnennung - Version 2\.0|dl-de/by-2-0", text) else angaben.lizenz,
        fussnoten=fussnoten[:20],
    )
