"""Hands a return to the support team for review."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from authorities.register.models import Authority
from core.access import Identity
from core.errors import ConflictError, DomainError
from core.events import announce
from outcomes.collection.due.completeness import completeness
from outcomes.collection.due.expected import asked_of
from outcomes.collection.due.models import Collection
from outcomes.collection.submission.find import figures_of, find_current_version, lock_submission
from outcomes.collection.submission.freeze import freeze_completeness, freeze_timeliness
from outcomes.collection.submission.locks import require_unlocked
from outcomes.collection.submission.may import standing_of
from outcomes.collection.submission.models import Submission
from outcomes.collection.submission.move import WrongStateError, record_event
from outcomes.collection.submission.obstacles import Obstacle, list_obstacles
from outcomes.collection.submission.states import Deed, State
from outcomes.collection.submission.told import ReturnSubmitted


class NotReadyError(DomainError):
    """Something must be done first; `obstacles` say what and where."""

    def __init__(self, obstacles: tuple[Obstacle, ...]) -> None:
        super().__init__(" ".join(each.sentence for each in obstacles))
        self.obstacles = obstacles


def submit(
    session: Session,
    *,
    by: Identity,
    authority: Authority,
    collection: Collection,
    version: int,
    at: datetime,
    on: date,
) -> Submission:
    """Submit the version that the person looked at; how punctual it is is frozen with the first time.

    Raises:
        WrongStateError: it has been submitted already, or never begun (409).
        LockedError: the window is closed; it says which lock (409).
        ConflictError: another version has been stored since the page was drawn (409).
        NotReadyError: something must be done first.
    """
    submission = lock_submission(session, authority, collection)
    if submission is None:
        raise WrongStateError(Deed.SUBMIT, State.NOT_STARTED)
    standing = standing_of(session, authority, collection, on)
    require_unlocked(session, standing)
    if submission.version != version:
        raise ConflictError(
            f"Version {submission.version} has been stored since you opened the page. Nothing was submitted: look at "
            "the new figures first."
        )
    obstacles = list_obstacles(session, authority, collection, standing, on)
    if obstacles:
        raise NotReadyError(tuple(obstacles))
    figures = figures_of(session, find_current_version(session, authority, submission))
    answered = completeness(asked_of(session, authority, collection), figures)
    event = record_event(session, by=by, submission=submission, deed=Deed.SUBMIT, at=at)
    freeze_timeliness(submission, window=standing.window, at=at)
    freeze_completeness(submission, answered=answered)
    announce(
        session,
        ReturnSubmitted(authority.id, collection.id, submission.id, submission.version, by.account_id, event.at),
    )
    return submission
