"""What every deed of a review begins with: the row held, the state that allows it, the version that was read."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from authorities.register.models import Authority
from core.errors import ConflictError, DomainError, NotFoundError
from outcomes.collection.due.models import Collection
from outcomes.collection.intake.children import IN_WORDS, points_at_a_child
from outcomes.collection.remind.ask import ask_notice
from outcomes.collection.remind.kinds import Kind
from outcomes.collection.submission.find import NOT_YOURS, lock_submission
from outcomes.collection.submission.may import Standing, standing_of
from outcomes.collection.submission.models import Submission
from outcomes.collection.submission.move import WrongStateError
from outcomes.collection.submission.states import Deed, State, next_state

SHORTEST_REASON = 10
LONGEST_REASON = 2000


@dataclass(frozen=True)
class Missing:
    """What a box of the form lacks; `field` is the box."""

    field: str
    sentence: str


class ReviewError(DomainError):
    """Something in the form is missing: every box of which that is so, in the order of the page."""

    def __init__(self, *missing: Missing) -> None:
        super().__init__(" ".join(each.sentence for each in missing))
        self.missing = missing


@dataclass(frozen=True)
class Reviewed:
    """A return whose row is held."""

    authority: Authority
    collection: Collection
    submission: Submission
    standing: Standing


def hold(session: Session, submission: Submission, deed: Deed, version: int | None, on: date) -> Reviewed:
    """Hold the return's row and read it afresh: of two deeds at once the second sees what the first has done.

    Raises:
        WrongStateError: the deed is not allowed from the state that holds (409).
        ConflictError: another version has been stored since the page was drawn (409, W11).
    """
    authority = session.get_one(Authority, submission.authority_id)
    collection = session.get_one(Collection, submission.collection_id)
    held = lock_submission(session, authority, collection)
    if held is None:
        raise NotFoundError(NOT_YOURS)
    if next_state(State(held.state), deed) is None:
        raise WrongStateError(deed, State(held.state))
    if version is not None and version != held.version:
        raise ConflictError(
            f"Version {held.version} has been stored since you opened the page. Nothing was done: read it first."
        )
    return Reviewed(authority, collection, held, standing_of(session, authority, collection, on))


def reason_of(text: str) -> str:
    """The reason on one line; `find_missing_reason` says whether it is one."""
    return " ".join(text.split())


def find_missing_reason(words: str) -> Missing | None:
    """What is wrong with a reason: too short to be one, too long to be read, or about one child."""
    if len(words) < SHORTEST_REASON:
        return Missing("reason", f"Say why, in {SHORTEST_REASON} characters or more.")
    if len(words) > LONGEST_REASON:
        return Missing("reason", f"The reason must be {LONGEST_REASON:,} characters or fewer.")
    if points_at_a_child(words):
        return Missing("reason", IN_WORDS)
    return None


def tell_leads(session: Session, held: Reviewed, kind: Kind) -> None:
    """Ask for a letter to the authority's leads; it reads reason and sections from the event that it tells of (F2)."""
    ask_notice(session, authority_id=held.authority.id, collection=held.collection, kind=kind)
