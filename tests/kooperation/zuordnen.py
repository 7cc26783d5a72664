"""A program that tries to find out who answered what in an anonymous round.

It holds all that anybody could hold: every row of the database after each hand-in, with the marks the database itself puts on rows
(rowid; ctid and xmin), who handed in when, what the pages showed meanwhile, and the published result. Each attack guesses answers
or gives up; the tally compares its hits with those of blind guesses at the same result.
"""

import json
import math
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise

from django.db import connection

from kern import siegel

WERTE = ("1", "2", "3", "4", "5", "unklar", "passt_nicht", "leer")
Dump = dict[str, list[tuple]]  # table -> rows; the first cell is the row's mark
Guesses = dict[tuple[int, str], str]  # (who, Kriterium) -> answer; who counts in the order of handing in


@dataclass
class Seen:
    """`dumps[i]` is the database after the i-th hand-in, 0 before the first; the last one after counting. `people[i]` is the key of
    who was the i-th, from 0.

    `truth` and `authors` (sentence -> who) are what the attacks do not read. `published` is the result as JSON, None where there is
    none.
    """

    people: list[str]
    dumps: list[Dump]
    truth: list[dict[str, str]]
    authors: dict[str, int]
    published: dict | None

    @property
    def codes(self):
        return list(self.truth[0])


def dump() -> Dump:
    """Everything the database holds of cooperation and of sessions, with its own marks; the instrument's text left out."""
    marks = "rowid" if connection.vendor == "sqlite" else "ctid::text || ' ' || xmin::text"
    rows = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table.startswith(("kooperation_", "django_session")) and table != "kooperation_instrument":
                cursor.execute(f"SELECT {marks}, * FROM {table}")  # noqa: S608 -- names of our own tables
                rows[table] = cursor.fetchall()
    return rows


# ---------- Attacks ----------


def by_differences(seen: Seen) -> Guesses:
    """A number that went up by one when somebody handed in, beside the names of a Kriterium and an answer."""
    guesses = {}
    numbers = [readable(state) for state in seen.dumps[: len(seen.people) + 1]]
    for person, (before, after) in enumerate(pairwise(numbers)):
        for path, value in after.items():
            if value == before.get(path, 0) + 1:
                guesses |= named(person, path, seen)
    return guesses


def by_row_marks(seen: Seen) -> Guesses:
    """A row the database wrote anew when somebody handed in, and which names a Kriterium and an answer."""
    guesses = {}
    for person, (before, after) in enumerate(pairwise(seen.dumps[: len(seen.people) + 1])):
        for table, rows in after.items():
            for row in set(rows) - set(before.get(table, [])):
                guesses |= named(person, row, seen)
    return guesses


def by_what_lies_with_the_link(seen: Seen) -> Guesses:
    """A sheet that can be read in the same row as somebody's key, at any time."""
    guesses = {}
    for state in seen.dumps:
        for row in (row for rows in state.values() for row in rows):
            for person in (p for p, key in enumerate(seen.people) if key in row):
                for path, value in leaves(row):
                    guesses |= named(person, (*path, str(value)), seen)
    return guesses


def by_order(key):
    """The published answers in order, given to people in some order."""

    def attack(seen: Seen) -> Guesses:
        guesses = {}
        people = sorted(range(len(seen.people)), key=lambda person: key(seen, person)) if seen.published else []
        for code, befund in (seen.published or {}).items():
            if befund["stufen"] is None or befund["ohne"] is None:
                continue
            answers = [str(stufe) for stufe, n in enumerate(befund["stufen"], 1) for _ in range(n)]
            answers += [name for name, n in befund["ohne"].items() for _ in range(n)]
            guesses |= {(person, code): answer for person, answer in zip(people, answers, strict=True)}
        return guesses

    return attack


def by_what_is_left(seen: Seen) -> Guesses:
    """With the server's secret in hand, when all is over: sealed values that are still there, beside somebody's key."""
    guesses = {}
    for row in (row for rows in seen.dumps[-1].values() for row in rows):
        for person in (p for p, key in enumerate(seen.people) if key in row):
            for cell in (cell for cell in row if isinstance(cell, str) and len(cell) > 999):
                for code, answer in json.loads(siegel.oeffnen(cell)).items():
                    guesses |= named(person, (code, answer["wert"] or "leer"), seen)
    return guesses


def place_of_the_row(seen, person):
    return next(i for i, row in enumerate(seen.dumps[-1]["kooperation_teilnahme"]) if seen.people[person] in row)


def opaque(state):
    return "".join(cell for row in state["kooperation_erhebung"] for cell in row if isinstance(cell, str) and len(cell) > 999)


def growth_of_what_is_sealed(seen, person):
    return len(opaque(seen.dumps[person + 1])) - len(opaque(seen.dumps[person]))


def change_of_what_is_sealed(seen, person):
    return sum(opaque(seen.dumps[person + 1]).encode()) - sum(opaque(seen.dumps[person]).encode())


