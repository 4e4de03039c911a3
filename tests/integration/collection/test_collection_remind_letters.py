"""Letters about returns: who gets them, once each, and not when they no longer hold (W10, J1 to J5, F2)."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path

import pytest
from factories.collections_due import DUE, make_return
from factories.due_letters import (
    collection_of,
    deliver,
    deliver_here,
    letters,
    make_due_programme,
    member,
    set_today,
    text,
)
from fixtures.databases import Clone
from flask import Flask
from sqlalchemy import func, select, update

from accounts.disable import disable_account
from accounts.models import Account
from core.access import SYSTEM
from core.clock import now
from outcomes.collection.due.extend import grant_extension
from outcomes.collection.remind import tasks
from outcomes.collection.remind.models import Notice
from outcomes.collection.remind.send import DONE, GONE, MAX_ATTEMPTS, send_waiting
from outcomes.collection.submission.states import State


@pytest.fixture
def programme(app: Flask, clone: Clone) -> Iterator[Clone]:
    with app.app_context():
        make_due_programme(clone)
        yield clone


@pytest.fixture(autouse=True)
def _no_broker(monkeypatch: pytest.MonkeyPatch) -> None:
    deliver_here(monkeypatch)


@pytest.fixture
def on_the_due_day(monkeypatch: pytest.MonkeyPatch) -> None:
    set_today(monkeypatch, DUE)


@pytest.mark.usefixtures("on_the_due_day")
def test_a_reminder_names_what_is_due_when_and_the_link(programme: Clone, tmp_path: Path) -> None:
    tasks.remind()
    deliver(programme)
    (first, second) = sorted(letters(tmp_path), key=text)
    assert first["Subject"] == "2025-26 Q1 return for Council 2: due today"
    assert text(second).startswith("Hello Lena Lead,")
    assert "(April to June 2025) is due today" in text(second)
    assert "Nothing has been uploaded yet." in text(second)
    assert "/authorities/Z001/returns/2025-26-q1" in text(second)


@pytest.mark.usefixtures("on_the_due_day")
def test_the_task_run_twice_sends_each_letter_once(programme: Clone, tmp_path: Path) -> None:
    tasks.remind()
    deliver(programme)
    tasks.remind()
    deliver(programme)
    assert len(letters(tmp_path)) == 2
    with programme.session() as session:
        notices = session.scalars(select(Notice)).all()
        assert [(n.kind, n.key, n.attempts) for n in notices] == [("due_today", "2025-09-08", 1)] * 2


@pytest.mark.usefixtures("on_the_due_day")
def test_two_workers_at_once_store_and_send_each_letter_once(app: Flask, programme: Clone, tmp_path: Path) -> None:
    def work(task: str, *arguments: str) -> None:
        with app.app_context():
            getattr(tasks, task)(*arguments)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, ["remind"] * 4))
        with programme.session() as session:
            numbers = [str(each) for each in session.scalars(select(Notice.id))]
        assert len(numbers) == 2
        list(pool.map(lambda number: work("send_notice", number), numbers * 4))
    with programme.session() as session:
        told = session.execute(select(Notice.sent_at.is_not(None), Notice.attempts)).all()
        sent = session.scalar(select(func.count()).where(Notice.sent_at.is_not(None)))
    assert sent == 2, told
    assert len(letters(tmp_path)) == 2


@pytest.mark.usefixtures("on_the_due_day")
def test_submitting_at_nine_stops_the_notice_of_five_past(programme: Clone, tmp_path: Path) -> None:
    tasks.remind()
    with programme.session() as session:
        make_return(session, member(session), collection_of(session), State.SUBMITTED)
        session.commit()
    deliver(programme)
    (only,) = letters(tmp_path)
    assert "Council 2" in only["Subject"]
    with programme.session() as session:
        assert session.scalars(select(Notice.dropped).where(Notice.authority_id == member(session).id)).one() == DONE


@pytest.mark.usefixtures("on_the_due_day")
def test_an_extension_and_a_moved_deadline_stop_it_too(programme: Clone, tmp_path: Path) -> None:
    tasks.remind()
    with programme.session() as session:
        grant_extension(
            session,
            by=SYSTEM,
            authority=member(session),
            collection=collection_of(session),
            until=date(2025, 9, 30),
            reason="The system was replaced.",
            at=now(),
            on=DUE,
        )
        session.commit()
    deliver(programme)
    assert [letter["To"] for letter in letters(tmp_path)] == ["person1@somewhere.example"]


@pytest.mark.usefixtures("on_the_due_day")
def test_a_disabled_account_gets_nothing(programme: Clone, tmp_path: Path) -> None:
    tasks.remind()
    with programme.session() as session:
        lena = session.scalars(select(Account).where(Account.name == "Lena Lead")).one()
        disable_account(session, by=SYSTEM, account=lena, at=now())
        session.commit()
    deliver(programme)
    assert len(letters(tmp_path)) == 1
    with programme.session() as session:
        assert GONE in session.scalars(select(Notice.dropped)).all()


def test_nothing_goes_on_a_bank_holiday(programme: Clone, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The August bank holiday of 2025, one working day before which something was scheduled."""
    set_today(monkeypatch, date(2025, 8, 25))
    tasks.remind()
    deliver(programme)
    assert letters(tmp_path) == []


def test_reminders_and_overdue_notices_follow_one_another(
    programme: Clone, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    day = date(2025, 8, 18)
    while day <= date(2025, 9, 23):
        set_today(monkeypatch, day)
        tasks.remind()
        deliver(programme)
        day += timedelta(days=1)
    subjects = [letter["Subject"] for letter in letters(tmp_path) if letter["To"] == "person0@somewhere.example"]
    assert sorted(subject.rsplit(": ", 1)[1] for subject in subjects) == [
        "due on Monday 8 September 2025",
        "due on Monday 8 September 2025",
        "due today",
        "overdue",
        "overdue",
        "overdue",
    ]


def test_a_letter_that_fails_is_tried_three_times_at_most(programme: Clone, monkeypatch: pytest.MonkeyPatch) -> None:
    set_today(monkeypatch, DUE)
    tasks.remind()
    with programme.session() as session:
        number = session.scalars(select(Notice.id).limit(1)).one()

    class Broken:
        def send(self, _mail: object) -> None:
            raise OSError("The mail server is away.")

    with monkeypatch.context() as broken:
        broken.setattr(tasks, "make_mailer", lambda *_: Broken())
        for _ in range(MAX_ATTEMPTS):
            with pytest.raises(OSError, match="away"):
                tasks.send_notice(str(number))
    tasks.send_notice(str(number))
    with programme.session() as session:
        notice = session.get_one(Notice, number)
        assert (notice.attempts, notice.sent_at) == (3, None)
        assert send_waiting(session, at=now() + timedelta(hours=1)) == 1, "the other one only"


def test_the_sweeper_waits_longer_after_each_try(programme: Clone, monkeypatch: pytest.MonkeyPatch) -> None:
    set_today(monkeypatch, DUE)
    tasks.remind()
    with programme.session() as session:
        asked = session.scalars(select(Notice.asked_at)).first()
        assert asked is not None
        session.execute(update(Notice).values(asked_at=asked, attempts=0))
        minutes = {tries: [] for tries in range(4)}
        for tries in minutes:
            session.execute(update(Notice).values(attempts=tries))
            minutes[tries] = [m for m in (0, 2, 6, 21) if send_waiting(session, at=asked + timedelta(minutes=m))]
    assert minutes == {0: [2, 6, 21], 1: [6, 21], 2: [21], 3: []}
