#!/usr/bin/env python
"""`make test`: lint; then the suite on SQLite, the suite on PostgreSQL and journeys in a real Chromium, two at the same time.

--lang        what takes its time instead: the whole browser grid, long fuzzing, load, attacks
--nur-lint    lint only
"""

import os
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
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
    ["hadolint", "Dockerfile"],
    ["reuse", "lint", "--quiet"],
]
DCLINT = [str(ROOT / "werkzeuge" / "npm"), "exec", "--offline", "--", "dclint", "docker-compose.yml"]
OHNE_BROWSER = (
    "Die Browser-Tests sind NICHT gelaufen: Es gibt keinen Chromium und keiner ließ sich holen.\n"
    "Bitte installieren Sie einen (Debian: apt install chromium) oder nennen Sie seinen Pfad in CHROMIUM."
)
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def schritt(titel, befehl, **umgebung):
    """(title, what it said, is it well), when the command has ended."""
    farbig = {"PY_COLORS": "1"} if sys.stdout.isatty() else {}
    beginn = time.monotonic()
    ergebnis = subprocess.run(
        befehl, cwd=ROOT, env={**os.environ, **farbig, **umgebung}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        errors="replace", check=False,
    )  # fmt: skip
    gut = ergebnis.returncode == 0
    wie = "" if gut else f": fehlgeschlagen ({' '.join(map(str, befehl))})"
    return titel, f"{ergebnis.stdout.rstrip()}\n   {titel}: {time.monotonic() - beginn:.0f} s{wie}", gut


def schritte(*alle):
    """As many at the same time as there are processors, two at most: each brings a database or a browser besides itself.

    What one says stands together, once it has ended. One that fails stops no other: they run already, and say more.
    """
    zugleich = min(2, os.cpu_count() or 1)
    print(f"\n── {', '.join(titel for titel, *_ in alle)}: {zugleich} zugleich, das dauert einige Minuten", flush=True)
    fehlgeschlagen = []
    with ThreadPoolExecutor(zugleich) as pool:
        for fertig in as_completed([pool.submit(schritt, titel, befehl, **umgebung) for titel, befehl, umgebung in alle]):
            titel, gesagt, gut = fertig.result()
            print(f"\n── {titel}\n{gesagt}", flush=True)
            fehlgeschlagen += [] if gut else [titel]
    if fehlgeschlagen:
        sys.exit(f"\nFehlgeschlagen: {', '.join(fehlgeschlagen)}. Was daran nicht stimmt, steht oben.")


def lint():
    befehle = [[str(BIN / befehl[0]), *befehl[1:]] for befehl in LINT] + [DCLINT]
    for befehl in befehle:
        ergebnis = subprocess.run(befehl, cwd=ROOT, check=False, capture_output=True, text=True)
        if ergebnis.returncode:
            sys.exit(f"{ergebnis.stdout}{ergebnis.stderr}\nLint: {' '.join(befehl)} ist nicht zufrieden.")
    print(f"── Lint: {len(befehle)} Prüfungen ohne Befund", flush=True)


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
    """The step in the browser, in a list; an empty one where there is no browser."""
    pfad = chromium()
    if pfad:
        return [("Browser", pytest("tests/browser", *argumente), {"CHROMIUM": pfad})]
    if os.environ.get("CI") == "true":
        sys.exit(OHNE_BROWSER)
    return []


def main():
    lang = "--lang" in sys.argv
    if not lang:
        lint()
    if "--nur-lint" in sys.argv:
        return
    welche = "lang" if lang else "not lang"
    im_browser = browser("-m", welche)
    ohne_browser = pytest("tests", "--ignore=tests/browser", "-m", welche)
    if lang:
        zugleich = pytest("tests/nebenlaeufig", "-m", welche)
        schritte(
            *im_browser, ("Lange Tests auf PostgreSQL", zugleich, {"PORTAL_TESTS": "postgres"}), ("Lange Tests", ohne_browser, {})
        )
    else:  # the longest first: the two others then fit beside it
        schritte(
            *im_browser,
            (
                "Tests auf PostgreSQL",
                pytest("tests", "--ignore=tests/browser", "-m", "not lang and not rein"),
                {"PORTAL_TESTS": "postgres"},
            ),
            ("Tests auf SQLite", ohne_browser, {}),
        )
    print("\nAlles in Ordnung." if im_browser else f"\n{OHNE_BROWSER}\nAlles andere ist in Ordnung.")


if __name__ == "__main__":
    main()
