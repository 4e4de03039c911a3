"""From hazards to predictions: R3, R6 and R12 of each post with 80% intervals; vacant posts as gaps."""

from math import exp

import numpy as np
from scipy.special import gammaincinv

from leadership.risk.arrays import Floats
from leadership.risk.bands import band_of
from leadership.risk.cells import SLOTS, cell_label
from leadership.risk.change_line import change_line
from leadership.risk.drivers import drivers_of, not_recorded
from leadership.risk.gaps import gap_line
from leadership.risk.hard_facts import hard_facts
from leadership.risk.history import Post
from leadership.risk.model import Prediction, Risk
from leadership.risk.outlook import Outlook
from leadership.risk.priors import base_risk, role_prior
from leadership.risk.rows import HORIZONS, Stretch

LOWER, UPPER = 0.10, 0.90
# Rounded so that the last bits of floating point, which differ between machines, are not stored.
DECIMALS = 6


def predictions(outlook: Outlook) -> tuple[Prediction, ...]:
    """A prediction for each post that is open at the landmark, in the order of the posts."""
    found = {stretch.post.number: _held(outlook, stretch, holders) for stretch, holders in outlook.of_posts()}
    for post in outlook.history.posts:
        if post.number not in found and post.is_open(outlook.history.landmark):
            found[post.number] = _vacant(outlook, post)
    return tuple(found[number] for number in sorted(found))


def _held(outlook: Outlook, stretch: Stretch, holders: list[int]) -> Prediction:
    """A job share changes hands when any holder leaves: hazards add. The holder with the largest one describes it."""
    lead = max(holders, key=lambda number: (outlook.cumulative[number, -1], -number))
    stretch = outlook.rows.stretches[lead]
    seat, spell = stretch.post.seat, stretch.spell
    group, _ = SLOTS[int(outlook.slots[lead * len(HORIZONS)])]
    risks = _risks(outlook, holders)
    return Prediction(
        post=seat.post,
        authority=seat.authority,
        role=seat.role,
        status=spell.row.status,
        months_in_post=months_in_post(outlook, lead),
        r3=risks[0],
        r6=risks[1],
        r12=risks[2],
        band=band_of(risks[2].estimate),
        drivers=drivers_of(outlook, lead, holders),
        not_recorded=not_recorded(outlook, lead),
        cell=cell_label(seat.role, int(outlook.slots[lead * len(HORIZONS)])),
        prior_kind=role_prior(seat.role).of(group).kind,
        change_line=change_line(outlook, lead, holders),
        base_r12=round(base_risk(seat.role, spell.row.status), DECIMALS),
        hard_facts=hard_facts(outlook.history, stretch.post),
    )


def _vacant(outlook: Outlook, post: Post) -> Prediction:
    """Nobody can leave a vacant post: no figures, but since when it is vacant and what is known of a successor."""
    gap = gap_line(post, outlook.history.landmark)
    return Prediction(
        post=post.seat.post,
        authority=post.seat.authority,
        role=post.seat.role,
        status="vacant",
        months_in_post=None,
        r3=None,
        r6=None,
        r12=None,
        band=None,
        drivers=(),
        not_recorded=(),
        cell=f"{post.seat.role}/vacant",
        prior_kind=role_prior(post.seat.role).substantive.kind,
        change_line=gap,
        base_r12=None,
        hard_facts=hard_facts(outlook.history, post),
        gap=gap,
    )


def months_in_post(outlook: Outlook, holder: int) -> float:
    """Months since the present status began, to one decimal."""
    spell = outlook.rows.stretches[holder].spell
    return round((outlook.history.landmark - spell.clock_from).days * 12 / 365.25, 1)


def _risks(outlook: Outlook, holders: list[int]) -> tuple[Risk, Risk, Risk]:
    """R = 1 - exp(-H), with the quantiles of a Gamma of the mean and variance of H.

    The limits rise with the horizon, as R does.
    Errors of the holders of a job share are taken to go together: they rest on the same priors.
    """
    mean = outlook.cumulative[holders].sum(axis=0)
    sd = (np.sqrt(outlook.relative_variance[holders]) * outlook.cumulative[holders]).sum(axis=0)
    low = np.maximum.accumulate(_quantile(mean, sd, LOWER))
    high = np.maximum.accumulate(_quantile(mean, sd, UPPER))
    three = [_risk(mean[place], min(low[place], mean[place]), max(high[place], mean[place])) for place in range(3)]
    return three[0], three[1], three[2]


def _quantile(mean: Floats, sd: Floats, level: float) -> Floats:
    """Quantile of the Gamma distribution with this mean and sd; zero hazard stays zero."""
    variance = np.maximum((sd / np.where(mean > 0, mean, 1.0)) ** 2, np.finfo(np.float64).eps)
    return np.asarray(gammaincinv(1.0 / variance, level) * variance * mean)


def _risk(estimate: float, low: float, high: float) -> Risk:
    return Risk(*(round(1.0 - exp(-hazard), DECIMALS) for hazard in (estimate, low, high)))
