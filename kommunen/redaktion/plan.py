"""What each section of a profile consists of. Everything else in this package reads it from here."""

from dataclasses import dataclass
from typing import Any

from kommunen import models as k

Art = k.Abschnitt.Art


@dataclass(frozen=True)
class Liste:
    """A list of entries: `name` is the Kommune's related name; `verweise` are the fields that name another row's key.

    `paare` are fields that mean something only together, so that two people's changes to them never mix.
    """

    name: str
    modell: Any
    felder: tuple[str, ...]
    pflicht: tuple[str, ...] = ()
    verweise: tuple[str, ...] = ()
    einzahl: str = "Eintrag"
    laesst_sich_ordnen: bool = True
    paare: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Bauplan:
    """`felder` are fields of Profil, `pflicht` those an entry needs before it can be published."""

    art: Art
    worum: str
    felder: tuple[str, ...] = ()
    listen: tuple[Liste, ...] = ()

    @property
    def paare(self):
        return tuple(paar for liste in self.listen for paar in liste.paare)


KONTAKTE = Liste(
    "kontakte",
    k.Kontakt,
    ("funktionen", "dienststelle", "strasse", "plz", "ort", "telefon", "telefax", "email"),
    einzahl="Kontakt",
)
KENNZAHLEN = Liste(
    "kennzahlen",
    k.Kennzahl,
    (
        "art",
        "wert",
        "nachkommastellen",
        "einheit",
        "naeherung",
        "status",
        "stichtag",
        "genauigkeit",
        "quelle",
        "definition",
        "wortlaut",
    ),
    pflicht=("art",),
    einzahl="Kennzahl",
    paare=(("wert", "nachkommastellen", "einheit", "status"), ("stichtag", "genauigkeit")),
)
PROJEKTBAUSTEINE = Liste(
    "projektbausteine",
    k.Projektbaustein,
    ("nummer", "titel", "text"),
    pflicht=("nummer", "titel"),
    einzahl="Projektbaustein",
    laesst_sich_ordnen=False,
)
DOWNLOADS = Liste(
    "downloads",
    k.Download,
    ("titel", "datum", "groesse_kb", "typ", "datei", "url"),
    pflicht=("titel",),
    verweise=("datei",),
    einzahl="Dokument",
    paare=(("datei", "url"),),
)
ERFOLGE = Liste("erfolge", k.Erfolg, ("text", "download"), pflicht=("text",), verweise=("download",), einzahl="Erfolg")
TERMINE = Liste(
    "termine",
    k.Termin,
    ("titel", "text", "datum", "beginn", "ende", "ort", "zielgruppe", "anmeldung", "abgesagt"),
    pflicht=("titel", "datum"),
    einzahl="Termin",
    laesst_sich_ordnen=False,
    paare=(("datum", "beginn", "ende"),),
)
MELDUNGEN = Liste(
    "meldungen", k.Meldung, ("titel", "text", "datum"), pflicht=("text",), einzahl="Meldung", laesst_sich_ordnen=False
)

PLAN = {
    bauplan.art: bauplan
    for bauplan in (
        Bauplan(Art.KONTAKT, "An wen sich Menschen wenden können.", listen=(KONTAKTE,)),
        Bauplan(
            Art.KENNZAHLEN, "Wie viele Kinder hier leben und wie es ihnen geht, mit Stichtag und Quelle.", listen=(KENNZAHLEN,)
        ),
        Bauplan(Art.GRUND, "Warum Ihre Kommune eine Präventionskette aufbaut.", felder=("kurztext", "grund")),
        Bauplan(
            Art.ZIELE,
            "Was Sie erreichen wollen und in welchen Schritten.",
            felder=("ziele", "schwerpunkt", "schwerpunkt_offen"),
            listen=(PROJEKTBAUSTEINE,),
        ),
        Bauplan(Art.BESONDERHEITEN, "Was bei Ihnen anders ist als anderswo.", felder=("besonderheiten",)),
        # before the Erfolge, which refer to them
        Bauplan(Art.DOWNLOADS, "Dokumente zum Herunterladen.", listen=(DOWNLOADS,)),
        Bauplan(Art.ERFOLGE, "Was schon geklappt hat.", listen=(ERFOLGE,)),
        Bauplan(Art.TERMINE, "Wozu Sie einladen. Vergangenes rückt von selbst in den Rückblick.", listen=(TERMINE,)),
        Bauplan(Art.MELDUNGEN, "Kurze Neuigkeiten aus Ihrer Präventionskette.", listen=(MELDUNGEN,)),
    )
}
