"""The ballot box: what goes in is counted, what comes out gives nobody away."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kooperation.auswertung.mass import quantil, unterer_median
from kooperation.urne import LEER, WERTE, Antwort, Befund, Urne

pytestmark = pytest.mark.rein


def counted(*answers, sentences=()):
    """What is published of one Kriterium after these sheets."""
    urne = Urne.leer(["K1"])
    for i, answer in enumerate(answers):
        urne.einwerfen({"K1": Antwort(answer, sentences[i] if i < len(sentences) else "")})
    befunde = urne.auszaehlen()
    return befunde["K1"] if befunde else None


def test_four_sheets_say_nothing_five_do():
    assert counted("1", "2", "3", "4") is None
    assert counted("1", "2", "3", "4", "5").stufen == (1, 1, 1, 1, 1)


@pytest.mark.parametrize(
    ("answers", "grob"),
    [
        (["3"] * 9, "unten"),
        (["1"] * 9, "unten"),
        (["4"] * 9, "oben"),
        (["5"] * 9, "oben"),
        (["3"] * 8 + ["5"], "unten"),  # who chose 5 would know what all others chose
        (["3"] * 7 + ["5"] * 2, ""),
        (["3"] * 5 + ["unklar"] * 4, "unten"),  # all who chose one chose this one
        (["1", "2", "3", "4"] + ["unklar"] * 5, "wenige"),
        (["unklar"] * 9, "ohne"),
        (["passt_nicht"] * 8 + ["2"], "ohne"),
    ],
)
def test_what_would_give_somebody_away_is_shown_coarsely(answers, grob):
    befund = counted(*answers)

    assert befund.grob == grob
    assert (befund.stufen is None) == bool(grob)


def test_answers_without_a_stufe_are_findings_of_their_own():
    befund = counted("2", "3", "3", "4", "4", "unklar", "unklar", "passt_nicht", LEER)

    assert befund.stufen == (0, 1, 2, 2, 0)
    assert befund.ohne == {"unklar": 2, "passt_nicht": 1, "leer": 1}


def test_sentences_to_a_kriterium_that_is_not_shown_are_not_shown_either():
    assert counted("1", "2", "unklar", "unklar", "unklar", sentences=["Nur wir beide."]).texte == ()
    assert counted("1", "2", "3", "3", "4", sentences=["Wir alle."]).texte == ("Wir alle.",)


def test_a_kriterium_nobody_answered_was_left_out_by_all():
    urne = Urne.leer(["K1", "K2"])
    for stufe in "12345":
        urne.einwerfen({"K1": Antwort(stufe)})

    assert urne.auszaehlen()["K2"] == Befund(None, None, Befund.OHNE_STUFE)


@given(st.lists(st.sampled_from(WERTE), max_size=40))
def test_it_counts_every_sheet_once_and_shows_counts_only_where_two_could_differ(answers):
    befund = counted(*answers)

    if len(answers) < 5:
        assert befund is None
        return
    true = Counter(answers)
    if befund.stufen is not None:
        assert befund.stufen == tuple(true[stufe] for stufe in "12345")
        assert sum(befund.stufen) >= 5
        assert max(befund.stufen) <= sum(befund.stufen) - 2
    if befund.ohne is not None:
        assert befund.ohne == {name: true[name] for name in ("unklar", "passt_nicht", "leer")}
        assert max(befund.ohne.values()) <= len(answers) - 2


@given(st.lists(st.sampled_from(WERTE), max_size=20))
def test_kept_and_read_again_it_is_the_same(answers):
    urne = Urne.leer(["K1"])
    for answer in answers:
        urne.einwerfen({"K1": Antwort(answer, "Satz mit „ und \n")})

    assert Urne.aus_json(urne.als_json()) == urne


@given(st.lists(st.integers(1, 5), min_size=5, max_size=60))
def test_the_middle_of_counts_is_the_lower_median_of_the_answers(stufen):
    counts = [stufen.count(stufe) for stufe in range(1, 6)]

    assert quantil(counts, 2) == unterer_median(stufen)
    lower, upper = quantil(counts, 1), quantil(counts, 3)
    assert lower <= quantil(counts, 2) <= upper
    assert 2 * sum(lower <= stufe <= upper for stufe in stufen) >= len(stufen)  # the middle half is at least a half
