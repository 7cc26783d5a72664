"""A table as it came, and how it travels from the limited process: texts once, places as numbers."""

import io
import json
from collections import defaultdict
from dataclasses import asdict, dataclass, field
from typing import IO

import numpy as np

MEISTE_ZEILEN = 1_000_000
LAENGSTE_MELDUNG = 3000


class LeseFehler(Exception):
    """The file is refused as a whole; the message says where and what to do. What it quotes of the file is made readable."""

    def __init__(self, meldung: str) -> None:
        super().__init__("".join(z if z.isprintable() or z == "\n" else "·" for z in meldung[:LAENGSTE_MELDUNG]))


class Texte:
    """Distinct texts in the order of their first appearance; `kode(text)` is the place of one."""

    def __init__(self) -> None:
        self._kodes: defaultdict[str, int] = defaultdict()
        self._kodes.default_factory = self._kodes.__len__
        self.kode = self._kodes.__getitem__

    def liste(self) -> list[str]:
        return list(self._kodes)


@dataclass(frozen=True)
class Spalte:
    """`kodes` (int32, one for each row) point into `texte`. `nummer` is its place in the file, from 1."""

    nummer: int
    kopf: str
    texte: list[str]
    kodes: np.ndarray

    def beispiele(self, anzahl: int = 3) -> list[str]:
        return [text for text in self.texte[: anzahl + 1] if text][:anzahl]


@dataclass(frozen=True)
class Angaben:
    """What the file says of itself. `format` is one of FORMATE; empty is what it does not say."""

    format: str
    kodierung: str = ""
    trenner: str = ""
    tabelle: str = ""
    titel: str = ""
    stand: str = ""
    quelle: str = ""
    lizenz: str = ""
    stichtag: str = ""
    einheit: str = ""
    fussnoten: list[str] = field(default_factory=list)


FORMATE = {
    "genesis": "Tabelle aus GENESIS oder der Regionaldatenbank",
    "flach_alt": "Flache Datei der Regionaldatenbank (ältere Form)",
    "flach_neu": "Flache Datei der Regionaldatenbank oder aus GENESIS",
    "vorlage": "Vorlage des Portals",
    "fremd": "Andere Tabelle",
}


@dataclass(frozen=True)
class Rohtabelle:
    """`zeilen`: for each row its line in the file (int32)."""

    angaben: Angaben
    zeilen: np.ndarray
    spalten: list[Spalte]

    def __len__(self) -> int:
        return len(self.zeilen)

    def spalte(self, kopf: str) -> Spalte:
        """Raises LeseFehler where there is none: the format promises one."""
        for spalte in self.spalten:
            if spalte.kopf == kopf:
                return spalte
        raise LeseFehler(f"In der Kopfzeile fehlt die Spalte „{kopf}“.")

    def schreiben(self, datei: IO[bytes]) -> None:
        """One line of JSON, then the numbers: int32, rows first, then each column."""
        kopf = {
            "angaben": asdict(self.angaben),
            "zeilen": len(self),
            "spalten": [[s.nummer, s.kopf, s.texte] for s in self.spalten],
        }
        datei.write(json.dumps(kopf, separators=(",", ":")).encode() + b"\n")
        for teil in (self.zeilen, *(s.kodes for s in self.spalten)):
            datei.write(teil.astype("<i4").tobytes())

    def packen(self) -> bytes:
        ausgabe = io.BytesIO()
        self.schreiben(ausgabe)
        return ausgabe.getvalue()

    @classmethod
    def auspacken(cls, daten: bytes) -> "Rohtabelle":
        ende = daten.index(b"\n")
        kopf = json.loads(daten[:ende])
        anzahl = kopf["zeilen"]
        zahlen = np.frombuffer(daten, dtype="<i4", offset=ende + 1).reshape(-1, anzahl) if anzahl else np.zeros((99_999, 0), "<i4")
        spalten = [Spalte(nummer, name, texte, zahlen[i]) for i, (nummer, name, texte) in enumerate(kopf["spalten"], start=1)]
        return cls(Angaben(**kopf["angaben"]), zahlen[0], spalten)
