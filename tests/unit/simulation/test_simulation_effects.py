import math
from datetime import date

import numpy as np
import pytest

from simulation.conditions.calendar import Conditions
from simulation.effects import ALL_PRIORS, TrueEffects, draw_effects
from simulation.leaders.hazard import HOLDERS, Hazards
from simulation.leaders.seats import NEVER, Held, SeatPlan, Seats
from simulation.roles import Role
from simulation.streams import stream

TODAY = date(2020, 6, 1).toordinal()
PRIORS = TrueEffects({(p.name, str(p.group)): math.log(p.ratio) for p in ALL_PRIORS}, dict.fromkeys(Role, 0.0))


def test_truth_is_right_on_average_and_wrong_in_detail():
    draws = [draw_effects(0.35, 0.2, stream(number, "effects")) for number in range(400)]
    for prior in ALL_PRIORS:
        drawn = np.array([draw.log_ratios[prior.name, str(prior.group)] for draw in draws]) - math.log(prior.ratio)
        assert abs(drawn.mean()) < 0.07 * prior.spread
        assert drawn.std() == pytest.approx(0.35 * prior.spread, rel=0.12)


def test_the_director_s_base_rate_is_never_moved():
    assert all(draw_effects(0.35, 0.2, stream(n, "effects")).role_shifts[Role.DCS] == 0 for n in range(20))


def test_a_lead_member_feels_only_what_is_meant_for_all_or_for_them():
    assert PRIORS.of("inadequate_recently", Role.LEAD_MEMBER) == 0
    assert PRIORS.of("reorganisation", Role.LEAD_MEMBER) == pytest.approx(math.log(1.5))
    assert PRIORS.of("election", Role.LEAD_MEMBER) == pytest.approx(math.log(4.0))
    assert PRIORS.of("election", Role.DCS) == pytest.approx(math.log(1.1))


def seats_of_two_councils() -> Seats:
    """Two councils with the same seats, permanently filled two years ago."""
    roles = (Role.DCS, Role.ASSISTANT_DIRECTOR, Role.CHIEF_EXECUTIVE, Role.LEAD_MEMBER)
    seats = Seats([SeatPlan(council, role, 0) for council in (0, 1) for role in roles])
    for seat in range(len(seats)):
        seats.occupy(seat, Held.SUBSTANTIVE, TODAY - 730, seat, internal=False, contract_end=NEVER)
    return seats


def conditions(**raised: bool) -> Conditions:
    """Conditions of two councils in one month; what is raised is so in the second."""
    names = (
        "inadequate_recently",
        "inadequate_standing",
        "control_changed",
        "election_month",
        "election_ahead",
        "reorganisation",
    )
    flags = {name: np.array([[False], [raised.get(name, False)]]) for name in names}
    return Conditions(**flags, facts=())


def ratios(seats: Seats, present: Conditions) -> dict[Role, float]:
    """How much likelier each role of the second council is to go than that of the first."""
    hazards = Hazards(
        seats,
        present,
        PRIORS,
        council_log_rates=np.zeros(2),
        month_log_rates=np.zeros(1),
        average_ratios={(role, held): 1.0 for role in Role for held in HOLDERS},
    )
    hazard = -np.log1p(-hazards.chances(0, TODAY))
    half = len(seats) // 2
    return {list(Role)[seats.role[seat]]: hazard[half + seat] / hazard[seat] for seat in range(half)}


@pytest.mark.parametrize(
    ("raised", "expected"),
    [
        ("inadequate_recently", {Role.DCS: 2.0, Role.ASSISTANT_DIRECTOR: 1.4, Role.LEAD_MEMBER: 1.0}),
        ("inadequate_standing", {Role.DCS: 1.25, Role.CHIEF_EXECUTIVE: 1.25, Role.LEAD_MEMBER: 1.0}),
        ("control_changed", {Role.DCS: 1.15, Role.CHIEF_EXECUTIVE: 1.6, Role.LEAD_MEMBER: 3.0}),
        ("election_month", {Role.DCS: 1.0, Role.LEAD_MEMBER: 4.0}),
        ("election_ahead", {Role.DCS: 1.1, Role.LEAD_MEMBER: 1.0}),
        ("reorganisation", dict.fromkeys((Role.DCS, Role.ASSISTANT_DIRECTOR, Role.LEAD_MEMBER), 1.5)),
    ],
)
def test_circumstances_multiply_the_hazard_by_their_ratio(raised, expected):
    found = ratios(seats_of_two_councils(), conditions(**{raised: True}))
    assert {role: found[role] for role in expected} == pytest.approx(expected)


def test_a_new_chief_executive_unsettles_the_director_and_counts_as_a_change():
    seats = seats_of_two_councils()
    chief = 6
    seats.vacate(chief, TODAY - 200)
    seats.occupy(chief, Held.SUBSTANTIVE, TODAY - 200, 90, internal=False, contract_end=NEVER)
    found = ratios(seats, conditions())
    assert found[Role.DCS] == pytest.approx(1.4 * 1.02)
    assert found[Role.ASSISTANT_DIRECTOR] == pytest.approx(1.02)


def test_a_change_of_director_unsettles_assistant_directors_for_a_year():
    seats = seats_of_two_councils()
    seats.vacate(4, TODAY - 100)
    assert ratios(seats, conditions())[Role.ASSISTANT_DIRECTOR] == pytest.approx(1.35 * 1.02)
    seats.last_change[4] = TODAY - 400
    assert ratios(seats, conditions())[Role.ASSISTANT_DIRECTOR] == pytest.approx(1.02)


def test_two_open_seats_elsewhere_unsettle_the_rest():
    seats = seats_of_two_councils()
    for seat in (5, 6):
        seats.held[seat] = Held.INTERIM
    assert ratios(seats, conditions())[Role.LEAD_MEMBER] == pytest.approx(1.25)


def test_a_contract_about_to_end_multiplies_by_two_and_a_half():
    seats = seats_of_two_councils()
    seats.contract_end[4] = TODAY + 150
    assert ratios(seats, conditions())[Role.DCS] == pytest.approx(2.5)


def test_who_came_from_within_stays_longer():
    seats = seats_of_two_councils()
    seats.internal[4] = True
    assert ratios(seats, conditions())[Role.DCS] == pytest.approx(0.8)


def test_the_hazard_of_a_permanent_rises_with_time_in_post_and_that_of_an_interim_does_not():
    seats = seats_of_two_councils()
    seats.since[4] = TODAY - 1500
    assert ratios(seats, conditions())[Role.DCS] == pytest.approx((1500 / 730) ** 0.5, rel=0.02)
    seats.held[[0, 4]] = Held.INTERIM
    assert ratios(seats, conditions())[Role.DCS] == pytest.approx(1.0)


def test_who_has_decided_decides_nothing_more():
    seats = seats_of_two_councils()
    seats.settled_until[4] = NEVER
    assert ratios(seats, conditions())[Role.DCS] == 0
