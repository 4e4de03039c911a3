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
from outcomes.collection.due.extend import grant_extension
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
    """One authority owes a return in five working days, one has handed it in, one has just been given more time."""
    quarter = Quarter.containing(today()).plus(-1)
    working_day = add_working_days(today(), 0)
    with app.app_context(), clone.session() as session:
        owing, done, extended = make_members(session, 3)
        for member, name in ((owing, "Olga Owing"), (done, "Dora Done"), (extended, "Evan Extended")):
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
        more_time = grant_extension(
            session,
            by=SYSTEM,
            authority=extended,
            collection=collection,
            until=add_working_days(working_day, 30),
            reason="Their case system was replaced.",
            at=now(),
            on=today(),
        )
        submission = make_return(session, done, collection, State.SUBMITTED)
        add_event(session, submission, "submitted", at=now())
        assert len(ask_due_reminders(session, on=working_day)) == 1
        for _ in range(2):
            ask_notice(session, authority_id=done.id, collection=collection, kind=Kind.RECEIPT)
            ask_notice(
                session, authority_id=extended.id, collection=collection, kind=Kind.EXTENDED, key=str(more_time.id)
            )
        session.commit()


@pytest.mark.usefixtures("asked")
def test_letters_arrive_once_through_a_real_worker(
    app: Flask, clone: Clone, running_worker: Child, tmp_path: Path
) -> None:
    """What is not chasing arrives on any day, to who owes too; a reminder on a day off is dropped, as it must be.

    A worker reads the real clock and no setting moves it, so which of the two becomes of the reminder follows the day
    on which this runs; the letters of a fixed working day stand in test_collection_remind_letters.
    """
    with app.app_context():
        for _ in range(2):
            app.extensions["celery"].send_task("outbox.drain")
            app.extensions["celery"].send_task("returns.remind")
    _wait_until_settled(clone, letters=3)
    texts = [file.read_text() for file in (tmp_path / "mail").glob("return-*.eml")]
    for name in ("Dora Done", "Evan Extended"):
        assert sum(f"Hello {name}" in text for text in texts) == 1, name
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
