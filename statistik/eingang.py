"""What a file is as it arrives: read in a process of its own, known or not, and what its words mean as far as anybody has said."""

import hashlib
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import IO

from django.core.files import File

from kern.begrenzt import AblehnungFehler, ausfuehren
from statistik.leser import deuten, eingabe
from statistik.leser.rohtabelle import LeseFehler, Rohtabelle
from statistik.leser.zeit import stichtag
from statistik.models import Lieferung, Zuordnung
from statistik.pruefung.gebiete import Verzeichnis

ZU_GROSS = (
    "Diese Datei braucht zu viel Speicher oder Zeit. Ist es wirklich eine Tabelle mit Zahlen? "
    "Bitte speichern Sie nur die Tabelle in eine neue Datei oder laden Sie weniger auf einmal herunter."
)
OHNE_SCHLUESSEL = (
    "In keiner Spalte dieser Tabelle stehen amtliche Gebietsschlüssel, die das Portal kennt. Namen allein sind nicht eindeutig: "
    "Oldenburg ist eine Stadt und ein Landkreis. Bitte ergänzen Sie eine Spalte „AGS“."
)


class LieferungFehler(Exception):
    """Nothing was written; the message says why and what to do."""


def lesen(datei: File) -> Rohtabelle:
    """In a process of its own. Raises LieferungFehler."""
    if datei.size > eingabe.MEISTE_BYTES:
        raise LieferungFehler(eingabe.zu_gross(datei.size))
    try:
        with _offen(datei) as offen:
            return Rohtabelle.auspacken(ausfuehren("statistik.leser.einlesen", offen or _bytes(datei), zu_gross=ZU_GROSS))
    except AblehnungFehler as fehler:
        raise LieferungFehler(str(fehler)) from fehler


def _offen(datei: File) -> AbstractContextManager[IO[bytes] | None]:
    """The file opened once more, for the child to read itself: it shares no position with whoever reads it here."""
    pfad = getattr(datei.file, "name", None)
    return open(pfad, "rb") if isinstance(pfad, str) and Path(pfad).is_file() else nullcontext()


def _bytes(datei: File) -> bytes:
    datei.seek(0)
    return datei.read()


def reihen(roh: Rohtabelle) -> list[deuten.Reihe]:
    """What the file counts. Raises LieferungFehler where it names no areas."""
    try:
        return deuten.reihen(roh)
    except LeseFehler as fehler:
        raise LieferungFehler(str(fehler)) from fehler


def pruefsumme(datei: File) -> str:
    summe = hashlib.sha256()
    for stueck in datei.chunks():
        summe.update(stueck)
    return summe.hexdigest()


def schon_da(datei: File, gebiet=None) -> Lieferung | None:
    """The Lieferung of the very same file that is being checked or in force."""
    zustaende = (Lieferung.Zustand.OFFEN, Lieferung.Zustand.UEBERNOMMEN)
    return Lieferung.objects.filter(sha256=pruefsumme(datei), gebiet=gebiet, zustand__in=zustaende).first()


def vorbereiten(datei: File, *, nutzer=None, als: str = "", gebiet=None) -> tuple[Lieferung, Rohtabelle]:
    """A Lieferung not yet stored, and what was read. Raises LieferungFehler."""
    roh = lesen(datei)
    if roh.angaben.format != "vorlage" and gebiet is not None:
        raise LieferungFehler(
            "Bitte benutzen Sie für eigene Zahlen die Vorlage des Portals. Sie können sie auf dieser Seite herunterladen."
        )
    if roh.angaben.format == "fremd" and not any(Verzeichnis().wie_schluessel(spalte.texte) for spalte in roh.spalten):
        raise LieferungFehler(OHNE_SCHLUESSEL)
    reihen(roh)
    bekannt = gemerkte(roh)
    zuordnung = _von_selbst(roh, bekannt)
    quelle, lizenz = (bekannt.quelle, bekannt.lizenz) if bekannt and zuordnung is not None else ("", "")
    angaben = roh.angaben
    lieferung = Lieferung(
        gebiet=gebiet,
        dateiname=Path(datei.name).name[-200:],
        groesse=datei.size,
        sha256=pruefsumme(datei),
        von=nutzer,
        als=als,
        angaben={
            "format": angaben.format,
            "kodierung": angaben.kodierung,
            "trenner": angaben.trenner,
            "titel": angaben.titel,
            "fussnoten": angaben.fussnoten,
            "zeilen": len(roh),
            "kennzeichen": deuten.kennzeichen(roh),
            "zuordnung": zuordnung,
            "quellen": [text for spalte in roh.spalten if spalte.kopf == "quelle" for text in spalte.texte if text][:3],
        },
        quelle=(angaben.quelle or quelle)[:200],
        tabelle=angaben.tabelle[:80],
        stand=angaben.stand[:40],
        stichtag=stichtag(angaben.stichtag) if angaben.format == "fremd" else None,
        lizenz=angaben.lizenz or lizenz,
    )
    return lieferung, roh


def gemerkte(roh: Rohtabelle) -> Zuordnung | None:
    """What was said before about files of this shape."""
    kennzeichen = deuten.kennzeichen(roh)
    return Zuordnung.objects.filter(kennzeichen=kennzeichen).first() if kennzeichen else None


def _von_selbst(roh: Rohtabelle, gemerkt: Zuordnung | None) -> dict | None:
    """The meaning of the words where nobody has to be asked: the template, and tables an office publishes under a number.

    Two tables of no known format may have the same headings and count different things; there somebody looks each time.
    """
    if roh.angaben.format == "vorlage":
        return {}
    if gemerkt is None or roh.angaben.format == "fremd":
        return None
    da, gemeint = {reihe.titel for reihe in reihen(roh)}, {titel for titel, kennung in gemerkt.reihen.items() if kennung}
    if not da <= set(gemerkt.reihen) or not gemeint <= da:  # new words, or a part of a sum is missing
        return None
    return None if braucht_stichtag(roh, gemerkt) else {"reihen": gemerkt.reihen}


def zuordnung_von(lieferung: Lieferung) -> deuten.Zuordnung | None:
    """What the words of this file mean; None where a person has to say it first."""
    gesagt = lieferung.angaben.get("zuordnung")
    if gesagt is None:
        return None
    return deuten.Zuordnung(**gesagt, stichtag=f"{lieferung.stichtag:%d.%m.%Y}" if lieferung.stichtag else "")


def braucht_stichtag(roh: Rohtabelle, zuordnung: deuten.Zuordnung) -> bool:
    """Does a person have to say the day, because the file does not?"""
    if roh.angaben.format == "fremd":
        in_spalten = all(deuten.ZEITZELLE.fullmatch(titel) for titel, kennung in zuordnung.reihen.items() if kennung)
        return not (zuordnung.zeit or in_spalten)
    return roh.angaben.format == "genesis" and not deuten.nennt_tage(roh)
