"""Writes succession events, and asks for a risk run where one changes what is to be expected."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import func
from sqlalchemy.orm import Session

from core.access import Identity
from core.audit import record
from core.events import announce
from core.outbox import send_after_commit
from leadership.register.days import Day
from leadership.register.kinds import EventKind
from leadership.register.models import Post, SuccessionEvent, Tenure
from leadership.register.storing import store
from leadership.register.told import Told

RISK_RUN = "risk.request_run_after_event"
CALLS_FOR_A_RUN = frozenset({EventKind.DEPARTURE_ANNOUNCED, EventKind.DEPARTURE_WITHDRAWN, EventKind.DEPARTED})


@dataclass(frozen=True)
class SuccessionLogged:
    """A succession event was added to the log; what depends on it follows in the same transaction (web/wiring.py)."""

    by: Identity
    post: Post
    event: SuccessionEvent
    on: date


def log_event(
    session: Session,
    *,
    by: Identity,
    post: Post,
    kind: EventKind,
    effective: Day,
    told: Told,
    on: date,
    tenure: Tenure | None = None,
    confidential_until: date | None = None,
    corrects: SuccessionEvent | None = None,
) -> SuccessionEvent:
    """Add an event to the log, with its audit event.

    A risk run is asked for after an announced, withdrawn or recorded departure, unless it is still confidential: no
    prediction may use it before its day, and the hourly task sees to it then.
    """
    number = uuid4()
    event = SuccessionEvent(
        id=number,
        ref=f"event-{number}",
        authority_id=post.authority_id,
        post_id=post.id,
        person_id=tenure.person_id if tenure else None,
        tenure_id=tenure.id if tenure else None,
        kind=kind,
        effective_on=effective.on,
        effective_precision=effective.precision,
        known_on=told.known_on,
        source=told.source,
        confidence=told.confidence,
        confidential_until=confidential_until,
        supersedes_id=corrects.id if corrects else None,
        recorded_by_id=by.account_id,
    )
    if corrects is not None:
        corrects.superseded_at = func.clock_timestamp()
    session.add(event)
    store(session)
    confidential = confidential_until is not None and confidential_until > on
    audit_post(
        session,
        by=by,
        deed=f"succession_event.{kind}",
        post=post,
        after={"event": str(number)}
        if confidential
        else {"event": str(number), "effective_on": effective.on.isoformat()},
    )
    if kind in CALLS_FOR_A_RUN and not confidential:
        send_after_commit(session, RISK_RUN, str(number))
    announce(session, SuccessionLogged(by, post, event, on))
    return event


def audit_post(
    session: Session,
    *,
    by: Identity,
    deed: str,
    post: Post,
    before: dict[str, str | None] | None = None,
    after: dict[str, str | None] | None = None,
) -> None:
    """Write down a deed on a post: references and days, never a name."""
    record(
        session,
        by=by,
        deed=deed,
        subject=f"post:{post.id}",
        authority_id=post.authority_id,
        before=before,
        after=after,
    )


def new_reference(kind: str) -> tuple[UUID, str]:
    """A new id, and the reference under which files will name it."""
    number = uuid4()
    return number, f"{kind}-{number}"
