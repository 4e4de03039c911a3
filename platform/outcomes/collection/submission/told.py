"""What others may hear of a return: typed events, announced in the transaction of the deed (core/events.py)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True)
class ReturnSubmitted:
    """A version was handed in for review: a receipt goes to its lead, word to the reviewers (J4)."""

    authority_id: int
    collection_id: int
    submission_id: UUID
    version: int
    by_account_id: int | None
    at: datetime
