"""Each guard is taken away in a copy of the project, and the tests named beside it have to fail (`make test-lang`)."""

import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.conf import settings

from tests.messung import write
from tests.nachweise.mutanten import MUTANTEN


def copy_of_the_project(to: Path) -> Path:
    files = subprocess.run(
        ["git", "ls-files"], cwd=settings.BASE_DIR, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    for file in files:
        if (source := settings.BASE_DIR / file).is_file():
            (to / file).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, to / file)
    for made in ("kern", "schrift"):
        if (settings.BASE_DIR / "build" / made).exists():
            shutil.copytree(settings.BASE_DIR / "build" / made, to / "build" / made, symlinks=True)
    return to


def survives(mutant, project: Path) -> str:
    """What is wrong with the proof; empty where the tests noticed."""
    file = project / mutant.datei
    whole = file.read_text(encoding="utf-8")
    if whole.count(mutant.alt) != 1:
        return f"{mutant.name}: „{mutant.alt[:60]}“ steht {whole.count(mutant.alt)}-mal in {mutant.datei}"
    file.write_text(whole.replace(mutant.alt, mutant.neu), encoding="utf-8")
    try:
        command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "-m", "not lang", *mutant.tests]
        end = subprocess.run(
            command, cwd=project, env={**os.environ, "PORTAL_TESTS": ""}, capture_output=True, text=True, check=False
        )
    finally:
        file.write_text(whole, encoding="utf-8")
    if end.returncode == 1 and "FAILED" in end.stdout:
        return ""
    return f"{mutant.name}: überlebt ({end.stdout.strip().splitlines()[-1] if end.stdout.strip() else end.stderr[-200:]})"


@pytest.mark.rein
@pytest.mark.parametrize("mutant", MUTANTEN, ids=lambda mutant: mutant.name)
def test_each_guard_stands_where_it_is_taken_away(mutant):
    assert (settings.BASE_DIR / mutant.datei).read_text(encoding="utf-8").count(mutant.alt) == 1


@pytest.mark.lang
def test_every_guard_that_is_taken_away_is_missed(tmp_path):
    projects = [copy_of_the_project(tmp_path / f"kopie{number}") for number in range(2)]
    with ThreadPoolExecutor(len(projects)) as pool:
        parts = [
            pool.submit(lambda p=p, n=n: [survives(one, p) for one in MUTANTEN[n :: len(projects)]]) for n, p in enumerate(projects)
        ]
        wrong = [found for part in parts for found in part.result() if found]

    assert wrong == []
    write(
        "Rechte: jede Sicherung einmal weggenommen (make test-lang)",
        [f"{len(MUTANTEN)} Sicherungen, jede einzeln entfernt; jedes Mal schlugen die Tests an."],
    )
