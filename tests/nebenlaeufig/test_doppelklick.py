"""Every changing form of the coordinator, generated from the addresses: fifty identical clicks at once do what one does.

The form is read from the page and filled in as somebody would; then the rows of all tables are counted after one click and, on
a new stage, after fifty. On PostgreSQL (`make test-lang`).
"""

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.urls import reverse

from tests.conftest import ROLES, angemeldet
from tests.factories import make_gebiet, make_kommune, make_nutzer
from tests.formulare import filled
from tests.nebenlaeufig.test_zugleich import at_once
from tests.test_access import ARGS, GET, OK, POST

pytestmark = [pytest.mark.lang, pytest.mark.django_db(transaction=True)]

COORDINATION = ROLES.index("koordination")
FORMS = sorted(
    name
    for name in POST
    if name in ARGS and GET[name][COORDINATION] == OK and POST[name][COORDINATION] in (OK, 302) and GET[name][0] != OK
)
# what a click may write each time: sessions, counted attempts, the number of changes, and the history of a row
BESIDE = ("django_session", "zwischenspeicher", "kern_stand")


def rows():
    """How many there are of each table, but for what every click may write."""
    tables = [
        model._meta.db_table
        for model in apps.get_models()
        if model._meta.db_table not in BESIDE and "historical" not in model._meta.db_table
    ]
    with connection.cursor() as cursor:
        counted = {}
        for table in tables:
            cursor.execute(f'SELECT count(*) FROM "{table}"')  # noqa: S608  names of our own models
            counted[table] = cursor.fetchone()[0]
    return counted


def stage(name, settings, tmp_path):
    """A new Kommune with what the address names: (address, what a click sends, browsers of the same person)."""
    settings.MEDIA_ROOT = tmp_path
    kommune = make_kommune(gebiet=make_gebiet())
    cast = {
        "anonym": None, "fremde": make_nutzer(coordinates=[make_kommune()]), "koordination": make_nutzer(coordinates=[kommune]),
        "fachadmin": make_nutzer(is_staff=True),
    }  # fmt: skip
    url = reverse(name, args=ARGS[name](kommune, cast))
    clients = [angemeldet(cast["koordination"]) for _ in range(10)]
    return url, filled(clients[0].get(url).content.decode()), clients


@pytest.mark.parametrize("name", FORMS)
def test_fifty_clicks_do_what_one_does(name, settings, tmp_path):
    with transaction.atomic():
        url, data, clients = stage(name, settings, tmp_path)
        before = rows()
        single = clients[0].post(url, data).status_code
        once = {table: count - before[table] for table, count in rows().items()}
        transaction.set_rollback(True)

    url, data, clients = stage(name, settings, tmp_path)
    before = rows()
    answers = at_once(lambda i: clients[i % 10].post(url, data).status_code)
    fifty = {table: count - before[table] for table, count in rows().items()}

    assert not [answer for answer in answers if isinstance(answer, Exception) or answer >= 500]
    assert {t: n for t, n in fifty.items() if n != once[t]} == {}, (single, data)


def test_most_of_the_forms_are_filled_in_so_that_a_click_changes_something(settings, tmp_path):
    """The guard of the guard: where the page refuses what was filled in, fifty refusals prove nothing."""
    taken = []
    for name in FORMS:
        with transaction.atomic():
            url, data, clients = stage(name, settings, tmp_path)
            taken += [name] if clients[0].post(url, data).status_code == 302 else []
            transaction.set_rollback(True)

    assert len(taken) >= 25, sorted(set(FORMS) - set(taken))
