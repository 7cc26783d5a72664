"""Settings from the environment: safe when nobody thinks of them, clear when something is missing."""

import os
import re
import subprocess
import sys

import pyrage
import pytest
from django.conf import settings
from django.core.management import call_command

BASE = {"PATH": os.environ["PATH"], "SECRET_KEY": "x" * 60, "DEBUG": "false"}


def ask(question, vorher="", **environment):
    """Start Django in a process of its own with exactly this environment and print what `question` gives."""
    code = f"{vorher}\nimport django; from django.conf import settings; django.setup(); print({question})"
    env = {"DJANGO_SETTINGS_MODULE": "praeventionsketten.settings", **BASE, **environment}
    return subprocess.run([sys.executable, "-c", code], env=env, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False)


def test_a_missing_secret_is_a_clear_error():
    result = ask("1", SECRET_KEY="")

    assert result.returncode != 0
    assert "SECRET_KEY fehlt." in result.stderr


def test_an_open_address_without_encryption_is_refused():
    result = ask("1", SITE_URL="http://portal.example.org")

    assert "SITE_URL ist http://portal.example.org, also unverschlüsselt" in result.stderr


def test_production_has_safe_cookies_hsts_and_its_own_host_only():
    question = (
        "[settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE, settings.SECURE_SSL_REDIRECT, "
        "settings.SECURE_HSTS_SECONDS > 30000000, settings.ALLOWED_HOSTS, settings.SESSION_COOKIE_NAME]"
    )
    result = ask(question, SITE_URL="https://portal.example.org", EMAIL_URL="smtp://127.0.0.1")

    assert result.stdout.strip() == "[True, True, True, True, ['portal.example.org'], '__Host-sessionid']"


@pytest.mark.parametrize(
    ("environment", "says"),
    [
        ({"ALLOWED_HOSTS": "portal.example.org"}, "aber SITE_URL fehlt"),
        ({"SITE_URL": "https://portal.example.org"}, "EMAIL_URL fehlt"),
        ({"SITE_URL": "https://portal.example.org", "DEBUG": "true", "SECRET_KEY": ""}, "SECRET_KEY fehlt"),
        ({"SITE_URL": "http://portal.example.org", "DEBUG": "true"}, "also unverschlüsselt"),
    ],
    ids=["host without address", "no mail server", "debug is no excuse for a secret", "nor for encryption"],
)
def test_what_is_forgotten_in_production_is_said(environment, says):
    result = ask("1", **environment)

    assert result.returncode != 0
    assert says in result.stderr


def test_debug_is_off_unless_asked_for():
    source = (settings.BASE_DIR / "praeventionsketten" / "settings.py").read_text()

    assert '\nDEBUG = ja_nein("DEBUG")\n' in source
    assert ask("settings.DEBUG", DEBUG="true").stdout.strip() == "True"


def test_nothing_is_left_to_complain_about_in_production(tmp_path):
    (tmp_path / "pg_dump").touch(mode=0o755)
    environment = {
        "PATH": f"{tmp_path}:{os.environ['PATH']}",
        "SITE_URL": "https://portal.example.org", "EMAIL_URL": "smtp://127.0.0.1", "SECRET_KEY": "aB3-xYz_7" * 8,
        "HINTER_PROXY": "true", "MAIL_ABSENDER": "portal@musterstadt.de", "BETREIBER_NAME": "Stadt Muster",
        "BETREIBER_ANSCHRIFT": "Markt 1|12345 Muster", "ADMIN_MAIL": "it@musterstadt.de",
        "SICHERUNG_SCHLUESSEL": str(pyrage.x25519.Identity.generate().to_public()),
        "DATABASE_URL": "postgres://portal:x@127.0.0.1:1/portal",
    }  # fmt: skip
    result = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        env={**BASE, **environment}, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False,
    )  # fmt: skip

    said = [
        line for line in (result.stdout + result.stderr).splitlines() if "betrieb.E005" not in line and "collectstatic" not in line
    ]
    assert [line for line in said if re.search(r"\((security|betrieb)\.", line)] == []


def test_no_migration_is_missing(capsys):
    call_command("makemigrations", check=True, dry_run=True)

    assert capsys.readouterr().out.strip() == "No changes detected"
