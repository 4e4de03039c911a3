"""Reads rounds: a leader their own, the support team which there are."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from authorities.register.models import Authority
from core.access import Identity
from core.errors import NotFoundError
from core.scope import Scope
from leadership.profiles.kinds import INVITED, Group
from leadership.profiles.models import ProfileRound, RaterInvitation, RoundProgress
from leadership.profiles.release.result import FEWEST

NOT_YOURS = "There is no such page, or it is not yours to see."


@dataclass(frozen=True)
class GroupProgress:
    """How far a group is, as leader and support team may know it: never who, never how many (14.2, rules 1 and 6).

    Under `fewest` answers nothing is said but that there are fewer; from it on, that there are enough.
    """

    group: Group
    invited: int
    enough: bool
    fewest: int = FEWEST

    @property
    def answered(self) -> str:
        return f"{self.fewest} or more" if self.enough else f"fewer than {self.fewest}"


@dataclass(frozen=True)
class RoundLine:
    """A round as the support team may know of it: that it exists, its days, how far it is."""

    round: ProfileRound
    authority: Authority
    progress: tuple[GroupProgress, ...]


def get_own_round(session: Session, *, by: Identity, round_id: UUID) -> ProfileRound:
    """The leader's own round; NotFoundError for anybody else's, as if there were none."""
    found = session.scalars(
        select(ProfileRound).where(ProfileRound.id == round_id, ProfileRound.person_id.in_(by.person_ids))
    ).one_or_none()
    if found is None:
        raise NotFoundError(NOT_YOURS)
    return found


def lock_own_round(session: Session, *, by: Identity, round_id: UUID) -> ProfileRound:
    """The same with its row held, so that it cannot be closed meanwhile."""
    get_own_round(session, by=by, round_id=round_id)
    return session.scalars(
        select(ProfileRound)
        .where(ProfileRound.id == round_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def scope_of_own_round(session: Session, *, by: Identity, round_id: UUID) -> Scope:
    """The reader's scope with the authority of their own round.

    A round stays with the authority where it was opened, for its audit and its job. Who has moved meanwhile goes on
    with it all the same.
    """
    scope, held = by.scope(), get_own_round(session, by=by, round_id=round_id)
    if scope.authorities is None:
        return scope
    return replace(scope, authorities=scope.authorities | {held.authority_id})


def list_own_rounds(session: Session, *, by: Identity) -> list[ProfileRound]:
    """The leader's own rounds, the newest first."""
    return list(
        session.scalars(
            select(ProfileRound)
            .where(ProfileRound.person_id.in_(by.person_ids))
            .order_by(ProfileRound.opened_on.desc(), ProfileRound.opened_at.desc())
        )
    )


def list_rounds(session: Session, *, fewest: int = FEWEST) -> list[RoundLine]:
    """Every round in scope with its progress, those that close next first and closed ones last. For the support team.

    The order is of days alone: nothing that is hidden may show in it (14.3, case 8).
    """
    rows = session.execute(
        select(ProfileRound, Authority)
        .join(Authority, Authority.id == ProfileRound.authority_id)
        .order_by(ProfileRound.closed_at.is_not(None), ProfileRound.closes_on, ProfileRound.id)
    ).all()
    progress = _progress(session, [row.ProfileRound.id for row in rows], fewest)
    return [RoundLine(row.ProfileRound, row.Authority, _in_order(progress, row.ProfileRound.id)) for row in rows]


def list_progress(session: Session, *, round_id: UUID, fewest: int = FEWEST) -> tuple[GroupProgress, ...]:
    """How far each group of a round is that was invited at all; `fewest` is how many answers are enough."""
    return _in_order(_progress(session, [round_id], fewest), round_id)


def list_invitations(session: Session, *, by: Identity, round_id: UUID) -> list[RaterInvitation]:
    """Whom the leader has invited to a round of theirs and not taken back, by group and address."""
    rows = session.scalars(
        select(RaterInvitation)
        .where(
            RaterInvitation.round_id == round_id,
            RaterInvitation.person_id.in_(by.person_ids),
            RaterInvitation.email.is_not(None),
        )
        .order_by(RaterInvitation.email)
    )
    return sorted(rows, key=lambda row: INVITED.index(Group(row.rater_group)))


def is_running(held: ProfileRound, on: date) -> bool:
    """Whether answers are taken on this day."""
    return held.closed_at is None and on <= held.closes_on


def _progress(session: Session, round_ids: Sequence[UUID], fewest: int) -> dict[tuple[UUID, str], GroupProgress]:
    rows = session.scalars(select(RoundProgress).where(RoundProgress.round_id.in_(round_ids)))
    return {
        (row.round_id, row.rater_group): GroupProgress(Group(row.rater_group), row.invited, row.enough, fewest)
        for row in rows
    }


def _in_order(progress: dict[tuple[UUID, str], GroupProgress], round_id: UUID) -> tuple[GroupProgress, ...]:
    found = (progress.get((round_id, group.value)) for group in INVITED)
    return tuple(each for each in found if each is not None and each.invited)
