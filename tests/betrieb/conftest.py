import os
from urllib.parse import urlsplit

import psycopg
import pytest

from tests.betrieb.installation import POSTGRES, Installation
from tests.server import collect

if not POSTGRES:
    collect_ignore = ["test_nur_postgres.py"]


@pytest.fixture(scope="session")
def _datenbanken():
    """Ends the databases that tests made on the server."""
    gemacht: list[Installation] = []
    yield gemacht
    if POSTGRES:
        with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
            for installation in gemacht:
                name = urlsplit(installation.umgebung["DATABASE_URL"]).path.lstrip("/")
                server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@pytest.fixture
def installation(tmp_path, _datenbanken):
    """A portal on an empty database, not yet set up."""
    neu = Installation.neu(tmp_path)
    _datenbanken.append(neu)
    return neu


@pytest.fixture(scope="session")
def gefuellt(tmp_path_factory, _datenbanken):
    """A portal with the whole demo in it. Whoever changes it brings it back."""
    neu = Installation.neu(tmp_path_factory.mktemp("portal"))
    _datenbanken.append(neu)
    neu.manage("aktualisieren")
    neu.manage("demo")
    collect(neu.umgebung)
    return neu
