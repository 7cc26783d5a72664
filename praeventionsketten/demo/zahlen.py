"""Figures of the statistics offices for the 45 Kreise, brought in as any delivery is: read, checked, taken over."""

from django.core.files import File

from praeventionsketten.demo import ORDNER
from statistik import actions, eingang

ENTSCHEIDUNGEN = {
    "bevoelkerung-zensus2011": {"grundlage": "zensus2011"},
    "grundsicherung": {"grundlage": "unbekannt"},
}  # what these files do not say themselves


def zahlen_laden() -> None:
    for pfad in sorted((ORDNER / "zahlen").glob("*.csv")):
        with pfad.open("rb") as strom:
            datei = File(strom, name=pfad.name)
            if eingang.schon_da(datei):
                continue
            lieferung = actions.annehmen(datei, als="Demo")
        gesagt = ENTSCHEIDUNGEN.get(pfad.stem, {})
        lieferung = actions.neu_pruefen(lieferung, entscheidungen=gesagt, herkunft={"lizenz": "dl-de/by-2-0"})
        actions.uebernehmen(lieferung)
