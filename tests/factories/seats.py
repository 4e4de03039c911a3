"""Posts and people made by the register's own verbs, on a day long past, so that the database's clock agrees."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from factories.authorities import make_council
from sqlalchemy import select
from sqlalchemy.orm import Session

from authorities.register.models import Authority
from core.access import Identity, Membership, Role
from leadership.register.appointments import appoint, appoint_temporary
from leadership.register.days import Day
from leadership.register.departures import announce_departure, record_departure
from leadership.register.history import History, get_history
from leadership.register.kinds import Confidence, EndReason, TenureStatus
from leadership.register.models import Person, Post, SuccessionEvent, Tenure
from leadership.register.people import record_person
from leadership.register.posts import create_post
from leadership.register.seats import Seat, seat_on
from leadership.register.told import Told

ON = date(2024, 6, 3)
AHEAD = date(2024, 10, 1)
SUPPORT = Identity(None, "Support", frozenset({Membership(Role.SUPPORT)}))


def told(known_on: date = ON, source: str | None = "programme team") -> Told:
    return Told(known_on, source, Confidence.HIGH)


@dataclass(frozen=True)
class Scene:
    """A council whose posts are filled by the verbs; `on` is the day on which things are recorded."""

    session: Session
    authority: Authority
    by: Identity = SUPPORT
    on: date = ON

    def at(self, day: date) -> "Scene":
        """The same on another day of recording."""
        return replace(self, on=day)

    def post(self, role: str = "dcs", title: str = "Director", **facts: Any) -> Post:
        facts.setdefault("opened_on", date(2010, 4, 1))
        return create_post(
            self.session,
            by=self.by,
            authority=self.authority,
            role_code=role,
            title=title,
            told=told(min(self.on, facts["opened_on"])),
            on=self.on,
            **facts,
        )

    def person(self, name: str = "Ada First") -> Person:
        return record_person(self.session, by=self.by, authority=self.authority, name=name)

    def hold(
        self,
        post: Post,
        name: str | Person = "Ada First",
        started: date = date(2020, 1, 6),
        status: str = "permanent",
        **facts: Any,
    ) -> Tenure:
        """Somebody holds the post since a day, which was known then."""
        verb = appoint if TenureStatus(status).substantive else appoint_temporary
        return verb(
            self.session,
            by=self.by,
            post=post,
            person=self.person(name) if isinstance(name, str) else name,
            status=TenureStatus(status),
            started=Day(started),
            told=told(min(self.on, started)),
            on=self.on,
            **facts,
        )

    def leaves(self, post: Post, tenure: Tenure, last_day: date, **facts: Any) -> SuccessionEvent:
        """The holder's departure is announced."""
        facts.setdefault("told", told(self.on))
        return announce_departure(
            self.session, by=self.by, post=post, tenure=tenure, last_day=Day(last_day), on=self.on, **facts
        )

    def departs(self, post: Post, tenure: Tenure, first_without: date, **facts: Any) -> SuccessionEvent:
        """The holder has left: `first_without` is the first day on which they no longer hold the post."""
        given = {"reason": EndReason.PLANNED_MOVE, "told": told(self.on)} | facts
        return record_departure(
            self.session, by=self.by, post=post, tenure=tenure, ended=Day(first_without), on=self.on, **given
        )

    def history(self, post: Post) -> History:
        return get_history(self.session, by=self.by, post=post, on=self.on)

    def seat(self, post: Post, on: date | None = None, known: date | None = None) -> Seat:
        return seat_on(self.history(post), on or self.on, known)


def make_scene(session: Session, number: int = 1, name: str = "Ashmere") -> Scene:
    return Scene(session, make_council(session, number, name))


def kinds(scene: Scene, **where: object) -> list[str]:
    """The kinds of the events that were recorded, in their order."""
    query = select(SuccessionEvent).filter_by(**where).order_by(SuccessionEvent.recorded_at)
    return [event.kind for event in scene.session.scalars(query)]
