"""What each cell of a Rohtabelle stands for: which area, which day, which Indikator; the figures still as text.

Every format but the portal's own says by its own words what a column counts; a Zuordnung (made once by a person, remembered
for the next file of this shape) ties these words to Indikatoren.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from statistik.leser.einlesen import SCHLUESSEL, ZEITZELLE
from statistik.leser.rohtabelle import LeseFehler, Rohtabelle, Spalte, Texte
from statistik.leser.zeit import MONATE, stichtag

EINHEIT = re.compile(r"Anzahl|Prozent|%|Personen|\d+|Tsd\.?|Tausend|Mill\.?|EUR|je .*|Promille")
MEISTE_REIHEN = 1000
ZEITWORTE = {"stichtag", "jahr", "zeit", "monat", "berichtsjahr"}
SCHLUESSELKOPF = re.compile(r"(?i)ags|ars|rs|gkz|.*schl(ü|ue)ssel.*|.*kennziffer.*|gebietsnr.*|regional(code|key)|krs|kreisnr.*")
NAMENSKOPF = re.compile(r"(?i)name|gebiet|kreis|gemeinde|kommune|region|bezeichnung|landkreis.*|stadt.*|raumeinheit")
ZEITKOPF = re.compile(r"(?i)stichtag|jahr|datum|zeit|monat|berichtsmonat|period")
GEBIETSMERKMALE = re.compile(r"DINSG|DLAND|REGBEZ|KREISE|GEMEIN\w*|STAREG|GEOGM\d|GEOLK\d|GEOBL\d|GEODL\d|STADT\w*")


@dataclass(frozen=True)
class Zuordnung:
    """`reihen`: words of the file -> id of an Indikator, or "" for what is left out.

    `schluessel`, `name` and `zeit` are headings of columns, for tables of no known format; `stichtag` is the day of a file
    that names none itself.
    """

    reihen: dict[str, str] = field(default_factory=dict)
    schluessel: str = ""
    name: str = ""
    zeit: str = ""
    stichtag: str = ""


@dataclass(frozen=True)
class Reihe:
    """One thing a file counts: its words, an example of its figures and, where the file says it, the unit."""

    titel: str
    beispiele: list[str]
    einheit: str = ""


@dataclass(frozen=True)
class Zellen:
    """One line for each figure. Arrays of one length; each points into the list of texts beside it.

    zeile     int32   line in the file
    spalte    int16   column in the file, from 1
    schluessel, name, zeit, wert, einheit, status, herkunft   in `kodes`, int32, each into `texte` of its name
    reihe     int32   into `reihen`: (words of the file, id of the Indikator)
    """

    zeile: np.ndarray
    spalte: np.ndarray
    reihe: np.ndarray
    reihen: list[tuple[str, str]]
    kodes: dict[str, np.ndarray]
    texte: dict[str, list[str]]

    def __len__(self) -> int:
        return len(self.zeile)


FELDER = ("schluessel", "name", "zeit", "wert", "einheit", "status", "herkunft")


def kennzeichen(roh: Rohtabelle) -> str:
    """What files of one shape have in common, whatever their days and figures."""
    angaben = roh.angaben
    if angaben.format == "vorlage":
        return ""
    if angaben.format == "genesis":
        return f"genesis:{angaben.tabelle}"
    if angaben.format == "fremd":
        koepfe = "\n".join(re.sub(r"\d{4}", "JJJJ", spalte.kopf.casefold()) for spalte in roh.spalten)
        return f"fremd:{hashlib.sha256(koepfe.encode()).hexdigest()[:24]}"
    erste = roh.spalten[0]
    codes = (
        roh.spalte("value_variable_code").texte
        if angaben.format == "flach_neu"
        else [s.kopf.split("__")[0] for s in _wertspalten(roh)]
    )
    return f"flach:{erste.texte[0]}:{','.join(sorted(codes))}"[:200]


def reihen(roh: Rohtabelle) -> list[Reihe]:
    """What the file counts. Empty for the portal's own template, whose rows name their Indikator."""
    if roh.angaben.format == "vorlage":
        return []
    if roh.angaben.format == "fremd":
        return [Reihe(spalte.kopf, spalte.beispiele()) for spalte in roh.spalten]
    gefunden: dict[str, Reihe] = {}
    for teil in _teile(roh, Zuordnung()):
        for i, titel in enumerate(teil.titel):
            if titel not in gefunden:
                stellen = np.flatnonzero(teil.reihe == i)[:3]
                einheit = teil.einheit if isinstance(teil.einheit, str) else teil.einheit.texte[teil.einheit.kodes[stellen[0]]]
                gefunden[titel] = Reihe(titel, [teil.wert.texte[k] for k in teil.wert.kodes[stellen]], einheit)
    return list(gefunden.values())


