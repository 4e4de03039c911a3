"""Referrals, assessments, children in need and child protection.

Levels, spreads between councils and movement within them were measured on DfE's tables of 2013 to 2025; seasonal shares
and quarter-to-quarter noise on the only public quarterly series, referrals by month (sector, fact 2).
"""

import numpy as np

from simulation.activity.counts import Count
from simulation.activity.noise import Amounts, Counts, Share, count_share, drift, flow_in_and_out, levels

SEASON = np.array([25.3, 23.9, 25.3, 25.5]) / 25.0  # shares of referrals by quarter of the financial year
PER = 10_000
COUNTRY_SPREAD = 0.02

REREFERRED = Share(20.5, 3.7, 4.0, loading=0.2, memory=0.82)
IN_45_DAYS = Share(84.5, 6.7, 8.0)
CONFERENCE_IN_15_DAYS = Share(82, 7.0, 8.5)
CONFERENCE_TO_PLAN = Share(86, 3.5, 3.0)
REPEATED = Share(21.5, 3.2, 3.3, loading=0.15, memory=0.6)
ENDED_LONG = Share(4.3, 1.5, 1.4, memory=0.7)
RETURNED = Share(18, 3.5, 3.0, loading=0.2)
ASSESSED_PER_REFERRAL = 0.97
NEED_ENDING_A_QUARTER = 0.215
PLAN_ENDING_A_QUARTER = 0.245
CLOSED_TO_PLAN_OR_NEED = 0.35


def simulate_demand(
    need: Amounts, children: Amounts, starting: Amounts, rng: np.random.Generator
) -> dict[Count, Counts]:
    """Return the counts of demand by council and quarter.

    `children` is the population of each quarter and `starting` the log effect of an innovation on plans started.
    """
    shape = children.shape
    season = np.log(SEASON[np.arange(shape[1]) % 4])
    referred = drift(shape, memory=0.90, spread=0.28, tails=3, rng=rng)
    counts: dict[Count, Counts] = {}

    def flow(mean: float, spread: float, loading: float, movement: Amounts, seasonal: float) -> Counts:
        country = drift((1, shape[1]), memory=0.95, spread=COUNTRY_SPREAD, rng=rng)
        level = levels(need, mean=np.log(mean / 4), spread=spread, loading=loading, rng=rng)[:, None]
        log_rate = level + movement + country + seasonal * season
        drawn: Counts = rng.poisson(np.exp(log_rate) * children / PER)
        return drawn

    quick = drift(shape, memory=0.0, spread=0.08, tails=3, rng=rng)
    counts[Count.REFERRALS] = flow(495, 0.27, 0.80, referred + quick, 1.0)
    counts[Count.REREFERRALS] = count_share(REREFERRED, need, counts[Count.REFERRALS], rng)
    counts[Count.ASSESSMENTS] = rng.binomial(counts[Count.REFERRALS], ASSESSED_PER_REFERRAL)
    counts[Count.ASSESSED_IN_TIME] = count_share(IN_45_DAYS, need, counts[Count.ASSESSMENTS], rng)
    worried = drift(shape, memory=0.87, spread=0.20, rng=rng)
    enquiries = drift(shape, memory=0.87, spread=0.18, tails=4, rng=rng)
    counts[Count.SECTION_47] = flow(175, 0.32, 0.85, worried + enquiries, 0.5)
    conferences = drift(shape, memory=0.8, spread=0.17, tails=4, rng=rng)
    counts[Count.CONFERENCES] = flow(61, 0.30, 0.90, worried + conferences + starting, 0.5)
    counts[Count.CONFERENCES_IN_TIME] = count_share(CONFERENCE_IN_15_DAYS, need, counts[Count.CONFERENCES], rng)
    _protect(counts, need, rng)
    started = flow(345, 0.25, 0.88, 0.45 * referred + drift(shape, memory=0.8, spread=0.12, rng=rng), 0.7)
    _keep_in_need(counts, started, shape, rng)
    counts[Count.CLOSED] = counts[Count.PLANS_ENDED] + rng.binomial(counts[Count.NEED_ENDED], CLOSED_TO_PLAN_OR_NEED)
    counts[Count.RETURN_POOL] = _a_year_ago(counts[Count.CLOSED])
    counts[Count.RETURNED] = count_share(RETURNED, need, counts[Count.RETURN_POOL], rng)
    return counts


def _protect(counts: dict[Count, Counts], need: Amounts, rng: np.random.Generator) -> None:
    started = count_share(CONFERENCE_TO_PLAN, need, counts[Count.CONFERENCES], rng)
    ending = PLAN_ENDING_A_QUARTER * np.exp(drift(started.shape, memory=0.5, spread=0.10, rng=rng))
    first = started[:, :4].mean(axis=1) * (1 / PLAN_ENDING_A_QUARTER - 1)
    ended, stock = flow_in_and_out(first, started, ending, rng)
    counts |= {Count.PLANS_STARTED: started, Count.PLANS_ENDED: ended, Count.PLANS: stock}
    counts[Count.PLANS_REPEATED] = count_share(REPEATED, need, started, rng)
    counts[Count.PLANS_ENDED_LONG] = count_share(ENDED_LONG, need, ended, rng)


def _keep_in_need(
    counts: dict[Count, Counts], started: Counts, shape: tuple[int, ...], rng: np.random.Generator
) -> None:
    ending = NEED_ENDING_A_QUARTER * np.exp(drift((shape[0], shape[1]), memory=0.5, spread=0.10, rng=rng))
    first = started[:, :4].mean(axis=1) * (1 / NEED_ENDING_A_QUARTER - 1)
    ended, stock = flow_in_and_out(first, started, ending, rng)
    counts |= {Count.NEED_STARTED: started, Count.NEED_ENDED: ended, Count.NEED: stock}


def _a_year_ago(counts: Counts) -> Counts:
    """Shift by four quarters; the first year repeats its own counts."""
    return np.concatenate([counts[:, :4], counts[:, :-4]], axis=1)
