"""What each circumstance multiplies a row's hazard by, on the log scale, and how sure the prior is of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from leadership.risk.arrays import Flags, Floats, Ints
from leadership.risk.hazard_ratios import ANNOUNCED_DECAY, ANNOUNCED_DECAY_SD, CIRCUMSTANCES, EFFECTS, Circumstance
from leadership.risk.history import History
from leadership.risk.months import add_months
from leadership.risk.notices import interval_of_notice
from leadership.risk.rows import Rows, Stretch
from leadership.risk.surroundings import CONTRACT_RUN_UP_MONTHS, FAR, Windows, survey

FIXED_TERM = "fixed_term"
# Stands for the number of intervals since notice where there is none.
NO_NOTICE = -1
COLUMN = {circumstance: place for place, circumstance in enumerate(CIRCUMSTANCES)}
# So many months without a record weigh as much as the share that is assumed where nobody recorded anything.
DEFAULT_WEIGHT = 60.0


@dataclass(frozen=True)
class Covariates:
    """Rows x circumstances.

    `value` is NaN where not recorded; `log_mean` and `log_sd` belong to a value of 1 (or one change); `applies` says
    whether the row's role feels the circumstance at all. `since_notice` counts the intervals from the one in which the
    last day is expected, `NO_NOTICE` where none is, or not yet.
    """

    value: Floats
    log_mean: Floats
    log_sd: Floats
    applies: Flags
    since_notice: Ints


@dataclass(frozen=True)
class Multipliers:
    """Rows x circumstances.

    `log` is the logarithm of the multiplier. `loading` is by how much it moves when the logarithm of the ratio is one
    prior sd higher: this doubt is shared by all rows. `unknown` is the sd from not knowing whether the circumstance is
    met: this doubt is each row's own.
    """

    log: Floats
    loading: Floats
    unknown: Floats
    missing: Flags
    since_notice: Ints

    @cached_property
    def sd(self) -> Floats:
        """Sd of `log` as the priors leave it."""
        return np.asarray(np.hypot(self.loading, self.unknown))

    @cached_property
    def total(self) -> Floats:
        """Logarithm of all multipliers of a row together."""
        return np.asarray(self.log.sum(axis=1))


def covariates(history: History, rows: Rows, windows: Windows) -> Covariates:
    """The circumstances of every row as they were known on the day its window is looked at."""
    value = np.zeros((len(rows), len(CIRCUMSTANCES)))
    home = np.asarray([item.post.authority_number for item in rows.stretches], dtype=np.int64)[rows.stretch]
    post = np.asarray([item.post.number for item in rows.stretches], dtype=np.int64)[rows.stretch]
    around = survey(history, windows)
    by_authority = {
        Circumstance.INADEQUATE_RECENT: around.inadequate_recent,
        Circumstance.INADEQUATE_STANDING: around.inadequate_standing,
        Circumstance.CHIEF_EXECUTIVE_CHANGED: around.chief_executive_changed,
        Circumstance.DCS_CHANGED: around.dcs_changed,
        Circumstance.CONTROL_CHANGED: around.control_changed,
        Circumstance.ELECTION: around.election,
        Circumstance.ELECTION_AHEAD: around.election_ahead,
        Circumstance.REORGANISATION: around.reorganisation,
    }
    for circumstance, table in by_authority.items():
        value[:, COLUMN[circumstance]] = table[home, rows.window]
    value[:, COLUMN[Circumstance.PEERS_VACANT]] = around.peers_vacant[post, rows.window]
    value[:, COLUMN[Circumstance.OTHER_CHANGES]] = around.other_changes[post, rows.window]
    value[:, COLUMN[Circumstance.INTERNAL]] = np.asarray([_internal(item) for item in rows.stretches])[rows.stretch]
    value[:, COLUMN[Circumstance.CONTRACT_ENDS]] = _contract_ends(rows, windows)
    return _with_ratios(rows, windows, value, interval_of_notice(rows, windows, history))


def shares_recorded(found: Covariates, weights: Floats) -> dict[Circumstance, float]:
    """How common each circumstance is where it is recorded, rows weighted by their months: what stands for an unknown.

    The share assumed without any record counts for 60 months.
    """
    usable = found.applies & ~np.isnan(found.value)
    shares = {}
    for circumstance, place in COLUMN.items():
        mine = usable[:, place]
        default = EFFECTS[circumstance].default_share
        total = float(np.dot(weights[mine], found.value[mine, place])) + DEFAULT_WEIGHT * default
        shares[circumstance] = total / (float(weights[mine].sum()) + DEFAULT_WEIGHT)
    return shares


def multipliers(found: Covariates, shares: Mapping[Circumstance, float]) -> Multipliers:
    """Multipliers of each row: the ratio for a flag that is set, `1 + x (ratio - 1)` for a share x of the window.

    A share stands for months at the ratio and months without, whose hazards add. Counts multiply (ratio to the power
    of the count). Where a circumstance is not recorded the share in which it is met elsewhere stands in for it,
    never zero, and the sd grows by what it might be.
    """
    missing = found.applies & np.isnan(found.value)
    typical = np.asarray([shares[circumstance] for circumstance in CIRCUMSTANCES])
    x = np.where(found.applies, np.where(missing, typical, found.value), 0.0)
    ratio = np.exp(found.log_mean)
    of_share = np.log1p(x * (ratio - 1.0))
    loading_of_share = x * ratio * found.log_sd / (1.0 + x * (ratio - 1.0))
    counted = np.zeros(len(CIRCUMSTANCES), dtype=np.bool_)
    counted[COLUMN[Circumstance.OTHER_CHANGES]] = True
    loading = np.where(counted, x * found.log_sd, loading_of_share)
    unknown = np.where(missing, np.abs(found.log_mean) * np.sqrt(x * (1.0 - np.minimum(x, 1.0))), 0.0)
    return Multipliers(np.where(counted, x * found.log_mean, of_share), loading, unknown, missing, found.since_notice)


def _with_ratios(rows: Rows, windows: Windows, value: Floats, notice: Floats) -> Covariates:
    """Look the ratios up by role; an announced departure has its ratio from the interval in which it is expected."""
    roles = sorted({item.post.seat.role for item in rows.stretches})
    role = np.asarray([roles.index(item.post.seat.role) for item in rows.stretches], dtype=np.int64)[rows.stretch]
    mean, sd = np.zeros((len(roles), len(CIRCUMSTANCES))), np.zeros((len(roles), len(CIRCUMSTANCES)))
    applies = np.zeros((len(roles), len(CIRCUMSTANCES)), dtype=np.bool_)
    for line, name in enumerate(roles):
        for circumstance, place in COLUMN.items():
            ratio = EFFECTS[circumstance].ratio_for(name)
            if ratio is not None:
                mean[line, place], sd[line, place], applies[line, place] = ratio.log_mean, ratio.log_sd, True
    log_mean, log_sd = mean[role], sd[role]
    late = windows.interval[rows.window] - notice
    announced = COLUMN[Circumstance.ANNOUNCED]
    value[:, announced] = late >= 0
    since_notice = np.where(late >= 0, late, NO_NOTICE).astype(np.int64)
    step = np.maximum(since_notice, 0)
    log_mean[:, announced] += np.asarray(ANNOUNCED_DECAY)[step]
    log_sd[:, announced] = np.hypot(log_sd[:, announced], np.asarray(ANNOUNCED_DECAY_SD)[step])
    felt = applies[role]
    fixed = np.asarray([item.spell.row.status == FIXED_TERM for item in rows.stretches], dtype=np.bool_)
    felt[:, COLUMN[Circumstance.CONTRACT_ENDS]] &= fixed[rows.stretch]
    return Covariates(value, log_mean, log_sd, felt, since_notice)


def _internal(item: Stretch) -> float:
    """The tenure's own word, or that of an earlier tenure of the same holding."""
    for spell in reversed(item.holding.spells):
        if spell.row.internal is not None:
            return float(spell.row.internal)
    return float("nan")


def _contract_ends(rows: Rows, windows: Windows) -> Floats:
    """The share of the window within six months of the end of a fixed term, or after it.

    For interims it is none: that their contracts are short is in their base rate already.
    """
    first = np.full(len(rows.stretches), float(FAR))
    for number, item in enumerate(rows.stretches):
        row = item.spell.row
        if row.status == FIXED_TERM:
            ends = row.contract_ends_on
            first[number] = np.nan if ends is None else add_months(ends, -CONTRACT_RUN_UP_MONTHS).toordinal()
    from_day = first[rows.stretch]
    start, end = windows.start[rows.window], windows.end[rows.window]
    return np.asarray(np.clip((end - np.maximum(start, from_day)) / np.maximum(end - start, 1), 0.0, 1.0))
