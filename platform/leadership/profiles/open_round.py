"""A round is opened: by the leader, or by the support team for them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import exists, insert, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core.access import Identity, Permission
from core.audit import record
from core.errors import ForbiddenError, NotFoundError
from core.outbox import send_after_commit
from leadership.profiles.apart import need_apart
from leadership.profiles.errors import ProfileError, RoundOpenError
from leadership.profiles.find import NOT_YOURS
from leadership.profiles.kinds import Group, RoundKind
from leadership.profiles.models import LONGEST_ROUND_DAYS, ProfileRound, RaterInvitation, RaterLink
from leadership.profiles.one_person import records_of, records_to_keep
from leadership.profiles.tell_leader import TELL_OPENED
from leadership.register.days import in_words
from leadership.register.models import Person, Post, Tenure

ONE_OPEN = "uq_profile_round_open"


@dataclass(frozen=True)
class LeaderInPost:
    """Somebody who holds a post now: of whom a round may be opened."""

    authority_id: int
    post_id: UUID
    person_id: UUID
    name: str
    title: str

    @property
    def key(self) -> str:
        """What stands in a form for them."""
        return f"{self.post_id}.{self.person_id}"


def list_leaders_in_post(
    session: Session, *, by: Identity, on: date, authority_id: int | None = None
) -> list[LeaderInPost]:
    """Who holds a post on the day, by name: for a leader themselves alone, for the support team those of an authority.

    Raises ForbiddenError for whoever may open no round.
    """
    by_right = by.memberships_for(Permission.ROUND_OPEN)
    if not by_right:
        raise ForbiddenError("Your role in the programme does not include this page.")
    query = (
        select(Tenure.authority_id, Tenure.post_id, Person.id, Person.same_as_id, Person.name, Post.title)
        .join(Person, Person.id == Tenure.person_id)
        .join(Post, (Post.authority_id == Tenure.authority_id) & (Post.id == Tenure.post_id))
        .where(
            Tenure.superseded_at.is_(None),
            Tenure.started_on <= on,
            or_(Tenure.ended_on.is_(None), Tenure.ended_on > on),
            or_(Post.closed_on.is_(None), Post.closed_on > on),
        )
        .order_by(Person.name, Post.title, Tenure.post_id)
    )
    if authority_id is not None:
        query = query.where(Tenure.authority_id == authority_id)
    if all(held.role.of_one_authority for held in by_right):
        query = query.where(Tenure.person_id.in_(records_of(session, by.person_ids)))
    rows = session.execute(query).all()
    kept = records_to_keep(session, by=by, person_ids={row.same_as_id or row.id for row in rows})
    return [
        LeaderInPost(row.authority_id, row.post_id, kept[row.same_as_id or row.id], row.name, row.title) for row in rows
    ]


def open_round(
    session: Session, *, by: Identity, leader: LeaderInPost, kind: RoundKind, closes_on: date, on: date, at: datetime
) -> ProfileRound:
    """Open a round; the leader answers by signing in, others are invited afterwards.

    Raises:
        NotFoundError: the leader holds no post that the reader may open a round for.
        ProfileError: the last day is today or earlier, or more than three months ahead.
        RoundOpenError: a round of this leader is open.
        RoundTooSoonError: others have rated them less than half a year ago.
    """
    leaders = list_leaders_in_post(session, by=by, on=on, authority_id=leader.authority_id)
    if leader not in leaders:
        raise NotFoundError(NOT_YOURS)
    _need_good_end(closes_on, on)
    records = records_of(session, [leader.person_id])
    _need_none_open(session, records)
    if kind is RoundKind.ALL_ROUND:
        need_apart(session, records=records, on=on)
    made = ProfileRound(
        id=uuid4(),
        authority_id=leader.authority_id,
        post_id=leader.post_id,
        person_id=leader.person_id,
        kind=kind.value,
        leader_name=leader.name,
        post_title=leader.title,
        opened_on=on,
        closes_on=closes_on,
        opened_at=at,
        opened_by_id=by.account_id,
    )
    session.add(made)
    _store(session)
    add_rater(session, by=by, held=made, group=Group.SELF, invitation_id=uuid4(), at=at)
    record(
        session,
        by=by,
        deed="profile_round.opened",
        subject=f"profile_round:{made.id}",
        authority_id=made.authority_id,
        after={"kind": made.kind, "closes_on": closes_on.isoformat()},
    )
    if leader.person_id not in by.person_ids:
        send_after_commit(session, TELL_OPENED, str(made.id))
    return made


def add_rater(
    session: Session,
    *,
    by: Identity,
    held: ProfileRound,
    group: Group,
    invitation_id: UUID,
    at: datetime,
    email: str | None = None,
    secret_hash: str | None = None,
    address_mark: str | None = None,
) -> None:
    """Store an invitation and the random key for its answers, which whoever invites is not shown.

    Plain statements: the support team may add these rows and not read them, so nothing may be read back.
    """
    of_round = {"round_id": held.id, "person_id": held.person_id, "rater_group": group.value}
    session.execute(
        insert(RaterInvitation).values(
            id=invitation_id,
            email=email,
            secret_hash=secret_hash,
            address_mark=address_mark,
            invited_at=at,
            invited_by_id=by.account_id,
            **of_round,
        )
    )
    session.execute(insert(RaterLink).values(invitation_id=invitation_id, rater_key=uuid4(), **of_round))


def _need_good_end(closes_on: date, on: date) -> None:
    latest = on + timedelta(days=LONGEST_ROUND_DAYS)
    if not on < closes_on <= latest:
        raise ProfileError(
            f"The last day for answers must be after today and no later than {in_words(latest)}.", field="closes_on"
        )


def _need_none_open(session: Session, records: Collection[UUID]) -> None:
    """Under none of the person's records: the database knows of each alone."""
    if session.scalar(select(exists().where(ProfileRound.person_id.in_(records), ProfileRound.closed_at.is_(None)))):
        raise RoundOpenError


def _store(session: Session) -> None:
    try:
        session.flush()  # two forms sent at once: the second is told here
    except IntegrityError as error:
        if getattr(getattr(error.orig, "diag", None), "constraint_name", None) == ONE_OPEN:
            raise RoundOpenError from error
        raise
