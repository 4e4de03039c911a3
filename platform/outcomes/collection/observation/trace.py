"""From a figure to where it came from: version, file, sheet, cell, who sent it, who approved it, and what was before.

Names are read for the two who may see the page at all: the support team and the authority's own leads (K1, K2).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import and_, select
from sqlalchemy.orm import Session, defer

from authorities.register.models import Authority
from core.errors import NotFoundError
from core.quarters import Quarter
from outcomes.collection.check.models import FigureCheck, Upload
from outcomes.collection.observation.models import Observation
from outcomes.collection.observation.read import known
from outcomes.collection.people import names_of
from outcomes.collection.submission.find import NOT_YOURS
from outcomes.collection.submission.models import Explanation, SubmissionEvent, SubmissionVersion, SubmittedFigure
from outcomes.collection.submission.states import Deed


@dataclass(frozen=True)
class Approved:
    """One approved value of the figure, from the day it counted until the day it did not."""

    observation: Observation
    version: SubmissionVersion | None
    upload: Upload | None
    approved_by: str | None
    sent_by: str | None


@dataclass(frozen=True)
class Sent:
    """One change of the figure from version to version: who, when, old to new, from which upload (K2)."""

    version: SubmissionVersion
    upload: Upload
    figure: SubmittedFigure | None
    before: SubmittedFigure | None
    by: str | None


@dataclass(frozen=True)
class Trace:
    """Everything there is to know of one figure."""

    shown: Approved
    approved_as: int | None
    comment: str | None
    explanations: tuple[Explanation, ...]
    earlier: tuple[Approved, ...]
    sent: tuple[Sent, ...]
    people: Mapping[int | None, str]


def trace_of(
    session: Session, *, authority: Authority, indicator: str, quarter: Quarter, as_at: date | None = None
) -> Trace:
    """Follow one figure back, as it was known on a day (None: now).

    Raises:
        NotFoundError: nothing was known of it then.
    """
    history = _approved_rows(session, authority, indicator, quarter)
    shown = session.scalar(
        select(Observation).where(
            Observation.authority_id == authority.id,
            Observation.indicator_code == indicator,
            Observation.quarter == quarter,
            known(as_at),
        )
    )
    if shown is None:
        raise NotFoundError(NOT_YOURS)
    events = _approvals(session, authority, history)
    approval = events.get(shown.approved_at) if shown.approved_at else None
    explanations = _explanations(session, authority, indicator, approval)
    changes = _sent_rows(session, authority, indicator, approval)
    people = names_of(
        session,
        {
            *(each.observation.approved_by_id for each in history),
            *(each.upload.uploaded_by_id for each in history if each.upload),
            *(version.confirmed_by_id for version, _, _ in changes),
            *(each.given_by_id for each in explanations),
            *(each.accepted_by_id for each in explanations),
        },
    )
    named = [_named(each, people) for each in history]
    own = next(each for each in named if each.observation.id == shown.id)
    figure = next((figure for version, _, figure in changes if approval and version.number == approval.version), None)
    return Trace(
        shown=own,
        approved_as=approval.version if approval else None,
        comment=figure.comment if figure else None,
        explanations=tuple(explanations),
        earlier=tuple(each for each in named if each.observation.id < shown.id),
        sent=tuple(_changes(changes, people)),
        people=people,
    )


def says(figure: SubmittedFigure | None) -> tuple[str, Decimal | None, Decimal | None, Decimal | None] | None:
    """What a figure of a version says."""
    return None if figure is None else (figure.status, figure.value, figure.numerator, figure.denominator)


def _approved_rows(session: Session, authority: Authority, indicator: str, quarter: Quarter) -> list[Approved]:
    """Every approved value, the newest first."""
    rows = session.execute(
        select(Observation, SubmissionVersion, Upload)
        .outerjoin(
            SubmissionVersion,
            and_(
                SubmissionVersion.id == Observation.version_id,
                SubmissionVersion.authority_id == Observation.authority_id,
            ),
        )
        .outerjoin(
            FigureCheck,
            and_(FigureCheck.id == SubmissionVersion.check_id, FigureCheck.authority_id == Observation.authority_id),
        )
        .outerjoin(Upload, and_(Upload.id == FigureCheck.upload_id, Upload.authority_id == Observation.authority_id))
        .where(
            Observation.authority_id == authority.id,
            Observation.indicator_code == indicator,
            Observation.quarter == quarter,
        )
        .order_by(Observation.id.desc())
        .options(defer(Upload.body))
    )
    return [Approved(observation, version, upload, None, None) for observation, version, upload in rows]


def _approvals(
    session: Session, authority: Authority, history: list[Approved]
) -> dict[datetime | None, SubmissionEvent]:
    """The approvals by their moment: the version that was approved may be newer than the file a figure stands in."""
    submissions = {each.version.submission_id for each in history if each.version}
    if not submissions:
        return {}
    rows = session.scalars(
        select(SubmissionEvent).where(
            SubmissionEvent.authority_id == authority.id,
            SubmissionEvent.submission_id.in_(submissions),
            SubmissionEvent.kind == Deed.APPROVE.event,
        )
    )
    return {row.at: row for row in rows}


def _explanations(
    session: Session, authority: Authority, indicator: str, approval: SubmissionEvent | None
) -> list[Explanation]:
    if approval is None:
        return []
    return list(
        session.scalars(
            select(Explanation)
            .where(
                Explanation.authority_id == authority.id,
                Explanation.submission_id == approval.submission_id,
                Explanation.version == approval.version,
                Explanation.indicator_code == indicator,
            )
            .order_by(Explanation.rule)
        )
    )


Row = tuple[SubmissionVersion, Upload, SubmittedFigure | None]


def _sent_rows(session: Session, authority: Authority, indicator: str, approval: SubmissionEvent | None) -> list[Row]:
    """The figure in each version up to the approved one: later ones are not approved and not shown (F9)."""
    if approval is None:
        return []
    rows = session.execute(
        select(SubmissionVersion, Upload, SubmittedFigure)
        .join(FigureCheck, FigureCheck.id == SubmissionVersion.check_id)
        .join(Upload, Upload.id == FigureCheck.upload_id)
        .outerjoin(
            SubmittedFigure,
            and_(
                SubmittedFigure.version_id == SubmissionVersion.id,
                SubmittedFigure.authority_id == SubmissionVersion.authority_id,
                SubmittedFigure.indicator_code == indicator,
            ),
        )
        .where(
            SubmissionVersion.authority_id == authority.id,
            SubmissionVersion.submission_id == approval.submission_id,
            SubmissionVersion.number <= approval.version,
            FigureCheck.authority_id == authority.id,
            Upload.authority_id == authority.id,
        )
        .order_by(SubmissionVersion.number)
        .options(defer(Upload.body))
    )
    return [(version, upload, figure) for version, upload, figure in rows]


def _changes(rows: list[Row], people: Mapping[int | None, str]) -> list[Sent]:
    """Only the versions in which the figure changed, the newest first."""
    found = []
    before: SubmittedFigure | None = None
    for version, upload, figure in rows:
        if says(figure) != says(before):
            found.append(Sent(version, upload, figure, before, people.get(version.confirmed_by_id)))
        before = figure
    return list(reversed(found))


def _named(each: Approved, people: Mapping[int | None, str]) -> Approved:
    sent_by = people.get(each.upload.uploaded_by_id) if each.upload else None
    return Approved(each.observation, each.version, each.upload, people.get(each.observation.approved_by_id), sent_by)
