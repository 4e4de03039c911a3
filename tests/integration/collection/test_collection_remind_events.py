"""Letters about what happened to a return, and what is said when there is nobody to tell (W10, J1 to J5, F2)."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from factories.collections_due import DUE, SHA, add_event, make_person, make_return
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
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from accounts.leaving import record_leaving
from accounts.models import Account, AccountMembership
from authorities.programme.models import Programme
from core.access import SYSTEM, Role
from core.clock import now
from core.jobs import Job
from outcomes.collection.due.open import set_collects_until
from outcomes.collection.remind import tasks
from outcomes.collection.remind.ask import address_notice, ask_notice
from outcomes.collection.remind.continuity import continuity_on
from outcomes.collection.remind.due_now import ask_due_reminders, ask_untold_events
from outcomes.collection.remind.kinds import Audience, Kind
from outcomes.collection.remind.missing import list_missing_quarters
from outcomes.collection.remind.models import Notice
from outcomes.collection.remind.recipients import leads_of
from outcomes.collection.submission.states import State

WHY = "The denominator is last year's."


@pytest.fixture
def programme(app: Flask, clone: Clone) -> Iterator[Clone]:
    with app.app_context():
        make_due_programme(clone)
        yield clone


@pytest.fixture(autouse=True)
def _no_broker(monkeypatch: pytest.MonkeyPatch) -> None:
    deliver_here(monkeypatch)


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
