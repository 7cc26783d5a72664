# ruff: noqa: E501 -- a list of nonsense
"""Five thousand requests nobody means: every address, every verb, forms with nonsense in each field. No answer of 500 or more."""

import random

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.urls import NoReverseMatch, reverse

from gremien.oparl.bestand import abgleichen
from tests.conftest import ROLES, angemeldet
from tests.formulare import Form
from tests.messung import write
from tests.test_access import ARGS, GET, shut

pytestmark = [pytest.mark.lang, pytest.mark.django_db]

REQUESTS = 5_000
NONSENSE = [
    "", " ", "0", "-1", "9" * 30, "1e309", "NaN", "None", "true", "[]", "{}", "\x00", "\x01\x1f\x7f", "\U0001f469\u200d\U0001f52c", "\u202e\u2066", "a\r\nSet-Cookie: x=1",
    "' OR 1=1 --", "{{ 7*7 }}", "{% debug %}", "<script>alert(1)</script>", "../../etc/passwd", "javascript:alert(1)", "=1+1", "%s%n", "%00", "ä" * 5_000,
    "2030-02-31", "31.02.2030", "2030-13", "25:61", "x@" + "y" * 300, "http://[::1", "http://" + "a" * 3_000, "#" * 2_000, "- " * 3_000, "\\" * 999, "١٢٣", "²", "ﬁ",
    '{"a":' * 500, "|" * 400, "\t\t\t", "\n" * 500, "0x1F", "1_000", "1.000.000,00", "İ", "ß", "\u0000bild", "multipart; boundary=",
]  # fmt: skip
VERBS = ("get", "get", "get", "post", "post", "post", "head", "put", "patch", "delete", "options")


def bent(draw, args):
    """The parts of an address, some of them replaced by what fits nothing."""
    return [draw.choice([0, -1, 10**12, "x", "-", "a" * 200, "öäü", "..", "%2e"]) if draw.random() < 0.15 else arg for arg in args]


def sent(draw, page):
    """The fields of a page's form, each perhaps with nonsense, some left out, some twice, and one nobody knows."""
    form = Form()
    form.feed(page)
    data = {}
    for name, value in form.fields.items():
        if draw.random() < 0.9:
            data[name] = draw.choice(NONSENSE) if draw.random() < 0.6 else value
        if draw.random() < 0.1:
            data[name] = [draw.choice(NONSENSE) for _ in range(3)]
    data[draw.choice(["taste", "anfang", "schluessel", "tabelle", "datei", "unbekannt", "kennung"])] = draw.choice(NONSENSE)
    if draw.random() < 0.1:
        data["datei"] = SimpleUploadedFile(draw.choice(["a.csv", "a.xlsx", "a\x00.pdf", ""]) or "x", draw.randbytes(300))
    return data


def test_no_nonsense_breaks_the_portal(kommune, cast, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    draw = random.Random(20261123)
    abgleichen()
    clients = {role: angemeldet(cast[role]) if cast[role] else None for role in ROLES}
    names, broken, asked = sorted(GET), [], 0
    while asked < REQUESTS:
        name = names[asked % len(names)] if asked < 2 * len(names) else draw.choice(names)
        with transaction.atomic():
            args = ARGS[name](kommune, cast) if name in ARGS else []
            for _ in range(10):
                role, verb = draw.choice(ROLES), draw.choice(VERBS)
                client = clients[role] or Client()
                client.raise_request_exception = False
                try:
                    url = reverse(name, args=bent(draw, args))
                except NoReverseMatch:
                    url = reverse(name, args=args)
                query = {
                    draw.choice(["q", "seite", "art", "stichtag", "indikator", "page", "modified_since", "warum"]): draw.choice(
                        NONSENSE
                    )
                }
                kept = dict(client.cookies)
                with transaction.atomic():
                    if verb == "post":
                        page = client.get(url)
                        data = sent(draw, "" if page.streaming else page.content.decode("utf-8", "replace"))
                        shut(page)
                        response = client.post(url, data)
                    elif verb in ("get", "head"):
                        response = getattr(client, verb)(url, query)
                    else:
                        response = getattr(client, verb)(url)
                    shut(response)
                    transaction.set_rollback(True)
                client.cookies.clear()
                client.cookies.update(kept)
                asked += 1
                if response.status_code >= 500:
                    broken.append((name, role, verb, response.status_code, repr(data if verb == "post" else query)[:200]))
            transaction.set_rollback(True)
    assert broken == []
    write(
        f"Unsinn: {REQUESTS} Anfragen, {connection.vendor} (make test-lang)",
        [f"{asked} Anfragen an {len(names)} Adressen, keine Antwort ab 500."],
    )
