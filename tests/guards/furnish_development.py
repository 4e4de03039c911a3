"""What the world needs for walks over profiles, development and coaching: results, something written, two grants."""

from datetime import timedelta
from uuid import UUID

import psycopg
from addresses import HOLDER
from factories.profile_rounds import Leading
from factories.released_rounds import make_released, rates
from fixtures.databases import Clone
from sqlalchemy import select

from accounts.models import Account
from authorities.register.models import Authority
from core.access import Identity, Membership, Role
from core.clock import now, today
from core.process import Process
from leadership.development.behaviours import Context
from leadership.development.find import list_entries
from leadership.development.models import Kind
from leadership.development.sharing.share import ToShare, share
from leadership.development.write import Written, write_entry
from leadership.handover.parts import Behaviour
from leadership.profiles.kinds import Group
from leadership.profiles.open_round import list_leaders_in_post
from leadership.profiles.own.find import list_released


def furnish_development(clone: Clone, codes: tuple[str, ...]) -> None:
    """For the leader who walks: a round with results, an action, and a grant to an address that nobody has."""
    for code in codes:
        leading = _leading(clone, code)
        make_released(clone, leading, [*rates(Group.SELF, 4), *rates(Group.PEERS, 3, 4, 4, 5)])
        written = Written("Meet the opposition", "Once a month", "Elections", Context.SHOCK, [Behaviour.RESULTS])
        with clone.session(leading.by.scope(), Process.WEB) as session:
            write_entry(session, by=leading.by, kind=Kind.ACTION, written=written, at=now())
            session.commit()
        _share(clone, leading.by, f"nobody@{code.lower()}.example")
        _share(clone, leading.by, f"somebody@{code.lower()}.example")


def give_share(clone: Clone, code: str, account_id: int | None) -> None:
    """Let the coach who walks read what the leader of that authority has."""
    with clone.session() as session:
        email = session.scalars(select(Account.email).where(Account.id == account_id)).one()
    _share(clone, _leading(clone, code).by, email)


def _leading(clone: Clone, code: str) -> Leading:
    with clone.session() as session:
        number = session.scalars(select(Authority.id).where(Authority.code == code)).one()
    with psycopg.connect(clone.owner_url) as connection:
        _, post_id, person_id, *_ = connection.execute(HOLDER, [number]).fetchone()
    by = _identity(number, code, person_id)
    with clone.session(by.scope(), Process.WEB) as session:
        found = list_leaders_in_post(session, by=by, on=today())
    return Leading(code, by, next(each for each in found if each.post_id == post_id))


def _identity(number: int, code: str, person_id: UUID) -> Identity:
    return Identity(None, "Leader", frozenset({Membership(Role.LEADER, number, code, person_id)}))


def _share(clone: Clone, by: Identity, email: str) -> None:
    with clone.session(by.scope(), Process.WEB) as session:
        wanted = ToShare(
            email,
            today() + timedelta(days=30),
            [each.id for each in list_released(session, by=by)],
            [each.id for each in list_entries(session, by=by).all],
        )
        share(session, by=by, wanted=wanted, on=today(), at=now())
        session.commit()
