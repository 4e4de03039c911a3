"""One transaction at the edge: all or nothing, and what comes after only after it (house style 3)."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from fixtures.databases import Clone
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DataError, IntegrityError, InternalError, ProgrammingError
from sqlalchemy.orm import Session

from accounts.models import Account
from core.access import SYSTEM
from core.audit import AuditEvent, record
from core.runtime import runtime
from core.scope import Scope
from core.transaction import after_commit, reading, transaction


@pytest.fixture(autouse=True)
def _inside(app: Flask):
    with app.app_context():
        yield


def add_somebody(session: Session, number: int) -> None:
    """A deed with its audit event, as a verb does it."""
    session.add(Account(email=f"{number}@somewhere.example", name="Somebody"))
    record(session, by=SYSTEM, deed="account.added", subject=f"account:{number}", authority_id=None)


def numbers(clone: Clone) -> list[str]:
    with clone.session() as session:
        return [email.partition("@")[0] for email in session.scalars(select(Account.email).order_by(Account.email))]


def test_what_is_done_is_stored_with_its_audit_event(clone: Clone) -> None:
    with transaction(Scope.EVERYTHING) as session:
        add_somebody(session, 1)
    assert numbers(clone) == ["1"]
    with clone.session() as session:
        assert session.scalars(select(AuditEvent.deed)).all() != []


@pytest.mark.parametrize("fault", [ValueError, KeyboardInterrupt, SystemExit])
def test_after_a_fault_nothing_is_stored_neither_deed_nor_audit(clone: Clone, fault: type[BaseException]) -> None:
    ran: list[str] = []

    def fail_after_the_deed() -> None:
        with transaction(Scope.EVERYTHING) as session:
            after_commit(session, lambda: ran.append("told"))
            add_somebody(session, 1)
            session.flush()
            raise fault

    with pytest.raises(fault):
        fail_after_the_deed()
    assert numbers(clone) == []
    assert ran == []
    with clone.session() as session:
        assert session.scalars(select(AuditEvent)).all() == []


def test_a_commit_that_the_database_refuses_runs_nothing_after_it(clone: Clone) -> None:
    ran: list[str] = []
    with transaction(Scope.EVERYTHING) as session:
        add_somebody(session, 1)

    def do_it_again() -> None:
        with transaction(Scope.EVERYTHING) as session:
            after_commit(session, lambda: ran.append("told"))
            add_somebody(session, 1)

    with pytest.raises(IntegrityError):
        do_it_again()
    assert ran == []


def test_actions_run_in_their_order_once_the_deed_can_be_seen(clone: Clone) -> None:
    seen: list[object] = []
    with transaction(Scope.EVERYTHING) as session:
        after_commit(session, lambda: seen.append(numbers(clone)))
        after_commit(session, lambda: seen.append("second"))
        add_somebody(session, 1)
        assert seen == []
    assert seen == [["1"], "second"]


def test_the_end_of_a_savepoint_is_not_the_commit(clone: Clone) -> None:
    """SQLAlchemy's own event fires when a savepoint is released too (design 3, fault c)."""
    ran: list[str] = []
    with transaction(Scope.EVERYTHING) as session:
        with session.begin_nested():
            add_somebody(session, 1)
            after_commit(session, lambda: ran.append("told"))
        assert ran == []
        with session.begin_nested() as savepoint:
            add_somebody(session, 2)
            session.flush()
            savepoint.rollback()
    assert ran == ["told"]
    assert numbers(clone) == ["1"]


def test_the_scope_holds_after_a_savepoint_has_been_rolled_back() -> None:
    with transaction(Scope.of(7, account=3)) as session:
        with session.begin_nested() as savepoint:
            session.execute(text("SELECT 1"))
            savepoint.rollback()
        told = session.execute(
            text("SELECT current_setting('app.authorities', true), current_setting('app.account', true)")
        ).one()
    assert tuple(told) == ("{7}", "3")


def test_an_action_that_fails_does_not_undo_what_is_stored(clone: Clone) -> None:
    def fail() -> None:
        raise RuntimeError("too late")

    def do_it() -> None:
        with transaction(Scope.EVERYTHING) as session:
            after_commit(session, fail)
            add_somebody(session, 1)

    with pytest.raises(RuntimeError, match="too late"):
        do_it()
    assert numbers(clone) == ["1"]


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO deployment (id, purpose) VALUES (1, 'real')",
        "UPDATE authority SET name = 'x'",
        "DELETE FROM outbox_message",
        "CREATE TEMPORARY TABLE t AS SELECT 1",
        "SELECT nextval('authority_id_seq')",
    ],
)
def test_a_page_that_only_shows_cannot_write(statement: str) -> None:
    with (
        pytest.raises((InternalError, ProgrammingError), match=r"read-only|permission denied"),
        reading(Scope.EVERYTHING) as session,
    ):
        session.execute(text(statement))


def test_a_page_that_only_shows_cannot_be_talked_into_writing() -> None:
    with reading(Scope.EVERYTHING) as session:
        session.execute(text("SELECT 1"))
        with pytest.raises(InternalError, match="read-write mode"):
            session.execute(text("SET TRANSACTION READ WRITE"))


def test_every_connection_is_back_in_the_pool() -> None:
    def fail(kind: Callable[[Scope], AbstractContextManager[Session]]) -> None:
        with kind(Scope.NOTHING) as session:
            session.execute(text("SELECT 1 / 0"))

    for _ in range(20):
        for kind in (transaction, reading):
            with kind(Scope.EVERYTHING) as session:
                session.execute(text("SELECT 1"))
            with pytest.raises(DataError, match="division by zero"):
                fail(kind)
    assert runtime().engine.pool.checkedout() == 0


def test_a_connection_keeps_its_limits_and_its_role() -> None:
    wanted = {"statement_timeout": "15s", "idle_in_transaction_session_timeout": "30s", "lock_timeout": "10s"}
    with reading(Scope.NOTHING) as session:
        for name, value in wanted.items():
            assert session.scalar(text(f"SHOW {name}")) == value
        assert session.scalar(text("SHOW timezone")) == "UTC"
        assert session.scalar(text("SELECT current_user")) == "throughline_web"
