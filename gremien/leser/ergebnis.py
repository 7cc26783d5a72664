"""What reading yields. Everything is frozen."""

from dataclasses import dataclass, field
from datetime import date

from kommunen.leser.ergebnis import Zeile
from kommunen.zeitangabe import Zeitangabe


@dataclass(frozen=True)
class GeleseneBeratung:
    """One station; `oeffentlich`, `rolle` and `abstimmung` are values of gremien.models.Beratung's choices, "" is not said."""

    gremium: str
    ist_gruppe: bool = False
    datum: date | None = None
    oeffentlich: str = ""
    rolle: str = ""
    top: str = ""
    abstimmung: str = ""
    ja: int | None = None
    nein: int | None = None
    enthaltungen: int | None = None
    laut_vorschlag: bool | None = None
    abweichend: str = ""


@dataclass(frozen=True)
class GeleseneFinanzen:
    """The seed's table, in its words; `gesichert` is "ja", "nein" or "" where neither is ticked."""

    erlaeuterung: str = ""
    erarbeitung: str = ""
    vorbereitung: str = ""
    umsetzung: str = ""
    folgekosten: str = ""
    gesichert: str = ""
    kostenstelle: str = ""
    kostentraeger: str = ""
    haushaltsjahr: str = ""
    einnahmen: str = ""


@dataclass(frozen=True)
class GelesenePhase:
    """A sentence that says until when or from when something happens."""

    wortlaut: str
    von: Zeitangabe | None = None
    bis: Zeitangabe | None = None


@dataclass(frozen=True)
class GeleseneVorlage:
    """A paper as read. Texts are Markdown. `orte` says for every line that is not blank where it went."""

    art: str = ""
    nummer: str = ""
    betreff: str = ""
    datum: date | None = None
    federfuehrend: str = ""
    beteiligte: tuple[str, ...] = ()
    beratungen: tuple[GeleseneBeratung, ...] = ()
    sachverhalt: str = ""
    beschlusspunkte: tuple[str, ...] = ()
    finanzen: GeleseneFinanzen = GeleseneFinanzen()
    anlagen: tuple[str, ...] = ()
    bezuege: tuple[str, ...] = ()
    berichtspflicht: str = ""
    phasen: tuple[GelesenePhase, ...] = ()
    nicht_zugeordnet: tuple[Zeile, ...] = ()
    hinweise: tuple[str, ...] = ()
    orte: dict[int, str] = field(default_factory=dict)
