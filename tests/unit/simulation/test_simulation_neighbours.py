from collections import defaultdict
from datetime import date
from statistics import mean

import pytest
from simulation_days import END

from simulation.neighbours import Neighbour, find_neighbours
from simulation.parameters import WorldParameters
from simulation.world import World, simulate_world


@pytest.fixture(scope="module")
def country() -> World:
    """As many councils as England's, over hardly any time."""
    return simulate_world(WorldParameters(seed=4, end=END, years=1, burn_in_years=1))


@pytest.fixture(scope="module")
def groups(country) -> dict[tuple[int, int], list[Neighbour]]:
    found = defaultdict(list)
    for neighbour in find_neighbours(country, END):
        found[neighbour.model_year, neighbour.council].append(neighbour)
    return found


def test_every_council_has_ten_ranked_neighbours_in_both_models(country, groups):
    assert set(groups) == {(year, council.index) for year in (2021, 2025) for council in country.councils}
    for (_, council), group in groups.items():
        assert [neighbour.rank for neighbour in group] == list(range(1, 11))
        assert len({neighbour.neighbour for neighbour in group} - {council}) == 10


def test_about_half_of_the_neighbours_stay_between_the_models(country, groups):
    kept = [
        len({n.neighbour for n in groups[2021, c.index]} & {n.neighbour for n in groups[2025, c.index]})
        for c in country.councils
    ]
    assert 4.3 < mean(kept) < 6.5


def test_neighbours_are_alike_in_need(country, groups):
    need = [council.need for council in country.councils]
    gaps = [abs(need[n.council] - need[n.neighbour]) for group in groups.values() for n in group]
    assert mean(gaps) < 0.6 * mean(abs(one - other) for one in need for other in need)


def test_closeness_falls_with_rank(groups):
    order = ["Extremely close", "Very close", "Close", "Somewhat close", "Not close"]
    for group in groups.values():
        places = [order.index(neighbour.closeness) for neighbour in group]
        assert places == sorted(places)
    assert {n.closeness for group in groups.values() for n in group} == set(order)


def test_a_model_is_not_known_before_it_is_published(country):
    assert find_neighbours(country, date(2021, 3, 31)) == []
    assert {neighbour.model_year for neighbour in find_neighbours(country, date(2025, 3, 31))} == {2021}
