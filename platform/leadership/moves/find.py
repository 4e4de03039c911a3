"""Reads moves between posts: confirmed ones, what looks like one, and people who hold several posts at once (B9)."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import Select, Uuid, any_, func, literal, or_, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session

from authorities.register.models import Authority
from leadership.moves.chains import AFTER, BEFORE
from leadership.moves.models import LeadershipMove, Side
from leadership.register.days import Day
from leadership.register.kinds import EndReason, Precision
from leadership.register.models import Person, Post, Tenure

# Moves longer ago than this are in the histories of their posts.
YEARS = timedelta(days=5 * 366)


@dataclass(frozen=True)
class Held:
    """A tenure with its post, its authority, and the record that stands for its holder."""

    tenure: Tenure
    post: Post
    authority: Authority
    person_id: UUID
    name: str

    @property
    def started(self) -> Day:
        return Day.known_to(self.tenure.started_precision, self.tenure.started_on)

    @property
    def left(self) -> Day | None:
        """The last day in post, or the month or year of it."""
        ended, precision = self.tenure.ended_on, self.tenure.ended_precision
        if ended is None:
            return None
        return Day(ended - timedelta(days=1)) if precision == Precision.DAY else Day.known_to(precision, ended)


@dataclass(frozen=True)
class Move:
    """One person's move between two authorities; `move_id` is None while nobody has confirmed it."""

    left: Held
    joined: Held
    move_id: UUID | None

    @property
    def name(self) -> str:
        return self.joined.name


def list_moves(session: Session, on: date, held: Sequence[Held] | None = None) -> list[Move]:
    """Moves between authorities as far as the session sees both halves, the newest first.

    Those that nobody has confirmed are worked out: one person, an end in one authority and a start in another within
    a quarter after it or a month before. Whoever has read the tenures already (`list_held`, since `YEARS`) gives them.
    """
    if held is None:
        held = list_held(session, since=on - YEARS, several=True)
    by_id = {each.tenure.id: each for each in held}
    newest = _newest_rows(session)
    halves: dict[UUID, dict[str, UUID]] = defaultdict(dict)
    for half in session.scalars(select(LeadershipMove)):
        halves[half.move_id][half.side] = newest.get(half.tenure_id, half.tenure_id)
    found, used_left, used_joined = [], set(), set()
    for move_id, sides in halves.items():
        left, joined = by_id.get(sides.get(Side.LEFT)), by_id.get(sides.get(Side.JOINED))  # type: ignore[arg-type]
        used_left |= {sides.get(Side.LEFT)}
        used_joined |= {sides.get(Side.JOINED)}
        if left is not None and joined is not None and left.authority.id != joined.authority.id:
            found.append(Move(left, joined, move_id))
    for left, joined in _alike(held):
        if left.tenure.id not in used_left and joined.tenure.id not in used_joined:
            found.append(Move(left, joined, None))
    return sorted(
        found, key=lambda move: (move.joined.tenure.started_on, move.name, str(move.joined.tenure.id)), reverse=True
    )


def moved_from_elsewhere(session: Session, tenure_ids: Collection[UUID]) -> Mapping[UUID, frozenset[Side]]:
    """Which of these tenures are halves of a move whose other half is in another authority.

    An authority sees its own half alone, and so learns that there is another half and never whose.
    """
    own = session.scalars(select(LeadershipMove).where(LeadershipMove.tenure_id.in_(tenure_ids))).all()
    both = session.scalars(
        select(LeadershipMove).where(LeadershipMove.move_id.in_({half.move_id for half in own}))
    ).all()
    within = {(half.move_id, half.authority_id, half.side) for half in both}
    found: dict[UUID, set[Side]] = defaultdict(set)
    for half in own:
        other = Side.JOINED if half.side == Side.LEFT else Side.LEFT
        if (half.move_id, half.authority_id, other.value) not in within:
            found[half.tenure_id].add(Side(half.side))
    return {number: frozenset(sides) for number, sides in found.items()}


