"""Everything recorded of a post, loaded once; verbs and pages read from it what was known on a day."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Date, Select, and_, cast, func, or_, select
from sqlalchemy.orm import Session

from core.access import Identity, Permission
from leadership.register.known import KnownTenure, closed_as_known, known_events, known_tenures
from leadership.register.models import LeadershipRole, Person, Post, SuccessionEvent, Tenure


@dataclass(frozen=True)
class History:
    """A post with every version of its tenures and every event that the reader may see.

    `names` are those of the people concerned; `entitled` says whether the reader knows what is confidential.
    """

    post: Post
    role: LeadershipRole
    tenures: tuple[Tenure, ...]
    events: tuple[SuccessionEvent, ...]
    people: Mapping[UUID, Person]
    account_id: int | None
    entitled: bool

    def tenures_as_known(self, known: date) -> list[KnownTenure]:
        """The tenures as they were known on a day, in order of their start."""
        return known_tenures(self.tenures, known, self.same(known))

    def events_as_known(self, known: date) -> list[SuccessionEvent]:
        """The events as they were known on a day, in the order in which they became known."""
        return known_events(self.events, known, account_id=self.account_id, entitled=self.entitled)

    def closed_as_known(self, known: date) -> date | None:
        """The day from which the post no longer exists, if that was known."""
        return closed_as_known(self.post, known)

    def same(self, known: date) -> dict[UUID, UUID]:
        """For the second record of a person, the first, as far as that was known."""
        return {
            person.id: person.same_as_id
            for person in self.people.values()
            if person.same_as_id and person.same_as_known_on and person.same_as_known_on <= known
        }

    def first_record(self, person_id: UUID, known: date) -> UUID:
        """The record that stands for the person."""
        return self.same(known).get(person_id, person_id)

    def name(self, person_id: UUID | None) -> str:
        """The name of somebody of this post; of one who may not be seen, that it is somebody.

        A first record of another authority may not be seen: then the person goes by the name of the record here.
        """
        person = self.people.get(person_id) if person_id else None
        here = [each for each in self.people.values() if person_id and each.same_as_id == person_id]
        person = person or max(here, key=lambda each: (each.recorded_at, each.ref), default=None)
        return person.name if person else "somebody"

    def row(self, tenure_id: UUID) -> Tenure:
        """The stored row of a tenure of this post."""
        return next(row for row in self.tenures if row.id == tenure_id)

    def versions(self, tenure_id: UUID) -> frozenset[UUID]:
        """The tenure with every row that it corrects, directly or not: events may name any of them."""
        earlier = {row.id: row.supersedes_id for row in self.tenures}
        found: set[UUID] = set()
        following: UUID | None = tenure_id
        while following is not None and following not in found:
            found.add(following)
            following = earlier.get(following)
        return frozenset(found)


def get_history(session: Session, *, by: Identity, post: Post, on: date) -> History:
    """Everything recorded of one post that the reader may see on the day."""
    return _load(session, by, [post], on)[0]


def list_histories(
    session: Session, *, by: Identity, authority_id: int, on: date, open_only: bool = False
) -> list[History]:
    """The posts of one authority in the order of their roles, each with everything recorded of it."""
    query = select(Post).where(Post.authority_id == authority_id)
    if open_only:
        query = query.where(or_(Post.closed_on.is_(None), Post.closed_on > on))
    return _load(session, by, session.scalars(query).all(), on)


def list_histories_of(session: Session, *, by: Identity, post_ids: Collection[UUID], on: date) -> list[History]:
    """The same for some posts, in the order of their roles; those out of scope are left out."""
    query = select(Post).where(Post.id.in_(post_ids))
    return _load(session, by, session.scalars(query).all(), on)


def _load(session: Session, by: Identity, posts: Sequence[Post], on: date) -> list[History]:
    ids = [post.id for post in posts]
    roles = {role.code: role for role in session.scalars(select(LeadershipRole))}
    tenures: dict[UUID, list[Tenure]] = defaultdict(list)
    for tenure in session.scalars(
        select(Tenure).where(Tenure.post_id.in_(ids)).order_by(Tenure.started_on, Tenure.ref)
    ):
        tenures[tenure.post_id].append(tenure)
    events: dict[UUID, list[SuccessionEvent]] = defaultdict(list)
    for event in session.scalars(_visible_events(by, posts, on)):
        events[event.post_id].append(event)
    people = _people(session, tenures, events)
    return [
        History(
            post=post,
            role=roles[post.role_code],
            tenures=tuple(tenures[post.id]),
            events=tuple(events[post.id]),
            people=people,
            account_id=by.account_id,
            entitled=by.may(Permission.CONFIDENTIAL_READ, post.authority_id),
        )
        for post in sorted(posts, key=lambda post: (roles[post.role_code].position, post.title, post.ref))
    ]


def _visible_events(by: Identity, posts: Sequence[Post], on: date) -> Select[SuccessionEvent]:
    """Events that are not confidential, or whose confidence has ended, or whom the reader is entitled to know.

    One that was replaced before its confidence had ended is told by its successor alone, on the day that holds now.
    The database's own policy says the same; here it also holds in a session that the policy does not bind.
    """
    authorities = {post.authority_id for post in posts}
    entitled = [number for number in authorities if by.may(Permission.CONFIDENTIAL_READ, number)]
    mine = SuccessionEvent.recorded_by_id == by.account_id if by.account_id is not None else None
    until = SuccessionEvent.confidential_until
    replaced_on = cast(func.timezone("Europe/London", SuccessionEvent.superseded_at), Date)
    visible = or_(
        until.is_(None),
        and_(until <= on, or_(SuccessionEvent.superseded_at.is_(None), until <= replaced_on)),
        SuccessionEvent.authority_id.in_(entitled),
        *([mine] if mine is not None else []),
    )
    return (
        select(SuccessionEvent)
        .where(SuccessionEvent.post_id.in_([post.id for post in posts]), visible)
        .order_by(SuccessionEvent.known_on, SuccessionEvent.recorded_at, SuccessionEvent.ref)
    )


def _people(
    session: Session, tenures: Mapping[UUID, list[Tenure]], events: Mapping[UUID, list[SuccessionEvent]]
) -> dict[UUID, Person]:
    named = {row.person_id for rows in tenures.values() for row in rows}
    named |= {event.person_id for rows in events.values() for event in rows if event.person_id}
    people = {person.id: person for person in session.scalars(select(Person).where(Person.id.in_(named)))}
    first = {person.same_as_id for person in people.values() if person.same_as_id} - people.keys()
    if first:
        people |= {person.id: person for person in session.scalars(select(Person).where(Person.id.in_(first)))}
    return people
