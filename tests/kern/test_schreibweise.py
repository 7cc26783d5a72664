from datetime import time
from decimal import Decimal

import pytest

from kern.templatetags.schreibweise import prozent, uhrzeit, zahl

pytestmark = pytest.mark.rein


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0, "0"),
        (999, "999"),
        (75097, "75.097"),
        (1171052, "1.171.052"),
        (Decimal("9.5000"), "9,5"),
        (Decimal("121044.0000"), "121.044"),
        (None, ""),
    ],
)
def test_numbers_have_a_thousands_point_and_a_decimal_comma(value, written):
    assert zahl(value) == written


@pytest.mark.parametrize(("value", "written"), [(Decimal("23.205"), "23,2\u202f%"), (Decimal(9), "9,0\u202f%"), (None, "")])
def test_shares_have_one_place_and_a_thin_space(value, written):
    assert prozent(value) == written


@pytest.mark.parametrize(("value", "written"), [(time(9, 0), "9"), (time(9, 30), "9.30"), (None, "")])
def test_times_are_written_as_people_say_them(value, written):
    assert uhrzeit(value) == written
