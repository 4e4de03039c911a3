"""Letters about returns reach the folder of letters through a real worker, once (W10, reliability 6.62)."""

import time
from datetime import timedelta
from pathlib import Path

import pytest
from factories.collections_due import add_event, make_members, make_person, make_return
from fixtures.databases import Clone
from flask import Flask
from sqlalchemy import func, select

from core.access import SYSTEM, Role
from core.clock import now, today
from core.embedded.children import Child
from core.quarters import Quarter
from core.working_days import add_working_days, is_working_day
from outcomes.collection.due.open import open_collection
from outcomes.collection.remind.ask import ask_notice
from outcomes.collection.remind.due_now import ask_due_reminders
from outcomes.collection.remind.kinds import Kind
from outcomes.collection.remind.models import Notice
from outcomes.collection.remind.send import DONE
from outcomes.collection.submission.states import State

PATIENCE_SECONDS = 30


@pytest.fixture
def asked(app: Flask, clone: Clone) -> None:
    """One authority owes a return in five working days, another has handed it in: a reminder and a receipt."""
    quarter = Quarter.containing(today()).plus(-1)
    working_day = add_working_days(today(), 0)
    with app.app_context(), clone.session() as session:
        owing, done = make_members(session, 2)
        for member, name in ((owing, "Olga Owing"), (done, "Dora Done")):
            make_person(session, name, Role.LEAD, member)
        collection = open_collection(
            session,
            by=SYSTEM,
            quarter=quarter,
            opens_on=quarter.ends_on + timedelta(days=1),
            due_on=add_working_days(working_day, 5),
            closes_on=None,
            on=today(),
        )
        submission = make_return(session, done, collection, State.SUBMITTED)
        add_event(session, submission, "submitted", at=now())
        assert len(ask_due_reminders(session, on=working_day)) == 1
        for _ in range(2):
            ask_notice(session, authority_id=done.id, collection=collection, kind=Kind.RECEIPT)
        session.commit()


@pytest.mark.usefixtures("asked")
def test_letters_arrive_once_through_a_real_worker(
    app: Flask, clone: Clone, running_worker: Child, tmp_path: Path
) -> None:
    """On a day off the reminder is dropped at sending, as it must be: no notice goes on such a day."""
    with app.app_context():
        for _ in range(2):
            app.extensions["celery"].send_task("outbox.drain")
            app.extensions["celery"].send_task("returns.remind")
    _wait_until_settled(clone, letters=2)
    texts = [file.read_text() for file in (tmp_path / "mail").glob("return-*.eml")]
    assert sum("Hello Dora Done" in text for text in texts) == 1
    reminded = sum("Hello Olga Owing" in text for text in texts)
    with clone.session() as session:
        dropped = session.scalars(select(Notice.dropped).where(Notice.kind == Kind.REMINDER)).one()
    assert (reminded, dropped) == ((1, None) if is_working_day(today()) else (0, DONE))
    assert "Dora" not in running_worker.log.read_text(encoding="utf-8")


def _wait_until_settled(clone: Clone, letters: int) -> None:
    begun = time.monotonic()
    while time.monotonic() - begun < PATIENCE_SECONDS:
        with clone.session() as session:
            settled = session.scalar(
                select(func.count()).where(Notice.sent_at.is_not(None) | Notice.dropped.is_not(None))
            )
        if settled == letters:
            return
        time.sleep(0.1)
    pytest.fail("the letters were neither sent nor dropped")
