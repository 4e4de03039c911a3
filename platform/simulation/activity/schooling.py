"""How children in need attend school, by academic year."""

import numpy as np

from simulation.activity.counts import Count
from simulation.activity.noise import Amounts, Counts, Share, count_share

PUPILS_PER_CHILD_IN_NEED = 0.52
SESSIONS_A_PUPIL = 352
ABSENT = Share(46, 3.8, 2.5, loading=0.3, memory=0.7, same_children=0.75)
UNAUTHORISED = Share(8.2, 1.4, 0.9, loading=0.4, memory=0.8, same_children=0.75)


def simulate_schooling(need: Amounts, in_need: Counts, rng: np.random.Generator) -> dict[Count, Counts]:
    """Return pupils, persistent absentees and sessions of the children in need at the end of each quarter."""
    pupils = np.rint(in_need * PUPILS_PER_CHILD_IN_NEED).astype(np.int64)
    sessions = pupils * SESSIONS_A_PUPIL
    return {
        Count.NEED_PUPILS: pupils,
        Count.NEED_PUPILS_ABSENT: count_share(ABSENT, need, pupils, rng),
        Count.SESSIONS: sessions,
        Count.SESSIONS_UNAUTHORISED: count_share(UNAUTHORISED, need, sessions, rng),
    }
