"""What every page about one return needs: whose it is, how it stands, what the reader may do."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from authorities.register.find import authority_by_code
from authorities.register.models import Authority
from core.access import Identity, Permission, current_identity
from core.clock import now, today
from core.errors import NotFoundError
from core.quarters import Quarter
from core.transaction import reading, transaction
from outcomes.collection.due.expected import is_expected, why_not_due
from outcomes.collection.due.find import get_collection
from outcomes.collection.due.models import Collection
from outcomes.collection.submission.locks import lock_words
from outcomes.collection.submission.may import May, Standing, may, standing_of
from outcomes.collection.submission.models import Submission
from outcomes.collection.submission.move import acts_for_lead
from outcomes.collection.submission.states import State


@dataclass(frozen=True)
class AtHand:
    """One return as the reader sees it today."""

    session: Session
    by: Identity
    authority: Authority
    collection: Collection
    standing: Standing
    may: May
    locked: str | None
    on: date
    at: datetime

    @property
    def submission(self) -> Submission | None:
        return self.standing.submission

    @property
    def state(self) -> State:
        return State.NOT_STARTED if self.submission is None else State(self.submission.state)

    @property
    def version(self) -> int:
        return 0 if self.submission is None else self.submission.version

    @property
    def acting(self) -> bool:
        """Whether the reader could write only in a lead's place: the page says so."""
        return self.by.may(Permission.RETURN_WRITE, self.authority.id) and acts_for_lead(self.by, self.authority.id)

    def url(self, endpoint: str, **more: Any) -> str:
        """The address of a page of this return."""
        return url_for(endpoint, code=self.authority.code, quarter=self.collection.quarter, **more)


@contextmanager
def looking(code: str, quarter: Quarter) -> Iterator[AtHand]:
    """A return, to read about it."""
    with reading(current_identity().scope()) as session:
        yield at_hand(session, code, quarter)


@contextmanager
def doing(code: str, quarter: Quarter) -> Iterator[AtHand]:
    """A return, to do something about it, in one transaction."""
    with transaction(current_identity().scope()) as session:
        yield at_hand(session, code, quarter)


def at_hand(session: Session, code: str, quarter: Quarter) -> AtHand:
    """How the return stands today; NotFoundError for another's, or for one that is not due and was never begun."""
    identity = current_identity()
    authority = authority_by_code(session, code)
    collection = get_collection(session, quarter)
    standing = standing_of(session, authority, collection, today())
    if standing.submission is None and not is_expected(session, authority, collection):
        raise NotFoundError(why_not_due(session, authority, collection))
    return AtHand(
        session,
        identity,
        authority,
        collection,
        standing,
        may(identity, authority, standing),
        lock_words(session, standing),
        today(),
        now(),
    )
