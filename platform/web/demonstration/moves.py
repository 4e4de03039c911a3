"""Moves of the invented programme, by the real verbs: some confirmed, and a director shared by two authorities (B9)."""

from datetime import date, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from authorities.programme.members import list_members
from authorities.register.models import Authority
from core.access import Identity
from core.outbox import OutboxMessage
from core.scope import Scope
from core.transaction import transaction
from leadership.moves.find import list_moves
from leadership.moves.link import link_move
from leadership.moves.models import LeadershipMove
from leadership.register.appointments import appoint
from leadership.register.days import Day
from leadership.register.departures import record_departure
from leadership.register.history import list_histories
from leadership.register.kinds import Confidence, EndReason, TenureStatus
from leadership.register.log import RISK_RUN
from leadership.register.models import Person
from leadership.register.seats import Seat, seat_on
from leadership.register.told import Told
from web.demonstration.return_people import persona_authority, reviewer_of

CONFIRMED_YEARS = timedelta(days=2 * 366)
LEFT_OPEN_EACH = 3
"""Of the moves of two years every third waits to be confirmed, as those before them do."""
DIRECTOR = "dcs"


def make_moves(on: date) -> int:
    """Share a director, confirm moves; returns how many. Done once: where somebody confirmed one, nothing happens."""
    with transaction(Scope.EVERYTHING) as session:
        support = reviewer_of(session)
        confirmed = select(LeadershipMove.id).where(LeadershipMove.recorded_by_id == support.account_id).limit(1)
        if session.scalars(confirmed).one_or_none() is not None:
            return 0
        _share_a_director(session, support, on)
        recent = [
            each
            for each in list_moves(session, on)
            if each.move_id is None and each.joined.tenure.started_on > on - CONFIRMED_YEARS
        ]
        chosen = [move for place, move in enumerate(recent) if place % LEFT_OPEN_EACH]
        for move in chosen:
            link_move(session, by=support, left=move.left.tenure, joined=move.joined.tenure)
        # The report that is made next knows all of it.
        session.flush()
        session.execute(delete(OutboxMessage).where(OutboxMessage.task == RISK_RUN, OutboxMessage.sent_at.is_(None)))
    return len(chosen)


def _share_a_director(session: Session, by: Identity, on: date) -> None:
    """A director left two months ago, and that of another member has held both posts since: one person, two posts.

    The last members by name, whose leaders have had no round: one leader in two of them would count as one.
    """
    own = persona_authority(session)
    found = (_director(session, by, each, on) for each in reversed(list_members(session, on=on)) if each.id != own)
    seats = [seat for seat in found if seat is not None][:2]
    if len(seats) < 2:  # noqa: PLR2004  (who shares, and whose post)
        return
    shared, left = seats
    told = Told(on - timedelta(days=70), "letter of both chief executives", Confidence.HIGH)
    day = Day(on - timedelta(days=60))
    holder = left.history.row(left.holders[0].tenure.id)
    reason = EndReason.PLANNED_MOVE
    post = left.history.post
    record_departure(session, by=by, post=post, tenure=holder, ended=day, reason=reason, told=told, on=on)
    appoint(
        session,
        by=by,
        post=post,
        person=session.get_one(Person, shared.holders[0].tenure.person_id),
        status=TenureStatus.PERMANENT,
        started=day,
        told=told,
        on=on,
        internal=False,
    )


def _director(session: Session, by: Identity, authority: Authority, on: date) -> Seat | None:
    """The director's post of a member with one settled holder, of whom nothing is known to come."""
    histories = list_histories(session, by=by, authority_id=authority.id, on=on, open_only=True)
    for history in histories:
        seat = seat_on(history, on)
        settled = len(seat.holders) == 1 and not seat.coming and not history.post.job_share
        if history.role.code == DIRECTOR and settled and seat.holders[0].tenure.known_on < on - timedelta(days=180):
            return seat
    return None
