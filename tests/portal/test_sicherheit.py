"""What docs/sicherheit.md claims: each requirement of OWASP ASVS 5.0.0 has its line, and each proof is there."""

import ast
import re
from functools import cache

import pytest
from django.conf import settings
from django.urls import reverse

from tests.test_access import ARGS, GET

ROOT = settings.BASE_DIR
DOC = (ROOT / "docs" / "sicherheit.md").read_text()
# how many requirements of level 1 and 2 each section of the standard begins with; chapters 10 and 17 stand apart
SECTIONS = {
    "1.1": 2, "1.2": 9, "1.3": 11, "1.4": 3, "1.5": 2, "2.1": 3, "2.2": 3, "2.3": 4, "2.4": 2, "3.2": 2, "3.3": 4, "3.4": 6,
    "3.5": 5, "3.7": 2, "4.1": 3, "4.2": 1, "4.3": 2, "4.4": 4, "5.1": 1, "5.2": 3, "5.3": 2, "5.4": 3, "6.1": 3, "6.2": 12,
    "6.3": 4, "6.4": 4, "6.5": 5, "6.6": 3, "6.8": 4, "7.1": 3, "7.2": 4, "7.3": 2, "7.4": 5, "7.5": 2, "7.6": 2, "8.1": 2,
    "8.2": 3, "8.3": 1, "8.4": 1, "9.1": 3, "9.2": 4, "11.1": 2, "11.2": 3, "11.3": 3, "11.4": 4, "11.5": 1, "11.6": 1,
    "12.1": 3, "12.2": 2, "12.3": 4, "13.1": 1, "13.2": 5, "13.3": 2, "13.4": 5, "14.1": 2, "14.2": 4, "14.3": 3, "15.1": 3,
    "15.2": 3, "15.3": 7, "16.1": 1, "16.2": 5, "16.3": 4, "16.4": 3, "16.5": 3,
}  # fmt: skip
LINES = re.findall(r"^\| (\d+\.\d+\.\d+) \| (.+?) \| (.*?) ?\| (.*?) ?\|$", DOC, re.MULTILINE)


@cache
def defined_in(path):
    return {node.name for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.FunctionDef)}


@pytest.mark.rein
def test_each_requirement_has_one_line():
    assert [nr for nr, *_ in LINES] == [f"{section}.{n + 1}" for section, count in SECTIONS.items() for n in range(count)]
    for chapter in ("### V10 ", "### V17 "):
        assert "Nothing of the kind exists here." in DOC.partition(chapter)[2][:100]


@pytest.mark.rein
@pytest.mark.parametrize(("nr", "holds", "how", "proof"), LINES, ids=[nr for nr, *_ in LINES])
def test_each_line_leads_to_a_proof_that_is_there(nr, holds, how, proof):
    assert holds in {"yes", "partly", "no", "operator", "–"}
    assert proof or holds in {"no", "–"}
    assert how or proof
    for one in filter(None, proof.split(", ")):
        place, _, name = one.partition("::")
        path = ROOT / place if (ROOT / place).exists() else ROOT / "tests" / place
        assert path.exists(), one
        assert not name or name in defined_in(path), one


@pytest.mark.parametrize("verb", ["TRACE", "PUT", "PATCH", "DELETE"])
def test_no_address_knows_another_verb(verb, client):
    for name in GET:
        if name not in ARGS:
            assert client.generic(verb, reverse(name)).status_code == 405, name


def test_without_a_proxy_nobody_says_where_a_request_comes_from(client):
    page = client.get("/", headers={"x-forwarded-proto": "https", "x-forwarded-host": "boese.example"})

    assert not page.wsgi_request.is_secure()
    assert page.wsgi_request.get_host() == "testserver"
