"""A portal as in production (gunicorn, hashed and compressed files, strict headers) with the demo, and a real Chromium.

The tests know the portal only from outside: its pages and the mails it writes.
"""

import os
import re
from email import message_from_bytes, policy

import pytest
from playwright.sync_api import expect

from tests.server import manage, prepare, serve

expect.set_options(timeout=15_000)  # milliseconds; the suites run beside this, and a machine may be slow

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
            for part in reversed(path.read_bytes().split(b"\n" + b"-" * 79 + b"\n")):  # several of one connection
                mail = message_from_bytes(part, policy=policy.default)
                if mail["To"] == email:
                    return mail.get_content()
        raise LookupError(email)


@pytest.fixture(scope="session")
def portal(tmp_path_factory):
    folder = tmp_path_factory.mktemp("portal")
    mails = folder / "mails"
    database = f"sqlite:///{folder / 'db.sqlite3'}"
    env = prepare(database, SECRET_KEY="nur-fuer-tests", DEBUG="false", EMAIL_URL="filemail://", EMAIL_FILE_PATH=str(mails))
    notfallcodes = re.findall(r"\b\d{8}\b", manage(env, "manage.py", "demo"))
    with serve(env, workers=2) as server:
        yield Portal(server.url, mails, notfallcodes)


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
