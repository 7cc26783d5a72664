"""Reads the official Gemeindeverzeichnis (Destatis, file GV100AD, fixed width, one area a line).

The columns are read by the package gv100ad-py; here they become areas with keys, parents and names.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import StringIO

from django.db import transaction
from gv100ad.entities.municipal_association_type import MunicipalAssociationType
from gv100ad.entities.municipality_type import MunicipalityType
from gv100ad.reader import GV100ADReader

from statistik.models import Gebiet
from statistik.namen import anzeigename, kreis_typ, sortierschluessel

Ebene = Gebiet.Ebene
KUERZESTE_ZEILE = {"10": 72, "20": 72, "30": 72, "40": 124, "50": 124, "60": 170}
GEBIET_TYPEN = {
    MunicipalityType.MARKT: "Markt",
    MunicipalityType.KREISFREIE_STADT: "Kreisfreie Stadt",
    MunicipalityType.STADTKREIS: "Stadtkreis",
    MunicipalityType.STADT: "Stadt",
    MunicipalityType.GROSSE_KREISSTADT: "Stadt",
    MunicipalityType.GEMEINDEFREIES_GEBIET_BEWOHNT: "Gemeindefreies Gebiet",
    MunicipalityType.GEMEINDEFREIES_GEBIET_UNBEWOHNT: "Gemeindefreies Gebiet",
}


class VerzeichnisFehler(ValueError):
    """The file cannot be taken over; `meldungen` name line and reason, in German."""

    def __init__(self, meldungen: list[str]):
        super().__init__("\n".join(meldungen))
        self.meldungen = meldungen


@dataclass(frozen=True)
class Satz:
    """One area of the file. `ueber` lists the keys of possible parents, nearest first."""

    zeile: int
    ars: str
    ags: str
    name: str
    typ: str
    ebene: Ebene
    stand: date
    ueber: tuple[str, ...]
    flaeche_km2: Decimal | None = None
    einwohner: int | None = None


@dataclass(frozen=True)
class Ergebnis:
    neu: int
    geaendert: int
    gleich: int
    fehlt_in_der_datei: tuple[str, ...]


def text(inhalt: bytes) -> str:
    try:
        return inhalt.decode("utf-8-sig")
    except UnicodeDecodeError:
        return inhalt.decode("cp1252", errors="replace")


def lesen(zeilen: Iterable[str]) -> list[Satz]:
    """All areas of the file, in its order. Raises VerzeichnisFehler with every line that cannot be read."""
    saetze: dict[str, Satz] = {}
    fehler = []
    for nr, zeile in enumerate(zeilen, start=1):
        if not zeile.strip():
            continue
        try:
            satz = _satz(nr, zeile.rstrip("\r\n"))
        except ValueError as grund:
            fehler.append(f"Zeile {nr}: {grund}")
            continue
        if satz is None:
            continue
        if satz.ars in saetze:
            fehler.append(f"Zeile {nr}: Der Schlüssel {satz.ars} steht schon in Zeile {saetze[satz.ars].zeile}.")
        saetze.setdefault(satz.ars, satz)
    fehler += [
        f"Zeile {satz.zeile}: Zu {satz.name} ({satz.ars}) fehlt das übergeordnete Gebiet {satz.ueber[0]} in der Datei."
        for satz in saetze.values()
        if satz.ueber and not any(ars in saetze for ars in satz.ueber)
    ]
    if not saetze and not fehler:
        fehler = ["Die Datei enthält keine Gebiete. Erwartet wird die Datei GV100AD des Statistischen Bundesamts."]
    if fehler:
        raise VerzeichnisFehler(fehler)
    return list(saetze.values())


def _satz(nr: int, zeile: str) -> Satz | None:
    """The area of one line; None for lines that stand for no area of their own."""
    art = zeile[:2]
    if art not in KUERZESTE_ZEILE:
        raise ValueError(f"Die Satzart „{art}“ gibt es nicht (erwartet: 10, 20, 30, 40, 50 oder 60).")
    if len(zeile) < KUERZESTE_ZEILE[art]:
        raise ValueError(f"Die Zeile hat {len(zeile)} Zeichen, die Satzart {art} braucht mindestens {KUERZESTE_ZEILE[art]}.")
    try:
        eintrag = next(iter(GV100ADReader(StringIO(zeile)).read()))
    except ValueError as grund:
        raise ValueError(f"Ein Feld lässt sich nicht lesen ({grund}).") from grund
    kreis, verband = zeile[10:15], zeile[18:22]
    name = eintrag.name.strip()
    match art:
        case "10":
            satz = (zeile[10:12], zeile[10:12], name, "Land", Ebene.LAND, ())
        case "20":
            typ = "Statistische Region" if name.startswith("Statistische Region") else "Regierungsbezirk"
            satz = (zeile[10:13], zeile[10:13], name, typ, Ebene.BEZIRK, (zeile[10:12],))
        case "40":
            typ = kreis_typ(name, eintrag.type.name.replace("_", " ").title().replace("Freie", "freie"))
            satz = (kreis, kreis, name, typ, Ebene.KREIS, (kreis[:3], kreis[:2]))
        case "50" if eintrag.type != MunicipalAssociationType.VERBANDSFREIE_GEMEINDE:
            typ = eintrag.type.name.replace("_", " ").title()
            satz = (kreis + verband, "", name, typ, Ebene.VERBAND, (kreis,))
        case "60":
            ags = zeile[10:18]
            typ = GEBIET_TYPEN.get(eintrag.type, "Gemeinde")
            satz = (kreis + verband + ags[5:], ags, name, typ, Ebene.GEMEINDE, (kreis + verband, kreis))
        case _:
            return None
    if not satz[0].strip().isdigit() or len(satz[0].strip()) != len(satz[0]):
        raise ValueError(f"Der Schlüssel „{satz[0]}“ besteht nicht aus Ziffern.")
    zahlen = {"flaeche_km2": Decimal(eintrag.area) / 100, "einwohner": eintrag.inhabitants} if art == "60" else {}
    return Satz(nr, *satz[:5], stand=eintrag.timestamp, ueber=satz[5], **zahlen)


@transaction.atomic
def uebernehmen(saetze: list[Satz], fortschritt: Callable[[Iterable[Satz]], Iterable[Satz]] = iter) -> Ergebnis:
    """Bring the table to the state of the file: all or nothing.

    Areas missing in the file are reported and left as they are: into which area they were merged the file does not
    say. Level by level, since a parent has to exist first.
    """
    vorhanden = {gebiet.ars: gebiet for gebiet in Gebiet.objects.gueltig()}
    vorher = set(vorhanden)
    neu = geaendert = 0
    ebenen = [[satz for satz in saetze if satz.ebene == ebene] for ebene in Ebene]
    lauf = iter(fortschritt([satz for ebene in ebenen for satz in ebene]))
    for ebene in ebenen:
        anlegen, aendern = [], []
        for satz, felder in _felder(lauf, len(ebene), vorhanden):
            gebiet = vorhanden.get(satz.ars)
            if gebiet is None:
                anlegen.append(Gebiet(ars=satz.ars, **felder))
            elif any(_alt(gebiet, name) != _neu(wert) for name, wert in felder.items()):
                for name, wert in felder.items():
                    setattr(gebiet, name, wert)
                aendern.append(gebiet)
        Gebiet.objects.bulk_create(anlegen, batch_size=500)
        if aendern:
            Gebiet.objects.bulk_update(aendern, FELDER, batch_size=200)
        vorhanden |= {gebiet.ars: gebiet for gebiet in anlegen}
        neu, geaendert = neu + len(anlegen), geaendert + len(aendern)
    in_der_datei = {satz.ars for satz in saetze}
    laender = {satz.ars[:2] for satz in saetze}
    fehlt = tuple(str(vorhanden[ars]) for ars in sorted(vorher - in_der_datei) if ars[:2] in laender)
    return Ergebnis(neu, geaendert, len(saetze) - neu - geaendert, fehlt)


def _alt(gebiet: Gebiet, feld: str):
    return gebiet.parent_id if feld == "parent" else getattr(gebiet, feld)  # the parent itself would cost a query


def _neu(wert):
    return wert.pk if isinstance(wert, Gebiet) else wert


FELDER = ["ags", "name", "typ", "anzeigename", "sortierung", "ebene", "parent", "flaeche_km2", "einwohner", "stand", "quelle"]


def _felder(lauf: Iterator[Satz], anzahl: int, vorhanden: dict[str, Gebiet]) -> Iterator[tuple[Satz, dict]]:
    """The next areas with the values of their row; figures the file does not give stay as they are."""
    for _, satz in zip(range(anzahl), lauf, strict=False):
        felder = {
            "ags": satz.ags,
            "name": satz.name,
            "typ": satz.typ,
            "anzeigename": anzeigename(satz.name, satz.typ),
            "sortierung": sortierschluessel(satz.name),
            "ebene": satz.ebene,
            "parent": next((vorhanden[ars] for ars in satz.ueber if ars in vorhanden), None),
        }
        if satz.einwohner is not None:
            felder |= {"flaeche_km2": satz.flaeche_km2, "einwohner": satz.einwohner, "stand": satz.stand}
            felder["quelle"] = f"Statistisches Bundesamt, Gemeindeverzeichnis GV100AD, Gebietsstand {satz.stand:%d.%m.%Y}"
        yield satz, felder
