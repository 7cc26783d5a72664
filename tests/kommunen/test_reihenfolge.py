"""What has no date stands at the same place on every database, and where the preview showed it."""

from datetime import date, time

import pytest

from kommunen.models import Meldung, Termin

DAY = date(2026, 12, 12)


@pytest.fixture
def undated(kommune):
    for titel, datum in (("alt", date(2019, 1, 1)), ("ohne Tag", None), ("neu", DAY)):
        Meldung.objects.create(kommune=kommune, titel=titel, text=titel, datum=datum, is_published=True)
    for titel, beginn in (("mittags", time(12)), ("den ganzen Tag", None), ("morgens", time(9))):
        Termin.objects.create(kommune=kommune, titel=titel, datum=DAY, beginn=beginn, is_published=True)


@pytest.mark.usefixtures("undated")
def test_news_without_a_day_come_last():
    assert list(Meldung.objects.values_list("titel", flat=True)) == ["neu", "alt", "ohne Tag"]


@pytest.mark.usefixtures("undated")
def test_a_date_without_an_hour_comes_before_the_hours_of_its_day():
    assert list(Termin.objects.values_list("titel", flat=True)) == ["den ganzen Tag", "morgens", "mittags"]
