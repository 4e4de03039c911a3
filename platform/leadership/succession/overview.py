"""Everything about the succession of authorities' posts on a day, loaded together: for pages, exposure and reports."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from authorities.politics.models import Election
from authorities.programme.listing import AdoptionRecord, list_adoptions
from authorities.recorded import as_known_on
from authorities.register.models import Authority
from core.access import Identity
from leadership.register.history import list_histories_of
from leadership.register.models import Post
from leadership.register.seats import Seat, seat_on
from leadership.succession.kinds import Item
from leadership.succession.read_landscape import Situation, read_situations
from leadership.succession.readiness import readiness_of
from leadership.succession.standing import Standing, read_standings
from leadership.succession.triggers import triggers_of_authority


@dataclass(frozen=True)
class Overview:
    """One authority: its open posts, how each stands, the landscape, its adoptions, its own triggers."""

    authority: Authority
    seats: tuple[Seat, ...]
    standings: Mapping[UUID, Standing]
    situation: Situation
    adoptions: tuple[AdoptionRecord, ...]
    triggers: tuple[str, ...]
    on: date

    @property
    def live_on(self) -> date | None:
        """The last go-live of its adoptions, which exposes it most; None while none is live."""
        days = [
            record.stages["go_live"].actual_on
            for record in self.adoptions
            if "go_live" in record.stages and record.stages["go_live"].actual_on is not None
        ]
        return max(filter(None, days), default=None)

    def standing(self, seat: Seat) -> Standing:
        return self.standings[seat.history.post.id]

    @property
    def in_order(self) -> tuple[Seat, ...]:
        """Gaps first: vacant posts, then those without a successor, then the others, the least ready first."""
        return tuple(sorted(self.seats, key=lambda seat: gap_order(seat, self.standing(seat))))


def gap_order(seat: Seat, standing: Standing) -> tuple[int, float, int, str, str]:
    """Where a post stands in every list of succession (W15): a post without a successor never drops out."""
    post = seat.history.post
    urgency = 0 if seat.vacant else 1 if not standing.has_successor else 2
    return urgency, standing.readiness.index, seat.history.role.position, post.title, post.ref


def read_overview(session: Session, *, by: Identity, authority: Authority, on: date) -> Overview:
    """One authority on a day."""
    return read_overviews(session, by=by, authorities=[authority], on=on)[authority.id]


def read_overviews(
    session: Session, *, by: Identity, authorities: Sequence[Authority], on: date
) -> dict[int, Overview]:
    """These authorities on a day, by id; a fixed number of queries, however many there are."""
    numbers = [authority.id for authority in authorities]
    post_ids = session.scalars(
        select(Post.id).where(
            Post.authority_id.in_(numbers), Post.known_on <= on, or_(Post.closed_on.is_(None), Post.closed_on > on)
        )
    ).all()
    seats: defaultdict[int, list[Seat]] = defaultdict(list)
    for history in list_histories_of(session, by=by, post_ids=post_ids, on=on):
        seat = seat_on(history, on)
        if not seat.closed:
            seats[history.post.authority_id].append(seat)
    posts = [seat.history.post for each in seats.values() for seat in each]
    standings = read_standings(session, posts, on)
    situations = read_situations(session, {number: seats[number] for number in numbers}, on)
    adoptions = defaultdict(list)
    for record in list_adoptions(session, authority_ids=numbers, known_on=on):
        adoptions[record.authority.id].append(record)
    elections = _elections(session, numbers, on)
    return {
        authority.id: Overview(
            authority,
            tuple(seats[authority.id]),
            {seat.history.post.id: standings[seat.history.post.id] for seat in seats[authority.id]},
            situations[authority.id],
            tuple(adoptions[authority.id]),
            triggers_of_authority(
                seats[authority.id],
                _ownership(seats[authority.id], standings, on),
                elections[authority.id],
                on,
            ),
            on,
        )
        for authority in authorities
    }


def _ownership(seats: Sequence[Seat], standings: Mapping[UUID, Standing], on: date) -> float:
    """What shared political ownership counts: it is the same for every post of the authority."""
    readiness = standings[seats[0].history.post.id].readiness if seats else readiness_of({}, on)
    return readiness.of(Item.OWNERSHIP).counts(on)


def _elections(session: Session, numbers: Sequence[int], on: date) -> defaultdict[int, list[date]]:
    found: defaultdict[int, list[date]] = defaultdict(list)
    for election in as_known_on(session.scalars(select(Election).where(Election.authority_id.in_(numbers))), on):
        found[election.authority_id].append(election.polling_on)
    return found
