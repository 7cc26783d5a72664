"""The files as a data package (Frictionless Data Package v1, specs.frictionlessdata.io): what they hold, column by column."""

from statistik.grundlage import WORTE
from statistik.models import Gebiet, Herkunft, Messwert
from statistik.offen.verzeichnis import Eintrag, bestand, herkuenfte

NAME = "praeventionsketten-niedersachsen"
TITEL = "Präventionsketten Niedersachsen: amtliche Zahlen zu Kindern und Familien"
LIZENZEN = {
    "dl-de/by-2-0": (
        "dl-de-by-2.0",
        "Datenlizenz Deutschland – Namensnennung – Version 2.0",
        "https://www.govdata.de/dl-de/by-2-0",
    ),
    "dl-de/zero-2-0": ("dl-de-zero-2.0", "Datenlizenz Deutschland – Zero – Version 2.0", "https://www.govdata.de/dl-de/zero-2-0"),
    "CC BY 4.0": ("CC-BY-4.0", "Creative Commons Namensnennung 4.0", "https://creativecommons.org/licenses/by/4.0/deed.de"),
    "CC0": ("CC0-1.0", "Creative Commons Zero 1.0", "https://creativecommons.org/publicdomain/zero/1.0/deed.de"),
}  # by the word a Lieferung says: (name, title, address)
DIALEKT = {"delimiter": ";", "lineTerminator": "\r\n", "header": True}


def felder() -> list[dict]:
    """Columns of every file, as Table Schema; `wert` is empty exactly where `status` says why."""
    return [
        {"name": "indikator", "type": "string", "title": "Kennung des Indikators", "constraints": {"required": True}},
        {
            "name": "ags", "type": "string", "title": "Amtlicher Gemeindeschlüssel",
            "description": "Text, mit führender Null; leer bei Samtgemeinden, die keinen haben.",
            "constraints": {"pattern": r"^(\d{2}|\d{3}|\d{5}|\d{8})$"},
        },
        {
            "name": "ars", "type": "string", "title": "Amtlicher Regionalschlüssel",
            "constraints": {"required": True, "pattern": r"^(\d{2}|\d{3}|\d{5}|\d{9}|\d{12})$"},
        },
        {"name": "gebiet", "type": "string", "title": "Name des Gebiets", "constraints": {"required": True}},
        {
            "name": "ebene", "type": "string", "title": "Ebene",
            "constraints": {"required": True, "enum": list(Gebiet.Ebene.values)},
        },
        {"name": "stichtag", "type": "date", "title": "Stichtag", "constraints": {"required": True}},
        {"name": "wert", "type": "number", "title": "Wert", "decimalChar": ",", "description": "Leer, wo der Status sagt, warum."},
        {"name": "einheit", "type": "string", "title": "Einheit", "constraints": {"required": True}},
        {
            "name": "status", "type": "string", "title": "Status",
            "description": "; ".join(f"{wert}: {wort}" for wert, wort in Messwert.Status.choices),
            "constraints": {"required": True, "enum": list(Messwert.Status.values)},
        },
        {
            "name": "grundlage", "type": "string", "title": "Zensus, auf dem die Bevölkerungszahl beruht",
            "description": "; ".join(f"{wert}: {wort}" for wert, wort in WORTE.items()),
            "constraints": {"enum": list(WORTE)},
        },
        {
            "name": "eigene_berechnung", "type": "boolean", "title": "Vom Portal gerechnet", "trueValues": ["ja"],
            "falseValues": ["nein"],
        },
        {"name": "quelle", "type": "string", "title": "Quelle, wie sie zu nennen ist", "constraints": {"required": True}},
        {"name": "lizenz", "type": "string", "title": "Lizenz, wie die Quelle sie angibt"},
    ]  # fmt: skip


def lizenzen(quellen: list[Herkunft]) -> list[dict]:
    """The licence of all of it; where sources carry several or none, each row says its own."""
    worte = {herkunft.lieferung.lizenz for herkunft in quellen}
    return [lizenz(wort) for wort in worte] if len(worte) == 1 and "" not in worte else []


def lizenz(wort: str) -> dict:
    if wort in LIZENZEN:
        name, titel, adresse = LIZENZEN[wort]
        return {"name": name, "title": titel, "path": adresse}
    return {"name": wort.replace(" ", "-"), "title": wort}


def paket(adresse: str) -> dict:
    """`adresse`: of the folder the files stand in, for who reads the description elsewhere. Three queries."""
    eintraege = bestand()
    quellen = herkuenfte()
    alle = [herkunft for eintrag in eintraege for herkunft in eintrag.quellen(quellen)]
    fertig = {
        "profile": "tabular-data-package",
        "name": NAME,
        "title": TITEL,
        "description": "Was geheim ist, steht ohne Wert und mit Status „secret“ da: nicht als null und in keiner Summe.",
        "homepage": adresse,
        "resources": [_ressource(eintrag, eintrag.quellen(quellen)) for eintrag in eintraege],
    }
    return fertig | ({"licenses": lizenzen(alle)} if lizenzen(alle) else {})


def _ressource(eintrag: Eintrag, quellen: list[Herkunft]) -> dict:
    indikator = eintrag.indikator
    fertig = {
        "profile": "tabular-data-resource",
        "name": indikator.kennung.replace("_", "-"),
        "title": indikator.titel,
        "description": indikator.definition,
        "path": f"{indikator.kennung}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": DIALEKT,
        "sources": [{"title": text} for text in eintrag.zitate(quellen)],
        "schema": {"fields": felder(), "primaryKey": ["ars", "stichtag"], "missingValues": [""]},
    }
    return fertig | ({"licenses": lizenzen(quellen)} if lizenzen(quellen) else {})
