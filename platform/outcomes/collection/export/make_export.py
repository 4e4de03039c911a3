"""The job that makes an export, with the rights that whoever asked has at that moment (L4).

The figures are read in a session of their scope, not of the worker's: a fault in a query cannot put into the file
what they could not see on a page. Whoever lost the right in the meantime gets no file and is told why.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from authorities.register.models import Authority
from charts.words import day_in_words
from core.clock import now
from core.errors import DomainError
from core.jobs import ClaimedJob, job_kind, request_job
from core.scope import Scope
from core.transaction import reading, transaction
from outcomes.collection.export.ask import EXPORT
from outcomes.collection.export.askers import Asker, find_asker, may_have
from outcomes.collection.export.letter import LETTER
from outcomes.collection.export.models import FiguresExport
from outcomes.collection.export.names import file_name, title_of
from outcomes.collection.export.read import read_export
from outcomes.collection.export.span import Span
from outcomes.collection.export.tidy import tidy_csv
from outcomes.collection.export.workbook import workbook

KEPT = timedelta(days=7)
NO_RIGHT = "When the file was to be made, your account no longer had the right to see these figures."
OUR_FAULT = "The file could not be made: the fault is ours. Ask for it again, or tell the programme support team."


class NothingToExportError(DomainError):
    """No figure was known on the day."""


@dataclass(frozen=True)
class Order:
    """What is to be made, and for whom."""

    id: UUID
    authority_id: int | None
    requested_by_id: int
    kind: str
    as_at: date
    span: Span
    asker: Asker | None

    @property
    def scope(self) -> Scope:
        """Where the row may be written: in the authority's scope as its owner, or with the programme's."""
        if self.authority_id is None:
            return Scope.EVERYTHING
        return Scope.of(self.authority_id, account=self.requested_by_id)


@dataclass(frozen=True)
class Made:
    """The file."""

    name: str
    body: bytes


def mark_failed(session: Session, subject: str, _reason: str) -> None:
    """Say on the export that it has failed; the reason that quotes the fault stays with the job."""
    session.execute(
        update(FiguresExport)
        .where(FiguresExport.id == UUID(subject), FiguresExport.status == "requested")
        .values(status="failed", error=OUR_FAULT, finished_at=func.clock_timestamp())
        .execution_options(synchronize_session=False)
    )


@job_kind(EXPORT, on_failure=mark_failed)
def make_export(job: ClaimedJob) -> None:
    """Make one file and keep it for seven days; a letter says that it is there."""
    with reading(Scope.EVERYTHING) as session:
        order = find_order(session, UUID(job.subject), job.authority_id)
    if order is None:
        with transaction(Scope.EVERYTHING) as session:
            job.finish(session)
        return
    try:
        made: Made | str = _make(order)
    except DomainError as refusal:
        made = refusal.sentence
    with transaction(order.scope) as session:
        _store(session, order, made)
        job.finish(session)


def find_order(session: Session, export_id: UUID, authority_id: int | None) -> Order | None:
    """What is to be made; None when it is made already, or belongs to another authority than the job does."""
    row = session.execute(
        select(
            FiguresExport.requested_by_id,
            FiguresExport.kind,
            FiguresExport.as_at,
            FiguresExport.first_quarter,
            FiguresExport.last_quarter,
        ).where(
            FiguresExport.id == export_id,
            FiguresExport.authority_id.is_not_distinct_from(authority_id),
            FiguresExport.status == "requested",
        )
    ).one_or_none()
    if row is None:
        return None
    asker = find_asker(session, row.requested_by_id)
    span = Span(row.first_quarter, row.last_quarter)
    return Order(export_id, authority_id, row.requested_by_id, row.kind, row.as_at, span, asker)


def _make(order: Order) -> Made | str:
    """The file; or, in words, why there is none."""
    if order.asker is None or not may_have(order.asker.identity, order.authority_id):
        return NO_RIGHT
    with reading(order.asker.identity.scope()) as session:
        authority = None if order.authority_id is None else session.get_one(Authority, order.authority_id)
        code, name = (None, None) if authority is None else (authority.code, authority.name)
        numbers = None if order.authority_id is None else [order.authority_id]
        export = read_export(session, authority_ids=numbers, as_at=order.as_at, span=order.span)
    if not export.figures:
        quarters = f" for the quarters asked for ({order.span.words})" if order.span.words else ""
        raise NothingToExportError(f"No approved figure was known on {day_in_words(order.as_at)}{quarters}.")
    if order.kind == "xlsx":
        body = workbook(export, title=title_of(name), waited_for=False)
    else:
        body = tidy_csv(export.figures, counts=True)
    return Made(file_name(code, order.as_at, order.kind, order.span), body)


def _store(session: Session, order: Order, made: Made | str) -> None:
    """Write down how it ended; whoever else has ended it in the meantime wins."""
    values: dict[str, object] = {"status": "failed", "error": made}
    if isinstance(made, Made):
        values = {
            "status": "ready",
            "name": made.name,
            "body": made.body,
            "sha256": sha256(made.body).hexdigest(),
            "expires_at": now() + KEPT,
        }
    stored = session.execute(
        update(FiguresExport)
        .where(
            FiguresExport.id == order.id,
            FiguresExport.authority_id.is_not_distinct_from(order.authority_id),
            FiguresExport.status == "requested",
        )
        .values(finished_at=func.clock_timestamp(), **values)
        .execution_options(synchronize_session=False)
        .returning(FiguresExport.id)
    ).scalar_one_or_none()
    if stored is not None and isinstance(made, Made):
        request_job(
            session,
            kind=LETTER,
            key=f"{LETTER}:{order.id}",
            subject=str(order.id),
            authority_id=order.authority_id,
        )