ATTACKS = {
    "Differenzen": by_differences,
    "Zeilenmarken": by_row_marks,
    "was beim Link liegt": by_what_lies_with_the_link,
    "was übrig bleibt, mit dem Schlüssel": by_what_is_left,
    "Reihenfolge der Abgabe": by_order(lambda seen, person: person),
    "Reihenfolge der Zeilen": by_order(place_of_the_row),
    "Wachsen des Versiegelten": by_order(growth_of_what_is_sealed),
    "Änderung des Versiegelten": by_order(change_of_what_is_sealed),
}


def authors_by_place(seen: Seen) -> dict[str, int]:
    """The sentences stand in the order in which they came."""
    writers = sorted(seen.authors.values())
    texts = [text for befund in (seen.published or {}).values() for text in befund["texte"]]
    return dict(zip(texts, writers, strict=True)) if len(texts) == len(writers) else {}


def authors_by_length(seen: Seen) -> dict[str, int]:
    """The longest sentence belongs to whom the sealed value grew most with."""
    texts = sorted((text for befund in (seen.published or {}).values() for text in befund["texte"]), key=len)
    writers = sorted(seen.authors.values(), key=lambda person: growth_of_what_is_sealed(seen, person))
    return dict(zip(texts, writers, strict=True)) if len(texts) == len(writers) else {}


AUTHOR_ATTACKS = {"Sätze nach Platz": authors_by_place, "Sätze nach Länge": authors_by_length}


def leaves(value, path=()):
    """(way, value) of all that can be read in it, JSON in texts too."""
    if isinstance(value, dict):
        pairs = value.items()
    elif isinstance(value, list | tuple):
        pairs = enumerate(value)
    elif isinstance(value, str) and value[:1] in ("{", "["):
        yield from leaves(json.loads(value), path)
        return
    else:
        yield path, value
        return
    for key, inner in pairs:
        yield from leaves(inner, (*path, str(key)))


def readable(state: Dump) -> dict[tuple, int]:
    """Every number of a dump, by table, row and the way to it."""
    numbers = {}
    for table, rows in state.items():
        for place, row in enumerate(rows):
            texts = tuple(cell for cell in row[1:] if isinstance(cell, str) and len(cell) < 20)
            for path, value in leaves(row[1:]):
                if isinstance(value, int) and not isinstance(value, bool):
                    numbers[table, place, *texts, *path] = value
    return numbers


def named(person, words, seen) -> Guesses:
    """The guess where exactly one Kriterium and one answer are named."""
    codes = {word for word in words if word in seen.codes}
    answers = {word for word in words if word in WERTE}
    return {(person, codes.pop()): answers.pop()} if len(codes) == len(answers) == 1 else {}


# ---------- Tally ----------


@dataclass
class Tally:
    """Hits against what blind guesses would hit, each with the share of its answer in the round."""

    hits: int = 0
    expected: float = 0.0
    variance: float = 0.0
    guesses: int = 0

    def add(self, hit: bool, share: float) -> None:
        self.hits += hit
        self.expected += share
        self.variance += share * (1 - share)
        self.guesses += 1

    @property
    def z(self) -> float:
        """Standard deviations above chance."""
        return (self.hits - self.expected) / math.sqrt(self.variance) if self.variance else 0.0


@dataclass
class Report:
    """`certain` counts the answers somebody knows for sure who knows the result, and perhaps her own answer."""

    tallies: dict[str, Tally] = field(default_factory=dict)
    certain: int = 0
    small: int = 0  # Kriterien shown with fewer than five sheets or Stufen
    rounds: int = 0

    def attack(self, seen: Seen) -> None:
        self.rounds += 1
        counts = {code: Counter(sheet[code] for sheet in seen.truth) for code in seen.codes}
        for name, attack in ATTACKS.items():
            tally = self.tallies.setdefault(name, Tally())
            for (person, code), guess in attack(seen).items():
                tally.add(seen.truth[person][code] == guess, counts[code][guess] / len(seen.people))
        for name, attack in AUTHOR_ATTACKS.items():
            tally = self.tallies.setdefault(name, Tally())
            for text, person in attack(seen).items():
                tally.add(seen.authors[text] == person, 1 / len(seen.authors))
        published = (seen.published or {}).values()
        self.certain += sum(map(gives_away, published))
        self.small += sum(befund["stufen"] is not None and min(len(seen.people), sum(befund["stufen"])) < 5 for befund in published)

    def works(self) -> list[str]:
        """The attacks that do better than chance, by more than five standard deviations."""
        return [name for name, tally in self.tallies.items() if tally.z > 5]


def gives_away(befund: dict) -> bool:
    """The counts leave only one answer for everybody, or for everybody but whoever knows her own."""
    if befund["stufen"] is None:
        return False
    counts = [*befund["stufen"], *befund["ohne"].values()]
    return max(counts) >= sum(counts) - 1 or max(befund["stufen"]) >= sum(befund["stufen"]) - 1
