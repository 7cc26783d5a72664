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
from playwright.sync_api import expect

expect.set_options(timeout=15_000)  # milliseconds; the suites run beside this, and a machine may be slow

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
    def __init__(self, url, mails, notfallcodes):
        self.url, self.mails, self.notfallcodes = url, mails, notfallcodes

    def newest_code(self, email):
        """The code in the newest mail to this address."""
        return re.search(r"lautet:\s+(\S+)", self.newest_mail(email))[1]

    def newest_mail(self, email):
        for path in sorted(self.mails.iterdir(), key=lambda path: path.stat().st_mtime, reverse=True):
            mail = message_from_bytes(path.read_bytes().split(b"\n" + b"-" * 79)[0], policy=policy.default)
            if mail["To"] == email:
                return mail.get_content()
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
        done = subprocess.run(
            [sys.executable, "manage.py", *command], cwd=ROOT, env=env, check=True, capture_output=True, text=True
        )
    notfallcodes = re.findall(r"\b\d{8}\b", done.stdout)
    log = (folder / "log").open("wb")
    gunicorn = [str(Path(sys.executable).parent / "gunicorn"), "praeventionsketten.wsgi", "--bind", f"127.0.0.1:{port}"]
    server = subprocess.Popen([*gunicorn, "--workers", "2", "--no-control-socket"], cwd=ROOT, env=env, stdout=log, stderr=log)
    try:
        wait_for(url, server, folder / "log")
        yield Portal(url, mails, notfallcodes)
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


def log_in(page, portal, email):
    """Through the login as a person would, with the code from the mail."""
    page.goto("/konto/anmelden/")
    page.get_by_label("E-Mail-Adresse").fill(email)
    page.get_by_role("button", name="Code anfordern").click()
    page.get_by_label("Code aus der E-Mail").fill(portal.newest_code(email))
    page.get_by_role("button", name="Anmelden").click()
    if email == "fachadmin@example.org":
        page.get_by_label("Code aus der App").fill(portal.notfallcodes.pop())
        page.get_by_role("button", name="Anmelden").click()
    page.get_by_text("Sie sind angemeldet.").wait_for()


@pytest.fixture(scope="session")
def sessions(browser, portal):
    """sessions(email): cookies of somebody who logged in once; a person asks for no more than a few codes a minute."""
    known = {}

    def cookies(email):
        if email not in known:
            context = browser.new_context(base_url=portal.url, locale="de-DE")
            log_in(context.new_page(), portal, email)
            known[email] = context.storage_state()
            context.close()
        return known[email]

    return cookies


@pytest.fixture
def login(page, sessions):
    """login(email) makes the test's own page that person's."""

    def go(email):
        page.context.add_cookies(sessions(email)["cookies"])
        page.goto("/")

    return go
