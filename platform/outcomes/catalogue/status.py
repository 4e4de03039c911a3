"""Missing is a value (design 5.6): a figure has a value and a status, kept apart."""

from collections.abc import Iterable
from enum import StrEnum


class Status(StrEnum):
    """The symbols of the Government Statistical Service, and `ok` for a plain number."""

    OK = "ok"
    CONFIDENTIAL = "c"
    UNRELIABLE = "u"
    NOT_AVAILABLE = "x"
    NOT_APPLICABLE = "z"
    ROUNDS_TO_ZERO_OLD = "k"
    ROUNDS_TO_ZERO = "low"

    @property
    def meaning(self) -> str:
        """The words for the page; one for each symbol, so that no two look alike."""
        return MEANINGS[self]


MEANINGS = {
    Status.OK: "a number",
    Status.CONFIDENTIAL: "suppressed to protect people",
    Status.UNRELIABLE: "low reliability",
    Status.NOT_AVAILABLE: "not available",
    Status.NOT_APPLICABLE: "not applicable",
    Status.ROUNDS_TO_ZERO_OLD: "rounds to 0 but is not 0",
    Status.ROUNDS_TO_ZERO: "rounds to 0 but is not 0",
}

# What wins when a figure is made from several: protection of people first, then doubt, then absence.
PRECEDENCE = (
    Status.CONFIDENTIAL,
    Status.UNRELIABLE,
    Status.NOT_AVAILABLE,
    Status.NOT_APPLICABLE,
    Status.ROUNDS_TO_ZERO_OLD,
    Status.ROUNDS_TO_ZERO,
)


def combined(statuses: Iterable[Status]) -> Status:
    """The status of a figure computed from figures with these: `ok` only if every one of them is.

    A suppressed count suppresses everything that could be computed from it (risk and analysis, 14.1).
    """
    present = set(statuses)
    return next((status for status in PRECEDENCE if status in present), Status.OK)
