"""A query written once belongs to all threads: each asks it on a connection of its own, with its own values."""

import pytest

from kern.abfrage import ALLE
from kommunen import access
from tests.factories import make_kommune
from tests.nebenlaeufig.test_zugleich import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_many_ask_the_same_query_at_once_and_each_gets_her_own_answer():
    kommunen = [make_kommune() for _ in range(20)]

    answers = at_once(lambda i: access._kommunen(kommunen[i % 20].slug, user=ALLE), count=400)

    assert answers == [[kommunen[i % 20]] for i in range(400)]
