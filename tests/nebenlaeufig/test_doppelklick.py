"""Every changing form of the coordinator, generated from the addresses: fifty identical clicks at once do what one does.

The form is read from the page and filled in as somebody would; then the rows of all tables are counted after one click and, on
a new stage, after fifty. On PostgreSQL (`make test-lang`).
"""

from html.parser import HTMLParser

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.urls import reverse

from tests.conftest import ROLES, angemeldet
from tests.factories import make_gebiet, make_kommune, make_nutzer
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


class Form(HTMLParser):
    """The fields of the first form that belongs to the page itself, with what a browser would send unchanged."""

    def __init__(self):
        super().__init__()
        self.fields, self.kinds, self.inside, self.done, self.select, self.area = {}, {}, False, False, None, None

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        name = given.get("name")
        if tag == "form" and given.get("method") == "post" and not given.get("action") and not self.done:
            self.inside = True
        elif not self.inside:
            return
        elif tag == "input" and name:
            kind = given.get("type", "text")
            if kind in ("checkbox", "radio"):
                if kind == "radio" and ("checked" in given or name not in self.fields):
                    self.fields[name] = given.get("value", "on")
                elif kind == "checkbox" and "checked" in given:
                    self.fields.setdefault(name, []).append(given.get("value", "on"))
            elif kind not in ("submit", "file"):
                self.fields[name], self.kinds[name] = given.get("value") or "", kind
        elif tag == "select" and name:
            self.select, self.fields[name] = name, ""
        elif tag == "option" and self.select and ("selected" in given or not self.fields[self.select]):
            self.fields[self.select] = given.get("value", "")
        elif tag == "textarea" and name:
            self.area, self.fields[name], self.kinds[name] = name, "", "text"

    def handle_data(self, data):
        if self.area:
            self.fields[self.area] += data

    def handle_endtag(self, tag):
        if tag == "form" and self.inside:
            self.inside, self.done = False, True
        elif tag == "select":
            self.select = None
        elif tag == "textarea":
            self.area = None


SAMPLES = {"email": "neu@example.org", "url": "https://www.example.org/", "date": "2030-05-04", "time": "10:00", "number": "3"}
BY_NAME = {
    "datum": "04.05.2030", "bis": "2031", "von": "2030", "beginn": "10:00", "ende": "11:00", "email": "neu@example.org",
    "url": "https://www.example.org/", "webseite": "https://www.example.org/", "plz": "30159", "platz": "1", "nummer": "1",
    "eroeffnet": "04.05.2030", "schliesst": "04.06.2030", "oeffnet": "04.05.2030",
}  # fmt: skip


def filled(page: str) -> dict:
    form = Form()
    form.feed(page)
    data = dict(form.fields)
    for name, kind in form.kinds.items():
        if not data[name] and kind != "hidden":
            data[name] = BY_NAME.get(name.rpartition("-")[2]) or SAMPLES.get(kind) or "Ein Beispiel"
    return data


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
