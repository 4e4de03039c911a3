"""The end of a programme for good: the day from which the time to keep its records counts (decision 68)."""

from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from authorities.errors import RegisterError
from authorities.programme.models import Programme
from core.access import Identity
from core.audit import record

ONE_DAY = timedelta(days=1)


def close_programme(
    session: Session, *, by: Identity, programme: Programme, closed_on: date | None, at: datetime
) -> Programme:
    """Record the first day after all work of a programme, correct it, or (None) say that it goes on after all.

    Raises RegisterError where its funded period or its returns last longer than that.
    """
    session.refresh(programme, with_for_update=True)
    if closed_on is not None:
        _require_after_its_work(programme, closed_on)
    before = programme.closed_on
    if before == closed_on:
        return programme
    programme.closed_on = closed_on
    programme.closed_at = None if closed_on is None else at
    programme.closed_by_id = None if closed_on is None else by.account_id
    record(
        session,
        by=by,
        deed="programme.closing_set",
        subject=f"programme:{programme.code}",
        authority_id=None,
        before={"closed_on": _iso(before)},
        after={"closed_on": _iso(closed_on)},
    )
    return programme


def counts_from(programme: Programme) -> date | None:
    """The first day after all of a programme, or None while that is not on record: returns may last longer."""
    if programme.closed_on is None:
        return None
    returns_over = programme.collects_until + ONE_DAY if programme.collects_until else programme.closed_on
    return max(programme.closed_on, programme.ends_on or programme.closed_on, returns_over)


def _require_after_its_work(programme: Programme, closed_on: date) -> None:
    if closed_on < max(programme.starts_on, programme.ends_on or programme.starts_on):
        raise RegisterError(
            "The programme is funded on that day: enter the day after its end, or later.", field="closed_on"
        )
    if programme.collects_until is not None and closed_on <= programme.collects_until:
        raise RegisterError(
            "The programme takes returns on that day: enter a later one, or change until when returns are taken first.",
            field="closed_on",
        )


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
