"""Who may read the comments of a round: decided while the addresses of its raters are still there.

A list of those who may, and not of those who may not: the latter would be a list of raters. Whoever joins the team
later is not on it, since nobody could tell by then whether they had been asked.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from leadership.profiles.link import marks_of
from leadership.profiles.models import ProfileRound, RaterInvitation
from leadership.profiles.one_person import records_of


@dataclass(frozen=True)
class TeamMember:
    """Somebody of the support team: how they sign in, and which people of the register they are, if any."""

    account_id: int
    email: str
    people: frozenset[UUID] = frozenset()


ReadTeam = Callable[[Session, date], Sequence[TeamMember]]
_readers: list[ReadTeam] = []


def use_comment_team(read: ReadTeam) -> None:
    """Connect what reads the support team's accounts; the last one that was connected counts."""
    _readers[:] = [read]


def comment_team(session: Session, on: date) -> Sequence[TeamMember]:
    """The active accounts of the support team on a day; a session over everything is needed to see them."""
    return _readers[0](session, on) if _readers else ()


def list_who_may_read(session: Session, *, round_id: UUID, secret_keys: Sequence[str], on: date) -> list[int]:
    """The accounts of the team but for the leader and everybody who was invited, their invitation taken back or not.

    Before the release, which destroys addresses and their marks.
    """
    leader = session.scalars(select(ProfileRound.person_id).where(ProfileRound.id == round_id)).one_or_none()
    records = records_of(session, [leader] if leader else [])
    marks = set(
        session.scalars(
            select(RaterInvitation.address_mark).where(
                RaterInvitation.round_id == round_id, RaterInvitation.address_mark.is_not(None)
            )
        )
    )
    return [
        each.account_id
        for each in comment_team(session, on)
        if records.isdisjoint(each.people) and marks.isdisjoint(marks_of(round_id, each.email.lower(), secret_keys))
    ]
