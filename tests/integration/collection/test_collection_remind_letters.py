"""Letters about returns: who gets them, once each, and not when they no longer hold (W10, J1 to J5, F2)."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from factories.collections_due import (
    DUE,
    SHA,
    add_event,
    make_collection,
    make_members,
    make_person,
    make_return,
)
from fixtures.databases import Clone
from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from accounts.disable import disable_account
from accounts.leaving import record_leaving
from accounts.models import Account, AccountMembership
from authorities.programme.models import Programme
from authorities.register.models import Authority
from core.access import SYSTEM, Role
from core.clock import now
from core.jobs import Job
from core.outbox import OutboxMessage
from core.quarters import Quarter
from outcomes.collection.due.extend import grant_extension
from outcomes.collection.due.find import get_collection
from outcomes.collection.due.models import Collection
from outcomes.collection.due.open import set_collects_until
from outcomes.collection.remind import tasks
from outcomes.collection.remind.ask import address_notice, ask_notice
from outcomes.collection.remind.continuity import continuity_on
from outcomes.collection.remind.due_now import ask_due_reminders, ask_untold_events
from outcomes.collection.remind.kinds import Audience, Kind
from outcomes.collection.remind.missing import list_missing_quarters
from outcomes.collection.remind.models import Notice
from outcomes.collection.remind.recipients import leads_of
from outcomes.collection.remind.send import DONE, GONE, MAX_ATTEMPTS, send_waiting
from outcomes.collection.submission.states import State

Q1 = Quarter(2025, 1)
WHY = "The denominator is last year's."


@pytest.fixture
def programme(app: Flask, clone: Clone) -> Iterator[Clone]:
    """Three members with a lead each but the last, a support team of one, and a collection due on 8 September 2025."""
    with app.app_context(), clone.session() as session:
        members = make_members(session)
        make_collection(session)
        make_person(session, "Lena Lead", Role.LEAD, members[0])
        make_person(session, "Lars Lead", Role.LEAD, members[1])
        make_person(session, "Sue Support", Role.SUPPORT)
        session.commit()
        yield clone


@pytest.fixture
def on_the_due_day(monkeypatch: pytest.MonkeyPatch) -> None:
    set_today(monkeypatch, DUE)


def set_today(monkeypatch: pytest.MonkeyPatch, day: date) -> None:
    monkeypatch.setattr(tasks, "today", lambda: day)


def member(session: Session, number: int = 1) -> Authority:
    return session.scalars(select(Authority).where(Authority.code == f"Z{number:03}")).one()


def collection_of(session: Session) -> Collection:
    return get_collection(session, Q1)


def letters(folder: Path) -> list[EmailMessage]:
    return [
        message_from_bytes(path.read_bytes(), policy=policy.default) for path in sorted((folder / "mail").glob("*.eml"))
    ]


def text(letter: EmailMessage) -> str:
    body = letter.get_body()
    assert body is not None
    return str(body.get_content())


def deliver(clone: Clone) -> None:
    """Do what the outbox asks for, and what that asks for in turn, as a worker would."""
    doers = {
        "returns.send_notice": tasks.send_notice,
        "returns.address_notice": tasks.address,
        "returns.tell_of_gaps": tasks.tell_of_gaps_now,
    }
    while True:
        with clone.session() as session:
            waiting = session.scalars(select(OutboxMessage).where(OutboxMessage.sent_at.is_(None))).all()
            todo = [(message.task, message.arguments) for message in waiting if message.task in doers]
            for message in waiting:
                message.sent_at = now()
            session.commit()
        if not todo:
            return
        for task, arguments in todo:
            doers[task](*arguments)


@pytest.fixture(autouse=True)
def _no_broker(monkeypatch: pytest.MonkeyPatch) -> None:
    """The outbox is emptied by `deliver`, in this process."""
    monkeypatch.setattr(tasks, "drain_outbox", lambda: None)


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


def test_a_receipt_carries_version_counts_and_hash_and_the_team_is_told(
    programme: Clone, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_today(monkeypatch, date(2025, 9, 5))
    with programme.session() as session:
        authority, collection = member(session), collection_of(session)
        submission = make_return(session, authority, collection, State.SUBMITTED)
        add_event(session, submission, "submitted", at=datetime.fromisoformat("2025-09-05T09:00:00+00:00"))
        for kind, audience in ((Kind.RECEIPT, Audience.LEADS), (Kind.SUBMITTED, Audience.SUPPORT)):
            ask_notice(session, authority_id=authority.id, collection=collection, kind=kind, audience=audience)
            ask_notice(session, authority_id=authority.id, collection=collection, kind=kind, audience=audience)
        session.commit()
    deliver(programme)
    told = {letter["Subject"]: letter for letter in letters(tmp_path)}
    assert len(told) == 2
    receipt = told["Received: 2025-26 Q1 return for Council 1, version 1"]
    assert receipt["To"] == "person0@somewhere.example"
    assert "5 September 2025 at 10:00" in text(receipt), "London time"
    assert "31 new and 2 changed" in text(receipt)
    assert SHA in text(receipt)
    review = told["For review: 2025-26 Q1 return of Council 1"]
    assert review["To"] == "person2@somewhere.example"
    assert "/returns/2025-26-q1/review" in text(review)


def test_what_is_sent_back_and_why_stand_in_the_letter(
    programme: Clone, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_today(monkeypatch, date(2025, 9, 5))
    with programme.session() as session:
        authority, collection = member(session), collection_of(session)
        submission = make_return(session, authority, collection, State.RETURNED)
        add_event(
            session, submission, "returned", reason="The denominator is last year's.", sections=["demand", "CPP_RATE"]
        )
        ask_notice(session, authority_id=authority.id, collection=collection, kind="returned", key="whatever")
        session.commit()
    deliver(programme)
    (letter,) = letters(tmp_path)
    assert letter["Subject"] == "Sent back: 2025-26 Q1 return for Council 1"
    assert "- Demand" in text(letter)
    assert "(CPP_RATE)" in text(letter)
    assert WHY in text(letter)


def test_an_event_whose_message_was_lost_is_told_of_all_the_same(programme: Clone) -> None:
    at = now()
    with programme.session() as session:
        authority, collection = member(session), collection_of(session)
        submission = make_return(session, authority, collection, State.APPROVED)
        add_event(session, submission, "approved", at=at - timedelta(minutes=5))
        assert len(ask_untold_events(session, at=at, on=at.date())) == 1
        assert ask_untold_events(session, at=at, on=at.date()) == []
        asked = address_notice(
            session,
            authority_id=authority.id,
            collection_id=collection.id,
            kind=Kind.APPROVED,
            key="",
            audience=Audience.LEADS,
            on=at.date(),
        )
        assert asked == [], "the deed's own message, delivered late, adds nothing"


def test_an_old_event_is_not_told_of(programme: Clone) -> None:
    at = now()
    with programme.session() as session:
        submission = make_return(session, member(session), collection_of(session), State.APPROVED)
        add_event(session, submission, "approved", at=at - timedelta(days=3))
        assert ask_untold_events(session, at=at, on=at.date()) == []


def test_an_authority_without_a_lead_is_a_task_and_not_silence(programme: Clone) -> None:
    with programme.session() as session:
        ask_due_reminders(session, on=DUE)
        third = member(session, 3)
        assert session.scalar(select(func.count()).where(Notice.authority_id == third.id)) == 0
        assert [each.code for each in continuity_on(session, DUE).no_lead] == ["Z003"]
        assert leads_of(session, third.id, DUE) == []


def leave(session: Session, name: str, day: date | None, on: date) -> None:
    account = session.scalars(select(Account).where(Account.name == name)).one()
    held = session.scalars(select(AccountMembership.id).where(AccountMembership.account_id == account.id)).one()
    record_leaving(session, by=SYSTEM, account=account, membership_id=held, leaves_on=day, on=on)


def test_when_every_lead_leaves_before_the_next_return_it_is_said_once(
    programme: Clone, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """2025-26 Q1 was submitted; Q2, of which nothing is recorded yet, would be due on 9 December."""
    day = date(2025, 9, 16)
    set_today(monkeypatch, day)
    with programme.session() as session:
        make_return(session, member(session), collection_of(session), State.SUBMITTED)
        leave(session, "Lena Lead", date(2025, 10, 31), day)
        session.commit()
    deliver(programme)
    tasks.tell_of_gaps_now()
    deliver(programme)
    asked = [letter for letter in letters(tmp_path) if "Who will submit" in letter["Subject"]]
    assert {letter["To"] for letter in asked} == {"person0@somewhere.example", "person2@somewhere.example"}
    assert len(asked) == 2
    assert "due on 9 December 2025" in text(asked[0])
    assert "leaves on 31 October 2025" in text(asked[0])


def test_a_second_lead_who_stays_closes_the_gap(programme: Clone) -> None:
    day = date(2025, 9, 16)
    with programme.session() as session:
        make_return(session, member(session), collection_of(session), State.SUBMITTED)
        leave(session, "Lena Lead", date(2025, 10, 31), day)
        session.flush()
        assert [gap.authority.code for gap in continuity_on(session, day).nobody_next] == ["Z001"]
        make_person(session, "Nora New", Role.LEAD, member(session))
        assert continuity_on(session, day).nobody_next == ()


def test_a_quarter_without_a_collection_is_asked_for_once(
    programme: Clone, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    day = date(2025, 10, 1)
    set_today(monkeypatch, day)
    with programme.session() as session:
        assert list_missing_quarters(session, date(2025, 9, 15)) == []
        assert [str(each) for each in list_missing_quarters(session, date(2025, 9, 16))] == ["2025-26 Q2"]
        assert [str(each) for each in list_missing_quarters(session, day)] == ["2025-26 Q2"]
    tasks.remind()
    tasks.remind()
    with programme.session() as session:
        assert session.scalars(select(Job.subject)).all() == ["2025-26 Q2|3"]
        edit = session.scalars(select(Programme)).one()
        set_collects_until(session, by=SYSTEM, programme=edit, collects_until=date(2025, 9, 30), on=day)
        assert list_missing_quarters(session, day) == []
