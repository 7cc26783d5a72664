"""The result of an anonymous round and of those before it, as frozen values. It reads what was counted at closing, nothing else."""

from dataclasses import dataclass
from itertools import pairwise

from kern.templatetags.schreibweise import zahlwort
from kooperation.auswertung.mass import GENUG_ANTWORTEN, quantil
from kooperation.models import Erhebung
from kooperation.urne import LEER, UNTERE, Befund
from kooperation.vorlage import OHNE_STUFE, STUFEN, Kriterium, Vorlage

FUENF = zahlwort(GENUG_ANTWORTEN)
VERBORGEN = "Welche, zeigen wir nicht, damit verborgen bleibt, wer was geantwortet hat."
GROB = {
    Befund.WENIGE: f"Weniger als {FUENF} haben hier eine Stufe gewählt. Darum steht hier keine Verteilung.",
    Befund.UNTEN: f"Hier sind sich alle oder fast alle einig: eine Stufe von 1 bis 3. {VERBORGEN}",
    Befund.OBEN: f"Hier sind sich alle oder fast alle einig: Stufe 4 oder 5. {VERBORGEN}",
    Befund.OHNE_STUFE: "Alle oder fast alle haben hier keine Stufe gewählt.",
}
GROB_KURZ = {
    Befund.WENIGE: f"weniger als {FUENF} Antworten",
    Befund.UNTEN: "alle oder fast alle einig, 1 bis 3",
    Befund.OBEN: "alle oder fast alle einig, 4 oder 5",
    Befund.OHNE_STUFE: "alle oder fast alle ohne Stufe",
}
OHNE_WORTE = {
    "unklar": ("kann es nicht einschätzen", "können es nicht einschätzen"),
    "passt_nicht": ("sagt: passt für uns nicht", "sagen: passt für uns nicht"),
    LEER: ("hat hier nicht geantwortet", "haben hier nicht geantwortet"),
}


@dataclass(frozen=True)
class Mitte:
    """The lower median and where the middle half of the answers lies, all as Stufen."""

    mitte: int
    von: int
    bis: int

    @property
    def haelfte(self) -> str:
        """ "2 bis 4", or "3" where it is one Stufe; with spaces that do not break."""
        return f"{self.von}" if self.von == self.bis else f"{self.von}\u00a0bis\u00a0{self.bis}"

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
    entfernt: int = 0  # sentences taken out afterwards

    @property
    def stufen(self) -> tuple[int, ...] | None:
        return self.befund.stufen

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
    def ohne_zahlen(self) -> list[int | None]:
        """How many could not tell, found it unfitting, left it out; None where that is not shown."""
        return [(self.befund.ohne or {}).get(name) for name in (*OHNE_STUFE, LEER)]

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
class Runde:
    """What one round said, Kriterium by Kriterium, in the order of its version of the instrument."""

    erhebung: Erhebung
    verteilungen: tuple[Verteilung, ...]

    def mitte(self, code: str) -> Mitte | None:
        """None where the Kriterium was not asked or is not shown."""
        return next((v.mitte for v in self.verteilungen if v.kriterium.code == code), None)


@dataclass(frozen=True)
class Verlauf:
    """One Kriterium over rounds, the first one first, all with the same code; None where a round shows nothing."""

    kriterium: Kriterium
    mitten: tuple[Mitte | None, ...]

    @property
    def zeigt_etwas(self) -> bool:
        return sum(mitte is not None for mitte in self.mitten) > 1

    @property
    def hat_sich_bewegt(self) -> bool:
        """The middle or the middle half is another one than the last time."""
        vorher, jetzt = self.mitten[-2:]
        return bool(vorher and jetzt) and vorher != jetzt

    @property
    def worte(self) -> str:
        """What moved since the last time, middle and middle half, without saying that one is better."""
        vorher, jetzt = self.mitten[-2:]
        if not (vorher and jetzt):
            return "Kein Vergleich möglich."
        mitte = f"weiter {jetzt.mitte}" if jetzt.mitte == vorher.mitte else f"von {vorher.mitte} auf {jetzt.mitte}"
        haelfte = f"weiter {jetzt.haelfte}" if jetzt.haelfte == vorher.haelfte else f"jetzt {jetzt.haelfte}, zuvor {vorher.haelfte}"
        return f"Mittlere Stufe {mitte}; mittlere Hälfte {haelfte}."


@dataclass(frozen=True)
class Auswertung:
    """A round with those before it, the first one first.

    `brueche` are places between two rounds (0 is between the first and the second) where the instrument's version changed.
    """

    runden: tuple[Runde, ...]
    verlaeufe: tuple[Verlauf, ...]
    brueche: tuple[int, ...]

    @property
    def erhebung(self) -> Erhebung:
        return self.runden[-1].erhebung

    @property
    def vorlage(self) -> Vorlage:
        return self.erhebung.instrument.vorlage

    @property
    def verteilungen(self) -> tuple[Verteilung, ...]:
        return self.runden[-1].verteilungen

    @property
    def mit_bild(self) -> list[Verteilung]:
        return [v for v in self.verteilungen if v.stufen or v.grober_bereich]

    @property
    def mit_verlauf(self) -> list[Verlauf]:
        return [v for v in self.verlaeufe if v.zeigt_etwas]

    @property
    def ohne_vergleich(self) -> list[Verlauf]:
        return [v for v in self.verlaeufe if not v.zeigt_etwas]

    @property
    def mit_texten(self) -> list[Verteilung]:
        return [v for v in self.verteilungen if v.befund.texte or v.entfernt]

    @property
    def bruchstellen(self) -> list[tuple[Erhebung, Erhebung]]:
        """The two rounds between which the version changed."""
        return [(self.runden[i].erhebung, self.runden[i + 1].erhebung) for i in self.brueche]

    @property
    def hoechste(self) -> int:
        """The largest count of any Stufe: all pictures share its scale."""
        return max((max(v.stufen) for v in self.verteilungen if v.stufen), default=0)


def auswertung(erhebung: Erhebung) -> Auswertung | None:
    """One query, for the round and those before it; None where there is no result."""
    if not erhebung.hat_ergebnis:
        return None
    runden = tuple(_runde(eine) for eine in Erhebung.objects.der_reihe(erhebung).select_related("instrument", "kommune", "gruppe"))
    verlaeufe = [Verlauf(v.kriterium, tuple(r.mitte(v.kriterium.code) for r in runden)) for v in runden[-1].verteilungen]
    fassungen = [runde.erhebung.instrument_id for runde in runden]
    brueche = tuple(i for i, (a, b) in enumerate(pairwise(fassungen)) if a != b)
    return Auswertung(runden, tuple(verlaeufe) if len(runden) > 1 else (), brueche)


def _runde(erhebung: Erhebung) -> Runde:
    kriterien = erhebung.instrument.vorlage.kriterien
    return Runde(erhebung, tuple(_verteilung(k, erhebung.ergebnis[k.code]) for k in kriterien))


def _befund(inhalt: dict) -> Befund:
    stufen = tuple(inhalt["stufen"]) if inhalt["stufen"] else None
    return Befund(stufen, inhalt["ohne"], inhalt["grob"], tuple(inhalt["texte"]))


def _verteilung(kriterium: Kriterium, inhalt: dict) -> Verteilung:
    befund = _befund(inhalt)
    mitte = Mitte(*(quantil(befund.stufen, viertel) for viertel in (2, 1, 3))) if befund.stufen else None
    return Verteilung(kriterium, befund, mitte, inhalt.get("entfernt", 0))
