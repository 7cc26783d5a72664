"""Every command in the handbooks is run as it stands there, but those that need root, systemd or a container engine."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command

pytestmark = pytest.mark.rein  # once is enough; what differs between databases is tested by itself

BETRIEB = django_settings.BASE_DIR / "docs" / "betrieb"
SEITEN = ["einrichten", "sichern", "aktualisieren", "wachsen", "stoerungen", "datenschutz"]  # in the order in which one reads them
BLOCK = re.compile(r"^```sh( nicht-hier)?\n(.*?)^```", re.MULTILINE | re.DOTALL)


def bloecke(seite: str) -> list[tuple[bool, str]]:
    """(is it run here, commands) for each block of a page."""
    return [(not treffer[1], treffer[2]) for treffer in BLOCK.finditer((BETRIEB / f"{seite}.md").read_text())]


@pytest.fixture(scope="module")
def rechner(tmp_path_factory, _datenbanken):
    """A portal like that of the handbook, with `portal` on its PATH; nothing is in it yet."""
    from tests.betrieb.installation import Installation

    neu = Installation.neu(tmp_path_factory.mktemp("rechner"))
    _datenbanken.append(neu)
    programme = neu.ordner / "bin"
    programme.mkdir()
    portal = programme / "portal"
    portal.write_text(f'#!/bin/sh\ncd "{django_settings.BASE_DIR}" && exec "{sys.executable}" manage.py "$@"\n')
    portal.chmod(0o755)
    neu.umgebung["PATH"] = f"{programme}:{neu.umgebung['PATH']}"
    neu.manage("aktualisieren")
    return neu


@pytest.mark.parametrize("seite", SEITEN)
def test_its_commands_do_what_the_page_says(rechner, seite):
    """In one shell for each page: a variable set in one block is there in the next."""
    hier = [befehle for wird_gerufen, befehle in bloecke(seite) if wird_gerufen]
    if seite == "sichern":  # the name of a backup that is there, in place of the one on the page
        rechner.manage("sichern")
        hier = [befehle.replace("portal-2026-11-23T023000Z.tar.gz", rechner.sicherungen()[-1].name) for befehle in hier]
    lauf = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", "\n".join(hier)], env=rechner.umgebung, cwd=rechner.ordner,
        stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert lauf.returncode == 0, lauf.stdout[-2000:] + lauf.stderr[-2000:]
    assert hier or seite == "wachsen"


@pytest.mark.parametrize("seite", SEITEN)
def test_what_is_not_run_here_is_at_least_a_shell_script(seite):
    for wird_gerufen, befehle in bloecke(seite):
        lauf = subprocess.run(["bash", "-n"], input=befehle, capture_output=True, text=True, check=False)
        assert lauf.returncode == 0, lauf.stderr
        braucht_mehr = re.search(
            r"apt |systemctl|docker|runuser|adduser|-o (root|portal)|make install|git (clone|fetch)|/etc/|/srv/|journalctl|GV100AD",
            befehle,
        )
        assert wird_gerufen or braucht_mehr, f"Das liefe auch hier:\n{befehle}"


@pytest.mark.parametrize("seite", [*SEITEN, "einstellungen"])
def test_its_links_lead_somewhere(seite):
    text = (BETRIEB / f"{seite}.md").read_text()
    for ziel, anker in re.findall(r"\]\((?!https?:)([^)#]*)(#[^)]*)?\)", text):
        datei = (BETRIEB / ziel).resolve() if ziel else BETRIEB / f"{seite}.md"
        assert datei.is_file(), ziel
        if anker:
            ueberschriften = {
                "#" + re.sub(r"[^\w\- ]", "", titel).strip().lower().replace(" ", "-")
                for titel in re.findall(r"^#+ (.*)$", datei.read_text(), re.MULTILINE)
            }
            assert anker in ueberschriften, anker


def test_every_command_of_the_portal_is_in_the_handbook_or_the_readme():
    alles = "\n".join(datei.read_text() for datei in [*BETRIEB.glob("*.md"), django_settings.BASE_DIR / "README.md"])
    eigene = {
        datei.stem
        for datei in django_settings.BASE_DIR.glob("*/management/commands/*.py")
        if datei.stem != "__init__"
    }  # fmt: skip

    assert {name for name in eigene if not re.search(rf"\b{name}\b", alles)} == set()


def test_the_templates_for_data_protection_are_those_of_the_register(tmp_path):
    call_command("datenschutz_vorlagen", tmp_path, verbosity=0)

    for datei in Path(tmp_path).iterdir():
        assert datei.read_text() == (BETRIEB / "vorlagen" / datei.name).read_text(), (
            "manage.py datenschutz_vorlagen schreibt sie neu"
        )
