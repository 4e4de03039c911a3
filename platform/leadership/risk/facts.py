"""The facts that the risk model may see, each with the day on which somebody could know it.

These values are the whole interface between the register and the model. A day that ends something (`ended_on`,
`closed_on`, `until`) is always the first day on which it is no longer so.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from typing import Literal

from leadership.risk import canonical

Status = Literal["permanent", "fixed_term", "interim", "acting"]


@dataclass(frozen=True)
class TenureFact:
    """One person in one post with one status, as one row of the register says it.

    A row that corrects another names it in `supersedes` and says in `corrected_on` when the correction could be known.
    """

    ref: str
    person: str
    status: Status
    started_on: date
    start_known_on: date
    ended_on: date | None
    end_known_on: date | None
    contract_ends_on: date | None
    internal: bool | None
    end_reason: str | None
    corrected_on: date | None = None
    supersedes: str | None = None


@dataclass(frozen=True)
class Announcement:
    """A departure announced or withdrawn; `effective_on` is the expected last day.

    `superseded_on` is the day on which a correction replaced this row: from then on it no longer counts.
    """

    kind: Literal["departure_announced", "departure_withdrawn"]
    effective_on: date
    known_on: date
    confidential_until: date | None
    person: str | None
    superseded_on: date | None = None


@dataclass(frozen=True)
class Seat:
    """A post, which exists while vacant.

    `observed_from` is a day since which every holder is certainly on record, such as that on which the post was first
    entered; the model counts from an earlier day if the record itself proves one (see `observation.py`).
    """

    post: str
    authority: str
    role: str
    opened_on: date
    known_on: date
    closed_on: date | None
    close_known_on: date | None
    job_share: bool
    tenures: tuple[TenureFact, ...]
    announcements: tuple[Announcement, ...]
    observed_from: date | None = None


@dataclass(frozen=True)
class Inspection:
    inspected_on: date
    known_on: date
    overall: str | None
    impact_of_leaders: str | None


@dataclass(frozen=True)
class ControlChange:
    """The political control in force from a day on. Only a value different from the one before is a change."""

    effective_on: date
    known_on: date
    control: str


@dataclass(frozen=True)
class Election:
    polling_on: date
    known_on: date
    cycle: str


@dataclass(frozen=True)
class Reorganisation:
    started_on: date
    known_on: date
    until: date | None
    kind: str


@dataclass(frozen=True)
class AuthorityFacts:
    authority: str
    inspections: tuple[Inspection, ...] = ()
    control: tuple[ControlChange, ...] = ()
    elections: tuple[Election, ...] = ()
    reorganisations: tuple[Reorganisation, ...] = ()


@dataclass(frozen=True)
class DataCut:
    """Everything that was known at a landmark, and nothing else. Made by `known.freeze`."""

    landmark: date
    seats: tuple[Seat, ...]
    authorities: tuple[AuthorityFacts, ...]

    def to_json(self) -> str:
        """The cut as canonical text: sorted, people and tenures numbered anew, so that no name can be read from it."""
        return json.dumps(canonical.to_plain(canonical.nameless(self)), sort_keys=True, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> "DataCut":
        """Read what `to_json` wrote.

        Raises:
            ValueError: the text is not a data cut; the message names the part.
        """
        return canonical.from_plain(cls, json.loads(text), where="data cut")

    def input_hash(self) -> str:
        """SHA-256 of the canonical text: equal facts, equal hash, whatever the order of rows or the references."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()
