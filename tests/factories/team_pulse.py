"""A council with a lead and a senior team, and months of its health check answered as they would be: by links."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path
from uuid import UUID

import psycopg
from factories.authorities import make_council
from fixtures.databases import Clone
from fixtures.product import SECRET
from sqlalchemy import select

from authorities.register.models import Authority
from core.access import Identity, Membership, Role
from core.clock import now, today
from core.process import Process
from core.scope import Scope
from leadership.pulse.answer import get_answerer, store_answers
from leadership.pulse.kinds import Question
from leadership.pulse.link import hash_of, seal
from leadership.pulse.members import add_members
from leadership.pulse.models import PulseInvitation
from leadership.pulse.rounds import open_pulse
from leadership.pulse.send import make_links

LINK = re.compile(r"/team-pulse/(\S+)")


@dataclass(frozen=True)
class Team:
    """A council and somebody who leads it."""

    authority_id: int
    code: str
    lead: Identity


def make_team(clone: Clone, number: int = 1, name: str = "Ashmere", members: int = 5) -> Team:
    with clone.session() as session:
        council = make_council(session, number, name)
        session.flush()
        team = Team(
            council.id,
            council.code,
            Identity(None, "Lead", frozenset({Membership(Role.LEAD, council.id, council.code)})),
        )
        session.commit()
    with clone.session(team.lead.scope(), Process.WEB) as session:
        if not members:
            return team
        typed = "\n".join(f"m{place}@{team.code}.example" for place in range(members))
        add_members(
            session, by=team.lead, authority=authority_of(session, team), typed=typed, secret_keys=(SECRET,), at=now()
        )
        session.commit()
    return team


def authority_of(session, team: Team) -> Authority:
    return session.scalars(select(Authority).where(Authority.id == team.authority_id)).one()


def open_month(clone: Clone, team: Team, on: date | None = None, days: int = 7) -> tuple[UUID, list[str]]:
    """A month that is open, with the code of everybody's link."""
    on = on or today()
    at = now() if on == today() else datetime(on.year, on.month, on.day, 10, tzinfo=now().tzinfo)
    with clone.session(team.lead.scope(), Process.WEB) as session:
        made = open_pulse(
            session,
            by=team.lead,
            authority=authority_of(session, team),
            closes_on=on + timedelta(days=days),
            on=on,
            at=at,
        )
        number = made.id
        session.commit()
    with clone.session() as session:
        make_links(session, pulse_id=number, secret_keys=(SECRET,))
        session.commit()
    with clone.session() as session:
        ids = session.scalars(select(PulseInvitation.id).where(PulseInvitation.round_id == number)).all()
    return number, [seal(each, (SECRET,)) for each in sorted(ids, key=str)]


def answer(clone: Clone, sealed: str, scores: list[int], on: date | None = None) -> None:
    """As the page of the link does, under the web's role."""
    scope = Scope(frozenset(), invitation=hash_of(sealed))
    with clone.session(scope, Process.WEB) as session:
        answerer = get_answerer(session, secret_hash=hash_of(sealed), on=on or today())
        store_answers(session, answerer=answerer, scores=dict(zip(Question, scores, strict=True)), on=on or today())
        session.commit()


def links_of(environment: dict[str, str]) -> dict[str, str]:
    """Whom letters went to, with the code of their link; of several the last."""
    folder = Path(environment["MAIL_URL"].removeprefix("file://"))
    letters = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in sorted(folder.iterdir())]
    return {
        str(letter["To"]): found[1] for letter in letters if (found := LINK.search(letter.get_content())) is not None
    }


def behind(clone: Clone, statement: str) -> list[tuple]:
    """What the owner sees, past every fence."""
    with psycopg.connect(clone.owner_url) as connection:
        return connection.execute(statement).fetchall()
