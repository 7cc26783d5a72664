"""A Kommune's figures on one A4 page, for a meeting or the notice board."""

from datetime import date

from kern.pdf import setzen
from kommunen.models import Kommune
from statistik import bild
from statistik.auswertung.gebietsblatt import Blatt
from statistik.auswertung.zahlen import Reihe, Zahl

TAG = "%d.%m.%Y"
MEISTE_ZEILEN = 18  # fit on the page beside the picture


def zahlenblatt(kommune: Kommune, blatt: Blatt, heute: date) -> bytes:
    vergleich = blatt.vergleich
    daten = {
        "titel": f"Zahlen: {kommune}",
        "art": kommune.art,
        "wo": f"Erstellt am {heute:{TAG}}",
        "fuss": "Amtliche Statistik; was das Portal selbst rechnet, heißt eigene Berechnung.",
        "zeilen": [_zeile(*eintrag) for eintrag in blatt.neueste[:MEISTE_ZEILEN]],
        "mehr": max(0, len(blatt.neueste) - MEISTE_ZEILEN),
        "quellen": blatt.quellen,
        "bild": None,
        "stellung": blatt.stellung_in_worten,
    }
    if vergleich and vergleich.bild:
        daten |= {
            "bild": bild.verlauf(vergleich, allein=False),
            "bildtitel": vergleich.indikator.titel,
            "alt": " ".join(
                [vergleich.worte, *(f"Bruch der Reihe ab {z.tag:{TAG}}: {z.grundlagenwort}." for z in vergleich.brueche)]
            ),
            "lesehilfe": vergleich.indikator.lesehilfe,
            "tafelkopf": ["Stichtag", *(str(gebiet) for gebiet in vergleich.gebiete)],
            "tafel": [[f"{tag:{TAG}}", *(z.text if z else "–" for z in zahlen)] for tag, zahlen, _ in vergleich.tafel[:8]],
            "bruch": " ".join(f"Bruch: ab {z.tag:{TAG}} {z.grundlagenwort}." for z in vergleich.brueche),
        }
    return setzen("zahlenblatt", daten)


def _zeile(reihe: Reihe, zahl: Zahl, quelle: int, ist_eigene: bool) -> dict:
    grundlage = f", {zahl.grundlagenwort}" if zahl.grundlagenwort else ""
    status = f" ({zahl.statuswort})" if zahl.statuswort else ""
    return {
        "was": reihe.indikator.titel + (" (eigene Berechnung)" if ist_eigene else ""),
        "wert": zahl.text + status,
        "tag": f"{zahl.tag:{TAG}}{grundlage}",
        "quelle": str(quelle),
    }
