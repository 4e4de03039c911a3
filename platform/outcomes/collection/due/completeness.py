"""How complete a return is (W9): required figures that are answered, of those that are required. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from outcomes.catalogue.status import Status
from outcomes.collection.check.context import Asked
from outcomes.collection.figure import Figure

# Small numbers that were rounded away are figures; every other symbol says that there is none, and owes a reason.
FIGURES = frozenset({Status.OK, Status.ROUNDS_TO_ZERO, Status.ROUNDS_TO_ZERO_OLD})


@dataclass(frozen=True)
class Share:
    """A part of a whole that cannot exceed it, by construction."""

    part: int
    whole: int

    def __post_init__(self) -> None:
        if not 0 <= self.part <= self.whole:
            raise ValueError(f"{self.part} of {self.whole} is no share.")

    @property
    def percent(self) -> int | None:
        """In whole per cent, rounded down so that 100 means all; None of nothing."""
        return self.part * 100 // self.whole if self.whole else None

    @property
    def words(self) -> str:
        """Such as "12 of 14"."""
        return f"{self.part} of {self.whole}"


def is_answer(status: Status, reason: str | None) -> bool:
    """Whether a stored figure answers: a number does, a symbol with its reason does, a bare symbol does not."""
    return status in FIGURES or bool(reason and reason.strip())


def completeness(asked: Iterable[Asked], figures: Mapping[str, Figure]) -> Share:
    """How many of the required indicators are answered; one that nobody asked for adds nothing."""
    return share_answered(asked, {code for code, figure in figures.items() if is_answer(figure.status, figure.comment)})


def share_answered(asked: Iterable[Asked], answered: Iterable[str]) -> Share:
    """As `completeness`, from the codes of what is answered."""
    required = {each.indicator for each in asked if each.required}
    return Share(len(required.intersection(answered)), len(required))
