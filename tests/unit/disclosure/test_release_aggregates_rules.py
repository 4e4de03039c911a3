"""Thresholds and versions of aggregates, by random releases (risk-and-analysis 14.2, 14.3 case 5)."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from uuid import UUID

import pytest
from disclosure_brute_force import told_of
from hypothesis import given, settings
from hypothesis import strategies as st

from leadership.profiles.kinds import PROTECTED, Attribute, Group
from leadership.profiles.release.aggregate import (
    AUTHORITY,
    PROGRAMME,
    Contribution,
    Minimum,
    Releases,
    enough,
    half_band,
    sets_of,
)

THREE = Minimum(leaders=3, authorities=1, raters=3)


def contribution(leader: int, round_number: int = 0, sizes: Sequence[int] = (3, 0, 0), authority: int = 1):
    """A round of that leader with raters of its own."""
    first = leader * 10_000 + round_number * 100
    raters: Mapping[Group, frozenset[UUID]] = {
        group: frozenset(UUID(int=first + 30 * place + number) for number in range(size))
        for place, (group, size) in enumerate(zip(PROTECTED, sizes, strict=True))
        if size
    }
    return Contribution(
        UUID(int=first + 99), UUID(int=leader), authority, raters, 4 * sum(len(held) for held in raters.values())
    )


def everywhere(contributions: Sequence[Contribution]) -> dict[Attribute, Sequence[Contribution]]:
    return dict.fromkeys(Attribute, contributions)


@pytest.mark.parametrize(
    ("sizes", "passes"),
    [
        (((4, 0, 0), (3, 0, 0), (3, 0, 0)), True),
        (((3, 0, 0), (3, 0, 0), (3, 0, 0)), False),
        (((5, 0, 0), (5, 0, 0)), False),
        (((5, 0, 0), (4, 0, 0), (3, 0, 0)), False),
        (((4, 0, 0), (4, 0, 0), (3, 0, 0), (0, 0, 0)), True),
    ],
)
def test_an_authority_needs_three_leaders_ten_raters_and_nobody_above_two_fifths(
    sizes: Sequence[Sequence[int]], passes: bool
):
    assert enough([contribution(number, sizes=each) for number, each in enumerate(sizes)], AUTHORITY) is passes


def test_a_programme_needs_five_leaders_of_three_authorities():
    five = [contribution(number, authority=number % 3) for number in range(5)]
    assert enough(five, PROGRAMME)
    assert not enough([contribution(number, authority=number % 2) for number in range(5)], PROGRAMME)
    assert not enough(five[:4], PROGRAMME)


def test_two_rounds_of_one_leader_are_one_leader():
    rounds = [contribution(1, 0), contribution(1, 1), contribution(2), contribution(3)]
    assert enough(rounds, THREE)
    assert not enough(rounds[:3], THREE)


def test_an_aggregate_is_said_to_a_quarter():
    releases = Releases(leaders={})
    found = releases.offer("programme", everywhere([contribution(n, authority=n) for n in range(5)]), PROGRAMME)
    assert found is not None
    assert {(each.value, each.leaders, each.authorities, each.raters) for each in found} == {
        (Decimal("4.00"), 5, 5, 15)
    }


@pytest.mark.parametrize(
    ("value", "band"), [("1.00", (1, 1.5)), ("3.25", (3, 3.5)), ("3.50", (3.5, 4)), ("5.00", (4.5, 5))]
)
def test_a_half_band_is_made_of_the_released_quarter(value: str, band: tuple[float, float]):
    assert half_band(Decimal(value)) == band


offers = st.lists(
    st.tuples(
        st.sampled_from(["authority:1", "programme", "innovation:x"]),
        st.lists(st.tuples(st.integers(0, 6), st.integers(0, 1)), unique=True, max_size=9),
    ),
    max_size=8,
)


@given(offers)
@settings(max_examples=60, deadline=None)
def test_random_offers_never_leave_two_leaders_alone(asked: list[tuple[str, list[tuple[int, int]]]]):
    """Across versions, levels and second rounds, tried against every pair of leaders."""
    leaders = {contribution(leader, number).round_id: UUID(int=leader) for leader in range(7) for number in range(2)}
    releases = Releases(leaders=leaders)
    accepted: list[frozenset[UUID]] = []
    for name, who in asked:
        brought = [contribution(leader, number) for leader, number in who]
        if releases.offer(name, everywhere(brought), THREE) is not None:
            accepted.append(sets_of(brought).rounds)
    if accepted:
        place = {number: index for index, number in enumerate(leaders)}
        owner = {place[number]: leader for number, leader in leaders.items()}
        assert told_of([frozenset(place[number] for number in held) for held in accepted], owner) == set()
