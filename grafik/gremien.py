"""The organisation picture: levels one below the other, held together by a chain; groups as boxes, as coordinates for SVG."""

from dataclasses import dataclass
from itertools import pairwise

from grafik.kette import bogen
from grafik.text import umbrechen

BREITE, ABSTAND, LUFT, POLSTER = 1160, 16, 16, 16
SPALTE = 172  # for the chain and the names of the levels
EINZUG = 20  # of what stands in a list
TITEL, TEXT, NOTIZ = 18, 15, 13
ZEILE = {TITEL: 23, TEXT: 20, NOTIZ: 17}
SCHMALSTE = 290  # a column of entries in a box
RING, KETTE_X = 17, 36  # radius of a level's ring, and where its middle is
MARKE = 11  # radius of a numbered ring
RINGABSTAND = 1.75  # in radii; less than two, so that they hold each other
MEISTE_JE_REIHE = 4
MEISTE_MIT_MITGLIEDERN = 14  # more groups than that, and their boxes hold numbers instead of lists


@dataclass(frozen=True)
class Eintrag:
    """A line in a box: a function, what comes with it (`zusatz`), and whether its institution links several groups."""

    text: str
    zusatz: tuple[str, ...] = ()
    verbindet: bool = False


@dataclass(frozen=True)
class Kasten:
    titel: str
    notiz: str = ""
    eintraege: tuple[Eintrag, ...] = ()
    url: str = ""
    folgt: bool = False
    marken: tuple[int, ...] = ()


@dataclass(frozen=True)
class Ebene:
    name: str
    kaesten: tuple[Kasten, ...]


@dataclass(frozen=True)
class Zeile:
    """A line of text; `ringe` are the centres of the two small rings before it, where its institution links groups."""

    x: float
    y: float
    text: str
    form: str  # "titel", "notiz", "text", "zusatz"
    ringe: tuple[float, ...] = ()


@dataclass(frozen=True)
class Marke:
    x: float
    y: float
    nummer: int


@dataclass(frozen=True)
class GezeichneterKasten:
    x: float
    y: float
    breite: float
    hoehe: float
    zeilen: tuple[Zeile, ...]
    url: str
    folgt: bool
    marken: tuple[Marke, ...]


@dataclass(frozen=True)
class GezeichneteEbene:
    """`ring_y` is the middle of its ring, `ueber` the arcs of it that pass over the links (SVG paths)."""

    namen: tuple[Zeile, ...]
    y: float
    hoehe: float
    ring_y: float
    ueber: str
    kaesten: tuple[GezeichneterKasten, ...]


@dataclass(frozen=True)
class Glied:
    y: float
    hoehe: float


@dataclass(frozen=True)
class Gremienbild:
    breite: int
    hoehe: int
    ebenen: tuple[GezeichneteEbene, ...]
    glieder: tuple[Glied, ...]

    @property
    def nur_zahlen(self):
        """Too many groups to show who sits in each."""
        return sum(len(ebene.kaesten) for ebene in self.ebenen) > MEISTE_MIT_MITGLIEDERN

    @property
    def zeigt_verbindende(self):
        return any(zeile.ringe for ebene in self.ebenen for kasten in ebene.kaesten for zeile in kasten.zeilen)


def gremienbild(ebenen: list[Ebene]) -> Gremienbild:
    """Boxes of a level share its width, at most four in a row, and are as high as the highest of their row."""
    y = 0.0
    gezeichnet: list[GezeichneteEbene] = []
    for ebene in ebenen:
        oben = y
        y += LUFT
        kaesten = []
        for anfang in range(0, len(ebene.kaesten), MEISTE_JE_REIHE):
            reihe = ebene.kaesten[anfang : anfang + MEISTE_JE_REIHE]
            spalten = len(reihe) if anfang == 0 else MEISTE_JE_REIHE
            breite = (BREITE - SPALTE - LUFT - ABSTAND * (spalten - 1)) / spalten
            gesetzt = [_gesetzt(kasten, SPALTE + i * (breite + ABSTAND), y, breite) for i, kasten in enumerate(reihe)]
            hoehe = max(unten for *_, unten in gesetzt) - y
            kaesten += [
                GezeichneterKasten(round(x, 1), y, round(breite, 1), hoehe, zeilen, k.url, k.folgt, marken)
                for k, (x, zeilen, marken, _) in zip(reihe, gesetzt, strict=True)
            ]
            y += hoehe + ABSTAND
        y += LUFT - ABSTAND
        gezeichnet.append(
            _ebene(ebene.name, oben, max(y - oben, 96.0), tuple(kaesten), erste=not gezeichnet, letzte=ebene is ebenen[-1])
        )
        y = oben + gezeichnet[-1].hoehe + ABSTAND
    ringe = [ebene.ring_y for ebene in gezeichnet]
    glieder = tuple(Glied(a + 6, b - a - 12) for a, b in pairwise(ringe))
    return Gremienbild(BREITE, round(max(0.0, y - ABSTAND)), tuple(gezeichnet), glieder)


