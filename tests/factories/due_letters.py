"""A programme whose returns are due, and its letters: asked for, delivered in this process, read again."""

from datetime import date
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from factories.collections_due import make_collection, make_members, make_person
from fixtures.databases import Clone
from sqlalchemy import select
from sqlalchemy.orm import Session

from authorities.register.models import Authority
from core.access import Role
from core.clock import now
from core.outbox import OutboxMessage
from core.quarters import Quarter
from outcomes.collection.due.find import get_collection
from outcomes.collection.due.models import Collection
from outcomes.collection.remind import tasks

Q1 = Quarter(2025, 1)


def make_due_programme(clone: Clone) -> None:
    """Three members with a lead each but the last, a support team of one, and a collection due on 8 September 2025."""
    with clone.session() as session:
        members = make_members(session)
        make_collection(session)
        make_person(session, "Lena Lead", Role.LEAD, members[0])
        make_person(session, "Lars Lead", Role.LEAD, members[1])
        make_person(session, "Sue Support", Role.SUPPORT)
        session.commit()


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


def deliver_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """The outbox is emptied by `deliver`, in this process."""
    monkeypatch.setattr(tasks, "drain_outbox", lambda: None)
