"""All that is public about one area: its figures, one of them over time beside others, and where it stands."""

from dataclasses import dataclass
from datetime import date

from grafik import linien, streifen
from statistik.auswertung.umfeld import Aehnlich, Stellung, aehnliche, darueber, gleiche_ebene, stellung
from statistik.auswertung.zahlen import Reihe, Zahl, Zahlen, laden
from statistik.models import Gebiet, Indikator

MEISTE_DAZU = 3
EBENENWORT = {
    Gebiet.Ebene.KREIS: "Kreisen und kreisfreien Städten",
    Gebiet.Ebene.VERBAND: "Samtgemeinden",
    Gebiet.Ebene.GEMEINDE: "Gemeinden",
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
        return linien.linien([self._eingabe(i) for i in range(len(self.gebiete))], ab_null=not self.basis)

    def _eingabe(self, nummer: int) -> linien.Eingabe:
        reihe, gebiet = self.reihen[nummer], self.gebiete[nummer]
        art = "selbst" if nummer == 0 else {"land": "land"}.get(gebiet.ebene, f"dazu{min(nummer, 4)}")
        neu = {zahl.tag for zahl in reihe.brueche}
        hundert = self.zahlen.zahl(self.indikator, gebiet.pk, self.basis).wert if self.basis else 100
        stellen = [linien.Stelle(z.tag, None if z.wert is None else 100 * z.wert / hundert, z.tag in neu) for z in reihe.zahlen]
        return linien.Eingabe(kurzname(gebiet), art, stellen)

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
        """The picture in a sentence: how the own line begins and ends."""
        mit_wert = [zahl for zahl in self.reihen[0].zahlen if zahl.wert is not None]
        if not mit_wert:
            return f"Für {self.gebiete[0]} liegt kein Wert vor."
        if len(mit_wert) == 1:
            return f"{self.gebiete[0]}: {mit_wert[0].text} am {mit_wert[0].tag:%d.%m.%Y}."
        anfang, ende = mit_wert[0], mit_wert[-1]
        return f"{self.gebiete[0]}: {anfang.text} am {anfang.tag:%d.%m.%Y}, {ende.text} am {ende.tag:%d.%m.%Y}."


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
    def streifen(self) -> streifen.Bild | None:
        s = self.stellung
        return s and streifen.streifen(s.andere, s.zahl.wert, self.land.wert if self.land else None)

    @property
    def neueste(self) -> list[tuple[Reihe, Zahl, int]]:
        """Each Indikator with its newest figure and the number of its source in `quellen`."""
        quellen = self.quellen
        return [(reihe, reihe.letzte, quellen.index(self.zahlen.quelle(reihe.letzte)) + 1) for reihe in self.reihen]

    @property
    def quellen(self) -> list[str]:
        """Of the newest figures, each once."""
        return list(dict.fromkeys(self.zahlen.quelle(reihe.letzte) for reihe in self.reihen))

    @property
    def eigene_neueste(self) -> list[tuple[Reihe, Zahl, str]]:
        """What the Kommune counts itself, with its source."""
        return [(reihe, reihe.letzte, self.eigene_zahlen.quelle(reihe.letzte)) for reihe in self.eigene]

    @property
    def ebenenwort(self) -> str:
        """ "In drei …": the others of its level."""
        return EBENENWORT.get(self.gebiet.ebene, "Gebieten")


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
    gezeigt = (gebiet, *(g for g in (*umfeld, *gewaehlte) if zahlen.reihe(indikator, g.pk).hat_wert))
    vergleich = Vergleich(indikator, gezeigt, tuple(zahlen.reihe(indikator, g.pk) for g in gezeigt), zahlen)
    letzte = vergleich.reihen[0].letzte
    daneben = laden([indikator], gebiete=[g.pk for g in ebene], tag=letzte.tag).werte if vergleichbar else {}
    nach_gebiet = {g: zahl for (_, g, _), zahl in daneben.items()}
    nahe = aehnliche(gebiet, ebene, nach_gebiet)
    weitere = [g for g in ebene if g.pk != gebiet.pk and g not in [a.gebiet for a in nahe]]
    land = next((zahlen.zahl(indikator, g.pk, letzte.tag) for g in umfeld if g.ebene == Gebiet.Ebene.LAND), None)
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
