from dataclasses import replace
from math import exp, log

import numpy as np
import pytest
from risk_histories import announced, council, day, plain_facts, seat, tenure

from leadership.risk.cells import SLOTS, cell_label, prior_rates
from leadership.risk.facts import DataCut
from leadership.risk.gamma_poisson import fit
from leadership.risk.hazard_ratios import usual_multiplier
from leadership.risk.known import freeze
from leadership.risk.months import DAYS_IN_MONTH
from leadership.risk.priors import Group

LANDMARK = day("2025-01-01")


def programme(count=17, landmark="2025-01-01"):
    councils = [council(number, landmark) for number in range(count)]
    return freeze([one for seats, _ in councils for one in seats], [facts for _, facts in councils], day(landmark))


def rate_of(model, role, label):
    mine = model.cells.of(role)
    slot = [cell_label(role, slot) for slot in range(len(SLOTS))].index(label)
    return mine.shape[slot], mine.weight[slot]


def test_a_cells_posterior_is_the_formula_worked_by_hand():
    """Twenty-four directors, each with one stay of ten months and one of seven months so far; nothing else happens."""
    seats, count = [], 24
    for number in range(count):
        code = f"Z{number:03d}"
        first = tenure(f"{code}-1", f"{code}-1", "2023-08-01", "2024-06-01")
        second = tenure(f"{code}-2", f"{code}-2", "2024-06-01")
        seats.append(seat(code, first, second, authority=code))
    cut = freeze(seats, [plain_facts(f"Z{n:03d}") for n in range(count)], LANDMARK)
    model = fit(cut)
    prior = 1 / 48 / usual_multiplier("dcs") * model.diagnostics.scale
    # A month belongs to the band of its middle: the first six months, then the rest.
    shares = model.shares
    ratio = 1 + shares["chief_executive_changed"] * 0.4
    days_0_6 = (31 + 30 + 31 + 30 + 31 + 31) + (30 + 31 + 31 + 30 + 31 + 30)
    days_6_24 = (29 + 31 + 30 + 31) + 31
    months_0_6, months_6_24 = count * days_0_6 / DAYS_IN_MONTH, count * days_6_24 / DAYS_IN_MONTH
    shape, weight = rate_of(model, "dcs", "dcs/permanent/6-24")
    assert shape == 4 + count
    assert weight == pytest.approx(4 / (prior * (15 / 24) ** 0.25) + months_6_24 * ratio)
    shape, weight = rate_of(model, "dcs", "dcs/permanent/0-6")
    assert shape == 4
    assert weight == pytest.approx(4 / (prior * (3 / 24) ** 0.25) + months_0_6 * ratio)


def test_without_any_record_the_priors_stand():
    cut = DataCut(LANDMARK, (), ())
    model = fit(cut)
    assert model.events_on_record == 0
    assert model.diagnostics.observed_over_expected is None
    assert model.cells.rates("dcs") == pytest.approx(prior_rates("dcs"))
    assert model.predict(cut) == ()
    assert model.totals(cut).programme.expected == 0


def test_the_model_says_what_it_is():
    model = fit(programme(3))
    assert (model.name, model.version, model.landmark) == ("gamma-poisson", "1", LANDMARK)
    assert model.priors_version
    assert model.events_on_record == model.diagnostics.events > 0


def quiet(count, years, landmark=LANDMARK):
    start = landmark.replace(year=landmark.year - years)
    seats = [
        seat(f"Z{n:03d}", tenure(f"t{n}", f"p{n}", start.isoformat()), authority=f"Z{n:03d}", observed_from=start)
        for n in range(count)
    ]
    return freeze(seats, [plain_facts(f"Z{n:03d}") for n in range(count)], landmark)


def test_few_events_and_implausible_base_rates_are_in_doubt():
    found = fit(quiet(17, 3)).diagnostics
    assert found.events == 0
    assert found.expected_by_priors > 8
    assert found.base_rates_in_doubt
    assert found.scale == pytest.approx(20 / (20 + found.expected_by_priors))


