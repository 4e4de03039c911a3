"""What a series is drawn from: figures with their status, a median with its stamp, changes of leader."""

from dataclasses import dataclass
from datetime import date

OK = "ok"
SYMBOL_WORDS = {
    "c": "confidential",
    "k": "rounds to zero",
    "low": "rounds to zero",
    "u": "low reliability",
    "x": "not available",
    "z": "not applicable",
}
"""The government symbols for a figure that is not printed, and what they mean."""


@dataclass(frozen=True)
class Figure:
    """One figure of a series.

    Attributes:
        period: its label, such as "2024-25" or "2025-26 Q1".
        on: the last day of the period, where the figure stands.
        value: the figure, or None unless the status is "ok".
        status: "ok", or the symbol of why there is no figure (c, k, u, x, z, low).
        used: for a median of neighbours, how many had a figure.
    """

    period: str
    on: date
    value: float | None
    status: str = OK
    used: int | None = None

    def __post_init__(self) -> None:
        if (self.value is None) == (self.status == OK):
            msg = f"The figure for {self.period} must have a value when its status is ok, and none otherwise"
            raise ValueError(msg)


@dataclass(frozen=True)
class Series:
    """Figures in the order of their days, under a name."""

    label: str
    figures: tuple[Figure, ...]

    def __post_init__(self) -> None:
        days = [figure.on for figure in self.figures]
        if days != sorted(set(days)):
            msg = f"The figures of {self.label} are not in order of their days, or two share a day"
            raise ValueError(msg)

    def latest(self) -> Figure | None:
        """The latest figure that has a value."""
        return next((figure for figure in reversed(self.figures) if figure.value is not None), None)


@dataclass(frozen=True)
class Neighbours:
    """The median of an authority's statistical neighbours, with what it was taken from."""

    figures: tuple[Figure, ...]
    members: int
    model_year: int

    def stamp(self) -> str:
        """How many members the latest median used, of which model: "median of 9 of 10, 2025 model"."""
        latest = Series("neighbours", self.figures).latest()
        used = self.members if latest is None or latest.used is None else latest.used
        return f"median of {used} of {self.members}, {self.model_year} model"


@dataclass(frozen=True)
class Change:
    """A change of leader to mark on the picture."""

    on: date
    label: str
