"""Stores exactly what one check found as the next version, or nothing (W1, W6, D8)."""

from collections.abc import Collection as Several
from dataclasses import asdict
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from authorities.register.models import Authority
from core.access import Identity
from core.audit import record
from core.errors import ConflictError, DomainError, NotFoundError
from outcomes.collection.check.basis import basis_of
from outcomes.collection.check.codec import from_json
from outcomes.collection.check.models import FigureCheck
from outcomes.collection.check.result import Checked
from outcomes.collection.due.models import Collection
from outcomes.collection.figure import Figure
from outcomes.collection.submission.ask_director import ask_director
from outcomes.collection.submission.carry import carry_explanations
from outcomes.collection.submission.find import (
    figures_of,
    find_current_version,
    find_version_of_check,
    get_locked_submission,
    in_order,
)
from outcomes.collection.submission.locks import require_unlocked
from outcomes.collection.submission.may import standing_of
from outcomes.collection.submission.models import Submission, SubmissionVersion, SubmittedFigure
from outcomes.collection.submission.move import acts_for_lead, record_event
from outcomes.collection.submission.states import Deed

NOT_YOURS = "There is no such page, or it is not yours to see."
STALE = (
    "Something has changed since this file was checked: the stored figures, the rules, the deadline or your rights. "
    "Nothing was stored. Check the file again and look at the changes once more."
)


class StaleCheckError(ConflictError):
    """What the check rests on has changed since."""


class BlockedError(DomainError):
    """The check found errors: nothing of it can be stored."""


class ClearingError(DomainError):
    """Stored values would go without a tick; `indicators` are those."""

    def __init__(self, indicators: tuple[str, ...]) -> None:
        super().__init__(
            "Tick each value that is to be taken away, or put it back into the file: "
            f"{', '.join(indicators)} {'is' if len(indicators) == 1 else 'are'} stored and empty in the file."
        )
        self.indicators = indicators


def get_check(session: Session, authority: Authority, check_id: UUID) -> FigureCheck:
    """A check of this authority; NotFoundError when it has none of that id."""
    found = session.scalar(
        select(FigureCheck).where(FigureCheck.authority_id == authority.id, FigureCheck.id == check_id)
    )
    if found is None:
        raise NotFoundError(NOT_YOURS)
    return found


def confirm(
    session: Session,
    *,
    by: Identity,
    check_id: UUID,
    authority: Authority,
    ticked_clearings: Several[str],
    at: datetime,
    on: date,
) -> SubmissionVersion:
    """Store what the check found as version n+1 and return it.

    Safe to send twice, from two tabs or with the browser's back button: a check that has been confirmed answers with
    its version. A check that changes nothing answers with the version that is stored already and makes none.

    Raises:
        NotFoundError: the authority has no such check.
        LockedError: figures cannot be changed now; it says which lock (409).
        StaleCheckError: what the check rests on has changed since (409).
        BlockedError: the check found errors.
        ClearingError: a stored value would be cleared without a tick.
    """
    check = get_check(session, authority, check_id)
    collection = session.get_one(Collection, check.collection_id)
    submission = get_locked_submission(session, authority, collection)
    done = find_version_of_check(session, authority, check_id)
    if done is not None:
        return done
    require_unlocked(session, standing_of(session, authority, collection, on))
    if basis_of(session, by=by, authority=authority, collection=collection, on=on).fingerprint != check.fingerprint:
        raise StaleCheckError(STALE)
    checked = from_json(check.result)
    _require_storable(checked, ticked_clearings)
    current = find_current_version(session, authority, submission)
    if current is not None and not is_change(checked):
        return current
    version = _make_version(session, by=by, submission=submission, check=check, checked=checked, before=current, at=at)
    ask_director(session, authority, collection, on)
    return version


def is_change(checked: Checked) -> bool:
    """Whether storing the check would alter anything."""
    return any(change.kind != "unchanged" for change in checked.changes)


def next_figures(before: dict[str, Figure], checked: Checked) -> dict[str, Figure]:
    """Every figure of the next version: those of the file over those that were stored, less the cleared ones."""
    cleared = {change.indicator for change in checked.cleared}
    proposed = {figure.indicator: figure for figure in checked.figures}
    merged = {**before, **proposed}
    return in_order({code: figure for code, figure in merged.items() if code not in cleared})


def _require_storable(checked: Checked, ticked: Several[str]) -> None:
    if checked.blocked:
        raise BlockedError("The file has errors. Mend them and upload it again: nothing was stored.")
    untouched = tuple(change.indicator for change in checked.cleared if change.indicator not in ticked)
    if untouched:
        raise ClearingError(untouched)


def _make_version(
    session: Session,
    *,
    by: Identity,
    submission: Submission,
    check: FigureCheck,
    checked: Checked,
    before: SubmissionVersion | None,
    at: datetime,
) -> SubmissionVersion:
    stored = figures_of(session, before)
    figures = next_figures(stored, checked)
    if not figures:
        raise BlockedError("There is no figure to store: fill in the return and upload it again.")
    version = SubmissionVersion(
        authority_id=submission.authority_id,
        submission_id=submission.id,
        number=submission.version + 1,
        check_id=check.id,
        counts=asdict(checked.counts),
        confirmed_at=at,
        confirmed_by_id=by.account_id,
        acting_for_lead=acts_for_lead(by, submission.authority_id),
    )
    session.add(version)
    session.flush()  # its figures refer to it
    session.execute(insert(SubmittedFigure), [_row(version, figure) for figure in figures.values()])
    submission.version = version.number
    session.flush()  # the event is about this version
    record_event(session, by=by, submission=submission, deed=Deed.CONFIRM, at=at)
    carry_explanations(session, submission=submission, version=version)
    record(
        session,
        by=by,
        deed="submission_version.made",
        subject=f"submission:{submission.id}",
        authority_id=submission.authority_id,
        after={"version": version.number, "check": str(check.id), "counts": dict(version.counts)},
    )
    return version


def _row(version: SubmissionVersion, figure: Figure) -> dict[str, Any]:
    place = figure.place
    return {
        "authority_id": version.authority_id,
        "version_id": version.id,
        "indicator_code": figure.indicator,
        "definition": figure.definition,
        "value": figure.value,
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "status": figure.status.value,
        "sheet": None if place is None else place.sheet,
        "cell": "" if place is None else place.cell,
        "comment": figure.comment or None,
        "follow_up": figure.follow_up,
    }