def test_the_scale_moves_the_prior_of_every_cell_even_of_roles_without_record():
    model = fit(quiet(17, 3))
    assert model.cells.rates("practice_lead") == pytest.approx(prior_rates("practice_lead") * model.diagnostics.scale)
    band = cell_label("dcs", 2)
    assert band == "dcs/permanent/0-6"
    shape, weight = rate_of(model, "dcs", band)
    assert shape == 4
    assert weight > 4 / (prior_rates("dcs")[2] * model.diagnostics.scale)


def test_plausible_base_rates_are_hardly_moved():
    seats = [
        seat(
            f"Z{n:03d}",
            tenure(f"{n}-1", f"{n}-1", "2020-06-01", "2023-03-01"),
            tenure(f"{n}-2", f"{n}-2", "2023-03-01"),
            authority=f"Z{n:03d}",
            observed_from=day("2021-01-01"),
        )
        for n in range(8)
    ]
    found = fit(freeze(seats, [], LANDMARK)).diagnostics
    assert found.events == 8
    assert 0.67 <= found.observed_over_expected <= 1.5
    assert not found.base_rates_in_doubt
    assert found.scale == pytest.approx((20 + 8) / (20 + found.expected_by_priors))
    assert found.scale == pytest.approx(1, abs=0.15)


def test_with_twenty_events_on_record_nothing_is_in_doubt_and_nothing_jumps():
    found = fit(programme()).diagnostics
    assert found.events >= 20
    assert not found.base_rates_in_doubt
    assert found.scale == pytest.approx((20 + found.events) / (20 + found.expected_by_priors))


def test_rates_go_to_what_is_on_record_as_the_record_grows():
    def estimate(count):
        seats, facts = [], [plain_facts(f"Z{n:03d}") for n in range(count)]
        for n in range(count):
            # Interims who leave after exactly two months, again and again: half a change a month.
            rows = [
                tenure(
                    f"{n}-{m}",
                    f"{n}-{m}",
                    f"2024-{m:02d}-01",
                    f"2024-{m + 2:02d}-01" if m < 11 else None,
                    status="interim",
                )
                for m in (1, 3, 5, 7, 9, 11)
            ]
            seats.append(seat(f"Z{n:03d}", *rows, authority=f"Z{n:03d}"))
        shape, weight = rate_of(fit(freeze(seats, facts, LANDMARK)), "dcs", "dcs/interim/0-6")
        return shape / weight

    few, many = estimate(2), estimate(40)
    truth = 5 / 12
    assert abs(many - truth) < abs(few - truth)
    assert many == pytest.approx(truth, rel=0.15)


def test_fit_at_one_landmark_predicts_at_a_later_one():
    early, late = programme(5, "2024-01-01"), programme(5, "2025-01-01")
    model = fit(early)
    later = model.predict(late)
    assert {one.post for one in later} == {one.post for one in model.predict(early)}
    assert all(one.r12 is None or 0 < one.r12.estimate < 1 for one in later)


def test_the_order_of_facts_makes_no_difference():
    cut = programme(6)
    shuffled = freeze(
        [replace(one, tenures=tuple(reversed(one.tenures))) for one in reversed(cut.seats)],
        tuple(reversed(cut.authorities)),
        cut.landmark,
    )
    assert fit(shuffled).predict(shuffled) == fit(cut).predict(cut)
    assert fit(shuffled).totals(shuffled) == fit(cut).totals(cut)


def test_the_hazard_of_a_post_is_the_rate_of_its_cell_times_its_ratios():
    one = seat("A-dcs", tenure("1", "ann", "2022-06-01"), announcements=[announced("2025-02-28", "2024-12-20")])
    facts = plain_facts()
    cut = freeze([one], [facts], LANDMARK)
    model = fit(cut)
    shape, weight = rate_of(model, "dcs", "dcs/permanent/24-60")
    base = shape / weight * (1 + model.shares["chief_executive_changed"] * 0.4)
    months = np.asarray([3 * 12, 3 * 12 * exp(-0.7), 6 * 12 * exp(-1.5)]) * model.timing.noticed
    prediction = model.predict(cut)[0]
    found = [-log(1 - risk.estimate) for risk in (prediction.r3, prediction.r6, prediction.r12)]
    assert found == pytest.approx(np.cumsum(base * months), rel=1e-4)
    assert group_is_own(prediction.cell)


def group_is_own(cell):
    return cell.split("/")[1] == Group.SUBSTANTIVE
