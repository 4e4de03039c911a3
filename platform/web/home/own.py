"""What the people of one authority see first: the return that is due with its steps, then how its leadership stands."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from authorities.register.models import Authority
from core.access import Identity, Permission
from core.clock import today
from leadership.handover.find import list_handovers
from leadership.register.history import list_histories
from leadership.register.seats import seat_on
from leadership.register.views.words import posts_sentence
from outcomes.collection.submission.listing import ReturnLine, list_returns
from outcomes.collection.submission.views.at_hand import at_hand
from outcomes.collection.submission.views.task_views import Step, steps_of
from outcomes.stories.find import count_waiting

ONLY_RISK = "Which of your posts may change hands, and why, is in the risk report."


@dataclass(frozen=True)
class OwnReturns:
    """The return to work on next with its steps, the others that are owed, and the last one that was handed in."""

    owed: ReturnLine | None
    steps: Sequence[Step]
    others: Sequence[ReturnLine]
    sent: ReturnLine | None


@dataclass(frozen=True)
class OwnAuthority:
    """An authority of the reader, how its leadership stands in a sentence, and which of its pages they may open."""

    authority: Authority
    sentence: str
    returned: OwnReturns | None
    lead: bool
    risk: bool
    handovers: int = 0
    stories: bool = False
    stories_waiting: int = 0
    pulse: bool = False


def own_authority(session: Session, identity: Identity, number: int) -> OwnAuthority:
    """All that the first page says of one authority, as far as the reader may see it."""
    authority = session.get_one(Authority, number)
    lead = identity.may(Permission.LEADERSHIP_READ, number)
    risk = identity.may(Permission.REPORT_READ, number)
    sentence = _leaders(session, identity, number) if lead else ONLY_RISK if risk else ""
    waiting = list_handovers(session, by=identity, on=today(), authority_id=number, unfinished=True) if lead else []
    return OwnAuthority(
        authority,
        sentence,
        _returns(session, identity, authority),
        lead=lead,
        risk=risk,
        handovers=len(waiting),
        stories=identity.may(Permission.STORY_REVIEW, number),
        stories_waiting=count_waiting(session, by=identity, authority_id=number),
        pulse=identity.may(Permission.TEAM_PULSE, number),
    )


def _leaders(session: Session, identity: Identity, number: int) -> str:
    on = today()
    histories = list_histories(session, by=identity, authority_id=number, on=on)
    seats = [seat_on(history, on) for history in histories if history.post.known_on <= on]
    return posts_sentence([seat for seat in seats if not seat.closed])


def _returns(session: Session, identity: Identity, authority: Authority) -> OwnReturns | None:
    """How an authority's returns stand; None for those who do not see returns."""
    if not identity.may(Permission.RETURN_READ, authority.id):
        return None
    lines = list_returns(session, authority, today())
    waiting = [line for line in reversed(lines) if line.owed]
    # The oldest that is still owed comes first.
    owed = waiting[0] if waiting else None
    sent = next((line for line in lines if line is not owed and line.submission and line.submission.timeliness), None)
    if owed is None:
        return OwnReturns(None, (), (), sent)
    at = at_hand(session, authority.code, owed.collection.quarter)
    return OwnReturns(owed, steps_of(at), waiting[1:], sent)
