"""Bands of risk: fixed limits, the same for every post, and slow to change.

An ordinary permanent director is in the band Medium: about one in five leaves within a year. Low means low against
that.
"""

from enum import StrEnum

import numpy as np


class RiskBand(StrEnum):
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    VERY_HIGH = "very_high"

    @property
    def label(self) -> str:
        return self.value.replace("_", " ").capitalize()


ORDER = tuple(RiskBand)
# Lower limits of Medium, High and Very high, by months ahead (specification, section 8).
LIMITS: dict[int, tuple[float, float, float]] = {
    3: (0.05, 0.10, 0.30),
    6: (0.08, 0.15, 0.40),
    12: (0.15, 0.25, 0.50),
}
# A band is left only when the estimate has passed its limit by three points, or a hard fact has changed.
MARGIN = 0.03
STANDING_TEXT = (
    "The bands are fixed: within 12 months, Low is under 15%, Medium 15% to 25%, High 25% to 50%, "
    "Very high 50% or more. "
    "About 1 in 5 permanent directors leaves within a year, so an ordinary permanent director is Medium; "
    "Low means low against that."
)


def band_of(risk: float, months: int = 12) -> RiskBand:
    """The band of a risk within 3, 6 or 12 months, by the fixed limits alone."""
    return ORDER[int(np.searchsorted(LIMITS[months], risk, side="right"))]


def settle(risk: float, *, previous: RiskBand | None, hard_fact_changed: bool, months: int = 12) -> RiskBand:
    """The band to show, given the one shown before.

    Without an earlier band, or when a hard fact changed (holder, notice, status, political control, Ofsted), the
    fixed limits decide. Otherwise the band moves only over limits that the risk has passed by three points, so that
    a figure near a limit does not swing from report to report.
    """
    if previous is None or hard_fact_changed:
        return band_of(risk, months)
    place = ORDER.index(previous)
    limits = LIMITS[months]
    # Risks are rounded to a millionth; the comparison must not turn on the last bit of a sum.
    while place < len(limits) and round(risk - limits[place], 9) >= MARGIN:
        place += 1
    while place > 0 and round(limits[place - 1] - risk, 9) >= MARGIN:
        place -= 1
    return ORDER[place]
