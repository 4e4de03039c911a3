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


class RatesByRole(Protocol):
    """Shapes and weights of the Gamma posteriors of a role's slots."""

    def of(self, role: str) -> tuple[Floats, Floats]: ...


@dataclass(frozen=True)
class Outlook:
    """Three rows for each holder at the landmark, in the order of `rows.stretches`.

    `shape` and `rate` (per month) are those of each row's cell; the hazard is the rate times the multipliers in
    `found`.
    """

    history: History
    rows: Rows
    slots: Ints
    shape: Floats
    rate: Floats
    found: Multipliers
    cells: RatesByRole

    @cached_property
    def hazard(self) -> Floats:
        """Hazard per month, holders x intervals."""
        return np.asarray(self.rate * np.exp(self.found.total)).reshape(-1, len(HORIZONS))

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
        """Squared coefficient of variation of `cumulative`, from the cells' rates and the priors of the ratios applied.

        Intervals in one cell share its rate, intervals in different cells do not; a ratio is one number for the whole
        year. The two parts are combined as those of independent factors: (1 + v) exp(s^2) - 1.
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
        sd = self.found.sd.reshape(len(slots), len(HORIZONS), -1)
        of_ratios = (np.einsum("nhq,nqk->nhk", shares, sd) ** 2).sum(axis=2)
        return np.asarray((1.0 + of_rates) * np.exp(of_ratios) - 1.0)

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
