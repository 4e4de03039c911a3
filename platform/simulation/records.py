"""The records of a world: what the import files will hold, row by row, with both dates of everything.

`effective_on` (or a start, or an end) is when it happened; `known_on` is when somebody could know it.
"""

from dataclasses import dataclass
from datetime import date

from simulation.roles import Role, Status


@dataclass
class Post:
    """One seat. `closed_on` is the first day on which it no longer exists."""

    ref: str
    council: int
    role: Role
    title: str
    opened_on: date
    closed_on: date | None = None
    close_known_on: date | None = None


@dataclass
class Tenure:
    """One person in one post with one status; `ended_on` is the first day no longer in post."""

    ref: str
    post: int
    person: int
    status: Status
    started_on: date
    start_known_on: date
    internal: bool | None
    contract_ends_on: date | None = None
    ended_on: date | None = None
    end_known_on: date | None = None
    end_reason: str = ""
    started_precision: str = "day"


@dataclass(frozen=True)
class Event:
    """One entry of the log of what was said and done; `effective_on` may lie ahead of `known_on`."""

    post: int
    kind: str
    effective_on: date
    known_on: date
    person: int | None = None
    tenure: int | None = None
    source: str = ""
    confidence: str = ""
    confidential_until: date | None = None


@dataclass(frozen=True)
class Fact:
    """A dated fact about a council: an inspection, its political control, an election or a reorganisation."""

    council: int
    kind: str
    effective_on: date
    known_on: date
    value: str
    until: date | None = None
    detail: str = ""
    source: str = ""


@dataclass(frozen=True)
class Adoption:
    """A council takes on an innovation: planned dates are known when it joins, the others when they come.

    A stage that the council never reached, because it left, has no date.
    """

    council: int
    innovation: str
    wave: str
    joined_on: date
    set_up_planned_on: date
    go_live_planned_on: date
    funding_ends_on: date
    set_up_on: date | None
    go_live_on: date | None
    embedding_on: date | None
    sustain_on: date | None
    left_on: date | None = None


@dataclass(frozen=True)
class Pause:
    council: int
    innovation: str
    paused_on: date
    resumed_on: date
    reason: str


@dataclass(frozen=True)
class Innovator:
    council: int
    innovation: str
