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
    for anlass, hoechstens in ((_weit, 2), (_bewegt, 2), (_ohne_stufe, 2), (_enden, 2)):
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
        if v.bewegung:
            vorher, jetzt = v.letzte_zwei
            yield Frage(v.kriterium, f"Die mittlere Stufe war {vorher} und ist {jetzt}.", "Was hat dazu beigetragen?")


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
    """Where the network stands highest and lowest."""
    mit_mitte = sorted((v for v in ergebnis.verteilungen if v.mitte), key=lambda v: v.mitte.mitte)
    for v, frage in [(mit_mitte[-1], "Was soll so bleiben, und wer sorgt dafür?"), (mit_mitte[0], "")] if mit_mitte else ():
        yield Frage(v.kriterium, f"Die mittlere Stufe ist {v.mitte.mitte}.", frage or v.kriterium.reflexion[-1])


def _sonst(ergebnis: Auswertung) -> Frage:
    """Something to begin with, also where nothing can be shown exactly."""
    erste = ergebnis.verteilungen[0]
    return Frage(erste.kriterium, erste.hinweis, erste.kriterium.reflexion[0])
