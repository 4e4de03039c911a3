"""How many posts are expected to change hands in a year: the sum of R12, with an interval that knows what they share.

Counts of posts vary less by chance than in truth if each is drawn alone: posts of one cell share its rate, all share
the hazard ratios and the year. So each draw takes one rate for each cell, one value for each ratio, one year shock,
and then tosses a coin for each post.
"""

from collections.abc import Iterator

import numpy as np

from leadership.risk.arrays import Floats, Ints
from leadership.risk.model import Expected, Totals
from leadership.risk.outlook import Outlook
from leadership.risk.rows import HORIZONS

DRAWS = 2000
BATCH = 250
# Sd of the log rate from year to year, from the seven published annual counts (specification, section 2.2).
YEAR_SHOCK_SD = 0.12
LOWER, UPPER = 0.10, 0.90


def expected_changes(outlook: Outlook, *, seed: int) -> Totals:
    """Expected number of posts that change hands in 12 months, by authority and altogether.

    Vacant posts are not among them. `seed` makes the interval repeatable.
    """
    post, home, codes = _places(outlook)
    cumulative = np.bincount(post, weights=outlook.cumulative[:, -1], minlength=len(home))
    risk = -np.expm1(-cumulative)
    counts = np.concatenate(list(_draws(outlook, post, home, len(codes), seed)))
    limits = np.quantile(counts, (LOWER, UPPER), axis=0, method="inverted_cdf")
    whole = np.quantile(counts.sum(axis=1), (LOWER, UPPER), method="inverted_cdf")
    by_authority = {
        code: _expected(risk[home == number], limits[0, number], limits[1, number]) for number, code in enumerate(codes)
    }
    return Totals(_expected(risk, whole[0], whole[1]), by_authority)


def _expected(risk: Floats, low: float, high: float) -> Expected:
    return Expected(len(risk), round(float(risk.sum()), 6), int(low), int(high))


def _places(outlook: Outlook) -> tuple[Ints, Ints, list[str]]:
    """For each holder the number of the held post, for each held post that of its authority, and all authorities."""
    codes = sorted({post.seat.authority for post in outlook.history.posts})
    post = np.zeros(len(outlook.rows.stretches), dtype=np.int64)
    home = []
    for number, (stretch, holders) in enumerate(outlook.of_posts()):
        post[holders] = number
        home.append(codes.index(stretch.post.seat.authority))
    return post, np.asarray(home, dtype=np.int64), codes


def _draws(outlook: Outlook, post: Ints, home: Ints, authorities: int, seed: int) -> Iterator[Floats]:
    """Counts of changed posts, draws x authorities, in batches that keep memory small."""
    random = np.random.default_rng(seed)
    cell, shapes = _cells(outlook)
    for _ in range(DRAWS // BATCH):
        rates = (random.standard_gamma(shapes, (BATCH, len(shapes))) / shapes)[:, cell]
        ratios = np.exp(random.standard_normal((BATCH, outlook.loading.shape[1])) @ outlook.loading.T)
        year = np.exp(YEAR_SHOCK_SD * random.standard_normal((BATCH, 1)))
        hazard = (rates * ratios * (outlook.hazard * outlook.months).ravel()).reshape(BATCH, -1, len(HORIZONS))
        of_posts = _summed(hazard.sum(axis=2), post, len(home)) * year
        changed = random.random(of_posts.shape) < -np.expm1(-of_posts)
        yield _summed(changed.astype(np.float64), home, authorities)


def _cells(outlook: Outlook) -> tuple[Ints, Floats]:
    """For each row the number of its cell, and the shapes of these cells."""
    roles = [outlook.rows.stretches[place].post.seat.role for place in outlook.rows.stretch]
    names = list(zip(roles, outlook.slots.tolist(), strict=True))
    numbers = {name: number for number, name in enumerate(dict.fromkeys(names))}
    cell = np.asarray([numbers[name] for name in names], dtype=np.int64)
    shapes = np.ones(len(numbers))
    shapes[cell] = outlook.shape
    return cell, shapes


def _summed(values: Floats, place: Ints, count: int) -> Floats:
    """Sum the columns of `values` into `count` places."""
    total = np.zeros((len(values), count))
    np.add.at(total.T, place, values.T)
    return total
