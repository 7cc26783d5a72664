"""Making, listing, keeping and restoring backups."""

import re
import shutil
import tempfile
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone

from betrieb import migrationen
from betrieb.sicherung import SicherungFehler, archiv, dateien, datenbank
from betrieb.sicherung.archiv import DATENBANK, Inhalt
from kern.fassung import fassung
from kern.models import Vermerk, vermerken
from kern.stand import neu_beginnen

NAME = re.compile(r"portal-(\d{4}-\d{2}-\d{2}T\d{6})Z\.tar\.gz(\.age)?")


@dataclass(frozen=True)
class Sicherung:
    pfad: Path
    vom: datetime

    @property
    def groesse(self) -> int:
        return self.pfad.stat().st_size

    @property
    def ist_verschluesselt(self) -> bool:
        return self.pfad.suffix == ".age"


def alle() -> list[Sicherung]:
    """Those in the folder, the newest first."""
    if not settings.SICHERUNG_ORDNER.is_dir():
        return []
    treffer = ((pfad, NAME.fullmatch(pfad.name)) for pfad in settings.SICHERUNG_ORDNER.iterdir())
    gefunden = [Sicherung(pfad, datetime.strptime(passt[1] + "+0000", "%Y-%m-%dT%H%M%S%z")) for pfad, passt in treffer if passt]
    return sorted(gefunden, key=lambda sicherung: sicherung.vom, reverse=True)


def neue_sicherung() -> Path:
    """Database and files as they are now. Raises SicherungFehler.

    Files are looked through before and after the database: what a row of it names is in the archive, whoever uploads meanwhile.
    """
    settings.SICHERUNG_ORDNER.mkdir(parents=True, exist_ok=True, mode=0o700)
    endung = ".tar.gz.age" if settings.SICHERUNG_SCHLUESSEL else ".tar.gz"
    ziel = settings.SICHERUNG_ORDNER / f"portal-{timezone.now():%Y-%m-%dT%H%M%S}Z{endung}"
    try:
        with (
            tempfile.TemporaryDirectory(prefix=".portal-", dir=settings.SICHERUNG_ORDNER) as ordner,
            archiv.schreiben(ziel, settings.SICHERUNG_SCHLUESSEL) as aus,
        ):
            dateien.sichern(aus)
            kopie = Path(ordner, DATENBANK)
            datenbank.ausgeben(kopie)
            with kopie.open("rb") as datei:
                aus.datei(DATENBANK, datei, kopie.stat().st_size)
            dateien.sichern(aus)
            aus.inhalt(
                Inhalt(
                    fassung=f"vor {fassung().nummer}" if migrationen.offene() else fassung().nummer,
                    vom=timezone.now().isoformat(timespec="seconds"),
                    datenbank=connection.vendor,
                    migrationen=migrationen.angewandte(),
                    teile=aus.teile,
                )
            )
    except FileExistsError as fehler:
        raise SicherungFehler("Gerade entsteht schon eine Sicherung.") from fehler
    except OSError as fehler:
        raise SicherungFehler(f"{fehler.filename or settings.SICHERUNG_ORDNER}: {fehler.strerror}.") from fehler
    return ziel


def alte_loeschen() -> int:
    """Those older than SICHERUNG_TAGE days; the newest stays whatever its age. Returns how many went."""
    grenze = timezone.now() - timedelta(days=settings.SICHERUNG_TAGE)
    alte = [sicherung for sicherung in alle()[1:] if sicherung.vom < grenze]
    for sicherung in alte:
        sicherung.pfad.unlink()
    _reste_loeschen()
    return len(alte)


def _reste_loeschen() -> None:
    """What an interrupted backup left behind: half an archive, a copy of the database in clear."""
    gestern = (timezone.now() - timedelta(days=1)).timestamp()
    for rest in settings.SICHERUNG_ORDNER.glob(".portal-*"):
        if rest.stat().st_mtime < gestern:
            shutil.rmtree(rest) if rest.is_dir() else rest.unlink()


def wiederherstellen(inhalt: Inhalt, ordner: Path) -> int:
    """Put an unpacked backup in the place of everything there is; returns how many files came back. Raises SicherungFehler.

    Files come first and superfluous ones go last, so that at any moment every row finds its file.
    """
    pruefen(inhalt)
    if andere := datenbank.andere_verbindungen():
        raise SicherungFehler(f"In der Datenbank arbeitet noch jemand ({andere} Verbindungen). Halten Sie Web und Dienst an.")
    anzahl = dateien.zurueckbringen(ordner)
    datenbank.einspielen(ordner / DATENBANK)
    dateien.ueberzaehlige_loeschen(ordner)
    if not migrationen.offene():  # in an older database there may be no room for it
        neu_beginnen()
        vermerken(Vermerk.Art.BETRIEB, f"Sicherung vom {inhalt.vom} (Fassung {inhalt.fassung}) eingespielt")
    return anzahl


def pruefen(inhalt: Inhalt) -> None:
    """Whether this installation can take the backup. Raises SicherungFehler."""
    if inhalt.datenbank != connection.vendor:
        raise SicherungFehler(
            f"Die Sicherung kommt von {inhalt.datenbank}, DATABASE_URL nennt aber {connection.vendor}. "
            "Beide müssen dieselbe Art Datenbank sein."
        )
    if set(inhalt.migrationen) - migrationen.bekannte():
        raise SicherungFehler(
            f"Die Sicherung kommt aus Fassung {inhalt.fassung}, die neuer ist als diese ({fassung().nummer}). "
            "Installieren Sie zuerst jene Fassung."
        )
