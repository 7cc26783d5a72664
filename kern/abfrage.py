"""Queries that are written as SQL once and asked often.

Django builds a query and writes its SQL anew each time it is asked. For a page of a dozen short lists that takes several times as
long as the database takes to answer. The pages everybody reads therefore ask queries with places for the values that differ.
"""

from collections.abc import Callable
from functools import lru_cache

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Expression, QuerySet
from django.db.models.query import ModelIterable, ValuesListIterable, get_related_populators

ALLE = AnonymousUser()


class Platz(Expression):
    """Where a value will stand that is not known while the SQL is written."""

    def __init__(self, nummer: int):
        super().__init__()
        self.nummer = nummer

    def as_sql(self, compiler, connection):
        return "%s", [self]


class Geschrieben:
    """A query as SQL, and how its rows become what the QuerySet would give: objects with those of `select_related`, or tuples."""

    def __init__(self, zeilen: QuerySet):
        self.compiler = zeilen.query.get_compiler(DEFAULT_DB_ALIAS)
        self.sql, self.parameter = self.compiler.as_sql()
        arten = {ModelIterable: self._objekt, ValuesListIterable: tuple}
        if zeilen._prefetch_related_lookups or zeilen._iterable_class not in arten or self.compiler.has_extra_select:
            raise TypeError("Only objects or tuples of one query can be prepared: no prefetch_related, no flat lists, no distinct.")
        self.machen = arten[zeilen._iterable_class]
        self.umwandeln = self.compiler.get_converters([spalte for spalte, *_ in self.compiler.select])
        if self.machen == self._objekt:
            art, spalten = self.compiler.klass_info, self.compiler.select
            self.model, (self.von, *_, letzte) = art["model"], art["select_fields"]
            self.bis = letzte + 1
            self.namen = [spalte.target.attname for spalte, *_ in spalten[self.von : self.bis]]
            self.verwandte = get_related_populators(art, spalten, DEFAULT_DB_ALIAS)

    def fragen(self, werte: tuple) -> list:
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:  # of this thread
            cursor.execute(self.sql, [werte[p.nummer] if isinstance(p, Platz) else p for p in self.parameter])
            zeilen = cursor.fetchall()
        if self.umwandeln:
            zeilen = self.compiler.apply_converters(zeilen, self.umwandeln)
        return [self.machen(zeile) for zeile in zeilen]

    def _objekt(self, zeile):
        objekt = self.model.from_db(DEFAULT_DB_ALIAS, self.namen, zeile[self.von : self.bis])
        for verwandt in self.verwandte:
            verwandt.populate(zeile, objekt)
        for name, stelle in self.compiler.annotation_col_map.items():
            setattr(objekt, name, zeile[stelle])
        return objekt


class vorbereitet:  # noqa: N801 -- a decorator
    """A query by the function that builds it, asked like that function; gives a list.

    What is given by position (keys, words) may differ each time and becomes a parameter of the SQL. What is given by keyword (a
    day) is known while the query is built; it is built anew for other ones, and the last few are kept.
    """

    def __init__(self, bauen: Callable[..., QuerySet]):
        self.bauen = bauen
        self._geschrieben = lru_cache(maxsize=4)(self._schreiben)

    def __call__(self, *werte: int | str, **bekannt) -> list:
        return self._geschrieben(len(werte), **bekannt).fragen(werte)

    def fuer(self, user: AbstractBaseUser | AnonymousUser, *werte: int | str, **bekannt) -> list:
        """For a query that shows each what she may see, built with `user`. Only everybody's is kept, nobody's own rights."""
        if user.is_anonymous:
            return self(*werte, user=ALLE, **bekannt)
        return list(self.bauen(*werte, user=user, **bekannt))

    def _schreiben(self, plaetze: int, **bekannt) -> Geschrieben:
        return Geschrieben(self.bauen(*map(Platz, range(plaetze)), **bekannt))