def vorschlag(roh: Rohtabelle) -> Zuordnung:
    """For a table of no known format: which columns are key, name and day, as far as their headings say it."""

    def erste(muster: re.Pattern[str]) -> str:
        return next((spalte.kopf for spalte in roh.spalten if muster.fullmatch(spalte.kopf.strip())), "")

    return Zuordnung(schluessel=erste(SCHLUESSELKOPF), name=erste(NAMENSKOPF), zeit=erste(ZEITKOPF), stichtag=roh.angaben.stichtag)


@dataclass(frozen=True)
class _Teil:
    """Figures of one column of the file. `reihe` points into `titel`."""

    spalte: int
    schluessel: Spalte
    name: Spalte | None
    zeit: Spalte | str
    titel: list[str]
    reihe: np.ndarray
    wert: Spalte
    einheit: Spalte | str = ""
    status: Spalte | None = None


def deuten(roh: Rohtabelle, zuordnung: Zuordnung) -> Zellen:
    """All figures whose words the Zuordnung ties to an Indikator. Raises LeseFehler where it does not fit the file."""
    if roh.angaben.format == "vorlage":
        return _vorlage(roh)
    texte = {name: Texte() for name in FELDER}
    stuecke: list[dict[str, np.ndarray]] = []
    bezeichnet = Texte()
    for teil in _teile(roh, zuordnung):
        kennung = np.array([bezeichnet.kode(titel) if zuordnung.reihen.get(titel) else -1 for titel in teil.titel], "i4")
        nummer = kennung[teil.reihe]
        gemeint = np.flatnonzero(nummer >= 0)
        if not len(gemeint):
            continue
        zeit = teil.zeit if isinstance(teil.zeit, Spalte) else None
        einheit = teil.einheit if isinstance(teil.einheit, Spalte) else None
        stueck = {"zeile": roh.zeilen[gemeint], "spalte": np.full(len(gemeint), teil.spalte, "i4"), "reihe": nummer[gemeint]}
        for name, spalte, fest in (
            ("schluessel", teil.schluessel, ""),
            ("name", teil.name, ""),
            ("wert", teil.wert, ""),
            ("zeit", zeit, "" if zeit else str(teil.zeit)),
            ("einheit", einheit, "" if einheit else str(teil.einheit)),
            ("status", teil.status, ""),
            ("herkunft", None, ""),
        ):
            stueck[name] = _kodes(texte[name], spalte, fest, gemeint)
        stuecke.append(stueck)
    if not stuecke:
        raise LeseFehler("In dieser Datei ist keine Spalte einem Indikator zugeordnet.")
    zusammen = {name: np.concatenate([stueck[name] for stueck in stuecke]) for name in stuecke[0]}
    benannt = [(titel, zuordnung.reihen[titel]) for titel in bezeichnet.liste()]
    kodes = {name: zusammen[name] for name in FELDER}
    return Zellen(
        zusammen["zeile"], zusammen["spalte"], zusammen["reihe"], benannt, kodes, {n: t.liste() for n, t in texte.items()}
    )


def _kodes(texte: Texte, spalte: Spalte | None, fest: str, gemeint: np.ndarray) -> np.ndarray:
    if spalte is None:
        return np.full(len(gemeint), texte.kode(fest), "i4")
    return np.fromiter(map(texte.kode, spalte.texte), "i4", len(spalte.texte))[spalte.kodes[gemeint]]


def _teile(roh: Rohtabelle, zuordnung: Zuordnung) -> Iterator[_Teil]:
    yield from {"genesis": _genesis, "flach_neu": _flach_neu, "flach_alt": _flach_alt, "fremd": _fremd}[roh.angaben.format](
        roh, zuordnung
    )


def _genesis(roh: Rohtabelle, zuordnung: Zuordnung) -> Iterator[_Teil]:
    zeitspalte = next((s for s in roh.spalten[:1] if s.kopf == "Stichtag"), None)
    schluessel, name = roh.spalte("Schlüssel"), roh.spalte("Name")
    for spalte in roh.spalten[name.nummer :]:
        teile = [teil for teil in spalte.kopf.split(" | ") if teil.casefold() not in ZEITWORTE]
        einheit = next((teil for teil in teile if EINHEIT.fullmatch(teil)), roh.angaben.einheit)
        zeit = _zeit_im_kopf(spalte, teile)
        titel = " | ".join(teil for teil in teile if teil != einheit and not _ist_zeit(teil)) or "Wert"
        wann: Spalte | str = zeitspalte or zeit or roh.angaben.stichtag or zuordnung.stichtag
        yield _Teil(spalte.nummer, schluessel, name, wann, [titel], np.zeros(len(roh), "i4"), spalte, einheit)


