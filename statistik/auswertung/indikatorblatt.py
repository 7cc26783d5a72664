"""All that is public about one Indikator: the map of the Kreise, their values on one day, the Land over time."""

import math
from dataclasses import dataclass
from datetime import date

from django.db.models.functions import Left

from grafik.karte import Form, niedersachsen
from grafik.klassen import Klassen, klassen
from statistik.auswertung.gebietsblatt import Vergleich
from statistik.auswertung.zahlen import Zahl, Zahlen, laden
from statistik.models import Gebiet, Indikator

GROESSTER_KREIS = 62  # radius on the map, in its unit


@dataclass(frozen=True)
class Flaeche:
    """A Kreis on the map: `stufe` of its class for a share, `radius` of its disc for a count; `zahl` None where there is none."""

    form: Form
    gebiet: Gebiet | None
    zahl: Zahl | None
    stufe: int = 0
    radius: int = 0


@dataclass(frozen=True)
class Indikatorblatt:
    """`zeilen`: (area, figure or None) by name; `kreis`: whose Gemeinden these are, None for the Kreise themselves."""

    indikator: Indikator
    tage: tuple[date, ...]
    tag: date | None
    kreis: Gebiet | None
    kreise: tuple[Gebiet, ...]
    mit_gemeinden: frozenset[str]
    zeilen: tuple[tuple[Gebiet, Zahl | None], ...]
    land: Zahl | None
    zahlen: Zahlen
    klassen: Klassen | None
    groesster: float
    flaechen: tuple[Flaeche, ...]
    vergleich: Vergleich | None

    @property
    def ohne(self) -> list[tuple[str, int]]:
        """How many Kreise on the map have no value, by reason."""
        gruende: dict[str, int] = {}
        for flaeche in self.flaechen:
            if flaeche.zahl is None or flaeche.zahl.wert is None:
                grund = flaeche.zahl.text if flaeche.zahl else "nicht geliefert"
                gruende[grund] = gruende.get(grund, 0) + 1
        return sorted(gruende.items())

    @property
    def legende(self) -> list[tuple[int, float, float, int, bool]]:
        """For each class (step, from, to, how many Kreise, is it the last): below `to`, in the last up to and with it."""
        if self.klassen is None or self.indikator.ist_anzahl:
            return []
        spannen = self.klassen.spannen
        return [
            (stufe, von, bis, sum(f.stufe == stufe for f in self.flaechen), stufe == len(spannen))
            for stufe, (von, bis) in enumerate(spannen, 1)
        ]

    @property
    def scheiben(self) -> list[tuple[float, int]]:
        """For the legend of a map of counts: round values with the radius of their discs."""
        werte = [f.zahl.wert for f in self.flaechen if f.zahl and f.zahl.wert]
        if not self.indikator.ist_anzahl or not werte:
            return []
        rund = 10 ** math.floor(math.log10(max(werte)))
        return [(wert, _radius(wert, self.groesster)) for wert in (rund, rund / 4, rund / 20) if wert >= 1]

    @property
    def quellen(self) -> list[str]:
        """Of all that the table shows."""
        return self.zahlen.zitate(self._gezeigt)

    @property
    def lizenzen(self) -> list[str]:
        """One, where all that is shown carries the same; else none is claimed for the whole."""
        worte = {self.zahlen.lizenz(zahl) for zahl in self._gezeigt}
        return list(worte) if len(worte) == 1 and "" not in worte else []

    @property
    def _gezeigt(self) -> list[Zahl]:
        return [zahl for _, zahl in self.zeilen if zahl] + ([self.land] if self.land else [])

    @property
    def grundlagen(self) -> list[str]:
        return list(dict.fromkeys(zahl.grundlagenwort for _, zahl in self.zeilen if zahl and zahl.grundlagenwort))


