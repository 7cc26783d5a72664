#!/usr/bin/env python
"""`make test`: lint, the suite on SQLite, the suite on PostgreSQL, journeys in a real Chromium. Stops at the first that fails.

--lang        what takes its time instead: the whole browser grid, long fuzzing
--nur-lint    lint only
"""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent

LINT = [
    ["ruff", "format", "--check", "--quiet", "."],
    ["ruff", "check", "--quiet", "."],
    ["djlint", "templates", "--lint", "--quiet"],
    ["djangofmt", "--check", "--quiet", "templates"],
    ["djangofmt", "check", "--quiet", "templates"],
    ["lint-imports"],
    ["mypy", "--no-error-summary"],
]
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def schritt(titel, befehl, **umgebung):
    print(f"\n── {titel}", flush=True)
    beginn = time.monotonic()
    ergebnis = subprocess.run(befehl, cwd=ROOT, env={**os.environ, **umgebung}, check=False)
    if ergebnis.returncode:
        sys.exit(f"{titel}: fehlgeschlagen ({' '.join(map(str, befehl))})")
    print(f"   {titel}: {time.monotonic() - beginn:.0f} s", flush=True)


def lint():
    for befehl in LINT:
        ergebnis = subprocess.run([BIN / befehl[0], *befehl[1:]], cwd=ROOT, check=False, capture_output=True, text=True)
        if ergebnis.returncode:
            sys.exit(f"{ergebnis.stdout}{ergebnis.stderr}\nLint: {' '.join(befehl)} ist nicht zufrieden.")
    print(f"── Lint: {len(LINT)} Prüfungen ohne Befund", flush=True)


def gefundener_chromium():
    """The Chromium that CHROMIUM names, one of the system's, or the one Playwright keeps."""
    for name in filter(None, (os.environ.get("CHROMIUM"), *CHROMIUM_NAMES)):
        if pfad := shutil.which(name):
            return pfad
    code = "from playwright.sync_api import sync_playwright as s\nwith s() as p: print(p.chromium.executable_path)"
    pfad = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False).stdout.strip()
    return pfad if pfad and Path(pfad).exists() else None


def chromium():
    """A Chromium to test in; brings one where there is none. None where no way leads to one."""
    if pfad := gefundener_chromium():
        return pfad
    print("\n── Kein Chromium gefunden, hole einen …", flush=True)
    if hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        still = {"stdout": subprocess.DEVNULL, "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}, "check": False}
        subprocess.run(["apt-get", "update", "-qq"], **still)
        subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium", "fonts-liberation"], **still)
    if not gefundener_chromium():
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
    return gefundener_chromium()


def pytest(*argumente):
    return [sys.executable, "-m", "pytest", *argumente]


def browser(*argumente):
    pfad = chromium()
    if pfad:
        schritt("Browser", pytest("tests/browser", *argumente), CHROMIUM=pfad)
        return
    satz = (
        "Die Browser-Tests sind NICHT gelaufen: Es gibt keinen Chromium und keiner ließ sich holen.\n"
        "Bitte installieren Sie einen (Debian: apt install chromium) oder nennen Sie seinen Pfad in CHROMIUM."
    )
    if os.environ.get("CI") == "true":
        sys.exit(satz)
    print(f"\n{satz}")


def main():
    if "--lang" in sys.argv:
        schritt("Lange Tests", pytest("tests", "--ignore=tests/browser", "-m", "lang"))
        browser("-m", "lang")
        return
    lint()
    if "--nur-lint" in sys.argv:
        return
    schritt("Tests auf SQLite", pytest("tests", "--ignore=tests/browser", "-m", "not lang"))
    schritt("Tests auf PostgreSQL", pytest("tests", "--ignore=tests/browser", "-m", "not lang"), PORTAL_TESTS="postgres")
    browser("-m", "not lang")
    print("\nAlles in Ordnung.")


if __name__ == "__main__":
    main()
