from kommunen.models.aktuelles import Meldung, Termin
from kommunen.models.datei import Datei, Download
from kommunen.models.einladung import Einladung
from kommunen.models.einlesung import Einlesung
from kommunen.models.fassung import Abschnitt, Fassung
from kommunen.models.kennzahl import Kennzahl
from kommunen.models.kommune import (
    SATZ,
    Kommune,
    Koordination,
    Listenzeile,
    Programmteilnahme,
    SichtbarQuerySet,
    profil_oeffentlich,
)
from kommunen.models.personen import Ansprechperson
from kommunen.models.profil import Erfolg, Kontakt, Profil, Projektbaustein

__all__ = [
    "SATZ",
    "Abschnitt",
    "Ansprechperson",
    "Datei",
    "Download",
    "Einladung",
    "Einlesung",
    "Erfolg",
    "Fassung",
    "Kennzahl",
    "Kommune",
    "Kontakt",
    "Koordination",
    "Listenzeile",
    "Meldung",
    "Profil",
    "Programmteilnahme",
    "Projektbaustein",
    "SichtbarQuerySet",
    "Termin",
    "profil_oeffentlich",
]
