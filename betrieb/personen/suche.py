"""What there is about one person: by her address and her name, in all tables, history, files and mails that are still to go out."""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from betrieb.personen.register import register, texte
from kommunen.models import Ansprechperson, Datei, Download, Einladung
from konten.models import Nutzer
from kooperation.models import Seite, Teilnahme
from netzwerke.models import Mitgliedsperson

MIT_ADRESSE = (Nutzer, Einladung, Ansprechperson, Mitgliedsperson, Seite, Teilnahme)
NICHT_GEZEIGT = {"umschlag", "abgegeben_am"}  # whether somebody has handed in is hers to know, and nobody's who asks for her
VERTRAULICH = "(vertraulich: was zwei Einrichtungen einander sagen)"
# secrets: that they are there is said, not what
OHNE_INHALT = {"password", "data", "session_data", "token_hash", "key"}


class SucheFehler(Exception):
    """The words given would find others, too."""


@dataclass(frozen=True)
class Gesucht:
    """An address, a full name, or both. Raises SucheFehler for what is neither."""

    email: str = ""
    name: str = ""

    def __post_init__(self):
        if not (self.email or self.name):
            raise SucheFehler("Bitte geben Sie eine E-Mail-Adresse, einen Namen oder beides an.")
        if self.name and len(self.name.split()) < 2:
            raise SucheFehler("Bitte geben Sie Vor- und Nachnamen an; ein Wort allein fände auch andere.")

    @classmethod
    def aus(cls, email: str, name: str) -> "Gesucht":
        """From what somebody typed."""
        return cls(email.strip().lower(), " ".join(name.split()))

    @property
    def worte(self) -> list[str]:
        return [wort for wort in (self.email, self.name) if wort]

    @property
    def muster(self) -> re.Pattern:
        """The words as a whole, however they are written; between the parts of a name any blanks."""
        teile = (r"\s+".join(map(re.escape, wort.split())) for wort in self.worte)
        return re.compile(rf"(?<!\w)(?:{'|'.join(teile)})(?!\w)", re.IGNORECASE)


@dataclass(frozen=True)
class Zeile:
    """A row that is about her. `angaben` are its personal fields."""

    objekt: models.Model
    angaben: dict[str, Any]

    @property
    def kurz(self) -> str:
        """What one recognises it by."""
        return str(
            next((self.angaben[name] for name in ("email", "name", "funktion", "als", "von_als") if self.angaben.get(name)), "")
        )

    @property
    def tabelle(self) -> str:
        return self.objekt._meta.label

    @property
    def art(self) -> str:
        return self.objekt._meta.verbose_name


@dataclass(frozen=True)
class Stelle:
    """A text that names her, with what stands around it; of a Dialog or a round only that there is one."""

    objekt: models.Model
    spalte: str
    ausschnitt: str

    @property
    def art(self) -> str:
        return self.objekt._meta.verbose_name


@dataclass
class Fund:
    zeilen: list[Zeile] = field(default_factory=list)
    stellen: list[Stelle] = field(default_factory=list)
    dateien: list[Datei] = field(default_factory=list)
    undurchsucht: list[Datei] = field(default_factory=list)

    def von(self, modell: type[models.Model]) -> list:
        return [zeile.objekt for zeile in self.zeilen if isinstance(zeile.objekt, modell)]


def suchen(gesucht: Gesucht) -> Fund:
    """Everything about her that the register knows of."""
    fund = Fund()
    for modell in MIT_ADRESSE:
        namen = {feld.name for feld in modell._meta.concrete_fields}
        frage = Q()
        if gesucht.email:
            frage |= Q(email__iexact=gesucht.email)
        if gesucht.name and "name" in namen:
            frage |= Q(name__iexact=gesucht.name)
        if frage:
            fund.zeilen += [_zeile(objekt) for objekt in modell._base_manager.filter(frage)]
    for konto in fund.von(Nutzer):
        fund.zeilen += [_zeile(objekt) for objekt in _verweise_auf(konto)]
    fund.stellen = list(_stellen(gesucht))
    for datei in Datei.objects.all():
        inhalt = _text(datei)
        if inhalt is None:
            fund.undurchsucht.append(datei)
        elif gesucht.muster.search(inhalt):
            fund.dateien.append(datei)
    return fund


def _zeile(objekt: models.Model) -> Zeile:
    eintrag = register()[objekt._meta.label]
    angaben = {name: getattr(objekt, name) for name in (*eintrag.person, *eintrag.freitext) if name not in NICHT_GEZEIGT}
    return Zeile(objekt, {name: "(vorhanden)" if name in OHNE_INHALT and wert else wert for name, wert in angaben.items() if wert})


def _verweise_auf(konto: Nutzer) -> Iterator[models.Model]:
    """Rows that name the account: rights, versions, uploads, what was noted."""
    for eintrag in register().values():
        for feld in eintrag.modell._meta.concrete_fields:
            if feld.is_relation and feld.related_model._meta.label == settings.AUTH_USER_MODEL:
                yield from eintrag.modell._base_manager.filter(**{feld.name: konto})


def _stellen(gesucht: Gesucht) -> Iterator[Stelle]:
    """Compared here and not by the database: two of them think differently of umlauts."""
    for modell, spalte in texte():
        for objekt in modell._base_manager.exclude(**{f"{spalte}__isnull": True}).only("pk", spalte).iterator():
            if treffer := gesucht.muster.search(text := als_text(getattr(objekt, spalte))):
                umgebung = text[max(0, treffer.start() - 40) : treffer.end() + 40]
                vertraulich = modell._meta.app_label == "kooperation"
                yield Stelle(objekt, spalte, VERTRAULICH if vertraulich else f"… {' '.join(umgebung.split())} …")


def als_text(wert: Any) -> str:
    """All words in a value, however deep they lie in it."""
    if isinstance(wert, dict):
        return "\n".join(als_text(teil) for teil in wert.values())
    if isinstance(wert, list | tuple):
        return "\n".join(map(als_text, wert))
    return "" if wert is None else str(wert)


def _text(datei: Datei) -> str | None:
    """What can be read in an uploaded file; None where that is a picture, or cannot be read."""
    try:
        with datei.datei.open("rb") as offen:
            inhalt = offen.read()
        if datei.typ == "pdf":
            return "\n".join(seite.extract_text() for seite in PdfReader(BytesIO(inhalt)).pages)
        if datei.typ in {"docx", "xlsx", "pptx", "odt", "ods", "odp"}:
            with zipfile.ZipFile(BytesIO(inhalt)) as archiv:
                teile = [archiv.read(name).decode(errors="replace") for name in archiv.namelist() if name.endswith(".xml")]
            return re.sub(r"<[^>]+>", " ", " ".join(teile))
    except (OSError, PyPdfError, zipfile.BadZipFile, ValueError, KeyError):
        return None
    return None


def titel_von(datei: Datei) -> str:
    """What the document is called where it is offered."""
    return ", ".join(Download.objects.filter(datei=datei).values_list("titel", flat=True)) or f"Datei {datei.schluessel}"
