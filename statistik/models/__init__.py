from statistik.models.gebiet import Gebiet, GebietQuerySet
from statistik.models.indikator import Indikator
from statistik.models.lieferung import Herkunft, Lieferung, Zuordnung
from statistik.models.messwert import Messwert

__all__ = ["Gebiet", "GebietQuerySet", "Herkunft", "Indikator", "Lieferung", "Messwert", "Zuordnung"]