def _ist_zeit(teil: str) -> bool:
    return bool(ZEITZELLE.fullmatch(teil)) or teil.casefold() in MONATE


def _zeit_im_kopf(spalte: Spalte, teile: list[str]) -> str:
    """The day a heading names; year and month may stand in rows of their own. Raises LeseFehler for two different ones."""
    zeiten = [teil for teil in teile if _ist_zeit(teil)]
    monate = [teil for teil in zeiten if teil.casefold() in MONATE]
    if len(zeiten) == 2 and len(monate) == 1:
        return f"{monate[0]} {next(teil for teil in zeiten if teil not in monate)}"
    if len(zeiten) > 1 or monate:
        raise LeseFehler(f"Die Überschrift von Spalte {spalte.nummer} nennt keinen eindeutigen Stichtag: {', '.join(zeiten)}.")
    return zeiten[0] if zeiten else ""


def _gebietsmerkmal(roh: Rohtabelle, merkmal: str, auspraegung: str) -> int:
    """The number N of the characteristic that names the area: its codes are codes of regions, its values are keys."""
    nummer = 1
    while any(s.kopf == f"{nummer}_{auspraegung}" for s in roh.spalten):
        codes = roh.spalte(f"{nummer}_{merkmal}").texte
        werte = roh.spalte(f"{nummer}_{auspraegung}").texte
        if all(GEBIETSMERKMALE.fullmatch(code) for code in codes) and all(SCHLUESSEL.fullmatch(wert) for wert in werte):
            return nummer
        nummer += 1
    raise LeseFehler("Diese flache Datei nennt keine Gebiete. Bitte laden Sie die Tabelle mit Kreisen oder Gemeinden herunter.")


def _andere(roh: Rohtabelle, label: str, auspraegung: str, ohne: int) -> list[tuple[str, Spalte]]:
    """(name of the characteristic, column of its values) of all but the area."""
    gefunden, nummer = [], 1
    while any(s.kopf == f"{nummer}_{auspraegung}" for s in roh.spalten):
        if nummer != ohne:
            gefunden.append((roh.spalte(f"{nummer}_{label}").texte[0], roh.spalte(f"{nummer}_{auspraegung}")))
        nummer += 1
    return gefunden


def _kombinationen(anfang: list[Spalte], andere: list[tuple[str, Spalte]]) -> tuple[list[str], np.ndarray]:
    """Distinct combinations of several columns as words, and for each row which one it is."""
    spalten = [*anfang, *(spalte for _, spalte in andere)]
    if not spalten:
        return ["Wert"], np.zeros(0, "i4")
    schluessel = np.zeros(len(spalten[0].kodes), "i8")
    for spalte in spalten:
        schluessel = schluessel * len(spalte.texte) + spalte.kodes
    _, erste, reihe = np.unique(schluessel, return_index=True, return_inverse=True)
    namen = [""] * len(anfang) + [name for name, _ in andere]
    if len(erste) > MEISTE_REIHEN:
        raise LeseFehler(f"Die Datei unterscheidet {len(erste)} Merkmale. Bitte laden Sie sie mit weniger Merkmalen herunter.")
    titel = [
        " | ".join(
            f"{name}: {s.texte[s.kodes[i]]}" if name else s.texte[s.kodes[i]] for name, s in zip(namen, spalten, strict=True)
        )
        for i in erste
    ]
    return titel, reihe.astype("i4")


def _flach_neu(roh: Rohtabelle, zuordnung: Zuordnung) -> Iterator[_Teil]:
    nummer = _gebietsmerkmal(roh, "variable_code", "variable_attribute_code")
    andere = _andere(roh, "variable_label", "variable_attribute_label", nummer)
    titel, reihe = _kombinationen([roh.spalte("value_variable_label")], andere)
    wert = roh.spalte("value")
    gebiet = f"{nummer}_variable_attribute"
    yield _Teil(
        wert.nummer,
        roh.spalte(f"{gebiet}_code"),
        roh.spalte(f"{gebiet}_label"),
        roh.spalte("time"),
        titel,
        reihe,
        wert,
        roh.spalte("value_unit"),
        next((spalte for spalte in roh.spalten if spalte.kopf == "value_q"), None),
    )


def _wertspalten(roh: Rohtabelle) -> list[Spalte]:
    """Columns of figures; one whose heading ends in "__q" says how good the figures beside it are."""
    return [spalte for spalte in roh.spalten if spalte.kopf.count("__") >= 2 and not spalte.kopf.endswith("__q")]


