"""Reads grants: a leader those that they gave, a coach those that stand for them.

Two walls stand around what a coach sees, and either would do: these queries, by the address of the account that asks,
and the database's own rule (migration 0013), which looks whether the account is a coach's too.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import column, select, table
from sqlalchemy.orm import Session

from core.access import Identity
from core.errors import NotFoundError
from leadership.development.find import NOT_YOURS
from leadership.development.models import DevelopmentEntry, ProfileShare, ProfileShareItem
from leadership.profiles.models import ProfileResult
from leadership.profiles.own.pictures import FrozenRound, shared_round
from leadership.profiles.own.words import FOR_COACHES
from leadership.profiles.results import in_order, result_of

ACCOUNT = table("account", column("id"), column("email"))
"""The reader's own account, of which leadership knows nothing else."""


@dataclass(frozen=True)
class Given:
    """A grant with how much stands in it, as its leader sees it."""

    share: ProfileShare
    rounds: int
    entries: int


@dataclass(frozen=True)
class Shared:
    """Everything that one grant lets a coach read."""

    share: ProfileShare
    rounds: tuple[FrozenRound, ...]
    entries: tuple[DevelopmentEntry, ...]


def list_given(session: Session, *, by: Identity) -> list[Given]:
    """The leader's own grants, the newest first."""
    shares = session.scalars(
        select(ProfileShare)
        .where(ProfileShare.person_id.in_(by.person_ids))
        .order_by(ProfileShare.granted_at.desc(), ProfileShare.id)
    ).all()
    items = _items(session, [each.id for each in shares])
    return [
        Given(
            each,
            sum(item.share_id == each.id and item.round_id is not None for item in items),
            sum(item.share_id == each.id and item.entry_id is not None for item in items),
        )
        for each in shares
    ]


def list_shared_with(session: Session, *, by: Identity, on: date) -> list[ProfileShare]:
    """The grants that stand today for this coach, by leader's name; never those that the reader gave themselves."""
    rows = session.scalars(
        select(ProfileShare)
        .join(ACCOUNT, ACCOUNT.c.email == ProfileShare.coach_email)
        .where(
            ACCOUNT.c.id == by.account_id,
            ProfileShare.person_id.not_in(by.person_ids),
            ProfileShare.revoked_at.is_(None),
            ProfileShare.ends_on >= on,
        )
        .order_by(ProfileShare.leader_name, ProfileShare.granted_at, ProfileShare.id)
    )
    return list(rows)


def get_shared(session: Session, *, by: Identity, share_id: UUID, on: date) -> Shared:
    """What the grant lets this coach read; NotFoundError once it is over, as if there had never been one.

    It is looked for again at the end: taken back meanwhile, a part of it would be there and the rest would look
    hidden or deleted.
    """
    found = _find_standing(session, by, share_id, on)
    items = _items(session, [found.id])
    shared = Shared(found, _rounds(session, items), _entries(session, items))
    _find_standing(session, by, share_id, on)
    return shared


def _find_standing(session: Session, by: Identity, share_id: UUID, on: date) -> ProfileShare:
    found = next((each for each in list_shared_with(session, by=by, on=on) if each.id == share_id), None)
    if found is None:
        raise NotFoundError(NOT_YOURS)
    return found


def _items(session: Session, shares: Sequence[UUID]) -> Sequence[ProfileShareItem]:
    return session.scalars(select(ProfileShareItem).where(ProfileShareItem.share_id.in_(shares))).all()


def _rounds(session: Session, items: Sequence[ProfileShareItem]) -> tuple[FrozenRound, ...]:
    """The rounds of a grant, the newest first."""
    numbers = [each.round_id for each in items if each.round_id is not None]
    rows = session.scalars(
        select(ProfileResult).where(
            ProfileResult.round_id.in_(numbers), ProfileResult.seen_by.in_([view.value for view in FOR_COACHES])
        )
    ).all()
    found = [
        shared_round(
            each.round_kind,
            each.round_closed_on,
            in_order(result_of(row) for row in rows if row.round_id == each.round_id),
        )
        for each in items
        if each.round_id is not None and each.round_kind is not None and each.round_closed_on is not None
    ]
    return tuple(sorted(found, key=lambda each: each.closed_on, reverse=True))


def _entries(session: Session, items: Sequence[ProfileShareItem]) -> tuple[DevelopmentEntry, ...]:
    numbers = [each.entry_id for each in items if each.entry_id is not None]
    return tuple(
        session.scalars(
            select(DevelopmentEntry)
            .where(DevelopmentEntry.id.in_(numbers))
            .order_by(DevelopmentEntry.written_at.desc(), DevelopmentEntry.id)
        )
    )
