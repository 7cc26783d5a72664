from planung.models.baustein import Bausteinstand, Planungsseite
from planung.models.kette import UEBERGAENGE, Angebot, Uebergang
from planung.models.sozialraum import Sozialraum, Sozialraumzahl
from planung.models.untersuchung import Empfehlung, Untersuchung
from planung.models.vorhaben import Beteiligung, Foerderung, Phase, Ressource, Vorhaben
from planung.models.wirkung import Massnahme, Wirkungskarte

__all__ = [
    "UEBERGAENGE",
    "Angebot",
    "Bausteinstand",
    "Beteiligung",
    "Empfehlung",
    "Foerderung",
    "Massnahme",
    "Phase",
    "Planungsseite",
    "Ressource",
    "Sozialraum",
    "Sozialraumzahl",
    "Uebergang",
    "Untersuchung",
    "Vorhaben",
    "Wirkungskarte",
]
