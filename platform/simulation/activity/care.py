"""Children looked after: who starts, who ceases, where they live and how they do.

Levels and spreads: DfE's tables of 2021 to 2025 and the interactive tool's series of 2016 to 2025, England without the
two smallest authorities. Kinship care has no local series; its level is judgement.
"""

import numpy as np

from simulation.activity.counts import Count
from simulation.activity.noise import (
    Amounts,
    Counts,
    Share,
    count_share,
    drift,
    flow_in_and_out,
    levels,
    rolling_year,
)

PER = 10_000
RATE, RATE_SPREAD = 62, 0.40
CEASING_A_YEAR = 0.40
ALONE_SHARE, ALONE_SPREAD = 0.07, 0.55
SNAPSHOT = 0.85
ROLLING = 0.75

STARTED_10_TO_15 = Share(27, 3.5, 2.0, memory=0.7)
KINSHIP = Share(16, 5.0, 1.5, same_children=SNAPSHOT)
MOVED_OFTEN = Share(10.4, 2.0, 1.6, same_children=ROLLING)
LONG = Share(28, 2.5, 1.0, same_children=SNAPSHOT)
LONG_STABLE = Share(68, 4.2, 2.7, same_children=SNAPSHOT)
FAR = Share(17.5, 6.8, 2.0, loading=-0.3, memory=0.9, same_children=SNAPSHOT)
HOMES = Share(11, 2.8, 1.2, memory=0.9, same_children=SNAPSHOT)
MISSING = Share(11.2, 2.7, 1.7, memory=0.9, same_children=ROLLING)
HOME = Share(18.5, 6.0, 4.2, memory=0.5, same_children=ROLLING)
GUARDIANSHIP = Share(13.4, 4.7, 2.7, memory=0.5, same_children=ROLLING)
OFFENDERS = Share(2.8, 0.8, 0.6, loading=0.2, same_children=ROLLING)
PUPILS_ABSENT = Share(20.5, 3.9, 2.6, memory=0.7, same_children=ROLLING)
OCCUPIED = Share(54, 6.6, 4.5, loading=-0.2, memory=0.8, same_children=ROLLING)
SDQ_MEAN, SDQ_BETWEEN, SDQ_WITHIN = 14.4, 1.1, 0.7
APPLICATIONS_PER_START = 0.38
# Children of each pool for every child looked after: of an age to offend, with a score, at school, grown up.
POOLS = {
    Count.OFFENDERS_POOL: 0.42,
    Count.SCORED: 0.48,
    Count.CARE_PUPILS: 0.58,
    Count.LEAVERS_19_TO_21: 0.46,
}


def simulate_care(need: Amounts, children: Amounts, starting: Amounts, rng: np.random.Generator) -> dict[Count, Counts]:
    """Return the counts of children looked after by council and quarter; `starting` as for plans."""
    counts = _come_and_go(need, children, starting, rng)
    care = counts[Count.CARE]
    counts |= {
        Count.CARE_STARTED_10_TO_15: count_share(STARTED_10_TO_15, need, counts[Count.CARE_STARTED], rng),
        Count.CARE_ALONE: _alone(care, rng),
        Count.CARE_KINSHIP: count_share(KINSHIP, need, care, rng),
        Count.CARE_MOVED_OFTEN: count_share(MOVED_OFTEN, need, care, rng),
        Count.CARE_LONG: count_share(LONG, need, care, rng),
        Count.CARE_FAR: count_share(FAR, need, care, rng),
        Count.CARE_HOMES: count_share(HOMES, need, care, rng),
        Count.CARE_12M: care + rolling_year(counts[Count.CARE_CEASED]),
        Count.CEASED_12M: rolling_year(counts[Count.CARE_CEASED]),
    }
    counts[Count.CARE_LONG_STABLE] = count_share(LONG_STABLE, need, counts[Count.CARE_LONG], rng)
    counts[Count.CARE_MISSING_12M] = count_share(MISSING, need, counts[Count.CARE_12M], rng)
    _yearly(counts, need, rng)
    return counts


def _come_and_go(need: Amounts, children: Amounts, starting: Amounts, rng: np.random.Generator) -> dict[Count, Counts]:
    """Draw starts and ceasings. Where the rate is high children stay longer, so that starts vary less than stocks."""
    shape = children.shape
    log_rate = levels(need, mean=np.log(RATE), spread=RATE_SPREAD, loading=0.85, rng=rng)
    longer = -0.26 * (log_rate - np.log(RATE))
    log_ceasing = np.log(CEASING_A_YEAR / 4) + longer + 0.13 * rng.standard_normal(len(need))
    country = drift((1, shape[1]), memory=0.95, spread=0.02, rng=rng)
    movement = drift(shape, memory=0.4, spread=0.20, rng=rng) + country + starting
    expected = np.exp((log_rate + log_ceasing)[:, None] + movement) * children / PER
    started: Counts = rng.poisson(expected)
    ceasing = np.exp(log_ceasing[:, None] + drift(shape, memory=0.4, spread=0.10, rng=rng))
    leaving = ceasing / (1 + ceasing)
    first = np.exp(log_rate) * children[:, 0] / PER
    ceased, stock = flow_in_and_out(first, started, leaving, rng)
    return {Count.CARE_STARTED: started, Count.CARE_CEASED: ceased, Count.CARE: stock}


def _alone(care: Counts, rng: np.random.Generator) -> Counts:
    """Unaccompanied children are placed by a national scheme: few in most councils, many in some."""
    level = ALONE_SHARE * np.exp(ALONE_SPREAD * rng.standard_normal(len(care)) - ALONE_SPREAD**2 / 2)
    path = np.exp(drift((care.shape[0], care.shape[1]), memory=0.95, spread=0.15, rng=rng))
    return np.rint(care * np.minimum(level[:, None] * path, 0.4)).astype(np.int64)


def _yearly(counts: dict[Count, Counts], need: Amounts, rng: np.random.Generator) -> None:
    """Draw what is only known once a year (but drawn for every quarter, so that any year may be read)."""
    care, ceased = counts[Count.CARE], counts[Count.CEASED_12M]
    counts |= {pool: np.rint(care * share).astype(np.int64) for pool, share in POOLS.items()}
    counts[Count.CEASED_HOME_12M] = count_share(HOME, need, ceased, rng)
    counts[Count.CEASED_GUARDIANSHIP_12M] = count_share(GUARDIANSHIP, need, ceased, rng)
    started = rolling_year(counts[Count.CARE_STARTED])
    counts[Count.APPLICATIONS_12M] = rng.poisson(APPLICATIONS_PER_START * started)
    counts[Count.OFFENDERS] = count_share(OFFENDERS, need, counts[Count.OFFENDERS_POOL], rng)
    counts[Count.CARE_PUPILS_ABSENT] = count_share(PUPILS_ABSENT, need, counts[Count.CARE_PUPILS], rng)
    counts[Count.LEAVERS_OCCUPIED] = count_share(OCCUPIED, need, counts[Count.LEAVERS_19_TO_21], rng)
    score = levels(need, mean=SDQ_MEAN, spread=SDQ_BETWEEN, loading=0.2, rng=rng)[:, None]
    score = score + drift((care.shape[0], care.shape[1]), memory=0.7, spread=SDQ_WITHIN, rng=rng)
    counts[Count.SCORES] = np.rint(counts[Count.SCORED] * score).astype(np.int64)
