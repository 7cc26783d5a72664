"""Sealed values: noise without the server's secret, found out where it is another one."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kern.siegel import SiegelFehler, oeffnen, versiegeln


@given(st.text(max_size=300))
def test_what_is_sealed_is_read_again_without_the_blanks_at_its_end(text):
    assert oeffnen(versiegeln(text, 64)) == text.rstrip()


def test_short_and_long_look_the_same():
    assert len(versiegeln("", 4096)) == len(versiegeln("ö" * 2048, 4096))
    assert len(versiegeln("x" * 4097, 4096)) > len(versiegeln("x" * 4096, 4096))  # it doubles, and does not cut off


def test_the_same_text_is_sealed_differently_each_time_and_carries_no_time():
    first, second = versiegeln("Stufe 3", 64), versiegeln("Stufe 3", 64)

    assert first != second
    assert base64.urlsafe_b64decode(first)[1:9] == bytes(8)  # where Fernet keeps the second it was made


def test_another_secret_does_not_open_it_and_says_so(settings):
    sealed = versiegeln("Stufe 3", 64)
    settings.SECRET_KEY = "ein anderer"

    with pytest.raises(SiegelFehler, match="SECRET_KEY"):
        oeffnen(sealed)


def test_a_secret_that_is_kept_as_a_fallback_still_opens_it(settings):
    sealed = versiegeln("Stufe 3", 64)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "ein anderer", [settings.SECRET_KEY]

    assert oeffnen(sealed) == "Stufe 3"


def test_what_was_changed_is_not_read():
    sealed = versiegeln("Stufe 3", 64)

    with pytest.raises(SiegelFehler):
        oeffnen(sealed[:-5] + "AAAA=")
