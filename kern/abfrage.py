"""Queries that are written as SQL once and asked often.

Django builds a query and writes its SQL anew each time it is asked. For a page of a dozen short lists that takes several times as
long as the database takes to answer. The pages everybody reads therefore ask queries with places for the values that differ.
"""

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import NamedTuple

from django.contrib.auth.models import AnonymousUser
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Expression, QuerySet
from django.db.models.query import ModelIterable, ValuesListIterable, get_related_populators
from psycopg import ClientCursor

ALLE = AnonymousUser()


class Stelle(Expression):
    """Where a value will stand that is not known while the SQL is written."""

    def __init__(self, nummer: int):
        super().__init__()
        self.nummer = nummer

    def as_sql(self, compiler, connection):
        return "%s", [self]


class Geschrieben:
    """A query as SQL, and how its rows become what the QuerySet would give: objects with those of `select_related`, or tuples."""

    def __init__(self, zeilen: QuerySet):
        verbindung = connections.create_connection(DEFAULT_DB_ALIAS)  # to write for; those of threads come and go
        self.compiler = zeilen.query.get_compiler(connection=verbindung)
        self.sql, self.parameter = self.compiler.as_sql()
        arten = {ModelIterable: self._objekt, ValuesListIterable: tuple}
        if zeilen._prefetch_related_lookups or zeilen._iterable_class not in arten or self.compiler.has_extra_select:
            raise TypeError(
                "Only objects or tuples of one query can be prepared: no prefetch_related, no flat lists, no columns beside."
            )
        self.machen = arten[zeilen._iterable_class]
        self.umwandeln = self.compiler.get_converters([spalte for spalte, *_ in self.compiler.select])
        if self.machen == self._objekt:
            art, spalten = self.compiler.klass_info, self.compiler.select
            self.model, (self.von, *_, letzte) = art["model"], art["select_fields"]
            self.bis = letzte + 1
            self.namen = [spalte.target.attname for spalte, *_ in spalten[self.von : self.bis]]
            self.verwandte = get_related_populators(art, spalten, DEFAULT_DB_ALIAS)
        verbindung.close()

    def lesen(self, zeilen: Iterable[tuple]) -> list:
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


class Frage(NamedTuple):
    """A query with its values, to be asked together with others."""

    abfrage: Geschrieben
    werte: tuple

    @property
    def parameter(self) -> list:
        return [self.werte[p.nummer] if isinstance(p, Stelle) else p for p in self.abfrage.parameter]


class vorbereitet:  # noqa: N801 -- a decorator
    """A query by the function that builds it, asked like that function; gives a list.

    What is given by position (keys, words) may differ each time and becomes a parameter of the SQL. What is given by keyword (a
    day) is known while the query is built; it is built anew for other ones, and the last few are kept. `user` is who asks: only
    everybody's query is kept, nobody's own rights.
    """

    def __init__(self, bauen: Callable[..., QuerySet]):
        self.bauen = bauen
        self._behalten = lru_cache(maxsize=4)(self._schreiben)

    def __call__(self, *werte: int | str, **bekannt) -> list:
        (antwort,) = zusammen(self.frage(*werte, **bekannt))
        return antwort

    def frage(self, *werte: int | str, **bekannt) -> Frage:
        schreiben = self._behalten
        if "user" in bekannt:
            if bekannt["user"].is_anonymous:
                bekannt["user"] = ALLE
            else:
                schreiben = self._schreiben
        return Frage(schreiben(len(werte), **bekannt), werte)

    def _schreiben(self, stellen: int, **bekannt) -> Geschrieben:
        return Geschrieben(self.bauen(*map(Stelle, range(stellen)), **bekannt))


def zusammen(*fragen: Frage) -> list[list]:
    """The answers, in this order. PostgreSQL is asked once for all of them: the way there costs more than most answers."""
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        if isinstance(cursor.cursor, ClientCursor):
            cursor.execute("; ".join(frage.abfrage.sql for frage in fragen), [p for frage in fragen for p in frage.parameter])
            zeilen = [cursor.fetchall(), *(cursor.nextset() and cursor.fetchall() for _ in fragen[1:])]
        else:
            zeilen = []
            for frage in fragen:
                cursor.execute(frage.abfrage.sql, frage.parameter)
                zeilen.append(cursor.fetchall())
    return [frage.abfrage.lesen(eine) for frage, eine in zip(fragen, zeilen, strict=True)]
