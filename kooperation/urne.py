"""The ballot box of an anonymous round: sheets are folded into counters; out comes what may be published, once.

Pure: no database, no Django. The guards, each against one way of giving somebody away (docs/entscheidungen/0020):
nothing below five sheets, no Kriterium below five Stufen, no exact Stufe where all or all but one agree, texts in no order.
"""

import json
import secrets
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field

from kooperation.auswertung.mass import GENUG_ANTWORTEN
from kooperation.vorlage import OHNE_STUFE, STUFEN

LEER = "leer"  # the Kriterium was left out
STUFENWERTE = tuple(str(stufe) for stufe in range(1, STUFEN + 1))
WERTE = (*STUFENWERTE, *OHNE_STUFE, LEER)
UNTERE = 3  # the last Stufe of the lower range


@dataclass(frozen=True)
class Antwort:
    """`wert` is "1" to "5", "unklar", "passt_nicht" or "leer"; `text` may be empty."""

    wert: str
    text: str = ""


@dataclass(frozen=True)
class Befund:
    """What may be known of one Kriterium. Counts are None where they would give somebody away; `grob` then says why.

    `stufen` are the counts of Stufe 1 to 5; `ohne` those of "unklar", "passt_nicht" and "leer".
    """

    WENIGE = "wenige"  # fewer than five chose a Stufe
    UNTEN = "unten"  # all or all but one on the same Stufe, which is one of 1 to 3
    OBEN = "oben"  # the same, on Stufe 4 or 5
    OHNE_STUFE = "ohne"  # all or all but one gave the same answer that is no Stufe

    stufen: tuple[int, ...] | None
    ohne: dict[str, int] | None
    grob: str = ""
    texte: tuple[str, ...] = ()


@dataclass
class Urne:
    """`zaehler` counts per Kriterium and answer; `texte` per Kriterium are in random order at any time."""

    boegen: int = 0
    zaehler: dict[str, dict[str, int]] = field(default_factory=dict)
    texte: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def leer(cls, codes: Iterable[str]) -> "Urne":
        codes = list(codes)
        return cls(0, {code: dict.fromkeys(WERTE, 0) for code in codes}, {code: [] for code in codes})

    @classmethod
    def aus_json(cls, text: str) -> "Urne":
        return cls(**json.loads(text))

    def als_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)

    def einwerfen(self, bogen: dict[str, Antwort]) -> None:
        """Fold in one sheet; a Kriterium it does not name was left out."""
        self.boegen += 1
        for code, werte in self.zaehler.items():
            antwort = bogen.get(code, Antwort(LEER))
            werte[antwort.wert] += 1
            if antwort.text:
                texte = self.texte[code]
                texte.insert(secrets.randbelow(len(texte) + 1), antwort.text)

    def auszaehlen(self) -> dict[str, Befund] | None:
        """What may be published, by Kriterium; None where fewer than five handed in."""
        if self.boegen < GENUG_ANTWORTEN:
            return None
        return {code: self._befund(code) for code in self.zaehler}

    def _befund(self, code: str) -> Befund:
        stufen = tuple(self.zaehler[code][wert] for wert in STUFENWERTE)
        ohne = {wert: self.zaehler[code][wert] for wert in (*OHNE_STUFE, LEER)}
        texte = tuple(self.texte[code])
        if fast_alle(ohne.values(), self.boegen):
            return Befund(None, None, Befund.OHNE_STUFE)
        if sum(stufen) < GENUG_ANTWORTEN:
            return Befund(None, ohne, Befund.WENIGE)
        if fast_alle(stufen, sum(stufen)):
            haeufigste = stufen.index(max(stufen)) + 1
            return Befund(None, ohne, Befund.UNTEN if haeufigste <= UNTERE else Befund.OBEN, texte)
        return Befund(stufen, ohne, "", texte)


def fast_alle(anzahlen: Iterable[int], von: int) -> bool:
    """All gave the same answer, or all but one, who would know the answer of everybody else."""
    return max(anzahlen) >= von - 1
