"""The map of Lower Saxony as SVG paths. Derived by werkzeuge/geodaten.py; knows areas by their key only."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATEI = Path(__file__).with_name("niedersachsen.json")


@dataclass(frozen=True)
class Form:
    """A Kreis on the map: its key (five digits), SVG path, and the middle of its largest part."""

    ags: str
    d: str
    x: int
    y: int


@dataclass(frozen=True)
class Karte:
    """`formen` for the map to work with; `lage` the same areas coarser (only `d`), for a small locator."""

    breite: int
    hoehe: int
    quelle: str
    formen: tuple[Form, ...]
    lage: dict[str, str]


@cache
def niedersachsen() -> Karte:
    daten = json.loads(DATEI.read_text(encoding="utf-8"))
    formen = tuple(Form(ags, kreis["d"], kreis["x"], kreis["y"]) for ags, kreis in daten["kreise"].items())
    return Karte(daten["breite"], daten["hoehe"], daten["quelle"], formen, daten["lage"])
