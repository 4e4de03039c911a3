from statistics import mean

import pytest
from simulation_days import END

from simulation.measure import RoleFigures, measure_role
from simulation.parameters import WorldParameters
from simulation.roles import Role
from simulation.world import simulate_world

SEEDS = (1, 2, 3)


@pytest.fixture(scope="module")
def measured() -> dict[Role, list[RoleFigures]]:
    """Full worlds: 153 councils over fifteen years."""
    worlds = [simulate_world(WorldParameters(seed=seed, end=END)) for seed in SEEDS]
    return {role: [measure_role(world, role) for world in worlds] for role in Role}


def test_full_worlds_change_as_many_directors_a_year_as_england(measured):
    assert 49 <= mean(figures.changes_a_year for figures in measured[Role.DCS]) <= 54


def test_about_nine_in_a_hundred_directors_are_interims(measured):
    assert 0.075 <= mean(figures.interim_share for figures in measured[Role.DCS]) <= 0.11


def test_permanent_directors_have_been_there_for_about_38_months(measured):
    assert 35 <= mean(figures.elapsed_permanent for figures in measured[Role.DCS]) <= 41


def test_interim_directors_stay_for_about_seven_months(measured):
    assert 6.5 <= mean(figures.completed_interim for figures in measured[Role.DCS]) <= 8.5


def test_a_director_is_hardly_ever_missing(measured):
    assert all(figures.vacant_share < 0.01 for figures in measured[Role.DCS])


def test_no_single_world_is_far_from_the_national_count(measured):
    assert all(45 <= figures.changes_a_year <= 58 for figures in measured[Role.DCS])


@pytest.mark.parametrize(
    ("role", "months"), [(Role.ASSISTANT_DIRECTOR, 46), (Role.CHIEF_EXECUTIVE, 55), (Role.LEAD_MEMBER, 46)]
)
def test_other_roles_stay_about_as_long_as_their_prior_says(measured, role, months):
    completed = mean(figures.completed_permanent for figures in measured[role])
    assert completed == pytest.approx(months, rel=0.25)


def test_lead_members_have_no_interims(measured):
    assert all(figures.interim_appointments_a_year == 0 for figures in measured[Role.LEAD_MEMBER])
