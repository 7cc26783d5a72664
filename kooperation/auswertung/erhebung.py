"""The result of an anonymous round and of those before it, as frozen values. It reads what was counted at closing, nothing else."""

from dataclasses import dataclass
from itertools import pairwise

from kooperation.auswertung.mass import quantil
from kooperation.models import Erhebung
from kooperation.urne import LEER, UNTERE, Befund
from kooperation.vorlage import OHNE_STUFE, STUFEN, Kriterium, Vorlage

GROB = {
    Befund.WENIGE: "Weniger als fünf haben hier eine Stufe gewählt. Darum steht hier keine Verteilung.",
    Befund.UNTEN: "Alle oder fast alle haben dieselbe Stufe gewählt. Sie liegt zwischen 1 und 3; genauer steht es hier nicht.",
    Befund.OBEN: "Alle oder fast alle haben dieselbe Stufe gewählt, 4 oder 5; genauer steht es hier nicht.",
    Befund.OHNE_STUFE: "Alle oder fast alle haben hier keine Stufe gewählt.",
}
GROB_KURZ = {
    Befund.WENIGE: "weniger als fünf Stufen",
    Befund.UNTEN: "alle oder fast alle gleich, zwischen 1 und 3",
    Befund.OBEN: "alle oder fast alle gleich, 4 oder 5",
    Befund.OHNE_STUFE: "alle oder fast alle ohne Stufe",
}
OHNE_WORTE = {
    "unklar": ("kann es nicht einschätzen", "können es nicht einschätzen"),
    "passt_nicht": ("sagt: passt für uns nicht", "sagen: passt für uns nicht"),
    LEER: ("hat hier nicht geantwortet", "haben hier nicht geantwortet"),
}
MEISTE_FRAGEN = 5


@dataclass(frozen=True)
class Mitte:
    """The lower median and where the middle half of the answers lies, all as Stufen."""

    mitte: int
    von: int
    bis: int

    @property
    def spannt(self) -> bool:
        """The middle half reaches over three Stufen or more."""
        return self.bis - self.von >= 2


@dataclass(frozen=True)
class Verteilung:
    """One Kriterium: how many chose each Stufe, how many none; `mitte` None where the counts are not shown."""

    kriterium: Kriterium
    befund: Befund
    mitte: Mitte | None

    @property
    def stufen(self) -> tuple[int, ...] | None:
        return self.befund.stufen

    @property
    def antworten(self) -> int | None:
        """How many chose a Stufe."""
        return sum(self.befund.stufen) if self.befund.stufen else None

    @property
    def hinweis(self) -> str:
        """Why the counts are not shown; empty where they are."""
        return GROB.get(self.befund.grob, "")

    @property
    def kurzer_hinweis(self) -> str:
        return GROB_KURZ.get(self.befund.grob, "")

    @property
    def grober_bereich(self) -> tuple[int, int] | None:
        return {Befund.UNTEN: (1, UNTERE), Befund.OBEN: (UNTERE + 1, STUFEN)}.get(self.befund.grob)

    @property
    def ohne(self) -> list[str]:
        """The answers that are no Stufe, in words, as far as they were given."""
        anzahlen = [(OHNE_WORTE[name], n) for name, n in (self.befund.ohne or {}).items() if n]
        return [f"{n} {eine if n == 1 else mehrere}" for (eine, mehrere), n in anzahlen]

    @property
    def unklar(self) -> int:
        return (self.befund.ohne or {}).get(OHNE_STUFE[0], 0)

    @property
    def passt_nicht(self) -> int:
        return (self.befund.ohne or {}).get(OHNE_STUFE[1], 0)


@dataclass(frozen=True)
class Punkt:
    """A round in the development of one Kriterium; `mitte` None where it was not asked or is not shown."""

    erhebung: Erhebung
    mitte: Mitte | None


@dataclass(frozen=True)
class Verlauf:
    """One Kriterium over rounds, the first one first, all with the same code."""

    kriterium: Kriterium
    punkte: tuple[Punkt, ...]

    @property
    def zeigt_etwas(self) -> bool:
        return sum(punkt.mitte is not None for punkt in self.punkte) > 1

    @property
    def bewegung(self) -> int | None:
        """In Stufen, since the round before; None where one of the two is not shown."""
        vorher, jetzt = self.punkte[-2:]
        return jetzt.mitte.mitte - vorher.mitte.mitte if vorher.mitte and jetzt.mitte else None

    @property
    def bewegung_in_worten(self) -> str:
        vorher, jetzt = (punkt.mitte for punkt in self.punkte[-2:])
        return f"Die mittlere Stufe war {vorher.mitte} und ist {jetzt.mitte}." if vorher and jetzt else ""


