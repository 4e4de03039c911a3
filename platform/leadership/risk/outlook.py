"""The hazards of the coming year: what predictions, drivers and totals are all read from."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np

from leadership.risk.arrays import Floats, Ints
from leadership.risk.covariates import Multipliers
from leadership.risk.history import History
from leadership.risk.rows import HORIZONS, Rows, Stretch
from leadership.risk.timing import Timing


class RatesByRole(Protocol):
    """Posterior mean of the rate of each of a role's slots, per month."""

    def rates(self, role: str) -> Floats: ...


@dataclass(frozen=True)
class Outlook:
    """Three rows for each holder at the landmark, in the order of `rows.stretches`.

    `shape` and `rate` (per month) are those of each row's cell; the hazard is the rate times the multipliers in
    `found` times `factor`, that of the interval (see `timing.py`). `loading` (rows x circumstances) is by how much the
    logarithm of a row's hazard moves when the logarithm of a ratio is one prior sd higher. The cell's rate moves
    against it, for it was learnt under that ratio: a doubt about a ratio that all posts of a cell feel is no doubt
    about their hazards.
    """

    history: History
    rows: Rows
    slots: Ints
    shape: Floats
    rate: Floats
    found: Multipliers
    factor: Floats
    loading: Floats
    cells: RatesByRole
    timing: Timing

    @cached_property
    def hazard(self) -> Floats:
        """Hazard per month, holders x intervals."""
        return np.asarray(self.rate * np.exp(self.found.total) * self.factor).reshape(-1, len(HORIZONS))

    @cached_property
    def months(self) -> Floats:
        """Months at risk, holders x intervals: 3, 3, 6 unless the post is known to close."""
        return self.rows.months.reshape(-1, len(HORIZONS))

    @cached_property
    def cumulative(self) -> Floats:
        """Cumulative hazard to 3, 6 and 12 months, holders x horizons."""
        return np.asarray(np.cumsum(self.hazard * self.months, axis=1))

    @cached_property
    def relative_variance(self) -> Floats:
        """Squared coefficient of variation of `cumulative`.

        It comes from the cells' rates, from the priors of the ratios applied and from circumstances not recorded.
        Intervals in one cell share its rate, intervals in different cells do not; a ratio is one number for the whole
        year. The parts are combined as independent factors: (1 + v) exp(s^2) - 1. Authorities differ in level beyond
        that, but four pseudo-events leave a cell more doubt than that adds (docs/methodology.md).
        """
        shares = self._shares()
        slots = self.slots.reshape(-1, len(HORIZONS))
        of_rates = np.zeros_like(self.cumulative)
        inverse_shape = 1.0 / self.shape.reshape(-1, len(HORIZONS))
        for one in range(len(HORIZONS)):
            for other in range(len(HORIZONS)):
                same = slots[:, one] == slots[:, other]
                both = shares[:, :, one] * shares[:, :, other] * inverse_shape[:, one, None]
                of_rates += np.where(same[:, None], both, 0.0)
        by_interval = (len(slots), len(HORIZONS), self.loading.shape[1])
        logs = np.zeros_like(of_rates)
        for part in (self.loading, self.found.unknown):
            logs += (np.einsum("nhq,nqk->nhk", shares, part.reshape(by_interval)) ** 2).sum(axis=2)
        return np.asarray((1.0 + of_rates) * np.exp(logs) - 1.0)

    def of_posts(self) -> Iterator[tuple[Stretch, list[int]]]:
        """For each held post the stretch of one holder and the numbers of all of them (several in a job share)."""
        holders: dict[int, list[int]] = {}
        for number, stretch in enumerate(self.rows.stretches):
            holders.setdefault(stretch.post.number, []).append(number)
        for numbers in holders.values():
            yield self.rows.stretches[numbers[0]], numbers

    def _shares(self) -> Floats:
        """Share of interval q in the cumulative hazard to horizon h, holders x h x q."""
        parts = self.hazard * self.months
        upto = np.tril(np.ones((len(HORIZONS), len(HORIZONS))))
        whole = np.maximum(self.cumulative, np.finfo(np.float64).tiny)
        return np.asarray(parts[:, None, :] * upto[None, :, :] / whole[:, :, None])
