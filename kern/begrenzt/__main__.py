"""The child: sets its limits, then does the work. `python -m kern.begrenzt <module> <json of keyword arguments>`."""

import contextlib
import importlib
import json
import resource
import sys

from kern.begrenzt import ABGELEHNT, MEGABYTE, SEKUNDEN, AblehnungFehler


def main(modul: str, angaben: str) -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MEGABYTE * 1024 * 1024,) * 2)
    resource.setrlimit(resource.RLIMIT_CPU, (SEKUNDEN, SEKUNDEN))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    try:
        with contextlib.redirect_stdout(sys.stderr):  # what libraries print must not get into the answer
            antwort = importlib.import_module(modul).im_kind(sys.stdin.buffer.read(), **json.loads(angaben))
    except AblehnungFehler as fehler:
        sys.stdout.buffer.write(str(fehler).encode())
        return ABGELEHNT
    sys.stdout.buffer.write(antwort)
    return 0


sys.exit(main(*sys.argv[1:]))
