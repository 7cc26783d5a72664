"""Lighthouse as on a phone with a slow line: every public page."""

import json
import os
import shutil
import subprocess

import pytest
from django.conf import settings

from tests.browser.seiten import OEFFENTLICH
from tests.messung import write

pytestmark = pytest.mark.lang
NO_PAGES = ("fehlt", "link-falsch")  # they answer with 404


def test_every_public_page(base_url):
    node = shutil.which("node") or str(settings.BASE_DIR / ".venv" / "bin" / "node")
    chromium = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    pages = {name: path for name, path in OEFFENTLICH.items() if name not in NO_PAGES}
    said = subprocess.run(
        [node, "werkzeuge/lighthouse.mjs", chromium, *(base_url + path for path in pages.values())],
        cwd=settings.BASE_DIR, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    results = dict(zip(pages, map(json.loads, said.splitlines()), strict=True))

    low = {
        name: (one["scores"], one["wrong"])
        for name, one in results.items()
        if one["scores"]["performance"] < 95 or min(score for part, score in one["scores"].items() if part != "performance") < 100
    }
    assert low == {}
    slowest = min(one["scores"]["performance"] for one in results.values())
    write(
        "Lighthouse, wie auf einem Telefon (make test-lang)",
        [
            f"{len(results)} öffentliche Seiten: Leistung mindestens {slowest}, Barrierefreiheit, gute Praxis und Auffindbarkeit "
            "jeweils 100."
        ],
    )
