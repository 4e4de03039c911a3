"""Who answers: somebody who came by a link, or the leader themselves. Either sees one round and their own key."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from authorities.register.models import Authority
from core.access import Identity
from leadership.profiles.errors import LinkNotOpenError, RoundClosedError
from leadership.profiles.find import get_own_round, is_running
from leadership.profiles.kinds import Group
from leadership.profiles.models import ProfileRound, RaterInvitation, RaterLink


@dataclass(frozen=True)
class Rater:
    """Somebody who may answer now. `key` is never shown, logged or put into an address."""

    invitation_id: UUID
    key: UUID
    group: Group
    round: ProfileRound
    authority: str

    def __repr__(self) -> str:
        return f"Rater of round {self.round.id}"


def get_rater_by_link(session: Session, *, secret_hash: str, on: date) -> Rater:
    """The rater whose link has this hash; the session's scope carries the same hash, or the database shows nothing.

    Raises LinkNotOpenError for every link that opens nothing, whatever the reason.
    """
    return _rater(session, _raters().where(RaterInvitation.secret_hash == secret_hash), on)


def get_leader_as_rater(session: Session, *, by: Identity, round_id: UUID, on: date) -> Rater:
    """The leader as the rater of their own round.

    Raises:
        NotFoundError: it is not theirs.
        RoundClosedError: it takes no answers any more.
    """
    if not is_running(get_own_round(session, by=by, round_id=round_id), on):
        raise RoundClosedError
    query = _raters().where(
        ProfileRound.id == round_id,
        ProfileRound.person_id.in_(by.person_ids),
        RaterInvitation.rater_group == Group.SELF.value,
    )
    return _rater(session, query, on)


def _raters() -> Select[RaterInvitation, RaterLink, ProfileRound, str]:
    return (
        select(RaterInvitation, RaterLink, ProfileRound, Authority.name)
        .join(RaterLink, RaterLink.invitation_id == RaterInvitation.id)
        .join(ProfileRound, ProfileRound.id == RaterInvitation.round_id)
        .join(Authority, Authority.id == ProfileRound.authority_id)
        .where(RaterInvitation.withdrawn_at.is_(None), ProfileRound.closed_at.is_(None))
    )


def _rater(session: Session, query: Select[RaterInvitation, RaterLink, ProfileRound, str], on: date) -> Rater:
    row = session.execute(query).one_or_none()
    if row is None:
        raise LinkNotOpenError
    invitation, link, held, authority = row
    if not is_running(held, on):
        raise LinkNotOpenError
    return Rater(invitation.id, link.rater_key, Group(invitation.rater_group), held, authority)
