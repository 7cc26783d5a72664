"""A check as a page shows it: sums, what has to be decided, and rows by the page. No query for each row."""

from dataclasses import dataclass

import numpy as np
from django.core.paginator import Paginator

from grafik.karte import niedersachsen
from kern.templatetags.schreibweise import zahl_schreiben
from statistik.leser.werte import OHNE_WERT
from statistik.models import Gebiet, Indikator, Messwert
from statistik.pruefung.befunde import ARTEN, FEHLER, HINWEIS, WARNUNG, Art, Befund, gewaehlt
from statistik.pruefung.bestand import STATUS
from statistik.pruefung.ergebnis import GEAENDERT, GLEICH, NEU, WAS, WAS_TITEL, Pruefung

BEISPIELE = 4
ZEILEN_JE_SEITE = 50
STATUSWORT = dict(Messwert.Status.choices)
KOPF = ("Zeile", "Spalte", "Schlüssel", "Gebiet", "Indikator", "Stichtag", "bisher", "Wert", "was geschieht", "was auffällt")


@dataclass(frozen=True)
class Zeile:
    """One figure. `wert` and `alt` are written out, with the reason where there is no value."""

    zeile: int
    spalte: int
    schluessel: str
    gebiet: str
    indikator: str
    stichtag: str
    alt: str
    wert: str
    was: str
    auffaellig: str

    @property
    def zellen(self) -> tuple:
        return (self.zeile, self.spalte if self.spalte > 0 else "", self.schluessel, self.gebiet, self.indikator, self.stichtag,
                self.alt, self.wert, WAS_TITEL[self.was], self.auffaellig)  # fmt: skip


@dataclass(frozen=True)
class Gruppe:
    """All rows of one kind of Befund, a few of them as examples; `gewaehlt` is the decision that holds."""

    art: Art
    anzahl: int
    beispiele: list[Zeile]
    gewaehlt: str


