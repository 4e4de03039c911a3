"""Reopens an approved return, and keeps with a hash what was approved: it counts until the next approval (W7)."""

import json
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy.orm import Session

from core.access import Identity
from outcomes.collection.figure import plain
from outcomes.collection.observation.models import Observation
from outcomes.collection.observation.read import list_of_authority
from outcomes.collection.remind.kinds import Kind
from outcomes.collection.review.at_hand import Reviewed, ReviewError, find_missing_reason, hold, reason_of, tell_leads
from outcomes.collection.submission.models import Submission, SubmissionEvent
from outcomes.collection.submission.move import record_event
from outcomes.collection.submission.states import Deed


def reopen(
    session: Session,
    *,
    by: Identity,
    submission: Submission,
    reason: str,
    at: datetime,
    on: date,
    version: int | None = None,
) -> SubmissionEvent:
    """Let the figures be changed again; the event keeps a snapshot of what was approved (W7).

    `version` is the one that the reviewer looked at; None from code that looks at nothing.

    Raises:
        WrongStateError: it is not approved (409).
        ConflictError: another version has been approved since the page was drawn (409).
        ReviewError: there is no reason.
    """
    held = hold(session, submission, Deed.REOPEN, version, on)
    words = reason_of(reason)
    missing = find_missing_reason(words)
    if missing is not None:
        raise ReviewError(missing)
    event = record_event(
        session,
        by=by,
        submission=held.submission,
        deed=Deed.REOPEN,
        at=at,
        reason=words,
        snapshot=_snapshot(session, held),
    )
    tell_leads(session, held, Kind.REOPENED)
    return event


def _snapshot(session: Session, held: Reviewed) -> dict[str, Any]:
    quarter = held.collection.quarter
    approved = list_of_authority(session, authority_id=held.authority.id)
    figures = [figure_in_snapshot(each) for (_, of), each in sorted(approved.items()) if of == quarter]
    return {
        "quarter": str(quarter),
        "version": held.submission.version,
        "figures": figures,
        "sha256": snapshot_hash(figures),
    }


def figure_in_snapshot(observation: Observation) -> dict[str, Any]:
    """An approved figure in plain JSON values; numbers as text, so that none loses a digit."""
    return {
        "observation": observation.id,
        "indicator": observation.indicator_code,
        "definition": observation.definition,
        "status": observation.status,
        "value": plain(observation.value),
        "numerator": plain(observation.numerator),
        "denominator": plain(observation.denominator),
        "file": observation.source_file,
        "sheet": observation.source_sheet,
        "cell": observation.source_cell,
    }


def snapshot_hash(figures: list[dict[str, Any]]) -> str:
    """Over the figures as they stand in the snapshot; whoever reads them later can prove that they are those."""
    return sha256(json.dumps(figures, sort_keys=True).encode()).hexdigest()
