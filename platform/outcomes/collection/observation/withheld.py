"""How many figures are withheld because nobody has approved them yet (F9)."""

from collections.abc import Collection as Several
from datetime import date

from sqlalchemy import and_, func, select, tuple_
from sqlalchemy.orm import Session

from core.quarters import Quarter
from outcomes.collection.due.models import Collection
from outcomes.collection.observation.models import Observation
from outcomes.collection.submission.models import Submission, SubmissionVersion, SubmittedFigure
from outcomes.collection.submission.states import State


def count_withheld(
    session: Session,
    *,
    authority_ids: Several[int] | None,
    as_at: date,
    first: Quarter | None = None,
    last: Quarter | None = None,
) -> int:
    """The figures of current versions that are not approved and say something else than what is.

    A version that was stored after the day is not counted: on that day nobody had it. A return that was reopened and
    not changed has nothing withheld: its approved figures still count.

    Args:
        session: its scope limits what is seen.
        authority_ids: of these authorities; None means every one in the session's scope, for the support team.
        as_at: the day.
        first: leave out earlier quarters.
        last: leave out later ones.
    """
    given, held = SubmittedFigure, Observation
    query = (
        select(func.count())
        .select_from(given)
        .join(SubmissionVersion, SubmissionVersion.id == given.version_id)
        .join(Submission, Submission.id == SubmissionVersion.submission_id)
        .join(Collection, Collection.id == Submission.collection_id)
        .outerjoin(
            held,
            and_(
                held.authority_id == given.authority_id,
                held.indicator_code == given.indicator_code,
                held.quarter == Collection.quarter,
                held.superseded_at.is_(None),
            ),
        )
        .where(
            SubmissionVersion.authority_id == given.authority_id,
            Submission.authority_id == given.authority_id,
            SubmissionVersion.number == Submission.version,
            Submission.state != State.APPROVED.value,
            func.date(func.timezone("Europe/London", SubmissionVersion.confirmed_at)) <= as_at,
            tuple_(held.status, held.value, held.numerator, held.denominator).is_distinct_from(
                tuple_(given.status, given.value, given.numerator, given.denominator)
            ),
        )
    )
    if authority_ids is not None:
        query = query.where(given.authority_id.in_(authority_ids))
    if first is not None:
        query = query.where(Collection.quarter >= first)
    if last is not None:
        query = query.where(Collection.quarter <= last)
    return session.scalar(query) or 0
