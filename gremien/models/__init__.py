from gremien.models.beratung import Beratung, Gremium
from gremien.models.oparl import OparlObjekt
from gremien.models.vorlage import Anlage, Beschlusspunkt, Vorlage

__all__ = ["Anlage", "Beratung", "Beschlusspunkt", "Gremium", "OparlObjekt", "Vorlage"]
