"""One transaction, at the edge (design 5.2): `with transaction() as session:` in a view, task or command, once."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import text
from sqlalchemy.orm import Session, sessionmaker

from core.runtime import runtime
from core.scope import Scope

AFTER_COMMIT = "after_commit"


@contextmanager
def transaction(scope: Scope) -> Iterator[Session]:
    """Commit once at the end, or not at all; then run what was asked for after the commit.

    The actions run after `commit()` has returned, not in SQLAlchemy's event of that name, which also fires when a
    savepoint is released (design 3, fault c). Work that must not be lost belongs in the outbox, not here.
    """
    with transaction_on(runtime().sessions, scope) as session:
        yield session


@contextmanager
def transaction_on(sessions: sessionmaker[Session], scope: Scope) -> Iterator[Session]:
    """The same on another factory: for the few who work under a database role of their own."""
    session = sessions(info={"scope": scope})
    try:
        yield session
        session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        actions: list[Callable[[], None]] = session.info.pop(AFTER_COMMIT, [])
        session.close()
    for action in actions:
        action()


@contextmanager
def reading(scope: Scope) -> Iterator[Session]:
    """A transaction that the database itself keeps from writing: for every page that only shows."""
    session = runtime().sessions(info={"scope": scope})
    try:
        session.execute(text("SET TRANSACTION READ ONLY"))
        yield session
    finally:
        # Closing ends the transaction and leaves what was read readable; a rollback would empty it.
        session.close()


def after_commit(session: Session, action: Callable[[], None]) -> None:
    """Run the action once the transaction has been committed; forget it if it is rolled back."""
    session.info.setdefault(AFTER_COMMIT, []).append(action)