def _ebene(name, y, hoehe, kaesten, *, erste, letzte):
    ring_y = y + 38
    bogen_unten = "" if letzte else bogen(KETTE_X, ring_y, RING, 38, 86)  # over the right side of the link that leaves it
    bogen_oben = "" if erste else bogen(KETTE_X, ring_y, RING, 218, 266)  # over the left side of the link that comes in
    namen = tuple(
        Zeile(KETTE_X + RING + 12, round(ring_y + 6 + i * 20, 1), stueck, "ebene")
        for i, stueck in enumerate(umbrechen(name, 16, SPALTE - KETTE_X - RING - 16))
    )
    return GezeichneteEbene(namen, y, hoehe, ring_y, bogen_unten + bogen_oben, kaesten)


def _gesetzt(kasten: Kasten, x: float, y: float, breite: float) -> tuple[float, tuple[Zeile, ...], tuple[Marke, ...], float]:
    """(left edge, lines, numbered rings, lower edge) of a box at its place."""
    innen = breite - 2 * POLSTER
    weite_der_marken = MARKE * (RINGABSTAND * len(kasten.marken) + 1) if kasten.marken else 0
    daneben = weite_der_marken < innen / 3
    zeilen: list[Zeile] = []
    unten = y + POLSTER
    unten = _setzen(zeilen, kasten.titel, TITEL, "titel", x + POLSTER, unten, innen - weite_der_marken if daneben else innen)
    unten = _setzen(zeilen, kasten.notiz, NOTIZ, "notiz", x + POLSTER, unten, innen)
    if kasten.marken and not daneben:
        unten += 2 * MARKE + 8
    marken = _marken(kasten.marken, x, y, breite, unten, daneben=daneben)
    if kasten.eintraege:
        unten = _spalten(zeilen, kasten.eintraege, x + POLSTER, unten + 8, innen)
    return x, tuple(zeilen), marken, unten + POLSTER


def _marken(nummern, x, y, breite, unten, *, daneben):
    """Rings that hold each other: beside the title at the right edge, or, where they are many, in a row below it."""
    schritt = min(MARKE * RINGABSTAND, (breite - 2 * POLSTER - 2 * MARKE) / max(1, len(nummern) - 1))
    if daneben:
        anfang, mitte = x + breite - POLSTER - MARKE - (len(nummern) - 1) * schritt, y + POLSTER + 11
    else:
        anfang, mitte = x + POLSTER + MARKE, unten - MARKE
    return tuple(Marke(round(anfang + i * schritt, 1), round(mitte, 1), nr) for i, nr in enumerate(nummern))


def _setzen(zeilen, text, groesse, form, x, y, platz, verbindet=False) -> float:
    for i, stueck in enumerate(umbrechen(text, groesse, platz)):
        ringe = (round(x - EINZUG + 4, 1), round(x - EINZUG + 9.4, 1)) if verbindet and i == 0 else ()
        zeilen.append(Zeile(round(x, 1), round(y + ZEILE[groesse] * 0.73, 1), stueck, form, ringe))
        y += ZEILE[groesse]
    return y


def _spalten(zeilen, eintraege, x, y, breite) -> float:
    """Entries in as many columns as there is room for, filled one after the other; returns the lower edge."""
    anzahl = max(1, min(len(eintraege), int((breite + ABSTAND) // (SCHMALSTE + ABSTAND))))
    spalte = (breite - ABSTAND * (anzahl - 1)) / anzahl
    je_spalte = -(-len(eintraege) // anzahl)
    unten = y
    for nr in range(anzahl):
        hier, links = y, x + nr * (spalte + ABSTAND) + EINZUG
        for eintrag in eintraege[nr * je_spalte : (nr + 1) * je_spalte]:
            hier = _setzen(zeilen, eintrag.text, TEXT, "text", links, hier + 5, spalte - EINZUG, eintrag.verbindet)
            for zusatz in eintrag.zusatz:
                hier = _setzen(zeilen, zusatz, NOTIZ, "zusatz", links, hier, spalte - EINZUG)
        unten = max(unten, hier)
    return unten
