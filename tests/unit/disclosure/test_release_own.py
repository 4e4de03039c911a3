"""What a leader may see of one frozen round (risk-and-analysis 14.2, and attack cases of 14.3)."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from decimal import Decimal
from fractions import Fraction
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from disclosure.ledger import Ledger
from leadership.profiles.kinds import PROTECTED, Attribute, Group, View
from leadership.profiles.release.own import own_results
from leadership.profiles.release.precision import TENTH, End, half_width, rounded
from leadership.profiles.release.rating import Rating
from leadership.profiles.release.result import HIDDEN, Gap, OwnRelease, Result

FIRST = Attribute.VALUES_DRIVEN
Given = Mapping[Group, Sequence[int]]


def ratings_of(given_scores: Given) -> list[Rating]:
    """Each rater of a group gives one score to every attribute."""
    return [
        Rating(rater, group, attribute, score)
        for group, scores in given_scores.items()
        for score in scores
        for rater in [uuid4()]
        for attribute in Attribute
    ]


def release_of(given_scores: Given, *, manager_told: bool = False, minimum: int = 3) -> OwnRelease:
    return own_results(ratings_of(given_scores), manager_told=manager_told, minimum=minimum)


def seen(release: OwnRelease, view: View) -> Result:
    return release.result(FIRST, view)


def test_two_peers_are_not_shown():
    """14.3 case 1: neither their mean nor that they were two stands anywhere in what pages are made from."""
    release = release_of({Group.PEERS: [4, 5]})
    peers = seen(release, View.PEERS)
    assert (peers.shown, peers.count_words) == (HIDDEN, "fewer than 3")
    assert "4.5" not in str([asdict(result) for result in release.results])
    assert release.used == ()


def test_a_lone_rater_enters_no_total():
    """14.3 case 2: all others are the ten of two groups, and the one of the third is nowhere."""
    release = release_of({Group.DIRECT_REPORTS: [4, 4, 4, 4, 3], Group.PEERS: [4, 4, 4, 4, 5], Group.PARTNERS: [2]})
    assert [seen(release, view).shown for view in (View.DIRECT_REPORTS, View.PEERS)] == ["3.8", "4.2"]
    assert (seen(release, View.OTHERS).shown, seen(release, View.OTHERS).raters) == ("4.0", 10)
    assert seen(release, View.PARTNERS).shown == HIDDEN


def test_no_view_holds_self_and_others_together():
    """14.3 case 3: of self 5 and others 4 and 3 only self is shown; and with more others, none of their means has 5."""
    assert {seen(release_of({Group.SELF: [5], Group.PEERS: [4, 3]}), view).shown for view in View} == {"5", HIDDEN}
    release = release_of({Group.SELF: [5], Group.PEERS: [1, 1, 2, 2]})
    assert seen(release, View.OTHERS).shown == "1.5"


def test_three_who_all_gave_one_are_not_said_exactly():
    """14.3 case 6."""
    lowest, highest = (seen(release_of({Group.PEERS: [score] * 3}), View.PEERS) for score in (1, 5))
    assert (lowest.shown, highest.shown) == ("1.2 or below", "4.8 or above")
    assert (lowest.value, lowest.end) == (Decimal("1.2"), End.BELOW)


def test_ten_may_stand_at_the_end():
    assert seen(release_of({Group.PEERS: [1] * 10}), View.PEERS).shown == "1.0"


def test_no_percentage_stands_anywhere():
    """14.3 case 7: a third of three would tell that they were three, and what one gave."""
    release = release_of({Group.PEERS: [1, 4, 5], Group.SELF: [5]})
    assert not any("%" in str(value) for result in release.results for value in asdict(result).values())


def test_what_is_hidden_and_what_does_not_exist_are_one():
    """14.3 cases 8 and 9: as many results in the same order, and of hidden and absent the very same."""
    none, two = release_of({}), release_of({Group.PEERS: [4, 5], Group.DIRECT_REPORTS: [3, 3]})
    assert none.results == two.results
    assert len(none.results) == len(Attribute) * len(View)


def test_all_others_need_four_of_groups_that_pass():
    assert seen(release_of({Group.PEERS: [4, 4, 4], Group.PARTNERS: [2, 2]}), View.OTHERS).shown == HIDDEN
    assert seen(release_of({Group.PEERS: [4, 4, 4, 4]}), View.OTHERS).shown == "4.0"


def test_a_line_manager_is_shown_only_when_told():
    with_manager = {Group.LINE_MANAGER: [2], Group.PEERS: [4, 4, 4, 4]}
    untold, told = release_of(with_manager), release_of(with_manager, manager_told=True)
    assert (seen(untold, View.LINE_MANAGER).shown, seen(untold, View.OTHERS).shown) == (HIDDEN, "4.0")
    assert (seen(told, View.LINE_MANAGER).shown, seen(told, View.OTHERS).shown) == ("2", "3.6")


def test_a_client_may_ask_for_five_and_for_no_fewer_than_three():
    four = {Group.PEERS: [4, 4, 4, 4]}
    release = release_of(four, minimum=5)
    assert (seen(release, View.PEERS).shown, seen(release, View.OTHERS).shown) == (HIDDEN, HIDDEN)
    assert seen(release, View.PEERS).count_words == "fewer than 5"
    with pytest.raises(ValueError, match="three"):
        release_of(four, minimum=2)


def test_nobody_counts_twice():
    rater = UUID(int=1)
    twice = [Rating(rater, Group.PEERS, FIRST, score) for score in (4, 5)]
    groups = [Rating(rater, group, attribute, 4) for group, attribute in zip(PROTECTED, Attribute, strict=False)]
    for ratings in (twice, groups):
        with pytest.raises(ValueError, match="one score"):
            own_results(ratings, manager_told=False)


@pytest.mark.parametrize(("raters", "width"), [(3, "2.5"), (5, "1.3"), (8, "0.85"), (10, "0.73"), (20, "0.48")])
def test_the_half_width_is_what_was_measured(raters: int, width: str):
    assert half_width(raters) == Decimal(width)


def test_the_half_width_never_rises_with_more_raters():
    widths = [half_width(count) for count in range(3, 60)]
    assert widths == sorted(widths, reverse=True)


def test_a_gap_is_named_only_beyond_the_half_width():
    near, far = ({Group.SELF: [5], Group.PEERS: [score] * 8} for score in (4, 3))
    near_gap = seen(release_of({**near, Group.PEERS: [5, 4, 4, 4, 4, 4, 4, 5]}), View.PEERS)
    assert near_gap.gap is None, "0.7 against 0.85"
    found = seen(release_of(far), View.PEERS)
    assert (found.gap, found.indicative) == (Gap.SELF_HIGHER, True)
    assert not seen(release_of({Group.PEERS: [3] * 10}), View.PEERS).indicative


def test_rounding_is_exact_and_upwards():
    assert [str(rounded(total, 4, TENTH)) for total in (9, 13, 15)] == ["2.3", "3.3", "3.8"]


scores_of = st.lists(st.integers(1, 5), max_size=7)


@given(st.fixed_dictionaries(dict.fromkeys(Group, scores_of)), st.booleans(), st.sampled_from([3, 4, 5]))
@settings(max_examples=200, deadline=None)
def test_whatever_was_given_nobody_can_be_worked_out(scores: dict[Group, list[int]], told: bool, minimum: int):
    """Sets of a release pass the ledger, no hidden group is in any, and nothing is shown of too few."""
    scores[Group.SELF] = scores[Group.SELF][:1]
    ratings = ratings_of(scores)
    release = own_results(ratings, manager_told=told, minimum=minimum)
    managers = frozenset(rating.rater for rating in ratings if rating.group is Group.LINE_MANAGER)
    hidden = {
        rating.rater
        for rating in ratings
        if rating.group in PROTECTED and release.result(FIRST, View(rating.group)).hidden
    }
    for attribute in Attribute:
        ledger: Ledger[UUID] = Ledger(disclosed=managers)
        used = [row for row in release.used if row.attribute is attribute]
        assert [ledger.release(row.raters) for row in used] == [None] * len(used)
        assert not any(row.raters & hidden for row in used)
    for group in PROTECTED:
        result = release.result(FIRST, View(group))
        assert result.hidden == (len(scores[group]) < minimum)
        if result.value is not None and result.end is None:
            exact = Fraction(sum(scores[group]), len(scores[group]))
            assert abs(Fraction(result.value) - exact) <= Fraction(1, 20)
