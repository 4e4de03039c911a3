from collections import Counter

import numpy as np
import pytest
from simulation_days import END

from simulation.councils import Council, Cycle, Kind, invent_councils
from simulation.parameters import WorldParameters
from simulation.streams import stream


@pytest.fixture(scope="module")
def councils() -> list[Council]:
    return invent_councils(153, stream(3, "councils"))


def test_councils_are_of_england_s_kinds(councils):
    kinds = Counter(council.kind for council in councils)
    assert kinds.most_common(1)[0][0] is Kind.UNITARY
    assert all(kinds[kind] >= 10 for kind in Kind)


def test_councils_are_as_large_as_england_s(councils):
    children = [council.children for council in councils]
    assert 45_000 < np.median(children) < 80_000
    assert 9_000_000 < sum(children) < 15_000_000


def test_a_few_councils_have_hardly_any_children(councils):
    assert sum(council.children < 5_000 for council in councils) == 1


def test_larger_councils_have_more_assistant_directors(councils):
    seats = {council.assistant_directors for council in councils}
    assert seats == {1, 2, 3}
    smallest, largest = min(councils, key=lambda c: c.children), max(councils, key=lambda c: c.children)
    assert smallest.assistant_directors < largest.assistant_directors


def test_all_out_councils_vote_every_fourth_year_and_thirds_in_three_of_four(councils):
    for council in councils:
        votes = sum(council.votes_in(year) for year in range(2020, 2024))
        assert votes == (1 if council.cycle is Cycle.ALL_OUT else 3)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"authorities": 11}, "12 to 999 authorities, not 11"),
        ({"authorities": 1000}, "12 to 999 authorities, not 1000"),
        ({"authorities": 20, "adopters": 18}, "1 to 17 adopters, not 18"),
        ({"adopters": 0}, "1 to 150 adopters, not 0"),
        ({"years": 0}, "at least one year"),
        ({"vintages": 0}, "at least one quarter of figures and one release"),
        ({"seed": -1}, "from 0 upwards, not -1"),
    ],
)
def test_a_size_that_cannot_work_is_refused_with_the_reason(wrong, words):
    with pytest.raises(ValueError, match=words):
        WorldParameters(**{"seed": 1, "end": END} | wrong)
