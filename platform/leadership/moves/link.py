"""Says that the end of one tenure and the start of another are one person's move (B9)."""

from uuid import UUID, uuid4

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from core.access import Identity
from core.audit import record
from leadership.moves.models import LeadershipMove, Side
from leadership.register.appointments import PostGivenUp
from leadership.register.errors import AlreadyRecordedError, LeadershipError
from leadership.register.models import Person, Tenure


def follow_post_given_up(session: Session, given_up: PostGivenUp) -> None:
    """An appointment named the post that the person leaves for it: the two are linked at once."""
    link_move(session, by=given_up.by, left=given_up.left, joined=given_up.joined)


def link_move(session: Session, *, by: Identity, left: Tenure, joined: Tenure) -> UUID:
    """Store the two halves of a move, each in its own authority.

    Raises:
        LeadershipError: the two are not of one person, or are the same.
        AlreadyRecordedError: one of them is part of a move already.
    """
    person = _person(session, left)
    if left.id == joined.id or person != _person(session, joined):
        raise LeadershipError("A move is of one person, from one post to another.")
    # Of two who confirm it at once the second finds what the first has stored.
    session.execute(select(func.pg_advisory_xact_lock(func.hashtext(f"move:{person}"))))
    known = session.scalar(
        select(LeadershipMove.id).where(
            or_(
                LeadershipMove.tenure_id.in_(_versions(session, left)) & (LeadershipMove.side == Side.LEFT),
                LeadershipMove.tenure_id.in_(_versions(session, joined)) & (LeadershipMove.side == Side.JOINED),
            )
        )
    )
    if known is not None:
        raise AlreadyRecordedError("One of the two is on record as part of a move already.")
    move_id = uuid4()
    for side, tenure in ((Side.LEFT, left), (Side.JOINED, joined)):
        session.add(
            LeadershipMove(
                move_id=move_id,
                side=side.value,
                authority_id=tenure.authority_id,
                tenure_id=tenure.id,
                recorded_by_id=by.account_id,
            )
        )
        record(
            session,
            by=by,
            deed=f"move.{side}",
            subject=f"move:{move_id}",
            authority_id=tenure.authority_id,
            after={"tenure": str(tenure.id)},
        )
    session.flush()  # what is read next must find both halves
    return move_id


def _versions(session: Session, tenure: Tenure) -> set[UUID]:
    """The tenure with every row that it corrects or that corrects it: the move may be linked to any of them."""
    rows = session.execute(
        select(Tenure.id, Tenure.supersedes_id).where(
            Tenure.post_id == tenure.post_id, Tenure.supersedes_id.is_not(None)
        )
    ).all()
    found, before = {tenure.id}, set[UUID]()
    while found != before:
        before = set(found)
        found |= {each for new, old in rows if {new, old} & before for each in (new, old) if each is not None}
    return found


def _person(session: Session, tenure: Tenure) -> UUID:
    """The record that stands for the holder."""
    person = session.get(Person, tenure.person_id)
    return tenure.person_id if person is None or person.same_as_id is None else person.same_as_id
