#!/usr/bin/env python
"""Derives the map of Lower Saxony and the table of its Kreise, once; the small results are committed.

    pip download --no-deps if-license-plates-could-talk==0.0.1
    python werkzeuge/geodaten.py if_license_plates_could_talk-0.0.1-py3-none-any.whl

Sources inside that wheel:
  VG250_KRS.shp    (c) GeoBasis-DE / BKG, dl-de/by-2-0, data changed (projected, simplified, rounded)
  04-kreise.xlsx   Statistisches Bundesamt, Gemeindeverzeichnis, 31.12.2019 (population, area in km2)
Results: grafik/niedersachsen.json (SVG paths), fixtures/gebiete.json (Gebiet rows).
"""

import itertools
import json
import math
import sys
import tempfile
import zipfile
from collections import defaultdict
from pathlib import Path

import openpyxl
import shapefile

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))


from statistik.namen import anzeigename, kreis_typ, sortierschluessel  # noqa: E402

SHAPE = "if_license_plates_could_talk/geo/shapefiles/VG250_KRS3/VG250_KRS"
TABELLE = "if_license_plates_could_talk/data/data_files/raw/regions/04-kreise.xlsx"
BREITE, RAND = 1000, 6
BREITENGRAD = math.cos(math.radians(52.75))  # keeps proportions in the middle of the Land
QUELLE = "Statistisches Bundesamt, Gemeindeverzeichnis, Kreise am 31.12.2019"
REGIONEN = {"031": "Braunschweig", "032": "Hannover", "033": "Lüneburg", "034": "Weser-Ems"}
STAEDTE = {  # the towns of the first profiles, and one more: ARS -> official name
    "033550022022": "Lüneburg, Hansestadt",
    "032410002002": "Barsinghausen, Stadt",
    "032410005005": "Garbsen, Stadt",
    "032410015015": "Seelze, Stadt",
    "032410001001": "Hannover, Landeshauptstadt",  # stands in every Kreis table of the Regionaldatenbank
}
FUSION = "2016-10-31"  # last day of the old Landkreise Göttingen and Osterode am Harz


def ringe(pfad):
    """{ags: [ring, ...]} with rings as lists of (longitude, latitude); land areas of Lower Saxony only."""
    flaechen = {}
    for eintrag in shapefile.Reader(str(pfad), encoding="utf-8").iterShapeRecords():
        satz = eintrag.record.as_dict()
        if satz["AGS"].startswith("03") and satz["GF"] == 4:  # GF 2: water
            grenzen = [*eintrag.shape.parts, len(eintrag.shape.points)]
            punkte = eintrag.shape.points
            flaechen[satz["AGS"]] = [punkte[a : b - 1] for a, b in itertools.pairwise(grenzen)]
    assert len(flaechen) == 45, len(flaechen)
    return dict(sorted(flaechen.items()))


def projiziert(flaechen):
    """Longitude and latitude to a picture 1000 wide; returns the areas and the picture's height."""
    alle = [punkt for liste in flaechen.values() for ring in liste for punkt in ring]
    x0, x1 = min(p[0] for p in alle) * BREITENGRAD, max(p[0] for p in alle) * BREITENGRAD
    y0, y1 = min(p[1] for p in alle), max(p[1] for p in alle)
    mass = (BREITE - 2 * RAND) / (x1 - x0)

    def ort(punkt):
        return ((punkt[0] * BREITENGRAD - x0) * mass + RAND, (y1 - punkt[1]) * mass + RAND)

    bild = {ags: [[ort(p) for p in ring] for ring in liste] for ags, liste in flaechen.items()}
    return bild, round((y1 - y0) * mass + 2 * RAND)


def knoten(flaechen):
    """Points where borders meet: simplifying between them keeps neighbours without gaps."""
    nachbarn = defaultdict(set)
    for liste in flaechen.values():
        for ring in liste:
            for i, punkt in enumerate(ring):
                nachbarn[punkt] |= {ring[i - 1], ring[(i + 1) % len(ring)]}
    return {punkt for punkt, andere in nachbarn.items() if len(andere) > 2}


