"""The contact block: lines without labels, told apart by their shape."""

import re

from kommunen.leser.ergebnis import GelesenerKontakt, Zeile
from kommunen.leser.personen import ist_person, person_abtrennen

EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
LABEL = re.compile(r"\b(?:E-?)?Mail(?:-?Adresse)?\b", re.IGNORECASE)
TELEFAX = re.compile(r"^\s*(?:Tele)?fax\.?\s*:?\s*", re.IGNORECASE)
TELEFON = re.compile(r"^\s*(?:Tel(?:efon)?|Fon|Mobil|Handy)\b\.?\s*:?\s*", re.IGNORECASE)
NUMMER = re.compile(r"^[\d\s/()+.–-]{6,}$")
ORT = re.compile(r"^(?:D-?)?(\d{5})\s+(\S.*)$")
STELLE = re.compile(
    r"\b(?:Fachbereich|Fachdienst|Fachgebiet|Dezernat|Stabsstelle|Abteilung|Referat|Amt|Team|Bereich|Landkreis|Region|Stadt|"
    r"Hansestadt|Landeshauptstadt|Samtgemeinde|Gemeinde|Kreisverwaltung|Rathaus)\b|(?:amt|büro|zentrum|verwaltung)\b",
    re.IGNORECASE,
)


class _Block:
    """One contact in the making; remembers which line went where."""

    def __init__(self) -> None:
        self.werte: dict[str, str] = {}
        self.listen: dict[str, list[str]] = {"funktionen": [], "dienststelle": []}
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
    def ist_fertig(self) -> bool:
        return bool({"telefon", "email", "person_email"} & self.werte.keys())

    def kontakt(self) -> GelesenerKontakt:
        return GelesenerKontakt(
            funktionen=tuple(self.listen["funktionen"]), dienststelle=tuple(self.listen["dienststelle"]), **self.werte
        )


def kontakte(zeilen: list[Zeile]) -> tuple[list[GelesenerKontakt], dict[int, str]]:
    """The contacts of the section and where each line went; lines without a place are missing in the second."""
    bloecke = [_Block()]
    for i, zeile in enumerate(zeilen):
        text = zeile.text.strip()
        if bloecke[-1].ist_fertig and ist_person(text, am_anfang=True):
            bloecke.append(_Block())
        danach = zeilen[i + 1].text.strip() if i + 1 < len(zeilen) else ""
        _einordnen(bloecke[-1], zeile, text, danach)
    return [b.kontakt() for b in bloecke if b.orte], {nr: ort for b in bloecke for nr, ort in b.orte.items()}


def _einordnen(block: _Block, zeile: Zeile, text: str, danach: str) -> None:
    email, ort = EMAIL.search(text), ORT.match(text)
    if email:
        _email(block, zeile, email[0])
        if LABEL.sub("", text.replace(email[0], "")).strip(" :,;<>()"):
            block.orte.pop(zeile.nr, None)  # more stands in this line than the field can hold
    elif TELEFAX.match(text):
        block.setzen(zeile, "telefax", TELEFAX.sub("", text), "Telefax")
    elif TELEFON.match(text):
        block.setzen(zeile, "telefon", TELEFON.sub("", text), "Telefon")
    elif NUMMER.match(text):
        block.setzen(zeile, "telefon", text, "Telefon")
    elif ort:
        block.werte.setdefault("plz", ort[1])
        block.setzen(zeile, "ort", ort[2], "Ort")
    elif ORT.match(danach) and not block.werte.get("strasse"):
        block.setzen(zeile, "strasse", text, "Straße")
    else:
        _person_oder_stelle(block, zeile, text)


def _email(block: _Block, zeile: Zeile, adresse: str) -> None:
    """An address that carries the person's name is as internal as the name."""
    lokal = adresse.split("@", maxsplit=1)[0].lower()
    namen = [wort.lower() for wort in block.werte.get("person", "").split() if len(wort) > 2]
    if any(_ascii(wort) in _ascii(lokal) for wort in namen):
        block.setzen(zeile, "person_email", adresse, "persönliche E-Mail-Adresse (intern)")
    else:
        block.setzen(zeile, "email", adresse, "E-Mail-Adresse")


def _ascii(text: str) -> str:
    for umlaut, ersatz in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
        text = text.replace(umlaut, ersatz)
    return text


def _person_oder_stelle(block: _Block, zeile: Zeile, text: str) -> None:
    if not block.orte and ist_person(text, am_anfang=True):
        block.setzen(zeile, "person", text, "Name (intern)")
        return
    person, rest = person_abtrennen(text)
    if person and "person" not in block.werte:
        block.werte["person"] = person
        if not rest:
            block.orte[zeile.nr] = "Kontakt: Name (intern)"
            return
        text = rest
    if STELLE.search(text):
        block.anhaengen(zeile, "dienststelle", text, "Dienststelle")
    elif not EMAIL.search(text) and not re.search(r"www\.|https?:", text):
        block.anhaengen(zeile, "funktionen", text, "Funktion")
