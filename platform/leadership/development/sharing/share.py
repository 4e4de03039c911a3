"""A leader lets a coach read closed rounds, notes and actions, and takes it back (features C4, risk-and-analysis 14.2).

The coach is named by address. Nothing is looked up: an address with an account, one without and one of somebody who is
no coach are stored and answered alike, so that nobody learns who has an account. What is shared waits until a coach
with that address signs in.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.access import Identity, Permission
from core.audit import record
from core.clock import LONDON
from core.errors import NotFoundError
from leadership.development.errors import DevelopmentError
from leadership.development.find import NOT_YOURS, list_entries
from leadership.development.models import LONGEST_SHARE_DAYS, ProfileShare, ProfileShareItem
from leadership.development.write import own_person
from leadership.profiles.find import list_own_rounds
from leadership.profiles.invite import LONGEST_ADDRESS, PLAIN


@dataclass(frozen=True)
class ToShare:
    """What the leader chose, and with whom until when."""

    coach_email: str
    ends_on: date
    rounds: Collection[UUID]
    entries: Collection[UUID]


def share(session: Session, *, by: Identity, wanted: ToShare, on: date, at: datetime) -> ProfileShare:
    """Let the coach with this address read exactly these things, from now to the end of that day.

    A form that is sent twice grants once: of two grants of the same a leader would take one back and leave the other.

    Raises:
        DevelopmentError: no address can be like this, nothing was chosen, or the day is past or over a year away.
        NotFoundError: something chosen is not the leader's own, or a round whose results are not there yet.
    """
    email = _address(wanted.coach_email)
    if not wanted.rounds and not wanted.entries:
        raise DevelopmentError("Choose at least one thing to share.", field="rounds")
    _need_day(wanted.ends_on, on)
    made = ProfileShare(
        id=uuid4(),
        person_id=own_person(by),
        leader_name=by.name,
        coach_email=email,
        starts_on=on,
        ends_on=wanted.ends_on,
        granted_at=at,
    )
    items = [*_rounds(session, by, made, wanted.rounds), *_entries(session, by, made, wanted.entries)]
    already = _standing(session, made, items)
    if already is not None:
        return already
    session.add(made)
    session.flush()  # the items' keys lead to it, and no relation says so
    session.add_all(items)
    _audit(session, by, "profile_share.granted", made)
    return made


def _standing(session: Session, made: ProfileShare, items: Sequence[ProfileShareItem]) -> ProfileShare | None:
    """A grant of the same things to the same coach until the same day, which stands."""
    session.execute(select(func.pg_advisory_xact_lock(func.hashtext(f"profile_share:{made.person_id}"))))
    shares = session.scalars(
        select(ProfileShare).where(
            ProfileShare.person_id == made.person_id,
            ProfileShare.coach_email == made.coach_email,
            ProfileShare.ends_on == made.ends_on,
            ProfileShare.revoked_at.is_(None),
        )
    ).all()
    wanted = {(each.round_id, each.entry_id) for each in items}
    for held in shares:
        rows = session.execute(
            select(ProfileShareItem.round_id, ProfileShareItem.entry_id).where(ProfileShareItem.share_id == held.id)
        )
        if {(row.round_id, row.entry_id) for row in rows} == wanted:
            return held
    return None


def revoke_share(session: Session, *, by: Identity, share_id: UUID, at: datetime) -> None:
    """End a grant at once; ended before, it stays as it was.

    Raises NotFoundError when it is not the leader's own.
    """
    held = session.scalars(
        select(ProfileShare)
        .where(ProfileShare.id == share_id, ProfileShare.person_id.in_(by.person_ids))
        .with_for_update()
    ).one_or_none()
    if held is None:
        raise NotFoundError(NOT_YOURS)
    if held.revoked_at is None:
        held.revoked_at = at
        _audit(session, by, "profile_share.revoked", held)


def _address(typed: str) -> str:
    address = typed.strip().lower()
    if len(address) > LONGEST_ADDRESS or PLAIN.fullmatch(address) is None or ".." in address or "." not in address:
        raise DevelopmentError(
            "Enter an email address in the correct format, like name@example.org.", field="coach_email"
        )
    return address


def _need_day(ends_on: date, on: date) -> None:
    if ends_on < on:
        raise DevelopmentError("The last day must be today or later.", field="ends_on")
    if (ends_on - on).days > LONGEST_SHARE_DAYS:
        raise DevelopmentError("The last day must be within a year from today.", field="ends_on")


def _rounds(session: Session, by: Identity, made: ProfileShare, chosen: Collection[UUID]) -> list[ProfileShareItem]:
    released = {
        each.id: each
        for each in list_own_rounds(session, by=by)
        if each.released_at is not None and each.person_id == made.person_id
    }
    _need_own(chosen, list(released))
    return [
        ProfileShareItem(
            id=uuid4(),
            person_id=made.person_id,
            share_id=made.id,
            round_id=each.id,
            round_kind=each.kind,
            round_closed_on=each.closed_at.astimezone(LONDON).date() if each.closed_at else each.closes_on,
        )
        for each in released.values()
        if each.id in chosen
    ]


def _entries(session: Session, by: Identity, made: ProfileShare, chosen: Collection[UUID]) -> list[ProfileShareItem]:
    own = [each.id for each in list_entries(session, by=by).all if each.person_id == made.person_id]
    _need_own(chosen, own)
    return [
        ProfileShareItem(id=uuid4(), person_id=made.person_id, share_id=made.id, entry_id=each)
        for each in own
        if each in chosen
    ]


def _need_own(chosen: Collection[UUID], own: Sequence[UUID]) -> None:
    if not set(chosen) <= set(own):
        raise NotFoundError(NOT_YOURS)


def _audit(session: Session, by: Identity, deed: str, held: ProfileShare) -> None:
    """That something is shared, under the authority of the leader; neither with whom nor what."""
    authorities = [each.authority_id for each in by.memberships_for(Permission.OWN_PROFILE) if each.authority_id]
    record(
        session,
        by=by,
        deed=deed,
        subject=f"profile_share:{held.id}",
        authority_id=min(authorities, default=None),
        after={"ends_on": held.ends_on.isoformat()},
    )
