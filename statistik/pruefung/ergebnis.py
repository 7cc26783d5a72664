"""What a check came to: one line for each figure, what would happen to it, and what a person should see."""

import json
from dataclasses import dataclass, field

import numpy as np

from statistik.pruefung.befunde import FEHLER, REIHENFOLGE, WARNUNG, Befund, gewaehlt

NEU, GEAENDERT, GLEICH, ABGELEHNT, AUSGELASSEN, NICHT_BETROFFEN = range(6)
WAS_TITEL = {
    "neu": "neu", "geaendert": "geändert", "gleich": "unverändert", "abgelehnt": "abgelehnt", "ausgelassen": "ausgelassen",
    "nicht_betroffen": "nicht betroffen",
}  # fmt: skip
WAS = tuple(WAS_TITEL)
SPALTEN = (
    "zeile",
    "spalte",
    "indikator",
    "gebiet",
    "tag",
    "wert",
    "status",
    "zeichen",
    "schluessel",
    "herkunft",
    "was",
    "alt",
    "alt_status",
)


@dataclass(frozen=True)
class Pruefung:
    """Arrays of one length.

    zeile int32, spalte int16    where in the file
    indikator, gebiet int32      primary keys, -1 where unknown
    tag                          datetime64[D], NaT where unreadable
    wert, alt                    double, NaN where there is no value
    status, alt_status int8      into bestand.STATUS; alt_status -1 where nothing stands
    zeichen, schluessel, herkunft int32   into `texte[<name>]`
    was int8                     into WAS
    """

    spalten: dict[str, np.ndarray]
    texte: dict[str, list[str]]
    befunde: list[Befund]
    hinweise: list[tuple[str, str]] = field(default_factory=list)  # (kind of Befund, words) about the file as a whole

    def __getattr__(self, name: str) -> np.ndarray:
        try:
            return self.__dict__["spalten"][name]
        except KeyError as fehler:
            raise AttributeError(name) from fehler

    def __len__(self) -> int:
        return len(self.spalten["was"])

    def summen(self, entscheidungen: dict[str, str]) -> dict[str, int]:
        """How many figures of each kind; `augen`: those with an error or something nobody has decided about yet."""
        zahlen = np.bincount(self.was, minlength=len(WAS))
        offen = [b for b in self.befunde if b.schwere == FEHLER or (b.schwere == WARNUNG and b.art not in entscheidungen)]
        augen = np.unique(np.concatenate([np.zeros(0, "i4"), *(b.stellen for b in offen)]))
        return {name: int(zahlen[i]) for i, name in enumerate(WAS)} | {"augen": len(augen), "alle": int((self.spalte >= 0).sum())}

    @property
    def zu_schreiben(self) -> np.ndarray:
        return np.flatnonzero((self.was == NEU) | (self.was == GEAENDERT))

    def offen(self, entscheidungen: dict[str, str]) -> list[str]:
        """Kinds of Befund about which a person still has to decide."""
        return [b.art for b in self.befunde if b.schwere == WARNUNG and not gewaehlt(b.art, entscheidungen)]

    def sortiert(self) -> list[Befund]:
        return sorted(self.befunde, key=lambda b: REIHENFOLGE[b.art])

    def schreiben(self, datei) -> None:
        kopf = {"texte": self.texte, "befunde": [[b.art, b.angaben] for b in self.befunde], "hinweise": self.hinweise}
        felder = dict(self.spalten) | {f"befund-{i}": b.stellen for i, b in enumerate(self.befunde)}
        felder["kopf"] = np.frombuffer(json.dumps(kopf, ensure_ascii=False).encode(), "u1")
        np.savez(datei, allow_pickle=False, **felder)

    @classmethod
    def auspacken(cls, datei) -> "Pruefung":
        with np.load(datei, allow_pickle=False) as felder:
            kopf = json.loads(felder["kopf"].tobytes())
            befunde = [Befund(art, felder[f"befund-{i}"], angaben) for i, (art, angaben) in enumerate(kopf["befunde"])]
            spalten = {name: felder[name] for name in SPALTEN}
        return cls(spalten, kopf["texte"], befunde, [tuple(hinweis) for hinweis in kopf["hinweise"]])

    def nur(self, stellen: np.ndarray) -> "Pruefung":
        """The same with these rows alone; Befunde point to them."""
        neu = np.full(len(self), -1, "i4")
        neu[stellen] = np.arange(len(stellen))
        befunde = []
        for befund in self.befunde:
            bleibt = neu[befund.stellen] >= 0
            angaben = [a for a, b in zip(befund.angaben, bleibt, strict=True) if b] if befund.angaben else []
            befunde.append(Befund(befund.art, neu[befund.stellen][bleibt], angaben))
        return Pruefung({name: feld[stellen] for name, feld in self.spalten.items()}, self.texte, befunde, self.hinweise)
