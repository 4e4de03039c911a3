"""Asking for an export that a worker makes: row, job and audit event in one transaction (L4)."""

from datetime import date, datetime, timedelta
from uuid import uuid4

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session, defer

from authorities.register.models import Authority
from core.access import Identity
from core.audit import record
from core.errors import DomainError
from core.jobs import request_job
from outcomes.collection.export.askers import require_having
from outcomes.collection.export.models import FiguresExport
from outcomes.collection.export.names import file_name
from outcomes.collection.export.span import EVERY_QUARTER, Span

EXPORT = "figures.export"
KINDS = {"xlsx": "workbook", "csv": "CSV file"}
# Whoever presses the button twice asks once.
SAME_REQUEST = timedelta(minutes=1)
# With the number of the account the second key: two requests at once by one person take it in turn.
EXPORT_LOCK = 7_461_005


class KindError(DomainError):
    """No kind of file was chosen, or one that is not made."""


def request_export(
    session: Session,
    *,
    by: Identity,
    authority: Authority | None,
    kind: str,
    as_at: date,
    at: datetime,
    span: Span = EVERY_QUARTER,
) -> FiguresExport:
    """Ask for a file of figures as known on a day; the same file asked for again within a minute is the same request.

    Args:
        session: its scope covers the authority.
        by: who asks; the file is theirs alone.
        authority: whose figures; None means those of every authority.
        kind: `xlsx` or `csv`.
        as_at: the day.
        at: now.
        span: of which quarters.
    """
    number = None if authority is None else authority.id
    require_having(by, number)
    if kind not in KINDS:
        raise KindError("Choose the kind of file: a workbook or a CSV file.")
    session.execute(select(func.pg_advisory_xact_lock(EXPORT_LOCK, by.account_id)))
    name = file_name(None if authority is None else authority.code, as_at, kind, span)
    found = _same_request(session, by, number, name, at)
    if found is not None:
        return found
    export = FiguresExport(
        id=uuid4(),
        authority_id=number,
        requested_by_id=by.account_id,
        requested_at=at,
        kind=kind,
        as_at=as_at,
        first_quarter=span.first,
        last_quarter=span.last,
        status="requested",
        name=name,
    )
    session.add(export)
    request_job(session, kind=EXPORT, key=f"{EXPORT}:{export.id}", subject=str(export.id), authority_id=number)
    record(
        session,
        by=by,
        deed="figures_export.requested",
        subject=f"figures_export:{export.id}",
        authority_id=number,
        after={"name": name, "kind": kind, "as_at": as_at.isoformat()},
    )
    return export


def _same_request(session: Session, by: Identity, number: int | None, name: str, at: datetime) -> FiguresExport | None:
    """One that is still being made, or was asked for a moment ago; its name says all that was asked for."""
    return session.scalar(
        select(FiguresExport)
        .where(
            FiguresExport.requested_by_id == by.account_id,
            FiguresExport.authority_id.is_not_distinct_from(number),
            FiguresExport.name == name,
            or_(
                FiguresExport.status == "requested",
                and_(FiguresExport.status == "ready", FiguresExport.requested_at > at - SAME_REQUEST),
            ),
        )
        .order_by(FiguresExport.requested_at.desc())
        .limit(1)
        .options(defer(FiguresExport.body))
    )
