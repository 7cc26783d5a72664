from netzwerke.models.achsen import Einrichtungsart, Handlungsfeld
from netzwerke.models.einrichtung import Einrichtung, Standort
from netzwerke.models.gruppe import Gruppe, Mitgliedschaft, Mitgliedsperson
from netzwerke.models.sitzung import Aufgabe, Sitzung

__all__ = [
    "Aufgabe",
    "Einrichtung",
    "Einrichtungsart",
    "Gruppe",
    "Handlungsfeld",
    "Mitgliedschaft",
    "Mitgliedsperson",
    "Sitzung",
    "Standort",
]