@dataclass(frozen=True)
class Auswertung:
    """`brueche` are places between two rounds (0 is between the first and the second) where the instrument's version changed."""

    erhebung: Erhebung
    vorlage: Vorlage
    verteilungen: tuple[Verteilung, ...]
    runden: tuple[Erhebung, ...]
    verlaeufe: tuple[Verlauf, ...]
    brueche: tuple[int, ...]

    @property
    def texte(self) -> list[Verteilung]:
        return [v for v in self.verteilungen if v.befund.texte]

    @property
    def hoechste(self) -> int:
        """The largest count of any Stufe: all pictures share its scale."""
        return max((max(v.stufen) for v in self.verteilungen if v.stufen), default=0)

    @property
    def fragen(self) -> list[tuple[str, str]]:
        """(what is to be seen, a question about it) for the talk, each Kriterium once; no verdict."""
        fragen: dict[str, tuple[str, str]] = {}
        for gruppe, hoechstens in (
            (self._weite(), 2),
            (self._bewegte(), 2),
            (self._unklare(), 1),
            (self._unpassende(), 1),
            (self._enden(), 2),
        ):
            neue = [(k, was, frage) for k, was, frage in gruppe if k.code not in fragen]
            fragen |= {k.code: (f"„{k.name}“: {was}", frage) for k, was, frage in neue[:hoechstens]}
        return list(fragen.values())[:MEISTE_FRAGEN]

    def _weite(self):
        for v in self.verteilungen:
            if v.mitte and v.mitte.spannt:
                yield (
                    v.kriterium,
                    f"Die Antworten gehen auseinander, von Stufe {v.mitte.von} bis {v.mitte.bis}.",
                    v.kriterium.reflexion[0],
                )

    def _bewegte(self):
        for v in self.verlaeufe:
            if v.bewegung:
                yield v.kriterium, v.bewegung_in_worten, "Was hat dazu beigetragen?"

    def _unklare(self):
        """A third or more cannot tell."""
        for v in self.verteilungen:
            if 3 * v.unklar >= self.erhebung.boegen:
                yield (
                    v.kriterium,
                    f"{v.unklar} von {self.erhebung.boegen} können es nicht einschätzen.",
                    "Wer könnte davon erzählen?",
                )

    def _unpassende(self):
        for v in self.verteilungen:
            if 3 * v.passt_nicht >= self.erhebung.boegen:
                yield (
                    v.kriterium,
                    f"Für {v.passt_nicht} von {self.erhebung.boegen} passt es nicht.",
                    "Wonach sollten wir stattdessen fragen?",
                )

    def _enden(self):
        """The highest and the lowest, so that there is always something to begin with."""
        mit_mitte = sorted((v for v in self.verteilungen if v.mitte), key=lambda v: v.mitte.mitte)
        for v, frage in [(mit_mitte[-1], "Was soll so bleiben, und wer sorgt dafür?"), (mit_mitte[0], "")] if mit_mitte else ():
            yield v.kriterium, f"Die mittlere Stufe ist {v.mitte.mitte}.", frage or v.kriterium.reflexion[-1]


def befund(inhalt: dict) -> Befund:
    stufen = tuple(inhalt["stufen"]) if inhalt["stufen"] else None
    return Befund(stufen, inhalt["ohne"], inhalt["grob"], tuple(inhalt["texte"]))


def mitte(eines: Befund | None) -> Mitte | None:
    if eines is None or eines.stufen is None:
        return None
    return Mitte(*(quantil(eines.stufen, viertel) for viertel in (2, 1, 3)))


def verteilung(kriterium: Kriterium, eines: Befund) -> Verteilung:
    return Verteilung(kriterium, eines, mitte(eines))


def auswertung(erhebung: Erhebung) -> Auswertung | None:
    """One query, for the rounds before it; None where there is no result. `erhebung` has its instrument and Kommune."""
    if erhebung.ergebnis is None:
        return None
    runden = tuple(Erhebung.objects.der_reihe(erhebung).select_related("instrument"))
    befunde = [{code: befund(inhalt) for code, inhalt in runde.ergebnis.items()} for runde in runden]
    kriterien = erhebung.instrument.vorlage.kriterien
    return Auswertung(
        erhebung,
        erhebung.instrument.vorlage,
        tuple(verteilung(k, befunde[-1][k.code]) for k in kriterien),
        runden,
        tuple(
            Verlauf(k, tuple(Punkt(runde, mitte(b.get(k.code))) for runde, b in zip(runden, befunde, strict=True)))
            for k in (kriterien if len(runden) > 1 else ())
        ),
        tuple(i for i, (a, b) in enumerate(pairwise(runden)) if a.instrument_id != b.instrument_id),
    )