def list_held(session: Session, *, since: date, authority_id: int | None = None, several: bool = False) -> list[Held]:
    """The tenures that the session sees and that have not ended before a day, the first start first.

    With an authority: those of the people who hold or held a post there, wherever the session sees them. With
    `several`: those of people who held more than one post, so that a programme's moves are read without all the rest.
    """
    first = func.coalesce(Person.same_as_id, Person.id)
    stands = (
        Tenure.superseded_at.is_(None),
        or_(Tenure.ended_on.is_(None), Tenure.ended_on > since),
        or_(Tenure.ended_on.is_(None), Tenure.ended_on > Tenure.started_on),
    )
    concerned: list[Select[UUID]] = []
    people = select(first).join(Tenure, Tenure.person_id == Person.id)
    if authority_id is not None:
        concerned.append(people.where(Tenure.authority_id == authority_id).distinct())
    if several:
        concerned.append(people.where(*stands).group_by(first).having(func.count(Tenure.post_id.distinct()) > 1))
    # Read on their own: as part of the statement below PostgreSQL works them out anew for each of its rows.
    whose = [first == any_(literal(session.scalars(each).all(), ARRAY(Uuid))) for each in concerned]
    rows = session.execute(
        select(Tenure, Post, Authority, first, Person.name)
        .join(Post, Post.id == Tenure.post_id)
        .join(Authority, Authority.id == Tenure.authority_id)
        .join(Person, Person.id == Tenure.person_id)
        .where(*stands, *whose)
        .order_by(Tenure.started_on, Tenure.ref)
    )
    return [Held(tenure, post, authority, person, name) for tenure, post, authority, person, name in rows]


def list_several(held: Sequence[Held], on: date) -> list[tuple[Held, ...]]:
    """People who hold more than one post on a day, each once with all of them; in one authority or in two."""
    current: dict[UUID, list[Held]] = defaultdict(list)
    for each in held:
        there = each.tenure.started_on <= on and (each.tenure.ended_on is None or each.tenure.ended_on > on)
        if there and (each.post.closed_on is None or each.post.closed_on > on):
            current[each.person_id].append(each)
    several = [tuple(posts) for posts in current.values() if len({each.post.id for each in posts}) > 1]
    return sorted(several, key=lambda posts: (posts[0].name, str(posts[0].person_id)))


def list_other_posts(held: Sequence[Held], person_id: UUID, post_id: UUID, on: date) -> list[Held]:
    """The other posts that a person holds on a day."""
    return [
        each
        for posts in list_several(held, on)
        for each in posts
        if each.person_id == person_id and each.post.id != post_id
    ]


def _newest_rows(session: Session) -> Mapping[UUID, UUID]:
    """For a row of a tenure that was corrected, the row that stands in its place: a move outlives corrections."""
    following: dict[UUID, UUID] = {
        row.supersedes_id: row.id
        for row in session.execute(select(Tenure.supersedes_id, Tenure.id).where(Tenure.supersedes_id.is_not(None)))
    }
    newest = {}
    for number, follower in following.items():
        last = follower
        while last in following:
            last = following[last]
        newest[number] = last
    return newest


def _alike(held: Sequence[Held]) -> list[tuple[Held, Held]]:
    by_person: dict[UUID, list[Held]] = defaultdict(list)
    for each in held:
        by_person[each.person_id].append(each)
    found = []
    for posts in by_person.values():
        for left in posts:
            ended = left.tenure.ended_on
            if ended is None or left.tenure.end_reason == EndReason.CONFIRMED:
                continue
            near = [
                joined
                for joined in posts
                if joined.authority.id != left.authority.id
                and joined.tenure.started_on > left.tenure.started_on
                and ended - BEFORE <= joined.tenure.started_on <= ended + AFTER
            ]
            if near:
                found.append((left, min(near, key=lambda joined: abs(joined.tenure.started_on - ended))))
    return found
