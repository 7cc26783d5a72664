"""The programme's nine building blocks. A chain goes through them again and again; none is ever done for good."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Baustein:
    """`fragt`: what one asks oneself at this block."""

    kennung: str
    name: str
    fragt: str


BAUSTEINE = (
    Baustein("bestand", "Bestandsanalyse", "Was gibt es schon, und wer macht es?"),
    Baustein("netzwerk", "Netzwerkaufbau", "Wer arbeitet zusammen, und in welchen Gruppen?"),
    Baustein("bedarf", "Bedarfs- und Bedürfnisanalyse", "Was brauchen Kinder und Familien, und was sagen sie selbst?"),
    Baustein("ziele", "Zielentwicklung", "Worauf haben sich alle geeinigt?"),
    Baustein("angebote", "Angebotskoordinierung", "Passen die Angebote zueinander, und wo fehlt eines?"),
    Baustein("struktur", "Strukturentwicklung", "Was bleibt, wenn Menschen wechseln?"),
    Baustein("beschluss", "Politische Beschlussfassung", "Trägt die Politik die Kette mit?"),
    Baustein("partizipation", "Partizipation", "Wer von denen, um die es geht, entscheidet mit?"),
    Baustein("monitoring", "Wirkungsorientiertes Monitoring", "Woran merkt man, dass es wirkt?"),
)
NAMEN = {baustein.kennung: baustein.name for baustein in BAUSTEINE}
