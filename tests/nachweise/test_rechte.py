"""Every address × actor × verb × own, foreign and absent object, generated from the resolver's addresses (`make test-lang`).

What is expected comes from the two tables of tests/test_access.py: an actor has the column of what she is towards the Kommune
the object belongs to. Verbs without a table may show no more than reading does, and no refused request writes anything.
"""

import re
from collections import Counter
from dataclasses import dataclass
from http.cookies import SimpleCookie
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse

from gremien.oparl.bestand import abgleichen
from kommunen.models import Koordination
from tests.conftest import ROLES, angemeldet
from tests.factories import make_kommune, make_nutzer
from tests.messung import write
from tests.test_access import ARGS, GET, POST, shut

pytestmark = [pytest.mark.lang, pytest.mark.django_db]

WRITES = re.compile(r"\s*(?:INSERT|UPDATE|DELETE)\b.*?\"(?P<table>\w+)\"", re.IGNORECASE | re.DOTALL)
# what any visit may touch: her own session, counted attempts, the number of changes
ALLOWED = {"django_session", "zwischenspeicher", "kern_stand"}
REFUSED = {302, 401, 403, 404, 405}
VERBS = ("get", "head", "post", "put", "patch", "delete", "options")
# addresses that depend on who asks and not on whose object it is
OF_ONESELF = {
    "meine", "profil_einlesen", "einlesung", "erinnerung", "kommunen:einladung", "kommunen:datei", "kommunen:abgeben",
}  # fmt: skip


@dataclass(frozen=True)
class Actor:
    """`own` and `foreign`: her column in the tables towards the Kommune of the stage and towards another one."""

    name: str
    client: Client
    own: str
    foreign: str


@pytest.fixture
def stage(kommune, cast, tmp_path, settings):
    """Two Kommunen, and everybody who may come."""
    settings.MEDIA_ROOT = tmp_path
    other = make_kommune(name="Landkreis Anderswo", slug="anderswo")
    upper = make_kommune(name="Region Darüber", slug="darueber")
    kommune.obere = upper
    kommune.save()
    former = make_nutzer(coordinates=[kommune])
    Koordination.objects.filter(nutzer=former).delete()
    gone = make_nutzer(coordinates=[kommune])
    gone_client = angemeldet(gone)
    gone.is_active = False
    gone.save()
    abgleichen()
    actors = [
        Actor("anonym", Client(), "anonym", "anonym"),
        Actor("gesperrt", gone_client, "anonym", "anonym"),
        Actor("fremde Koordination", angemeldet(cast["fremde"]), "fremde", "fremde"),
        Actor("Koordination der anderen", angemeldet(make_nutzer(coordinates=[other])), "fremde", "koordination"),
        Actor("obere Koordination", angemeldet(make_nutzer(coordinates=[upper])), "fremde", "fremde"),
        Actor("frühere Koordination mit anderer Kommune", angemeldet(again(former)), "fremde", "fremde"),
        Actor("Koordination", angemeldet(cast["koordination"]), "koordination", "fremde"),
        Actor("zweite Koordination", angemeldet(make_nutzer(coordinates=[kommune])), "koordination", "fremde"),
        Actor("Fachadministration", angemeldet(cast["fachadmin"]), "fachadmin", "fachadmin"),
    ]
    return kommune, other, cast, actors


def again(nutzer):
    """Who has kept this Kommune and now keeps another one."""
    Koordination.objects.create(nutzer=nutzer, kommune=make_kommune())
    return nutzer


def absent(name, args):
    """The same address with keys and numbers that are nobody's; None where there is nothing to miss."""
    rest = [0 if isinstance(arg, int) and not isinstance(arg, bool) else arg for arg in args]
    changed = [
        999_999 if isinstance(arg, int) else uuid4().hex[:12] if re.fullmatch("[0-9a-f]{12}", str(arg)) else arg for arg in args
    ]
    if changed == list(args):
        changed = ["gibt-es-nicht", *rest[1:]] if args and args[0] in ("musterkreis", "anderswo") else None
    if changed is None:
        return None
    try:
        return reverse(name, args=changed)
    except NoReverseMatch:
        return None


def written(client, verb, url):
    """(status, tables written); what is written is taken back, and she stays logged in."""
    tables, kept = Counter(), {name: morsel.value for name, morsel in client.cookies.items()}

    def listen(execute, sql, params, many, context):
        if found := WRITES.match(sql):
            tables[found["table"]] += 1
        return execute(sql, params, many, context)

    with transaction.atomic(), connection.execute_wrapper(listen):
        response = getattr(client, verb)(url)
        says_nothing = verb == "options" and not response.streaming and not response.content  # only which verbs there are
        shut(response)
        transaction.set_rollback(True)
    client.cookies = SimpleCookie(kept)
    return 405 if says_nothing else response.status_code, set(tables) - ALLOWED


def expected(name, verb, column):
    """The status the tables promise; for other verbs the set of those that tell nothing new."""
    table = POST if verb == "post" else GET
    code = table[name][ROLES.index(column)]
    if verb in ("get", "post", "head"):
        return {code}
    return {code, 405, 403, 404, 302}


def test_every_address_answers_each_actor_as_the_tables_say_and_no_refusal_writes(stage, settings):
    kommune, other, cast, actors = stage
    client_of = {actor.name: actor.client for actor in actors}
    assert len(client_of) >= 9
    wrong, cases = [], 0
    for name in sorted(GET):
        for whose, mine in (("own", kommune), ("foreign", other), ("absent", kommune)):
            if whose == "foreign" and (name in OF_ONESELF or name not in ARGS):
                continue
            with transaction.atomic():
                args = ARGS[name](mine, cast) if name in ARGS else []
                url = reverse(name, args=args) if whose != "absent" else absent(name, args)
                for actor in actors if url else ():
                    for verb in VERBS:
                        cases += 1
                        code, tables = written(actor.client, verb, url)
                        column = actor.foreign if whose == "foreign" else actor.own
                        if name == "einlesung" and actor.name == "zweite Koordination":
                            column = "fremde"  # what somebody pasted is her own, not her Kommune's
                        right = {302, 403, 404, 405} if whose == "absent" else expected(name, verb, column)
                        if code not in right or (code in REFUSED and verb != "post" and tables):
                            wrong.append((whose, name, actor.name, verb, code, sorted(right), sorted(tables)))
                        elif verb == "post" and code in {401, 403, 404, 405} and tables:
                            wrong.append((whose, name, actor.name, verb, code, "writes", sorted(tables)))
                transaction.set_rollback(True)
    assert wrong == [], f"{len(wrong)} of {cases}"
    assert cases >= 4_000
    write(
        f"Rechte: Adresse × Mensch × Verb × Gegenstand, {connection.vendor} (make test-lang)",
        [
            f"{cases:,} Fälle, {len(GET)} Adressen, {len(actors)} Menschen; keine Abweichung, keine Ablehnung schreibt.".replace(
                ",", ".", 1
            )
        ],
    )


def test_no_address_is_without_a_row():
    def names(resolver, before=""):
        for pattern in resolver.url_patterns:
            if hasattr(pattern, "url_patterns"):
                yield from names(pattern, f"{before}{pattern.namespace}:" if pattern.namespace else before)
            elif pattern.name:
                yield f"{before}{pattern.name}"

    assert {name for name in names(get_resolver()) if not name.startswith("admin:")} == set(GET) == set(POST)
