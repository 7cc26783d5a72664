"""One backup as one file: written in one pass, encrypted on the way, readable only when every part of it is whole."""

import hashlib
import io
import json
import os
import tarfile
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from os import fdopen, pipe
from pathlib import Path
from typing import BinaryIO

import pyrage
from django.conf import settings

from betrieb.sicherung import SicherungFehler

DATENBANK, DATEIEN, INHALT = "datenbank", "dateien/", "inhalt.json"


@dataclass(frozen=True)
class Inhalt:
    """What an archive says of itself. `teile` are the SHA-256 sums of its members, `migrationen` those that were applied."""

    fassung: str
    vom: str
    datenbank: str
    migrationen: list[str]
    teile: dict[str, str]


class _Zaehlend:
    """Reads a file and sums what passes."""

    def __init__(self, datei: BinaryIO):
        self.datei, self.summe = datei, hashlib.sha256()

    def read(self, menge: int = -1) -> bytes:
        stueck = self.datei.read(menge)
        self.summe.update(stueck)
        return stueck


class Schreiber:
    """Adds members to an open archive."""

    def __init__(self, tar: tarfile.TarFile):
        self.tar, self.teile = tar, {}

    def datei(self, name: str, quelle: BinaryIO, groesse: int) -> None:
        zaehlend = _Zaehlend(quelle)
        angaben = tarfile.TarInfo(name)
        angaben.size, angaben.mode = groesse, 0o600
        self.tar.addfile(angaben, zaehlend)
        self.teile[name] = zaehlend.summe.hexdigest()

    def inhalt(self, inhalt: Inhalt) -> None:
        text = json.dumps(asdict(inhalt), ensure_ascii=False, indent=1).encode()
        angaben = tarfile.TarInfo(INHALT)
        angaben.size, angaben.mode = len(text), 0o600
        self.tar.addfile(angaben, io.BytesIO(text))


@contextmanager
def schreiben(ziel: Path, schluessel: list[str]) -> Iterator[Schreiber]:
    """A new archive at `ziel`, encrypted for these public age keys if there are any. It has its name only when it is whole."""
    teil = ziel.with_name(f".{ziel.name}.teil")
    try:
        with teil.open("xb") as datei:
            teil.chmod(0o600)
            with _verschluesselt(datei, schluessel) as aus, tarfile.open(fileobj=aus, mode="w|gz") as tar:
                yield Schreiber(tar)
        teil.rename(ziel)
    finally:
        teil.unlink(missing_ok=True)


@contextmanager
def _verschluesselt(datei: BinaryIO, schluessel: list[str]) -> Iterator[BinaryIO]:
    """age reads from what it encrypts, tar writes to where it goes: a pipe and a thread join the two."""
    if not schluessel:
        yield datei
        return
    empfaenger = [pyrage.x25519.Recipient.from_str(einer) for einer in schluessel]
    lesen, schreiben_ = pipe()
    fehler: list[BaseException] = []

    def verschluesseln():
        with fdopen(lesen, "rb") as ein:
            try:
                pyrage.encrypt_io(ein, datei, empfaenger)
            except BaseException as einer:  # told to the writer below; a thread has nobody to tell
                fehler.append(einer)

    faden = threading.Thread(target=verschluesseln)
    faden.start()
    try:
        with fdopen(schreiben_, "wb") as aus:
            yield aus
    except BrokenPipeError:  # the thread says why
        if not fehler:
            raise
    finally:
        faden.join()
    if fehler:
        raise SicherungFehler(f"Das Verschlüsseln ist gescheitert: {type(fehler[0]).__name__}.") from fehler[0]


@contextmanager
def auspacken(quelle: Path, geheim: str = "") -> Iterator[tuple[Inhalt, Path]]:
    """What an archive says of itself, and a folder with its members, every one checked. Raises SicherungFehler.

    `geheim` is the secret age key of an encrypted one.
    """
    if not os.access(quelle, os.R_OK):
        raise SicherungFehler(f"{quelle} ist für den Nutzer, unter dem dieser Befehl läuft, nicht lesbar: chown portal {quelle}")
    settings.SICHERUNG_ORDNER.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(prefix=".portal-", dir=settings.SICHERUNG_ORDNER) as ordner:
        offen = Path(ordner, "archiv.tar.gz")
        if quelle.suffix == ".age":
            _entschluesseln(quelle, offen, geheim)
        else:
            offen = quelle
        ziel = Path(ordner, "inhalt")
        try:
            with tarfile.open(offen, "r:gz") as tar:
                tar.extractall(ziel, filter="data")
        except (tarfile.TarError, OSError, EOFError) as fehler:
            raise SicherungFehler(f"{quelle.name} ist unvollständig oder keine Sicherung des Portals.") from fehler
        yield _geprueft(ziel, quelle.name), ziel


def _entschluesseln(quelle: Path, ziel: Path, geheim: str) -> None:
    if not geheim:
        raise SicherungFehler(
            f"{quelle.name} ist verschlüsselt. Bitte den geheimen Schlüssel als Datei angeben: --schluessel DATEI"
        )
    try:
        identitaet = pyrage.x25519.Identity.from_str(geheim)
    except pyrage.IdentityError as fehler:
        raise SicherungFehler("In der Schlüsseldatei steht kein geheimer age-Schlüssel (AGE-SECRET-KEY-1…).") from fehler
    try:
        with quelle.open("rb") as ein, ziel.open("wb") as aus:
            pyrage.decrypt_io(ein, aus, [identitaet])
    except (pyrage.DecryptError, OSError) as fehler:
        raise SicherungFehler(
            f"{quelle.name} lässt sich mit diesem Schlüssel nicht öffnen, oder die Datei ist beschädigt."
        ) from fehler


def _geprueft(ordner: Path, name: str) -> Inhalt:
    beschreibung = ordner / INHALT
    if not beschreibung.is_file():
        raise SicherungFehler(f"{name} ist unvollständig oder keine Sicherung des Portals.")
    inhalt = Inhalt(**json.loads(beschreibung.read_text(encoding="utf-8")))
    for teil, summe in inhalt.teile.items():
        with _lesbar(ordner / teil, name) as datei:
            if hashlib.file_digest(datei, "sha256").hexdigest() != summe:
                raise SicherungFehler(f"{name} ist beschädigt: {teil} ist nicht, was gesichert wurde.")
    return inhalt


@contextmanager
def _lesbar(pfad: Path, name: str) -> Iterator[BinaryIO]:
    if not pfad.is_file():
        raise SicherungFehler(f"{name} ist beschädigt: {pfad.name} fehlt.")
    with pfad.open("rb") as datei:
        yield datei
