"""A small invented programme with leaders: two members and one council outside it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from factories.authorities import make_council, make_programme
from sqlalchemy.orm import Session

from authorities.programme.adopt import StageDates, adopt
from authorities.register.models import Authority
from core.access import SYSTEM
from leadership.register.models import Person, Post, SuccessionEvent, Tenure

JOINED = date(2020, 4, 1)


@dataclass(frozen=True)
class SmallProgramme:
    """Ashmere (Z001) with four posts, one of them vacant; Belford (Z002) with one whose holder is leaving."""

    ashmere: int
    belford: int
    director: UUID
    interim: UUID
    vacant: UUID
    leaving: UUID


def add_post(session: Session, authority: Authority, role: str, title: str) -> Post:
    """A post that has been there since 2015."""
    post = Post(
        id=uuid4(),
        ref=f"{authority.code}-{title}",
        authority_id=authority.id,
        role_code=role,
        title=title,
        opened_on=date(2015, 4, 1),
        known_on=date(2015, 4, 1),
    )
    session.add(post)
    session.flush()
    return post


def add_tenure(session: Session, post: Post, name: str, status: str, start: date, end: date | None = None) -> Tenure:
    """Somebody in a post, known from the first day and to the last."""
    person = Person(id=uuid4(), ref=f"person {name}", name=name, recorded_for_id=post.authority_id)
    session.add(person)
    session.flush()
    tenure = Tenure(
        id=uuid4(),
        ref=f"{post.ref} {name}",
        authority_id=post.authority_id,
        post_id=post.id,
        person_id=person.id,
        status=status,
        started_on=start,
        start_known_on=start,
        ended_on=end,
        end_known_on=end,
    )
    session.add(tenure)
    session.flush()
    return tenure


def announce_leaving(
    session: Session, tenure: Tenure, leaving_on: date, known_on: date, confidential_until: date | None = None
) -> SuccessionEvent:
    """A departure that was announced."""
    event = SuccessionEvent(
        id=uuid4(),
        ref=f"{tenure.ref} leaves {known_on}",
        authority_id=tenure.authority_id,
        post_id=tenure.post_id,
        person_id=tenure.person_id,
        tenure_id=tenure.id,
        kind="departure_announced",
        effective_on=leaving_on,
        known_on=known_on,
        confidential_until=confidential_until,
    )
    session.add(event)
    session.flush()
    return event


def make_small_programme(session: Session, *, announced_on: date = date(2026, 3, 10)) -> SmallProgramme:
    """The whole of it; the session sees every authority."""
    programme = make_programme(session)
    ashmere, belford = make_council(session, 1, "Ashmere"), make_council(session, 2, "Belford")
    outside = make_council(session, 3, "Caldry")
    for authority in (ashmere, belford):
        adopt(
            session,
            by=SYSTEM,
            on=date(2026, 4, 1),
            authority=authority,
            innovation="family_valued",
            programme=programme,
            joined_on=JOINED,
            stages={"go_live": StageDates(actual_on=date(2021, 6, 1))},
        )
    director = add_post(session, ashmere, "dcs", "Director of Children's Services")
    add_tenure(session, director, "Ada First", "permanent", date(2016, 5, 1), date(2021, 9, 1))
    add_tenure(session, director, "Bea Second", "permanent", date(2021, 9, 1))
    interim = add_post(session, ashmere, "assistant_director", "Assistant Director, Early Help")
    add_tenure(session, interim, "Cai Third", "permanent", date(2017, 1, 1), date(2025, 5, 1))
    add_tenure(session, interim, "Dee Fourth", "interim", date(2025, 5, 1))
    vacant = add_post(session, ashmere, "practice_lead", "Practice Lead")
    add_tenure(session, vacant, "Eli Fifth", "permanent", date(2018, 1, 1), date(2026, 1, 15))
    leaving = add_post(session, belford, "dcs", "Executive Director, People")
    going = add_tenure(session, leaving, "Flo Sixth", "permanent", date(2019, 2, 1))
    announce_leaving(session, going, date(2026, 6, 30), announced_on)
    other = add_post(session, outside, "dcs", "Director of Children's Services")
    add_tenure(session, other, "Gus Seventh", "permanent", date(2018, 2, 1))
    return SmallProgramme(ashmere.id, belford.id, director.id, interim.id, vacant.id, leaving.id)
