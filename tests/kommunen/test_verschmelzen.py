"""Two people edit the same section: what one alone touched merges, what both touched is shown to the later one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kommunen.redaktion.verschmelzen import Streit, verschmelzen

pytestmark = pytest.mark.rein


def entries(**titles):
    return [{"schluessel": key, "titel": title} for key, title in titles.items()]


def titles(inhalt):
    return {eintrag["schluessel"]: eintrag["titel"] for eintrag in inhalt["liste"]}


def test_fields_touched_by_one_alone_merge():
    ergebnis = verschmelzen({"a": "alt", "b": "alt"}, {"a": "meins", "b": "alt"}, {"a": "alt", "b": "ihrs"})

    assert (ergebnis.inhalt, ergebnis.streit) == ({"a": "meins", "b": "ihrs"}, ())


def test_a_field_both_touched_is_a_dispute_and_mine_stays_in_the_field():
    ergebnis = verschmelzen({"a": "alt"}, {"a": "meins"}, {"a": "ihrs"})

    assert ergebnis.inhalt == {"a": "meins"}
    assert ergebnis.streit == (Streit(("a",), "meins", "ihrs"),)


def test_the_same_change_twice_is_no_dispute():
    assert verschmelzen({"a": "alt"}, {"a": "neu"}, {"a": "neu"}).streit == ()


def test_without_a_known_base_every_difference_is_a_dispute():
    assert verschmelzen(None, {"a": "meins", "b": "gleich"}, {"a": "ihrs", "b": "gleich"}).streit == (
        Streit(("a",), "meins", "ihrs"),
    )


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "merged"),
    [
        ({}, {"m": "1"}, {"i": "2"}, {"i": "2", "m": "1"}),
        ({"x": "1"}, {}, {"x": "1"}, {}),
        ({"x": "1"}, {"x": "1"}, {}, {}),
        ({"x": "1", "y": "1"}, {"x": "2", "y": "1"}, {"x": "1", "y": "2"}, {"x": "2", "y": "2"}),
        ({"x": "1"}, {"x": "2"}, {"x": "1", "y": "1"}, {"x": "2", "y": "1"}),
    ],
    ids=["both add", "I remove", "they remove", "different entries", "change and add"],
)
def test_entries_of_a_list_merge_by_their_key(base, mine, theirs, merged):
    ergebnis = verschmelzen(*({"liste": entries(**seite)} for seite in (base, mine, theirs)))

    assert titles(ergebnis.inhalt) == merged
    assert ergebnis.streit == ()


@pytest.mark.parametrize(("mine", "theirs"), [({}, {"x": "ihrs"}), ({"x": "meins"}, {})], ids=["I removed it", "they removed it"])
def test_an_entry_one_removed_while_the_other_changed_it_comes_back(mine, theirs):
    ergebnis = verschmelzen(*({"liste": entries(**seite)} for seite in ({"x": "alt"}, mine, theirs)))

    assert titles(ergebnis.inhalt) == (mine or theirs)
    assert [eintrag.pfad for eintrag in ergebnis.streit] == [("liste", "x")]


@pytest.mark.parametrize(
    ("mine", "theirs", "order"),
    [("bac", "abc", "bac"), ("abc", "cab", "cab"), ("bac", "abcx", "bacx"), ("abcy", "cab", "cyab"), ("yabc", "abc", "yabc")],
)
def test_an_order_changed_by_one_is_kept_and_new_entries_stay_with_their_neighbour(mine, theirs, order):
    seiten = ({"liste": entries(**dict.fromkeys(keys, ""))} for keys in ("abc", mine, theirs))

    assert "".join(titles(verschmelzen(*seiten).inhalt)) == order


inhalte = st.fixed_dictionaries(
    {
        "a": st.sampled_from("xyz"),
        "b": st.sampled_from("xyz"),
        "liste": st.dictionaries(st.sampled_from("klmn"), st.sampled_from("xyz")).map(lambda d: entries(**d)),
    }
)


@given(inhalte, inhalte, inhalte)
def test_nothing_is_ever_lost(basis, meine, ihre):
    """Whatever one side wrote anew is in the result or named as a dispute."""
    ergebnis = verschmelzen(basis, meine, ihre)
    streit = {eintrag.pfad for eintrag in ergebnis.streit}

    for seite in (meine, ihre):
        for feld in ("a", "b"):
            if seite[feld] != basis[feld]:
                assert ergebnis.inhalt[feld] == seite[feld] or (feld,) in streit
        for key, titel in titles(seite).items():
            if titles(basis).get(key) != titel:
                assert titles(ergebnis.inhalt).get(key) == titel or any(pfad[:2] == ("liste", key) for pfad in streit)


@given(inhalte, inhalte)
def test_who_is_alone_gets_what_she_wrote(basis, meine):
    assert verschmelzen(basis, meine, basis).inhalt == meine


@given(inhalte, inhalte, inhalte)
def test_both_orders_of_saving_see_the_same_disputes(basis, meine, ihre):
    hin, her = verschmelzen(basis, meine, ihre), verschmelzen(basis, ihre, meine)

    assert {e.pfad for e in hin.streit} == {e.pfad for e in her.streit}
