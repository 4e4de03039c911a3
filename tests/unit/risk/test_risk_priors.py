from math import exp, log

import pytest

from leadership.risk.cells import SLOTS, cell_label, prior_rates, slot_of
from leadership.risk.hazard_ratios import EFFECTS, Circumstance, usual_multiplier
from leadership.risk.priors import OTHER_ROLE, ROLES, Group, base_risk, group_of, prior_hazard, role_prior

OWN, INTERIM = Group.SUBSTANTIVE, Group.TEMPORARY


def test_the_worked_check_of_the_specification():
    """Director, 31.5 months in post, inadequate five months ago, chief executive changed three months ago."""
    inadequate = EFFECTS[Circumstance.INADEQUATE_RECENT].ratio_for("dcs").median
    new_chief = EFFECTS[Circumstance.CHIEF_EXECUTIVE_CHANGED].ratio_for("dcs").median
    plain = prior_hazard("dcs", OWN, 31.5)
    hazard = plain * inadequate * new_chief
    assert hazard == pytest.approx(0.0629, abs=0.00005)
    assert 1 - exp(-3 * hazard) == pytest.approx(0.172, abs=0.0005)
    assert 1 - exp(-3 * plain) == pytest.approx(0.065, abs=0.0005)


@pytest.mark.parametrize(("months", "risk"), [(3, 0.060), (6, 0.117), (12, 0.221)])
def test_a_permanent_directors_base_risk_is_the_published_one(months, risk):
    assert base_risk("dcs", "permanent", months) == pytest.approx(risk, abs=0.001)


@pytest.mark.parametrize(("months", "risk"), [(3, 0.33), (6, 0.55), (12, 0.80)])
def test_an_interim_directors_base_risk_is_the_published_one(months, risk):
    assert base_risk("dcs", "acting", months) == pytest.approx(risk, abs=0.006)


def test_interims_follow_from_published_stocks_and_flows():
    """Stock = inflow x mean stay: 17 serving and 28 appointed a year, 18 and 27."""
    hazards = 28 / 17 / 12, 27 / 18 / 12
    assert min(hazards) <= role_prior("dcs").temporary.per_month <= max(hazards)


def test_permanent_hazard_follows_from_published_counts():
    assert role_prior("dcs").substantive.per_month == pytest.approx((62 - 28) / (136 * 12), rel=0.01)


def test_rates_rise_with_time_in_post_only_for_those_who_hold_the_post_in_their_own_right():
    assert prior_hazard("dcs", OWN, 23) == 1 / 48
    assert log(prior_hazard("dcs", OWN, 47) / prior_hazard("dcs", OWN, 23)) == pytest.approx(0.25 * log(2))
    assert prior_hazard("dcs", INTERIM, 1) == prior_hazard("dcs", INTERIM, 20) == 0.132


def test_only_published_figures_are_called_national():
    national = {(role, group) for role, prior in ROLES.items() for group in Group if prior.of(group).kind == "national"}
    assert national == {("dcs", OWN), ("dcs", INTERIM), ("chief_executive", OWN)}
    assert OTHER_ROLE.substantive.kind == OTHER_ROLE.temporary.kind == "judgement"
    assert role_prior("young_peoples_champion") is OTHER_ROLE


def test_every_base_rate_has_its_evidence():
    for prior in (*ROLES.values(), OTHER_ROLE):
        for group in Group:
            rate = prior.of(group)
            assert rate.source
            assert 0 < rate.log_sd <= 0.5
            assert (rate.kind == "national") == (rate.grade in {"A", "B"})


def test_statuses_fall_into_two_kinds():
    assert [group_of(status) for status in ("permanent", "fixed_term", "interim", "acting")] == [
        OWN,
        OWN,
        INTERIM,
        INTERIM,
    ]


def test_cells_are_bands_of_time_in_post():
    def label(group, months):
        return cell_label("dcs", slot_of(group, months))

    assert [label(OWN, months) for months in (-0.1, 0, 5.99, 6, 23.9, 24, 59.9, 60, 400)] == [
        f"dcs/permanent/{band}" for band in ("0-6", "0-6", "0-6", "6-24", "6-24", "24-60", "24-60", "60+", "60+")
    ]
    assert [label(INTERIM, months) for months in (0, 5.9, 6, 30)] == [
        f"dcs/interim/{band}" for band in ("0-6", "0-6", "6+", "6+")
    ]


def test_the_usual_circumstances_are_taken_out_of_the_published_rate():
    """A published rate is that of posts in all circumstances; the ratios multiply that of a post in none."""
    by_hand = (1 + 0.02 * 11) * (1 + 0.04) * (1 + 0.08 * 0.25) * (1 + 0.2 * 0.4) * (1 + 0.08 * 0.15)
    by_hand *= (1 + 0.25 * 0.1) * (1 + 0.07 * 0.5) * (1 + 0.08 * 0.25) * 1.02**4 * (1 - 0.44 * 0.2)
    assert usual_multiplier("dcs") == pytest.approx(by_hand)


def test_prior_rates_of_cells_are_those_of_the_middle_of_the_band():
    rates = dict(zip([cell_label("dcs", slot) for slot in range(len(SLOTS))], prior_rates("dcs"), strict=True))
    usual = usual_multiplier("dcs")
    assert rates["dcs/permanent/24-60"] * usual == pytest.approx(1 / 48 * (42 / 24) ** 0.25)
    assert rates["dcs/permanent/0-6"] * usual == pytest.approx(1 / 48 * (3 / 24) ** 0.25)
    assert rates["dcs/interim/0-6"] * usual == rates["dcs/interim/6+"] * usual == pytest.approx(0.132)
