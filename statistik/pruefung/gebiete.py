"""Keys of a file become areas of the register, as they were on the day of the figure."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
from rapidfuzz.fuzz import ratio

from statistik.models import Gebiet
from statistik.namen import kernname, sortierschluessel

LAENGEN = {2, 3, 5, 8, 9, 12}
JOBCENTER = re.compile(r"[tT]\d{4,}")
WIE_SCHLUESSEL = re.compile(r"DG|(?:0?[1-9]|1[0-6])(?:|\d|\d{3}|\d{6}|\d{7}|\d{10})")
AEHNLICH = 85  # of 100: abbreviations and typing errors
KEINS = -1
EBENEN_DARUEBER = {
    Gebiet.Ebene.LAND: (),
    Gebiet.Ebene.BEZIRK: (),
    Gebiet.Ebene.KREIS: (2, 3),
    Gebiet.Ebene.VERBAND: (5,),
    Gebiet.Ebene.GEMEINDE: (5, 9),
}  # digits of the keys of the areas that are made of those of a level


@dataclass(frozen=True)
class Eintrag:
    pk: int
    ars: str
    ags: str
    name: str
    anzeigename: str
    ebene: str
    parent_id: int | None
    von: date | None
    bis: date | None
    nachfolger: str = ""

    def gilt_am(self, tag: date) -> bool:
        return (self.von is None or self.von <= tag) and (self.bis is None or tag <= self.bis)


class Verzeichnis:
    """All areas of the portal, by key."""

    def __init__(self) -> None:
        felder = (
            "pk",
            "ars",
            "ags",
            "name",
            "anzeigename",
            "ebene",
            "parent_id",
            "gueltig_von",
            "gueltig_bis",
            "nachfolger__anzeigename",
        )
        self.eintraege = {zeile[0]: Eintrag(*zeile[:-1], zeile[-1] or "") for zeile in Gebiet.objects.values_list(*felder)}
        self.nach_schluessel: dict[str, list[Eintrag]] = {}
        for eintrag in self.eintraege.values():
            for schluessel in {eintrag.ars, eintrag.ags} - {""}:
                self.nach_schluessel.setdefault(schluessel, []).append(eintrag)
        self.laender = {e.ars for e in self.eintraege.values() if e.ebene == Gebiet.Ebene.LAND} or {"03"}

    def finden(self, schluessel: str, tag: date) -> tuple[int, str, str]:
        """(pk or KEINS, kind of Befund or "", what is particular about it)."""
        if not schluessel.isdigit() or not schluessel.isascii():
            return self._kein_schluessel(schluessel)
        if gefunden := self.nach_schluessel.get(schluessel):
            return self._am_tag(gefunden, tag)
        if len(schluessel) not in LAENGEN or not "01" <= schluessel[:2] <= "16":
            return self._ohne_null(schluessel, f"0{schluessel}", tag)
        if gefunden := self.nach_schluessel.get(_samtgemeinde(schluessel)):
            pk, art, angabe = self._am_tag(gefunden, tag)
            return pk, art or "lsn_schluessel", angabe or f"{schluessel} → {self.eintraege[pk].ars}"
        return KEINS, *(("unbekannt", schluessel) if schluessel[:2] in self.laender else ("ausserhalb", ""))

    def _kein_schluessel(self, text: str) -> tuple[int, str, str]:
        if text == "DG":  # Deutschland
            return KEINS, "ausserhalb", ""
        return KEINS, "jobcenter" if JOBCENTER.fullmatch(text) else "nicht_amtlich", f"„{text[:40]}“"

    def _ohne_null(self, schluessel: str, mit_null: str, tag: date) -> tuple[int, str, str]:
        if gefunden := self.nach_schluessel.get(mit_null):
            pk, art, angabe = self._am_tag(gefunden, tag)
            if art:  # two things to decide about one row: rather none of it
                return KEINS, "unbekannt", f"{schluessel}; vielleicht {mit_null}, {angabe}"
            return pk, "nullen", f"{schluessel} → {mit_null} {self.eintraege[pk].anzeigename}"
        if len(mit_null) in LAENGEN and mit_null[:2] not in self.laender and "01" <= mit_null[:2] <= "16":
            return KEINS, "ausserhalb", ""
        if len(mit_null) in LAENGEN and mit_null[:2] in self.laender:
            return KEINS, "unbekannt", f"{schluessel}, auch mit Null davor: {mit_null}"
        return KEINS, "nicht_amtlich", f"„{schluessel[:40]}“"

    def _am_tag(self, gefunden: list[Eintrag], tag: date) -> tuple[int, str, str]:
        gueltig = next((eintrag for eintrag in gefunden if eintrag.gilt_am(tag)), None)
        if gueltig:
            return gueltig.pk, "", ""
        naechster = max(gefunden, key=lambda eintrag: eintrag.bis or date.max)
        if naechster.bis and naechster.bis < tag:
            nachfolge = f", aufgegangen in: {naechster.nachfolger}" if naechster.nachfolger else ""
            return naechster.pk, "aufgeloest", f"{naechster.anzeigename}: bis {naechster.bis:%d.%m.%Y}{nachfolge}"
        return naechster.pk, "aufgeloest", f"{naechster.anzeigename}: erst ab {naechster.von:%d.%m.%Y}"

    def heisst_anders(self, pk: int, name: str) -> bool:
        """Does the file's name mean another place? Titles, kinds, additions and cut off ends do not count."""
        gesagt, ganz = _kern(name), sortierschluessel(name)
        eigener = self.eintraege[pk]
        bekannt = {_kern(eigener.name), _kern(eigener.anzeigename)} - {""}
        if not gesagt or not bekannt:
            return False
        aehnlich = any(b.startswith(gesagt) or gesagt.startswith(b) or b in ganz or ratio(b, gesagt) >= AEHNLICH for b in bekannt)
        return not aehnlich or _andere_art(name, eigener.anzeigename)

    def ahnen(self, pk: int) -> list[int]:
        """The areas it lies in, nearest first."""
        gefunden = []
        while (pk := self.eintraege[pk].parent_id or 0) in self.eintraege:
            gefunden.append(pk)
        return gefunden

    @cached_property
    def nachkommen(self) -> dict[tuple[int, str], set[int]]:
        """(area, level) -> all areas of that level in it, as of today."""
        gefunden: dict[tuple[int, str], set[int]] = {}
        for pk, eintrag in self.eintraege.items():
            if eintrag.bis is None:
                for ahne in self.ahnen(pk):
                    gefunden.setdefault((ahne, eintrag.ebene), set()).add(pk)
        return gefunden

    def hierarchie(self, tag: date) -> list[tuple[int, tuple[int, ...]]]:
        """(area, those that make it up) on a day, each way to do so: a Kreis of all Gemeinden, or of Samtgemeinden and the rest."""
        Ebene = Gebiet.Ebene  # noqa: N806
        damals = {eintrag.ars: eintrag for eintrag in self.eintraege.values() if eintrag.gilt_am(tag)}
        teile: dict[tuple[int, str], list[int]] = {}
        for ars, eintrag in damals.items():
            im_verband = eintrag.ebene == Ebene.GEMEINDE and ars[:9] in damals
            for laenge in EBENEN_DARUEBER[eintrag.ebene]:
                if ganzes := damals.get(ars[:laenge]):
                    if eintrag.ebene != Ebene.VERBAND:
                        teile.setdefault((ganzes.pk, eintrag.ebene), []).append(eintrag.pk)
                    if ganzes.ebene == Ebene.KREIS and not im_verband:
                        teile.setdefault((ganzes.pk, "gemischt"), []).append(eintrag.pk)
        return [(ganzes, tuple(pks)) for (ganzes, _), pks in teile.items()]

    def wie_schluessel(self, texte: list[str]) -> bool:
        """Are these the keys of areas, nearly all of them possible and some of them known, zeros lost or not?"""
        gesagt = [text for text in texte if text]
        moeglich = [text for text in gesagt if WIE_SCHLUESSEL.fullmatch(text)]
        bekannt = any(len(t) >= 4 and (t in self.nach_schluessel or f"0{t}" in self.nach_schluessel) for t in moeglich)
        return bekannt and len(moeglich) >= 0.9 * len(gesagt)

    @cached_property
    def ebene(self) -> dict[int, str]:
        return {pk: eintrag.ebene for pk, eintrag in self.eintraege.items()}

    def gueltige(self, ebene: str, tag: date) -> set[int]:
        return {pk for pk, e in self.eintraege.items() if e.ebene == ebene and e.gilt_am(tag)}

    def vektor(self, werte: dict[int, int | None]) -> np.ndarray:
        """A lookup by pk: `vektor[pk]`; KEINS where there is none."""
        feld = np.full(max(self.eintraege, default=0) + 1, KEINS, "i8")
        for pk, wert in werte.items():
            feld[pk] = KEINS if wert is None else wert
        return feld


