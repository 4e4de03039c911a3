"""Measures of probabilities against what happened.

Throughout, `risk` holds probabilities and `observed` 0 or 1, of equal length.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import expit, gammaincinv, log_expit, logit

from leadership.risk.arrays import Floats

CLIP = 1e-4
NEWTON_STEPS = 50
SETTLED = 1e-10
LEVEL = 0.95
GROUPS = 5


@dataclass(frozen=True)
class Interval:
    """An estimate with the limits of its interval."""

    estimate: float
    low: float
    high: float


@dataclass(frozen=True)
class Fifth:
    """A fifth of the predictions, from the lowest risks up, with how often their posts changed hands."""

    predictions: int
    mean_predicted: float
    mean_observed: float


def brier(risk: Floats, observed: Floats) -> float:
    """Mean squared distance of probabilities from what happened."""
    return float(np.mean((risk - observed) ** 2))


def area_under_curve(risk: Floats, observed: Floats) -> float | None:
    """Chance that a post that changed hands had a higher risk than one that did not; ties count half.

    `None` where everything or nothing changed.
    """
    events = int(observed.sum())
    others = len(observed) - events
    if events == 0 or others == 0:
        return None
    _, place, counts = np.unique(risk, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[place]
    return float((ranks[observed == 1].sum() - events * (events + 1) / 2) / (events * others))


def poisson_interval(observed: float, distinct: int, expected: float) -> Interval | None:
    """Observed over expected with a 95% interval, exact Poisson in the number of distinct events.

    Args:
        observed: how many predictions were followed by an event within their window.
        distinct: how many events those were. Overlapping windows see one event several times; only distinct ones are
            independent, so their relative uncertainty is that of the ratio.
        expected: the sum of the probabilities.
    """
    if expected <= 0:
        return None
    tail = (1.0 - LEVEL) / 2.0
    repeats = observed / distinct if distinct else 1.0
    low = float(gammaincinv(distinct, tail)) if distinct else 0.0
    high = float(gammaincinv(distinct + 1, 1.0 - tail))
    return Interval(observed / expected, low * repeats / expected, high * repeats / expected)


def recalibration(risk: Floats, observed: Floats) -> tuple[float | None, float | None]:
    """Slope and intercept of a logistic regression of what happened on the logit of the risk; 1 and 0 are ideal.

    Probabilities are clipped to 0.0001. `None` where everything or nothing changed, all risks are the same, or
    the risks separate what changed from what did not completely.
    """
    x = logit(np.clip(risk, CLIP, 1.0 - CLIP))
    if len(x) == 0 or observed.min() == observed.max() or np.ptp(x) < CLIP:
        return None, None
    design = np.column_stack([np.ones_like(x), x])
    separated = min(x[observed == 1]) > max(x[observed == 0]) or max(x[observed == 1]) < min(x[observed == 0])
    if separated:
        # The risks tell the two kinds apart completely: no finite slope fits.
        return None, None
    beta = _maximise(design, observed)
    return (None, None) if beta is None else (float(beta[1]), float(beta[0]))


def _maximise(design: Floats, observed: Floats) -> Floats | None:
    """Newton with step halving; the likelihood is concave, so what it settles on is the maximum."""
    beta = np.asarray([0.0, 1.0])
    for _ in range(NEWTON_STEPS):
        mean = expit(design @ beta)
        hessian = design.T @ (design * (mean * (1.0 - mean))[:, None])
        step = np.linalg.solve(hessian, design.T @ (observed - mean))
        while _log_likelihood(design, observed, beta + step) < _log_likelihood(design, observed, beta) - SETTLED:
            step = step / 2.0
        beta = beta + step
        if float(np.abs(step).max()) < SETTLED:
            return beta
    return None


def _log_likelihood(design: Floats, observed: Floats, beta: Floats) -> float:
    signed = np.where(observed == 1, 1.0, -1.0) * (design @ beta)
    return float(log_expit(signed).sum())


def fifths(risk: Floats, observed: Floats) -> tuple[Fifth, ...]:
    """Calibration by fifths of the predictions in order of risk; fewer groups where there are fewer predictions."""
    order = np.argsort(risk, kind="stable")
    groups = [group for group in np.array_split(order, GROUPS) if len(group)]
    return tuple(Fifth(len(group), float(risk[group].mean()), float(observed[group].mean())) for group in groups)
