"""The director's signature before a return is submitted, where the authority has asked for it (decision 46)."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from authorities.register.models import Authority
from core.access import Identity
from core.errors import ConflictError, DomainError
from outcomes.collection.due.models import Collection
from outcomes.collection.intake.children import IN_WORDS, points_at_a_child
from outcomes.collection.submission.ask_director import NOT_ASKED_FOR
from outcomes.collection.submission.find import lock_submission
from outcomes.collection.submission.locks import require_unlocked
from outcomes.collection.submission.may import Standing, is_maker, standing_of
from outcomes.collection.submission.models import Submission, SubmissionEvent
from outcomes.collection.submission.move import WrongStateError, record_event
from outcomes.collection.submission.queries import digest_of, list_queries, unexplained
from outcomes.collection.submission.states import Deed, State

SHORTEST_REASON = 10
OWN_VERSION = (
    "You stored, explained or submitted this version, so another signatory of your authority must sign it off. If "
    "there is none, ask the programme support team to give a second person that role, or to switch the sign-off off."
)
OTHER_WORDS = (
    "An explanation has changed since you opened the page. Nothing was signed: read the words as they stand now, and "
    "sign off if you agree."
)


class SignOffError(DomainError):
    """It cannot be signed, or the reason for declining is missing; `field` is the box, if it is about one."""

    def __init__(self, sentence: str, field: str | None = None) -> None:
        super().__init__(sentence)
        self.field = field


class OtherWordsError(ConflictError):
    """The explanations are not those that were read (409)."""


class OwnVersionError(ConflictError):
    """The signatory made the version: the same rule as for approving (F7)."""


def sign_off(
    session: Session,
    *,
    by: Identity,
    authority: Authority,
    collection: Collection,
    version: int,
    at: datetime,
    on: date,
    words: str | None = None,
) -> SubmissionEvent:
    """Sign the version that was read. Figures or explanations stored afterwards need a new signature.

    `words` is the digest of the explanations that were read (`queries.digest_of`); None from code that shows nothing.
    They are compared with the row held, so that nobody changes one between reading and signing.

    Raises:
        WrongStateError, LockedError: it cannot be signed now (409).
        ConflictError: another version has been stored since (409), or it is signed already.
        OwnVersionError: whoever signs made this version (409).
        OtherWordsError: an explanation has changed since the page was drawn (409).
        SignOffError: queries are unexplained, or the authority asks for no signature.
    """
    submission, standing = _at_hand(session, authority, collection, version, Deed.SIGN_OFF, on)
    if standing.signed_off:
        raise ConflictError("This version is signed off already.")
    if is_maker(by, standing.makers):
        raise OwnVersionError(OWN_VERSION)
    queries = list_queries(session, authority, submission, on)
    if words is not None and words != digest_of(queries):
        raise OtherWordsError(OTHER_WORDS)
    if unexplained(queries):
        raise SignOffError("Some queries are not explained yet. Sign the return off when they are.")
    return record_event(session, by=by, submission=submission, deed=Deed.SIGN_OFF, at=at)


def decline(
    session: Session,
    *,
    by: Identity,
    authority: Authority,
    collection: Collection,
    version: int,
    reason: str,
    at: datetime,
    on: date,
) -> SubmissionEvent:
    """Say why the return is not signed: the leads read the reason on its page. Raises as `sign_off` does."""
    words = " ".join(reason.split())
    if len(words) < SHORTEST_REASON:
        raise SignOffError(f"Say in {SHORTEST_REASON} characters or more what should change first.", "reason")
    if points_at_a_child(words):
        raise SignOffError(IN_WORDS, "reason")
    submission, _ = _at_hand(session, authority, collection, version, Deed.DECLINE, on)
    return record_event(session, by=by, submission=submission, deed=Deed.DECLINE, at=at, reason=words)


def _at_hand(
    session: Session, authority: Authority, collection: Collection, version: int, deed: Deed, on: date
) -> tuple[Submission, Standing]:
    submission = lock_submission(session, authority, collection)
    if submission is None or submission.version == 0:
        raise WrongStateError(deed, State.NOT_STARTED)
    standing = standing_of(session, authority, collection, on)
    require_unlocked(session, standing)
    if not standing.needs_sign_off:
        raise SignOffError(NOT_ASKED_FOR)
    if submission.version != version:
        raise ConflictError(f"Version {submission.version} has been stored since you opened the page. Read it first.")
    return submission, standing
