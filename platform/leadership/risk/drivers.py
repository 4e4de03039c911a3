"""Why a figure is what it is: multipliers of the hazard against a plain reference, and what is not recorded.

Reference: the same role, held permanently for 24 months, none of the circumstances. The logarithms of the
multipliers of an interval add up exactly to the logarithm of its hazard over the reference hazard.
"""

from dataclasses import dataclass
from math import exp, hypot, log

import numpy as np
from scipy.special import gammaincinv

from leadership.risk.cells import SLOTS, prior_rates
from leadership.risk.covariates import NO_NOTICE
from leadership.risk.hazard_ratios import (
    ANNOUNCED,
    ANNOUNCED_DECAY_SD,
    CIRCUMSTANCES,
    EFFECTS,
    Circumstance,
    Source,
    source_of,
    usual_multiplier,
)
from leadership.risk.model import Driver
from leadership.risk.outlook import Outlook
from leadership.risk.priors import REFERENCE_MONTHS, Group, role_prior
from leadership.risk.rows import HORIZONS

MOST = 5
# Normal quantile of 90%: half the width of an 80% interval in standard deviations.
Z80 = 1.2815515655446004
SLOPE_SD = 0.20
# Multipliers nearer to 1 than this explain nothing to a reader.
WORTH_SAYING = log(1.02)
# An announced ratio counts as learnt once its sd is below this part of the prior one.
LEARNT = 0.9
TIMING = "timing"
MONTHS = ("0-3", "3-6", "6-12")
DECIMALS = 3


@dataclass(frozen=True)
class Part:
    """One addend of the logarithm of a hazard, with the limits of its 80% interval."""

    code: str
    text: str
    log: float
    low: float
    high: float
    source: Source


def reference_rate(role: str) -> float:
    """Hazard per month of the reference: 24 months in post in one's own right, no circumstance, no local record."""
    return role_prior(role).substantive.per_month / usual_multiplier(role)


def parts_of(outlook: Outlook, holder: int, interval: int) -> list[Part]:
    """Every addend of log(hazard / reference hazard) of one holder in one interval (0, 1, 2), sizeable or not."""
    return [*_of_the_cell(outlook, holder, interval), *_of_circumstances(outlook, holder, interval)]


def drivers_of(outlook: Outlook, holder: int, holders: list[int]) -> tuple[Driver, ...]:
    """The five drivers of most effect, largest first; what is known ahead is shown for the months that feel it most."""
    by_interval = [parts_of(outlook, holder, interval) for interval in range(len(HORIZONS))]
    found: list[tuple[float, Driver]] = []
    of_cell = len(by_interval[0]) - len(CIRCUMSTANCES)
    hidden = [part.code == TIMING for part in by_interval[0]]
    for place in range(len(by_interval[0])):
        sizes = [_size(parts[place]) for parts in by_interval]
        # What belongs to the cell is told as it is today.
        strongest = 0 if place < of_cell else sizes.index(max(sizes))
        part = by_interval[strongest][place]
        if _size(part) >= WORTH_SAYING and not hidden[place]:
            found.append((_size(part), _driver(part, strongest)))
    if len(holders) > 1:
        share = _job_share(outlook, holder, holders)
        found.append((_size(share), _driver(share, 0)))
    found.sort(key=lambda item: (-item[0], item[1].code))
    return tuple(driver for _, driver in found[:MOST])


def not_recorded(outlook: Outlook, holder: int) -> tuple[str, ...]:
    """What would move this post's figure and is not on record, so that the usual share stands in for it."""
    rows = slice(holder * len(HORIZONS), (holder + 1) * len(HORIZONS))
    gone = np.flatnonzero(np.count_nonzero(outlook.found.missing[rows], axis=0))
    names = [EFFECTS[CIRCUMSTANCES[place]].missing for place in gone]
    return tuple(dict.fromkeys(names))


def _size(part: Part) -> float:
    return round(abs(part.log), 9)


def _driver(part: Part, interval: int) -> Driver:
    return Driver(
        part.code,
        part.text,
        round(exp(part.log), DECIMALS),
        round(exp(part.low), DECIMALS),
        round(exp(part.high), DECIMALS),
        part.source,
        "0-3" if interval == 0 else "3-6" if interval == 1 else "6-12",
    )


