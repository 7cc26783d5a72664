"""The six life phases, the same on every page: number, name, what belongs to it. Hue and symbol go by the number."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Lebensphase:
    nummer: int
    name: str
    orte: str = ""


LEBENSPHASEN = (
    Lebensphase(1, "Schwangerschaft und Geburt", "Beratung, Hebammen, Kliniken"),
    Lebensphase(2, "0 bis 3 Jahre", "Krippe, Frühe Hilfen"),
    Lebensphase(3, "3 bis 6 Jahre", "Kita"),
    Lebensphase(4, "6 bis 10 Jahre", "Grundschule"),
    Lebensphase(5, "ab 10 Jahre", "weiterführende Schule"),
    Lebensphase(6, "Schule und Beruf", "erster Beruf"),
)
