from planung.models.baustein import Bausteinstand, Planungsseite
from planung.models.vorhaben import Beteiligung, Foerderung, Phase, Ressource, Vorhaben

__all__ = ["Bausteinstand", "Beteiligung", "Foerderung", "Phase", "Planungsseite", "Ressource", "Vorhaben"]
