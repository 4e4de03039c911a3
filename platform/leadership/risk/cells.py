"""Cells of the model: role, kind of holding, time in post. Each has one rate."""

from bisect import bisect_right
from typing import NamedTuple

import numpy as np

from leadership.risk.arrays import Floats, Ints
from leadership.risk.hazard_ratios import usual_multiplier
from leadership.risk.priors import REFERENCE_MONTHS, TENURE_SLOPE, Group, role_prior


class Band(NamedTuple):
    """Time in post from `start` to `end` months; `middle` stands for it.

    The last band is open and its middle a choice: half of those who pass five years leave within about three more.
    """

    start: float
    end: float | None
    middle: float

    @property
    def label(self) -> str:
        return f"{self.start:g}+" if self.end is None else f"{self.start:g}-{self.end:g}"


BANDS: dict[Group, tuple[Band, ...]] = {
    Group.TEMPORARY: (Band(0, 6, 3), Band(6, None, 9)),
    Group.SUBSTANTIVE: (Band(0, 6, 3), Band(6, 24, 15), Band(24, 60, 42), Band(60, None, 84)),
}
GROUPS = (Group.TEMPORARY, Group.SUBSTANTIVE)
# Slots of one role in the arrays: two bands of interims, then four of those who hold the post in their own right.
SLOTS = tuple((group, band) for group in GROUPS for band in BANDS[group])
_FIRST_SLOT = {Group.TEMPORARY: 0, Group.SUBSTANTIVE: len(BANDS[Group.TEMPORARY])}


def slots_of(temporary: Ints, months_in_post: Floats) -> Ints:
    """Slot numbers of holders: `temporary` is 1 for interim and acting ones, months count from its start."""
    interim = np.searchsorted([band.start for band in BANDS[Group.TEMPORARY]], months_in_post, side="right") - 1
    own = np.searchsorted([band.start for band in BANDS[Group.SUBSTANTIVE]], months_in_post, side="right") - 1
    chosen = np.where(temporary == 1, interim, own + _FIRST_SLOT[Group.SUBSTANTIVE])
    return np.asarray(np.maximum(chosen, np.where(temporary == 1, 0, _FIRST_SLOT[Group.SUBSTANTIVE])), dtype=np.int64)


def slot_of(group: Group, months_in_post: float) -> int:
    """The slot number of one holder."""
    place = bisect_right([band.start for band in BANDS[group]], months_in_post) - 1
    return _FIRST_SLOT[group] + max(place, 0)


def prior_rates(role: str) -> Floats:
    """Prior hazard per month of each slot, for a post in no particular circumstances.

    `r24 (middle / 24)^0.25` for those who hold the post in their own right, constant for interims; r24 is the base rate
    over what the usual circumstances of the role multiply it by (`hazard_ratios.usual_multiplier`).
    """
    prior, usual = role_prior(role), usual_multiplier(role)
    return np.asarray(
        [
            prior.of(group).per_month
            / usual
            * ((band.middle / REFERENCE_MONTHS) ** TENURE_SLOPE if group is Group.SUBSTANTIVE else 1.0)
            for group, band in SLOTS
        ]
    )


def cell_label(role: str, slot: int) -> str:
    """The name under which a cell is stored, such as `dcs/permanent/24-60` (months)."""
    group, band = SLOTS[slot]
    return f"{role}/{group}/{band.label}"
