"""The Gamma-Poisson hazard: each cell of role, kind of holding and time in post has a rate, drawn to its base rate.

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
from leadership.risk.covariates import COLUMN, NO_NOTICE, Multipliers, covariates, multipliers, shares_recorded
from leadership.risk.facts import DataCut
from leadership.risk.hazard_ratios import Circumstance
from leadership.risk.history import History, read
from leadership.risk.model import Diagnostics, Prediction, Totals
from leadership.risk.outlook import Outlook
from leadership.risk.past_landmarks import landmark_rows, landmark_windows
from leadership.risk.posterior import CellPosteriors, Slots
from leadership.risk.prediction import predictions
from leadership.risk.rows import Rows, coming_rows, coming_windows, past_rows, past_windows
from leadership.risk.timing import Timing, learn_timing
from leadership.risk.totals import expected_changes

NAME = "gamma-poisson"
VERSION = "1"
# So many pseudo-events hold the level of all base rates together; with fewer events on record a plainly wrong level is
# a reason for doubt.
LEVEL_EVENTS = 20
PLAUSIBLE = (0.67, 1.5)


@dataclass(frozen=True)
class GammaPoisson:
    """The fitted model: posteriors of the cells, factors of the intervals ahead, usual shares of the circumstances."""

    landmark: date
    cells: CellPosteriors
    timing: Timing
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
        cells = self.cells.of_rows(rows)
        return Outlook(
            history=history,
            rows=rows,
            slots=slots_of(rows.temporary, rows.tenure),
            shape=cells.shape,
            rate=cells.shape / cells.weight,
            found=found,
            factor=self.timing.factors(rows.temporary, windows.interval[rows.window], found.since_notice),
            loading=_net_loading(found, cells, self.timing),
            cells=self.cells,
            timing=self.timing,
        )


def fit(cut: DataCut) -> GammaPoisson:
    """Fit on everything on record in the cut, all authorities together.

    Args:
        cut: what was known at the landmark (`known.freeze`); facts known later would leak.
    """
    record = _record(cut)
    events = record.by_cell(record.rows.event.astype(np.float64))
    exposure = record.by_cell(record.exposure)
    loaded = [record.by_cell(record.exposure * loading) for loading in record.found.loading.T]
    expected = float(sum(np.dot(exposure[place], prior_rates(role)) for place, role in enumerate(record.roles)))
    diagnostics = _diagnose(record, int(record.rows.event.sum()), expected)
    by_role = {
        role: Slots.learn(
            prior_rates(role) * diagnostics.scale,
            events[place],
            exposure[place],
            np.column_stack([of_cells[place] for of_cells in loaded]),
        )
        for place, role in enumerate(record.roles)
    }
    cells = CellPosteriors(by_role, diagnostics.scale)
    timing = _timing(record.history, cells, record.shares)
    return GammaPoisson(cut.landmark, cells, timing, record.shares, diagnostics)


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
    def roles(self) -> list[str]:
        return sorted({item.post.seat.role for item in self.rows.stretches})

    @cached_property
    def cells(self) -> Ints:
        """The number of each row's cell: roles in order, the slots of each in theirs."""
        role = np.asarray([self.roles.index(item.post.seat.role) for item in self.rows.stretches], dtype=np.int64)
        return role[self.rows.stretch] * len(SLOTS) + slots_of(self.rows.temporary, self.rows.tenure)

    def by_cell(self, amount: Floats) -> Floats:
        """Sum of an amount of the rows, roles x slots."""
        count = len(self.roles) * len(SLOTS)
        sums = np.bincount(self.cells, weights=amount, minlength=count).reshape(-1, len(SLOTS))
        return np.asarray(sums, dtype=np.float64)


def _record(cut: DataCut) -> _Record:
    history = read(cut)
    windows = past_windows(history)
    rows = past_rows(history, windows)
    found = covariates(history, rows, windows)
    shares = shares_recorded(found, rows.months)
    return _Record(history, rows, multipliers(found, shares), shares)


def _timing(history: History, cells: CellPosteriors, shares: Mapping[Circumstance, float]) -> Timing:
    """Predict past landmarks with these cells and learn from what followed."""
    windows = landmark_windows(history)
    rows = landmark_rows(history, windows)
    found = multipliers(covariates(history, rows, windows), shares)
    mine = cells.of_rows(rows)
    expected = mine.shape / mine.weight * np.exp(found.total) * rows.months
    interval = windows.interval[rows.window]
    return learn_timing(rows.temporary, interval, found.since_notice, rows.event.astype(np.float64), expected)


def _net_loading(found: Multipliers, cells: Slots, timing: Timing) -> Floats:
    """Loadings of rows less those that their cells have learnt under.

    What an announcement does is learnt by itself, from past landmarks: its doubt is what that has left.
    """
    net = found.loading - cells.loading
    noticed = found.since_notice != NO_NOTICE
    net[:, COLUMN[Circumstance.ANNOUNCED]] = np.where(
        noticed, timing.noticed_sd[np.maximum(found.since_notice, 0)], 0.0
    )
    return np.asarray(net)


def _diagnose(record: _Record, events: int, expected: float) -> Diagnostics:
    """The level of all base rates is learnt before the cells: it moves by (20 + O) / (20 + E).

    The specification moves it only with fewer than 20 events and O/E beyond 0.67 to 1.5. A level that is always learnt
    does not jump when the twentieth event comes, and was better calibrated (docs/methodology.md).
    `base_rates_in_doubt` marks the specification's case.
    """
    ratio = events / expected if expected > 0 else None
    off = ratio is not None and not PLAUSIBLE[0] <= ratio <= PLAUSIBLE[1]
    scale = (LEVEL_EVENTS + events) / (LEVEL_EVENTS + expected)
    watched = {item.post.number for item in record.rows.stretches}
    months = float(record.rows.months.sum())
    return Diagnostics(
        events=events,
        exposure_months=months,
        expected_by_priors=expected,
        observed_over_expected=ratio,
        scale=scale,
        base_rates_in_doubt=off and events < LEVEL_EVENTS,
        posts=len(record.history.posts),
        posts_watched=len(watched),
    )
