from gremien.models.beratung import Beratung, Gremium
from gremien.models.vorlage import Anlage, Beschlusspunkt, Vorlage

__all__ = ["Anlage", "Beratung", "Beschlusspunkt", "Gremium", "Vorlage"]
