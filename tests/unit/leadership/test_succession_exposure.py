"""Consequence, exposure and its ranks (risk-and-analysis 9)."""

from datetime import date
from itertools import product

import pytest

from leadership.succession.exposure import (
    WEIGHTS,
    Terms,
    consequence,
    landscape_term,
    quarter_of,
    rank_ranges,
    role_term,
    stage_term,
)

LIVE = date(2025, 1, 15)


def test_the_weights_add_up_and_the_ends_are_the_ends():
    assert sum(WEIGHTS.values()) == pytest.approx(1)
    assert consequence(Terms(1, 1, 1, 1, 1)) == pytest.approx(100)
    assert consequence(Terms(0, 0, 0, 0, 0)) == 0
    assert consequence(Terms(1, 0.9, 0.5, 0.25, 0.35)) == pytest.approx(100 * (0.25 + 0.18 + 0.075 + 0.0625 + 0.0525))


@pytest.mark.parametrize(
    ("live_on", "on", "value"),
    [
        (None, LIVE, 0.5),
        (date(2026, 1, 1), LIVE, 0.5),
        (LIVE, LIVE, 1.0),
        (LIVE, date(2025, 7, 14), 1.0),
        (LIVE, date(2025, 7, 15), 0.8),
        (LIVE, date(2026, 7, 15), 0.5),
        (LIVE, date(2028, 1, 15), 0.25),
    ],
)
def test_the_stage_counts_most_just_after_go_live(live_on: date | None, on: date, value: float):
    assert stage_term(live_on, on) == value


def test_a_programme_manager_is_central_until_eighteen_months():
    assert role_term("programme_manager", LIVE, date(2026, 7, 14)) == 0.9
    assert role_term("programme_manager", LIVE, date(2026, 7, 15)) == 0.5
    assert role_term("dcs", LIVE, date(2030, 1, 1)) == 1.0
    assert role_term("a role of the future", LIVE, LIVE) == 0.5


def test_where_the_category_is_open_the_landscape_is_the_mean_of_those_possible():
    assert landscape_term((3,)) == 0.6
    assert landscape_term((3, 4)) == pytest.approx((0.6 + 0.35) / 2)


def test_quarters_have_their_borders_in_the_upper_one():
    assert [quarter_of(value) for value in (0, 24.9, 25, 50, 75, 100)] == [1, 1, 2, 3, 4, 4]


def test_rank_ranges_are_those_of_all_combinations_of_weights():
    """Worked out here by hand, one combination after the other."""
    posts = [
        (Terms(1, 0.2, 0.1, 0.9, 0.3), 0.4),
        (Terms(0.5, 1, 0.8, 0.2, 0.6), 0.41),
        (Terms(0.25, 0.5, 1, 1, 1), 0.38),
        (Terms(0, 0, 0, 0.1, 0.35), 0.9),
    ]
    seen = [set() for _ in posts]
    for factors in product((0.75, 1.0, 1.25), repeat=5):
        raw = {name: weight * factor for (name, weight), factor in zip(WEIGHTS.items(), factors, strict=True)}
        weights = {name: weight / sum(raw.values()) for name, weight in raw.items()}
        values = [consequence(terms, weights) * chance for terms, chance in posts]
        for place, value in enumerate(values):
            seen[place].add(1 + sum(other > value for other in values))
    found = rank_ranges(posts)
    assert [(each.best, each.worst) for each in found] == [(min(ranks), max(ranks)) for ranks in seen]
    assert all(each.best <= each.rank <= each.worst for each in found)
    assert any(each.best < each.worst for each in found), "the example tells something"
    assert rank_ranges(posts) == found
    assert rank_ranges([]) == []
