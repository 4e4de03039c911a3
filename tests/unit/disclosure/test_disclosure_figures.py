"""Counts that overlap in rows, columns, quarters and versions (risk-and-analysis 14.1, 14.3 cases 10 to 13, 15)."""

from collections.abc import Mapping, Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from disclosure.figures import CannotBeProtectedError, Decision, Earlier, Figure, decide


def figure(name: str, *parts: str) -> Figure[str]:
    return Figure(name, frozenset(parts or (name,)))


def hidden_of(decision: Decision[str]) -> set[str]:
    return {name for name, value in decision.shown.items() if value is None}


def possible_values(history: Sequence[Earlier[str]], counts: Mapping[str, int], most: int) -> dict[str, set[int]]:
    """What each part can be in every way to fill them all that agrees with all that was ever published."""
    parts = list(counts)
    grid = np.indices([most + 1] * len(parts)).reshape(len(parts), -1)
    agrees = np.ones(grid.shape[1], dtype=bool)
    for each in history:
        total = grid[[parts.index(part) for part in each.parts]].sum(axis=0)
        agrees &= total >= 1 if each.hidden else total == sum(counts[part] for part in each.parts)
    return {part: set(grid[place, agrees].tolist()) for place, part in enumerate(parts)}


def test_a_total_hides_a_second_count():
    """14.3 case 10: 14 in all and 9 beside it give 5."""
    decision = decide([figure("a"), figure("b"), figure("all", "a", "b")], {"a": 9, "b": 5})
    assert hidden_of(decision) == {"a", "b"}
    assert decision.shown["all"] == 14


def test_two_in_one_column_hide_a_fourth():
    """14.3 case 11."""
    counts = {"a1": 3, "a2": 40, "b1": 4, "b2": 50}
    totals = [figure("a", "a1", "a2"), figure("b", "b1", "b2"), figure("1", "a1", "b1"), figure("2", "a2", "b2")]
    decision = decide([*(figure(name) for name in counts), *totals], counts)
    assert {"a1", "a2", "b1", "b2"} <= hidden_of(decision)


def test_an_annual_total_hides_another_quarter_or_itself():
    """14.3 case 12: all four quarters and the year in one publication."""
    counts = {"q1": 20, "q2": 4, "q3": 30, "q4": 25}
    decision = decide([*(figure(name) for name in counts), figure("year", *counts)], counts)
    assert "q2" in hidden_of(decision)
    assert len(hidden_of(decision)) == 2


def test_an_annual_total_after_its_quarters_were_published_is_hidden():
    """14.3 case 12 over time: three quarters with one hidden are out; the last quarter and the year follow."""
    counts = {"q1": 20, "q2": 4, "q3": 30, "q4": 25}
    first = decide([figure(name) for name in ("q1", "q2", "q3")], counts)
    assert hidden_of(first) == {"q2"}
    second = decide([figure("q4"), figure("year", *counts)], counts, earlier=first.history)
    assert hidden_of(second) & {"q4", "year"}


def test_a_year_that_was_published_first_hides_two_quarters():
    counts = {"q1": 20, "q2": 4, "q3": 30, "q4": 25}
    first = decide([figure("year", *counts)], counts)
    second = decide([figure(name) for name in counts], counts, earlier=first.history)
    assert len(hidden_of(second)) == 2


def test_what_was_shown_before_cannot_shield():
    """A second version must not hide in a new place: the first has shown 9, and so 14 minus 9 is known."""
    counts = {"a": 9, "b": 5}
    earlier = [Earlier(frozenset({"a"}), hidden=False)]
    decision = decide([figure("a"), figure("b"), figure("all", "a", "b")], counts, earlier=earlier)
    assert hidden_of(decision) == {"b", "all"}


def test_a_revision_of_one_part_does_not_undo_the_first_version():
    """The quarter was revised from 4 to 8 after the year was out: the old year stays an equation of old parts."""
    counts = {"q1": 8, "q2": 4, "q3": 9, "q2 revised": 7}
    before = [figure("q1"), figure("q2"), figure("q3"), figure("year", "q1", "q2", "q3")]
    first = decide(before, counts)
    after = [figure("q1"), figure("q2 revised"), figure("q3"), figure("year 2", "q1", "q2 revised", "q3")]
    second = decide(after, counts, earlier=first.history)
    assert possible_values(second.history, counts, 24)["q2"] >= {1, 2, 3, 4, 5}
    assert hidden_of(second), "all shown would give the old 4 away"


def test_zero_is_shown_and_never_hidden():
    """14.3 case 13."""
    decision = decide([figure("a"), figure("b"), figure("c"), figure("all", "a", "b", "c")], {"a": 0, "b": 3, "c": 9})
    assert decision.shown["a"] == 0
    assert hidden_of(decision) == {"b", "c"}


def test_bands_by_authority_are_not_given_away_by_the_programme():
    """14.3 case 15: the programme's posts in a band minus those of authorities whose reports show them."""
    counts = {"x high": 1, "y high": 6, "x low": 8, "y low": 9}
    first = decide([figure("y high"), figure("y low")], counts, largest_hidden=2)
    assert not hidden_of(first)
    programme = [figure("high", "x high", "y high"), figure("low", "x low", "y low")]
    second = decide([*programme, figure("x high"), figure("x low")], counts, earlier=first.history, largest_hidden=2)
    assert {"x high", "high"} <= hidden_of(second)


def test_nothing_goes_out_where_the_past_has_told_already():
    """Both versions of a total are out; their difference is the small part."""
    counts = {"a": 10, "b": 3}
    earlier = [Earlier(frozenset({"a"}), hidden=False), Earlier(frozenset({"a", "b"}), hidden=False)]
    with pytest.raises(CannotBeProtectedError):
        decide([figure("b")], counts, earlier=earlier)


small_counts = st.integers(0, 8)


@given(
    st.tuples(*[small_counts] * 4),
    st.lists(
        st.lists(st.frozensets(st.sampled_from("abcd"), min_size=1), min_size=1, max_size=4, unique=True),
        min_size=1,
        max_size=3,
    ),
    st.sampled_from([2, 3]),
)
@settings(max_examples=80, deadline=None)
def test_random_publications_never_narrow_a_hidden_part(
    values: tuple[int, ...], publications: list[list[frozenset[str]]], largest: int
):
    """Over several publications with sums of any shape, each hidden small part could still be any small number."""
    counts = dict(zip("abcd", values, strict=True))
    history: tuple[Earlier[str], ...] = ()
    secrets: set[str] = set()
    for sets in publications:
        figures = [Figure("+".join(sorted(parts)), parts) for parts in sets]
        try:
            decision = decide(figures, counts, earlier=history, largest_hidden=largest)
        except CannotBeProtectedError:
            break
        history = decision.history
        secrets |= {name for name in hidden_of(decision) if name in counts and counts[name] <= largest}
        possible = possible_values(history, counts, 20)
        for name in secrets:
            assert possible[name] >= set(range(1, largest + 1))
