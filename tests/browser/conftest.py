"""A portal as in production (gunicorn, hashed and compressed files, strict headers) with the demo, and a real Chromium.

The tests know the portal only from outside: its pages and the mails it writes.
"""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from email import message_from_bytes, policy
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM_ARGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture(autouse=True)
def _database():
    """No database in this process: the portal has its own."""


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {**browser_type_launch_args, "executable_path": os.environ.get("CHROMIUM", "/usr/bin/chromium"), "args": CHROMIUM_ARGS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return {**browser_context_args, "locale": "de-DE", "timezone_id": "Europe/Berlin"}


class Portal:
    def __init__(self, url, mails):
        self.url, self.mails = url, mails

    def newest_code(self, email):
        """The code in the newest mail to this address."""
        for path in sorted(self.mails.iterdir(), key=lambda path: path.stat().st_mtime, reverse=True):
            mail = message_from_bytes(path.read_bytes().split(b"\n" + b"-" * 79)[0], policy=policy.default)
            if mail["To"] == email:
                return re.search(r"lautet:\s+(\S+)", mail.get_content())[1]
        raise LookupError(email)


@pytest.fixture(scope="session")
def portal(tmp_path_factory):
    folder = tmp_path_factory.mktemp("portal")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url, mails = f"http://127.0.0.1:{port}", folder / "mails"
    env = {
        **os.environ,
        "SECRET_KEY": "nur-fuer-tests",
        "DEBUG": "false",
        "SITE_URL": url,
        "DATABASE_URL": f"sqlite:///{folder / 'db.sqlite3'}",
        "EMAIL_URL": "filemail://",
        "EMAIL_FILE_PATH": str(mails),
    }
    for command in (["migrate", "-v0"], ["createcachetable"], ["collectstatic", "--noinput", "-v0"], ["demo"]):
        subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=env, check=True, capture_output=True)
    log = (folder / "log").open("wb")
    gunicorn = [str(Path(sys.executable).parent / "gunicorn"), "praeventionsketten.wsgi", "--bind", f"127.0.0.1:{port}"]
    server = subprocess.Popen([*gunicorn, "--workers", "2", "--no-control-socket"], cwd=ROOT, env=env, stdout=log, stderr=log)
    try:
        wait_for(url, server, folder / "log")
        yield Portal(url, mails)
    finally:
        server.terminate()
        server.wait(timeout=20)
        log.close()


def wait_for(url, server, log, seconds=30):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if server.poll() is not None:
            break
        try:
            with urllib.request.urlopen(url):
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.05)  # between two looks at the same condition
    raise RuntimeError(f"The portal does not answer:\n{log.read_text(errors='replace')}")


@pytest.fixture(scope="session")
def base_url(portal):
    return portal.url


@pytest.fixture
def login(page, portal):
    """login(email) goes through the login as a person would, with the code from the mail."""

    def go(email):
        page.goto("/konto/anmelden/")
        page.get_by_label("E-Mail-Adresse").fill(email)
        page.get_by_role("button", name="Code anfordern").click()
        page.get_by_label("Code aus der E-Mail").fill(portal.newest_code(email))
        page.get_by_role("button", name="Anmelden").click()
        page.get_by_text("Sie sind angemeldet.").wait_for()

    return go
