"""What the through-line is drawn from: rows of held, thinly held and unheld time, with what happened on the way."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Holding(StrEnum):
    """How a post is held; the picture tells them apart by thickness and breaks."""

    PERMANENT = "permanent"
    FIXED_TERM = "fixed_term"
    INTERIM = "interim"
    ACTING = "acting"
    VACANT = "vacant"


class Happening(StrEnum):
    """The kinds of event marked on the line, each with a shape of its own."""

    GO_LIVE = "go_live"
    INSPECTION = "inspection"
    ELECTION = "election"
    REORGANISATION = "reorganisation"


@dataclass(frozen=True)
class Segment:
    """A stretch of time with one holder and one status, or with none.

    Attributes:
        start: first day.
        end: the day the next state begins, or None while it lasts.
        holding: how the post is held.
        holder: the name, where the audience may see it; empty otherwise.
        new_person: whether a different person from the last holder starts here. The confirmation of an interim is not.
    """

    start: date
    end: date | None
    holding: Holding
    holder: str = ""
    new_person: bool = False

    def __post_init__(self) -> None:
        if self.end is not None and self.end < self.start:
            msg = f"A segment cannot end on {self.end} before it starts on {self.start}"
            raise ValueError(msg)
        if self.holding is Holding.VACANT and (self.holder or self.new_person):
            raise ValueError("A vacant segment has no holder")


@dataclass(frozen=True)
class Event:
    """Something that happened on a day, such as an inspection; `label` says it in a few words for the table."""

    on: date
    kind: Happening
    label: str


@dataclass(frozen=True)
class Stage:
    """A stage of the adoption; `order` counts from 0 for the first stage and deepens the band behind the line."""

    name: str
    start: date
    end: date | None
    order: int


@dataclass(frozen=True)
class Outlook:
    """The chance (0 to 1) that the post changes hands within 3, 6 and 12 months of today."""

    r3: float
    r6: float
    r12: float

    def __post_init__(self) -> None:
        if not 0 <= self.r3 <= self.r6 <= self.r12 <= 1:
            msg = f"Chances of change rise from 0 to at most 1 with time; these are {self.r3}, {self.r6}, {self.r12}"
            raise ValueError(msg)


@dataclass(frozen=True)
class Row:
    """One line of the picture: an authority's key post, or one post of an authority."""

    label: str
    segments: tuple[Segment, ...]
    detail: str = ""
    events: tuple[Event, ...] = ()
    stages: tuple[Stage, ...] = ()
    outlook: Outlook | None = None

    def __post_init__(self) -> None:
        starts = [segment.start for segment in self.segments]
        if starts != sorted(starts):
            msg = f"The segments of {self.label} are not in order of their first day"
            raise ValueError(msg)

    def at(self, day: date) -> Segment | None:
        """The segment a day falls into, or None where nothing is known."""
        within = (s for s in self.segments if s.start <= day and (s.end is None or day < s.end))
        return next(within, None)


@dataclass(frozen=True)
class OutcomePoint:
    """One figure of an outcome, placed at the end of its period; None where no figure may be used."""

    period: str
    on: date
    value: float | None
    comparator: float | None = None


@dataclass(frozen=True)
class Outcome:
    """An outcome drawn beneath the lines on the same time axis, with its comparator."""

    measure: str
    unit: str
    label: str
    comparator_label: str
    points: tuple[OutcomePoint, ...]
    decimals: int = 1
