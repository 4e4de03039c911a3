"""The Gamma-Poisson hazard: each cell of role, kind of holding and time in post has a rate, drawn to its base rate.

    rate of a cell = (a0 + events) / (a0 / prior rate + sum of exposure x hazard ratio),    a0 = 4 pseudo-events

The hazard of a post is the rate of its cell times the prior hazard ratios of its circumstances. There is nothing to
iterate, so it always has an answer; it stays as the fall-back of any finer model (specification, section 4,
fall-back 2).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from leadership.risk import priors
from leadership.risk.arrays import Floats, Ints
from leadership.risk.cells import SLOTS, prior_rates, slots_of
from leadership.risk.covariates import Multipliers, covariates, multipliers, shares_recorded
from leadership.risk.facts import DataCut
from leadership.risk.hazard_ratios import Circumstance
from leadership.risk.history import History, read
from leadership.risk.model import Diagnostics, Prediction, Totals
from leadership.risk.outlook import Outlook
from leadership.risk.prediction import predictions
from leadership.risk.rows import Rows, coming_rows, coming_windows, past_rows, past_windows
from leadership.risk.totals import expected_changes

NAME = "gamma-poisson"
VERSION = "1"
PSEUDO_EVENTS = 4.0
# With fewer events on record than this, base rates that are plainly off are moved as a whole first.
EVENTS_FOR_CELLS = 20
PLAUSIBLE = (0.67, 1.5)


@dataclass(frozen=True)
class CellPosteriors:
    """Gamma posteriors by role and slot: `shape` has no unit, `weight` is in months, the rate is shape / weight."""

    shape: Mapping[str, Floats]
    weight: Mapping[str, Floats]
    scale: float

    def of(self, role: str) -> tuple[Floats, Floats]:
        """Shapes and weights of a role's slots; a role that the fit has not seen has its priors."""
        if role in self.shape:
            return self.shape[role], self.weight[role]
        return np.full(len(SLOTS), PSEUDO_EVENTS), PSEUDO_EVENTS / (prior_rates(role) * self.scale)


@dataclass(frozen=True)
class GammaPoisson:
    """The fitted model: cell posteriors, and how common each circumstance is where it is recorded."""

    landmark: date
    cells: CellPosteriors
    shares: Mapping[Circumstance, float]
    diagnostics: Diagnostics
    name: str = NAME
    version: str = VERSION

    @property
    def priors_version(self) -> str:
        return priors.VERSION

    @property
    def events_on_record(self) -> int:
        return self.diagnostics.events

    def predict(self, cut: DataCut) -> tuple[Prediction, ...]:
        """One prediction for each post that is open at the cut's landmark, vacant ones included, by reference."""
        return predictions(self.outlook(cut))

    def totals(self, cut: DataCut) -> Totals:
        """How many posts are expected to change hands in twelve months, by authority and altogether.

        The draws are seeded by the cut's hash: the same facts give the same interval.
        """
        return expected_changes(self.outlook(cut), seed=int(cut.input_hash()[:16], 16))

    def outlook(self, cut: DataCut) -> Outlook:
        """The hazards of the coming year for everybody in post at the cut's landmark."""
        history = read(cut)
        rows, windows = coming_rows(history), coming_windows(history)
        found = multipliers(covariates(history, rows, windows), self.shares)
        role = [rows.stretches[place].post.seat.role for place in rows.stretch]
        slots = slots_of(rows.temporary, rows.tenure)
        posteriors = [self.cells.of(name) for name in role]
        shape = np.asarray([mine[0][slot] for mine, slot in zip(posteriors, slots, strict=True)])
        weight = np.asarray([mine[1][slot] for mine, slot in zip(posteriors, slots, strict=True)])
        return Outlook(history, rows, slots, shape, shape / weight, found, self.cells)


@dataclass(frozen=True)
class _Record:
    """Exposure and events of the past, by row."""

    history: History
    rows: Rows
    found: Multipliers
    shares: Mapping[Circumstance, float]

    @cached_property
    def exposure(self) -> Floats:
        """Months of each row times its hazard ratios."""
        return np.asarray(self.rows.months * np.exp(self.found.total))

    @cached_property
    def slots(self) -> Ints:
        return slots_of(self.rows.temporary, self.rows.tenure)

    @cached_property
    def roles(self) -> list[str]:
        return sorted({item.post.seat.role for item in self.rows.stretches})

    def by_slot(self, role: str, amount: Floats) -> Floats:
        """Sum of an amount of the rows over the slots of a role."""
        of_role = [item.post.seat.role == role for item in self.rows.stretches]
        mine = np.asarray(of_role, dtype=np.bool_)[self.rows.stretch]
        return np.bincount(self.slots[mine], weights=amount[mine], minlength=len(SLOTS)).astype(np.float64)


def fit(cut: DataCut) -> GammaPoisson:
    """Fit on everything on record in the cut, all authorities together.

    Args:
        cut: what was known at the landmark (`known.freeze`); facts known later would leak.
    """
    record = _record(cut)
    events = {role: record.by_slot(role, record.rows.event.astype(np.float64)) for role in record.roles}
    exposure = {role: record.by_slot(role, record.exposure) for role in record.roles}
    expected = float(sum(np.dot(exposure[role], prior_rates(role)) for role in record.roles))
    diagnostics = _diagnose(record, int(record.rows.event.sum()), expected)
    scale = diagnostics.scale
    return GammaPoisson(
        cut.landmark,
        CellPosteriors(
            {role: PSEUDO_EVENTS + events[role] for role in record.roles},
            {role: PSEUDO_EVENTS / (prior_rates(role) * scale) + exposure[role] for role in record.roles},
            scale,
        ),
        record.shares,
        diagnostics,
    )


def _record(cut: DataCut) -> _Record:
    history = read(cut)
    windows = past_windows(history)
    rows = past_rows(history, windows)
    found = covariates(history, rows, windows)
    shares = shares_recorded(found, rows.months)
    return _Record(history, rows, multipliers(found, shares), shares)


def _diagnose(record: _Record, events: int, expected: float) -> Diagnostics:
    """With few events and base rates plainly off, all of them are rescaled by (20 + O) / (20 + E) before the fit."""
    ratio = events / expected if expected > 0 else None
    off = ratio is not None and not PLAUSIBLE[0] <= ratio <= PLAUSIBLE[1]
    rescaled = off and events < EVENTS_FOR_CELLS
    scale = (EVENTS_FOR_CELLS + events) / (EVENTS_FOR_CELLS + expected) if rescaled else 1.0
    watched = {item.post.number for item in record.rows.stretches}
    months = float(record.rows.months.sum())
    return Diagnostics(events, months, expected, ratio, rescaled, scale, len(record.history.posts), len(watched))
