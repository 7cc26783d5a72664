from planung.models.baustein import Bausteinstand, Planungsseite
from planung.models.kette import UEBERGAENGE, Angebot, Uebergang
from planung.models.vorhaben import Beteiligung, Foerderung, Phase, Ressource, Vorhaben

__all__ = [
    "UEBERGAENGE",
    "Angebot",
    "Bausteinstand",
    "Beteiligung",
    "Foerderung",
    "Phase",
    "Planungsseite",
    "Ressource",
    "Uebergang",
    "Vorhaben",
]
