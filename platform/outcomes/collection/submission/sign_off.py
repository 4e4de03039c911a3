"""The director's signature before a return is submitted, where the authority has asked for it."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from authorities.register.models import Authority
from core.access import Identity
from core.audit import record
from core.errors import ConflictError, DomainError
from outcomes.collection.due.models import Collection, ReturnSetting
from outcomes.collection.submission.find import lock_submission
from outcomes.collection.submission.locks import require_unlocked
from outcomes.collection.submission.may import Standing, standing_of
from outcomes.collection.submission.models import Submission, SubmissionEvent
from outcomes.collection.submission.move import WrongStateError, record_event
from outcomes.collection.submission.queries import list_queries, unexplained
from outcomes.collection.submission.states import Deed, State

SHORTEST_REASON = 10


class SignOffError(DomainError):
    """It cannot be signed, or the reason for declining is missing; `field` is the box, if it is about one."""

    def __init__(self, sentence: str, field: str | None = None) -> None:
        super().__init__(sentence)
        self.field = field


def sign_off(
    session: Session,
    *,
    by: Identity,
    authority: Authority,
    collection: Collection,
    version: int,
    at: datetime,
    on: date,
) -> SubmissionEvent:
    """Sign the version that was read. Figures stored afterwards need a new signature.

    Raises:
        WrongStateError, LockedError: it cannot be signed now (409).
        ConflictError: another version has been stored since (409), or it is signed already.
        SignOffError: queries are unexplained, or the authority asks for no signature.
    """
    submission, standing = _at_hand(session, authority, collection, version, Deed.SIGN_OFF, on)
    if standing.signed_off:
        raise ConflictError("This version is signed off already.")
    if unexplained(list_queries(session, authority, submission, on)):
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
        raise SignOffError("Your authority does not ask for a sign-off: the return can be submitted as it is.")
    if submission.version != version:
        raise ConflictError(f"Version {submission.version} has been stored since you opened the page. Read it first.")
    return submission, standing


def set_sign_off(session: Session, *, by: Identity, authority: Authority, wanted: bool, at: datetime) -> ReturnSetting:
    """Switch the authority's sign-off on or off; it counts from the next submission."""
    setting = session.get(ReturnSetting, authority.id, with_for_update=True)
    before = None if setting is None else setting.sign_off
    if setting is None:
        setting = ReturnSetting(authority_id=authority.id)
        session.add(setting)
    setting.sign_off = wanted
    setting.changed_at = at
    setting.changed_by_id = by.account_id
    record(
        session,
        by=by,
        deed="return_setting.changed",
        subject=f"authority:{authority.code}",
        authority_id=authority.id,
        before=None if before is None else {"sign_off": before},
        after={"sign_off": wanted},
    )
    return setting
