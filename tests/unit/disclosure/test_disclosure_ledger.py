"""Nobody can be worked out of what the ledger let pass (risk-and-analysis 14.2 rule 3, 14.3 case 5)."""

from collections.abc import Hashable, Mapping
from itertools import combinations

import pytest
from disclosure_brute_force import told_of
from hypothesis import given, settings
from hypothesis import strategies as st

from disclosure.ledger import Ledger, Refusal

RATERS = range(9)


some_sets = st.lists(st.frozensets(st.sampled_from(RATERS), min_size=1), min_size=1, max_size=12)


@given(some_sets)
@settings(max_examples=300, deadline=None)
def test_random_releases_never_leave_one_or_two_raters_alone(sets: list[frozenset[int]]):
    ledger: Ledger[int] = Ledger()
    for asked in sets:
        ledger.release(asked)
    if ledger.released:
        assert told_of(ledger.released) == set()


@given(some_sets)
@settings(max_examples=200, deadline=None)
def test_nothing_is_refused_without_need(sets: list[frozenset[int]]):
    """A refused set would have told of somebody, alone or with what was released before."""
    ledger: Ledger[int] = Ledger()
    for asked in sets:
        before = ledger.released
        if ledger.release(asked) is not None:
            assert told_of((*before, asked))


@given(
    st.lists(st.frozensets(st.sampled_from(range(12)), min_size=1), min_size=1, max_size=8),
    st.lists(st.integers(0, 5), min_size=12, max_size=12),
)
@settings(max_examples=200, deadline=None)
def test_random_releases_never_leave_one_or_two_leaders_alone(sets: list[frozenset[int]], leaders: list[int]):
    """A leader may have several rounds: whatever stands on the rounds of two leaders is theirs."""
    owner: Mapping[int, Hashable] = dict(enumerate(leaders))
    ledger: Ledger[int] = Ledger(owner=owner)
    for asked in sets:
        before = ledger.released
        refusal = ledger.release(asked)
        assert (refusal is not None) == bool(told_of((*before, asked), owner)) or asked in before
    if ledger.released:
        assert told_of(ledger.released, owner) == set()


def test_a_chain_of_sets_may_differ_by_three():
    """14.3 case 5: {1..6}, {1..9}, {4..9} leave three threes, and no fewer."""
    ledger: Ledger[int] = Ledger()
    assert [ledger.release(held) for held in (range(1, 7), range(1, 10), range(4, 10))] == [None, None, None]


def test_a_chain_that_gives_two_away_by_inclusion_and_exclusion_is_refused():
    """Every two of these sets differ by three or more; together they give 1 and 2."""
    ledger: Ledger[int] = Ledger()
    first, second, third = frozenset({1, 2, 3, 4, 5, 6}), frozenset({3, 4, 7, 8, 9}), frozenset({5, 6, 10, 11, 12})
    fourth = frozenset({7, 8, 9, 10, 11, 12})
    assert all(len(a ^ b) > 2 for a, b in combinations((first, second, third, fourth), 2))
    assert [ledger.release(held) for held in (first, second, third)] == [None, None, None]
    assert ledger.release(fourth) is Refusal.TELLS_OF_FEW


@pytest.mark.parametrize("late", [{1, 2, 3, 4}, {1, 2, 3, 4, 5}, {1, 2, 4}])
def test_one_or_two_more_or_fewer_are_refused(late: set[int]):
    """14.3 case 4: a fourth rater after three."""
    ledger: Ledger[int] = Ledger()
    ledger.record({1, 2, 3})
    assert ledger.release(late) is Refusal.DIFFERS_BY_FEW


def test_the_same_set_may_be_said_again():
    ledger: Ledger[int] = Ledger()
    assert ledger.release({1, 2, 3}) is None
    assert ledger.release({1, 2, 3}) is None
    assert len(ledger.released) == 1


def test_two_are_too_few_from_the_start():
    ledger: Ledger[int] = Ledger()
    assert ledger.release({1, 2}) is Refusal.TOO_SMALL


def test_a_disclosed_column_shields_nobody():
    """The line manager's score is known: three with it are two, and four with it are three."""
    ledger: Ledger[int] = Ledger(disclosed={9})
    assert ledger.release({1, 2, 9}) is Refusal.TOO_SMALL
    assert ledger.release({1, 2, 3, 9}) is None
    assert ledger.release({1, 2, 3}) is None


def test_a_second_round_of_one_leader_does_not_give_the_change_away():
    """The sets differ by two columns of one leader: what they rose or fell by would be known."""
    ledger: Ledger[str] = Ledger(owner={"a1": "a", "a2": "a", "b1": "b", "c1": "c", "d1": "d"})
    assert ledger.release({"a1", "b1", "c1", "d1"}) is None
    assert ledger.release({"a2", "b1", "c1", "d1"}) is Refusal.DIFFERS_BY_FEW
