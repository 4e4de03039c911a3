"""Gamma posteriors of the cells' rates.

rate of a cell = (a0 + events) / (a0 / prior rate + sum of exposure x hazard ratio),    a0 = 4 pseudo-events
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from leadership.risk.arrays import Floats
from leadership.risk.cells import SLOTS, prior_rates, slots_of
from leadership.risk.hazard_ratios import CIRCUMSTANCES
from leadership.risk.rows import Rows

PSEUDO_EVENTS = 4.0


@dataclass(frozen=True)
class Slots:
    """Gamma posteriors of a role: `shape` has no unit, `weight` is in months, the mean rate is shape / weight.

    `loading` (slots x circumstances) says by what part the weight grows when the logarithm of a ratio is one prior sd
    higher: by so much the rate would then be lower.
    """

    shape: Floats
    weight: Floats
    loading: Floats

    @classmethod
    def learn(cls, prior: Floats, events: Floats, exposure: Floats, loaded: Floats) -> "Slots":
        """Posterior of each slot.

        Args:
            prior: prior rates per month.
            events: how many holders left.
            exposure: months in post, each times its hazard ratios.
            loaded: slots x circumstances, the exposure times the loadings of its rows.
        """
        weight = PSEUDO_EVENTS / prior + exposure
        return cls(PSEUDO_EVENTS + events, weight, loaded / weight[:, None])


@dataclass(frozen=True)
class CellPosteriors:
    """Posteriors of the roles seen in the fit; a role that was not seen has its priors, times `scale`."""

    by_role: Mapping[str, Slots]
    scale: float

    def of(self, role: str) -> Slots:
        if role in self.by_role:
            return self.by_role[role]
        nothing = np.zeros(len(SLOTS))
        return Slots.learn(prior_rates(role) * self.scale, nothing, nothing, np.zeros((len(SLOTS), len(CIRCUMSTANCES))))

    def of_rows(self, rows: Rows) -> Slots:
        """For each row shape, weight and loading of its cell."""
        roles = sorted({item.post.seat.role for item in rows.stretches})
        role = np.asarray([roles.index(item.post.seat.role) for item in rows.stretches], dtype=np.int64)[rows.stretch]
        cells, slot = [self.of(name) for name in roles], slots_of(rows.temporary, rows.tenure)
        if not cells:
            return Slots(np.zeros(0), np.zeros(0), np.zeros((0, len(CIRCUMSTANCES))))
        return Slots(
            np.stack([mine.shape for mine in cells])[role, slot],
            np.stack([mine.weight for mine in cells])[role, slot],
            np.stack([mine.loading for mine in cells])[role, slot],
        )

    def rates(self, role: str) -> Floats:
        """Posterior mean rate of each slot, per month."""
        mine = self.of(role)
        return np.asarray(mine.shape / mine.weight)