def _flach_alt(roh: Rohtabelle, zuordnung: Zuordnung) -> Iterator[_Teil]:
    nummer = _gebietsmerkmal(roh, "Merkmal_Code", "Auspraegung_Code")
    andere = _andere(roh, "Merkmal_Label", "Auspraegung_Label", nummer)
    zusaetze, reihe = _kombinationen([], andere) if andere else ([""], np.zeros(len(roh), "i4"))
    for spalte in _wertspalten(roh):
        _, name, einheit = spalte.kopf.split("__", 2)
        lesbar = name.replace("_", " ")
        titel = [f"{lesbar} | {zusatz}" if zusatz else lesbar for zusatz in zusaetze]
        yield _Teil(
            spalte.nummer,
            roh.spalte(f"{nummer}_Auspraegung_Code"),
            roh.spalte(f"{nummer}_Auspraegung_Label"),
            roh.spalte("Zeit"),
            titel,
            reihe,
            spalte,
            einheit,
            next((guete for guete in roh.spalten if guete.kopf == f"{spalte.kopf}__q"), None),
        )


def _fremd(roh: Rohtabelle, zuordnung: Zuordnung) -> Iterator[_Teil]:
    koepfe = {spalte.kopf: spalte for spalte in roh.spalten}
    if zuordnung.schluessel not in koepfe:
        raise LeseFehler("Bitte sagen Sie, in welcher Spalte der Gebietsschlüssel steht.")
    fest: Spalte | str = koepfe.get(zuordnung.zeit, zuordnung.stichtag)
    for spalte in roh.spalten:
        if spalte.kopf in zuordnung.reihen:
            schluessel, name = koepfe[zuordnung.schluessel], koepfe.get(zuordnung.name)
            zeit = spalte.kopf if ZEITZELLE.fullmatch(spalte.kopf) else fest  # one column for each year
            yield _Teil(spalte.nummer, schluessel, name, zeit, [spalte.kopf], np.zeros(len(roh), "i4"), spalte)


def _vorlage(roh: Rohtabelle) -> Zellen:
    spalten = {spalte.kopf: spalte for spalte in roh.spalten}
    leer = Spalte(0, "", [""], np.zeros(len(roh), "i4"))
    quelle, tabelle, stand = (spalten.get(name, leer) for name in ("quelle", "tabelle", "stand"))
    herkunft, kodes = _herkunft(quelle, tabelle, stand)
    indikator = spalten["indikator"]
    felder = {
        "schluessel": spalten["ags"],
        "name": leer,
        "zeit": spalten["stichtag"],
        "wert": spalten["wert"],
        "einheit": spalten.get("einheit", leer),
        "status": spalten.get("status", leer),
    }
    return Zellen(
        roh.zeilen,
        np.full(len(roh), spalten["wert"].nummer, "i4"),
        indikator.kodes.astype("i4"),
        [(kennung, kennung) for kennung in indikator.texte],
        {name: spalte.kodes for name, spalte in felder.items()} | {"herkunft": kodes},
        {name: spalte.texte for name, spalte in felder.items()} | {"herkunft": herkunft},
    )


def _herkunft(quelle: Spalte, tabelle: Spalte, stand: Spalte) -> tuple[list[str], np.ndarray]:
    """Source, table and date as one text, parted by tabs."""
    schluessel = (quelle.kodes.astype("i8") * len(tabelle.texte) + tabelle.kodes) * len(stand.texte) + stand.kodes
    werte, kodes = np.unique(schluessel, return_inverse=True)
    texte = [
        "\t".join(
            wort.replace("\t", " ")
            for wort in (
                quelle.texte[w // len(stand.texte) // len(tabelle.texte)],
                tabelle.texte[w // len(stand.texte) % len(tabelle.texte)],
                stand.texte[w % len(stand.texte)],
            )
        )
        for w in werte.tolist()
    ]
    return texte, kodes.astype("i4")


def nennt_tage(roh: Rohtabelle) -> bool:
    """Does a table from GENESIS name its days, in a column, a heading or above?"""
    return (
        bool(roh.angaben.stichtag)
        or roh.spalten[0].kopf == "Stichtag"
        or any(_ist_zeit(teil) for spalte in roh.spalten[2:] for teil in spalte.kopf.split(" | "))
    )


def tage(texte: list[str], im_jahr: str) -> np.ndarray:
    """datetime64[D] for each text, NaT where it is no day."""
    return np.array([stichtag(text, im_jahr) or np.datetime64("NaT") for text in texte], "M8[D]")
