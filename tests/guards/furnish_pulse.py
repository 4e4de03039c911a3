"""What the world needs for walks over pulses, stories and support given: months, two stories, an entry of the log."""

from datetime import date, timedelta

from factories.stories import a_text
from factories.team_pulse import Team, answer, open_month
from fixtures.databases import Clone
from fixtures.identities import make_signed_in
from fixtures.product import SECRET
from sqlalchemy import select

from authorities.register.models import Authority
from core.access import SYSTEM, Identity, Membership, Role
from core.clock import now, today
from core.process import Process
from core.scope import Scope
from leadership.pulse.members import add_members
from leadership.pulse.models import PulseRound
from leadership.pulse.release import release_month
from leadership.pulse.rounds import close_pulse, lock_open
from leadership.support.kinds import Kind
from leadership.support.record import Said, record_support
from outcomes.catalogue.load import load_indicators
from outcomes.stories.review import release_story
from outcomes.stories.write import send_for_review, write_story


def furnish_pulse(clone: Clone, codes: tuple[str, ...]) -> None:
    """For each authority a released month and an open one, a draft, a released story, and an entry of the log."""
    with clone.session() as session:
        load_indicators(session)
        session.commit()
    for code in codes:
        with clone.session() as session:
            number = session.scalars(select(Authority.id).where(Authority.code == code)).one()
        writer, second = (
            Identity(
                make_signed_in(clone, Role.LEAD, authority=code).account_id,
                f"Lead of {code}",
                frozenset({Membership(Role.LEAD, number, code)}),
            )
            for _ in range(2)
        )
        _months(clone, Team(number, code, writer))
        _stories(clone, number, writer, second)
        _log(clone, number)


def _months(clone: Clone, team: Team) -> None:
    with clone.session(team.lead.scope(), Process.WEB) as session:
        typed = " ".join(f"team{place}@{team.code.lower()}.example" for place in range(4))
        authority = session.get_one(Authority, team.authority_id)
        add_members(session, by=team.lead, authority=authority, typed=typed, secret_keys=(SECRET,), at=now())
        session.commit()
    earlier: date = today() - timedelta(days=40)
    number, links = open_month(clone, team, on=earlier)
    for sealed in links:
        answer(clone, sealed, [3, 4, 2, 4, 5], on=earlier)
    with clone.session(team.lead.scope(), Process.WEB) as session:
        held = lock_open(session, authority_id=team.authority_id, pulse_id=number)
        close_pulse(session, by=team.lead, held=held, at=now())
        session.commit()
    with clone.session(Scope.EVERYTHING, Process.CLOSING) as session:
        release_month(session, session.get_one(PulseRound, number))
        session.commit()
    open_month(clone, team)


def _stories(clone: Clone, number: int, writer: Identity, second: Identity) -> None:
    with clone.session(writer.scope(), Process.WEB) as session:
        authority = session.get_one(Authority, number)
        told = write_story(session, by=writer, authority=authority, text=a_text("Told"), at=now())
        draft = a_text("Walked draft", "Jayden stayed with the family.")
        write_story(session, by=writer, authority=authority, text=draft, at=now())
        send_for_review(session, by=writer, authority=authority, story=told, at=now())
        release_story(session, by=second, authority=authority, story=told, seen=told.written_at, at=now())
        session.commit()


def _log(clone: Clone, number: int) -> None:
    with clone.session() as session:
        authority = session.get_one(Authority, number)
        said = Said(Kind.OFFER, today(), "the director", "A mentor", due_on=today() + timedelta(days=3))
        record_support(session, by=SYSTEM, authority=authority, said=said, on=today())
        session.commit()
