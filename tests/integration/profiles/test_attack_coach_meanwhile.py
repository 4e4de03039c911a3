"""A leader takes a grant back while the coach's page is being read: the page shows all of it or nothing (C4)."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from factories.profile_rounds import Leading, make_leading
from factories.released_rounds import make_released, rates
from fixtures.databases import Clone
from fixtures.identities import client_of, make_signed_in
from flask import Flask
from sqlalchemy import Engine, event

from core.access import Role
from core.clock import now, today
from core.process import Process
from leadership.development.behaviours import Context
from leadership.development.models import Kind
from leadership.development.sharing.share import ToShare, revoke_share, share
from leadership.development.write import Written, write_entry
from leadership.handover.parts import Behaviour
from leadership.profiles.kinds import Group

COACH = "coach@elsewhere.example"


def given(clone: Clone, leading: Leading, round_id: UUID) -> UUID:
    """A grant of the round and of a note."""
    with clone.session(leading.by.scope(), Process.WEB) as session:
        note = write_entry(
            session,
            by=leading.by,
            kind=Kind.NOTE,
            written=Written("A note", "Its body", "Why", Context.SHOCK, [Behaviour.RESILIENCE]),
            at=now(),
        )
        session.flush()
        wanted = ToShare(COACH, today() + timedelta(days=9), [round_id], [note.id])
        number = share(session, by=leading.by, wanted=wanted, on=today(), at=now()).id
        session.commit()
    return number


@contextmanager
def taken_back_before(clone: Clone, leading: Leading, share_id: UUID, words: str) -> Iterator[list[str]]:
    """The leader takes the grant back, and it is stored, just before the first statement with these words is sent."""
    done: list[str] = []

    def take_back(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if words in statement and not done:
            done.append(statement)
            with clone.session(leading.by.scope(), Process.WEB) as session:
                revoke_share(session, by=leading.by, share_id=share_id, at=now())
                session.commit()

    event.listen(Engine, "before_cursor_execute", take_back)
    try:
        yield done
    finally:
        event.remove(Engine, "before_cursor_execute", take_back)


def test_a_grant_taken_back_meanwhile_shows_nothing(clone: Clone, app: Flask) -> None:
    """Before the grant itself is read, its items, the results, the notes; each time anew."""
    leading = make_leading(clone)
    round_id = make_released(clone, leading, rates(Group.PEERS, 3, 4, 4))
    coach = client_of(app, make_signed_in(clone, Role.COACH, email=COACH))
    unknown = coach.get(f"/coaching/{uuid4()}")
    for table in ("profile_share ", "profile_share_item ", "profile_result ", "development_entry "):
        number = given(clone, leading, round_id)
        with taken_back_before(clone, leading, number, f"FROM {table}") as done:
            answer = coach.get(f"/coaching/{number}")
        assert done, "it was taken back in the middle"
        assert (table, answer.status_code, len(answer.data)) == (table, 404, len(unknown.data))
