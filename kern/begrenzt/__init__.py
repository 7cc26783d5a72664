"""Runs work on files from outside in a process of its own, with limits on memory and time.

A spreadsheet of 4 kB can ask for 6 GB, a picture of a few bytes for as much; here such a file costs one refused upload and
nothing else. The work is a module with `im_kind(bytes) -> bytes`; it may raise AblehnungFehler with words for the person.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import IO

SEKUNDEN = 20
MEGABYTE = 768  # address space, libraries included
WURZEL = Path(__file__).resolve().parents[2]
# no secret of the portal for who reads files of strangers; numpy's threads would take address space for nothing
UMGEBUNG = {
    name: wert for name, wert in os.environ.items() if name in {"PATH", "LANG", "LC_ALL", "TZ", "TMPDIR", "LD_LIBRARY_PATH"}
}
UMGEBUNG["OPENBLAS_NUM_THREADS"] = "1"
ABGELEHNT = 3  # exit code of the child (__main__.py)


class AblehnungFehler(Exception):
    """The file is refused; the message says why and what to do."""


def ausfuehren(modul: str, daten: bytes | IO[bytes], *, zu_gross: str, **angaben) -> bytes:
    """What `modul.im_kind(daten, **angaben)` returns. Raises AblehnungFehler, with `zu_gross` where a limit was hit.

    A large file may be given open instead of as bytes; the child reads it itself.
    """
    befehl = [sys.executable, "-m", "kern.begrenzt", modul, json.dumps(angaben)]
    herein: dict = {"input": daten} if isinstance(daten, bytes) else {"stdin": daten}
    try:
        fertig = subprocess.run(  # noqa: S603
            befehl,
            **herein,
            capture_output=True,
            cwd=WURZEL,
            timeout=SEKUNDEN,
            check=False,
            env=UMGEBUNG,
        )
    except subprocess.TimeoutExpired as fehler:
        raise AblehnungFehler(zu_gross) from fehler
    if fertig.returncode == ABGELEHNT:
        raise AblehnungFehler(fertig.stdout.decode())
    if fertig.returncode:
        raise AblehnungFehler(zu_gross)
    return fertig.stdout
