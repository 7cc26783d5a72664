"""A query written once answers like the one it was written from, whoever asks and with whatever values."""

import inspect
import sys
from datetime import timedelta
from io import StringIO
from itertools import product

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.db import connection
from django.db.models import Model
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kern.abfrage import vorbereitet, zusammen
from kern.models import Stand
from kern.stand import ORTE
from kommunen import access
from kommunen.models import Kommune, Meldung, Termin
from netzwerke.models import Gruppe
from praeventionsketten import startseite, urls  # noqa: F401 -- all views, and with them all queries
from tests.factories import make_kommune, make_nutzer

VORBEREITETE = {
    f"{modul.__name__}.{name}": wert
    for modul in list(sys.modules.values())
    if modul.__name__.partition(".")[0] in ORTE
    for name, wert in list(vars(modul).items())
    if isinstance(wert, vorbereitet)
}


def arguments(abfrage, kommune, user):
    """What the function that builds a query is asked with: keys by position, what is known by keyword."""
    parameters = inspect.signature(abfrage.bauen).parameters.values()
    values = {"kommune": kommune.pk, "slug": kommune.slug, "user": user, "heute": timezone.localdate()}
    by_position = [values[p.name] for p in parameters if p.kind != p.KEYWORD_ONLY]
    return by_position, {p.name: values[p.name] for p in parameters if p.kind == p.KEYWORD_ONLY}


def seen(row, above=()):
    """A row with everything it holds, and so on for the rows behind it; the way back is not gone."""
    if not isinstance(row, Model):
        return row
    own = {name: value for name, value in vars(row).items() if name != "_state"}
    behind = {name: seen(value, (*above, row)) for name, value in row._state.fields_cache.items() if value not in above}
    return type(row), own, behind


def test_each_query_of_the_portal_answers_as_django_does(gebiete):
    call_command("demo", "--ohne-konten", stdout=StringIO())
    lueneburg = Kommune.objects.get(slug="lueneburg")
    Termin.objects.create(kommune=lueneburg, titel="Konferenz", datum=timezone.localdate(), is_published=True)
    Meldung.objects.create(kommune=lueneburg, titel="Neu", is_published=True)
    make_kommune(obere=lueneburg, is_published=False)
    Stand.objects.get_or_create(pk=1)
    people = (AnonymousUser(), make_nutzer(coordinates=[lueneburg]), make_nutzer(is_staff=True))
    answered = set()

    for (name, abfrage), user, kommune in product(VORBEREITETE.items(), people, Kommune.objects.all()):
        werte, bekannt = arguments(abfrage, kommune, user)
        with CaptureQueriesContext(connection) as asked:
            answer = abfrage(*werte, **bekannt)
        assert len(asked) == 1, name
        assert [seen(row) for row in answer] == [seen(row) for row in abfrage.bauen(*werte, **bekannt)], (name, user)
        answered |= {name} if answer else set()

    assert answered == set(VORBEREITETE)  # none compared only nothing with nothing


def test_the_same_query_is_written_once_and_asked_with_many_values():
    built = []

    @vorbereitet
    def kommunen(slug):
        built.append(slug)
        return Kommune.objects.filter(slug=slug)

    one, other = make_kommune(slug="eine"), make_kommune(slug="andere")

    assert (kommunen("eine"), kommunen("andere"), kommunen("keine")) == ([one], [other], [])
    assert len(built) == 1


def test_several_are_asked_together_and_answered_in_their_order(django_assert_num_queries):
    """By PostgreSQL at once; SQLite knows no way there."""
    one, other = make_kommune(slug="eine"), make_kommune(slug="andere")
    kommunen = vorbereitet(lambda slug: Kommune.objects.filter(slug=slug).select_related("profil"))
    namen = vorbereitet(lambda: Kommune.objects.values_list("name").order_by("-pk"))

    with django_assert_num_queries(1 if connection.vendor == "postgresql" else 4):
        answers = zusammen(kommunen.frage("eine"), kommunen.frage("50 % 'alle'"), namen.frage(), kommunen.frage("andere"))

    assert answers == [[one], [], [(other.name,), (one.name,)], [other]]


def test_what_is_known_by_keyword_is_part_of_the_query():
    """The day, which is another one tomorrow."""
    kommune, heute = make_kommune(), timezone.localdate()
    termin = Termin.objects.create(kommune=kommune, titel="Konferenz", datum=heute, is_published=True)

    assert startseite._termine(heute=heute) == [termin]
    assert startseite._termine(heute=heute + timedelta(days=1)) == []
    assert startseite._rueckblick(heute=heute + timedelta(days=1)) == [termin]


def test_nobodys_own_rights_are_kept():
    """The same person sees less as soon as a right has gone, and everybody sees only what is public."""
    kommune = make_kommune(is_published=False)
    staff = make_nutzer(is_staff=True)

    assert access._kommunen(kommune.slug, user=staff) == [kommune]
    assert access._kommunen(kommune.slug, user=AnonymousUser()) == []
    staff.is_staff = False
    assert access._kommunen(kommune.slug, user=staff) == []


@pytest.mark.parametrize(
    "rows",
    [
        lambda: Gruppe.objects.prefetch_related("mitgliedschaften"),
        lambda: Gruppe.objects.values_list("pk", flat=True),
        lambda: Gruppe.objects.values("pk"),
        lambda: Gruppe.objects.order_by("kommune__name").distinct(),
    ],
    ids=["prefetch", "flat", "dictionaries", "distinct"],
)
def test_what_a_prepared_query_cannot_answer_is_refused(rows):
    with pytest.raises(TypeError, match="prepared"):
        vorbereitet(rows)()