def vereinfacht(linie, toleranz):
    """Douglas-Peucker over an open line; the ends stay."""
    if len(linie) < 3:
        return linie
    (ax, ay), (bx, by) = linie[0], linie[-1]
    laenge = math.hypot(bx - ax, by - ay) or 1e-9
    abstaende = [abs((bx - ax) * (ay - y) - (ax - x) * (by - ay)) / laenge for x, y in linie[1:-1]]
    weit = max(range(len(abstaende)), key=abstaende.__getitem__)
    if abstaende[weit] <= toleranz:
        return [linie[0], linie[-1]]
    return vereinfacht(linie[: weit + 2], toleranz)[:-1] + vereinfacht(linie[weit + 1 :], toleranz)


def geteilt(ring, feste):
    """The ring as lines from node to node, each in one direction only, so that both neighbours simplify alike."""
    anfang = next((i for i, p in enumerate(ring) if p in feste), min(range(len(ring)), key=ring.__getitem__))
    ring = ring[anfang:] + ring[: anfang + 1]
    schnitte = [i for i, p in enumerate(ring) if i in (0, len(ring) - 1) or p in feste]
    if len(schnitte) == 2:  # an island: halve it, or a closed line would collapse to a point
        schnitte.insert(1, len(ring) // 2)
    return [ring[a : b + 1] for a, b in itertools.pairwise(schnitte)]


def kleiner(ring, feste, toleranz):
    punkte = []
    for linie in geteilt(ring, feste):
        if linie[0] <= linie[-1]:
            punkte += vereinfacht(linie, toleranz)[:-1]
        else:
            punkte += vereinfacht(linie[::-1], toleranz)[::-1][:-1]
    return punkte


def flaeche(ring):
    return sum(x * ring[i - 1][1] - ring[i - 1][0] * y for i, (x, y) in enumerate(ring)) / 2


def innerster(ring, schritte=24):
    """The point of a grid that lies deepest inside: a number set there stands free of the border."""
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    gitter = [
        (min(xs) + (max(xs) - min(xs)) * i / schritte, min(ys) + (max(ys) - min(ys)) * j / schritte)
        for i in range(1, schritte)
        for j in range(1, schritte)
    ]
    x, y = max((p for p in gitter if liegt_in(p, ring)), key=lambda p: min(abstand(p, a, b) for a, b in kanten(ring)))
    return round(x), round(y)


def kanten(ring):
    return zip(ring, ring[1:] + ring[:1], strict=True)


def liegt_in(punkt, ring):
    x, y = punkt
    schnitte = [a for a, b in kanten(ring) if (a[1] > y) != (b[1] > y) and x < (b[0] - a[0]) * (y - a[1]) / (b[1] - a[1]) + a[0]]
    return len(schnitte) % 2 == 1


def abstand(p, a, b):
    dx, dy = b[0] - a[0], b[1] - a[1]
    t = max(0, min(1, ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / (dx * dx + dy * dy or 1e-9)))
    return math.hypot(p[0] - a[0] - t * dx, p[1] - a[1] - t * dy)


def pfad(ringliste):
    """SVG path in whole units, relative steps: the shortest spelling."""
    teile = []
    for ring in ringliste:
        ganz = [(round(x), round(y)) for x, y in ring]
        ganz = [p for i, p in enumerate(ganz) if p != ganz[i - 1]]
        if len(ganz) < 3:
            continue
        schritte = [(q[0] - p[0], q[1] - p[1]) for p, q in itertools.pairwise(ganz)]
        zug = "".join(f"{'' if i == 0 or x < 0 else ' '}{x}{'' if y < 0 else ' '}{y}" for i, (x, y) in enumerate(schritte))
        teile.append(f"M{ganz[0][0]} {ganz[0][1]}l{zug}z")
    return "".join(teile)


def karte(flaechen, toleranz, kleinste):
    feste = knoten(flaechen)
    ergebnis = {}
    for ags, liste in flaechen.items():
        klein = [kleiner(ring, feste, toleranz) for ring in liste if abs(flaeche(ring)) >= kleinste]
        x, y = innerster(max(liste, key=lambda ring: abs(flaeche(ring))))
        ergebnis[ags] = {"d": pfad(klein), "x": x, "y": y}
    return ergebnis


def kreise(tabelle):
    """Rows of the official table: key, kind, name, area in km2, population."""
    blatt = openpyxl.load_workbook(tabelle, read_only=True)["Kreisfreie Städte u. Landkreise"]
    for schluessel, typ, name, _nuts, km2, einwohner, *_ in blatt.iter_rows(values_only=True):
        if isinstance(schluessel, str) and len(schluessel) == 5 and schluessel.startswith("03"):
            yield schluessel, kreis_typ(name.strip(), typ), name.strip(), round(km2, 2), einwohner


def zeile(ars, ags, name, typ, ebene, parent=None, **mehr):
    felder = {"ars": ars, "ags": ags, "name": name, "typ": typ, "ebene": ebene, "anzeigename": anzeigename(name, typ)}
    felder |= {"sortierung": sortierschluessel(name), "parent": parent and [parent, None], **mehr}
    return {"model": "statistik.gebiet", "fields": felder}


def gebiete(tabelle):
    yield zeile("03", "03", "Niedersachsen", "Land", "land")
    for schluessel, name in REGIONEN.items():
        yield zeile(schluessel, schluessel, f"Statistische Region {name}", "Statistische Region", "bezirk", "03")
    for schluessel, typ, name, km2, einwohner in kreise(tabelle):
        figuren = {"flaeche_km2": str(km2), "einwohner": einwohner, "stand": "2019-12-31", "quelle": QUELLE}
        beginn = {"gueltig_von": "2016-11-01"} if schluessel == "03159" else {}
        yield zeile(schluessel, schluessel, name, typ, "kreis", schluessel[:3], **figuren, **beginn)
    for schluessel, name in {"03152": "Göttingen", "03156": "Osterode am Harz"}.items():
        ende = {"gueltig_bis": FUSION, "nachfolger": ["03159", None]}
        yield zeile(schluessel, schluessel, name, "Landkreis", "kreis", "031", **ende)
    for ars, name in STAEDTE.items():
        yield zeile(ars, ars[:5] + ars[9:], name, "Stadt", "gemeinde", ars[:5])


def main(wheel):
    with tempfile.TemporaryDirectory() as ordner:
        zipfile.ZipFile(wheel).extractall(ordner)
        flaechen, hoehe = projiziert(ringe(Path(ordner, SHAPE)))
        bild = {
            "quelle": "© GeoBasis-DE / BKG (Daten verändert), Datenlizenz Deutschland – Namensnennung – Version 2.0",
            "breite": BREITE,
            "hoehe": hoehe,
            "kreise": karte(flaechen, toleranz=0.7, kleinste=4),
            "lage": {ags: k["d"] for ags, k in karte(flaechen, toleranz=3.0, kleinste=60).items()},
        }
        zeilen = list(gebiete(Path(ordner, TABELLE)))
    (ROOT / "grafik/niedersachsen.json").write_text(json.dumps(bild, ensure_ascii=False, indent=0) + "\n")
    (ROOT / "fixtures/gebiete.json").write_text(json.dumps(zeilen, ensure_ascii=False, indent=1) + "\n")
    print(
        f"{len(zeilen)} Gebiete; Karte {sum(len(k['d']) for k in bild['kreise'].values())} Zeichen, "
        f"Lage {sum(map(len, bild['lage'].values()))} Zeichen"
    )


if __name__ == "__main__":
    main(sys.argv[1])
