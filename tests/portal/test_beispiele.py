"""Examples in docstrings are true."""

import doctest
from importlib import import_module

import pytest
from django.conf import settings

APPS = ("kern", "grafik", "statistik", "kommunen", "netzwerke", "kooperation")
MODULES = sorted(
    ".".join(path.relative_to(settings.BASE_DIR).with_suffix("").parts)
    for app in APPS
    for path in (settings.BASE_DIR / app).rglob("*.py")
    if ">>>" in path.read_text(encoding="utf-8")
)


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_give_what_they_say(name):
    failed, tried = doctest.testmod(import_module(name))

    assert (failed, tried > 0) == (0, True)