def _of_the_cell(outlook: Outlook, holder: int, interval: int) -> list[Part]:
    """Status or time in post by the base rates, then what the record of such posts makes of them."""
    row = holder * len(HORIZONS) + interval
    spell, role = outlook.rows.stretches[holder].spell, outlook.rows.stretches[holder].post.seat.role
    group, band = SLOTS[int(outlook.slots[row])]
    prior, own = role_prior(role).of(group), role_prior(role).substantive
    if group is Group.TEMPORARY:
        size, sd = log(prior.per_month / own.per_month), hypot(prior.log_sd, own.log_sd)
        word = "acting holder" if spell.row.status == "acting" else "interim"
        first = Part("interim", f"Held by an {word}", size, size - Z80 * sd, size + Z80 * sd, source_of(prior.grade))
    else:
        rate = float(prior_rates(role)[outlook.slots[row]])
        size, sd = log(rate / reference_rate(role)), abs(log(band.middle / REFERENCE_MONTHS)) * SLOPE_SD
        text = f"{band.label} months in post"
        first = Part("time_in_post", text, size, size - Z80 * sd, size + Z80 * sd, "published")
    return [first, _local(outlook, row, role), _timing(outlook, row)]


def _local(outlook: Outlook, row: int, role: str) -> Part:
    """The rate of the cell on record over its base rate; 1 where nothing is on record."""
    shape, rate = float(outlook.shape[row]), float(outlook.rate[row])
    size = log(rate / float(prior_rates(role)[outlook.slots[row]]))
    low, high = (size + log(float(gammaincinv(shape, level)) / shape) for level in (0.10, 0.90))
    return Part("local_record", "Record of posts of this role, status and time in post", size, low, high, "local")


def _timing(outlook: Outlook, row: int) -> Part:
    """The factor of the interval where nothing is announced: every such post has it, so it is not among the drivers."""
    announced = outlook.found.since_notice[row] != NO_NOTICE
    size = 0.0 if announced else log(float(outlook.factor[row]))
    return Part(TIMING, "Nothing announced for these months", size, size, size, "local")


def _announced(outlook: Outlook, row: int, size: float) -> Part:
    """The announced ratio as past landmarks have left it; judgement where they have had none to learn from."""
    text, step = EFFECTS[Circumstance.ANNOUNCED].text, int(outlook.found.since_notice[row])
    if step == NO_NOTICE:
        return Part(Circumstance.ANNOUNCED.value, text, size, size, size, "judgement")
    size += log(float(outlook.factor[row]))
    sd = float(outlook.timing.noticed_sd[step])
    source: Source = "local" if sd < LEARNT * hypot(ANNOUNCED.log_sd, ANNOUNCED_DECAY_SD[step]) else "judgement"
    return Part(Circumstance.ANNOUNCED.value, text, size, size - Z80 * sd, size + Z80 * sd, source)


def _of_circumstances(outlook: Outlook, holder: int, interval: int) -> list[Part]:
    row = holder * len(HORIZONS) + interval
    role = outlook.rows.stretches[holder].post.seat.role
    parts = []
    for place, circumstance in enumerate(CIRCUMSTANCES):
        size, sd = float(outlook.found.log[row, place]), float(outlook.found.sd[row, place])
        if circumstance is Circumstance.ANNOUNCED:
            parts.append(_announced(outlook, row, size))
            continue
        ratio = EFFECTS[circumstance].ratio_for(role)
        text = _text(circumstance, size, missing=bool(outlook.found.missing[row, place]))
        source: Source = source_of(ratio.grade) if ratio else "judgement"
        parts.append(Part(circumstance.value, text, size, size - Z80 * sd, size + Z80 * sd, source))
    return parts


def _text(circumstance: Circumstance, size: float, *, missing: bool) -> str:
    effect = EFFECTS[circumstance]
    if missing:
        return f"{effect.text}: not recorded, the usual share assumed"
    if circumstance is Circumstance.OTHER_CHANGES and size:
        count = round(size / effect.ratios[0].log_mean)
        return f"{count} {'change' if count == 1 else 'changes'} in the authority's other posts in the last three years"
    return effect.text


def _job_share(outlook: Outlook, holder: int, holders: list[int]) -> Part:
    size = float(np.log(outlook.hazard[holders, 0].sum() / outlook.hazard[holder, 0]))
    return Part("job_share", f"Shared by {len(holders)} holders, any of whom may leave", size, size, size, "judgement")
