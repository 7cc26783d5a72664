"""Pictures as files that stand alone: with title, source and all else that the page says beside them."""

from django.template.loader import render_to_string

from grafik.karte import niedersachsen
from grafik.text import umbrechen
from kern.templatetags.schreibweise import zahl_schreiben
from statistik.auswertung.gebietsblatt import Vergleich
from statistik.auswertung.indikatorblatt import Indikatorblatt

TITEL, TITELZEILE, FUSS, FUSSZEILE, RAND = 15, 19, 8, 11, 16


def verlauf(vergleich: Vergleich, *, allein: bool = True) -> str:
    """SVG of the lines. `allein`: with title and sources; without them where they stand beside it."""
    bild = vergleich.bild
    breite = bild.breite - RAND
    titel = umbrechen(f"{vergleich.indikator.titel}, {vergleich.gebiete[0]}", TITEL, breite) if allein else []
    bruch = [f"Bruch ab {zahl.tag:%d.%m.%Y}: {zahl.grundlagenwort}." for zahl in vergleich.brueche]
    fuss = umbrechen(" ".join([*bruch, "Quelle:", "; ".join(vergleich.quellen)]), FUSS, breite) if allein else []
    oben = -TITELZEILE * len(titel) - RAND
    rahmen = {
        "oben": oben,
        "hoehe": bild.hoehe - oben + FUSSZEILE * len(fuss) + FUSS,
        "titel": [(TITELZEILE * (i + 1) + oben + 2, zeile) for i, zeile in enumerate(titel)],
        "fuss": [(bild.hoehe + FUSSZEILE * (i + 1), zeile) for i, zeile in enumerate(fuss)],
    }
    return render_to_string("grafik/linien.svg", {"vergleich": vergleich, "bild": bild, "rahmen": rahmen})


FARBEN = ("#fff", "#dfe6f7", "#b3c4ee", "#8099dd", "#4463bb", "#18327f")  # as in tokens.css: a file knows no style sheet
LAND = "#e3e5ee"
KARTENTITEL, KARTENZEILE, KARTENFUSS, KARTENFUSSZEILE, EINTRAG = 38, 46, 20, 27, 44


def karte(blatt: Indikatorblatt) -> str:
    """SVG of the map of one day, with its legend and sources."""
    form = niedersachsen()
    titel = umbrechen(f"{blatt.indikator.titel}, {blatt.tag:%d.%m.%Y}", KARTENTITEL, form.breite - 40)
    oben = -KARTENZEILE * len(titel) - 20
    legende = list(_legende(blatt, form.hoehe + 20))
    unten = (legende[-1]["y"] if legende else form.hoehe) + 30
    quellen = "; ".join(blatt.quellen)
    fuss = umbrechen(f"Quelle: {quellen}. Karte: {form.quelle}", KARTENFUSS, form.breite - 40)
    rahmen = {
        "oben": oben,
        "hoehe": unten + KARTENFUSSZEILE * len(fuss) + 20 - oben,
        "titel": [(oben + KARTENZEILE * (i + 1), zeile) for i, zeile in enumerate(titel)],
        "fuss": [(unten + KARTENFUSSZEILE * (i + 1), zeile) for i, zeile in enumerate(fuss)],
    }
    flaechen = [(f, LAND if blatt.indikator.ist_anzahl and f.radius else FARBEN[f.stufe]) for f in blatt.flaechen]
    kontext = {
        "blatt": blatt, "indikator": blatt.indikator, "karte": form, "rahmen": rahmen, "legende": legende, "flaechen": flaechen,
        "quellen": quellen,
    }  # fmt: skip
    return render_to_string("grafik/karte.svg", kontext)


def _legende(blatt: Indikatorblatt, y: int):
    for stufe, von, bis, anzahl, letzte in blatt.legende:
        grenzen = [zahl_schreiben(wert, blatt.klassen.stellen) for wert in (von, bis)]
        text = f"{grenzen[0]} bis {'' if letzte else 'unter '}{grenzen[1]} ({anzahl})"
        yield {"y": (y := y + EINTRAG), "zeichen": stufe, "farbe": FARBEN[stufe], "hell": stufe > 3, "text": text}
    for wert, radius in blatt.scheiben:
        yield {"y": y + radius + 12, "radius": radius, "text": zahl_schreiben(wert)}
        y += 2 * radius + 12
    for grund, anzahl in blatt.ohne:
        yield {"y": (y := y + EINTRAG), "zeichen": "", "farbe": FARBEN[0], "hell": False, "text": f"{grund} ({anzahl})"}
