"""What reading yields. Everything is frozen; `zeilen` are line numbers of the source, from 1."""

from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal

from kommunen.zeitangabe import Zeitangabe


@dataclass(frozen=True)
class Zeile:
    nr: int
    text: str


@dataclass(frozen=True)
class GelesenerKontakt:
    funktionen: tuple[str, ...] = ()
    dienststelle: tuple[str, ...] = ()
    strasse: str = ""
    plz: str = ""
    ort: str = ""
    telefon: str = ""
    telefax: str = ""
    email: str = ""
    person: str = ""
    person_email: str = ""


@dataclass(frozen=True)
class GeleseneKennzahl:
    """One figure; `art`, `einheit` and `naeherung` are values of kommunen.models.Kennzahl's choices."""

    art: str
    wert: Decimal
    nachkommastellen: int
    einheit: str
    naeherung: str = ""
    zeitangabe: Zeitangabe | None = None
    quelle: str = ""
    definition: str = ""
    wortlaut: str = ""


@dataclass(frozen=True)
class GelesenerBaustein:
    nummer: int
    text: str


@dataclass(frozen=True)
class GelesenesMitglied:
    """`begleitet`: comes on top of the function before it ("+ 1 Experte aus dem Bereich")."""

    funktion: str
    einheit: str = ""
    obereinheit: str = ""
    anzahl: int | None = None
    mehrere: bool = False
    begleitet: bool = False
    person: str = ""
    wortlaut: str = ""


@dataclass(frozen=True)
class GeleseneGruppe:
    """`art` is a value of netzwerke.models.Gruppe.Art."""

    art: str
    name: str
    aufgabe: str = ""
    planungsstand: str = ""
    mitglieder: tuple[GelesenesMitglied, ...] = ()
    wortlaut: str = ""


@dataclass(frozen=True)
class GelesenerErfolg:
    text: str
    verweist_auf_downloads: bool = False


@dataclass(frozen=True)
class GelesenerDownload:
    titel: str
    datum: date | None = None
    groesse_kb: int | None = None
    typ: str = ""
    wortlaut: str = ""


@dataclass(frozen=True)
class GelesenerTermin:
    titel: str
    text: str
    datum: date
    beginn: time | None = None
    ende: time | None = None
    ort: str = ""
    programmweit: bool = False


@dataclass(frozen=True)
class GeleseneMeldung:
    titel: str
    text: str
    programmweit: bool = False


@dataclass(frozen=True)
class Lesung:
    """A profile as read. Texts are Markdown. `orte` says for every line that is not blank where it went."""

    quelltext: str
    name: str = ""
    kontakte: tuple[GelesenerKontakt, ...] = ()
    kennzahlen: tuple[GeleseneKennzahl, ...] = ()
    grund: str = ""
    ziele: str = ""
    bausteine: tuple[GelesenerBaustein, ...] = ()
    schwerpunkt: str = ""
    schwerpunkt_offen: bool = False
    gruppen: tuple[GeleseneGruppe, ...] = ()
    besonderheiten: str = ""
    erfolge: tuple[GelesenerErfolg, ...] = ()
    downloads: tuple[GelesenerDownload, ...] = ()
    termine: tuple[GelesenerTermin, ...] = ()
    meldungen: tuple[GeleseneMeldung, ...] = ()
    nicht_zugeordnet: tuple[Zeile, ...] = ()
    hinweise: tuple[str, ...] = ()
    orte: dict[int, str] = field(default_factory=dict)
