"""Audit events are added in the deed's own transaction and never changed, whoever asks (reliability 6.59 to 6.61)."""

import psycopg
import pytest
from fixtures.databases import Clone
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from core.access import SYSTEM, Identity
from core.audit import AuditEvent, record
from core.clock import now
from core.logs import bind_request_id
from core.process import Process
from core.scope import Scope

CHANGES = [
    "UPDATE audit_event SET actor = 'nobody'",
    "DELETE FROM audit_event",
    "TRUNCATE audit_event",
    "TRUNCATE audit_event CASCADE",
]


@pytest.fixture
def one_event(clone: Clone) -> Clone:
    with clone.session() as session:
        record(session, by=SYSTEM, deed="thing.done", subject="thing:1", authority_id=None, after={"to": 2})
        session.commit()
    return clone


@pytest.mark.parametrize("statement", CHANGES)
@pytest.mark.parametrize("process", [Process.WEB, Process.WORKER, Process.CLOSING])
def test_no_role_of_the_product_changes_an_event(one_event: Clone, process: Process, statement: str) -> None:
    with one_event.session(process=process) as session, pytest.raises(DBAPIError, match="permission denied"):
        session.execute(text(statement))
    _still_there(one_event)


@pytest.mark.parametrize("statement", CHANGES)
@pytest.mark.parametrize("role", ["throughline_owner", "postgres"])
def test_not_even_the_owner_changes_an_event(one_event: Clone, role: str, statement: str) -> None:
    with psycopg.connect(one_event.owner_url) as connection:
        connection.execute(f"SET ROLE {role}")
        connection.execute("SET app.authorities = 'all'")
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="history is not rewritten"):
            connection.execute(statement)
    _still_there(one_event)


def test_an_event_says_who_what_when_and_under_which_request(clone: Clone) -> None:
    bind_request_id("the-request")
    before = now()
    with clone.session() as session:
        session.execute(text("INSERT INTO account (email, name) VALUES ('a@b.c', 'Ann')"))
        number = session.scalar(text("SELECT id FROM account"))
        somebody = Identity(number, "Ann", frozenset())
        record(session, by=somebody, deed="x.done", subject="x:1", authority_id=None, before={"a": 1}, after={"a": 2})
        session.commit()
        event = session.scalars(select(AuditEvent)).one()
    assert (event.account_id, event.actor, event.deed, event.subject) == (number, "account", "x.done", "x:1")
    assert (event.before, event.after, event.request_id) == ({"a": 1}, {"a": 2}, "the-request")
    assert before <= event.at <= now()


def test_what_the_product_does_itself_bears_its_name(one_event: Clone) -> None:
    with one_event.session() as session:
        event = session.scalars(select(AuditEvent)).one()
    assert (event.account_id, event.actor, event.before) == (None, "Throughline", None)


def test_an_event_of_the_programme_is_not_shown_to_an_authority(one_event: Clone) -> None:
    with one_event.session(Scope.of(1), Process.WEB) as session:
        assert session.scalars(select(AuditEvent)).all() == []


def _still_there(clone: Clone) -> None:
    with clone.session() as session:
        assert session.scalars(select(AuditEvent.after)).all() == [{"to": 2}]