class Ansicht:
    """Reads names of areas and Indikatoren once."""

    def __init__(self, pruefung: Pruefung) -> None:
        self.pruefung = pruefung
        self.indikatoren = {i.pk: i for i in Indikator.objects.all()}
        self.angaben: dict[int, list[str]] = {}

    def zeilen(self, stellen: np.ndarray, art: str = "") -> list[Zeile]:
        """A few rows, written out; with what is particular about them, for one kind of Befund without its title."""
        p = self.pruefung
        gebiete = Gebiet.objects.in_bulk(np.unique(p.gebiet[stellen]).tolist())
        auffaellig = self._auffaellig(stellen, art)
        return [self._zeile(int(stelle), gebiete, auffaellig.get(int(stelle), "")) for stelle in stellen]

    def _auffaellig(self, stellen: np.ndarray, art: str) -> dict[int, str]:
        gefunden: dict[int, list[str]] = {}
        for befund in self.pruefung.sortiert():
            if art and befund.art != art:
                continue
            for nummer in np.flatnonzero(np.isin(befund.stellen, stellen)):
                worte = ["" if art else ARTEN[befund.art].titel, befund.angaben[nummer] if befund.angaben else ""]
                gefunden.setdefault(int(befund.stellen[nummer]), []).append(": ".join(filter(None, worte)))
        return {stelle: "; ".join(worte) for stelle, worte in gefunden.items()}

    def _zeile(self, i: int, gebiete: dict[int, Gebiet], auffaellig: str) -> Zeile:
        p = self.pruefung
        gebiet, indikator = gebiete.get(int(p.gebiet[i])), self.indikatoren.get(int(p.indikator[i]))
        tag = p.tag[i].item()
        schluessel = p.texte["schluessel"][p.schluessel[i]] if p.schluessel[i] >= 0 else ""
        return Zeile(
            zeile=int(p.zeile[i]), spalte=int(p.spalte[i]), schluessel=schluessel or (gebiet.ags or gebiet.ars if gebiet else ""),
            gebiet=str(gebiet or ""), indikator=str(indikator or ""), stichtag=f"{tag:%d.%m.%Y}" if tag else "",
            alt=self._wert(p.alt[i], p.alt_status[i], "") if p.alt_status[i] >= 0 else "",
            wert=self._wert(p.wert[i], p.status[i], p.texte["zeichen"][p.zeichen[i]]), was=WAS[p.was[i]], auffaellig=auffaellig,
        )  # fmt: skip

    @staticmethod
    def _wert(zahl: float, status: int, zeichen: str) -> str:
        if np.isnan(zahl) and STATUS[status] not in OHNE_WERT:
            return "unlesbar"
        if np.isnan(zahl):
            return f"{zeichen} ({STATUSWORT[STATUS[status]]})".strip() if zeichen else STATUSWORT[STATUS[status]]
        return zahl_schreiben(zahl)

    def gruppen(self, entscheidungen: dict[str, str]) -> dict[str, list[Gruppe]]:
        """By severity: what keeps rows out, what is to be decided, what is only said. Befunde of one kind stand together."""
        nach_art: dict[str, list[Befund]] = {}
        for befund in self.pruefung.sortiert():
            nach_art.setdefault(befund.art, []).append(befund)
        gruppen: dict[str, list[Gruppe]] = {FEHLER: [], WARNUNG: [], HINWEIS: []}
        for kennung, befunde in nach_art.items():
            art = ARTEN[kennung]
            stellen = np.concatenate([befund.stellen for befund in befunde])
            beispiele = [] if art.schwere == HINWEIS else self.zeilen(stellen[:BEISPIELE], kennung)
            gruppen[art.schwere].append(Gruppe(art, len(np.unique(stellen)), beispiele, gewaehlt(kennung, entscheidungen)))
        return gruppen

    def auswahl(self, was: str, art: str) -> np.ndarray:
        """Rows to which this happens and about which this was noticed; with neither, those that need eyes."""
        p = self.pruefung
        stellen = np.arange(len(p))
        if was in WAS:
            stellen = stellen[p.was[stellen] == WAS.index(was)]
        if art in ARTEN:
            stellen = stellen[np.isin(stellen, _stellen([b for b in p.befunde if b.art == art]))]
        if was not in WAS and art not in ARTEN and was != "alle":
            stellen = np.union1d(_stellen([b for b in p.befunde if b.schwere != HINWEIS]), np.flatnonzero(p.was == GEAENDERT))
        return stellen

    def seite(self, stellen: np.ndarray, nummer: str) -> tuple:
        seite = Paginator(stellen, ZEILEN_JE_SEITE).get_page(nummer)
        return seite, self.zeilen(np.asarray(seite.object_list))

    def geaendert(self) -> list[Zeile]:
        return self.zeilen(np.flatnonzero(self.pruefung.was == GEAENDERT)[:8])


def _stellen(befunde: list[Befund]) -> np.ndarray:
    return np.unique(np.concatenate([np.zeros(0, "i8"), *(befund.stellen for befund in befunde)])).astype("i8")


def karte(pruefung: Pruefung) -> dict:
    """For each Kreis on the map what the file brings for it or its Gemeinden; and how many Kreise of each kind."""
    kreise = dict(Gebiet.objects.gueltig().exclude(ebene=Gebiet.Ebene.LAND).values_list("pk", "ars"))
    stufe: dict[str, int] = {}
    for kode in (GLEICH, NEU, GEAENDERT):  # what changes outweighs what is new
        for pk in np.unique(pruefung.gebiet[pruefung.was == kode]).tolist():
            if pk in kreise and len(kreise[pk]) >= 5:
                stufe[kreise[pk][:5]] = kode
    formen = [(form, WAS[stufe[form.ags]] if form.ags in stufe else "ohne") for form in niedersachsen().formen]
    anzahlen = {name: sum(1 for _, art in formen if art == name) for name in ("neu", "geaendert", "gleich", "ohne")}
    return {"karte": niedersachsen(), "formen": formen, "anzahlen": anzahlen}