def _samtgemeinde(schluessel: str) -> str:
    """The official key (ARS) of a Samtgemeinde in the LSN's form: eight digits, the sixth a 4."""
    return f"{schluessel[:5]}5{schluessel[5:]}" if len(schluessel) == 8 and schluessel[5] == "4" else ""


ARTWORTE = re.compile(
    r"\b(?:landkreis|kreisfreie stadt|kreisfr\. stadt|krfr\. stadt|kreisfr|kreis|stadt|hansestadt|landeshauptstadt|flecken|gemeinde"
    r"|samtgemeinde|sg|universit(?:ä|ae)tsstadt|statistische region|stat\. region|region|st|be|bergstadt|inselgemeinde|nordseebad"
    r"|seehafenstadt)\b\.?",
    re.IGNORECASE,
)


def _andere_art(gesagt: str, bekannt: str) -> bool:
    """ "Oldenburg, Landkreis" is not Stadt Oldenburg, as near as the names are. True only where both say what they are."""
    arten = [{art for art, muster in ARTEN_VON_KREISEN.items() if muster.search(name)} for name in (gesagt, bekannt)]
    return all(arten) and not arten[0] & arten[1]


ARTEN_VON_KREISEN = {
    "kreis": re.compile(r"\b(?:landkreis|kreis|region)\b", re.IGNORECASE),
    "stadt": re.compile(r"\b(?:stadt|kreisfrei\w*|krfr\.|hansestadt|landeshauptstadt)\b", re.IGNORECASE),
}


def _kern(name: str) -> str:
    """
    >>> _kern("Flensburg, kreisfreie Stadt") == _kern("Stadt Flensburg") == _kern("Flensburg")
    True
    """
    ohne_art = ARTWORTE.sub("", kernname(re.sub(r"\(bis .*?\)", "", name)))
    return re.sub(r"(?<=[aou])e", "", sortierschluessel(ohne_art)).strip()  # "Goettingen" is Göttingen
