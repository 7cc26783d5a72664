"""From every version that was given out to this one, with its data, and back again without losing any."""

import gzip
import json
import subprocess
import sys

import pytest
import requests
import yaml
from django.conf import settings as django_settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from betrieb.migrationen import bekannte
from betrieb.zustand import Stand, zustand
from kern.fassung import fassung
from tests.server import collect, serve

FASSUNGEN = sorted((django_settings.BASE_DIR / "fixtures" / "fassungen").glob("*.json.gz"))


def kind(installation, verb, datei):
    lauf = subprocess.run(
        [sys.executable, "tests/betrieb/kind_fassung.py", verb, str(datei)], cwd=django_settings.BASE_DIR,
        env=installation.umgebung, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert lauf.returncode == 0, lauf.stderr
    return lauf.stdout


@pytest.mark.parametrize("datei", FASSUNGEN, ids=lambda datei: datei.name.removesuffix(".json.gz"))
def test_its_data_come_along_and_go_back_unchanged(installation, datei):
    inhalt = json.loads(gzip.decompress(datei.read_bytes()))
    damals, neue = inhalt["zeilen"], bekannte() - {".".join(migration) for migration in inhalt["migrationen"]}
    kind(installation, "laden", datei)

    gesagt = installation.manage("aktualisieren")
    collect(installation.umgebung)
    with serve(installation.umgebung) as portal:
        seiten = {
            pfad: requests.get(portal.url + pfad, timeout=30)
            for pfad in (
                "/",
                "/kommunen/",
                "/kommunen/gifhorn/",
                "/kommunen/gifhorn/netzwerk/",
                "/kommunen/gifhorn/zahlen/",
                "/status/bereit",
            )
        }
    danach = json.loads(kind(installation, "zurueck", datei))

    assert ("Gesichert: " in gesagt) == bool(neue)  # before anything changes
    assert f"auf dem Stand von Fassung {fassung().nummer}" in gesagt
    assert {pfad: antwort.status_code for pfad, antwort in seiten.items()} == dict.fromkeys(seiten, 200)
    assert "16.667" in seiten["/kommunen/gifhorn/"].text
    for modell, zeilen in damals.items():
        dazu = [zeile for zeile in danach[modell] if zeile not in zeilen]
        assert [zeile for zeile in danach[modell] if zeile not in dazu] == zeilen, modell
        assert not dazu or modell == "kern.vermerk"  # that the database was brought up to date


def test_an_older_version_says_that_the_database_is_newer_and_changes_nothing():
    MigrationRecorder(connection).record_applied("kommunen", "9999_zukunft")

    with pytest.raises(CommandError, match="neueren Fassung"):
        call_command("aktualisieren")
    (befund,) = [befund for befund in zustand() if befund.was == "datenbank"]
    assert befund.stand == Stand.GESTOERT
    assert "neueren Fassung" in befund.text


def test_the_version_is_said_once_and_the_package_says_the_same():
    angaben = yaml.safe_load((django_settings.BASE_DIR / "publiccode.yml").read_text())
    paket = (django_settings.BASE_DIR / "pyproject.toml").read_text()

    assert fassung().nummer == angaben["softwareVersion"]
    assert f'\nversion = "{fassung().nummer}"\n' in paket


def test_every_version_given_out_is_kept():
    """The one in publiccode.yml, too: werkzeuge/fassung.py makes the file."""
    assert fassung().nummer in [datei.name.removesuffix(".json.gz") for datei in FASSUNGEN]
