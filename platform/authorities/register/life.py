"""When an authority existed, and what was there before and after it (features, A2 and A3)."""

from collections.abc import Collection
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from authorities.errors import NotInExistenceError
from authorities.register.models import Authority, BoundaryEvent, BoundaryParty


def existed_on(authority: Authority, day: date) -> bool:
    """Whether the authority existed on that day; without dates on record it always has and still does."""
    return not starts_after(authority, day) and not ended_before(authority, day)


def starts_after(authority: Authority, day: date) -> bool:
    return authority.valid_from is not None and day < authority.valid_from


def ended_before(authority: Authority, day: date) -> bool:
    return authority.valid_to is not None and authority.valid_to < day


def require_existed(
    session: Session, authority: Authority, first: date, last: date, *, field: str | None = None
) -> None:
    """Refuse data for a period in which the authority did not exist on any day, and say whose it would be.

    Args:
        session: for the names of those before and after.
        authority: whose the data is said to be.
        first: first day of the period.
        last: its last day.
        field: of the form, where it is to be mended.

    Raises:
        NotInExistenceError: names the authority's first or last day and its predecessors or successors.
    """
    if starts_after(authority, last):
        others = list_predecessors(session, authority)
        began = authority.valid_from
        raise NotInExistenceError(
            f"{authority.name} ({authority.code}) began on {began:%-d %B %Y}, after this period."
            + _belongs(others, "before"),
            field=field,
        )
    if ended_before(authority, first):
        others = list_successors(session, authority)
        ended = authority.valid_to + timedelta(days=1) if authority.valid_to else None
        raise NotInExistenceError(
            f"{authority.name} ({authority.code}) was replaced on {ended:%-d %B %Y}, before this period."
            + _belongs(others, "after"),
            field=field,
        )


def list_predecessors(
    session: Session, authority: Authority, *, events: Collection[UUID] | None = None
) -> list[Authority]:
    """The authorities out of which this one was made, by code; itself never. `events`: by these alone."""
    return _other_side(session, authority, own="successor", other="predecessor", events=events)


def list_successors(
    session: Session, authority: Authority, *, events: Collection[UUID] | None = None
) -> list[Authority]:
    """The authorities that took this one's place, by code; itself never. `events`: by these alone."""
    return _other_side(session, authority, own="predecessor", other="successor", events=events)


def _other_side(
    session: Session, authority: Authority, *, own: str, other: str, events: Collection[UUID] | None
) -> list[Authority]:
    among = () if events is None else (BoundaryEvent.id.in_(events),)
    here, there = aliased(BoundaryParty), aliased(BoundaryParty)
    return list(
        session.scalars(
            select(Authority)
            .join(there, there.authority_id == Authority.id)
            .join(here, here.event_id == there.event_id)
            .join(BoundaryEvent, BoundaryEvent.id == here.event_id)
            .where(
                here.authority_id == authority.id,
                here.side == own,
                there.side == other,
                there.authority_id != authority.id,
                BoundaryEvent.status == "done",
                *among,
            )
            .order_by(Authority.code)
            .distinct()
        )
    )


def _belongs(others: list[Authority], when: str) -> str:
    if not others:
        return " Leave it out."
    named = " and ".join(f"{each.name} ({each.code})" for each in others)
    return f" What came {when} belongs to {named}: record it there, or leave it out."
