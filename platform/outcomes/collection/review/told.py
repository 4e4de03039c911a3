"""What others may hear of a review: typed events, announced in the transaction of the deed (core/events.py)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True)
class ReturnApproved:
    """The figures of a version were approved and count from now on: word goes to its leads."""

    authority_id: int
    collection_id: int
    submission_id: UUID
    version: int
    event_id: int
    at: datetime


@dataclass(frozen=True)
class ReturnSentBack:
    """A version was sent back; the sections and the reason belong into the letter (F2)."""

    authority_id: int
    collection_id: int
    submission_id: UUID
    version: int
    event_id: int
    sections: tuple[str, ...]
    reason: str
    at: datetime


@dataclass(frozen=True)
class ReturnReopened:
    """An approved return may be changed again; its approved figures count until the next approval."""

    authority_id: int
    collection_id: int
    submission_id: UUID
    version: int
    event_id: int
    reason: str
    at: datetime
