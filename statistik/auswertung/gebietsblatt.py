"""All that is public about one area: its figures, one of them over time beside others, and where it stands."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from grafik import linien, streifen
from kern.templatetags.schreibweise import stueck
from statistik.auswertung.umfeld import Aehnlich, Stellung, aehnliche, darueber, gleiche_ebene, stellung
from statistik.auswertung.zahlen import Reihe, Zahl, Zahlen, laden
from statistik.models import Gebiet, Indikator

MEISTE_DAZU = 3
EBENENWORT = {
    Gebiet.Ebene.KREIS: ("Kreis", "Kreisen und kreisfreien Städten"),
    Gebiet.Ebene.VERBAND: ("Samtgemeinde", "Samtgemeinden"),
    Gebiet.Ebene.GEMEINDE: ("Gemeinde", "Gemeinden"),
}


@dataclass(frozen=True)
class Vergleich:
    """One Indikator over time: `gebiete` in the order of `reihen`, the area itself first; `tage` the newest first."""

    indikator: Indikator
    gebiete: tuple[Gebiet, ...]
    reihen: tuple[Reihe, ...]
    zahlen: Zahlen

    @property
    def basis(self) -> date | None:
        """Counts of areas of different size are drawn as an index: the day that is 100, the first for which all have a value."""
        if not self.indikator.ist_anzahl or len(self.reihen) < 2:
            return None
        tage = [{zahl.tag for zahl in reihe.zahlen if zahl.wert} for reihe in self.reihen]
        return min(set.intersection(*tage), default=None)

    @property
    def bild(self) -> linien.Bild | None:
        dazu = iter(range(1, len(self.gebiete)))
        arten = ["selbst", *("land" if g.ebene == Gebiet.Ebene.LAND else f"dazu{next(dazu)}" for g in self.gebiete[1:])]
        eingaben = [self._eingabe(*drei) for drei in zip(self.reihen, self.gebiete, arten, strict=True)]
        return linien.linien(eingaben, ab_null=not self.basis)

    def _eingabe(self, reihe: Reihe, gebiet: Gebiet, art: str) -> linien.Eingabe:
        """An index ends at a break: what rests on something else is not compared with the day that is 100."""
        neu = {zahl.tag for zahl in reihe.brueche}
        hundert = self.zahlen.zahl(self.indikator, gebiet.pk, self.basis) if self.basis else None
        stellen = [linien.Stelle(tag, None, stumm=True) for tag in self.ohne_lieferung]
        for zahl in reihe.zahlen:
            vergleichbar = hundert is None or zahl.grundlage == hundert.grundlage
            wert = zahl.wert if hundert is None or zahl.wert is None else 100 * zahl.wert / hundert.wert
            stellen.append(linien.Stelle(zahl.tag, wert if vergleichbar else None, zahl.tag in neu, stumm=not vergleichbar))
        return linien.Eingabe(kurzname(gebiet), art, sorted(stellen, key=lambda stelle: stelle.tag))

    @property
    def ohne_lieferung(self) -> list[date]:
        """Ends of years between the first and the last for which nobody has delivered anything."""
        tage = {zahl.tag for reihe in self.reihen for zahl in reihe.zahlen}
        if self.zeitform != "Y":
            return []
        jahre = {tag.year for tag in tage}
        return [date(jahr, 12, 31) for jahr in range(min(jahre), max(jahre)) if jahr not in jahre]

    @property
    def tafel(self) -> list[tuple]:
        """(day, [figure or None for each area], what the figures rest on from here on, where that changes)."""
        tage = sorted({zahl.tag for reihe in self.reihen for zahl in reihe.zahlen}, reverse=True)
        neu = {zahl.tag: zahl.grundlagenwort for reihe in self.reihen for zahl in reihe.brueche}
        return [(tag, [self.zahlen.zahl(self.indikator, g.pk, tag) for g in self.gebiete], neu.get(tag, "")) for tag in tage]

    @property
    def massstab(self) -> str:
        """What the axis counts."""
        if self.basis:
            return f"{self.basis:%d.%m.%Y} = 100, eigene Berechnung"
        return "Anteil in Prozent" if self.indikator.art == Indikator.Art.ANTEIL else self.indikator.einheit

    @property
    def hat_luecken(self) -> bool:
        return any(zahl.wert is None for reihe in self.reihen for zahl in reihe.zahlen)

    @property
    def zeitform(self) -> str:
        """How days are written below the picture: years where all are ends of years."""
        tage = {(zahl.tag.month, zahl.tag.day) for reihe in self.reihen for zahl in reihe.zahlen}
        return "Y" if tage == {(12, 31)} else "m/Y"

    @property
    def brueche(self) -> list[Zahl]:
        """The first figure after each break, each day once."""
        return sorted({zahl.tag: zahl for reihe in self.reihen for zahl in reihe.brueche}.values(), key=lambda zahl: zahl.tag)

    @property
    def quellen(self) -> list[str]:
        return self.zahlen.zitate(zahl for reihe in self.reihen for zahl in reihe.zahlen)

    @property
    def worte(self) -> str:
        """The picture in sentences: how each line begins and ends, no further than to a break."""
        return " ".join(self.saetze) or f"{self.gebiete[0]}: Es liegt kein Wert vor."

    @property
    def saetze(self) -> list[str]:
        """One for each area that has a value."""
        saetze = [_von_bis(gebiet, reihe) for gebiet, reihe in zip(self.gebiete, self.reihen, strict=True)]
        return [satz for satz in saetze if satz]


@dataclass(frozen=True)
class Blatt:
    """`reihen`: one for each Indikator with figures here. `eigene`: what the Kommune counts itself. `waehlbar`: for the chart."""

    gebiet: Gebiet
    reihen: tuple[Reihe, ...]
    eigene: tuple[Reihe, ...]
    zahlen: Zahlen
    eigene_zahlen: Zahlen
    waehlbar: tuple[Indikator, ...]
    vergleich: Vergleich | None
    aehnliche: tuple[Aehnlich, ...]
    weitere: tuple[Gebiet, ...]
    stellung: Stellung | None
    land: Zahl | None

    @property
    def gewaehlte(self) -> tuple[Gebiet, ...]:
        """What is shown beside it."""
        return self.vergleich.gebiete[1:] if self.vergleich else ()

    @property
    def streifen(self) -> streifen.Bild | None:
        s = self.stellung
        return s and streifen.streifen(s.andere, s.zahl.wert, self.land.wert if self.land else None)

    @property
    def neueste(self) -> list[tuple[Reihe, Zahl, int, bool]]:
        """Each Indikator with its newest figure, the number of its source in `quellen`, and whether the portal computed it."""
        quellen, neueste = self.quellen, [(reihe, reihe.neueste) for reihe in self.reihen]
        return [(r, z, quellen.index(self.zahlen.quelle(z)) + 1, self.zahlen.ist_eigene(z)) for r, z in neueste if z]

    @property
    def quellen(self) -> list[str]:
        """Of the newest figures, each once."""
        return list(dict.fromkeys(self.zahlen.quelle(reihe.neueste) for reihe in self.reihen))

    @property
    def eigene_neueste(self) -> list[tuple[Reihe, Zahl, str]]:
        """What the Kommune counts itself, with its source."""
        return [(reihe, reihe.neueste, self.eigene_zahlen.quelle(reihe.neueste)) for reihe in self.eigene]

    @property
    def stellung_in_worten(self) -> str:
        """ "In 12 Kreisen ist der Anteil niedriger, in 31 höher.": among the others of its level."""
        s = self.stellung
        if s is None:
            return ""
        orte = stueck(s.niedriger, *EBENENWORT.get(self.gebiet.ebene, ("Gebiet", "Gebieten")))
        gleich = f", in {s.gleich} gleich" if s.gleich else ""
        ohne = f" Für {s.ohne} ist kein Wert veröffentlicht." if s.ohne else ""
        return f"In {orte} ist der Anteil niedriger, in {s.hoeher} höher{gleich}.{ohne}"


def _von_bis(gebiet: Gebiet, reihe: Reihe) -> str:
    mit_wert = [zahl for zahl in reihe.zahlen if zahl.wert is not None]
    abschnitte = [list(gruppe) for _, gruppe in groupby(mit_wert, key=lambda zahl: zahl.grundlage)]
    teile = []
    for zahlen in abschnitte:
        anfang, ende = zahlen[0], zahlen[-1]
        nach = f" ({ende.grundlagenwort})" if len(abschnitte) > 1 else ""
        davor = f"{anfang.text} am {anfang.tag:%d.%m.%Y}, " if anfang is not ende else ""
        teile.append(f"{davor}{ende.text} am {ende.tag:%d.%m.%Y}{nach}")
    return f"{gebiet}: {'; '.join(teile)}." if teile else ""


def kurzname(gebiet: Gebiet) -> str:
    """Beside a line there is little room: the name without its kind."""
    return gebiet.name.split(",")[0].split(" (")[0]


def blatt(gebiet: Gebiet, *, kennung: str = "", dazu: list[str] | None = None) -> Blatt:
    """`kennung`: the Indikator to draw, else the most telling one there is; `dazu`: keys of areas to compare with.

    What is not known among them is passed over. A constant number of queries.
    """
    indikatoren = list(Indikator.objects.select_related("nenner"))
    umfeld = darueber(gebiet)
    ebene = list(gleiche_ebene(gebiet))
    gewaehlte = [g for g in ebene if g.ags in (dazu or []) and g.pk != gebiet.pk][:MEISTE_DAZU]
    zahlen = laden(indikatoren, gebiete=[g.pk for g in (gebiet, *umfeld, *gewaehlte)])
    eigene_zahlen = laden(indikatoren, gebiete=[gebiet.pk], ist_amtlich=False)
    reihen = tuple(r for i in indikatoren if (r := zahlen.reihe(i, gebiet.pk)).zahlen)
    eigene = tuple(r for i in indikatoren if (r := eigene_zahlen.reihe(i, gebiet.pk)).zahlen)
    waehlbar = tuple(reihe.indikator for reihe in reihen if reihe.hat_wert)
    indikator = next((i for i in waehlbar if i.kennung == kennung), None) or _sprechendster(reihen)
    if indikator is None:
        return Blatt(gebiet, reihen, eigene, zahlen, eigene_zahlen, waehlbar, None, (), (), None, None)
    vergleichbar = not indikator.ist_anzahl
    gezeigt = (gebiet, *(g for g in (*umfeld, *gewaehlte) if g in gewaehlte or zahlen.reihe(indikator, g.pk).hat_wert))
    vergleich = Vergleich(indikator, gezeigt, tuple(zahlen.reihe(indikator, g.pk) for g in gezeigt), zahlen)
    letzte = vergleich.reihen[0].letzte
    daneben = laden([indikator], gebiete=[g.pk for g in ebene], tag=letzte.tag).werte if vergleichbar else {}
    nach_gebiet = {g: zahl for (_, g, _), zahl in daneben.items() if zahl.grundlage == letzte.grundlage}
    nahe = aehnliche(gebiet, ebene, nach_gebiet)
    weitere = [g for g in ebene if g.pk != gebiet.pk and g not in [a.gebiet for a in nahe]]
    land = next((zahlen.zahl(indikator, g.pk, letzte.tag) for g in umfeld if g.ebene == Gebiet.Ebene.LAND), None)
    land = land if land and land.grundlage == letzte.grundlage else None
    return Blatt(
        gebiet, reihen, eigene, zahlen, eigene_zahlen, waehlbar, vergleich, tuple(nahe), tuple(weitere),
        stellung(letzte, nach_gebiet, ebene), land,
    )  # fmt: skip


def _sprechendster(reihen: tuple[Reihe, ...]) -> Indikator | None:
    """A share before a count, of shares the one known for most days; shares can be compared with others."""
    mit_wert = [reihe for reihe in reihen if reihe.hat_wert]
    if not mit_wert:
        return None
    return max(mit_wert, key=lambda r: (not r.indikator.ist_anzahl, sum(z.wert is not None for z in r.zahlen))).indikator
