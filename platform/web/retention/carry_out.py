"""Takes away what is due, rule by rule, under the role that may take nothing else."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session

from core.access import SYSTEM
from core.audit import record
from core.clock import now
from core.database import make_engine, make_sessions
from core.logs import logger
from core.process import Process
from core.runtime import runtime
from core.scope import Scope
from core.transaction import transaction, transaction_on
from web.retention.models import RetentionRun
from web.retention.rules import RULES, Rule

NOTE = text(
    "UPDATE retention_run SET taken = taken || jsonb_build_object(CAST(:name AS text), "
    "coalesce((taken ->> :name)::int, 0) + :rows) WHERE id = :run"
)


def carry_out() -> UUID:
    """Run every rule once and return the run's number; run again it finds nothing left.

    One transaction for each rule, so that none is held up by another and a run that is cut short has done whole rules.
    """
    run_id = _begin(now())
    with _retention_engine() as engine:
        for rule in RULES:
            _carry_out_one(engine, rule, run_id)
    _finish(run_id, now())
    return run_id


def _carry_out_one(engine: Engine, rule: Rule, run_id: UUID) -> None:
    """One rule in a transaction of its own. It is left for the next night where it has to wait.

    For a row that somebody holds, for longer than a statement may take, or for something that stays and points to it.
    """
    try:
        with transaction_on(make_sessions(engine), Scope.EVERYTHING) as session:
            take(session, rule, run_id=run_id)
    except (IntegrityError, OperationalError):
        logger().warning("retention.held_up", table=rule.table)


def take(session: Session, rule: Rule, *, run_id: UUID) -> int:
    """Carry out one rule, note in the same transaction how many rows it took, and return that."""
    taken: int = session.execute(text(rule.statement)).rowcount  # type: ignore[attr-defined]
    if taken and rule.counted:
        session.execute(NOTE, {"name": rule.table, "rows": taken, "run": run_id})
    return taken


def _begin(at: datetime) -> UUID:
    with transaction(Scope.EVERYTHING) as session:
        run = RetentionRun(started_at=at)
        session.add(run)
        session.flush()  # its number is needed by what follows
        return run.id


def _finish(run_id: UUID, at: datetime) -> None:
    with transaction(Scope.EVERYTHING) as session:
        run = session.get_one(RetentionRun, run_id)
        run.finished_at = at
        if run.taken:
            record(
                session,
                by=SYSTEM,
                deed="retention.carried_out",
                subject=f"retention_run:{run.id}",
                authority_id=None,
                after=dict(run.taken),
            )


@contextmanager
def _retention_engine() -> Iterator[Engine]:
    """An engine of its own, gone afterwards: nothing else in the process can borrow its connection."""
    engine = make_engine(runtime().settings.database_url, Process.RETENTION, pool_size=1)
    try:
        yield engine
    finally:
        engine.dispose()
