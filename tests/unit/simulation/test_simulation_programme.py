from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from simulation.world import World, simulate_world


def test_adopters_are_spread_over_the_three_innovations(world):
    counts = Counter(adoption.innovation for adoption in world.programme.adoptions)
    assert sorted(counts.values()) == [2, 3, 3]


def test_each_innovation_has_one_trailblazer_who_joins_before_the_others(world):
    first = [a for a in world.programme.adoptions if a.wave == "trailblazer"]
    later = [a for a in world.programme.adoptions if a.wave != "trailblazer"]
    assert len({adoption.innovation for adoption in first}) == len(first) == 3
    assert max(a.joined_on for a in first) < min(a.joined_on for a in later)


def test_stages_follow_each_other(world):
    for adoption in world.programme.adoptions:
        reached = [
            adoption.joined_on,
            adoption.set_up_on,
            adoption.go_live_on,
            adoption.embedding_on,
            adoption.sustain_on,
        ]
        days = [day for day in reached if day is not None]
        assert days == sorted(days)
        assert adoption.joined_on < adoption.set_up_planned_on < adoption.go_live_planned_on < adoption.funding_ends_on


def test_starts_slip_and_are_staggered(world):
    live = [a for a in world.programme.adoptions if a.go_live_on]
    assert all(a.go_live_on >= a.go_live_planned_on for a in live)
    assert any(a.go_live_on - a.go_live_planned_on > timedelta(days=80) for a in live)
    days = sorted(a.go_live_on for a in live)
    assert days[-1] - days[0] > timedelta(days=365)


def test_one_adopter_left_and_reached_nothing_afterwards(world):
    left = [a for a in world.programme.adoptions if a.left_on]
    assert len(left) == 1
    (adoption,) = left
    reached = [adoption.set_up_on, adoption.go_live_on, adoption.embedding_on]
    assert all(day is None or day < adoption.left_on for day in reached)
    assert adoption.sustain_on is None


def test_programme_posts_close_with_it_and_that_is_known_before(world):
    (left,) = [a for a in world.programme.adoptions if a.left_on]
    closed = [post for post in world.posts if post.closed_on]
    assert {post.council for post in closed} == {left.council}
    assert {post.closed_on for post in closed} == {left.left_on}
    assert all(timedelta(days=30) < post.closed_on - post.close_known_on < timedelta(days=90) for post in closed)


def test_another_paused_after_going_live(world):
    (pause,) = world.programme.pauses
    (adoption,) = [a for a in world.programme.adoptions if a.council == pause.council]
    assert adoption.left_on is None
    assert adoption.go_live_on < pause.paused_on < pause.resumed_on


def test_innovators_are_three_councils_that_adopt_nothing(world):
    innovators = {innovator.council for innovator in world.programme.innovators}
    assert len(innovators) == 3
    assert not innovators & {adoption.council for adoption in world.programme.adoptions}
    assert len({innovator.innovation for innovator in world.programme.innovators}) == 3


@pytest.fixture(scope="module")
def small(world: World) -> World:
    return simulate_world(replace(world.parameters, authorities=12, adopters=2, years=2, burn_in_years=1))


def test_a_programme_too_small_for_mishaps_has_none(small):
    assert len(small.programme.adoptions) == 2
    assert small.programme.pauses == ()
    assert not [a for a in small.programme.adoptions if a.left_on]


def test_a_short_world_begins_its_programme_with_its_first_year(small):
    assert all(a.joined_on >= small.parameters.begins_on for a in small.programme.adoptions)
