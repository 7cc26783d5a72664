"""Lists of institutions as offices keep them: a title above, headings of their own, addresses in one cell. Pure.

What a column means is guessed from its heading and decided by a person; no cell is thrown away without being said.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

EINRICHTUNG = r"(?:name der )?(?:einrichtung|institution|organisation|dienststelle)(?:\W.*)?"
PERSON = r"ansprech.*|kontaktperson.*|name der person|vertreten durch|vor- ?und (?:nach|zu)name|leitung|teilnehm\w+"
FELDER = {  # field -> (label, how headings call it), the more particular first
    "schluessel": ("Schlüssel im Portal", r"schlüssel"),
    "oeffentlich": ("Öffentlich (ja oder nein)", r"öffentlich"),
    "person_email": ("E-Mail der Person (intern)", r"(?:mail|e-mail).*(?:person|ansprech|kontakt)|pers\w*\W*(?:e-?)?mail"),
    "person_name": ("Name der Person (intern)", PERSON),
    "funktion": ("Funktion in der Gruppe", r"funktion|position|rolle"),
    "gruppe": ("Gruppe", r"gruppe|arbeitsgruppe|ag|gremium|arbeitskreis|netzwerk"),
    "weitere_namen": ("Andere Namen", r"(?:andere|frühere|weitere|alte) namen|kurzname|kürzel|abkürzung"),
    "traeger": ("Träger", r"träger.*|traeger.*"),
    "art": ("Art", r"art|kategorie|typ|einrichtungsart|art der einrichtung|bereich"),
    "handlungsfelder": ("Handlungsfelder", r"handlungsfeld\w*|themen?|themenfeld\w*"),
    "phasen": ("Lebensphasen", r"lebensphasen?|alter.*"),
    "anschrift": ("Anschrift in einer Zelle", r"anschrift|adresse|postadresse"),
    "plz_ort": ("PLZ und Ort in einer Zelle", r"plz\s*[/,+ ]\s*(?:und )?ort|plz ort|postleitzahl und ort"),
    "strasse": ("Straße und Hausnummer", r"stra(?:ß|ss)e.*|str\.?"),
    "plz": ("PLZ", r"plz|postleitzahl"),
    "ort": ("Ort", r"ort|stadt|gemeinde|wohnort|standort"),
    "telefon": ("Telefon", r"tel\b.*|telefon.*|fon|rufnummer"),
    "email": ("E-Mail der Einrichtung", r"e-?mail.*|mail.*"),
    "webseite": ("Webseite", r"web\w*|homepage|internet\w*|url|website"),
    "name": ("Name der Einrichtung", rf"{EINRICHTUNG}|\w*einrichtung\w*|name|bezeichnung|\w*partner\w*|akteur\w*"),
}
MEISTE_ZEILEN = 1000
KOPF_UNTER = 25  # lines in which the headings are looked for
PLZ_ORT = re.compile(r"(?:D-)?(?P<plz>\d{5})\s+(?P<ort>.+)$")


@dataclass(frozen=True)
class Rohliste:
    """`kopf` are the headings, `zeilen` (line in the file, cells as wide as `kopf`), `davor` what stood above the headings."""

    kopf: tuple[str, ...]
    zeilen: tuple[tuple[int, tuple[str, ...]], ...]
    davor: tuple[str, ...] = ()


def rohliste(zeilen: Iterable[tuple[int, list[str]]]) -> Rohliste:
    """Find the headings: the line in which most cells are known, among the first; else the first that is filled widest."""
    gefuellt = [(nr, [" ".join(z.split()) for z in zellen]) for nr, zellen in zeilen if any(z.strip() for z in zellen)]
    if not gefuellt:
        return Rohliste((), ())
    kopf_nr = max(
        range(min(KOPF_UNTER, len(gefuellt))), key=lambda i: (_bekannte(gefuellt[i][1]), sum(map(bool, gefuellt[i][1])), -i)
    )
    if not _bekannte(gefuellt[kopf_nr][1]):
        kopf_nr = 0
    kopf = gefuellt[kopf_nr][1]
    breite = max(len(zellen) for _, zellen in gefuellt[kopf_nr:])
    kopf = [*kopf, *[""] * (breite - len(kopf))]
    belegt = [i for i in range(breite) if kopf[i] or any(i < len(z) and z[i] for _, z in gefuellt[kopf_nr + 1 :])]
    koerper = [(nr, tuple(z[i] if i < len(z) else "" for i in belegt)) for nr, z in gefuellt[kopf_nr + 1 :]]
    davor = tuple(" ".join(filter(None, zellen)) for _, zellen in gefuellt[:kopf_nr])
    return Rohliste(tuple(kopf[i] or f"Spalte {i + 1}" for i in belegt), tuple(koerper), davor)


def _bekannte(zellen: list[str]) -> int:
    return len({feld for zelle in zellen if (feld := _feld(zelle))})


def _feld(ueberschrift: str) -> str:
    text = ueberschrift[:100].casefold().strip(" :*")
    return next((feld for feld, (_, muster) in FELDER.items() if re.fullmatch(muster, text)), "")


def zuordnung(liste: Rohliste) -> list[str]:
    """For each column the field it probably is, each field once, "" where nobody can tell."""
    gefunden: list[str] = []
    for ueberschrift in liste.kopf:
        feld = _feld(ueberschrift)
        gefunden.append(feld if feld not in gefunden else "")
    if "name" not in gefunden and "" in gefunden:
        gefunden[gefunden.index("")] = "name"
    if "person_name" in gefunden and "email" in gefunden and "person_email" not in gefunden:
        gefunden[gefunden.index("email")] = "person_email"  # an address beside a person is probably hers
    return gefunden


@dataclass(frozen=True)
class Listenzeile:
    """One line as fields; addresses in one cell are taken apart."""

    nummer: int
    werte: dict[str, str]


def lesen(liste: Rohliste, spalten: list[str]) -> list[Listenzeile]:
    """Lines with the chosen fields; several columns of one field are joined. Empty lines are none."""
    zeilen = []
    for nummer, zellen in liste.zeilen:
        werte: dict[str, str] = {}
        for feld, zelle in zip(spalten, zellen, strict=True):
            if feld and zelle:
                werte[feld] = f"{werte[feld]}, {zelle}" if feld in werte else zelle
        if werte:
            zeilen.append(Listenzeile(nummer, _zerlegt(werte)))
    return zeilen


def _zerlegt(werte: dict[str, str]) -> dict[str, str]:
    anschrift = werte.pop("anschrift", "")
    plz_ort = werte.pop("plz_ort", "")
    if anschrift:
        teile = [teil.strip() for teil in re.split(r"[,;]\s*(?=(?:D-)?\d{5}\b)|\s+(?=(?:D-)?\d{5}\s)", anschrift, maxsplit=1)]
        if PLZ_ORT.match(teile[-1]):
            plz_ort = plz_ort or teile[-1]
            teile = teile[:-1]
        werte.setdefault("strasse", " ".join(teile))
    if plz_ort:
        treffer = PLZ_ORT.match(plz_ort)
        werte |= {"plz": treffer["plz"], "ort": treffer["ort"].strip()} if treffer else {"ort": plz_ort}
    if re.fullmatch(r"\d{4}", werte.get("plz", "")):  # a spreadsheet took the zero for nothing
        werte["plz"] = f"0{werte['plz']}"
    webseite = werte.get("webseite", "")
    if webseite and "://" not in webseite:
        werte["webseite"] = f"https://{webseite}"
    return {feld: wert for feld, wert in werte.items() if wert}
