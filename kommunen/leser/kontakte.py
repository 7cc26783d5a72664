"""The contact block: lines without labels, told apart by their shape."""

import re

from kommunen.leser.ergebnis import GelesenerKontakt, Zeile
from kommunen.leser.personen import (
    E_MAIL,
    E_MAIL_VERKLEIDET,
    ascii_klein,
    ist_funktionsadresse,
    ist_person,
    person_abtrennen,
)
from kommunen.leser.zeilen import ohne_punkt, zusammengerueckt

LABEL = re.compile(r"\b(?:E-?)?Mail(?:-?Adresse)?\b", re.IGNORECASE)
TELEFAX = re.compile(r"^(?:Tele)?fax\.?\s*:?\s*", re.IGNORECASE)
TELEFON = re.compile(r"^(?:Tel(?:efon)?|Fon|Mobil|Handy)\b\.?\s*:?\s*", re.IGNORECASE)
NUMMER = re.compile(r"^\+?[\d(][\d\s/().–-]{4,40}$")
ORT = re.compile(r"^(?:D-?)?(\d{5})\s+([A-ZÄÖÜ]\D*)$")
STELLE = re.compile(
    r"\b(?:Fachbereich|Fachdienst|Fachgebiet|Dezernat|Stabsstelle|Abteilung|Referat|Amt|Team|Bereich|Landkreis|Region|Stadt|"
    r"Hansestadt|Landeshauptstadt|Samtgemeinde|Gemeinde|Kreisverwaltung|Rathaus)\b|(?:amt|büro|zentrum|verwaltung|controlling)\b",
    re.IGNORECASE,
)


class _Block:
    """One contact in the making; remembers which line went where."""

    def __init__(self) -> None:
        self.werte: dict[str, str] = {}
        self.listen: dict[str, list[str]] = {"funktionen": [], "dienststelle": []}
        self.adressen: list[tuple[Zeile, str, bool]] = []
        self.orte: dict[int, str] = {}

    def setzen(self, zeile: Zeile, feld: str, wert: str, name: str) -> None:
        """Fill a field once; a second value for it stays unplaced rather than being lost."""
        if feld not in self.werte:
            self.werte[feld] = wert
            self.orte[zeile.nr] = f"Kontakt: {name}"

    def anhaengen(self, zeile: Zeile, liste: str, wert: str, name: str) -> None:
        self.listen[liste].append(wert)
        self.orte[zeile.nr] = f"Kontakt: {name}"

    @property
    def ist_belegt(self) -> bool:
        """A further person begins a further contact."""
        return "person" in self.werte or "telefon" in self.werte

    def adressen_verteilen(self, ort: str) -> None:
        """Once the person is known: an address that carries her name, or no word of an office, is as internal as the name."""
        for zeile, adresse, ganz in self.adressen:
            namen = [ascii_klein(wort) for wort in re.findall(r"[^\W\d_]{3,}", self.werte.get("person", ""))]
            traegt_namen = any(name in ascii_klein(adresse.split("@")[0]) for name in namen)
            vorher = dict(self.orte)
            if ist_funktionsadresse(adresse, ort) and not traegt_namen:
                self.setzen(zeile, "email", adresse, "E-Mail-Adresse")
            else:
                self.setzen(zeile, "person_email", adresse, "persönliche E-Mail-Adresse (intern)")
            if not ganz:  # more stands in this line than the field can hold
                self.orte = vorher

    def kontakt(self) -> GelesenerKontakt:
        return GelesenerKontakt(
            funktionen=tuple(self.listen["funktionen"]), dienststelle=tuple(self.listen["dienststelle"]), **self.werte
        )


def kontakte(zeilen: list[Zeile], ort: str = "") -> tuple[list[GelesenerKontakt], dict[int, str]]:
    """The contacts of the section and where each line went; lines without a place are missing in the second.

    `ort` is the Kommune's name: an address that carries it belongs to the Kommune and not to a person.
    """
    bloecke = [_Block()]
    for i, zeile in enumerate(zeilen):
        text = zusammengerueckt(ohne_punkt(zeile.text))
        if bloecke[-1].ist_belegt and ist_person(text, am_anfang=True):
            bloecke.append(_Block())
        danach = zeilen[i + 1].text.strip() if i + 1 < len(zeilen) else ""
        _einordnen(bloecke[-1], zeile, text, danach)
    for block in bloecke:
        block.adressen_verteilen(ort)
    return [b.kontakt() for b in bloecke if b.orte], {nr: wo for b in bloecke for nr, wo in b.orte.items()}


def _einordnen(block: _Block, zeile: Zeile, text: str, danach: str) -> None:
    email = E_MAIL.search(text) if "@" in text else None
    ort = ORT.match(text)
    if email:
        rest = LABEL.sub("", text.replace(email[0], "")).strip(" :,;<>()")
        block.adressen.append((zeile, email[0], not rest))
    elif TELEFAX.match(text):
        _nummer(block, zeile, TELEFAX.sub("", text), "telefax", "Telefax")
    elif TELEFON.match(text) or NUMMER.match(text):
        _nummer(block, zeile, TELEFON.sub("", text), "telefon", "Telefon")
    elif ort:
        block.werte.setdefault("plz", ort[1])
        block.setzen(zeile, "ort", ort[2].strip(), "Ort")
    elif ist_person(text, am_anfang=True):
        block.setzen(zeile, "person", text.strip(" ,;:"), "Name (intern)")
    elif ORT.match(danach) and "strasse" not in block.werte and not STELLE.search(text):
        block.setzen(zeile, "strasse", text, "Straße")
    else:
        _funktion_oder_stelle(block, zeile, text)


def _nummer(block: _Block, zeile: Zeile, text: str, feld: str, name: str) -> None:
    """A number and nothing else; a line that says more stays unplaced as well."""
    if NUMMER.match(text.strip()):
        block.setzen(zeile, feld, text.strip(), name)


def _funktion_oder_stelle(block: _Block, zeile: Zeile, text: str) -> None:
    if E_MAIL_VERKLEIDET.search(text) or re.search(r"www\.|https?:", text):
        return
    person, rest = person_abtrennen(text)
    if person:
        if "person" in block.werte:
            return  # whose function this is nobody knows
        block.werte["person"] = person
        block.orte[zeile.nr] = "Kontakt: Name (intern)"
        text = rest
    if not text:
        return
    if STELLE.search(text):
        block.anhaengen(zeile, "dienststelle", text, "Dienststelle")
    else:
        block.anhaengen(zeile, "funktionen", text, "Funktion")
