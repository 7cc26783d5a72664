"""Published figures as tiles, with what we compute beside them. Nothing published is changed here."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from kern.abfrage import vorbereitet
from kern.templatetags.schreibweise import SCHMALES_LEERZEICHEN, stueck, zahl_schreiben
from kommunen.models import Kennzahl
from kommunen.zeitangabe import Zeitangabe

Art = Kennzahl.Art

TITEL = {
    Art.EINWOHNER: "Einwohnerinnen und Einwohner",
    Art.KINDER_U10: "Kinder unter 10 Jahren",
    Art.ANTEIL_U10: "Anteil der Kinder unter 10 Jahren, wie veröffentlicht",
    Art.SGB2_KINDER_U10: "Kinder unter 10 Jahren im SGB-II-Bezug",
    Art.SGB2_QUOTE_U10: "SGB-II-Quote unter 10 Jahren, wie veröffentlicht",
}
GANZES = {Art.KINDER_U10: Art.EINWOHNER, Art.SGB2_KINDER_U10: Art.KINDER_U10}


@dataclass(frozen=True)
class EigeneBerechnung:
    """`wert` is a share in percent; `notiz` says what to know before comparing it."""

    wert: Decimal
    grundlage: str
    notiz: str = ""


@dataclass(frozen=True)
class Kachel:
    titel: str
    wert: str
    herkunft: str
    hinweise: tuple[str, ...] = ()
    definition: str = ""
    eigene: EigeneBerechnung | None = None
    hat_zahl: bool = True


def kacheln(kennzahlen: Iterable[Kennzahl]) -> list[Kachel]:
    """One tile for each figure, in the order of Kennzahl.Art.

    Shares are only computed from figures that stand there once; of two values for one thing we would have to choose.
    """
    nach_art = _nach_art(kennzahlen)
    einzeln = _einzeln(nach_art)
    return [_kachel(kennzahl, einzeln) for art in Art.values for kennzahl in nach_art.get(art, [])]


def _nach_art(kennzahlen: Iterable[Kennzahl]) -> dict[str, list[Kennzahl]]:
    nach_art: dict[str, list[Kennzahl]] = {}
    for kennzahl in kennzahlen:
        nach_art.setdefault(kennzahl.art, []).append(kennzahl)
    return nach_art


def _einzeln(nach_art: dict[str, list[Kennzahl]]) -> dict[str, Kennzahl]:
    """Figures one can compute with: a value, and the only one of its kind."""
    return {art: liste[0] for art, liste in nach_art.items() if len(liste) == 1 and liste[0].wert is not None}


def widersprueche(kennzahlen: Iterable[Kennzahl]) -> list[str]:
    """Where a part is larger than its whole, on whatever day each was counted: one of the two is wrong."""
    einzeln = _einzeln(_nach_art(kennzahlen))
    paare = [(einzeln[teil], einzeln[ganzes]) for teil, ganzes in GANZES.items() if teil in einzeln and ganzes in einzeln]
    return [
        f"{TITEL[Art(teil.art)]} ({wert_schreiben(teil)}) sind mehr als alle {TITEL[Art(ganzes.art)]} ({wert_schreiben(ganzes)}). "
        "Eine der beiden Zahlen kann nicht stimmen."
        for teil, ganzes in paare
        if teil.wert > ganzes.wert
    ]


def anteil(teil: Decimal, ganzes: Decimal) -> Decimal:
    """Share in percent, unrounded. Raises ZeroDivisionError for an empty whole."""
    return Decimal(100) * teil / ganzes


def _kachel(kennzahl: Kennzahl, einzeln: dict[str, Kennzahl]) -> Kachel:
    return Kachel(
        titel=TITEL[Art(kennzahl.art)],
        wert=wert_schreiben(kennzahl),
        herkunft=_herkunft(kennzahl),
        hinweise=tuple(_hinweise(kennzahl, einzeln)),
        definition=kennzahl.definition,
        eigene=_eigene(kennzahl, einzeln),
        hat_zahl=kennzahl.wert is not None,
    )


def wert_schreiben(kennzahl: Kennzahl) -> str:
    """As published: decimal places, "etwa" and unit are kept; without a value the reason for it."""
    if kennzahl.wert is None:
        return kennzahl.get_status_display()
    zahl = zahl_schreiben(kennzahl.wert, kennzahl.nachkommastellen)
    if kennzahl.einheit == Kennzahl.Einheit.PROZENT:
        zahl += f"{SCHMALES_LEERZEICHEN}%"
    return f"etwa {zahl}" if kennzahl.naeherung == Kennzahl.Naeherung.ETWA else zahl


def _herkunft(kennzahl: Kennzahl) -> str:
    if not kennzahl.zeitangabe and not kennzahl.quelle:
        return "ohne Stichtag, ohne Quellenangabe"
    return f"{kennzahl.zeitangabe or 'ohne Stichtag'}, {kennzahl.quelle or 'ohne Quellenangabe'}"


def _hinweise(kennzahl: Kennzahl, einzeln: dict[str, Kennzahl]):
    if kennzahl.naeherung == Kennzahl.Naeherung.GERUNDET:
        yield "Gerundet veröffentlicht"
    if kennzahl.status not in (*Kennzahl.OHNE_WERT, Kennzahl.Status.FINAL, Kennzahl.Status.AS_PUBLISHED):
        yield kennzahl.get_status_display()
    kinder = einzeln.get(Art.KINDER_U10)
    if kennzahl.art == Art.SGB2_QUOTE_U10:
        if not kennzahl.definition:
            yield "Definition nicht genannt"
        if Art.SGB2_KINDER_U10 not in einzeln and kinder and kinder.zeitangabe and not kennzahl.zeitangabe:
            yield f"Die Kinderzahl daneben ist vom {kinder.zeitangabe}"


def _eigene(kennzahl: Kennzahl, einzeln: dict[str, Kennzahl]) -> EigeneBerechnung | None:
    """Beside the number of children their share of all; beside the published quota the recomputed one."""
    kinder = einzeln.get(Art.KINDER_U10)
    if kennzahl.art == Art.KINDER_U10 and Art.ANTEIL_U10 not in einzeln:
        return _anteil(kennzahl, einzeln.get(Art.EINWOHNER), "der Bevölkerung")
    if kennzahl.art == Art.SGB2_QUOTE_U10:
        eigene = _anteil(einzeln.get(Art.SGB2_KINDER_U10), kinder)
        return eigene and _verglichen(kennzahl, eigene)
    if kennzahl.art == Art.SGB2_KINDER_U10 and Art.SGB2_QUOTE_U10 not in einzeln:
        return _anteil(kennzahl, kinder, "der Kinder unter 10 Jahren")
    return None


def _anteil(teil: Kennzahl | None, ganzes: Kennzahl | None, wovon: str = "") -> EigeneBerechnung | None:
    if not teil or not ganzes or not teil.wert or not ganzes.wert:
        return None
    return EigeneBerechnung(anteil(teil.wert, ganzes.wert), wovon, _stichtage(teil, ganzes))


def _stichtage(teil: Kennzahl, ganzes: Kennzahl) -> str:
    if ganzes.naeherung == Kennzahl.Naeherung.GERUNDET:
        return "auf gerundeter Grundlage"
    if teil.zeitangabe and ganzes.zeitangabe and teil.zeitangabe != ganzes.zeitangabe:
        return f"Stichtage verschieden: {teil.zeitangabe} und {ganzes.zeitangabe}"
    return ""


def _verglichen(veroeffentlicht: Kennzahl, eigene: EigeneBerechnung) -> EigeneBerechnung:
    """Do both agree when ours is rounded as theirs is?"""
    if veroeffentlicht.wert is None:
        return eigene
    stellen = Decimal(1).scaleb(-veroeffentlicht.nachkommastellen)
    gleich = eigene.wert.quantize(stellen, ROUND_HALF_UP) == veroeffentlicht.wert.quantize(stellen, ROUND_HALF_UP)
    urteil = "stimmt überein" if gleich else "weicht ab"
    return EigeneBerechnung(eigene.wert, eigene.grundlage, "; ".join(filter(None, [urteil, eigene.notiz])))


@dataclass(frozen=True)
class Programmzahl:
    """Children under 10 in all public profiles together; `teile` says how many profiles give the number."""

    summe: Decimal
    teile: int
    von: Zeitangabe | None
    bis: Zeitangabe | None

    @property
    def herkunft(self) -> str:
        stichtage = f", Stichtage von {self.von} bis {self.bis}" if self.von != self.bis else f", Stichtag {self.von}"
        return f"Eigene Berechnung: Summe aus {stueck(self.teile, 'Profil', 'Profilen')}{stichtage if self.von else ''}"


def _liegt_in(ars: str, andere: set[str]) -> bool:
    """A town lies in its Kreis: official keys begin with those of the area above."""
    return any(ars != anderer and ars.startswith(anderer) for anderer in andere)


_kinder = vorbereitet(
    lambda: Kennzahl.objects.published().filter(art=Art.KINDER_U10, wert__isnull=False).select_related("kommune__gebiet")
)


def programmzahl() -> Programmzahl | None:
    """Sum of the published numbers of children under 10; one query. Towns inside another Kommune are left out,
    or their children would count twice; so are Kommunen with two values. None where no number stands.
    """
    alle = _kinder()
    anzahl = Counter(figur.kommune_id for figur in alle)
    schluessel = {figur.kommune.gebiet.ars for figur in alle}
    figuren = [
        figur
        for figur in alle
        if anzahl[figur.kommune_id] == 1 and not figur.kommune.obere_id and not _liegt_in(figur.kommune.gebiet.ars, schluessel)
    ]
    if not figuren:
        return None
    tage = sorted(figur.zeitangabe for figur in figuren if figur.zeitangabe)
    summe = sum((figur.wert for figur in figuren), Decimal())
    return Programmzahl(summe, len(figuren), tage[0] if tage else None, tage[-1] if tage else None)
