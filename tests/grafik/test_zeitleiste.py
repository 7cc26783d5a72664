"""Phases over the years: what is known exactly is drawn exactly, what is open says so."""

import pytest

from grafik.text import breite
from grafik.zeitleiste import BREITE, RAND, SCHRIFT, Abschnitt, beginn, ende, zeitleiste

pytestmark = pytest.mark.rein


@pytest.mark.parametrize(
    ("iso", "begins", "ends"),
    [("2019", 2019, 2020), ("2019-07", 2019.5, 2019 + 7 / 12), ("2019-01-01", 2019, 2019 + 1 / 365.25)],
)
def test_a_time_is_as_long_as_it_is_vague(iso, begins, ends):
    assert (beginn(iso), ende(iso)) == pytest.approx((begins, ends))


def test_the_phases_of_lueneburg_follow_each_other_and_say_what_is_open():
    bild = zeitleiste(
        [Abschnitt("Auswerten", "", "2019"), Abschnitt("Erproben", "", "2020"), Abschnitt("Alltag", "2021", "")], "2026-11-23"
    )
    erste, zweite, dritte = bild.balken

    assert [jahr for _, jahr in bild.jahre] == ["2019", "2020", "2021", "2022"]
    assert erste.x == RAND
    assert erste.x + erste.breite == pytest.approx(zweite.x, abs=0.2)
    assert zweite.x + zweite.breite == pytest.approx(dritte.x, abs=0.2)
    assert dritte.x + dritte.breite == pytest.approx(BREITE - RAND, abs=0.2)
    assert [(b.offen_links, b.offen_rechts) for b in bild.balken] == [(True, False), (True, False), (False, True)]
    assert bild.heute is None


def test_a_milestone_is_a_point_at_the_end_of_its_time():
    bild = zeitleiste([Abschnitt("Lauf", "2019", "2020"), Abschnitt("Bericht", "", "2019", meilenstein=True)], "2019-07-01")

    assert (bild.balken[1].meilenstein, bild.balken[1].x) == (True, bild.jahre[1][0])
    assert bild.jahre[0][0] < bild.heute < bild.jahre[1][0]


@pytest.mark.parametrize(
    "times", [[("1999", "2040")], [("2019", "2019")], [("2020-02-29", "2020-02-29")], [("", "1990"), ("2050", "")]]
)
def test_every_bar_is_in_the_picture_and_seen(times):
    bild = zeitleiste([Abschnitt("x", von, bis) for von, bis in times], "2026-11-23")

    for balken in bild.balken:
        assert 0 < balken.breite <= BREITE - 2 * RAND + 0.2
        assert RAND - 0.2 <= balken.x <= BREITE - RAND
    assert 2 <= len(bild.jahre) <= 13


def test_a_name_stands_above_its_bar_and_within_the_picture():
    long = "Die Ergebnisse auswerten, mit allen Beteiligten besprechen und in den Alltag aller Häuser übernehmen"
    short, cut = zeitleiste([Abschnitt("Erproben", "2021", "2022"), Abschnitt(long, "2019", "2022")], "2026-11-23").balken
    _, late = zeitleiste(
        [Abschnitt("Vorlauf", "2019", "2021"), Abschnitt("Ein recht langer Name", "2021-12", "2021")], "2026"
    ).balken

    assert short.text_x == short.x > cut.x
    assert cut.text.endswith("…")
    assert 0 <= cut.text_x + breite(cut.text, SCHRIFT) <= BREITE + 1
    assert late.text_x < late.x
    assert late.text_x + breite(late.text, SCHRIFT) <= BREITE


def test_without_any_time_there_is_no_picture():
    assert zeitleiste([Abschnitt("x", "", "")], "2026-11-23") is None
