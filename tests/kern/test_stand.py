"""An unchanged public page is known without making it, and a changed one is never taken for unchanged."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.test import Client, RequestFactory

from kern import stand
from kern.models import Stand
from kommunen.models import Kommune
from netzwerke.models import Einrichtung
from statistik.models import Gebiet, Indikator
from tests.factories import make_kommune, make_nutzer
from tests.statistik.dateien import liefern, vorlage


@pytest.fixture
def seen(django_capture_on_commit_callbacks):
    """seen(change) -> does a browser that has the page make it again after the change has been committed?"""

    def ask(change):
        connection.run_on_commit = []  # what the stage was set with counts as committed
        before = stand.etag(RequestFactory().get("/daten/"))
        with django_capture_on_commit_callbacks(execute=True):
            change()
        return stand.etag(RequestFactory().get("/daten/")) != before

    return ask


CHANGES = {
    "a form or the admin": lambda: Indikator.objects.first().save(),
    "a bulk update": lambda: Gebiet.objects.update(einwohner=None, stand=None),
    "a bulk insert": lambda: Gebiet.objects.bulk_create(
        [Gebiet(ars="03998", ags="03998", name="Neu", typ="Landkreis", ebene="kreis")]
    ),
    "a deletion": lambda: Kommune.objects.all().delete(),
    "fixtures": lambda: call_command("loaddata", "statistik", verbosity=0),
    "a delivery": lambda: liefern(vorlage("03151;31.12.2019;einwohner;176523")),
    "raw SQL": lambda: connection.cursor().execute("UPDATE kommunen_kommune SET name = 'Neu'"),
    "a network": lambda: Einrichtung.objects.create(kommune=Kommune.objects.first(), name="Kita"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_changes_what_pages_show_is_noticed(zahlen, kommune, seen, change):
    assert seen(CHANGES[change])


def test_what_no_public_page_shows_changes_nothing(zahlen, kommune, seen):
    assert not seen(make_nutzer)
    assert not seen(Indikator.objects.count)


def test_what_is_rolled_back_changes_nothing(zahlen, kommune, seen):
    def change():
        with transaction.atomic():
            Kommune.objects.update(name="Neu")
            transaction.set_rollback(True)

    assert not seen(change)


def test_many_writes_in_one_transaction_count_once(zahlen, kommune, django_capture_on_commit_callbacks):
    connection.run_on_commit = []
    with django_capture_on_commit_callbacks() as callbacks:
        for _ in range(3):
            Kommune.objects.update(name="Neu")

    assert len(callbacks) == 1


def test_each_address_has_its_own():
    anfrage = RequestFactory()

    assert stand.etag(anfrage.get("/a/")) == stand.etag(anfrage.get("/a/"))
    assert stand.etag(anfrage.get("/a/")) != stand.etag(anfrage.get("/a/?b=1"))


def test_settings_that_pages_show_count_too(settings):
    before = stand.fassung.__wrapped__()
    settings.BETREIBER_NAME = "Andere Stelle"

    assert stand.fassung.__wrapped__() != before


def test_who_has_a_session_gets_the_page_made_each_time():
    anfrage = RequestFactory().get("/a/")
    anfrage.COOKIES["sessionid"] = "x"

    assert stand.etag(anfrage) is None


def test_asked_again_the_page_is_not_made(db):
    made = []

    @stand.unveraendert
    def view(request):
        made.append(1)
        return HttpResponse("da")

    erste = view(RequestFactory().get("/a/"))
    zweite = view(RequestFactory().get("/a/", headers={"If-None-Match": erste["ETag"]}))

    assert (zweite.status_code, len(made)) == (304, 1)
    assert erste["Cache-Control"] == "no-cache"
    assert "Cookie" in erste["Vary"]


def test_an_unchanged_page_costs_one_query(zahlen, django_assert_num_queries):
    kommune = make_kommune(gebiet=Gebiet.objects.gueltig().get(ags="03151"), slug="gifhorn")
    adresse = f"/kommunen/{kommune.slug}/zahlen/"
    etag = Client().get(adresse)["ETag"]

    with django_assert_num_queries(1):
        antwort = Client().get(adresse, headers={"If-None-Match": etag})

    assert antwort.status_code == 304
    assert Stand.objects.count() <= 1


@pytest.fixture
def kept(db):
    """A page that counts how often it is made, asked as outside of a transaction."""
    store, made = stand.Behalten(hoechstens=2, groesste=1_000), []

    def page(answer=lambda request: HttpResponse("da"), path="/a/", **more):
        def view(request):
            made.append(path)
            return answer(request)

        request = RequestFactory().get(path, **more)
        request.marke = stand.etag(request)
        return stand.behaltend(view, store, unbestaetigt=lambda: False)(request)

    page.made = made
    return page


def test_another_visitor_gets_the_page_without_its_being_made_again(kept):
    first, second = kept(), kept()

    assert (second.content, second.headers) == (first.content, first.headers)
    assert kept.made == ["/a/"]


def test_after_a_change_it_is_made_again(kept):
    kept()
    stand._weiter()
    kept()

    assert len(kept.made) == 2


def test_another_address_and_another_host_are_another_page(kept, settings):
    settings.ALLOWED_HOSTS = ["*"]
    for more in ({}, {"path": "/b/"}, {"headers": {"host": "anders.example.org"}}):
        kept(**more)

    assert len(kept.made) == 3


def test_what_belongs_to_one_visitor_is_kept_for_nobody(kept):
    def cookie(request):
        answer = HttpResponse("da")
        answer.set_cookie("a", "b")
        return answer

    def form(request):
        return HttpResponse(get_token(request))

    for answer in (cookie, form, lambda request: HttpResponse("weg", status=404), lambda request: HttpResponse("x" * 1_001)):
        before = len(kept.made)
        for _ in range(2):
            kept(answer, path="/c/")
        assert len(kept.made) == before + 2


def test_only_the_last_few_are_kept(kept):
    for path in ("/a/", "/b/", "/c/", "/c/", "/a/"):
        kept(path=path)

    assert kept.made == ["/a/", "/b/", "/c/", "/a/"]


def test_after_a_backup_was_put_back_no_page_of_before_is_taken_for_todays(kept):
    stand._weiter()
    before = Stand.objects.get().nummer
    stand._weiter()
    lost = stand.etag(RequestFactory().get("/a/"))
    Stand.objects.update(nummer=before)  # what the backup brings
    stand.neu_beginnen()
    stand._weiter()

    assert stand.etag(RequestFactory().get("/a/")) != lost
    assert Stand.objects.get().nummer > before + 1


def test_inside_a_transaction_nothing_is_kept(db):
    made = []

    @stand.unveraendert
    def view(request):
        made.append(1)
        return HttpResponse("da")

    for _ in range(2):
        view(RequestFactory().get("/a/"))

    assert len(made) == 2


FIRST = """
from kommunen.models import Kommune
from kern.models import Stand
from statistik.models import Gebiet
Stand.objects.all().delete()
gebiet = Gebiet.objects.create(ars="03999", ags="03999", name="Muster", typ="Landkreis", ebene="kreis")
Kommune.objects.create(name="Muster", kurzname="Muster", slug="muster", gebiet=gebiet)
print(Kommune.objects.count(), Stand.objects.get().nummer > 0)
"""


@pytest.mark.rein
def test_the_first_writes_of_a_portal_are_made_and_counted_without_a_word(tmp_path):
    """Outside of a transaction, and before there is a number to count: migrations, and a row that a command makes."""
    umgebung = os.environ | {"DATABASE_URL": f"sqlite:///{tmp_path}/neu.sqlite3"}

    def run(*befehl):
        befehl = [sys.executable, settings.BASE_DIR / "manage.py", *befehl]
        return subprocess.run(befehl, env=umgebung, capture_output=True, text=True, check=False)

    assert run("migrate", "--verbosity=0").stderr == ""
    first = run("shell", "--verbosity=0", "-c", FIRST)
    assert (first.stdout.strip(), first.stderr) == ("1 True", "")