def indikatorblatt(indikator: Indikator, *, tag: date | None = None, kreis: str = "") -> Indikatorblatt:
    """`tag`: one of its days, else the newest; `kreis`: key of the Kreis whose Gemeinden to list. Seven queries at most."""
    alle_kreise = list(Gebiet.objects.filter(ebene__in=[Gebiet.Ebene.KREIS, Gebiet.Ebene.LAND]))
    land = next((gebiet for gebiet in alle_kreise if gebiet.ebene == Gebiet.Ebene.LAND), None)
    zahlen = laden([indikator], gebiete=[gebiet.pk for gebiet in alle_kreise])
    tage = tuple(zahlen.tage(indikator))
    tag = tag if tag in tage else (tage[0] if tage else None)
    damals = [g for g in alle_kreise if g.ebene == Gebiet.Ebene.KREIS and tag and _bestand(g, tag)]
    flaechen, gruppen, groesster = _karte(indikator, zahlen, damals, tag)
    gewaehlt = next((g for g in damals if g.ags == kreis), None)
    zeilen = [(gebiet, zahlen.zahl(indikator, gebiet.pk, tag)) for gebiet in damals]
    mit_gemeinden = _mit_gemeinden(indikator, tag)
    if gewaehlt:
        gemeinden = list(gleiche_gemeinden(gewaehlt))
        klein = laden([indikator], gebiete=[g.pk for g in gemeinden], tag=tag)
        zahlen.quellen |= klein.quellen
        zeilen = [(g, klein.zahl(indikator, g.pk, tag)) for g in gemeinden]
    reihe = zahlen.reihe(indikator, land.pk) if land else None
    vergleich = Vergleich(indikator, (land,), (reihe,), zahlen) if reihe and reihe.hat_wert else None
    return Indikatorblatt(
        indikator, tage, tag, gewaehlt, tuple(damals), mit_gemeinden, tuple(zeilen),
        zahlen.zahl(indikator, land.pk, tag) if land and tag else None, zahlen, gruppen, groesster,
        flaechen, vergleich,
    )  # fmt: skip


def gleiche_gemeinden(kreis: Gebiet):
    """Gemeinden and Samtgemeinden of a Kreis, each Samtgemeinde before its members."""
    return Gebiet.objects.gueltig().filter(
        ars__startswith=kreis.ars, ebene__in=[Gebiet.Ebene.GEMEINDE, Gebiet.Ebene.VERBAND]
    ).order_by("sortierung")  # fmt: skip


def _bestand(gebiet: Gebiet, tag: date) -> bool:
    return (gebiet.gueltig_von is None or gebiet.gueltig_von <= tag) and (gebiet.gueltig_bis is None or gebiet.gueltig_bis >= tag)


def _mit_gemeinden(indikator: Indikator, tag: date | None) -> frozenset[str]:
    """Keys of the Kreise for whose Gemeinden there are figures on this day."""
    pk = indikator.zaehler_id if indikator.eigene_berechnung else indikator.pk
    gemeinden = Gebiet.objects.filter(ebene__in=[Gebiet.Ebene.GEMEINDE, Gebiet.Ebene.VERBAND])
    da = gemeinden.filter(messwerte__indikator=pk, messwerte__stichtag=tag, messwerte__gilt=True, messwerte__ist_amtlich=True)
    return frozenset(da.annotate(kreis_schluessel=Left("ars", 5)).order_by().values_list("kreis_schluessel", flat=True).distinct())


def _karte(indikator, zahlen: Zahlen, damals: list[Gebiet], tag: date | None):
    """The same classes and discs for all days that rest on the same census, so that one sees what changes from day to day."""
    kreise, pks = {gebiet.ags: gebiet for gebiet in damals}, {gebiet.pk for gebiet in damals}
    heutige = {zahl.grundlage for zahl in zahlen.werte.values() if zahl.tag == tag}
    gemeinte = [z for z in zahlen.werte.values() if z.gebiet in pks and z.wert is not None and z.grundlage in heutige]
    werte = [zahl.wert for zahl in gemeinte]
    gruppen = None if indikator.ist_anzahl or not gemeinte else klassen(werte, gemeinte[0].stellen)
    groesster = max(werte, default=0)
    flaechen = []
    for form in niedersachsen().formen:
        gebiet = kreise.get(form.ags)
        zahl = zahlen.zahl(indikator, gebiet.pk, tag) if gebiet and tag else None
        wert = zahl.wert if zahl else None
        stufe = gruppen.stufe(wert) if gruppen and wert is not None else 0
        radius = _radius(wert, groesster) if indikator.ist_anzahl and wert else 0
        flaechen.append(Flaeche(form, gebiet, zahl, stufe, radius))
    return tuple(flaechen), gruppen, groesster


def _radius(wert: float, groesster: float) -> int:
    """The area of a disc is proportional to its value."""
    return max(1, round(GROESSTER_KREIS * math.sqrt(wert / groesster)))
