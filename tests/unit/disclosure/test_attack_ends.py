"""What an end of the scale leaves open, the mean of all others must not close again (14.2, rule 5)."""

from collections.abc import Mapping, Sequence
from itertools import product
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadership.profiles.kinds import PROTECTED, Attribute, Group, View
from leadership.profiles.release.own import own_results
from leadership.profiles.release.precision import TENTH, ended, rounded
from leadership.profiles.release.rating import Rating
from leadership.profiles.release.result import HIDDEN, OwnRelease

FIRST = Attribute.VALUES_DRIVEN


def release_of(scores: Mapping[Group, Sequence[int]]) -> OwnRelease:
    ratings = [
        Rating(rater, group, attribute, score)
        for group, given_scores in scores.items()
        for score in given_scores
        for rater in [uuid4()]
        for attribute in Attribute
    ]
    return own_results(ratings, manager_told=True)


def said(total: int, count: int) -> object:
    return ended(rounded(total, count, TENTH), count)


def totals_left(release: OwnRelease, scores: Mapping[Group, Sequence[int]]) -> dict[Group, tuple[set[int], set[int]]]:
    """For each group its totals as far as its own figure leaves them open, and as far as all figures together do."""
    groups = [group for group in PROTECTED if not release.result(FIRST, View(group)).hidden]
    counts = [len(scores[group]) for group in groups]
    alone = [
        {t for t in range(n, 5 * n + 1) if said(t, n) == said(sum(scores[g]), n)}
        for g, n in zip(groups, counts, strict=True)
    ]
    others = release.result(FIRST, View.OTHERS)
    manager = sum(scores.get(Group.LINE_MANAGER, ()))
    together = list(product(*alone))
    if not others.hidden:
        number = sum(counts) + len(scores.get(Group.LINE_MANAGER, ()))
        together = [t for t in together if said(sum(t) + manager, number) == (others.value, others.end)]
    return {group: (alone[place], {t[place] for t in together}) for place, group in enumerate(groups)}


@pytest.mark.parametrize(
    "scores",
    [
        {Group.PEERS: [5] * 5, Group.DIRECT_REPORTS: [3, 3, 3]},
        {Group.PEERS: [1] * 5, Group.LINE_MANAGER: [5]},
        {Group.PEERS: [5, 5, 5, 5, 4], Group.DIRECT_REPORTS: [5, 5, 5, 5, 5]},
    ],
)
def test_all_others_do_not_say_that_five_were_of_one_mind(scores: dict[Group, list[int]]) -> None:
    others = release_of(scores).result(FIRST, View.OTHERS)
    assert (others.shown, others.count_words) == (HIDDEN, HIDDEN)
    assert others == release_of({}).result(FIRST, View.OTHERS), "hidden and absent are one"


def test_all_others_stand_where_an_end_leaves_nothing_open_or_there_is_none() -> None:
    for peers in ([5, 5, 5], [4, 4, 4, 4, 4]):
        release = release_of({Group.PEERS: peers, Group.DIRECT_REPORTS: [3, 3, 3]})
        assert release.result(FIRST, View.OTHERS).shown != HIDDEN
    alone = release_of({Group.PEERS: [5] * 5})
    assert alone.result(FIRST, View.OTHERS).shown == "4.8 or above"


extreme = st.lists(st.sampled_from([1, 1, 1, 2, 4, 5, 5, 5]), min_size=0, max_size=9)


@given(st.fixed_dictionaries(dict.fromkeys(PROTECTED, extreme)), st.lists(st.integers(1, 5), max_size=1))
@settings(max_examples=150, deadline=None)
def test_an_end_leaves_open_what_it_left_open(scores: dict[Group, list[int]], manager: list[int]) -> None:
    given_scores = {**scores, Group.LINE_MANAGER: manager}
    release = release_of(given_scores)
    for group, (alone, together) in totals_left(release, given_scores).items():
        if release.result(FIRST, View(group)).end is not None:
            assert together == alone
