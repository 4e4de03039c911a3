"""Social workers: in post, coming, leaving, agency, vacancies, cases.

Levels and spreads: DfE's workforce tables of 2017 to 2025. Agency and vacancy rates go together (correlation 0.91
between authorities), and low pay or a poor name shows in both, so they share a cause here.
"""

from dataclasses import dataclass

import numpy as np

from simulation.activity.noise import Amounts, drift, levels

PER = 10_000
IN_POST_RATE = 29.5
TURNOVER, TURNOVER_BETWEEN, TURNOVER_WITHIN = 15.0, 3.9, 3.5
AGENCY, VACANCY = 15.5, 16.0
RATE_SPREAD_BETWEEN, RATE_SPREAD_WITHIN = 0.62, 0.50
CASELOAD, CASELOAD_BETWEEN, CASELOAD_WITHIN = 16.0, 1.9, 1.8
HOLDERS = 0.535
HEADCOUNT_PER_FTE = 1.062
COVER = 0.80
ABSENCE, ABSENCE_BETWEEN, ABSENCE_WITHIN = 3.2, 0.9, 0.8
WORKING_DAYS = 253
WITHOUT, HOURS_ONLY, HOURS = 0.025, 0.008, 0.0002


@dataclass(frozen=True)
class Workforce:
    """By council and quarter: stocks at its end, flows in it, full-time equivalents to one decimal (agency to two).

    `absence` is the share of working days lost, in percent.
    """

    in_post: Amounts
    starters: Amounts
    leavers: Amounts
    agency: Amounts
    agency_cover: Amounts
    vacancies: Amounts
    case_holders: Amounts
    cases: Amounts
    absence: Amounts


def simulate_workforce(need: Amounts, children: Amounts, rng: np.random.Generator) -> Workforce:
    """Return the social workers of every council in every quarter."""
    shape = (children.shape[0], children.shape[1])
    target = np.exp(levels(need, mean=np.log(IN_POST_RATE / PER), spread=0.285, loading=0.6, rng=rng))[:, None]
    target = target * children * np.exp(drift(shape, memory=0.93, spread=0.10, rng=rng))
    repute: Amounts = rng.standard_normal(need.shape)
    turnover: Amounts = levels(repute, mean=TURNOVER, spread=TURNOVER_BETWEEN, loading=0.5, rng=rng)[:, None]
    turnover = np.maximum(turnover + drift(shape, memory=0.5, spread=2 * TURNOVER_WITHIN, rng=rng), 2.0)
    in_post, starters, leavers = _come_and_go(target, turnover / 100 / 4)
    strain = drift(shape, memory=0.85, spread=RATE_SPREAD_WITHIN, rng=rng)
    agency = in_post * _odds(AGENCY, repute, strain, rng)
    vacancies = in_post * _odds(VACANCY, repute, strain, rng)
    holders: Amounts = np.maximum(np.round(HOLDERS * (in_post + agency), 1), 1.0)
    caseload: Amounts = levels(need, mean=CASELOAD, spread=CASELOAD_BETWEEN, loading=0.5, rng=rng)[:, None]
    caseload = np.maximum(caseload + drift(shape, memory=0.7, spread=CASELOAD_WITHIN, rng=rng), 6.0)
    absence: Amounts = levels(need, mean=ABSENCE, spread=ABSENCE_BETWEEN, loading=0.3, rng=rng)[:, None]
    absence = np.maximum(absence + drift(shape, memory=0.6, spread=ABSENCE_WITHIN, rng=rng), 0.3)
    cover = np.minimum(agency, vacancies) * np.minimum(COVER + 0.1 * drift(shape, memory=0.5, spread=1, rng=rng), 1.0)
    return Workforce(
        in_post=in_post,
        starters=starters,
        leavers=leavers,
        agency=np.where(agency < 0.05, np.round(agency, 2), np.round(agency, 1)),
        agency_cover=np.round(np.maximum(cover, 0), 1),
        vacancies=np.round(vacancies, 1),
        case_holders=holders,
        cases=np.rint(holders * caseload),
        absence=absence,
    )


def _come_and_go(target: Amounts, leaving: Amounts) -> tuple[Amounts, Amounts, Amounts]:
    """Let workers leave at the rate and as many come as the target allows; nobody is dismissed to meet it."""
    stock = np.round(target[:, 0], 1)
    in_post, starters, leavers = (np.empty_like(target) for _ in range(3))
    for quarter in range(target.shape[1]):
        leavers[:, quarter] = np.round(stock * leaving[:, quarter], 1)
        wanted = target[:, quarter] - (stock - leavers[:, quarter])
        starters[:, quarter] = np.round(np.maximum(wanted, 0), 1)
        stock = np.round(stock - leavers[:, quarter] + starters[:, quarter], 1)
        in_post[:, quarter] = stock
    return in_post, starters, leavers


def _odds(mean: float, repute: Amounts, strain: Amounts, rng: np.random.Generator) -> Amounts:
    """Return rate / (1 - rate) around a mean percentage, low where repute is good and nought in a few councils."""
    own = 0.25 * rng.standard_normal(len(repute))
    log_odds = np.log(mean / (100 - mean)) - 0.15 + RATE_SPREAD_BETWEEN * (0.96 * repute + own)
    odds: Amounts = np.exp(log_odds[:, None] + strain)
    # A few councils do without; some of them with a few hours a week, which prints as "low".
    doing_without = rng.random(len(repute))
    odds[doing_without < WITHOUT] = 0.0
    odds[doing_without < HOURS_ONLY] = HOURS
    return odds
