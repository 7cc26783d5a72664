"""The restore drill: whatever is lost, the backup brings it back, whole or not at all."""

import gzip
import os
import shutil
import stat
import subprocess
import sys
import tarfile
import tempfile
import time
from datetime import timedelta
from pathlib import Path

import pyrage
import pytest
from django.conf import settings as django_settings
from django.utils import timezone

from betrieb.sicherung import ablage
from tests.betrieb.installation import POSTGRES

gesichert = {}


@pytest.fixture
def schluessel(tmp_path):
    """(public key, file with the secret one)"""
    paar = pyrage.x25519.Identity.generate()
    datei = tmp_path / "geheim.txt"
    datei.write_text(f"# aufbewahren\n{paar}\n")
    return str(paar.to_public()), datei


@pytest.fixture
def sicherung(gefuellt, tmp_path):
    """A backup of the filled portal as it is now, alone in a folder. Made anew only where something has changed since the last."""
    if gesichert.get("stand") != (jetzt := gefuellt.stand()):
        ordner = Path(tempfile.mkdtemp(dir=gefuellt.ordner))
        gefuellt.manage("sichern", SICHERUNG_ORDNER=str(ordner))
        gesichert.update(stand=jetzt, datei=next(ordner.glob("portal-*")))
    (tmp_path / "s").mkdir()
    return Path(shutil.copy2(gesichert["datei"], tmp_path / "s"))


@pytest.mark.parametrize("verschluesselt", [False, True], ids=["plain", "encrypted"])
def test_fill_back_up_lose_everything_restore_and_all_is_there(gefuellt, tmp_path, schluessel, verschluesselt):
    oeffentlich, geheim = schluessel
    vorher = gefuellt.stand()
    assert len(vorher) > 60
    assert any("/" in name for name in vorher)  # files among them
    umgebung = {"SICHERUNG_ORDNER": str(tmp_path / "s")} | ({"SICHERUNG_SCHLUESSEL": oeffentlich} if verschluesselt else {})
    gefuellt.manage("sichern", **umgebung)
    (datei,) = (tmp_path / "s").glob("portal-*")
    gefuellt.verlieren()

    befehl = ["wiederherstellen", str(datei), "--ja", *(["--schluessel", str(geheim)] if verschluesselt else [])]
    gesagt = gefuellt.manage(*befehl)

    assert gefuellt.stand() == vorher
    assert "Wiederhergestellt: die Datenbank und" in gesagt


def test_what_came_later_is_gone_after_restoring(gefuellt, sicherung):
    vorher = gefuellt.stand()
    gefuellt.sql("CREATE TABLE spaeter (x integer)")
    gefuellt.sql("DELETE FROM kommunen_termin")
    spaeter = Path(gefuellt.umgebung["MEDIA_ROOT"], "dateien", "spaeter.txt")
    spaeter.parent.mkdir(parents=True, exist_ok=True)
    spaeter.write_text("später")

    gefuellt.manage("wiederherstellen", str(sicherung), "--ja")

    assert gefuellt.stand() == vorher


def test_it_asks_before_it_replaces_anything(gefuellt, sicherung):
    vorher = gefuellt.stand()

    lauf = gefuellt.rufen("wiederherstellen", str(sicherung))

    assert lauf.returncode != 0
    assert "Halten Sie Web und Dienst vorher an" in lauf.stdout
    assert gefuellt.stand() == vorher


def test_an_encrypted_backup_shows_nothing_and_opens_with_its_key_only(gefuellt, tmp_path, schluessel):
    oeffentlich, geheim = schluessel
    gefuellt.manage("sichern", SICHERUNG_ORDNER=str(tmp_path / "s"), SICHERUNG_SCHLUESSEL=oeffentlich)
    (datei,) = (tmp_path / "s").glob("portal-*")
    fremd = tmp_path / "fremd.txt"
    fremd.write_text(str(pyrage.x25519.Identity.generate()))

    ohne = gefuellt.rufen("wiederherstellen", str(datei), "--probe")
    falsch = gefuellt.rufen("wiederherstellen", str(datei), "--probe", "--schluessel", str(fremd))
    richtig = gefuellt.manage("wiederherstellen", str(datei), "--probe", "--schluessel", str(geheim))

    assert datei.name.endswith(".tar.gz.age")
    assert datei.read_bytes().startswith(b"age-encryption.org/v1")
    assert "ist verschlüsselt" in ohne.stderr
    assert "lässt sich mit diesem Schlüssel nicht öffnen" in falsch.stderr
    assert "vollständig und unbeschädigt" in richtig


