"""The uploaded files, wherever they are kept."""

from collections.abc import Iterator
from pathlib import Path

from django.core.files import File
from django.core.files.storage import default_storage

from betrieb.sicherung.archiv import DATEIEN, Schreiber


def alle(ordner: str = "") -> Iterator[str]:
    """The names of all files in the store."""
    try:
        unterordner, dateien = default_storage.listdir(ordner)
    except FileNotFoundError:  # nothing was uploaded yet
        return
    for name in sorted(dateien):
        yield f"{ordner}/{name}" if ordner else name
    for name in sorted(unterordner):
        yield from alle(f"{ordner}/{name}" if ordner else name)


def sichern(schreiber: Schreiber) -> None:
    """Add those that are not in the archive yet. One that is deleted meanwhile belongs to nobody any more."""
    for name in alle():
        if DATEIEN + name in schreiber.teile:
            continue
        try:
            with default_storage.open(name, "rb") as datei:
                schreiber.datei(DATEIEN + name, datei, datei.size)
        except FileNotFoundError:
            continue


def zurueckbringen(ordner: Path) -> int:
    """Put all files of a backup into the store; returns how many."""
    pfade = [pfad for pfad in sorted(Path(ordner, DATEIEN).rglob("*")) if pfad.is_file()]
    for pfad in pfade:
        name = pfad.relative_to(Path(ordner, DATEIEN)).as_posix()
        default_storage.delete(name)  # a name that is taken would get another one
        with pfad.open("rb") as datei:
            default_storage.save(name, File(datei))
    return len(pfade)


def ueberzaehlige_loeschen(ordner: Path) -> None:
    """Those that the backup does not know: they belong to rows that are no more."""
    for name in list(alle()):
        if not Path(ordner, DATEIEN, name).is_file():
            default_storage.delete(name)
