"""How the hazard of a post runs on after a landmark, learnt from past landmarks in closed form.

Rates by the month take the circumstances of each month as they were; a prediction carries those of its landmark through
a year. Between the two, somebody with nothing announced today seldom leaves tomorrow and may well have left in a year,
and somebody whose last day is announced nearly always goes. (Models by the month under-predict twelve months for this
reason: specification, pitfall 1.) So past quarterly landmarks are predicted once more, and what happened over what was
expected gives a factor for each interval, drawn to its prior:

    factor = (a + observed) / (a / prior factor + expected)
"""

from dataclasses import dataclass

import numpy as np

from leadership.risk.arrays import Floats, Ints
from leadership.risk.covariates import NO_NOTICE
from leadership.risk.hazard_ratios import ANNOUNCED, ANNOUNCED_DECAY_SD

INTERVALS = 3
# Factors of the intervals 0-3, 3-6 and 6-12 months without notice: 0.05 and 0.10 on the log scale with sd 0.20 and
# 0.25, for interims with 0.20 and 0.25 more (section 4); the shape of a Gamma with that sd is about 1 / sd^2.
PRIOR_FACTORS = np.exp((0.0, 0.05, 0.10))
OWN_SHAPES = 1.0 / np.asarray((0.20, 0.20, 0.25)) ** 2
INTERIM_SHAPES = OWN_SHAPES / 2.0
# After an announcement it is the ratio itself that is in doubt.
NOTICE_SHAPES = 1.0 / np.expm1(ANNOUNCED.log_sd**2 + np.asarray(ANNOUNCED_DECAY_SD) ** 2)
# Quarterly landmarks see a month in one interval of three months, but in two of six: it must not count twice.
WEIGHTS = np.asarray((1.0, 1.0, 0.5))


@dataclass(frozen=True)
class Timing:
    """Factors by interval without notice (`own`, `interim`), and by intervals since notice (`noticed`).

    `noticed_sd` is the sd of the logarithm of the announced ratio as it is now known.
    """

    own: Floats
    interim: Floats
    noticed: Floats
    noticed_sd: Floats

    def factors(self, temporary: Ints, interval: Ints, since_notice: Ints) -> Floats:
        """The factor of each row; `since_notice` counts intervals from that of the expected last day."""
        without = np.where(temporary == 1, self.interim[interval], self.own[interval])
        return np.where(since_notice == NO_NOTICE, without, self.noticed[np.maximum(since_notice, 0)])


def learn_timing(temporary: Ints, interval: Ints, since_notice: Ints, observed: Floats, expected: Floats) -> Timing:
    """Learn the factors from rows of past landmarks; without any they are the priors.

    Args:
        temporary: 1 for interims.
        interval: 0, 1 or 2.
        since_notice: intervals since that of the expected last day, `NO_NOTICE` where nothing was announced.
        observed: 1 where the holder left in the row.
        expected: the cumulative hazard of the row without any factor.
    """
    without = since_notice == NO_NOTICE
    kinds = (without & (temporary == 0), interval), (without & (temporary == 1), interval), (~without, since_notice)
    weight = WEIGHTS[interval]
    seen, awaited = (
        [np.bincount(place[mine], weights=(weight * amount)[mine], minlength=INTERVALS) for mine, place in kinds]
        for amount in (observed, expected)
    )
    ones = np.ones(INTERVALS)
    return Timing(
        own=(OWN_SHAPES + seen[0]) / (OWN_SHAPES / PRIOR_FACTORS + awaited[0]),
        interim=(INTERIM_SHAPES + seen[1]) / (INTERIM_SHAPES / PRIOR_FACTORS + awaited[1]),
        noticed=(NOTICE_SHAPES + seen[2]) / (NOTICE_SHAPES * ones + awaited[2]),
        noticed_sd=np.sqrt(np.log1p(1.0 / (NOTICE_SHAPES + seen[2]))),
    )
