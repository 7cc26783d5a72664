"""Questions for the talk about a result: what is to be seen, and a question about it. No verdict."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from kooperation.auswertung.erhebung import Auswertung
from kooperation.urne import Befund
from kooperation.vorlage import Kriterium

MEISTE = 5
VIELE = 3  # a third or more


@dataclass(frozen=True)
class Frage:
    kriterium: Kriterium
    anlass: str
    frage: str


def fragen(ergebnis: Auswertung) -> list[Frage]:
    """At most five, each Kriterium once: what goes apart, what moved, what many cannot tell, what stands high and low."""
    gewaehlt: dict[str, Frage] = {}
    for anlass, hoechstens in ((_weit, 2), (_bewegt, 1), (_ohne_stufe, 2), (_enden, 2)):
        neue = (frage for frage in anlass(ergebnis) if frage.kriterium.code not in gewaehlt)
        gewaehlt |= {frage.kriterium.code: frage for frage in islice(neue, hoechstens)}
    return list(gewaehlt.values())[:MEISTE] or [_sonst(ergebnis)]


def _weit(ergebnis: Auswertung) -> Iterator[Frage]:
    for v in ergebnis.verteilungen:
        if v.mitte and v.mitte.spannt:
            anlass = f"Die Antworten gehen auseinander, von Stufe {v.mitte.von} bis {v.mitte.bis}."
            yield Frage(v.kriterium, anlass, v.kriterium.reflexion[0])


def _bewegt(ergebnis: Auswertung) -> Iterator[Frage]:
    for v in ergebnis.verlaeufe:
        if v.hat_sich_bewegt:
            yield Frage(v.kriterium, v.worte, "Hat sich wirklich etwas verändert, und wenn ja, was?")


def _ohne_stufe(ergebnis: Auswertung) -> Iterator[Frage]:
    boegen = ergebnis.erhebung.boegen
    for v in ergebnis.verteilungen:
        if v.befund.grob == Befund.OHNE_STUFE:
            yield Frage(v.kriterium, v.hinweis, "Woran liegt das: an der Frage oder an uns?")
        elif VIELE * v.unklar >= boegen:
            yield Frage(v.kriterium, f"{v.unklar} von {boegen} können es nicht einschätzen.", "Wer könnte davon erzählen?")
        elif VIELE * v.passt_nicht >= boegen:
            yield Frage(v.kriterium, f"Für {v.passt_nicht} von {boegen} passt es nicht.", "Wonach sollten wir stattdessen fragen?")


def _enden(ergebnis: Auswertung) -> Iterator[Frage]:
    """Where the network stands highest and lowest, if that is not the same."""
    nach_mitte = sorted((v for v in ergebnis.verteilungen if v.mitte), key=lambda v: v.mitte.mitte)
    if nach_mitte and nach_mitte[0].mitte.mitte < nach_mitte[-1].mitte.mitte:
        unten, oben = nach_mitte[0], nach_mitte[-1]
        anlass = f"Die mittlere Stufe ist {oben.mitte.mitte}, die höchste unter den gezeigten."
        yield Frage(oben.kriterium, anlass, "Was soll so bleiben, und wer sorgt dafür?")
        anlass = f"Die mittlere Stufe ist {unten.mitte.mitte}, die niedrigste unter den gezeigten."
        yield Frage(unten.kriterium, anlass, unten.kriterium.reflexion[-1])


def _sonst(ergebnis: Auswertung) -> Frage:
    """Something to begin with, also where nothing can be shown exactly."""
    erste = ergebnis.verteilungen[0]
    return Frage(erste.kriterium, erste.hinweis, erste.kriterium.reflexion[0])