def beschnitten(datei):
    datei.write_bytes(datei.read_bytes()[: datei.stat().st_size // 2])


def verfaelscht(datei):
    """One member is another than the one that was saved, in an archive that is whole."""
    ordner = datei.with_suffix(".ordner")
    with tarfile.open(datei) as tar:
        tar.extractall(ordner, filter="data")
    (ordner / "datenbank").write_bytes((ordner / "datenbank").read_bytes() + b"x")
    with tarfile.open(datei, "w:gz") as tar:
        for pfad in sorted(ordner.rglob("*")):
            tar.add(pfad, pfad.relative_to(ordner))


def fremd(datei):
    datei.write_bytes(gzip.compress(b"etwas anderes"))


def ausbrechend(datei):
    """A member that wants to be written elsewhere."""
    with tarfile.open(datei, "w:gz") as tar:
        tar.add(__file__, "../../ausgebrochen.py")


@pytest.mark.parametrize("verderben", [beschnitten, verfaelscht, fremd, ausbrechend], ids=lambda f: f.__name__)
def test_a_damaged_backup_is_refused_and_nothing_changes(gefuellt, sicherung, verderben):
    vorher = gefuellt.stand()
    verderben(sicherung)

    lauf = gefuellt.rufen("wiederherstellen", str(sicherung), "--ja")

    assert lauf.returncode != 0
    assert f"Nicht wiederhergestellt. {sicherung.name} ist " in lauf.stderr
    assert gefuellt.stand() == vorher
    assert not list(sicherung.parent.parent.rglob("ausgebrochen.py"))


def test_a_backup_of_a_newer_version_is_refused(gefuellt, sicherung):
    vorher = gefuellt.stand()
    ordner = sicherung.with_suffix(".ordner")
    with tarfile.open(sicherung) as tar:
        tar.extractall(ordner, filter="data")
    inhalt = ordner / "inhalt.json"
    inhalt.write_text(inhalt.read_text().replace('"kern.0001_stand"', '"kern.0001_stand", "kern.9999_zukunft"'))
    with tarfile.open(sicherung, "w:gz") as tar:
        for pfad in sorted(ordner.rglob("*")):
            tar.add(pfad, pfad.relative_to(ordner))

    lauf = gefuellt.rufen("wiederherstellen", str(sicherung), "--ja")

    assert "die neuer ist als diese" in lauf.stderr
    assert gefuellt.stand() == vorher


def test_files_that_come_in_meanwhile_are_in_the_backup_with_their_rows(gefuellt, tmp_path):
    """Each row in the restored database finds its file, though both were being added all the time."""
    dateien = Path(gefuellt.umgebung["MEDIA_ROOT"], "dateien")
    dateien.mkdir(parents=True, exist_ok=True)
    prozess = subprocess.Popen(
        [sys.executable, "manage.py", "sichern"], cwd=django_settings.BASE_DIR,
        env=gefuellt.umgebung | {"SICHERUNG_ORDNER": str(tmp_path / "s")}, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    gefuellt.sql("CREATE TABLE neu (name varchar(40))")
    nummer = 0
    while prozess.poll() is None or not nummer:
        (dateien / f"neu-{nummer}.txt").write_text(str(nummer))
        gefuellt.sql(f"INSERT INTO neu VALUES ('neu-{nummer}.txt')")  # noqa: S608
        nummer += 1
    (datei,) = (tmp_path / "s").glob("portal-*")
    gefuellt.verlieren()

    gefuellt.manage("wiederherstellen", str(datei), "--ja")

    gesichert = [name for (name,) in gefuellt.sql("SELECT name FROM neu")] if "neu" in gefuellt.tabellen() else []
    assert nummer > 10
    assert [name for name in gesichert if not (dateien / name).is_file()] == []
    gefuellt.sql("DROP TABLE IF EXISTS neu")
    for pfad in dateien.glob("neu-*"):
        pfad.unlink()


def test_the_file_is_for_its_owner_only_and_its_name_says_the_time_and_no_more(gefuellt, sicherung):
    assert stat.S_IMODE(sicherung.stat().st_mode) == 0o600
    assert ablage.NAME.fullmatch(sicherung.name)
    assert [pfad.name for pfad in sicherung.parent.iterdir()] == [sicherung.name]  # nothing lies about beside it


def test_old_backups_go_and_the_newest_stays_whatever_its_age(settings, tmp_path):
    settings.SICHERUNG_ORDNER, settings.SICHERUNG_TAGE = tmp_path, 7
    for tage in (400, 40, 8):
        vom = timezone.now() - timedelta(days=tage)
        (tmp_path / f"portal-{vom:%Y-%m-%dT%H%M%S}Z.tar.gz").touch()
    fremde = tmp_path / "urlaub.jpg"
    fremde.touch()

    geloescht = ablage.alte_loeschen()

    assert geloescht == 2
    assert len(ablage.alle()) == 1
    assert fremde.exists()


def test_what_an_interrupted_backup_left_is_swept_a_day_later(settings, tmp_path):
    settings.SICHERUNG_ORDNER = tmp_path
    gestern = time.time() - 25 * 60 * 60
    for name in ("alt", "neu"):
        (tmp_path / f".portal-{name}").mkdir()
        (tmp_path / f".portal-{name}" / "datenbank").touch()
    os.utime(tmp_path / ".portal-alt", (gestern, gestern))

    ablage.alte_loeschen()

    assert [pfad.name for pfad in tmp_path.iterdir()] == [".portal-neu"]


def test_a_missing_program_is_named_with_what_to_do(gefuellt, tmp_path):
    leer = tmp_path / "bin"
    leer.mkdir()

    lauf = gefuellt.rufen("sichern", PATH=str(leer), SICHERUNG_ORDNER=str(tmp_path / "s"))

    if POSTGRES:
        assert "Nicht gesichert. Das Programm pg_dump fehlt. Unter Debian: apt install postgresql-client" in lauf.stderr
        assert not list((tmp_path / "s").glob("portal-*"))
    else:
        assert lauf.returncode == 0  # SQLite needs none


def test_a_folder_that_takes_nothing_is_named(gefuellt, tmp_path):
    datei = tmp_path / "datei"
    datei.touch()

    lauf = gefuellt.rufen("sichern", SICHERUNG_ORDNER=str(datei / "s"))

    assert lauf.returncode != 0
    assert "SICHERUNG_ORDNER" in lauf.stderr
    shutil.rmtree(tmp_path / "s", ignore_errors=True)
